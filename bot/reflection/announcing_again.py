"""A session whose announcement is gone in a channel is announced anew there, with all that was said under it."""

from collections.abc import Callable, Iterator
from datetime import datetime

from bot.chat.commands import Command, Option
from bot.chat.requests import Request, Role
from bot.chat.views import Reply
from bot.reflection.boards import Boards
from bot.reflection.course import Moved
from bot.reflection.leading import Leading
from bot.reflection.moving import Show


class AnnouncingAgain:
    """Takes a press under the trouble that the panel names; pressed twice, it is announced once."""

    def __init__(self, boards: Boards, leading: Leading, show: Show, now: Callable[[], datetime]) -> None:
        """`show` shows the panel of a session."""
        self._boards = boards
        self._leading = leading
        self._show = show
        self._now = now

    def commands(self) -> Iterator[Command]:
        session = Option("session", "Which session", carried=True)
        place = Option("place", "Which of its channels", carried=True)
        again = Option("round", "How often it was announced again", carried=True)
        yield Command(
            "session-announce-again",
            "Announce a session again where its announcement is gone",
            self.again,
            (session, place, again),
            role=Role.FACILITATOR,
            unlisted=True,
        )

    async def again(self, request: Request) -> Reply:
        """Let everything be said anew in one channel, and show the panel."""
        session, place = await self._leading.led(request), request.number("place")
        if not 0 <= place < len(session.places):
            raise Moved
        return await self._show(await self._boards.again(session, place, request.number("round"), self._now()))
