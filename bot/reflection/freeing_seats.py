"""Looking for somebody else, when whoever offered to bring something does not come."""

from collections.abc import Awaitable, Callable, Iterator

from bot.chat.commands import Command, Option
from bot.chat.requests import Request, Role
from bot.chat.views import Note, Reply
from bot.reflection import course
from bot.reflection.course import Moved
from bot.reflection.formats import PRESENTERS
from bot.reflection.leading import Leading
from bot.reflection.model import Session
from bot.reflection.sessionbook import SessionBook


class FreeingSeats:
    """Lets facilitators free a part without learning who had it."""

    def __init__(self, book: SessionBook, leading: Leading, panel: Callable[[Session], Awaitable[Reply]]) -> None:
        """`panel` shows how a session stands then."""
        self._book = book
        self._leading = leading
        self._panel = panel

    def commands(self) -> Iterator[Command]:
        """Declare the button of the panel."""
        options = (Option("session", "Which session", carried=True), Option("part", "Which part", carried=True))
        summary = "Look for somebody else to bring something"
        yield Command("session-free-seat", summary, self.free, options, role=Role.FACILITATOR, unlisted=True)

    async def free(self, request: Request) -> Reply:
        """Free a part; the announcement then says that somebody is wanted."""
        session = await self._leading.led(request)
        part = next((one for one in PRESENTERS if one.value == request.text("part")), None)
        if part is None:
            raise Moved
        panel = await self._panel(await self._book.change(session.id, lambda current: course.freed(current, part)))
        told = "Somebody else can do it now, or the same person again. Nobody is told who it was, and neither are you."
        return Reply((Note((told,)), *panel.blocks), replaces=panel.replaces)
