"""The weeks ahead, as turns and the gaps between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.rota.model import Turn

AHEAD = 28
_DAY = timedelta(days=1)
_SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Gap:
    """Days of one week on which nobody is on duty, both included."""

    start: date
    end: date


def weeks_ahead(turns: Sequence[Turn], today: date) -> list[Turn | Gap]:
    """List the turns and the gaps of the next `AHEAD` days, the earliest first."""
    last = today + (AHEAD - 1) * _DAY
    ahead = [turn for turn in turns if turn.meets(today, last)]
    return sorted([*ahead, *_gaps(ahead, today, last)], key=lambda one: (one.start, one.end))


def _gaps(turns: Sequence[Turn], start: date, last: date) -> Iterator[Gap]:
    """Find the days that are nobody's; a gap ends with its week, so that one person can take it."""
    first: date | None = None
    day = start
    while day <= last:
        free = not any(turn.covers(day) for turn in turns)
        if free and first is None:
            first = day
        taken_next = day < last and any(turn.covers(day + _DAY) for turn in turns)
        if first is not None and (day.weekday() == _SUNDAY or day == last or taken_next):
            yield Gap(first, day)
            first = None
        day += _DAY


def days(start: date, end: date) -> str:
    """Write “Mon 5 – Sun 11 Jan”."""
    if start == end:
        return _day(start)
    first = f"{start:%a} {start.day}" if (start.year, start.month) == (end.year, end.month) else _day(start)
    return f"{first} – {_day(end)}"


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"
