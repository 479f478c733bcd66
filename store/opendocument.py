"""What calamine does not tell of an OpenDocument spreadsheet: its merged cells, and how far its sheets reach.

Names are those of OpenDocument 1.3, part 3, chapter 9 (“Tables”).
"""

import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_VALUE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"
_SPAN = b"-spanned="

Range = tuple[tuple[int, int], tuple[int, int]]


def extents(data: bytes) -> Iterator[tuple[int, int]]:
    """Give of every sheet how many rows and columns it reaches, by its cells that are not empty.

    Raises as `merged_ranges` does.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("content.xml") as content:
        row = height = width = 0
        for event, element in ET.iterparse(content, events=("start", "end")):  # noqa: S314 - as below
            if event == "start" and element.tag == f"{_TABLE}table":
                row = height = width = 0
            elif event == "end" and element.tag == f"{_TABLE}table":
                yield height, width
            elif event == "end" and element.tag == f"{_TABLE}table-row":
                row += _count(element, "number-rows-repeated")
                if reach := _reach(element):
                    height, width = row, max(width, reach)
                element.clear()


def _reach(row: ET.Element) -> int:
    """Return how many columns a row reaches; 0 when all of it is empty."""
    column = reach = 0
    for cell in row:
        if cell.tag in _CELLS:
            column += _count(cell, "number-columns-repeated")
            reach = column if len(cell) or _VALUE in cell.keys() else reach  # noqa: SIM118 - no mapping
    return reach


def merged_ranges(data: bytes) -> dict[str, list[Range]]:
    """Return the merged ranges of every sheet as (top, left) and (bottom, right), from 0.

    Raises zipfile.BadZipFile, KeyError or ET.ParseError when the file is damaged.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = archive.read("content.xml")
    found: dict[str, list[Range]] = {}
    if _SPAN not in content:
        return found
    name, row = "", 0
    # expat limits the growth of entities by itself, and the size of what is unpacked was checked before.
    for event, element in ET.iterparse(io.BytesIO(content), events=("start", "end")):  # noqa: S314 - see above
        if event == "start" and element.tag == f"{_TABLE}table":
            name, row = element.get(f"{_TABLE}name", ""), 0
        elif event == "end" and element.tag == f"{_TABLE}table-row":
            found.setdefault(name, []).extend(_in_row(element, row))
            row += _count(element, "number-rows-repeated")
            element.clear()
    return found


def _in_row(element: ET.Element, row: int) -> Iterator[Range]:
    column = 0
    for cell in element:
        if cell.tag in _CELLS:
            down, across = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
            if down > 1 or across > 1:
                yield (row, column), (row + down - 1, column + across - 1)
            column += _count(cell, "number-columns-repeated")


def _count(element: ET.Element, name: str) -> int:
    given = element.get(_TABLE + name, "1")
    return int(given) if given.isdigit() else 1
