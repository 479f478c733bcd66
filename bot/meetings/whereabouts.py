"""Where a meeting went: through moves, cancellations, and series that go on as others."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.chat.errors import NotFound
from bot.meetings.model import Occurrence, Series
from bot.meetings.occurrences import Meeting, find_meeting, read_key
from bot.meetings.rules import Unit
from bot.meetings.splitting import counterpart, goes_to
from bot.meetings.times import moment


def trace(calendar: Mapping[str, Series], key: str) -> Meeting | None:
    """Return the meeting that a key once named, as it will happen now, under whatever key.

    One that is held no longer, because its series ended or has other dates, comes as cancelled. None when its series is
    not there, or `key` is none.
    """
    try:
        series_id, start = read_key(key)
    except NotFound:
        return None
    series = calendar.get(series_id)
    if series is None:
        return None
    return _held(calendar, series, start)


def keys_of(calendar: Mapping[str, Series], keys: Iterable[str], meeting: Meeting) -> list[str]:
    """Choose among keys those that name this meeting, or once did."""
    traced = ((key, trace(calendar, key)) for key in keys)
    return [key for key, there in traced if there and there.key == meeting.key]


def lineage(calendar: Mapping[str, Series], series: Series) -> list[str]:
    """Name a series and those it continues, the nearest first."""
    ids = [series.id]
    while series.follows in calendar and series.follows not in ids:
        series = calendar[series.follows]
        ids.append(series.id)
    return ids


def state_of(meeting: Meeting) -> str:
    """Name what a meeting came to: another name with every change, also where it goes on as another series."""
    return f"{meeting.series.id}.{meeting.revision}"


def by_id(calendar: Iterable[Series]) -> dict[str, Series]:
    return {series.id: series for series in calendar}


def _held(calendar: Mapping[str, Series], series: Series, start: datetime) -> Meeting:
    if found := _find(series, start):
        return found
    for after in calendar.values():
        # Where a series ended because it goes on as another, that is the date from which it does.
        if after.follows == series.id and (there := goes_to(series, series.ended or start, start, after)):
            return _held(calendar, after, there)
    # The same series from its first date on, with other times.
    there = series.start if series.rule.unit is Unit.ONCE else counterpart(series, start, series)
    if there is None or _find(replace(series, ended=None), start):
        return _as_it_was(series, start)
    return _find(series, there) or _as_it_was(series, there)


def _find(series: Series, start: datetime) -> Meeting | None:
    try:
        return find_meeting(series, start)
    except NotFound:
        return None


def _as_it_was(series: Series, start: datetime) -> Meeting:
    known = series.occurrence(start)
    gone = replace(known, cancelled=True)
    return Meeting(series, gone, moment(_begin(gone), series.tz))


def _begin(occurrence: Occurrence) -> datetime:
    return occurrence.moved_to or occurrence.start
