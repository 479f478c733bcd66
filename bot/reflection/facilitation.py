"""What facilitators decide of what was written: held back, removed, shown, and over; and what time decides for them."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.chat.errors import Refusal
from bot.reflection import course, showing
from bot.reflection.contributions import Contribution, Standing
from bot.reflection.model import Session
from bot.reflection.sessionbook import SessionBook

# The order in which things are shown must not be foreseen.
_CHANCE = random.SystemRandom()


class Facilitation:
    """Moderates and shows what is in the book of sessions. Nothing here asks, or learns, who wrote something."""

    def __init__(
        self,
        book: SessionBook,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        *,
        chance: random.Random = _CHANCE,
    ) -> None:
        """`chance` shuffles what is shown."""
        self._book = book
        self._now = now
        self._chance = chance

    async def hold(self, session_id: str, paper_id: str) -> Contribution:
        """Keep something from being shown until it is let through."""
        return await self._moderate(session_id, paper_id, Standing.HELD, Standing.THERE)

    async def let_through(self, session_id: str, paper_id: str) -> Contribution:
        """Let something be shown again; when the others of its phase were shown already, it follows them.

        Once a session is over, what was not shown stays unshown, but for what people tried since.
        """
        session = await self._book.find(session_id)
        if not showing.may_follow(session, await self._book.contribution(session_id, paper_id)):
            raise Refusal("The session is over: what was not shown by then stays unshown.")
        said = await self._moderate(session_id, paper_id, Standing.THERE, Standing.HELD)
        if session.current is not None:
            await self.gather(session_id)
        return said

    async def remove(self, session_id: str, paper_id: str) -> Contribution:
        """Remove something for good; its author can read it until the session is shredded."""
        return await self._moderate(session_id, paper_id, Standing.REMOVED, Standing.THERE, Standing.HELD)

    async def reveal(self, session_id: str, phase: int) -> Session:
        """Decide what is shown of a phase, and in which order. Raises `Refusal` while that would tell too much."""
        ready = await self._book.contributions(session_id)
        await self._book.change(session_id, lambda session: showing.reveal(session, phase, ready, self._chance))
        # Somebody may have contributed between the two: nothing is lost of what came before the phase was closed.
        return await self.gather(session_id)

    async def gather(self, session_id: str) -> Session:
        """Show what need not wait, see `showing.gathered`."""
        ready = await self._book.contributions(session_id)
        return await self._book.change(session_id, lambda session: showing.gathered(session, ready, self._chance))

    async def close(
        self, session_id: str, *, gently: bool = False, farewell: str = "", now: datetime | None = None
    ) -> Session:
        """End a session; what was left at its check-out is shown, if it is enough and nobody closes it gently."""
        ready, paused = await self._book.contributions(session_id), False

        def edit(session: Session) -> Session:
            nonlocal paused
            paused = session.paused
            before = session if gently else self._parted(session, ready)
            return course.close(before, now or self._now(), gently=gently, farewell=farewell)

        closed = await self._book.change(session_id, edit)
        if gently or paused:
            return closed
        # As at a reveal: somebody may have been thanked for words between the two.
        ready = await self._book.contributions(session_id)
        return await self._book.change(session_id, lambda session: self._parted(session, ready))

    def _parted(self, session: Session, ready: Sequence[Contribution]) -> Session:
        """Show what need not wait, and the words of the check-out: nobody looks for either once it is over."""
        return showing.parted(showing.gathered(session, ready, self._chance), ready, self._chance)

    async def settle(self, session_id: str) -> Session:
        """Show what people tried since, if it is enough."""
        ready = await self._book.contributions(session_id)
        return await self._book.change(session_id, lambda session: showing.tried(session, ready, self._chance))

    async def _moderate(self, session_id: str, paper_id: str, to: Standing, *of: Standing) -> Contribution:
        def edit(one: Contribution) -> Contribution:
            if one.standing is to:
                return one
            if one.standing not in of:
                raise Refusal("That can’t be done now.", "Look at the panel again to see how it stands.")
            return replace(one, standing=to)

        folder = await self._book.folder(session_id)
        said = await folder.change(paper_id, edit)
        await self._book.touch(session_id, paper_id)
        return said
