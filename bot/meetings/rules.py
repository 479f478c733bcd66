"""How often a series meets, and on which local dates that falls."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from dateutil.rrule import FR, MO, MONTHLY, SA, SU, TH, TU, WE, WEEKLY, rrule

from bot.meetings.times import moment, show_day

WEEKDAYS = (MO, TU, WE, TH, FR, SA, SU)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}
# The calendar of Python ends in the year after; times near its end could not be told in UTC.
_LAST_YEAR = 9998
# Every month has this many days, and so each of its weekdays four times.
_SAFE_DAY, _SAFE_NTH = 28, 4
_MONTHS = 12


class Unit(StrEnum):
    ONCE = "once"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Once; every one or two weeks on `weekday`; every n months on the `nth` (−1: the last) `weekday`, or on a `day`.

    Weekdays count from Monday, 0. It ends after `count` dates, or with the last date that is not after `until` (in
    UTC), or never.
    """

    unit: Unit = Unit.ONCE
    every: int = 1
    weekday: int | None = None
    nth: int | None = None
    day: int | None = None
    count: int | None = None
    until: datetime | None = None

    @property
    def endless(self) -> bool:
        return self.unit is not Unit.ONCE and self.count is None and self.until is None

    @property
    def may_skip(self) -> bool:
        """Whether some months have no such date, such as a 31st or a fifth Friday."""
        return (self.day or 0) > _SAFE_DAY or (self.nth or 0) > _SAFE_NTH


def dates(rule: Rule, start: datetime, zone: ZoneInfo, since: datetime | None = None) -> Iterator[datetime]:
    """Yield the local dates of a rule in order, from `since` on; without a limit it may go on for 8,000 years.

    `start` is the first date: a time at which the rule itself falls.
    """
    for wall in _expand(rule, start, since):
        if wall.year > _LAST_YEAR or (rule.until and moment(wall, zone).utc > rule.until):
            return
        if since is None or wall >= since:
            yield wall


def to_text(rule: Rule) -> str:
    """Write the value of an RRULE; empty for what happens once."""
    if rule.unit is Unit.ONCE:
        return ""
    parts = ["FREQ=WEEKLY" if rule.unit is Unit.WEEK else "FREQ=MONTHLY"]
    parts += [f"INTERVAL={rule.every}"] if rule.every > 1 else []
    parts += [f"BYDAY={rule.nth or ''}{WEEKDAYS[rule.weekday]}"] if rule.weekday is not None else []
    parts += [f"BYMONTHDAY={rule.day}"] if rule.day else []
    parts += [f"COUNT={rule.count}"] if rule.count else []
    parts += [f"UNTIL={rule.until.astimezone(UTC):%Y%m%dT%H%M%SZ}"] if rule.until else []
    return ";".join(parts)


def describe(rule: Rule, zone: ZoneInfo) -> str:
    """Say a rule in words: “every other month on the first Tuesday, 6 times”."""
    ending = f", {rule.count} times" if rule.count and rule.count > 1 else ", one time" if rule.count else ""
    if rule.until:
        ending += f", until {show_day(rule.until.astimezone(zone))}"
    weekday = _DAYS[rule.weekday] if rule.weekday is not None else ""
    if rule.unit is Unit.ONCE:
        return "once"
    if rule.unit is Unit.WEEK:
        return f"{_rhythm(rule.every, weekday)}{ending}"
    on = f"the {_NTH[rule.nth]} {weekday}" if rule.nth else f"the {ordinal(rule.day or 0)}"
    return f"{_rhythm(rule.every, 'month')} on {on}{ending}"


def skipped_months(rule: Rule, walls: list[datetime]) -> list[datetime]:
    """Return the first days of the months among these dates that the rule visits in vain, such as for a 31st."""
    if not rule.may_skip or not walls:
        return []
    held = {(wall.year, wall.month) for wall in walls}
    first, last = (_month_number(wall) for wall in (walls[0], walls[-1]))
    visited = [_month(number) for number in range(first, last, rule.every)]
    return [month for month in visited if (month.year, month.month) not in held]


def _expand(rule: Rule, start: datetime, since: datetime | None) -> Iterator[datetime]:
    if rule.unit is Unit.ONCE:
        return iter((start,))
    weekday = WEEKDAYS[rule.weekday] if rule.weekday is not None else None
    steps = _steps(rule, start, since) if since else 0
    if rule.count and steps >= rule.count:
        return iter(())
    return iter(
        rrule(
            WEEKLY if rule.unit is Unit.WEEK else MONTHLY,
            dtstart=_after(rule, start, steps),
            interval=rule.every,
            count=rule.count and rule.count - steps,
            byweekday=weekday(rule.nth) if weekday and rule.nth else weekday,
            bymonthday=rule.day,
        )
    )


def _steps(rule: Rule, start: datetime, since: datetime) -> int:
    """Tell how many steps of a rule can be passed over without looking, so that a long past costs nothing."""
    if since <= start or (rule.count and rule.may_skip):
        return 0
    if rule.unit is Unit.WEEK:
        return (since - start) // timedelta(weeks=rule.every)
    return (_month_number(since) - _month_number(start)) // rule.every


def _after(rule: Rule, start: datetime, steps: int) -> datetime:
    """Return where to begin when so many steps are passed over: before the next date, and after the last of those."""
    if not steps:
        return start
    if rule.unit is Unit.WEEK:
        return start + steps * timedelta(weeks=rule.every)
    first = _month(_month_number(start) + steps * rule.every)
    return first.replace(hour=start.hour, minute=start.minute, second=start.second)


def _month_number(wall: datetime) -> int:
    return wall.year * _MONTHS + wall.month - 1


def _month(number: int) -> datetime:
    return datetime(number // _MONTHS, number % _MONTHS + 1, 1)  # noqa: DTZ001 - local times have no zone


def _rhythm(every: int, unit: str) -> str:
    return f"every {unit}" if every == 1 else f"every other {unit}" if every == 2 else f"every {every} {unit}s"  # noqa: PLR2004


def ordinal(number: int) -> str:
    """Write a number as the day of a month is said: 1st, 22nd, 13th."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number // 10 != 1 else 0, "th")
    return f"{number}{ending}"
