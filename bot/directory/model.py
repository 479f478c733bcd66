"""What the Directory holds, and the port it is kept behind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.chat.errors import Refusal


class Setting(StrEnum):
    """Where somebody works."""

    ACADEMIC = "academic"
    CLINICAL = "clinical"
    COMMUNITY = "community"


class Consent(StrEnum):
    """Whether somebody is happy to be found and contacted; only `GIVEN` lists them."""

    GIVEN = "given"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A person in the Directory, in their own words.

    `id` is random and says nothing. `skills` stand as they were written, in the order they were listed, none
    twice. `contact` is how they like to be reached, in words; `email` is an address or empty.
    """

    id: str
    name: str
    role: str = ""
    organisation: str = ""
    settings: frozenset[Setting] = frozenset()
    skills: tuple[str, ...] = ()
    email: str = ""
    contact: str = ""
    about: str = ""
    consent: Consent = Consent.UNKNOWN

    @property
    def listed(self) -> bool:
        """Whether other members may find this entry."""
        return self.consent is Consent.GIVEN


class ChangedMeanwhile(Refusal):
    """Somebody else changed the Directory between reading and writing; nothing was written."""


class Directory(Protocol):
    """Every entry, listed or not. The version rises with every change, whoever makes it."""

    async def version(self) -> int:
        """Return the current version; 0 when nothing was ever written."""

    async def entries(self) -> list[Entry]:
        """Return all entries, ordered by name and then by id."""

    async def change(
        self,
        version: int,
        *,
        put: Sequence[Entry] = (),
        remove: Sequence[str] = (),
        progress: Callable[[int], None] = lambda _: None,
    ) -> int:
        """Add or replace the entries in `put` and remove those whose id is in `remove`; all or nothing.

        `progress` is told how many entries were written since it was last told. Returns the new version.
        Raises `ChangedMeanwhile` when the Directory is no longer at `version`. Unknown ids in `remove` are ignored.
        """
