"""What a rule comes to, before it is kept: its next dates, with the clock changes marked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot.meetings.rules import Rule, dates, skipped_months
from bot.meetings.times import Moment, explain, moment, show_offset

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Previewed:
    """One date; `note` says in words what clock changes do to it, and is empty where they do nothing."""

    when: Moment
    note: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """The dates in order, and the first days of the months between them in which there is none."""

    dates: tuple[Previewed, ...]
    skipped: tuple[datetime, ...] = ()

    @property
    def skipped_note(self) -> str:
        """Name the months without a date; empty when there are none."""
        names = ", ".join(f"{month:%B %Y}" for month in self.skipped)
        return f"No such day, so no meeting: {names}." if names else ""


def preview(rule: Rule, start: datetime, zone: ZoneInfo, count: int = SHOWN, since: datetime | None = None) -> Preview:
    """Show the next dates of a rule, from a local time on or from its start."""
    walls = list(islice(dates(rule, start, zone, since), count))
    shown: list[Previewed] = []
    offset: timedelta | None = None
    for wall in walls:
        when = moment(wall, zone)
        shown.append(Previewed(when, _note(when, offset)))
        offset = when.offset
    return Preview(tuple(shown), tuple(skipped_months(rule, walls)))


def _note(when: Moment, before: timedelta | None) -> str:
    notes = [explain(when)]
    if before is not None and before != when.offset:
        notes.append(f"The clocks have changed: {show_offset(before)} → {show_offset(when.offset)}.")
    return " ".join(filter(None, notes))
