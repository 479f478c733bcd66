"""What is kept of cases, and of other things under keys of their own, and the ports it is kept behind."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedCase:
    """A case as it is kept: `version` counts its changes, `act_at` is when it has to be looked at next."""

    id: str
    sealed: bytes = field(repr=False)
    act_at: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """Whoever has this mark in this epoch writes nothing unnamed until then; `case` is where the reason can be read."""

    epoch: int
    mark: str
    until: datetime
    case: str


class Kept(Protocol):
    """What is kept sealed, by whichever process, in no order that says which was first."""

    async def add(self, case: SealedCase) -> None:
        """Keep a new case. Raises ValueError when its id is taken."""

    async def find(self, case_id: str) -> SealedCase | None: ...

    async def all(self) -> Sequence[SealedCase]:
        """List all, ordered by their random ids."""

    async def due(self, now: datetime) -> Sequence[SealedCase]:
        """List those that have to be looked at by now, ordered by their random ids."""

    async def next_due(self) -> datetime | None: ...

    async def save(self, case: SealedCase, *, for_good: bool = False) -> bool:
        """Write a case as its next version; False, and nothing written, when it changed since, or is gone.

        With `for_good`, what it was before lies in no file any more, as soon as nobody else reads.
        """

    async def remove(self, *case_ids: str) -> None:
        """Delete cases, and leave nothing of them in the files of the database."""


class Cases(Kept, Protocol):
    """Every case, and who is blocked."""

    async def block(self, blocked: Blocked) -> None:
        """Keep a block; one for the same mark from the same case takes the place of the one before."""

    async def unblock(self, case_id: str, marks: Collection[str]) -> None: ...

    async def blocked(self, now: datetime) -> Sequence[Blocked]:
        """List the blocks in force; those that are over are deleted."""
