"""What was contributed, for facilitators to look through: held back, let through, removed, and nobody’s name on it."""

from collections.abc import Awaitable, Callable, Iterator, Sequence

from bot.chat.calls import call
from bot.chat.commands import Command, Option
from bot.chat.requests import Request, Role
from bot.chat.views import Actions, Block, Button, Card, Choice, Control, Heading, Line, Note, Reply, Select, Text, Tone
from bot.reflection import showing
from bot.reflection.glance import COUNTED
from bot.reflection.leading import Leading
from bot.reflection.model import Contribution, Session, Stage, Standing
from bot.reflection.sessionbook import SessionBook
from bot.support.paging import page

# Tells the author in private what became of their words; once for each standing of them, however often it is asked.
Tell = Callable[[str, Contribution], Awaitable[None]]
_Act = Callable[[str, str], Awaitable[Contribution]]


async def nobody(session_id: str, said: Contribution) -> None:
    """Tell nobody."""
    del session_id, said


class Items:
    """Lets facilitators look through a session, phase by phase; its author is told what became of something."""

    def __init__(self, book: SessionBook, leading: Leading, tell: Tell = nobody) -> None:
        self._book = book
        self._leading = leading
        self._tell = tell

    def commands(self) -> Iterator[Command]:
        session = Option("session", "Which session", carried=True)
        paper = Option("paper", "Which contribution", carried=True)
        phase = Option("phase", "Which phase", required=False, carried=True)
        end = Option("end", "Before which", required=False, carried=True)
        for name, summary, run, options in (
            ("session-items", "See what was contributed", self.show, (session, phase, end)),
            ("session-hold", "Hold something back", self.hold, (session, paper)),
            ("session-let-through", "Let something through", self.let_through, (session, paper)),
            ("session-remove", "Remove something", self.remove, (session, paper)),
        ):
            yield Command(name, summary, run, options, role=Role.FACILITATOR, unlisted=True)

    async def show(self, request: Request) -> Reply:
        """Show what was contributed to a phase, the one that runs if none is named."""
        session = await self._leading.led(request)
        return await self._page(session, request.number("phase", max(session.phase, 0)), request.number("end"))

    async def hold(self, request: Request) -> Reply:
        """Hold something back; where it was shown already, its words are taken from view."""
        return await self._act(request, self._book.hold)

    async def let_through(self, request: Request) -> Reply:
        return await self._act(request, self._book.let_through)

    async def remove(self, request: Request) -> Reply:
        """Remove something for good, shown or not."""
        return await self._act(request, self._book.remove)

    async def _act(self, request: Request, act: _Act) -> Reply:
        session = await self._leading.led(request)
        done = await act(session.id, request.text("paper"))
        await self._tell(session.id, done)
        return await self._page(await self._book.find(session.id), done.phase, 0)

    async def _page(self, session: Session, phase: int, end: int) -> Reply:
        everything = await self._book.contributions(session.id)
        written = [one for one in everything if one.standing in COUNTED]
        early = showing.too_early(session, phase, everything)
        # What is held back was looked at before, when there was enough; nothing new is learnt of it.
        there = [one for one in written if one.phase == phase and not (early and one.standing is Standing.THERE)]
        step = session.steps[min(phase, len(session.steps) - 1)]
        others = sorted({one.phase for one in written if one.phase != phase})
        here = page([(_card(session, one),) for one in there], end or None)
        cards: list[Block] = [card for item in here.items for card in item]
        further = call("session-items", session=session.id, phase=phase, end=here.earlier)
        more = (Button("More", further),) if here.earlier else ()
        controls = (*more, *_elsewhere(session, others), _back(session))
        return Reply(
            (Heading(step.title), *_about(session, there, early=early), *cards, Actions(controls)), replaces=True
        )


def _about(session: Session, there: Sequence[Contribution], *, early: bool) -> Iterator[Block]:
    """Say what is listed, and why not everything is."""
    if early:
        yield Text((_EARLY,))
    elif not there:
        yield Text(("Nothing is there of this phase.",))
    if there:
        yield Note((_BY_NAME if session.named else _UNKNOWN,))


def _elsewhere(session: Session, phases: Sequence[int]) -> Iterator[Control]:
    """Lead to the other phases to which something was contributed."""
    if phases:
        choices = tuple(Choice(session.steps[phase].title, str(phase)) for phase in phases)
        yield Select("Another phase", call("session-items", session=session.id), "phase", choices)


def _card(session: Session, one: Contribution) -> Card:
    here = {"session": session.id, "paper": one.id}
    hold = Button("Hold it back", call("session-hold", **here))
    through = Button("Let it through", call("session-let-through", **here), Tone.PRIMARY)
    remove = Button("Remove it", call("session-remove", **here), Tone.DANGER)
    first = through if one.standing is Standing.HELD else hold
    return Card("Contribution", _stands(session, one), ((one.text,),), (first, remove))


def _stands(session: Session, one: Contribution) -> Line:
    if one.standing is Standing.HELD:
        return ("Held back: nobody else can read it.",)
    if showing.shown(session, one):
        return ("Everybody can read it.",)
    return (
        ("It was not shown.",) if session.stage is Stage.CLOSED or one.phase != session.phase else ("Not shown yet.",)
    )


def _back(session: Session) -> Button:
    return Button("Back to the panel", call("session-panel", session=session.id))


_UNKNOWN = "In no order, and nobody can tell you who wrote them; whoever did sees what became of it."
_BY_NAME = "In no order. Names stand beside them where they are shown; whoever wrote one sees what became of it."
_EARLY = (
    "They can be looked through once there are enough to be shown; before that, reading them one by one could tell "
    "who wrote."
)
