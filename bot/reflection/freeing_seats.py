"""Looking for somebody else, when whoever offered to bring something does not come."""

from collections.abc import Iterator

from bot.chat.commands import Command, Option
from bot.chat.errors import Refusal
from bot.chat.requests import Request, Role
from bot.chat.views import Note, Reply
from bot.reflection import course
from bot.reflection.formats import PRESENTERS
from bot.reflection.panel import Panel, leads
from bot.reflection.sessionbook import SessionBook


class FreeingSeats:
    """Lets facilitators free a part without learning who had it."""

    def __init__(self, book: SessionBook, panel: Panel) -> None:
        self._book = book
        self._panel = panel

    def commands(self) -> Iterator[Command]:
        """Declare the button of the panel."""
        options = (Option("session", "Which session", carried=True), Option("part", "Which part", carried=True))
        summary = "Look for somebody else to bring something"
        yield Command("session-free-seat", summary, self.free, options, role=Role.FACILITATOR, unlisted=True)

    async def free(self, request: Request) -> Reply:
        """Free a part; the announcement then says that somebody is looked for."""
        session = await self._book.find(request.text("session"))
        part = next((one for one in PRESENTERS if one.value == request.text("part")), None)
        if part is None or not leads(session, request.actor):
            raise Refusal("That session is led by somebody else.", "They can hand it over to you.")
        freed = await self._book.change(session.id, lambda current: course.freed(current, part))
        panel = await self._panel.panel(freed)
        told = "Somebody else can do it now, or the same person again. Nobody is told who it was, and neither are you."
        return Reply((Note((told,)), *panel.blocks), replaces=panel.replaces)
