"""Spreadsheet files: CSV in any of its dialects, XLSX, XLS and ODS, told apart by what is in them."""

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.chat.errors import Refusal
from bot.directory.sheet.rows import Row, Sheet
from store import csvtext, workbooks
from store.filekinds import Kind, recognise

MOST_BYTES = 50 * 1024 * 1024
MOST_ROWS = 100_000


def read(path: Path) -> list[Sheet]:
    """Read every sheet of a file, visible or not, as texts. Raises Refusal with what is wrong with the file."""
    data = _bytes(path)
    kind = recognise(data)
    if kind is Kind.TEXT:
        return [Sheet("", _limited(csvtext.parse(data)))]
    if kind in {Kind.XLSX, Kind.XLS, Kind.ODS}:
        return [
            Sheet(sheet.name, _limited(sheet.rows), hidden=sheet.hidden)
            for sheet in workbooks.parse(data, kind, MOST_ROWS)
        ]
    raise Refusal(f"{path.name} is {kind.value}, whatever its name says.", _SAVE_AS)


_SAVE_AS = "Save the sheet as .xlsx, .ods or CSV and import that."


def write(path: Path, rows: Iterable[Sequence[str]], *, replace: bool = False) -> None:
    """Write a CSV file, whole or not at all, readable by its owner alone: it holds people's addresses."""
    if not replace and os.path.lexists(path):
        raise Refusal(f"{path} is there already.", "Choose another name, or add --overwrite.")
    try:
        with tempfile.NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            hidden = Path(file.name)
            try:
                file.write(encode(rows))
                file.flush()
                hidden.replace(path)
            finally:
                hidden.unlink(missing_ok=True)
    except OSError as error:
        raise Refusal(f"{path} cannot be written: {error.strerror}.", "Choose another place.") from None


def encode(rows: Iterable[Sequence[str]]) -> bytes:
    """Write rows as CSV in UTF-8; the byte-order mark tells Excel so.

    Every cell is quoted, because LibreOffice takes semicolons for separators, too.
    """
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise Refusal(f"{path} is a folder.", "Name the file in it.")
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise Refusal(
                f"{path.name} has {size // 1024**2} MB; a directory has at most {MOST_BYTES // 1024**2} MB.",
                "Take out pictures and sheets that are not needed.",
            )
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise Refusal(f"There is no file {path}.", "Check the name and the folder.") from None
    except OSError as error:
        raise Refusal(f"{path} cannot be read: {error.strerror}.", "Check who may read it.") from None
    if not data.strip():
        raise Refusal(f"{path.name} is empty.", "Save the sheet once more and try again.")
    return data


def _limited(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    if len(rows) > MOST_ROWS:
        raise Refusal(f"The sheet has more than {MOST_ROWS:,} rows.", "Is it the right file? A directory has fewer.")
    return rows
