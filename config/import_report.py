"""What an import found, said to the operator: in text, or as one JSON object."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.text import Text

from bot.directory.model import Consent, Entry
from bot.directory.sheet.clean import visible
from bot.directory.sheet.diff import Change, Plan, shown
from bot.directory.sheet.layout import Layout
from bot.directory.sheet.people import People, Problem

_FIELDS = ("role", "organisation", "settings", "skills", "email", "contact", "about", "consent")
_LABELS = {"settings": "setting", "contact": "how to contact", "consent": "happy to be contacted"}
_ANSWERS: dict[str, str] = {Consent.GIVEN: "yes", Consent.REFUSED: "no", Consent.UNKNOWN: ""}
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything there is to say about one import."""

    file: str
    layout: Layout
    people: People
    plan: Plan
    applied: bool
    removing: bool

    @property
    def removed(self) -> Sequence[Entry]:
        return self.plan.missing if self.removing else ()

    @property
    def changes_nothing(self) -> bool:
        return not (self.plan.put or self.removed)


def show(outcome: Outcome, console: Console) -> None:
    """Print the outcome. Nothing is cut short; lines are wrapped only for a terminal."""
    for line in _lines(outcome):
        console.print(line, soft_wrap=not console.is_terminal)


def as_json(outcome: Outcome) -> dict[str, Any]:
    """Return the outcome as plain data."""
    plan = outcome.plan
    return {
        "file": outcome.file,
        "sheet": outcome.layout.sheet,
        "columns": [
            {"column": one.letter, "heading": one.heading, "field": one.field, "ticks": one.ticks, "note": one.note}
            for one in outcome.layout.columns
        ],
        "added": [{"rows": one.rows, **_plain(one.entry)} for one in plan.added],
        "changed": [
            {"rows": one.rows, "name": one.old.name, "changes": [_plain_change(change) for change in one.changes]}
            for one in plan.changed
        ],
        "unchanged": len(plan.unchanged),
        "missing": [entry.name for entry in plan.missing],
        "removed": [entry.name for entry in outcome.removed],
        "unclear": [
            {"rows": one.rows, "name": one.who, "reason": one.reason, "left_out": one.left_out} for one in plan.problems
        ],
        "applied": outcome.applied,
    }


def _plain(entry: Entry) -> dict[str, Any]:
    texts = {name: getattr(entry, name) for name in ("name", "role", "organisation", "email", "contact", "about")}
    return {**texts, "settings": sorted(entry.settings), "skills": entry.skills, "consent": entry.consent}


def _plain_change(change: Change) -> dict[str, Any]:
    plain = {"field": change.field, "old": change.old, "new": change.new}
    lists = {"added": change.added, "removed": change.removed}
    return plain | lists if change.field == "skills" else plain


def _lines(outcome: Outcome) -> Iterable[Text]:
    yield from _columns(outcome)
    yield from _people(outcome)
    yield from _problems(outcome.plan.problems)
    yield from _missing(outcome)
    yield from _summary(outcome)


# How the sheet was read ------------------------------------------------------


def _columns(outcome: Outcome) -> Iterable[Text]:
    layout = outcome.layout
    sheet = f", sheet “{visible(layout.sheet)}”" if layout.sheet else ""
    row = f"headings in row {layout.heading_row}" if layout.heading_row else "no headings"
    yield _bold(f"{visible(outcome.file)}{sheet}, {row}")
    width = min(max((len(visible(one.heading)) for one in layout.columns), default=0), 60)
    for one in layout.columns:
        start = f"  {one.letter:>2}  {visible(one.heading) or '(no heading)':<{width}}  "
        if one.field is None:
            yield Text(f"{start}not used: {visible(one.note)}", style="dim")
            continue
        reading = "skills (ticked)" if one.ticks else str(one.field)
        yield Text(f"{start}→ {reading}" + f" ({visible(one.note)})" * bool(one.note))
    yield Text()
    if not outcome.people.asks_consent and not outcome.people.spoken_for:
        yield _loud(
            "No column says whether people are happy to be contacted, so nobody new in this sheet will be shown."
        )
        yield Text("If a column says so: --map consent=…, with its heading or letter.")
        yield Text("If they were all asked and agreed: --everyone-agreed.")
        yield Text()


# What would change -----------------------------------------------------------


