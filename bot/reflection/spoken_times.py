"""Times in people’s words, such as “tomorrow at 3pm”: what could mean two times is refused, and never guessed."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.chat.errors import Unclear
from bot.meetings.times import FIRST_YEAR, LAST_YEAR, moment, show_day
from bot.meetings.words import zone_words

WHEN = "when"

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_NAMED = {"today": 0, "tonight": 0, "tomorrow": 1}
# Shorter names of days and months could be others.
_SHORTEST = 3

_FILLER = re.compile(r"[,@]|\b(?:at|on|of|the|this)\b")
_CLOCK = re.compile(
    r"(?<![\d:.])(?:(?P<hour12>\d{1,2})(?:[:.](?P<minute12>[0-5]\d))? ?(?P<half>am|pm)\b"
    r"|(?P<hour>\d{1,2}):(?P<minute>[0-5]\d)(?![\d:]| ?[ap]m)|(?P<noon>\b(?:noon|midday)\b))",
    re.ASCII,
)
_LENGTH = r"(\d{1,4} ?|an? )(weeks?|w|days?|d|hours?|hrs?|h|minutes?|mins?|m)"
_LATER = re.compile(rf"in {_LENGTH}(?: (?:and )?{_LENGTH})*", re.ASCII)
_HALVES = (("half an hour", "30 minutes"), ("an hour and a half", "90 minutes"))
_UNITS = {"w": timedelta(weeks=1), "d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1)}
_HALF_A_DAY = 12

_EMPTY = "left empty, it begins when you press."
_WITH_TIME = "Write it like “tomorrow 15:00” or “8 December 3pm”."
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_NUMBER = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?|(\d{4})", re.ASCII)


def read_words(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Read a time as somebody in `zone` says it: “in 20 minutes”, “Tue 8 Dec 15:00”; returns it in UTC.

    A day without a year is the next one, today or later. Raises Unclear for what is no time, and not for one that is
    over.
    """
    words, local = _plain(text), now.astimezone(zone)
    if _LATER.fullmatch(words):
        return _later(words, local, zone)
    clocks = list(_CLOCK.finditer(words))
    if not clocks and words and _day(words.split(), local):
        raise Unclear(f"At what time, on “{text.strip()[:60]}”?", _WITH_TIME, option=WHEN)
    clock = _clock(clocks[0]) if len(clocks) == 1 else None
    day = _day(_CLOCK.sub(" ", words).split(), local, clock) if clock else None
    if clock is None or day is None:
        raise _unreadable(text)
    return moment(datetime.combine(day, clock), zone).utc


def _unreadable(text: str) -> Unclear:
    """Say that something is no time, and how one is written."""
    hint = f"Write it like “in 20 minutes”, “tomorrow 15:00” or “8 December 3pm”, or choose a meeting; {_EMPTY}"
    return Unclear(f"I can’t read “{text.strip()[:60]}” as a time.", hint, option=WHEN)


def say_time(when: datetime, zone: ZoneInfo) -> str:
    """Say when something is: “Tuesday 8 December 2026, 15:00 London time”."""
    local = when.astimezone(zone)
    return f"{local:%A} {show_day(local)}, {local:%H:%M} {zone_words(zone.key)}"


def _plain(text: str) -> str:
    words = text.casefold().replace("a.m.", "am").replace("p.m.", "pm")
    words = " ".join(_FILLER.sub(" ", re.sub(r"(?<=-\d\d)t(?=\d\d:)", " ", words)).split())
    for half, minutes in _HALVES:
        words = words.replace(half, minutes)
    return words


def _later(words: str, local: datetime, zone: ZoneInfo) -> datetime:
    """Add what was said, up to the next full minute: days are counted on the wall, hours and minutes as they pass."""
    days = hours = timedelta()
    for count, unit in re.findall(_LENGTH, words, re.ASCII):
        length = _UNITS[unit[0]] * (int(count) if count[0].isdigit() else 1)
        days, hours = (days + length, hours) if unit[0] in "wd" else (days, hours + length)
    wall = local.replace(tzinfo=None, fold=0) + days
    later = (moment(wall, zone).utc if days else local.astimezone(UTC)) + hours
    begun = later.replace(second=0, microsecond=0)
    return later if later == begun else begun + _UNITS["m"]


def _clock(found: re.Match[str]) -> time | None:
    """Return the time of day; None when there is none like it, such as 25:00 or 15pm."""
    if found["noon"]:
        return time(_HALF_A_DAY)
    hour, minute = int(found["hour"] or found["hour12"]), int(found["minute"] or found["minute12"] or 0)
    if found["half"]:
        if not 1 <= hour <= _HALF_A_DAY:
            return None
        hour = hour % _HALF_A_DAY + _HALF_A_DAY * (found["half"] == "pm")
    return time(hour, minute) if hour < 2 * _HALF_A_DAY else None


def _day(words: Sequence[str], local: datetime, clock: time = time.max) -> date | None:
    """Return the day that is named, today where none is; None when the words name none. `local` is now."""
    today = local.date()
    said = " ".join(words)
    if (days := _NAMED.get(said or "today")) is not None:
        return today + timedelta(days=days)
    if found := _DATE.fullmatch(said):
        return _date(*map(int, found.groups()))
    if "next" in words and _parts([word for word in words if word != "next"]):
        hint = "Write the date, such as “8 December 15:00”."
        raise Unclear(f"“{said.title()}” could be either of two days.", hint, option=WHEN)
    parts = _parts(words) or {}
    if parts.keys() == {"weekday"}:
        first = today if clock > local.time() else today + timedelta(days=1)
        return first + timedelta(days=(parts["weekday"] - first.weekday()) % len(_DAYS))
    if not {"day", "month"} <= parts.keys():
        return None
    return _checked(_nearest(parts["day"], parts["month"], parts.get("year"), today), parts.get("weekday"))


def _parts(words: Sequence[str]) -> dict[str, int] | None:
    """Tell apart the parts of a date, in whatever order; None when there is something else, or something twice."""
    parts = dict[str, int]()
    for word in words:
        number = _NUMBER.fullmatch(word)
        if number:
            name, value = ("day", int(number[1])) if number[1] else ("year", int(number[2]))
        elif (month := _named(word, _MONTHS)) is not None:
            name, value = "month", month + 1
        elif (weekday := _named(word.removesuffix("s"), _DAYS)) is not None:
            name, value = "weekday", weekday
        else:
            return None
        if name in parts:
            return None
        parts[name] = value
    return parts


def _named(word: str, names: Sequence[str]) -> int | None:
    near = (number for number, name in enumerate(names) if len(word) >= _SHORTEST and name.startswith(word))
    return next(near, None)


def _nearest(day: int, month: int, year: int | None, today: date) -> date:
    if year is not None:
        return _date(year, month, day)
    this = _date(today.year, month, day)
    return this if this >= today else _date(today.year + 1, month, day)


def _date(year: int, month: int, day: int) -> date:
    try:
        if FIRST_YEAR <= year <= LAST_YEAR:
            return date(year, month, day)
    except ValueError:
        pass  # told below, together with years in which nobody meets
    written = f"{day} {_MONTHS[month - 1].capitalize()} {year}" if 1 <= month <= len(_MONTHS) else f"month {month}"
    raise Unclear(f"There is no {written}.", "Look at the date again.", option=WHEN)


def _checked(found: date, weekday: int | None) -> date:
    if weekday is not None and found.weekday() != weekday:
        said = f"{found.day} {found:%B %Y} is a {found:%A}, and no {_DAYS[weekday].capitalize()}."
        raise Unclear(said, "Look at the date again.", option=WHEN)
    return found
