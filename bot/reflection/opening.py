"""Opening a session: a facilitator chooses how it goes, and leads it from the panel."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import datetime

from bot.chat.commands import Command, Option
from bot.chat.errors import Refusal
from bot.chat.requests import Account, Actor, Address, Request, Role
from bot.chat.veil import Lock
from bot.chat.views import Choice, Reply
from bot.reflection.formats import BLANK, Format, Formats
from bot.reflection.model import Keeping, Place, Session
from bot.reflection.panel import Panel
from bot.reflection.sessionbook import SessionBook
from bot.support.model import CAP

_NAMES = (Choice("Without names", "no"), Choice("With names", "yes"))
_PACE = (
    Choice("Together, with a clock as a guide", "0"),
    Choice("Slowly, a day for each phase", "1"),
    Choice("Slowly, three days for each phase", "3"),
    Choice("Slowly, a week for each phase", "7"),
)
_KEEPS = (
    Choice("Nothing: what was shown is taken away after a week", Keeping.NOTHING),
    Choice("A summary of themes, which a facilitator may post", Keeping.SUMMARY),
    Choice("All that was shown stays, and a summary", Keeping.EVERYTHING),
)


class Opening:
    """Takes what a facilitator decides before anybody can join: it does not change afterwards."""

    def __init__(
        self,
        book: SessionBook,
        formats: Formats,
        channels: Sequence[Address],
        panel: Panel,
        *,
        sign: Callable[[Actor], Awaitable[Account]],
        now: Callable[[], datetime],
    ) -> None:
        """`channels` are where sessions run, all at once; `sign` says by which account a facilitator is known."""
        self._book = book
        # The blank one has no phases of its own.
        self._formats = {one.key: one for one in formats if one.key != BLANK}
        self._channels = channels
        self._panel = panel
        self._sign = sign
        self._now = now

    def commands(self) -> Iterator[Command]:
        """Declare the one form with which a session begins."""
        formats = tuple(Choice(_told(one), one.key) for one in self._formats.values())
        options = (
            Option("format", "How do you want to reflect?", choices=formats),
            Option("topic", "What is it about?", placeholder="A line that everybody in the channel may read"),
            Option("pace", "How fast?", choices=_PACE),
            Option("names", "With or without names?", choices=_NAMES),
            Option("keeps", "What is left of it?", choices=_KEEPS),
        )
        yield Command("session-open", "Open a reflective session", self.open, options, role=Role.FACILITATOR)

    async def open(self, request: Request) -> Reply:
        """Open a session that people can join, and show its panel."""
        if not self._channels:
            raise Refusal("There is no channel for sessions yet.", "An organiser can set one up.")
        leader, format_ = await self._sign(request.actor), self._formats[request.text("format")]

        def make(session_id: str, lock: Lock) -> Session:
            del lock
            now = self._now()
            return Session(
                id=session_id,
                format=format_,
                topic=request.text("topic"),
                places=tuple(Place(channel=channel) for channel in self._channels),
                facilitators=(str(leader),),
                named=request.text("names") == "yes",
                days=request.number("pace"),
                keeps=Keeping(request.text("keeps")),
                look_at=now,
                close_at=now + CAP,
            )

        return await self._panel.panel(await self._book.start(make))


def _told(one: Format) -> str:
    phases = "1 phase" if len(one.phases) == 1 else f"{len(one.phases)} phases"
    return f"{one.name} ({phases}, {one.minutes} minutes)"
