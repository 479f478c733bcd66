"""A small strict grammar for what organisers write into forms; whatever else is written is refused, never guessed."""

import re
from datetime import date, datetime, time, timedelta

from bot.chat.errors import Unclear
from bot.meetings.edits import LONGEST, MOST_SEATS
from bot.meetings.times import check_year

_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)", re.ASCII)
_WORDS = re.compile(
    r"(?:(\d{1,3})\s*h(?:ours?)?)?\s*(?:(\d{1,5})\s*(?:m|min|mins|minutes?)?)?", re.ASCII | re.IGNORECASE
)
_SEATS = re.compile(r"\d{1,6}", re.ASCII)
_HOUR = 60


def read_start(day: str, clock: str) -> datetime:
    """Put a date, 2026-03-10, and a time, 15:00, together. Raises Unclear for a year in which nobody meets."""
    wall = datetime.combine(date.fromisoformat(day), time.fromisoformat(clock))
    try:
        return check_year(wall)
    except Unclear as unclear:
        raise Unclear(str(unclear), unclear.hint, option="date") from None


def read_duration(text: str) -> timedelta:
    """Read how long something lasts: `90`, `1:30`, `2 h`, `1 hour 30 minutes`. Raises Unclear."""
    clock, words = _CLOCK.fullmatch(text), _WORDS.fullmatch(text)
    found = clock or words
    if not text or not found:
        raise Unclear(
            f"“{text[:60]}” is no length of time that I can read.",
            "Write minutes, such as 90, or hours and minutes, such as 1:30.",
            option="duration",
        )
    hours, minutes = (int(part or 0) for part in found.groups())
    length = timedelta(minutes=hours * _HOUR + minutes)
    if not timedelta() < length <= LONGEST:
        raise Unclear(
            "A meeting must end after it starts.", f"It can last up to {LONGEST.days} days.", option="duration"
        )
    return length


def say_duration(length: timedelta) -> str:
    """Say how long something lasts, as `read_duration` reads it: 45 minutes, 2 hours, 1 hour 30 minutes."""
    hours, minutes = divmod(round(length.total_seconds() / 60), _HOUR)
    parts = [_counted(hours, "hour")] * bool(hours) + [_counted(minutes, "minute")] * bool(minutes or not hours)
    return " ".join(parts)


def read_seats(text: str) -> int:
    """Read for how many there is room; nothing at all means for everybody. Raises Unclear."""
    if not text:
        return 0
    if not _SEATS.fullmatch(text) or not 0 < int(text) <= MOST_SEATS:
        raise Unclear(
            f"“{text[:60]}” is no number of places.",
            f"Write a number from 1 to {MOST_SEATS:,}, or leave it empty when there is room for everybody.",
            option="capacity",
        )
    return int(text)


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" + "s" * (number != 1)
