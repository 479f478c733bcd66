"""The hours in which nobody is written to in private."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.meetings.times import moment

# What is sent before the quiet hours is sent a little before, because a place may have to wait its turn.
_SPARE = timedelta(minutes=5)
_CLOCK = r"((?:[01]\d|2[0-3]):[0-5]\d)"
_WRITTEN = re.compile(rf"{_CLOCK}\s*[-–]\s*{_CLOCK}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Quiet:
    """From one local time to another, every day, over midnight or not; both the same: never."""

    begins: time
    ends: time
    zone: ZoneInfo

    def at(self, when: datetime) -> tuple[datetime, datetime] | None:
        """Return when the quiet hours around a moment begin and end, in UTC; None when there are none then."""
        today = when.astimezone(self.zone).date()
        for day in (today - timedelta(days=1), today):
            last = day + timedelta(days=1) if self.ends < self.begins else day
            begins = moment(datetime.combine(day, self.begins), self.zone).utc
            ends = moment(datetime.combine(last, self.ends), self.zone).utc
            if begins <= when < ends:
                return begins, ends
        return None

    def fit(self, due: datetime, since: datetime, before: datetime) -> datetime | None:
        """Move what is due in quiet hours to just before them, or else, when that is before `since`, to their end.

        None when that is not before `before`, from when on it is of no use.
        """
        hours = self.at(due)
        if not hours:
            return due
        begins, ends = hours
        if begins - _SPARE >= since:
            return begins - _SPARE
        return ends if ends < before else None


def read_quiet(text: str, zone: ZoneInfo) -> Quiet:
    """Read `22:00-07:00`; nothing at all means that no hours are quiet. Raises ValueError with a sentence."""
    if not text.strip():
        return Quiet(time(), time(), zone)
    found = _WRITTEN.fullmatch(text.strip())
    if not found:
        raise ValueError("Write the quiet hours like 22:00-07:00, or leave them empty.")
    return Quiet(time.fromisoformat(found[1]), time.fromisoformat(found[2]), zone)
