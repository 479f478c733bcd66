"""What a database looks like to somebody who cannot read it: how much of what is where."""

import sqlite3
from pathlib import Path

# A table, and of each of its rows the kind and the size of what is in every column.
Shape = dict[str, list[tuple[str, ...]]]


def shape_of(path: Path) -> Shape:
    """Return the shape of every table, rows in no order, and of the file itself."""
    database = sqlite3.connect(path)
    try:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        shape = {name: sorted(map(_sizes, database.execute(f"SELECT * FROM {name}"))) for (name,) in tables}  # noqa: S608
        pages = database.execute("PRAGMA page_count").fetchone()[0]
    finally:
        database.close()
    return {**shape, "pages of the file": [(str(pages),)]}


def _sizes(row: tuple[object, ...]) -> tuple[str, ...]:
    return tuple(
        f"{type(value).__name__} {len(value)}" if isinstance(value, str | bytes) else type(value).__name__
        for value in row
    )
