"""How meetings are told in words: when, where, how often, who speaks."""

from collections.abc import Iterator
from datetime import timedelta

from bot.chat.views import Inline, Line, Link, Moment, Strong
from bot.meetings.calendar_file import link_in
from bot.meetings.model import Occurrence, Series
from bot.meetings.occurrences import Meeting
from bot.meetings.reading import say_duration
from bot.meetings.rules import describe
from bot.meetings.times import Moment as Local
from bot.meetings.times import explain

# Most readers' clocks are no further than this from UTC: from California to China.
_NEAR = timedelta(hours=8)


def zone_words(zone: str) -> str:
    """Say whose time it is: “London time”, “UTC”."""
    place = zone.rpartition("/")[2].replace("_", " ")
    return place if place.isupper() else f"{place} time"


def local_words(when: Local, zone: str) -> str:
    """Say a time as those say it who live in the zone: “Tuesday 3 March 2026, 15:00 London time”."""
    local = when.local
    return f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M} {zone_words(zone)}"


def when_line(meeting: Meeting) -> Line:
    """Say when a meeting is: in full in each reader's own time, and shortly in that of the meeting."""
    return (Moment(meeting.start), f" · {_clock_words(meeting.when, meeting.series.zone)}")


def _clock_words(when: Local, zone: str) -> str:
    """Say the time of day in the zone, “15:00 London time”, and the weekday where readers may have another.

    Where a reader is only the platform knows.
    """
    days = {(when.utc + near).date() for near in (-_NEAR, _NEAR)}
    weekday = "" if days == {when.local.date()} else f"{when.local:%A} "
    return f"{weekday}{when.local:%H:%M} {zone_words(zone)}"


def length_words(meeting: Meeting) -> str:
    return say_duration(meeting.duration)


def often_words(series: Series) -> str:
    """Say how often a series meets, and at what time: “every other month on the first Tuesday, 15:00 London time”."""
    return f"{describe(series.rule, series.tz)}, {series.start:%H:%M} {zone_words(series.zone)}"


def place_line(place: str) -> Line:
    """Say where, with what is an address on the web as a link."""
    link = link_in(place)
    if not link:
        return (place,) if place else ()
    before, _, after = place.partition(link)
    return tuple(part for part in (before, Link(link, link), after) if part)


def speaker_line(occurrence: Occurrence) -> Line:
    """Say who speaks, or that somebody is wanted; nothing where neither was said."""
    if occurrence.speaker:
        return ("Speaker: ", Strong(occurrence.speaker))
    return (Strong("Speaker wanted"), ": would you like to?") if occurrence.speaker_wanted else ()


def change_words(meeting: Meeting) -> Iterator[str]:
    """Say what is out of the ordinary about a date: cancelled, moved, and what the clocks do."""
    if meeting.cancelled:
        yield "Cancelled."
    elif meeting.moved:
        original = meeting.occurrence.start
        clock = f"{original:%H:%M} {zone_words(meeting.series.zone)}"
        yield f"Moved from {original:%A} {original.day} {original:%B}, {clock}."
    if note := explain(meeting.when):
        yield note


def listed(people: list[Inline], most: int) -> Line:
    """Write names one after another, the first `most` of them."""
    line: list[Inline] = []
    for one in people[:most]:
        line += [", "] * bool(line) + [one]
    more = len(people) - most
    return (*line, f" and {more} more") if more > 0 else tuple(line)
