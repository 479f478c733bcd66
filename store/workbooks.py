"""Workbooks, read by calamine: cells become the texts that a person sees."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from xml.etree import ElementTree as ET

import python_calamine
from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from bot.chat.errors import Refusal
from bot.directory.sheet.rows import Row, Sheet, index_of
from store.filekinds import Kind
from store.opendocument import Range, extents, merged_ranges

# calamine lays a sheet out in full, so one forgotten cell far below or far right would take all memory there is.
_MOST_CELLS = 20_000_000
# What a workbook may unpack to; a zip archive can promise thousand times its size.
_MOST_UNPACKED = 400 * 1024 * 1024
_CHUNK = 1024 * 1024
_LONGEST_CELL_TAG = 128
_FILLED_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\sr="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>')
_WORKSHEET = re.compile(r"xl/worksheets/[^/]+\.xml")

_Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


def parse(data: bytes, kind: Kind, most_rows: int) -> Iterator[Sheet]:
    """Read every worksheet. Raises Refusal when the workbook is locked, broken or too large."""
    if kind is not Kind.XLS:
        _check_unpacked(data, kind, most_rows)
    try:
        merged = merged_ranges(data) if kind is Kind.ODS else {}
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            for place, meta in enumerate(workbook.sheets_metadata):
                if meta.typ is SheetTypeEnum.WorkSheet:
                    sheet = workbook.get_sheet_by_index(place)
                    ranges = sheet.merged_cell_ranges or merged.get(meta.name, [])
                    yield Sheet(meta.name, _rows(sheet, ranges), hidden=meta.visible is not SheetVisibleEnum.Visible)
    except python_calamine.PasswordError:
        raise Refusal("This workbook is locked with a password.", "Save a copy without the password.") from None
    except (python_calamine.CalamineError, ET.ParseError, KeyError, ValueError, OSError):
        raise Refusal("This workbook cannot be read; it may be damaged.", "Save it once more, or as CSV.") from None


def _check_unpacked(data: bytes, kind: Kind, most_rows: int) -> None:
    too_large = Refusal(
        "This workbook is larger than any directory.", "Delete the rows and columns that are not needed, and save it."
    )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > _MOST_UNPACKED:
                raise too_large
            worksheets = filter(_WORKSHEET.fullmatch, archive.namelist()) if kind is Kind.XLSX else ()
            reached = extents(data) if kind is Kind.ODS else (_extent(archive, name) for name in worksheets)
            if any(height > most_rows or height * width > _MOST_CELLS for height, width in reached):
                raise too_large
    except (KeyError, ET.ParseError, zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError):
        raise Refusal("This workbook is damaged.", "Save it once more, or as CSV.") from None


def _extent(archive: zipfile.ZipFile, name: str) -> tuple[int, int]:
    """Return how many rows and columns a worksheet reaches, by its cells that are not empty."""
    height = width = 0
    tail = b""
    with archive.open(name) as member:
        while chunk := member.read(_CHUNK):
            for column, row in _FILLED_CELL.findall(tail + chunk):
                height, width = max(height, int(row)), max(width, index_of(column.decode()) + 1)
            tail = chunk[-_LONGEST_CELL_TAG:]
    return height, width


def _rows(sheet: CalamineSheet, merged: Iterable[Range]) -> tuple[Row, ...]:
    table = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in merged:
        _fill(table, top, left, bottom, right)
    return tuple(Row(number, tuple(cells)) for number, cells in enumerate(table, start=1))


def _fill(table: Sequence[list[str]], top: int, left: int, bottom: int, right: int) -> None:
    """Give every cell of a merged range what its first one says."""
    if top >= len(table) or left >= len(table[top]):
        return
    for cells in table[top : bottom + 1]:
        for column in range(left, min(right + 1, len(cells))):
            cells[column] = table[top][left]


def _text(cell: _Cell) -> str:
    """Write a cell as it is shown: 14.0 as “14”, a day without its midnight."""
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ", timespec="minutes").removesuffix(" 00:00")
    return str(cell)
