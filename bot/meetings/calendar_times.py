"""Times as calendar files write them, brought to the local time of a zone or refused by name."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

# What Windows calls zones, as the Unicode Consortium maps it (CLDR, windowsZones.xml).
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from bot.chat.errors import Refusal, Unclear
from bot.meetings.calendar_lines import Property
from bot.meetings.times import check_year, find_zone, moment

_TIME = re.compile(r"(\d{8}T\d{6})(Z?)", re.ASCII)
_DATE = re.compile(r"\d{8}", re.ASCII)
_DURATION = re.compile(
    r"\+?P(?:(?P<weeks>\d{1,4})W|(?:(?P<days>\d{1,4})D)?"
    r"(?:T(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,6})M)?(?:(?P<seconds>\d{1,6})S)?)?)",
    re.ASCII,
)
_WINDOWS = {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}


class Unsupported(Refusal):
    """Something in an event that this calendar cannot keep exactly; the message completes “left out: …”."""


@dataclass(frozen=True, slots=True)
class Written:
    """A time of a file: the local time, and the name of its zone."""

    wall: datetime
    zone: str

    @property
    def utc(self) -> datetime:
        return moment(self.wall, ZoneInfo(self.zone)).utc

    def within(self, zone: str) -> datetime:
        """Return the same time as the local time of a zone. Raises Unsupported where that would be another one."""
        if zone == self.zone:
            return self.wall
        wall = self.utc.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
        if moment(wall, ZoneInfo(zone)).utc != self.utc:
            raise Unsupported(f"{wall:%Y-%m-%d %H:%M} comes twice in {zone}, and the second is meant")
        return wall


def read_times(prop: Property, fallback: str) -> list[Written]:
    """Read a property that holds times; `fallback` is the zone of those that name none. Raises Unsupported."""
    return [_read(prop, value, fallback) for value in prop.value.split(",")]


def read_time(prop: Property, fallback: str) -> Written:
    """Read a property that holds one time. Raises Unsupported."""
    return _read(prop, prop.value, fallback)


def read_duration(prop: Property) -> timedelta:
    """Read a DURATION. Raises Unsupported."""
    found = _DURATION.fullmatch(prop.value.strip())
    if not found or not any(found.groups()):
        raise Unsupported(f"DURATION:{prop.value[:40]} is no length of time")
    return timedelta(**{unit: int(number) for unit, number in found.groupdict().items() if number})


def _read(prop: Property, value: str, fallback: str) -> Written:
    value = value.strip()
    found = _TIME.fullmatch(value)
    if _DATE.fullmatch(value):
        raise Unsupported(f"{prop.name} is a whole day; a meeting has an hour")
    try:
        wall = datetime.strptime(found[1] if found else "", "%Y%m%dT%H%M%S")  # noqa: DTZ007 - told apart below
        check_year(wall)
    except (ValueError, Unclear):
        raise Unsupported(f"{prop.name}:{value[:40]} is no time") from None
    return Written(wall, "UTC" if found and found[2] else _zone(prop, fallback))


def _zone(prop: Property, fallback: str) -> str:
    name = prop.params.get("TZID", "")
    if not name and not fallback:
        raise Unsupported(f"{prop.name} has no time zone; say which one with --zone")
    if not name:
        return fallback
    try:
        return find_zone(_WINDOWS.get(name.casefold(), name)).key
    except Unclear:
        raise Unsupported(f"{prop.name} is in a time zone of its own, “{name[:60]}”") from None
