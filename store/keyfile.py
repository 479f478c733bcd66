"""The file that holds the wrapped keys: SQLite with a rollback journal, for this account's eyes alone.

Not with a write-ahead log: that keeps what was deleted until no other process happens to read, and here it has to be
gone when the transaction is over. What is deleted is overwritten with zeros, and the journal, which holds what was
there before, is removed as part of committing.
"""

import asyncio
import logging
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple, ParamSpec, TypeVar

from bot.support.vault import NEWEST, OVERLAP, OutOfOrder
from store.folders import make_folder

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

_VERSION = 1
# `setup` says which master key new keys are wrapped with. `gone` names cases whose key was destroyed and whose rows may
# still lie in the database. Without rowids, rows are kept in the order of random ids, and not of their coming.
_SCHEMA = """
CREATE TABLE setup (one INTEGER PRIMARY KEY CHECK (one = 1), master TEXT NOT NULL);
CREATE TABLE keys (id TEXT PRIMARY KEY, master TEXT NOT NULL, wrapped BLOB NOT NULL, made TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE epochs (number INTEGER PRIMARY KEY, master TEXT NOT NULL, wrapped BLOB NOT NULL, begins TEXT NOT NULL);
CREATE TABLE gone (id TEXT PRIMARY KEY) WITHOUT ROWID;
"""
# Seconds to wait for other processes.
_PATIENCE = 10.0


class EpochRow(NamedTuple):
    """A moderation key as it lies in the file, with the days from which it is no longer the newest, and over."""

    number: int
    master: str
    wrapped: bytes
    begins: date

    @property
    def aged(self) -> date:
        return self.begins + NEWEST

    @property
    def ends(self) -> date:
        return self.aged + OVERLAP


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the file to read; where there is none yet it is as if it were empty. Raises sqlite3.Error and OSError."""
    with _connected(path if path.exists() else ":memory:") as file:
        if _version(file):
            yield file
        else:
            with closing(sqlite3.connect(":memory:")) as empty:
                empty.executescript(_SCHEMA)
                yield empty


@contextmanager
def changing(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the file for one transaction, which is on the disk when this ends. Raises sqlite3.Error and OSError."""
    _make(path)
    with _connected(path) as file:
        # With EXTRA, not even a loss of power brings back a journal, and with it what was destroyed.
        for pragma in ("journal_mode=DELETE", "secure_delete=ON", "synchronous=EXTRA", "temp_store=MEMORY"):
            file.execute(f"PRAGMA {pragma}")
        file.execute("BEGIN IMMEDIATE")
        if not _version(file):
            for statement in _SCHEMA.split(";"):
                file.execute(statement)
            file.execute(f"PRAGMA user_version={_VERSION}")
        yield file
        file.execute("COMMIT")


def current_master(file: sqlite3.Connection) -> str:
    """Return the id of the master key that new keys are wrapped with; empty before the first."""
    row = file.execute("SELECT master FROM setup").fetchone()
    return str(row[0]) if row else ""


def use_master(file: sqlite3.Connection, master: str) -> None:
    file.execute("INSERT OR REPLACE INTO setup VALUES (1, ?)", (master,))


def epoch_rows(file: sqlite3.Connection) -> list[EpochRow]:
    """List the moderation keys, the newest first."""
    rows = file.execute("SELECT number, master, wrapped, begins FROM epochs ORDER BY number DESC")
    return [EpochRow(number, master, wrapped, date.fromisoformat(begins)) for number, master, wrapped, begins in rows]


async def aside(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Read or write beside the event loop. What the file does not allow becomes `OutOfOrder`."""
    try:
        return await asyncio.to_thread(work, *args, **kwargs)
    except (sqlite3.Error, OSError) as error:
        log.error("the keys cannot be read or written", extra={"reason": str(error)})  # noqa: TRY400 - that says it
        raise OutOfOrder(f"The file of the keys cannot be read or written: {error}.") from None


@contextmanager
def _connected(path: Path | str) -> Iterator[sqlite3.Connection]:
    # What is not committed when a connection is closed is undone.
    with closing(sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)) as file:
        yield file


def _version(file: sqlite3.Connection) -> int:
    (version,) = file.execute("PRAGMA user_version").fetchone()
    if version > _VERSION:
        raise sqlite3.DatabaseError("written by a newer version of hirg-bot")
    return int(version)


def _make(path: Path) -> None:
    """Make the file, and its folder; the journal takes over its rights."""
    make_folder(path.parent)
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        return
