"""When a series meets: its dates with whatever was moved, cancelled or changed about them."""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import takewhile

from bot.chat.errors import NotFound
from bot.meetings.model import Occurrence, Series
from bot.meetings.rules import dates
from bot.meetings.times import Moment, moment

_KEY = "%Y%m%dT%H%M%S"
# No zone is further from UTC than this.
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Meeting:
    """One occurrence as it will happen, or would have if it is cancelled."""

    series: Series
    occurrence: Occurrence
    when: Moment

    @property
    def key(self) -> str:
        """Name this occurrence for good, however it is moved; see `key_of`."""
        return key_of(self.series.id, self.occurrence.start)

    @property
    def start(self) -> datetime:
        """When it begins, in UTC."""
        return self.when.utc

    @property
    def end(self) -> datetime:
        """When it ends, in UTC: whatever clocks do meanwhile, it lasts as long as it was meant to."""
        return self.start + self.duration

    @property
    def duration(self) -> timedelta:
        return self.occurrence.duration or self.series.duration

    @property
    def title(self) -> str:
        return self.occurrence.title or self.series.title

    @property
    def place(self) -> str:
        return self.occurrence.place or self.series.place

    @property
    def cancelled(self) -> bool:
        return self.occurrence.cancelled

    @property
    def moved(self) -> bool:
        return self.occurrence.moved_to is not None

    @property
    def revision(self) -> int:
        """Rises with every change to this occurrence or to its series, and with no other."""
        return self.series.revision + self.occurrence.revision

    @property
    def sequence(self) -> int:
        """Rises when somebody must look at their diary again."""
        return self.series.sequence + self.occurrence.sequence

    @property
    def changed_at(self) -> datetime:
        return max(self.series.changed_at, self.occurrence.changed_at)


def key_of(series_id: str, start: datetime) -> str:
    """Name a date of a series by its original local start, `<series>@20260106T150000`; see `read_key`."""
    return f"{series_id}@{start.strftime(_KEY)}"


def read_key(key: str) -> tuple[str, datetime]:
    """Return the series and the original local start that a key names. Raises NotFound."""
    series_id, _, start = key.rpartition("@")
    try:
        return series_id, datetime.strptime(start, _KEY)  # noqa: DTZ007 - local, the series knows the zone
    except ValueError:
        raise NotFound("There is no such meeting.", "Type /meetings to see what is coming.") from None


def meetings(series: Series, since: datetime | None = None) -> Iterator[Meeting]:
    """Yield the meetings of a series, cancelled ones too, in order of their start; from `since` (UTC) on.

    One that was moved comes when it now begins. Without an end the series may go on for 8,000 years.
    """
    special = {one.start: one for one in series.occurrences}
    moved = (_meeting(series, one) for one in series.occurrences if one.moved_to and not _over(series, one.start))
    local = since.astimezone(series.tz).replace(tzinfo=None) - _A_DAY if since else None
    walls = takewhile(lambda wall: not _over(series, wall), dates(series.rule, series.start, series.tz, local))
    blank = partial(Occurrence, changed_at=series.changed_at)
    ordinary = (_meeting(series, special.get(wall) or blank(start=wall)) for wall in walls)
    settled = (one for one in ordinary if not one.moved)
    for one in heapq.merge(settled, sorted(moved, key=_by_start), key=_by_start):
        if since is None or one.start >= since:
            yield one


def between(calendar: Iterable[Series], since: datetime, before: datetime) -> Iterator[Meeting]:
    """Yield the meetings of many series that begin in a stretch of time (UTC, its end left out), in order."""
    streams = (takewhile(lambda one: one.start < before, meetings(series, since)) for series in calendar)
    return heapq.merge(*streams, key=lambda one: (one.start, one.series.title, one.series.id))


def find_meeting(series: Series, start: datetime) -> Meeting:
    """Return the meeting with that original local start. Raises NotFound when the series has no such date."""
    falls = next(dates(series.rule, series.start, series.tz, start), None)
    if falls != start or _over(series, start):
        raise NotFound(f"“{series.title}” has no such date any more.", "Type /meetings to see what is coming.")
    return _meeting(series, series.occurrence(start))


def _over(series: Series, start: datetime) -> bool:
    return series.ended is not None and start >= series.ended


def _meeting(series: Series, occurrence: Occurrence) -> Meeting:
    return Meeting(series, occurrence, moment(occurrence.moved_to or occurrence.start, series.tz))


def _by_start(meeting: Meeting) -> datetime:
    return meeting.start
