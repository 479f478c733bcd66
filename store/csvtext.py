"""CSV as people really save it: its encoding and its delimiter have to be found out."""

import csv
import io
import re
from collections import Counter

from bot.chat.errors import Refusal
from bot.directory.sheet.headings import score
from bot.directory.sheet.rows import Row

_DELIMITERS = ",;\t|"
_SAMPLE, _HEAD = 1000, 50
# Excel's own first line, which says which delimiter follows and is no row of the sheet.
_SEPARATOR_LINE = re.compile(r"sep=([,;\t|])\r?\n", re.IGNORECASE)
# A cell of a directory is a paragraph at most; more means that a quotation mark was left open.
_LONGEST_CELL = 100_000
_END = "\x1a"
# What comes of UTF-8 with one stray byte, or of a Mac, when read as Windows': “JosÃ©”, “JosŽ”, “MŸller”.
_SECOND = "".join(bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0xC0))
_PUNCTUATION = "‘’“”–—\xa0"
_GARBLED = re.compile(
    f"â€|Ã[{re.escape(''.join(set(_SECOND) - set(_PUNCTUATION)))}]|Ã[{_PUNCTUATION}](?=[a-z])"
    "|[a-z][ŠŒŽŸƒˆ˜‰‚]|[A-Za-z][ŠŒŽŸ‚„†‡‹›™](?=[a-z])"
)
_UNREADABLE = "The letters of this file cannot be read."
_SAVE_AS = "Save it again as “CSV UTF-8” or as .xlsx."


def parse(data: bytes) -> tuple[Row, ...]:
    """Read CSV into rows, numbered as a spreadsheet program would. Raises Refusal."""
    text = decode(data)
    told = _SEPARATOR_LINE.match(text)
    text = text[told.end() :] if told else text
    delimiter = told[1] if told else find_delimiter(text)
    return tuple(Row(number, tuple(cells)) for number, cells in enumerate(_records(text, delimiter), start=1))


def decode(data: bytes) -> str:
    """Read bytes as text: by their byte-order mark, else UTF-8, else what Windows writes in western Europe.

    Raises Refusal for what it would garble.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(data, "utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _strictly(data, "cp1252")
    if _GARBLED.search(text):
        raise Refusal(_UNREADABLE, _SAVE_AS)
    return text


def find_delimiter(text: str) -> str:
    """Find what parts the cells: what makes the headings readable, and gives most rows the same number of cells."""
    return max(_DELIMITERS, key=lambda delimiter: _plausibility(text, delimiter))


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Refusal(_UNREADABLE, _SAVE_AS) from None


def _plausibility(text: str, delimiter: str) -> tuple[int, float, int]:
    """Say how much this delimiter makes a directory of the text: its headings, how even the rows are, how wide."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=delimiter != "\t")
    try:
        rows = [cells for _, cells in zip(range(_SAMPLE), reader, strict=False) if any(map(str.strip, cells))]
    except csv.Error:
        rows = []
    width, even = max(Counter(map(len, rows)).items(), key=lambda item: (item[1], item[0]), default=(1, 0))
    if width == 1:
        return 0, 0.0, 0
    return max(map(score, rows[:_HEAD])), even / len(rows), width


def _records(text: str, delimiter: str) -> list[list[str]]:
    # If a quotation mark is left open, it swallows the end mark.
    source = io.StringIO(f"{text}\n{_END}", newline="")
    reader = csv.reader(source, delimiter=delimiter, skipinitialspace=delimiter != "\t")
    records: list[list[str]] = []
    starts = [1]
    try:
        for cells in reader:
            records.append(cells)
            starts.append(reader.line_num + 1)
    except csv.Error:
        raise Refusal(f"Line {starts[-1]} of this CSV file cannot be read.", _SAVE_AS) from None
    if records.pop() != [_END] or any(len(cell) > _LONGEST_CELL for cells in records for cell in cells):
        place = next((n for n, cells in zip(starts, records, strict=False) if _endless(cells)), starts[-2])
        raise Refusal(f"A quotation mark is opened in line {place} and never closed.", "Close it, or save as .xlsx.")
    while records and not any(cell.strip() for cell in records[-1]):
        records.pop()
    return records


def _endless(cells: list[str]) -> bool:
    return any(len(cell) > _LONGEST_CELL for cell in cells)
