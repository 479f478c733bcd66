"""The frame of a table: headings in one row or two, and the rows of people below."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.directory.sheet import headings
from bot.directory.sheet.clean import line
from bot.directory.sheet.meanings import NAMES, Field
from bot.directory.sheet.rows import Row
from bot.directory.sheet.ticks import tick

_GRID = re.compile(r"(.*\S)\s*\[([^\[\]]+)\]")


@dataclass(frozen=True, slots=True)
class Frame:
    """Headings from left to right; `groups` holds what stands over a sub-heading, empty where nothing does.

    `heading_row` is the number of the (upper) row of headings, 0 without one; rows have `ends` cells at most,
    unless a comma slipped in.
    """

    headings: tuple[str, ...]
    groups: tuple[str, ...]
    rows: tuple[Row, ...]
    heading_row: int
    ends: int = 0

    @property
    def width(self) -> int:
        return len(self.headings)

    def values(self, index: int) -> list[str]:
        """Return a column's cells, top to bottom."""
        return [row.cell(index) for row in self.rows]

    def is_empty(self, index: int) -> bool:
        return not any(row.cell(index).strip() for row in self.rows)


def frame(rows: Sequence[Row], heading: int | None) -> Frame:
    """Set the headings, at this index among the rows, apart from the people below."""
    width = max((len(row.cells) for row in rows), default=0)
    if heading is None:
        return Frame(("",) * width, ("",) * width, tuple(row for row in rows if not row.blank), 0)
    top = _padded(rows[heading], width)
    below = [row for row in rows[heading + 1 :] if not row.blank]
    groups = [""] * width
    if below and (sub := _sub_headings(top, _padded(below[0], width))):
        top, groups = sub
        below = below[1:]
    elif heading and not rows[heading - 1].blank:
        groups = _groups_above(_padded(rows[heading - 1], width), top)
    if not any(groups):
        top, groups = _grid(top)
    return Frame(tuple(top), tuple(groups), tuple(below), rows[heading].number, _usual_length(rows[heading], below))


def headed_by_skills(group: str) -> bool:
    return headings.meaning(group).field is Field.SKILLS


def _usual_length(heading: Row, below: Sequence[Row]) -> int:
    """Return how many cells rows have: as many as there are headings, or more if most have more."""
    lengths = Counter(len(row.cells) for row in below)
    return max(len(heading.cells), max(lengths, key=lambda length: (lengths[length], -length), default=0))


def _padded(row: Row, width: int) -> list[str]:
    return [line(row.cell(index)) for index in range(width)]


def _sub_headings(top: Sequence[str], below: Sequence[str]) -> tuple[list[str], list[str]] | None:
    """Read a second row of headings: merged ones above repeat or are blank, plain ones repeat or are blank below."""
    over = list(top)
    for index in range(1, len(over)):
        if not over[index] and below[index]:
            over[index] = over[index - 1]
    grouped = [False] * len(over)
    for left, right in pairwise(range(len(over))):
        if over[left] and over[left] == over[right] and below[left] != below[right]:
            grouped[left] = grouped[right] = True
    if not any(grouped) or any(below[i] not in {"", top[i]} for i in range(len(over)) if not grouped[i]):
        return None
    subs = [below[i] for i in range(len(over)) if grouped[i] and below[i]]
    if any(map(tick, subs)) or len(set(subs)) < len(subs):
        return None
    merged = [below[i] or over[i] if grouped[i] else over[i] for i in range(len(over))]
    return merged, [over[i] if grouped[i] and below[i] else "" for i in range(len(over))]


def _grid(top: Sequence[str]) -> tuple[list[str], list[str]]:
    """Take apart the headings that forms make of a grid, “How well do you know these? [NVivo]”."""
    found = [_GRID.fullmatch(heading) for heading in top]
    asked = Counter(one[1] for one in found if one)
    grid = [one if one and asked[one[1]] > 1 else None for one in found]
    return (
        [one[2] if one else heading for one, heading in zip(grid, top, strict=True)],
        [one[1] if one else "" for one in grid],
    )


def _groups_above(above: Sequence[str], top: Sequence[str]) -> list[str]:
    """Read a row of merged titles above the headings: “Skills” over the columns it spans.

    What spans the names as well is the title of the whole table.
    """
    spans, current = [], ""
    for title in above:
        current = title or current
        spans.append(current)
    whole = {span for span, heading in zip(spans, top, strict=True) if headings.meaning(heading).field in NAMES}
    return [
        span if heading and span not in whole and (headed_by_skills(span) or headings.meaning(span).foreign) else ""
        for span, heading in zip(spans, top, strict=True)
    ]
