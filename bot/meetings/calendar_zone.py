"""VTIMEZONE: what a calendar file says about the clocks of a zone.

Written here because calendar programs must come to the same hour as this one: each change stands at the local time
before it, as RFC 5545, section 3.6.5, wants.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.prop import vRecur

from bot.meetings.rules import WEEKDAYS

_YEARS = 60
# So many years show that clocks change by a rule.
_ENOUGH = 15
_STEP = timedelta(days=7)
_SECOND = timedelta(seconds=1)
_WEEK = 7


@dataclass(frozen=True, slots=True)
class _Change:
    """One change of clocks; `wall` is the local time at which it comes, told by the clocks before it."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool

    @property
    def sort(self) -> tuple[timedelta, timedelta, str, bool]:
        return self.before, self.after, self.name, self.summer


@lru_cache(maxsize=64)
def timezone(name: str, year: int) -> Timezone:
    """Describe the clocks of an IANA zone from the beginning of a year on, and never change the answer.

    Where they change by a rule it is good for ever, and otherwise for sixty years.
    """
    zone = ZoneInfo(name)
    described = Timezone()
    described.add("TZID", name)
    first = datetime(year - 1, 1, 1, tzinfo=UTC)
    described.add_component(_observance([_standing(first.astimezone(zone))]))
    sorts: dict[object, list[_Change]] = defaultdict(list)
    for change in _changes(zone, first, first.replace(year=year + _YEARS)):
        sorts[change.sort].append(change)
    for changes in sorts.values():
        cut = _regular_from(changes, year + _YEARS - 1)
        if irregular := changes[:cut]:
            described.add_component(_observance(irregular))
        if regular := changes[cut:]:
            described.add_component(_observance(regular, _yearly(regular)))
    return described


def _standing(local: datetime) -> _Change:
    offset = local.utcoffset() or timedelta()
    return _Change(local.replace(tzinfo=None), offset, offset, local.tzname() or "", bool(local.dst()))


def _changes(zone: ZoneInfo, since: datetime, before: datetime) -> Iterator[_Change]:
    here = since
    while here < before:
        there = here + _STEP
        if _state(here, zone) != _state(there, zone):
            change = _boundary(here, there, zone)
            old, new = ((change - part).astimezone(zone) for part in (_SECOND, timedelta()))
            offset = old.utcoffset() or timedelta()
            wall = (change + offset).replace(tzinfo=None)
            yield _Change(wall, offset, new.utcoffset() or timedelta(), new.tzname() or "", bool(new.dst()))
        here = there


def _state(when: datetime, zone: ZoneInfo) -> tuple[timedelta | None, str | None]:
    local = when.astimezone(zone)
    return local.utcoffset(), local.tzname()


def _boundary(old: datetime, new: datetime, zone: ZoneInfo) -> datetime:
    """Find the second at which the clocks change between two times."""
    state = _state(old, zone)
    while new - old > _SECOND:
        middle = old + timedelta(seconds=(new - old) // _SECOND // 2)
        old, new = (middle, new) if _state(middle, zone) == state else (old, middle)
    return new


def _regular_from(changes: Sequence[_Change], last_year: int) -> int:
    """Return how many changes come before a rule that holds to the end; all, when there is none."""
    for cut in range(len(changes) - _ENOUGH + 1):
        if changes[-1].wall.year == last_year and _yearly(changes[cut:]):
            return cut
    return len(changes)


def _observance(changes: Sequence[_Change], rule: vRecur | None = None) -> TimezoneStandard | TimezoneDaylight:
    first = changes[0]
    observance = TimezoneDaylight() if first.summer else TimezoneStandard()
    observance.add("DTSTART", first.wall)
    observance.add("TZOFFSETFROM", first.before)
    observance.add("TZOFFSETTO", first.after)
    observance.add("TZNAME", first.name)
    if rule:
        observance.add("RRULE", rule)
    elif len(changes) > 1:
        observance.add("RDATE", [change.wall for change in changes[1:]])
    return observance


def _yearly(changes: Sequence[_Change]) -> vRecur | None:
    """Return the rule that these changes follow, one each year on the same weekday; None when they follow none."""
    first = changes[0].wall
    walls = [change.wall for change in changes]
    same = {(wall.month, wall.weekday(), wall.time()) for wall in walls}
    if [wall.year for wall in walls] != [*range(first.year, first.year + len(walls))] or len(same) > 1:
        return None
    nths = {(wall.day - 1) // _WEEK + 1 for wall in walls}
    last = all((wall + timedelta(days=_WEEK)).month != wall.month for wall in walls)
    if not last and len(nths) > 1:
        return None
    nth = -1 if last else nths.pop()
    return vRecur({"FREQ": ["YEARLY"], "BYDAY": [f"{nth}{WEEKDAYS[first.weekday()]}"], "BYMONTH": [first.month]})
