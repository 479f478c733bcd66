"""Merged cells of an OpenDocument spreadsheet, which calamine does not tell.

Names are those of OpenDocument 1.3, part 3, chapter 9 (“Tables”).
"""

import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_SPAN = b"-spanned="

Range = tuple[tuple[int, int], tuple[int, int]]


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
