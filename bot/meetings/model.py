"""What a calendar holds, and the port it is kept behind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.chat.errors import Refusal
from bot.meetings.rules import Rule

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Kind(StrEnum):
    """What sort of meeting it is; reminders and channels are chosen by it."""

    NETWORK = "network"
    SUPPORT = "support"
    WORKSHOP = "workshop"

    @property
    def label(self) -> str:
        """Say it in words."""
        return {"network": "network meeting", "support": "peer-support group"}.get(self.value, self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """What is particular about one date of a series.

    `start` is its original local start and never changes; `moved_to` is the local start it has instead. `title`,
    `place` and `duration` replace those of the series where given. `revision` rises with every change, `sequence` only
    when somebody must look at their diary again; `changed_at` is in
    UTC, and kept to the millisecond.
    """

    start: datetime
    title: str = ""
    place: str = ""
    speaker: str = ""
    speaker_wanted: bool = False
    abstract: str = ""
    notes: str = ""
    moved_to: datetime | None = None
    duration: timedelta | None = None
    cancelled: bool = False
    revision: int = 0
    sequence: int = 0
    changed_at: datetime = _LONG_AGO


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A meeting that happens once or again and again, always at the same local time.

    `id` is random and says nothing; `uid` is what calendar files call it. `place` is a room, an address on the web,
    or both in words. `start` is the first date of `rule`, in local time without a zone; from `ended` on there are no
    dates any more. `occurrences` are the dates about which there is something to say, in order. `follows` is the id of
    the series this one continues. `capacity` is how many can come to each date, 0 where that does not matter; who comes
    is told to organisers alone, unless `names_shown`. `version` counts what was saved, and belongs to the `Calendar`;
    `revision` rises with every change to the series as a whole, `sequence` as in `Occurrence`.
    """

    id: str
    uid: str
    title: str
    start: datetime
    zone: str
    duration: timedelta
    kind: Kind = Kind.NETWORK
    rule: Rule = field(default_factory=Rule)
    host: str = ""
    place: str = ""
    about: str = ""
    ended: datetime | None = None
    occurrences: tuple[Occurrence, ...] = ()
    follows: str = ""
    capacity: int = 0
    names_shown: bool = False
    version: int = 0
    revision: int = 0
    sequence: int = 0
    changed_at: datetime = _LONG_AGO

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def occurrence(self, start: datetime) -> Occurrence:
        """Return what is particular about a date; a blank one where nothing is."""
        blank = Occurrence(start=start, changed_at=self.changed_at)
        return next((one for one in self.occurrences if one.start == start), blank)


class ChangedMeanwhile(Refusal):
    """Somebody else changed a series between reading and writing; nothing was written."""

    def __init__(self, title: str) -> None:
        super().__init__(
            f"Somebody changed “{title}” meanwhile; nothing was written.", "Look at it again, then repeat."
        )


class Calendar(Protocol):
    """Every series, ended ones too. The version rises with every change, whoever makes it."""

    async def version(self) -> int:
        """Return the current version; 0 when nothing was ever written."""

    async def all(self) -> list[Series]:
        """Return all series with their occurrences, ordered by title and then by id."""

    async def find(self, series_id: str) -> Series | None:
        """Return one series with its occurrences; None when there is no such series."""

    async def save(self, *series: Series, renamed: Mapping[str, str] | None = None) -> list[Series]:
        """Add or replace each series whole, with its occurrences; all or nothing.

        Whoever answered about a date that has another key now goes along with it, as `renamed` says from key to key, in
        the same breath: no crash leaves a meeting without its people. Who answered there already keeps that answer.
        A series must carry the `version` it was read with, or 0 when it is new; those returned carry the next one.
        Raises `ChangedMeanwhile` when any of them is no longer at that version, or its id or `uid` is taken.
        """
