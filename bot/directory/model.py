"""What the Directory holds, and the port it is kept behind."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from bot.chat.errors import Refusal
from bot.chat.requests import Account


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


class Level(StrEnum):
    """How well somebody knows a skill, in their own judgement; the value is how it is said."""

    TEACH = "can teach"
    USE = "uses it"
    LEARN = "learning"


# One for all of those who say nothing about it: there may be a million of them.
_NO_LEVELS: Mapping[str, Level] = {}


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether somebody has time for others: with neither, they have. `busy_until` is the last day they have none."""

    busy_until: date | None = None
    paused: bool = False

    def busy(self, today: date) -> bool:
        """Whether they have no time just now; days that have passed make nobody busy."""
        return self.busy_until is not None and self.busy_until >= today


AVAILABLE = Availability()
PAUSED = Availability(paused=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A person in the Directory, in their own words.

    `id` is random and says nothing. `skills` stand as they were written, in the order they were listed, none
    twice; `levels` tells of some of them how well they are known. `contact` is how they like to be reached, in words;
    `email` is an address or empty.

    `accounts` are those of the platforms whose owner this is, each in one entry at most. `own` names the fields they
    changed themselves, in which nobody else's word counts. `unnamed` is whether they may be asked for an introduction
    by somebody who does not say at first who they are; in that, nobody else's word ever counts. `checked_on` is when
    they last said, or showed by a change, that all of this is right. `pending` waits for the glance of an organiser,
    and is seen by nobody else.

    `version` is the Directory's when this was last written, 0 when it never was; two entries are equal whatever it is.
    """

    id: str
    name: str
    role: str = ""
    organisation: str = ""
    settings: frozenset[Setting] = frozenset()
    skills: tuple[str, ...] = ()
    levels: Mapping[str, Level] = field(default_factory=lambda: _NO_LEVELS, hash=False)
    topics: tuple[str, ...] = ()
    email: str = ""
    contact: str = ""
    about: str = ""
    consent: Consent = Consent.UNKNOWN
    availability: Availability = AVAILABLE
    unnamed: bool = True
    accounts: tuple[Account, ...] = ()
    own: frozenset[str] = frozenset()
    checked_on: date | None = None
    pending: bool = False
    version: int = field(default=0, compare=False)

    @property
    def listed(self) -> bool:
        """Whether other members may find this entry."""
        return self.consent is Consent.GIVEN and not (self.pending or self.availability.paused)

    def is_of(self, account: Account) -> bool:
        """Whether whoever acts by this account is the owner."""
        return any(account.same(one) for one in self.accounts)


# What can be said of somebody, in the order in which it is told; everything else in an entry is about the entry.
SAID = (
    "name", "role", "organisation", "settings", "skills", "levels", "topics", "email", "contact", "about", "consent",
    "availability", "unnamed",
)  # fmt: skip


def differing(one: Entry, other: Entry) -> tuple[str, ...]:
    """Name what two entries say differently, in the order of `SAID`."""
    return tuple(name for name in SAID if getattr(one, name) != getattr(other, name))


def levels_of(skills: Iterable[str], levels: Mapping[str, Level]) -> dict[str, Level]:
    """Keep the levels of these skills, whatever their capitals were when the level was given."""
    folded = {label.casefold(): level for label, level in levels.items()}
    return {label: folded[label.casefold()] for label in skills if label.casefold() in folded}


class By(StrEnum):
    """Whose word a change was; the value is how it is said."""

    THEMSELVES = "themselves"
    ORGANISER = "an organiser"
    IMPORT = "an import"
    BOT = "the bot"


@dataclass(frozen=True, slots=True)
class Note:
    """That an entry was changed, by whom, and in which fields of `SAID`; never what it said or says.

    No fields: the entry itself came, was claimed, or was approved of. `what` is a word or two for that.
    """

    entry_id: str
    at: datetime
    by: By
    fields: tuple[str, ...] = ()
    what: str = ""


# How many notes are kept of one entry; the oldest give way.
MOST_NOTES = 20


# How many changed entries are told of one by one, and of how many versions; beyond, all entries are to be read.
MOST_TOLD, MOST_VERSIONS = 1_000, 100


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of a Directory: the entries that were written, as they are now, and the ids of those removed.

    Who was removed and came back is in both.
    """

    put: Sequence[Entry] = ()
    gone: Sequence[str] = ()


class ChangedMeanwhile(Refusal):
    """Somebody else changed the Directory between reading and writing; nothing was written."""


class Taken(Refusal):
    """An account belongs to another entry already; nothing was written."""


class Directory(Protocol):
    """Every entry, listed or not. The version rises with every change, whoever makes it."""

    async def version(self) -> int:
        """Return the current version; 0 when nothing was ever written."""

    async def entries(self) -> list[Entry]:
        """Return all entries, ordered by name and then by id."""

    async def changed_since(self, version: int) -> Changes | None:
        """Return what changed since a version; none for more than `MOST_TOLD` entries or `MOST_VERSIONS`."""

    async def find(self, entry_id: str) -> Entry | None:
        """Return one entry."""

    async def of(self, account: Account) -> Entry | None:
        """Return the entry of whoever has this account, or the `same` one."""

    async def with_email(self, address: str) -> list[Entry]:
        """Return the entries with this e-mail address, capitals aside, by id."""

    async def attended(self) -> list[Entry]:
        """Return the entries that need looking after, by id: those with an account, and those pending or busy."""

    async def change(
        self,
        version: int,
        *,
        put: Sequence[Entry] = (),
        remove: Sequence[str] = (),
        notes: Sequence[Note] = (),
        progress: Callable[[int], None] = lambda _: None,
    ) -> int:
        """Add or replace the entries in `put` and remove those whose id is in `remove`; all or nothing.

        `progress` is told how many entries were written since it was last told. Returns the new version.
        Raises `ChangedMeanwhile` when the Directory is no longer at `version`, and `Taken`. Unknown ids in `remove`
        are ignored. With an entry goes all that is kept about it.
        """

    async def save(self, entry: Entry, *notes: Note) -> Entry:
        """Write one entry, whatever happened to others since it was read; returns it with its new version.

        Raises `ChangedMeanwhile` when it is not, or no longer, there at its version (0 for a new one), and `Taken`.
        """

    async def remove(self, entry_id: str) -> None:
        """Remove an entry and all that is kept about it, whatever its version; an unknown one is ignored."""

    async def notes(self, entry_id: str | None = None, *, most: int) -> list[Note]:
        """List what was noted last, newest first, about one entry or about all. Of each `MOST_NOTES` are kept."""
