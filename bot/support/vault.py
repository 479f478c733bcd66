"""Where the keys of open cases are kept: apart from everything else, so that a case can be forgotten for good."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.chat.errors import NotFound, Refusal
from bot.chat.veil import Epoch, Lock

# How long a moderation key is the newest, and how long its marks are recognised after that.
NEWEST, OVERLAP = timedelta(days=90), timedelta(days=30)

GONE = "That case is over, and nothing of it is kept any more."


class Shredded(NotFound):
    """The key of a case was destroyed, or there never was one."""

    def __init__(self) -> None:
        super().__init__(GONE, "Type /peer-support to ask for something new.")


class LockedAway(Refusal):
    """The key of a case is there, but the master key that opens it is lost for good."""

    def __init__(self) -> None:
        super().__init__(
            "That case cannot be opened any more: the key of this bot was lost or replaced, and there is no other.",
            "What was posted stays where it is. Type /peer-support to start a new case; it will work.",
        )


class OutOfOrder(Refusal):
    """The keys cannot be used just now, and whoever runs the bot can put that right; everything else works.

    `reason` is for them alone.
    """

    def __init__(self, reason: str = "") -> None:
        super().__init__(
            "Nothing can be said without a name just now: the keys that protect it cannot be used.",
            "Whoever runs this bot sees why and can mend it; please try again later.",
        )
        self.reason = reason


class Vault(Protocol):
    """The keys of cases, shared by every process. Nothing here knows what a case is about, or whose it is.

    Everything may raise `OutOfOrder`.
    """

    async def create(self, case: str) -> Lock:
        """Make the random key of a new case. Raises ValueError when it has one."""

    async def lock(self, case: str) -> Lock:
        """Return the key of a case. Raises `Shredded` and `LockedAway`."""

    async def locks(self, cases: Collection[str]) -> Mapping[str, Lock]:
        """Return the keys of those cases that can be opened."""

    async def shred(self, *cases: str) -> None:
        """Destroy the keys of cases: overwritten, not only forgotten. Those without one are passed over."""

    async def expire(self, now: datetime) -> None:
        """Destroy every key that is older than a case may be: `CAP` and `KEEP` together, counted in whole days."""

    async def shredded(self) -> Sequence[str]:
        """Name the cases whose keys were destroyed until `forget` is told that nothing is left of them."""

    async def forget(self, *cases: str) -> None: ...

    async def epochs(self, now: datetime) -> Sequence[Epoch]:
        """Return the moderation keys that are in force, the newest first; one that is over is destroyed.

        Each is the newest for `NEWEST`, and recognised for `OVERLAP` more. Two processes get the same.
        """
