"""What an import found, in text: on a screen, or in a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from bot.directory.model import Consent, Entry
from bot.directory.sheet.clean import visible
from bot.directory.sheet.diff import LISTS, THEIRS, Added, Change, Changed, Plan, shown
from bot.directory.sheet.meanings import Field
from bot.directory.sheet.people import Problem
from config.import_outcome import Outcome

_FIELDS = (
    "role", "organisation", "settings", "skills", "levels", "topics", "email", "contact", "about", "consent",
    "availability", "unnamed",
)  # fmt: skip
_LABELS = {
    "settings": "setting", "contact": "how to contact", "consent": "happy to be contacted", "unnamed": "introductions",
}  # fmt: skip
_ANSWERS: dict[str, str] = {Consent.GIVEN: "yes", Consent.REFUSED: "no", Consent.UNKNOWN: ""}
_HALF = 0.5
# So many people can be looked through on a screen; a file has everybody.
_MOST_ON_SCREEN = 200
_INDENT = 4
# So many names can be taken in on one line; --remove-missing and --json name everybody.
_NAMED = 10


@dataclass(frozen=True, slots=True)
class _Item:
    """Somebody or something, and what is said of them: one line in a file, an indented paragraph on a screen."""

    head: Text
    body: str


def show(outcome: Outcome, console: Console) -> None:
    """Print the outcome: everything, a line each, into a file; wrapped, and no more than can be read, on a screen."""
    screen = console.is_terminal
    for line in _lines(outcome, screen=screen):
        if not isinstance(line, _Item):
            console.print(line, soft_wrap=not screen)
        elif screen:
            console.print(line.head)
            console.print(Padding(Text(line.body), (0, 0, 0, _INDENT), expand=False))
        else:
            colon = ": " * bool(line.body)
            console.print(line.head.append(f"{colon}{line.body}", style="default"), soft_wrap=True)


def _lines(outcome: Outcome, *, screen: bool) -> Iterable[Text | _Item]:
    yield from _columns(outcome)
    yield from _people(outcome.plan, screen=screen)
    yield from _problems(outcome.plan.problems, screen=screen)
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
    if not layout.of(Field.SKILLS):
        yield _loud("No column holds skills, so nobody new in this sheet will be found.")
        yield Text("If a column holds them: --map skills=…, with its heading or letter.")
        yield Text()
    if not outcome.people.asks_consent and not outcome.people.spoken_for:
        yield _loud(
            "No column says whether people are happy to be contacted, so nobody new in this sheet will be shown."
        )
        yield Text("If a column says so: --map consent=…, with its heading or letter.")
        yield Text("If they were all asked and agreed: --everyone-agreed.")
        yield Text()


# What would change -----------------------------------------------------------


def _people(plan: Plan, *, screen: bool) -> Iterable[Text | _Item]:
    people: list[Added | Changed] = [*plan.changed, *plan.kept, *plan.added]
    for one in people[: _MOST_ON_SCREEN if screen else None]:
        if isinstance(one, Added):
            fields = [_field(one.entry, name) for name in _FIELDS if shown(one.entry, name)]
            head = _person("+ ", "green", one.entry.name, one.rows)
            unshown = "" if one.entry.listed else ", not shown to others"
            yield _Item(head.append(unshown, style="default"), ", ".join(fields))
        else:
            sign, style = ("~ ", "yellow") if one.changes else ("= ", "dim")
            yield _person(sign, style, one.old.name, one.rows)
            yield from map(_changed, one.changes)
            yield from map(_kept, one.kept)
    if screen and len(people) > _MOST_ON_SCREEN:
        yield _bold(
            f"… and {len(people) - _MOST_ON_SCREEN} more. To see everybody, end the command with: > preview.txt"
        )
    if people:
        yield Text()


def _person(sign: str, style: str, name: str, rows: Sequence[int]) -> Text:
    return Text(sign, style=style).append(visible(name), style="bold").append(f" ({_rows(rows)})", style="default")


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
    if change.field in LISTS:
        return line.append(f"the same, written as {visible(change.new)}")
    old, new = (_value(change.field, text) for text in (change.old, change.new))
    return line.append(
        f"“{old}” → “{new}”" if old and new else f"“{new}” (was empty)" if new else f"empty (was “{old}”)"
    )


def _kept(change: Change) -> Text:
    """Say what stays because they wrote it themselves, or nobody else may, and what the sheet says instead."""
    old, new = (_value(change.field, text) or "nothing" for text in (change.old, change.new))
    label = _LABELS.get(change.field, change.field)
    why = "which they alone can say" if change.field in THEIRS else "which they wrote themselves"
    return Text(f"    {label}: stays “{old}”, {why} (the sheet says “{new}”)", style="dim")


def _value(name: str, text: str) -> str:
    return _ANSWERS[text] if name == "consent" else visible(text)


# What needs a look -----------------------------------------------------------


def _problems(problems: Sequence[Problem], *, screen: bool) -> Iterable[Text | _Item]:
    """Name every row that is unclear, those with one reason together, in the order of the first of them."""
    first: dict[str, int] = {}
    for problem in problems:
        first.setdefault(_why(problem), len(first))
    for why, same in groupby(sorted(problems, key=lambda one: first[_why(one)]), key=_why):
        who = [", ".join(filter(None, (_rows(one.rows), visible(one.who)))) for one in same]
        head = Text("? ", style="yellow")
        if len(who) == 1:
            yield _Item(head.append(f"{who[0][0].upper()}{who[0][1:]}", style="bold"), why)
        else:
            named = "; ".join(who[: _NAMED if screen else None])
            more = f"; and {len(who) - _NAMED} more" * (screen and len(who) > _NAMED)
            yield _Item(head.append(f"{len(who)} times", style="bold"), f"{why} ({named}{more})")
    if problems:
        yield Text()


def _why(problem: Problem) -> str:
    return f"{'left out: ' * problem.left_out}{visible(problem.reason)}."


def _missing(outcome: Outcome) -> Iterable[Text]:
    missing = outcome.plan.missing
    if theirs := outcome.plan.theirs:
        who = "1 person is" if len(theirs) == 1 else f"{len(theirs)} people are"
        yield Text(f"{who} not in this sheet, but their entries are in their own hands; they stay.")
        yield from () if missing else (Text(),)
    if not missing:
        return
    if not outcome.removing:
        who = "1 person is" if len(missing) == 1 else f"{len(missing)} people are"
        names = ", ".join(visible(entry.name) for entry in missing[:_NAMED])
        names += f" and {len(missing) - _NAMED} more" * (len(missing) > _NAMED)
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
    if not outcome.people.people:
        unread = "Nobody in this sheet can be read, for the reasons above."
        return Text(unread if outcome.plan.problems else "There are headings in this sheet, but no people.")
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
