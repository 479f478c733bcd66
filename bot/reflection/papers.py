"""The papers of a session: what somebody wrote, or that they are there, each sealed by itself under its key."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedPaper:
    """A paper as it is kept: `version` counts its changes. Nothing tells a paper of one kind from one of another."""

    session: str
    id: str
    sealed: bytes = field(repr=False)
    version: int = 0


class Papers(Protocol):
    """The papers of every session, in no order; they are deleted with it at the latest."""

    async def add(self, paper: SealedPaper) -> bool:
        """Keep a new paper; False, and nothing kept, when the session has one with its id, or is gone."""

    async def find(self, session_id: str, paper_id: str) -> SealedPaper | None: ...

    async def some(self, places: Collection[tuple[str, str]]) -> Sequence[SealedPaper]:
        """Find the papers that there are of these, each named by its session and its id, in no order."""

    async def of(self, session_id: str) -> Sequence[SealedPaper]:
        """List the papers of a session, ordered by their ids."""

    async def count(self, session_id: str) -> int: ...

    async def save(self, paper: SealedPaper, *, for_good: bool = False) -> bool:
        """Write a paper as its next version; False, and nothing written, when it changed since, or is gone.

        With `for_good`, what it was before lies in no file any more, as soon as nobody else reads.
        """

    async def remove(self, session_id: str, paper_id: str) -> None:
        """Delete a paper, of which nothing lies in any file any more, as soon as nobody else reads."""