def _people(outcome: Outcome) -> Iterable[Text]:
    plan = outcome.plan
    for added in plan.added:
        fields = [_field(added.entry, name) for name in _FIELDS if getattr(added.entry, name)]
        line = Text("+ ", style="green").append(visible(added.entry.name), style="bold")
        yield line.append(f" ({_rows(added.rows)})" + ": " * bool(fields) + ", ".join(fields), style="default")
    for changed in plan.changed:
        line = Text("~ ", style="yellow").append(visible(changed.old.name), style="bold")
        yield line.append(f" ({_rows(changed.rows)})", style="default")
        yield from (_changed(change) for change in changed.changes)
    if plan.added or plan.changed:
        yield Text()


def _field(entry: Entry, name: str) -> str:
    return f"{_LABELS.get(name, name)} “{_value(name, shown(entry, name)) or 'no answer'}”"


def _changed(change: Change) -> Text:
    line = Text(f"    {_LABELS.get(change.field, change.field)}: ")
    if change.added or change.removed:
        for sign, style, items in (("+", "green", change.added), ("-", "red", change.removed)):
            for item in items:
                line.append(f"{sign} {visible(item)}  ", style=style)
        line.rstrip()
        return line
    if change.field == "skills":
        return line.append(f"the same, written as {visible(change.new)}")
    old, new = (_value(change.field, text) for text in (change.old, change.new))
    return line.append(
        f"“{old}” → “{new}”" if old and new else f"“{new}” (was empty)" if new else f"empty (was “{old}”)"
    )


def _value(name: str, text: str) -> str:
    return _ANSWERS[text] if name == "consent" else visible(text)


# What needs a look -----------------------------------------------------------


def _problems(problems: Sequence[Problem]) -> Iterable[Text]:
    for problem in problems:
        line = Text("? ", style="yellow").append(_rows(problem.rows).capitalize(), style="bold")
        who = f", {visible(problem.who)}" if problem.who else ""
        outcome = "left out: " if problem.left_out else ""
        yield line.append(f"{who}: {outcome}{visible(problem.reason)}.", style="default")
    if problems:
        yield Text()


def _missing(outcome: Outcome) -> Iterable[Text]:
    missing = outcome.plan.missing
    if not missing:
        return
    if not outcome.removing:
        who = "1 person is" if len(missing) == 1 else f"{len(missing)} people are"
        names = ", ".join(visible(entry.name) for entry in missing)
        yield Text(f"{who} not in this sheet any more; they stay. Use --remove-missing to remove them: {names}.")
    for entry in outcome.removed:
        yield Text(f"- {visible(entry.name)}", style="red")
    if outcome.removing and len(missing) > outcome.plan.before * _HALF:
        did = "removed" if outcome.applied else "would remove"
        yield _loud(
            f"Careful: this {did} {len(missing)} of {outcome.plan.before} people, more than half of the Directory."
        )
    yield Text()


def _summary(outcome: Outcome) -> Iterable[Text]:
    plan, left_out = outcome.plan, sum(problem.left_out for problem in outcome.plan.problems)
    counts = (
        ("added", plan.added),
        ("changed", plan.changed),
        ("removed", outcome.removed),
        ("unchanged", plan.unchanged),
    )
    unclear = f"; {len(plan.problems)} unclear, {left_out} left out" if plan.problems else ""
    yield _bold(", ".join(f"{len(items)} {word}" for word, items in counts) + unclear)
    if plan.kept_refusals:
        yield Text(
            f"{plan.kept_refusals} refused themselves to be contacted; only a column of answers can change that."
        )
    if hidden := _hidden(plan):
        yield Text(hidden)
    yield _next(outcome)


def _hidden(plan: Plan) -> str:
    """Say how many of the people in the sheet others will not be shown, and why."""
    people = [*plan.put, *plan.unchanged]
    refused, silent = (sum(one.consent is answer for one in people) for answer in (Consent.REFUSED, Consent.UNKNOWN))
    why = [f"{refused} said no" * bool(refused), f"{silent} gave no clear answer" * bool(silent)]
    reasons = ", ".join(filter(None, why))
    return f"Not shown to others: {refused + silent} of {len(people)} people ({reasons})." if reasons else ""


def _next(outcome: Outcome) -> Text:
    if outcome.changes_nothing:
        return Text("The Directory says the same already; there is nothing to write.")
    if outcome.applied:
        return Text("Written.", style="green")
    return Text("Nothing was written. Run again with --apply to write this.")


def _rows(rows: Sequence[int]) -> str:
    return f"row {rows[0]}" if len(rows) == 1 else f"rows {', '.join(map(str, rows[:-1]))} and {rows[-1]}"


def _bold(text: str) -> Text:
    return Text(text, style="bold")


def _loud(text: str) -> Text:
    return Text(text, style="bold red")
