"""What touches others in a session: pressed by many at once, undone by pressing again, and told in bands only."""

import asyncio
from weakref import WeakValueDictionary

from bot.chat.veil import Veil
from bot.reflection import course, showing
from bot.reflection.admission import Outside
from bot.reflection.sessionbook import SessionBook


class Resonance:
    """Notes in the book of sessions that something touched somebody; nobody learns whom."""

    def __init__(self, book: SessionBook) -> None:
        self._book = book
        self._queues = WeakValueDictionary[str, asyncio.Lock]()

    async def resonate(self, session_id: str, veil: Veil, paper_id: str) -> bool:
        """Let something that was shown touch somebody, or no longer; returns whether it does now."""
        session, lock = await self._book.open(session_id)
        folder, mark = self._book.folder_of(session, lock), veil.mark(lock)
        if await folder.participant(mark) is None:
            raise Outside
        # Who presses here waits for their turn; only other processes can be quicker.
        async with self._queues.setdefault(f"{session_id}:{paper_id}", asyncio.Lock()):
            said = await folder.change(paper_id, lambda one: showing.resonated(session, one, mark))
        touches, count = mark in said.resonates, len(said.resonates)
        # Only a band that changed is worth being said anew.
        if course.band(count) != course.band(count - 1 if touches else count + 1):
            await self._book.touch(session_id, paper_id)
        return touches
