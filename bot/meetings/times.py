"""Local times of a zone: read strictly, and turned into UTC as RFC 5545, section 3.3.5, has it."""

import difflib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from bot.chat.errors import Unclear

# Outside these years somebody mistyped, and the tables of time zones say little.
FIRST_YEAR, LAST_YEAR = 1970, 2199

_WALL = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?", re.ASCII)
# They name what this machine is set to, nothing at all, or clocks that count leap seconds.
_NO_PLACE = re.compile(r"(?:localtime|Factory|posixrules|(?:posix|right)/.*)", re.IGNORECASE)


class Clock(StrEnum):
    """How a local time stands to the clock changes of its zone."""

    PLAIN = "plain"
    SKIPPED = "skipped"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class Moment:
    """A local time as it was asked for (`wall`, without a zone), and what it comes to.

    A wall time that clocks skip is counted from before the change, so that `local` is later than `wall`; of one that
    comes twice the first is taken.
    """

    wall: datetime
    utc: datetime
    local: datetime
    clock: Clock

    @property
    def offset(self) -> timedelta:
        """How far the zone is ahead of UTC then."""
        return self.local.utcoffset() or timedelta()


def find_zone(name: str) -> ZoneInfo:
    """Return an IANA time zone. Raises Unclear, naming the nearest one."""
    try:
        if name and not _NO_PLACE.fullmatch(name):
            return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass  # told below, together with the names that no place bears
    near = _nearest_zone(name[:60])
    hint = f"Did you mean {near}?" if near else "Zones are named like Europe/London."
    raise Unclear(f"There is no time zone “{name[:60]}”.", hint, option="zone")


def _nearest_zone(name: str) -> str:
    """Return the zone somebody may have meant by its city, or mistyped; empty when there is none.

    A name with a number in it, such as GMT+1, is near to others by its letters alone.
    """
    if any(letter.isdigit() for letter in name):
        return ""
    zones, city = sorted(available_timezones()), name.strip().replace(" ", "_").casefold()
    named = (zone for zone in zones if city in {zone.casefold(), zone.rpartition("/")[2].casefold()})
    return next(named, "") or next(iter(difflib.get_close_matches(name, zones, 1, 0.7)), "")


def read_wall(text: str) -> datetime:
    """Read a local time written as 2026-01-06T15:00 or 2026-01-06 15:00. Raises Unclear."""
    found = _WALL.fullmatch(text.strip())
    if not found:
        raise Unclear(
            f"“{text.strip()[:60]}” is no date and time.",
            "Write it like 2026-01-06T15:00, without a zone.",
            option="start",
        )
    try:
        wall = datetime(*(int(part or 0) for part in found.groups()))  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        raise Unclear(f"There is no {text.strip()}.", "Look at the day and the hour again.", option="start") from None
    return check_year(wall)


def check_year(wall: datetime) -> datetime:
    """Return a local time of a year in which meetings are held. Raises Unclear."""
    if not FIRST_YEAR <= wall.year <= LAST_YEAR:
        raise Unclear(
            f"The year {wall.year} is out of reach.", f"Choose one from {FIRST_YEAR} to {LAST_YEAR}.", option="start"
        )
    return wall


def moment(wall: datetime, zone: ZoneInfo) -> Moment:
    """Say when a local time is, whatever the clocks do around it."""
    first = wall.replace(tzinfo=zone, fold=0)
    utc = first.astimezone(UTC)
    local = utc.astimezone(zone)
    if local.replace(tzinfo=None, fold=0) != wall:
        return Moment(wall, utc, local, Clock.SKIPPED)
    twice = first.utcoffset() != first.replace(fold=1).utcoffset()
    return Moment(wall, utc, local, Clock.REPEATED if twice else Clock.PLAIN)


def explain(when: Moment) -> str:
    """Say which time was taken where a clock change left a choice; empty where there was none."""
    asked, day = f"{when.wall:%H:%M}", show_day(when.wall)
    if when.clock is Clock.SKIPPED:
        return f"Clocks go forward past {asked} on {day}: {when.local:%H:%M} is taken."
    if when.clock is Clock.REPEATED:
        return f"{asked} comes twice on {day}: the first is taken, at {show_offset(when.offset)}."
    return ""


def show_day(day: datetime) -> str:
    return f"{day.day} {day:%B %Y}"


def show_offset(offset: timedelta) -> str:
    """Write how far a zone is ahead of UTC: UTC, UTC+1, UTC−3:30."""
    minutes = round(abs(offset).total_seconds() / 60)
    if not minutes:
        return "UTC"
    sign = "−" if offset < timedelta() else "+"
    return f"UTC{sign}{minutes // 60}" + f":{minutes % 60:02}" * bool(minutes % 60)
