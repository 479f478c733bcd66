"""How long before a meeting: read, written and counted as people do."""

import re
from datetime import datetime, timedelta

from bot.meetings.occurrences import Meeting
from bot.meetings.times import moment

# Reminders are planned this long ahead and longer; one of two months before is an invitation.
LONGEST = timedelta(days=60)
EXAMPLES = "Write it like 7d, 1d, 1h or 30m; 60d is the most."

_WRITTEN = re.compile(r"([1-9]\d{0,5})([dhm])", re.ASCII)
_UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1)}
_NAMES = ((timedelta(weeks=1), "week"), (_UNITS["d"], "day"), (_UNITS["h"], "hour"), (_UNITS["m"], "minute"))


def read_offset(text: str) -> timedelta:
    """Read how long before a meeting: `7d`, `1h`, `30m`. Raises ValueError with a sentence."""
    found = _WRITTEN.fullmatch(text.strip().lower())
    before = int(found[1]) * _UNITS[found[2]] if found else timedelta()
    if not timedelta() < before <= LONGEST:
        raise ValueError(f"“{text.strip()[:20]}” is no time before a meeting. {EXAMPLES}")
    return before


def write_offset(before: timedelta) -> str:
    """Write what `read_offset` reads."""
    letter, unit = next((letter, unit) for letter, unit in _UNITS.items() if not before % unit)
    return f"{before // unit}{letter}"


def in_words(before: timedelta) -> str:
    """Say how long: “a week”, “2 days”, “an hour”, “90 minutes”."""
    unit, name = next((unit, name) for unit, name in _NAMES if not before % unit)
    count = before // unit
    if count == 1:
        return f"an {name}" if name == "hour" else f"a {name}"
    return f"{count} {name}s"


def due(meeting: Meeting, before: timedelta) -> datetime:
    """Return when it is so long before a meeting, in UTC.

    Days are counted on the wall: a day before 15:00 it is 15:00, also when the clocks change in between.
    """
    if before % _UNITS["d"]:
        return meeting.start - before
    return moment(meeting.when.local.replace(tzinfo=None, fold=0) - before, meeting.series.tz).utc
