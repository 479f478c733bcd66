"""Calendar files (.ics, RFC 5545) for other programs: one meeting, or a feed of one series or of the whole network.

They name no member who takes part. `SEQUENCE` and `DTSTAMP` come from the changes that were made, so that the same
calendar is always the same file.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import takewhile

from icalendar import Calendar, Event
from icalendar.prop import vDuration, vRecur, vText

from bot.meetings.calendar_zone import timezone
from bot.meetings.model import Occurrence, Series
from bot.meetings.occurrences import Meeting, find_meeting, meetings
from bot.meetings.rules import Rule, Unit, dates, to_text
from bot.meetings.times import moment

_PRODUCT = "-//hirg-bot//meetings//EN"
# How often calendar programs are asked to look for changes.
_REFRESH = timedelta(hours=1)
_ANY_YEAR = 1970
# No text of a calendar file may hold them.
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f]")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_NO_ADDRESS_ENDS_WITH = ".,;:!?)"


class _Words(vText):
    r"""A text with the four escapes of RFC 5545, section 3.3.11; the library turns a typed `\N` into a line end."""

    __slots__ = ()

    def to_ical(self) -> bytes:
        escaped = re.sub(r"[\\;,]", r"\\\g<0>", str(self))
        return _CONTROL.sub("", re.sub(r"\r\n?|\n", r"\\n", escaped)).encode(errors="ignore")


class _Length(vDuration):
    """A length of time in hours: what calendar files call a day may have 23 of them (RFC 5545, section 3.3.6)."""

    def to_ical(self) -> bytes:
        minutes, seconds = divmod(round(self.td.total_seconds()), 60)
        hours, minutes = divmod(minutes, 60)
        parts = {"H": hours, "M": minutes, "S": seconds}
        return "".join(("PT", *(f"{number}{unit}" for unit, number in parts.items() if number))).encode()


def one(meeting: Meeting) -> bytes:
    """Write one meeting; of a series that meets again, only this date of it."""
    return _file([meeting.series], [_dated(meeting)])


def feed(series: Sequence[Series], name: str) -> bytes:
    """Write every meeting of these series, those that were cancelled and those that are over too."""
    events = (event for each in series for event in _events(each))
    return _file(series, events, name)


def link_in(place: str) -> str:
    """Return the first address on the web that a place names; empty when there is none."""
    found = _ADDRESS.search(place)
    return found[0].rstrip(_NO_ADDRESS_ENDS_WITH) if found else ""


def _file(series: Sequence[Series], events: Iterable[Event], name: str = "") -> bytes:
    calendar = Calendar()
    calendar.add("PRODID", _PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    if name:
        calendar.add("NAME", _Words(name))
        calendar.add("X-WR-CALNAME", _Words(name))
        calendar.add("REFRESH-INTERVAL", vDuration(_REFRESH), {"VALUE": "DURATION"})
        calendar.add("X-PUBLISHED-TTL", vDuration(_REFRESH))
    years: dict[str, int] = {}
    for each in series:
        years[each.zone] = min(each.start.year, years.get(each.zone, each.start.year))
    for zone in sorted(years):
        if not _is_utc(zone):
            calendar.add_component(timezone(zone, years[zone]))
    for event in events:
        calendar.add_component(event)
    if not calendar.subcomponents:
        calendar.add_component(timezone("UTC", _ANY_YEAR))  # a calendar file may not be empty
    return bytes(calendar.to_ical())


def _events(series: Series) -> Iterator[Event]:
    if series.rule.unit is Unit.ONCE:
        yield _dated(next(meetings(replace(series, ended=None))), cancelled=series.ended is not None)
        return
    yield _whole(series)
    if not _all_over(series):
        for occurrence in series.occurrences:
            if series.ended is None or occurrence.start < series.ended:
                yield _dated(find_meeting(series, occurrence.start))


def _whole(series: Series) -> Event:
    """Write a series that meets again and again, without what is particular about some of its dates."""
    event = _begun(series, Occurrence(start=series.start), cancelled=_all_over(series))
    _add_time(event, "DTSTART", series.start, series)
    event.add("DURATION", _Length(series.duration))
    event.add("RRULE", vRecur.from_ical(to_text(_shortened(series))))
    event.add("SEQUENCE", series.sequence)
    _add_stamp(event, series.changed_at)
    return event


def _dated(meeting: Meeting, *, cancelled: bool = False) -> Event:
    """Write one date; the series it belongs to is named by its `UID`, the date by its `RECURRENCE-ID`."""
    series = meeting.series
    event = _begun(series, meeting.occurrence, cancelled=cancelled or meeting.cancelled)
    if series.rule.unit is not Unit.ONCE:
        _add_time(event, "RECURRENCE-ID", meeting.occurrence.start, series)
    _add_time(event, "DTSTART", meeting.when.wall, series)
    event.add("DURATION", _Length(meeting.duration))
    event.add("SEQUENCE", meeting.sequence)
    _add_stamp(event, meeting.changed_at)
    return event


def _begun(series: Series, occurrence: Occurrence, *, cancelled: bool) -> Event:
    event = Event()
    place = occurrence.place or series.place
    event.add("UID", _Words(series.uid))
    event.add("SUMMARY", _Words(occurrence.title or series.title))
    event.add("STATUS", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("CATEGORIES", [series.kind.label])
    texts = {"LOCATION": place, "CONTACT": series.host, "DESCRIPTION": _description(series, occurrence)}
    for name, text in texts.items():
        if text:
            event.add(name, _Words(text))
    if link := link_in(place):
        event.add("URL", link)
    return event


def _description(series: Series, occurrence: Occurrence) -> str:
    speaker = f"Speaker: {occurrence.speaker}" if occurrence.speaker else ""
    return "\n\n".join(filter(None, (speaker, occurrence.abstract, occurrence.notes, series.about)))


def _shortened(series: Series) -> Rule:
    """Return the rule with the end that was put to the series, in the form calendar files have for it."""
    if series.ended is None or _all_over(series):
        return series.rule
    ended = series.ended
    *_, last = takewhile(lambda wall: wall < ended, dates(series.rule, series.start, series.tz))
    return replace(series.rule, count=None, until=moment(last, series.tz).utc)


def _all_over(series: Series) -> bool:
    return series.ended is not None and series.ended <= series.start


def _add_time(event: Event, name: str, wall: datetime, series: Series) -> None:
    event.add(name, wall.replace(tzinfo=UTC if _is_utc(series.zone) else series.tz))


def _add_stamp(event: Event, changed_at: datetime) -> None:
    event.add("DTSTAMP", changed_at)
    event.add("LAST-MODIFIED", changed_at)


def _is_utc(zone: str) -> bool:
    return zone.removeprefix("Etc/") in {"UTC", "UCT", "Universal", "Zulu"}
