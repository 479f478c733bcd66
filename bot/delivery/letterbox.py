"""Where features hand in what they want said."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from bot.delivery.model import Delivery, Draft, Outbox


class Letterbox:
    """The outbox as features see it: hand in drafts, and look up what became of them."""

    def __init__(self, outbox: Outbox, wake: Callable[[], None] = lambda: None) -> None:
        """`wake` is called when something new was handed in, so that nobody waits for the next tick."""
        self._outbox = outbox
        self.wake = wake

    async def put(self, *drafts: Draft) -> int:
        """Hand in what is to be said; a key that is known already is no second message. Returns how many were new."""
        added = await self._outbox.put(drafts)
        if added:
            self.wake()
        return added

    async def about(self, *subjects: str) -> Sequence[Delivery]:
        """List what was handed in about one thing, or about any of several, earliest due first."""
        return await self._outbox.about(*subjects)

    async def subjects(self, kinds: Collection[str], since: datetime) -> Sequence[str]:
        """Name what something of these kinds was, or may have been, said about that had not expired by `since`."""
        return await self._outbox.subjects(kinds, since)
