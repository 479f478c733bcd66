"""When a help line answers: by the clock on the wall in London, week after week."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAY = 24 * 60
_WEEK = 7 * _DAY
_CLOCK = r"((?:[01]\d|2[0-3]):[0-5]\d|24:00)"
_NAMED = rf"({'|'.join(_DAYS)})"
_DAILY = re.compile(rf"{_NAMED}(?:-{_NAMED})? {_CLOCK}-{_CLOCK}")
_STRETCH = re.compile(rf"{_NAMED} {_CLOCK} - {_NAMED} {_CLOCK}")


@dataclass(frozen=True, slots=True)
class Hours:
    """Stretches of the week, in minutes from Monday 00:00; one that ends before it begins goes over Sunday night."""

    stretches: Sequence[tuple[int, int]]

    def open_at(self, when: datetime) -> bool:
        """Whether somebody answers at an aware moment."""
        now = _minute(when)
        return any((now - begin) % _WEEK < ((end - begin) % _WEEK or _WEEK) for begin, end in self.stretches)

    def next_opening(self, when: datetime) -> str:
        """Say when they open again, “today at 6pm”; empty while they are open."""
        if self.open_at(when) or not self.stretches:
            return ""
        local = when.astimezone(LONDON)
        wait = min((begin - _minute(when)) % _WEEK for begin, _ in self.stretches)
        # Days and minutes of the wall clock, which a clock change does not move.
        days, minutes = divmod(local.hour * 60 + local.minute + wait, _DAY)
        name = ("today", "tomorrow")[days] if days <= 1 else _NAMES[(local.date() + timedelta(days=days)).weekday()]
        return f"{name} at {_clock(minutes)}"


def read_hours(written: Sequence[str]) -> Hours:
    """Read `always`, `mon-fri 08:00-18:00`, `mon-thu 18:00-02:00` or `fri 18:00 - mon 06:00`; raises ValueError."""
    return Hours(tuple(stretch for text in written for stretch in _read(text)))


def _read(text: str) -> Sequence[tuple[int, int]]:
    if text == "always":
        return [(0, _WEEK)]
    if found := _STRETCH.fullmatch(text):
        return [(_at(found[1], found[2]), _at(found[3], found[4]))]
    if found := _DAILY.fullmatch(text):
        first, last = _DAYS.index(found[1]), _DAYS.index(found[2] or found[1])
        days = [(first + step) % 7 for step in range((last - first) % 7 + 1)]
        return [_one_day(_DAYS[day], found[3], found[4]) for day in days]
    raise ValueError(f"“{text}” are no hours; write always, mon-fri 08:00-18:00, or fri 18:00 - mon 06:00.")


def _one_day(day: str, begins: str, ends: str) -> tuple[int, int]:
    begin, end = _at(day, begins), _at(day, ends)
    return begin, end if end > begin else end + _DAY


def _at(day: str, clock: str) -> int:
    hour, minute = clock.split(":")
    return _DAYS.index(day) * _DAY + int(hour) * 60 + int(minute)


def _clock(minutes: int) -> str:
    hour, minute = divmod(minutes, 60)
    past = f".{minute:02}" if minute else ""
    return f"{(hour - 1) % 12 + 1}{past}{'pm' if hour >= 12 else 'am'}"  # noqa: PLR2004 - noon


def _minute(when: datetime) -> int:
    """Say which minute of the week it is in London."""
    local = when.astimezone(LONDON)
    return local.weekday() * _DAY + local.hour * 60 + local.minute
