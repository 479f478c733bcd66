"""Reading a recurrence rule: only what `Rule` can keep is taken, everything else is refused by name."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import WEEKLY, rrule, weekday

from bot.chat.errors import Unclear
from bot.meetings.rules import WEEKDAYS, Rule, Unit, dates
from bot.meetings.times import moment

# A rule with an end must have fewer dates than this.
TOO_MANY = 10_000

_POSSIBLE = (
    "Possible are: once; FREQ=WEEKLY, also with INTERVAL=2; FREQ=MONTHLY with any INTERVAL and BYDAY=1TU to 5TU or "
    "-1TU (the last), or BYMONTHDAY=1 to 31; each with COUNT or UNTIL."
)
_PART = re.compile(r"([A-Z-]+)=([^;=]+)", re.ASCII)
_TAKEN = frozenset({"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "COUNT", "UNTIL", "WKST"})
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_BYMONTHDAY = re.compile(r"\+?(\d{1,2})", re.ASCII)
_UNTIL = re.compile(r"(\d{8})(?:T(\d{6})(Z?))?", re.ASCII)
_DAY_CODES = [str(day) for day in WEEKDAYS]
_ORDINALS = (1, 2, 3, 4, 5, -1)
_LONGEST_MONTH = 31
_INSTEAD = {
    "YEARLY": "For once a year write FREQ=MONTHLY;INTERVAL=12 with BYDAY or BYMONTHDAY.",
    "DAILY": "The most often a series can meet is weekly; make a series for each weekday.",
    "BYSETPOS": "For the first Tuesday write BYDAY=1TU, for the last BYDAY=-1TU.",
}


def read_rule(text: str, start: datetime, zone: ZoneInfo) -> tuple[Rule, datetime]:
    """Read the value of an RRULE that begins at a local time; an empty one means once.

    Returns the rule and its first date on or after `start`. Raises Unclear, naming the part that is not possible.
    """
    text = text.strip().upper().removeprefix("RRULE:")
    if not text:
        return Rule(), start
    parts = _parts(text)
    unit = _unit(parts.get("FREQ", ""))
    rule = (_weekly if unit is Unit.WEEK else _monthly)(parts, start)
    rule = replace(rule, every=_every(parts, unit), count=_count(parts))
    first = _first(rule, start, parts.get("WKST", "MO"))
    rule = _with_until(rule, first, zone, parts.get("UNTIL", ""))
    check_length(rule, first, zone)
    return rule, first


def check_length(rule: Rule, start: datetime, zone: ZoneInfo) -> None:
    """Refuse a rule that yields nothing, or too much to be meant."""
    if next(dates(rule, start, zone), None) is None:
        raise _unclear("That rule yields no date at all.", "Its end lies before its first date.")
    if _at_most(rule, start) >= TOO_MANY and sum(1 for _ in islice(dates(rule, start, zone), TOO_MANY)) == TOO_MANY:
        raise _unclear(f"That rule yields {TOO_MANY:,} dates or more.", "Choose an earlier end, or none at all.")


def _at_most(rule: Rule, start: datetime) -> int:
    """Tell without counting how many dates a rule can have; 1 for one that goes on for ever."""
    if rule.until is None:
        return rule.count or 1
    days = (rule.until.replace(tzinfo=None) - start).days
    return days // ((7 if rule.unit is Unit.WEEK else 28) * rule.every) + 2


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in text.split(";"):
        found = _PART.fullmatch(part)
        if not found:
            raise _unclear(f"“{part[:60]}” cannot be read as a part of a rule.", _POSSIBLE)
        name, value = found.groups()
        if name not in _TAKEN:
            raise _unclear(f"{name} is not possible.", _INSTEAD.get(name, _POSSIBLE))
        if name in parts:
            raise _unclear(f"{name} is given twice.", "Say it once.")
        parts[name] = value
    if "COUNT" in parts and "UNTIL" in parts:
        raise _unclear("COUNT and UNTIL exclude each other.", "Keep one of them.")
    if parts.get("WKST", "MO") not in _DAY_CODES:
        raise _unclear(f"WKST={parts['WKST'][:20]} is not possible.", "Weekdays are MO, TU, WE, TH, FR, SA and SU.")
    return parts


def _unit(freq: str) -> Unit:
    if freq == "WEEKLY":
        return Unit.WEEK
    if freq == "MONTHLY":
        return Unit.MONTH
    if not freq:
        raise _unclear("The rule has no FREQ.", _POSSIBLE)
    raise _unclear(f"FREQ={freq[:20]} is not possible.", _INSTEAD.get(freq, _POSSIBLE))


def _weekly(parts: Mapping[str, str], start: datetime) -> Rule:
    if "BYMONTHDAY" in parts:
        raise _unclear("BYMONTHDAY is not possible with FREQ=WEEKLY.", _POSSIBLE)
    if "BYDAY" not in parts:
        return Rule(unit=Unit.WEEK, weekday=start.weekday())
    nth, day = _weekday(parts["BYDAY"])
    if nth is not None:
        raise _unclear(f"BYDAY={parts['BYDAY']} is not possible with FREQ=WEEKLY.", "Leave out the number.")
    return Rule(unit=Unit.WEEK, weekday=day)


def _monthly(parts: Mapping[str, str], start: datetime) -> Rule:
    if "BYDAY" not in parts:
        return Rule(unit=Unit.MONTH, day=_month_day(parts["BYMONTHDAY"]) if "BYMONTHDAY" in parts else start.day)
    if "BYMONTHDAY" in parts:
        raise _unclear("BYDAY and BYMONTHDAY together are not possible.", "Keep one of them.")
    nth, day = _weekday(parts["BYDAY"])
    if nth not in _ORDINALS:
        raise _unclear(
            f"BYDAY={parts['BYDAY']} is not possible with FREQ=MONTHLY.",
            "Write which one is meant, from BYDAY=1TU to 5TU, or BYDAY=-1TU for the last.",
        )
    return Rule(unit=Unit.MONTH, weekday=day, nth=nth)


def _weekday(value: str) -> tuple[int | None, int]:
    if "," in value:
        raise _unclear(f"BYDAY={value[:60]} names several days.", "Make a series for each of them.")
    found = _BYDAY.fullmatch(value)
    if not found:
        raise _unclear(f"BYDAY={value[:60]} is not possible.", _POSSIBLE)
    return int(found[1]) if found[1] else None, _DAY_CODES.index(found[2])


def _month_day(value: str) -> int:
    found = _BYMONTHDAY.fullmatch(value)
    if not found or not 1 <= int(found[1]) <= _LONGEST_MONTH:
        raise _unclear(f"BYMONTHDAY={value[:60]} is not possible.", "Name one day from 1 to 31.")
    return int(found[1])


def _every(parts: Mapping[str, str], unit: Unit) -> int:
    value = parts.get("INTERVAL", "1")
    if not _NUMBER.fullmatch(value) or int(value) < 1:
        raise _unclear(f"INTERVAL={value[:20]} is not possible.", "Write a number from 1 on.")
    if unit is Unit.WEEK and int(value) not in (1, 2):
        raise _unclear(f"INTERVAL={value} is not possible with FREQ=WEEKLY.", "A series can be weekly or fortnightly.")
    return int(value)


def _count(parts: Mapping[str, str]) -> int | None:
    if "COUNT" not in parts:
        return None
    value = parts["COUNT"]
    if not (value.isascii() and value.isdigit()):
        raise _unclear(f"COUNT={value[:20]} is not possible.", f"Write a number from 1 to {TOO_MANY - 1:,}.")
    count = int(value.lstrip("0")[:9] or 0)  # of a number too long to be read, enough to see that it is too many
    if not count:
        raise _unclear("COUNT=0 yields no date at all.", f"Write a number from 1 to {TOO_MANY - 1:,}.")
    return count


def _first(rule: Rule, start: datetime, week_start: str) -> datetime:
    """Return the first date on or after the start; in a fortnightly rule that hangs on where weeks begin."""
    if rule.unit is Unit.WEEK:
        begins = weekday(_DAY_CODES.index(week_start))
        return next(iter(rrule(WEEKLY, dtstart=start, interval=rule.every, byweekday=rule.weekday, wkst=begins)))
    first = next(dates(replace(rule, count=None), start, ZoneInfo("UTC")), None)
    if not first:
        raise _unclear("That rule yields no date at all.", "None of the months it visits has that day.")
    return first


# The end of a rule -----------------------------------------------------------


def _with_until(rule: Rule, first: datetime, zone: ZoneInfo, value: str) -> Rule:
    """Put an end to a rule. One that is not in UTC is taken only where every way of reading it means the same."""
    if not value:
        return rule
    readings = sorted(_readings(value, zone))
    ended = replace(rule, until=readings[-1])
    doubtful = dates(ended, first, zone, since=readings[0].astimezone(zone).replace(tzinfo=None) - timedelta(days=1))
    if any(moment(wall, zone).utc > readings[0] for wall in doubtful):
        raise _unclear(
            f"UNTIL={value} may or may not include the last date; calendars differ.",
            f"Write it in UTC, such as UNTIL={value[:8]}T235959Z.",
        )
    return ended


def _readings(value: str, zone: ZoneInfo) -> list[datetime]:
    found = _UNTIL.fullmatch(value)
    if not found:
        raise _unclear(f"UNTIL={value[:60]} cannot be read.", "Write it like UNTIL=20261231T235959Z.")
    try:
        end = datetime.strptime(found[1] + (found[2] or "000000"), "%Y%m%d%H%M%S")  # noqa: DTZ007 - told apart below
        if found[3]:
            return [end.replace(tzinfo=UTC)]
        local = [end] if found[2] else [end, end + timedelta(hours=23, minutes=59, seconds=59)]
        return [end.replace(tzinfo=UTC), *(moment(wall, zone).utc for wall in local)]
    except (ValueError, OverflowError):
        raise _unclear(f"UNTIL={value} is no date.", "Write it like UNTIL=20261231T235959Z.") from None


def _unclear(message: str, hint: str) -> Unclear:
    return Unclear(message, hint, option="rule")
