"""A sheet as it lies in its file, before anything in it is understood."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is the one the spreadsheet program shows, from 1; `cells` are texts, as they stand in the file."""

    number: int
    cells: tuple[str, ...]

    def cell(self, index: int) -> str:
        """Return a cell, counted from 0; rows may be of any length."""
        return self.cells[index] if index < len(self.cells) else ""

    @property
    def blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file; a CSV file has one, without a name."""

    name: str
    rows: tuple[Row, ...]
    hidden: bool = False


def index_of(letters: str) -> int:
    """Return the index, from 0, of the column that spreadsheet programs name so."""
    number = 0
    for one in letters.upper():
        number = number * 26 + ord(one) - ord("A") + 1
    return number - 1


def letter(index: int) -> str:
    """Name a column as spreadsheet programs do: A, B, … Z, AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
