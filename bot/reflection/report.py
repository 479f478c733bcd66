"""/sessions-report: numbers for the sub-group, not about people."""

from collections.abc import Callable, Iterator
from datetime import datetime

from bot.chat.calls import call
from bot.chat.commands import Command, Option
from bot.chat.drawing import Painter
from bot.chat.requests import Request, Role
from bot.chat.views import Actions, Button, Choice, Fields, Heading, Image, Note, Reply, say
from bot.reflection.chart import chart
from bot.reflection.counts import Counts
from bot.reflection.figures import STEP, Figures, figures, settled
from bot.reflection.formats import Formats

_SPANS = (3, 12, 24)
_USUAL = 12
_TITLE = "Sessions in numbers"
_TOO_FEW = (
    "so there is no picture to draw yet. With so few, a number could be about people rather than about the sub-group; "
    "what those sessions were worth, no number says anyway."
)
_ROUNDED = (
    f"Numbers are told in steps of {STEP}, and those under {STEP} not at all, so that none is about a person. A month "
    "is told from the 9th of the next one on, when every session that was closed in it is shredded. Sessions in which "
    "nobody took part are not counted. Only you can see this."
)


class SessionsReport:
    """Draws what was counted, and says the same in words."""

    def __init__(self, counts: Counts, formats: Formats, paint: Painter, *, now: Callable[[], datetime]) -> None:
        self._counts = counts
        self._formats = formats
        self._paint = paint
        self._now = now

    def commands(self) -> Iterator[Command]:
        spans = tuple(Choice(f"{span} months", str(span)) for span in _SPANS)
        option = Option("months", "Over how many months?", required=False, choices=spans)
        summary = "See in numbers which sessions were held"
        yield Command("sessions-report", summary, self.show, (option,), role=Role.FACILITATOR)

    async def show(self, request: Request) -> Reply:
        """Answer with the picture; without one when there were too few sessions to say anything."""
        span = request.number("months", _USUAL)
        found = await self.figures(span)
        others = Actions(tuple(_button(other) for other in _SPANS if other != span))
        if not found.total.least:
            few = f"From {found.span}, {found.total.range} sessions were held, {_TOO_FEW}"
            return say(Heading(_TITLE), few, others, Note((_ROUNDED,)))
        picture = Image(await self._paint(chart(found)), found.words)
        return say(Heading(_TITLE), picture, _table(found), others, Note((_ROUNDED,)))

    async def figures(self, span: int) -> Figures:
        """Sum up the last so many months that are complete."""
        months = settled(self._now().date(), span)
        return figures(await self._counts.since(months[0]), months, self._formats)


def _table(found: Figures) -> Fields:
    """Say in short what the picture shows; its months are many, and stand in its words."""
    _, *parts = found.parts
    return Fields((("All sessions", (found.total.range,)), *((part.name, (part.words,)) for part in parts)))


def _button(span: int) -> Button:
    return Button(f"The last {span} months", call("sessions-report", months=str(span)))
