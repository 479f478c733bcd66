"""Changing a series: every function returns a new one and leaves the dates it does not speak of as they are.

`at` is when the change is made, in UTC; calendar files show it.
"""

from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import TypedDict, Unpack

from bot.chat.errors import Refusal, Unclear
from bot.meetings.model import Kind, Occurrence, Series
from bot.meetings.occurrences import find_meeting
from bot.meetings.rule_text import check_length
from bot.meetings.rules import dates
from bot.meetings.times import check_year, find_zone

LONGEST = timedelta(days=14)
MOST_SEATS = 10_000
# Characters: what a calendar program shows in a line, and what fits beside it.
LONGEST_LINE, LONGEST_TEXT = 200, 8_000
# A room and a link to join: that of a Teams meeting alone has some 250 characters.
LONGEST_PLACE = 500

_LINES = ("title", "host", "speaker")
_TEXTS = ("about", "abstract", "notes")


class Words(TypedDict, total=False):
    """What may be said about a series as a whole without moving it."""

    title: str
    kind: Kind
    host: str
    place: str
    about: str
    capacity: int
    names_shown: bool


class Details(TypedDict, total=False):
    """What may be said about one date without moving it; an empty text or None leaves it to the series."""

    title: str
    place: str
    speaker: str
    speaker_wanted: bool
    abstract: str
    notes: str
    duration: timedelta | None


def checked(series: Series) -> Series:
    """Return the series if it can be held. Raises Unclear, naming the field at fault."""
    _check_words(series)
    zone = find_zone(series.zone)
    if not series.title.strip():
        raise Unclear("A meeting needs a title.", "Say in a few words what it is.", option="title")
    _check_duration(series.duration)
    if not 0 <= series.capacity <= MOST_SEATS:
        raise Unclear(
            f"{series.capacity:,} is no number of places.", f"Choose one up to {MOST_SEATS:,}.", option="capacity"
        )
    check_year(series.start)
    check_length(series.rule, series.start, zone)
    if next(dates(series.rule, series.start, zone)) != series.start:
        raise Unclear("The start is not a date of the rule.", "Start on the first date of the rule.", option="start")
    return series


def checked_date(said: Occurrence) -> Occurrence:
    """Return what is said about one date if that can be. Raises Unclear, naming the field at fault."""
    _check_words(said)
    if said.duration is not None:
        _check_duration(said.duration)
    return said


def reword(series: Series, at: datetime, **words: Unpack[Words]) -> Series:
    """Say something else about a series as a whole, all dates of it."""
    changed = replace(series, **words)
    if changed == series:
        return series
    heavier = changed.place != series.place
    return checked(touched(changed, at, heavier=heavier))


def describe_date(series: Series, start: datetime, at: datetime, **details: Unpack[Details]) -> Series:
    """Say something about one date: who speaks, on what, what to bring; or another title, place or duration."""
    before = find_meeting(series, start)
    after = checked_date(replace(before.occurrence, **details))
    heavier = (after.place or series.place, after.duration or series.duration) != (before.place, before.duration)
    return _with(series, before.occurrence, after, at, heavier=heavier)


def move(series: Series, start: datetime, to: datetime, at: datetime) -> Series:
    """Let the date with the original local start `start` begin at the local time `to` instead."""
    before = _held(series, start)
    check_year(to)
    return _with(series, before, replace(before, moved_to=None if to == start else to), at, heavier=True)


def cancel(series: Series, start: datetime, at: datetime) -> Series:
    """Call off one date; what was said about it stays."""
    before = find_meeting(series, start).occurrence
    return _with(series, before, replace(before, cancelled=True), at, heavier=True)


def restore(series: Series, start: datetime, at: datetime) -> Series:
    """Hold a date that was called off after all."""
    before = find_meeting(series, start).occurrence
    return _with(series, before, replace(before, cancelled=False), at, heavier=True)


def end(series: Series, start: datetime, at: datetime) -> Series:
    """Call off a date and all that follow; what was said about them is kept, and they are not held."""
    find_meeting(series, start)
    return touched(replace(series, ended=start), at, heavier=True)


def touched(series: Series, at: datetime, *, heavier: bool) -> Series:
    """Count a change to the series as a whole; a `heavier` one must be looked up in diaries again."""
    return replace(series, revision=series.revision + 1, sequence=series.sequence + int(heavier), changed_at=at)


def _held(series: Series, start: datetime) -> Occurrence:
    found = find_meeting(series, start)
    if found.cancelled:
        raise Refusal("That date is cancelled.", "Restore it first, then move it.")
    return found.occurrence


def _with(series: Series, before: Occurrence, after: Occurrence, at: datetime, *, heavier: bool) -> Series:
    """Put an occurrence in the place of what was there; nothing is touched when both are the same."""
    if after == before:
        return series
    after = replace(after, revision=before.revision + 1, sequence=before.sequence + int(heavier), changed_at=at)
    others = [one for one in series.occurrences if one.start != after.start]
    return replace(series, occurrences=tuple(sorted([*others, after], key=lambda one: one.start)))


def _check_words(said: Series | Occurrence) -> None:
    limits = dict.fromkeys(_LINES, LONGEST_LINE) | dict.fromkeys(_TEXTS, LONGEST_TEXT) | {"place": LONGEST_PLACE}
    for one in fields(said):
        most = limits.get(one.name)
        if most and len(getattr(said, one.name)) > most:
            raise Unclear(f"The {one.name} is longer than {most:,} characters.", "Shorten it.", option=one.name)


def _check_duration(duration: timedelta) -> None:
    if not timedelta() < duration <= LONGEST:
        raise Unclear(
            "A meeting must end after it starts.", f"It can last up to {LONGEST.days} days.", option="duration"
        )
