"""What the operator says about columns: `--map skills="What I offer"`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from bot.chat.errors import Refusal
from bot.directory.sheet import headings
from bot.directory.sheet.clean import line, quoted
from bot.directory.sheet.layout import Column, listed
from bot.directory.sheet.meanings import MERGED, Field
from bot.directory.sheet.rows import index_of, letter

_SKIP = frozenset({"skip", "ignore", "none", "nothing", "-"})
_LETTERS = re.compile(r"(?:column )?([a-z]{1,3})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Assignment:
    """What the operator said with `--map`: a field, or None to skip, and a heading or letter."""

    field: Field | None
    target: str


def parse_assignment(text: str) -> Assignment:
    """Read one `--map`: `skills=What I offer`, `name=B`, `skip=Notes`. Raises Refusal."""
    word, sign, target = (part.strip() for part in text.partition("="))
    if not (sign and word and target):
        raise Refusal(f"--map {quoted(text)} has no field and column.", 'Write it as --map "skills=What I can offer".')
    if word.casefold() in _SKIP:
        return Assignment(None, target)
    if field := headings.field_named(word):
        return Assignment(field, target)
    raise Refusal(f"--map {quoted(text)}: there is no field {quoted(word)}.", f"Fields are {_field_list()}, and skip.")


def assign(columns: Sequence[Column], given: Sequence[Assignment]) -> list[Column]:
    """Give columns the fields that were said. Raises Refusal when a column is not there, or not the only one."""
    assigned = list(columns)
    for one in given:
        for index in _targets(columns, one):
            before = assigned[index]
            if before.given and before.field is not one.field:
                raise Refusal(f"--map gives two meanings to {before}.", "Keep one of them.")
            # A column of ticks that is mapped to skills stays a column of ticks: its heading is the skill.
            ticks = before.ticks and one.field is Field.SKILLS
            assigned[index] = replace(before, field=one.field, ticks=ticks, given=True, note="as you said")
    return assigned


def _targets(columns: Sequence[Column], one: Assignment) -> list[int]:
    headed = [c.index for c in columns if c.heading and headings.fold(c.heading) == headings.fold(one.target)]
    exact = [i for i in headed if line(columns[i].heading) == line(one.target)]
    headed = exact or headed
    if len(headed) > 1 and one.field and one.field not in MERGED:
        letters = " and ".join(letter(index) for index in headed)
        raise Refusal(
            f"Columns {letters} are both headed {quoted(one.target)}.",
            f"Say which by its letter: --map {option(one.field)}={letter(headed[0])}",
        )
    if headed:
        return headed
    index = by_letter(one.target, len(columns))
    if index is not None:
        return [index]
    names = [column.heading for column in columns if column.heading]
    close = get_close_matches(one.target, names, n=1)
    raise Refusal(
        f"There is no column {quoted(one.target)}."
        + (f" Did you mean {quoted(close[0])}?" if close else f" The headings are {listed(columns)}."),
        f"A letter will do as well: --map {option(one.field)}=A",
    )


def by_letter(target: str, width: int) -> int | None:
    """Return the index of the column with this letter; None when it is none, or beyond the table."""
    if not (found := _LETTERS.fullmatch(target.strip())):
        return None
    index = index_of(found[1])
    return index if index < width else None


def option(field: Field | None) -> str:
    """Write a field as it is typed after --map."""
    return "skip" if field is None else f'"{field}"' if " " in field else str(field)


def _field_list() -> str:
    return ", ".join(field for field in Field if field is not Field.ID)
