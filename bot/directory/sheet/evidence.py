"""What the cells of a column say about it, where its heading leaves doubt."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from bot.directory.sheet import cells, identity
from bot.directory.sheet.consent import read_consent
from bot.directory.sheet.layout import Column
from bot.directory.sheet.meanings import EXACT, GUESS, Field
from bot.directory.sheet.rows import Sheet
from bot.directory.sheet.tables import Frame, is_table_of_ticks

# What share of a column's filled cells has to fit before a doubtful heading is believed.
_MOST = 0.5
_SAMPLE = 50
_LONGEST_ANSWER = 30


def weigh(columns: Sequence[Column], found: Frame) -> list[Column]:
    """Believe a doubtful heading only if its cells bear it out, and find e-mail addresses wherever they are."""
    checked = _consents([column if column.given else _checked(column, found) for column in columns], found)
    if not any(column.field is Field.EMAIL for column in checked):
        checked = [_maybe_email(column, found) for column in checked]
    return _tick_columns(checked, found)


def _consents(columns: Sequence[Column], found: Frame) -> list[Column]:
    """Let go of a column whose cells are neither yes nor no, if another has answers. The only one is never let go."""
    asked = [column for column in columns if column.field is Field.CONSENT]
    mute = [c.index for c in asked if not c.given and _share(found.values(c.index), _is_answer) < _MOST]
    if len(mute) == len(asked):
        return list(columns)
    note = "its cells are neither yes nor no"
    return [replace(c, field=None, note=note) if c.index in mute else c for c in columns]


def _checked(column: Column, found: Frame) -> Column:
    values = found.values(column.index)
    if column.field is Field.SETTING and column.sureness == GUESS and _share(values, _is_setting) < _MOST:
        return replace(column, field=None, note="its cells name no setting")
    if column.field is Field.ROLE and column.sureness == GUESS and _share(values, identity.is_title) >= _MOST:
        return replace(column, field=None, note="titles such as Dr are left out")
    return column


def _is_setting(value: str) -> bool:
    return bool(cells.settings(value).known)


def _maybe_email(column: Column, found: Frame) -> Column:
    open_to = (column.field is None or column.field is Field.CONTACT) and not column.given
    if open_to and _share(found.values(column.index), lambda v: bool(cells.email(v).address)) > _MOST:
        return replace(column, field=Field.EMAIL, sureness=1, note="it holds e-mail addresses")
    return column


def _tick_columns(columns: Sequence[Column], found: Frame) -> list[Column]:
    """Find columns headed by a skill: two or more unknown headings over nothing but ticks and levels."""
    mapped = [
        replace(c, ticks=True)
        if c.field is Field.SKILLS and c.sureness < EXACT and c.heading and is_table_of_ticks(found.values(c.index))
        else c
        for c in columns
    ]
    open_to = [
        c.index
        for c in mapped
        if c.field is None
        and not c.note
        and c.heading
        and not c.heading.rstrip().endswith("?")
        and is_table_of_ticks(found.values(c.index), numbers=False)
    ]
    if len(open_to) < 2:  # noqa: PLR2004 - one such column may be anything, such as a membership
        return mapped
    return [replace(c, field=Field.SKILLS, ticks=True) if c.index in open_to else c for c in mapped]


def guess(sheet: Sheet) -> list[tuple[str, int]]:
    """Guess from values which column is which, for an example worth copying."""
    rows = [row for row in sheet.rows if not row.blank][:_SAMPLE]
    width = max((len(row.cells) for row in rows), default=1)
    columns = {index: [row.cell(index) for row in rows] for index in range(width)}
    emails = [i for i, values in columns.items() if _share(values, lambda v: bool(cells.email(v).address)) >= _MOST]
    answers = [i for i, values in columns.items() if _share(values, _is_answer) >= _MOST]
    rest = [i for i in columns if i not in emails[:1] + answers[:1]] or [0]
    lists = max(rest[1:], key=lambda i: sum(map(len, columns[i])), default=None)
    found = [("name", rest[0]), *(("skills", i) for i in (lists,) if i is not None)]
    return found + [("email", i) for i in emails[:1]] + [("consent", i) for i in answers[:1]]


def _is_answer(value: str) -> bool:
    return read_consent(value).clear and len(value) < _LONGEST_ANSWER


def _filled(values: Iterable[str]) -> list[str]:
    return [value for value in values if value.strip()]


def _share(values: Iterable[str], fits: Callable[[str], bool]) -> float:
    filled = _filled(values)
    return sum(map(fits, filled)) / len(filled) if filled else 0.0
