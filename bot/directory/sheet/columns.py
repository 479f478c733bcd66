"""Which column of a sheet is which: found by meaning, overridable, and a question where it is unclear."""

from collections.abc import Sequence
from dataclasses import replace

from bot.chat.errors import Refusal
from bot.directory.sheet import headings
from bot.directory.sheet.assignments import Assignment, assign, by_letter, option
from bot.directory.sheet.clean import line, quoted
from bot.directory.sheet.evidence import guess, weigh
from bot.directory.sheet.layout import Column, Layout, listed
from bot.directory.sheet.meanings import CLEAR, MERGED, Field
from bot.directory.sheet.rows import Row, Sheet, letter
from bot.directory.sheet.tables import Frame, frame, headed_by_skills
from bot.directory.sheet.ticks import is_table_of_ticks

# A directory may have a title, a logo's empty rows and a paragraph of instructions above its headings.
_SEARCHED_ROWS = 50
_TURNED = 3


def choose(sheets: Sequence[Sheet], wanted: str = "") -> Sheet:
    """Find the sheet that holds the directory, or the one that is wanted. Raises Refusal."""
    if wanted:
        return _named(sheets, wanted)
    filled = [sheet for sheet in sheets if any(not row.blank for row in sheet.rows)]
    if not filled:
        raise Refusal("There is nothing in this file.", "Save the sheet once more and try again.")
    shown = [sheet for sheet in filled if not sheet.hidden] or filled
    scores = [max((headings.score(row.cells) for row in sheet.rows[:_SEARCHED_ROWS]), default=0) for sheet in shown]
    best = [sheet for sheet, points in zip(shown, scores, strict=True) if points == max(scores)]
    if len(best) > 1 and max(scores):
        names = " and ".join(quoted(sheet.name) for sheet in best)
        raise Refusal(f"More than one sheet could be the Directory: {names}.", "Name the right one with --sheet.")
    return best[0]


def lay_out(sheet: Sheet, given: Sequence[Assignment] = ()) -> Layout:
    """Find the headings and say what each column holds. Raises Refusal with a question when that is unclear."""
    found = frame(sheet.rows, _heading_row(sheet, given))
    columns = [_read(index, found) for index in range(found.width)]
    columns = assign(columns, given)
    columns = _names(weigh(columns, found))
    for field in Field:
        columns = _settle(columns, field, found)
    columns = _all_agree(columns)
    columns = [_explain(column, found) for column in columns if column.heading or not found.is_empty(column.index)]
    if not any(column.field is Field.NAME or column.field is Field.FIRST for column in columns):
        raise Refusal(
            f"No column looks like people's names. The headings are {listed(columns)}.",
            'Say which it is: --map "name=…", with its heading or its letter.',
        )
    return Layout(tuple(columns), found.rows, found.heading_row, found.ends, sheet.name)


def _named(sheets: Sequence[Sheet], wanted: str) -> Sheet:
    for sheet in sheets:
        if line(sheet.name).casefold() == line(wanted).casefold():
            return sheet
    names = ", ".join(quoted(sheet.name) for sheet in sheets if sheet.name)
    raise Refusal(
        f"There is no sheet {quoted(wanted)} in this file.",
        f"It has {names}." if names else "It has just one, unnamed.",
    )


# Headings ----


def _heading_row(sheet: Sheet, given: Sequence[Assignment]) -> int | None:
    """Find the index of the row of headings; None when the operator names columns by letter and there is none."""
    width = max((len(row.cells) for row in sheet.rows), default=0)
    # A letter that is a column of this sheet says nothing about where the headings are: “C” may be a skill.
    wanted = {headings.fold(one.target) for one in given if by_letter(one.target, width) is None}
    best, most = None, 0
    for index, row in enumerate(sheet.rows[:_SEARCHED_ROWS]):
        named = len(wanted & {headings.fold(cell) for cell in row.cells if cell.strip()})
        if (points := headings.score(row.cells) + 100 * named) > most:
            best, most = index, points
    if best is not None:
        _check_turned(sheet, sheet.rows[best])
        return best
    targets = [one for one in given if one.field]
    if targets and all(by_letter(one.target, width) is not None for one in targets):
        return None
    raise _no_headings(sheet)


def _check_turned(sheet: Sheet, heading: Row) -> None:
    """Refuse a sheet with its headings below one another and a column for everybody."""
    below = headings.fields([row.cell(0) for row in sheet.rows[:_SEARCHED_ROWS]])
    if len(below) >= _TURNED and len(below) > len(headings.fields(heading.cells)):
        raise Refusal(
            "The headings of this sheet stand below one another, with a column for each person.",
            "Turn it round: copy everything, then Paste special with Transpose, and save that.",
        )


