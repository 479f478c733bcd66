"""A second reader of calendar files, by the letter of RFC 5545: whatever it does not say is an error here.

It shares nothing with the program or its libraries but dateutil, for the dates of rules; clock changes it takes from
the VTIMEZONE of the file.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from itertools import islice

from dateutil.rrule import rrulestr

_NAME = "[A-Za-z0-9-]+"
_SAFE = r'[^\x00-\x08\x0a-\x1f\x7f";:,]*'
_QUOTED = r'"[^\x00-\x08\x0a-\x1f\x7f"]*"'
_PARAM = f";(?:{_NAME})=(?:{_QUOTED}|{_SAFE})(?:,(?:{_QUOTED}|{_SAFE}))*"
_LINE = re.compile(rf"({_NAME})((?:{_PARAM})*):([^\x00-\x08\x0a-\x1f\x7f]*)")
_TEXT = re.compile(r"(?:[^\\;,]|\\[\\;,nN])*")
_TEXTS = frozenset(
    {"SUMMARY", "DESCRIPTION", "LOCATION", "CONTACT", "UID", "PRODID", "NAME", "TZID", "TZNAME", "COMMENT"}
)
_ONCE = frozenset(
    {"UID", "DTSTAMP", "DTSTART", "DURATION", "SEQUENCE", "SUMMARY", "RRULE", "RECURRENCE-ID", "STATUS", "URL"}
)
_UNTIL = 60


@dataclass
class Part:
    """A component; `lines` holds (name, parameters, value) as they stand."""

    name: str
    lines: list[tuple[str, str, str]] = field(default_factory=list)
    parts: list["Part"] = field(default_factory=list)

    def value(self, name: str) -> str:
        [value] = [value for key, _, value in self.lines if key == name]
        return value

    def has(self, name: str) -> bool:
        return any(key == name for key, _, _ in self.lines)

    def text(self, name: str) -> str:
        return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], self.value(name))

    def within(self, name: str) -> list["Part"]:
        return [part for part in self.parts if part.name == name]

    def zone(self, name: str) -> str:
        [params] = [params for key, params, _ in self.lines if key == name]
        return params.partition("TZID=")[2].partition(";")[0]


def parse(data: bytes) -> Part:
    """Read a file whole. Raises AssertionError for anything that the standard does not allow."""
    assert data.endswith(b"\r\n"), "the last line has no end"
    physical = data[:-2].split(b"\r\n")
    assert all(len(line) <= 75 for line in physical), "a line is longer than 75 octets"
    assert all(b"\n" not in line and b"\r" not in line for line in physical), "a line end is not CRLF"
    assert all(physical), "a line is empty"
    for octets in physical:
        octets.decode()  # no character is torn in two
    stack = [Part("")]
    for line in re.sub(b"\r\n[ \t]", b"", data[:-2]).decode().split("\r\n"):
        found = _LINE.fullmatch(line)
        assert found, line
        name, params, value = found.groups()
        if name == "BEGIN":
            stack.append(Part(value))
        elif name == "END":
            part = stack.pop()
            assert part.name == value
            stack[-1].parts.append(part)
        else:
            assert name not in _TEXTS or _TEXT.fullmatch(value), line
            stack[-1].lines.append((name, params, value))
    [root] = stack
    [calendar] = root.parts
    _check(calendar)
    return calendar


def _check(calendar: Part) -> None:
    assert calendar.name == "VCALENDAR"
    assert calendar.value("VERSION") == "2.0"
    assert calendar.value("PRODID")
    assert calendar.parts, "a calendar holds at least one component"
    zones = [zone.value("TZID") for zone in calendar.within("VTIMEZONE")]
    assert len(zones) == len(set(zones))
    seen = set()
    for event in calendar.within("VEVENT"):
        names = [name for name, _, _ in event.lines]
        assert not [name for name in _ONCE if names.count(name) > 1]
        assert {"UID", "DTSTAMP", "DTSTART"} <= set(names)
        assert re.fullmatch(r"\d{8}T\d{6}Z", event.value("DTSTAMP"))
        assert not event.zone("DTSTART") or event.zone("DTSTART") in zones
        identity = (event.value("UID"), event.has("RECURRENCE-ID") and event.value("RECURRENCE-ID"))
        assert identity not in seen
        seen.add(identity)


def happening(calendar: Part, count: int) -> list[tuple[datetime, datetime, str]]:
    """Say what the file comes to, in order: start and end in UTC, without a zone, and the title; nothing cancelled."""
    found: list[tuple[datetime, datetime, str]] = []
    changed = {
        (event.value("UID"), _instant(calendar, event, "RECURRENCE-ID"))
        for event in calendar.within("VEVENT")
        if event.has("RECURRENCE-ID")
    }
    for event in calendar.within("VEVENT"):
        if event.value("STATUS") == "CANCELLED":
            continue
        uid, length, title = event.value("UID"), _length(event.value("DURATION")), event.text("SUMMARY")
        starts = islice(_starts(calendar, event), count + _UNTIL)
        kept = (start for start in starts if event.has("RECURRENCE-ID") or (uid, start) not in changed)
        found += [(start, start + length, title) for start in kept]
    return sorted(found)[:count]


def _starts(calendar: Part, event: Part) -> Iterator[datetime]:
    start = _wall(event.value("DTSTART"))
    if not event.has("RRULE"):
        yield _instant(calendar, event, "DTSTART")
        return
    until = re.search(r";UNTIL=(\d{8}T\d{6}Z)", event.value("RRULE"))
    for wall in rrulestr(re.sub(";UNTIL=[^;]*", "", event.value("RRULE")), dtstart=start):
        instant = _to_utc(calendar, wall, event.zone("DTSTART"))
        if until and instant > _wall(until[1]):
            return
        yield instant


def _instant(calendar: Part, event: Part, name: str) -> datetime:
    return _to_utc(calendar, _wall(event.value(name)), event.zone(name))


def _to_utc(calendar: Part, wall: datetime, zone: str) -> datetime:
    """Apply the observance that began last, as section 3.6.5 says, to a local time."""
    if not zone:
        return wall
    [described] = [part for part in calendar.within("VTIMEZONE") if part.value("TZID") == zone]
    onsets = [(onset, part) for part in described.parts for onset in _onsets(part, wall)]
    [*_, (began, last)] = sorted(onsets, key=lambda one: one[0])
    before, after = (_offset(last.value(name)) for name in ("TZOFFSETFROM", "TZOFFSETTO"))
    # Section 3.3.5: a time that clocks skip is counted from before the change.
    return wall - (before if wall < began + (after - before) else after)


def _onsets(part: Part, wall: datetime) -> list[datetime]:
    """Name onsets up to a local time, the last among them, told by the clocks before each."""
    start = _wall(part.value("DTSTART"))
    if part.has("RRULE"):
        onsets = _yearly(part.value("RRULE"), start)
        return list(onsets[: bisect_right(onsets, wall)][-1:])
    later = part.value("RDATE").split(",") if part.has("RDATE") else []
    return [onset for onset in (start, *map(_wall, later)) if onset <= wall]


@cache
def _yearly(rule: str, start: datetime) -> tuple[datetime, ...]:
    return tuple(islice(rrulestr(rule, dtstart=start), 250))


def _wall(value: str) -> datetime:
    return datetime.strptime(value.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 - told apart by its callers


def _offset(value: str) -> timedelta:
    found = re.fullmatch(r"([+-])(\d\d)(\d\d)(\d\d)?", value)
    assert found, value
    length = timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    return -length if found[1] == "-" else length


def _length(value: str) -> timedelta:
    found = re.fullmatch(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", value)
    assert found, value
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
