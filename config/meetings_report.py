"""What `hirg-bot meetings` says to the operator: in text, or as plain data."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rich.table import Table
from rich.text import Text

from bot.directory.sheet.clean import visible
from bot.meetings.calendar_import import Brought, Plan
from bot.meetings.model import Series
from bot.meetings.occurrences import Meeting
from bot.meetings.preview import Preview
from bot.meetings.rules import describe


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything there is to say about one import."""

    file: str
    plan: Plan
    applied: bool


def previewed(shown: Preview, words: str, *, started: bool) -> Iterable[Text]:
    """Show a rule date by date; `started` when the start that was given is one of them."""
    yield Text(words[:1].upper() + words[1:], style="bold")
    if not started:
        yield Text("The start is not a date of the rule; the first one after it is.", style="yellow")
    for one in shown.dates:
        line = Text(f"{one.when.local:%a %Y-%m-%d %H:%M %Z}   {one.when.utc:%Y-%m-%d %H:%M} UTC")
        yield line.append(f"   {one.note}" * bool(one.note), style="yellow")
    if shown.skipped_note:
        yield Text(shown.skipped_note, style="yellow")


def imported(outcome: Outcome) -> Iterable[Text]:
    """Show what an import adds, what it leaves out, and why."""
    plan = outcome.plan
    yield Text(visible(outcome.file), style="bold")
    for one in plan.added:
        yield Text("+ ", style="green").append(_summary(one), style="default")
        yield from (Text(f"    {note}", style="dim") for note in one.notes)
    for one in plan.known:
        yield Text("= ").append(f"{visible(one.series.title)}: there already, and stays as it is")
    for problem in plan.problems:
        line = Text("? ", style="yellow").append(f"Line {problem.line}", style="bold")
        who = f", {visible(problem.title)}" if problem.title else ""
        yield line.append(f"{who}: left out: {visible(problem.reason)}.", style="default")
    yield from (Text(f"? {visible(remark)}", style="yellow") for remark in plan.remarks)
    counts = f"{len(plan.added)} added, {len(plan.known)} there already, {len(plan.problems)} left out"
    yield Text(counts, style="bold")
    yield _next_step(outcome)


def as_json(outcome: Outcome) -> dict[str, Any]:
    """Return the outcome of an import as plain data."""
    plan = outcome.plan
    return {
        "file": outcome.file,
        "added": [{**_plain(one.series), "notes": one.notes} for one in plan.added],
        "known": [one.series.title for one in plan.known],
        "left_out": [{"line": one.line, "title": one.title, "reason": one.reason} for one in plan.problems],
        "remarks": plan.remarks,
        "applied": outcome.applied,
    }


def row(series: Series, coming: Meeting | None) -> dict[str, Any]:
    """Return a series and its next date as plain data."""
    return {**_plain(series), "next": coming.when.local.isoformat() if coming else None}


def table(rows: Sequence[tuple[Series, Meeting | None]]) -> Table | Text:
    """Show series with their next dates."""
    if not rows:
        return Text("There are no meetings yet.")
    shown = Table("Id", "Title", "Kind", "How often", "Next", box=None, pad_edge=False)
    for series, coming in rows:
        when = f"{coming.when.local:%a %Y-%m-%d %H:%M %Z}" if coming else "nothing to come"
        # As Text, because a title in brackets would be taken for markup.
        cells = (series.id, visible(series.title), series.kind.label, describe(series.rule, series.tz), when)
        shown.add_row(*map(Text, cells))
    return shown


def _plain(series: Series) -> dict[str, Any]:
    return {
        "id": series.id,
        "title": series.title,
        "kind": series.kind,
        "place": series.place,
        "start": series.start.isoformat(),
        "zone": series.zone,
        "minutes": series.duration.total_seconds() / 60,
        "rule": describe(series.rule, series.tz),
        "changed_dates": len(series.occurrences),
    }


def _summary(one: Brought) -> str:
    series = one.series
    moved = sum(each.moved_to is not None for each in series.occurrences)
    cancelled = sum(each.cancelled for each in series.occurrences)
    counts = (f"{moved} moved" * bool(moved), f"{cancelled} cancelled" * bool(cancelled))
    dates = f" ({', '.join(filter(None, counts))})" if moved or cancelled else ""
    how = f"{describe(series.rule, series.tz)}, from {series.start:%a %Y-%m-%d %H:%M} {series.zone}{dates}"
    return f"{visible(series.title)}: {how}"


def _next_step(outcome: Outcome) -> Text:
    if not outcome.plan.added:
        return Text("There is nothing to write.")
    if outcome.applied:
        return Text("Written.", style="green")
    return Text("Nothing was written. Run again with --apply to write this.")
