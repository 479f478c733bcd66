"""Bringing a calendar file in: what can be kept exactly becomes series, everything else is named with its reason."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.chat.errors import Refusal, Unclear
from bot.meetings.calendar_lines import CalendarLines, RawEvent
from bot.meetings.calendar_times import Unsupported, Written, read_duration, read_time, read_times
from bot.meetings.edits import checked, checked_date
from bot.meetings.model import Kind, Occurrence, Series
from bot.meetings.rule_text import read_rule
from bot.meetings.rules import Rule, Unit, dates

# Dates left out, in the whole file; each must be looked up in its rule.
MOST_CHANGED = 1_000
_LONGEST_UID = 255
_KINDS = {kind.label: kind for kind in Kind}
_NOT_POSSIBLE = ("RDATE", "EXRULE")
_ONCE_EACH = ("DTSTART", "DTEND", "DURATION", "RRULE", "RECURRENCE-ID")


@dataclass(frozen=True, slots=True)
class Problem:
    """An event that is left out, and why."""

    line: int
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Brought:
    """A series of the file, and what there is to know about it."""

    series: Series
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything a file holds: what can be brought in, what cannot, and remarks on the file as a whole."""

    brought: tuple[Brought, ...]
    problems: tuple[Problem, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do: `added` is new, `known` is there already by its `uid` and stays as it is."""

    added: tuple[Brought, ...]
    known: tuple[Brought, ...]
    problems: tuple[Problem, ...]
    remarks: tuple[str, ...] = ()


def understand(
    lines: CalendarLines, *, new_id: Callable[[], str], at: datetime, zone: str = "", kind: Kind = Kind.NETWORK
) -> Reading:
    """Turn events into series, changed `at` this time whatever the file says: here they are new.

    `zone` is that of times that name none; `kind` that of events that name none.
    Raises Refusal for a file that leaves out more dates than people do.
    """
    if sum(1 + prop.value.count(",") for event in lines.events for prop in event.all("EXDATE")) > MOST_CHANGED:
        raise Refusal(f"The file leaves out more than {MOST_CHANGED:,} dates.", "Export a shorter stretch of time.")
    groups: dict[str, list[RawEvent]] = defaultdict(list)
    problems: list[Problem] = []
    for event in lines.events:
        uid = event.block("UID")
        if 0 < len(uid) <= _LONGEST_UID:
            groups[uid].append(event)
        else:
            problems.append(_problem(event, "it has no UID that tells it from others"))
    brought: list[Brought] = []
    for events in groups.values():
        try:
            brought.append(_Group(events, zone, at).read(new_id, kind))
        except (Unsupported, Unclear) as refusal:
            problems.append(_problem(events[0], str(refusal).rstrip(".")))
    others = tuple(f"{count} {name} left out: only events are meetings." for name, count in lines.others.items())
    return Reading(tuple(brought), tuple(sorted(problems, key=lambda one: one.line)), others)


def compare(existing: Iterable[Series], reading: Reading) -> Plan:
    """Say what of a file is new. A series that is there already is never overwritten: people may have changed it."""
    uids = {series.uid for series in existing}
    added = tuple(one for one in reading.brought if one.series.uid not in uids)
    known = tuple(one for one in reading.brought if one.series.uid in uids)
    return Plan(added, known, reading.problems, reading.remarks)


def _problem(event: RawEvent, reason: str) -> Problem:
    return Problem(event.line, event.text("SUMMARY")[:100], reason)


class _Group:
    """All events of one UID: the series, and the dates of it that were changed."""

    def __init__(self, events: Sequence[RawEvent], fallback: str, at: datetime) -> None:
        for event in events:
            _check(event)
        self._masters = [event for event in events if not event.all("RECURRENCE-ID")]
        self._changed = [event for event in events if event.all("RECURRENCE-ID")]
        self._fallback = fallback
        self._at = at
        if not self._masters:
            raise Unsupported("it changes a date of a series that the file does not hold")
        if len(self._masters) > 1:
            raise Unsupported(f"{len(self._masters)} events have the same UID")
        self._event = self._masters[0]

    def read(self, new_id: Callable[[], str], kind: Kind) -> Brought:
        event = self._event
        start = self._start(event)
        rule = self._rule(start)
        zone = start.zone
        if rule.unit is Unit.ONCE and zone == "UTC" and self._fallback:
            zone = self._fallback
        title = event.text("SUMMARY")
        series = checked(
            Series(
                id=new_id(),
                uid=event.block("UID"),
                title=title or "(no title)",
                kind=_kind(event, kind),
                host=event.text("CONTACT"),
                place=_place(event),
                about=event.block("DESCRIPTION"),
                start=start.within(zone),
                zone=zone,
                duration=self._duration(event, start),
                rule=rule,
                sequence=_sequence(event),
                changed_at=self._at,
            )
        )
        return Brought(self._with_dates(series), tuple(_notes(event, series)))

    def _start(self, event: RawEvent) -> Written:
        starts = event.all("DTSTART")
        if not starts:
            raise Unsupported("it has no DTSTART")
        return read_time(starts[0], self._fallback)

    def _rule(self, start: Written) -> Rule:
        rules = self._event.all("RRULE")
        if not rules:
            return Rule()
        zone = Series(id="", uid="", title="", start=start.wall, zone=start.zone, duration=timedelta()).tz
        rule, first = read_rule(rules[0].value, start.wall, zone)
        if first != start.wall:
            raise Unsupported("DTSTART is not a date of its RRULE; calendars differ there")
        return rule

    def _duration(self, event: RawEvent, start: Written) -> timedelta:
        if ends := event.all("DTEND"):
            return read_time(ends[0], start.zone).utc - start.utc
        if lengths := event.all("DURATION"):
            return read_duration(lengths[0])
        raise Unsupported("it has no end")

    def _with_dates(self, series: Series) -> Series:
        if _cancelled(self._event):
            if series.rule.unit is not Unit.ONCE:
                return replace(series, ended=series.start)
            return replace(series, occurrences=(Occurrence(start=series.start, cancelled=True),))
        found = {
            wall: Occurrence(start=wall, cancelled=True, changed_at=series.changed_at) for wall in self._gone(series)
        }
        for event in self._changed:
            occurrence = self._occurrence(event, series)
            if occurrence.start in found:
                raise Unsupported(f"{_day(occurrence.start)} is changed twice")
            found[occurrence.start] = _checked(occurrence)
        for wall in found:
            if next(dates(series.rule, series.start, series.tz, wall), None) != wall:
                raise Unsupported(f"{_day(wall)} is changed or left out, but is not a date of its RRULE")
        return replace(series, occurrences=tuple(found[wall] for wall in sorted(found)))

    def _gone(self, series: Series) -> list[datetime]:
        times = (one for prop in self._event.all("EXDATE") for one in read_times(prop, series.zone))
        return [one.within(series.zone) for one in times]

    def _occurrence(self, event: RawEvent, series: Series) -> Occurrence:
        """Read a date that was changed, keeping only what differs from its series."""
        identity = event.all("RECURRENCE-ID")[0]
        if "RANGE" in identity.params:
            raise Unsupported("RECURRENCE-ID with RANGE is not possible")
        if event.all("RRULE") or event.all("EXDATE"):
            raise Unsupported("a changed date has a rule of its own")
        original = read_time(identity, series.zone).within(series.zone)
        start = self._start(event)
        now = start.within(series.zone)
        duration = self._duration(event, start)
        about, place, title = event.block("DESCRIPTION"), _place(event), event.text("SUMMARY")
        return Occurrence(
            start=original,
            moved_to=now if now != original else None,
            duration=duration if duration != series.duration else None,
            title=title if title != series.title else "",
            place=place if place != series.place else "",
            abstract=about if about != series.about else "",
            cancelled=_cancelled(event),
            sequence=max(0, _sequence(event) - series.sequence),
            changed_at=self._at,
        )


def _check(event: RawEvent) -> None:
    if event.broken:
        raise Unsupported(f"line {event.broken[0]} cannot be read")
    for name in _NOT_POSSIBLE:
        if event.all(name):
            raise Unsupported(f"{name} is not possible")
    for name in _ONCE_EACH:
        if len(event.all(name)) > 1:
            raise Unsupported(f"{name} is given {len(event.all(name))} times")


def _checked(occurrence: Occurrence) -> Occurrence:
    try:
        return checked_date(occurrence)
    except Unclear as unclear:
        raise Unsupported(f"{_day(occurrence.start)}: {unclear}") from None


def _notes(event: RawEvent, series: Series) -> Iterable[str]:
    if series.zone == "UTC" and series.rule.unit is not Unit.ONCE:
        yield "Its times are in UTC: no clock change moves them."
    if event.all("ATTENDEE"):
        yield "Who was invited is not brought along."


def _place(event: RawEvent) -> str:
    place, link = event.text("LOCATION"), event.text("URL")
    return place if link in place else " ".join(filter(None, (place, link)))


def _kind(event: RawEvent, otherwise: Kind) -> Kind:
    named = (name.strip().lower() for one in event.all("CATEGORIES") for name in one.text.split(","))
    return next((_KINDS[name] for name in named if name in _KINDS), otherwise)


def _cancelled(event: RawEvent) -> bool:
    return event.text("STATUS").upper() == "CANCELLED"


def _sequence(event: RawEvent) -> int:
    written = event.text("SEQUENCE")
    return int(written) if written.isascii() and written.isdigit() and len(written) < len("1000000") else 0


def _day(wall: datetime) -> str:
    return f"{wall:%Y-%m-%d %H:%M}"