def _no_headings(sheet: Sheet) -> Refusal:
    first = next((row for row in sheet.rows if not row.blank), Row(1, ()))
    seen = ", ".join(f"{letter(i)} {quoted(cell, 30)}" for i, cell in enumerate(first.cells[:8]) if cell.strip())
    example = " ".join(f"--map {field}={letter(index)}" for field, index in guess(sheet))
    return Refusal(
        f"No row looks like column headings, such as “Name” and “Skills”. Row {first.number} says: {seen}.",
        f"If people start right there, say which column is which by letter, for instance: {example}",
    )


def _read(index: int, found: Frame) -> Column:
    """Read one heading on its own; a sub-heading under “Skills” is a skill to be ticked."""
    heading, group = found.headings[index], found.groups[index]
    understood = headings.meaning(heading)
    ticked = found.is_empty(index) or is_table_of_ticks(found.values(index))
    another = understood.foreign or (understood.sureness >= CLEAR and understood.field is not Field.SKILLS)
    if headed_by_skills(group) and not another:
        return Column(index, heading, Field.SKILLS, ticks=ticked, sureness=CLEAR, note=f"under {quoted(group)}")
    over = headings.meaning(group)
    if understood == headings.UNKNOWN != over or (over.foreign and understood.sureness < CLEAR):
        return Column(index, f"{group}: {heading}", over.field, sureness=over.sureness, note=over.foreign)
    return Column(index, heading, understood.field, sureness=understood.sureness, note=understood.foreign)


# Which of several ----


def _names(columns: Sequence[Column]) -> list[Column]:
    """Settle how the name is made up: one column, or a first name and a surname."""
    fields = {column.field for column in columns}
    change: dict[Field | None, Field | None] = {}
    if Field.NAME in fields and {Field.FIRST, Field.SURNAME} <= fields:
        change = {Field.FIRST: None, Field.SURNAME: None}
    elif Field.NAME in fields and Field.SURNAME in fields:
        change = {Field.NAME: Field.FIRST}
    elif Field.FIRST in fields and Field.SURNAME not in fields and Field.NAME not in fields:
        change = {Field.FIRST: Field.NAME}
    elif Field.SURNAME in fields and Field.FIRST not in fields:
        change = {Field.SURNAME: Field.NAME}
    elif Field.NAME in fields and Field.FIRST in fields:
        change = {Field.FIRST: None}
    return [
        replace(c, field=change[c.field], note=c.note or "the name is whole elsewhere" * (change[c.field] is None))
        if c.field in change
        else c
        for c in columns
    ]


def _settle(columns: Sequence[Column], field: Field, found: Frame) -> list[Column]:
    """Leave one column to a field that takes one, or ask."""
    rivals = [column for column in columns if column.field is field]
    if len(rivals) < 2 or field in MERGED:  # noqa: PLR2004 - two make a question
        return list(columns)
    keep = [column for column in rivals if column.given]
    if not keep:
        filled = [column for column in rivals if not found.is_empty(column.index)] or rivals[:1]
        keep = [column for column in filled if column.sureness == max(one.sureness for one in filled)]
    if len(keep) > 1:
        raise Refusal(
            f"{len(keep)} columns could be the {field}: {', '.join(map(str, keep))}.",
            f"Say which: --map {option(field)}={keep[0].letter}",
        )
    lost = {column.index for column in rivals} - {column.index for column in keep}
    return [replace(c, field=None, note=f"{keep[0].letter} is the {field}") if c.index in lost else c for c in columns]


def _all_agree(columns: Sequence[Column]) -> list[Column]:
    """Say that several columns of consent count together, so that nobody is listed who refused in one of them."""
    asked = [column for column in columns if column.field is Field.CONSENT]
    note = f"a yes counts only where all of {', '.join(one.letter for one in asked)} say it" * (len(asked) > 1)
    return [replace(c, note=c.note or note) if c.field is Field.CONSENT else c for c in columns]


def _explain(column: Column, found: Frame) -> Column:
    """Say why a column is not used, where nothing was said yet."""
    if column.field is None and not column.note:
        return replace(column, note=_unknown(column, found))
    return column


def _unknown(column: Column, found: Frame) -> str:
    if found.is_empty(column.index):
        return "it is empty"
    ticks = column.heading and is_table_of_ticks(found.values(column.index))
    return f"not recognised; if it is a skill: --map skills={column.letter}" if ticks else "not recognised"
