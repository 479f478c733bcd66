"""Sheets from rows, for the tests of what is made of them."""

from collections.abc import Sequence

from bot.directory.sheet.assignments import parse_assignment
from bot.directory.sheet.columns import lay_out
from bot.directory.sheet.people import People
from bot.directory.sheet.reader import read_people
from bot.directory.sheet.rows import Row, Sheet


def people(*rows: Sequence[str], given: Sequence[str] = (), everyone_agreed: bool = False) -> People:
    """Read rows, headings first, as the importer does."""
    sheet = Sheet("", tuple(Row(number, tuple(row)) for number, row in enumerate(rows, start=1)))
    return read_people(lay_out(sheet, [parse_assignment(one) for one in given]), everyone_agreed=everyone_agreed)


def reasons(of: People) -> list[str]:
    """Write every problem as `rows: reason`."""
    return [f"{'+'.join(map(str, one.rows))}: {one.reason}" for one in of.problems]
