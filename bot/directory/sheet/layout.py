"""A sheet whose columns are understood."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.directory.sheet.clean import quoted
from bot.directory.sheet.meanings import Field
from bot.directory.sheet.rows import Row, letter


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it will be read; `ticks`: its heading is a skill and its cells are ticks or levels.

    `scale`: they are numbers that say how well, so that 1 is no plain tick. `note` says why a column is read so, or not
    at all. `sureness` rises with how clear the heading is.
    """

    index: int
    heading: str
    field: Field | None = None
    ticks: bool = False
    scale: bool = False
    note: str = ""
    sureness: int = 0
    given: bool = False

    @property
    def letter(self) -> str:
        return letter(self.index)

    def __str__(self) -> str:
        return f"{self.letter} {quoted(self.heading)}" if self.heading else f"column {self.letter}"


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet whose columns are understood.

    `heading_row` is its number, 0 when there is none; rows with more cells than `width` have slipped, 0 if that cannot
    be told.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    heading_row: int
    width: int = 0
    sheet: str = ""

    def of(self, *fields: Field) -> list[Column]:
        """Return the columns that hold one of these fields, from left to right."""
        return [column for column in self.columns if column.field in fields]


def listed(columns: Iterable[Column]) -> str:
    """Name columns by their headings, for a sentence."""
    return ", ".join(str(column) for column in columns if column.heading) or "empty"
