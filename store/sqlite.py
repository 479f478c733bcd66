"""SQLite asked in as few turns of its thread as may be: for one short question, those cost more than the answer."""

import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, Self, cast

from aiosqlite import Connection as Driver
from sqlalchemy import URL, Connection
from sqlalchemy.engine.interfaces import AdaptedConnection

# Several processes may share the file, and what is deleted is overwritten, not only forgotten.
_PRAGMAS = ("busy_timeout=10000", "journal_mode=WAL", "foreign_keys=ON", "secure_delete=ON")

_Parameters = Sequence[Any]
_Description = Sequence[tuple[str, None, None, None, None, None, None]]


def driver_of(url: URL) -> Callable[[], Awaitable[Driver]]:
    """Return what connects to the file of a `sqlite` address; SQLAlchemy's `async_creator`."""
    (path, *_), options = url.get_dialect()().create_connect_args(url)

    def connect() -> sqlite3.Connection:
        made: sqlite3.Connection = sqlite3.connect(path, **options)
        return made

    async def opened() -> Driver:
        driver = _Driver(connect)
        await driver
        try:
            await driver.ask(_prepare)
        except sqlite3.Error:
            await driver.close()
            raise
        return driver

    return opened


def begin(connection: Connection) -> None:
    """Have a transaction begin with its first statement; listens to SQLAlchemy's `begin`.

    One that writes takes the write lock at its start: a reader that turns writer midway would be refused, not made to
    wait. The execution option `reads` says that it will not write, and `bare` that there is no transaction.
    """
    options = connection.get_execution_options()
    if not options.get("bare", False):
        adapted = cast("AdaptedConnection", connection.connection.dbapi_connection)
        adapted.driver_connection.begin_with("BEGIN" if options.get("reads", False) else "BEGIN IMMEDIATE")


class _Driver(Driver):
    """Is a connection of aiosqlite that begins, asks and fetches in one turn, and ends what has begun alone."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=1)  # rows are fetched all at once
        # A program that ends does not wait for connections that nobody closed.
        self._thread.daemon = True
        self._beginning = ""
        self._has_begun = False

    def begin_with(self, statement: str) -> None:
        """Run this before the next statement, in the same turn."""
        self._beginning = statement

    def cursor(self) -> "_Cursor":  # type: ignore[override] # there it is to be awaited, and takes a turn
        return _Cursor(self)

    async def ask(self, answer: Callable[[sqlite3.Connection], None]) -> None:
        """Let the thread work with the connection, in a transaction if one is to begin."""
        beginning, self._beginning = self._beginning, ""
        # Noted before the thread is asked: whoever is cancelled meanwhile has begun all the same.
        self._has_begun = self._has_begun or bool(beginning)
        try:
            await self._execute(_work, self._conn, beginning, answer)  # type: ignore[no-untyped-call] # it has no types
        except sqlite3.Error:
            if not self.in_transaction:
                self._beginning = beginning  # nothing of the transaction may ever run outside it
            raise

    async def commit(self) -> None:
        if self._ends():
            await super().commit()

    async def rollback(self) -> None:
        if self._ends():
            await super().rollback()

    def _ends(self) -> bool:
        """Whether there is a transaction to end; from now on there is none."""
        begun, self._beginning, self._has_begun = self._has_begun, "", False
        return begun or self.in_transaction


class _Cursor:
    """Is a cursor as SQLAlchemy needs one of its asynchronous drivers; of its methods only those that execute wait."""

    arraysize = 1

    def __init__(self, driver: _Driver) -> None:
        self._driver = driver
        self._rows: list[Any] = []
        self.description: _Description | None = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, parameters: _Parameters = ()) -> Self:
        await self._driver.ask(lambda driver: self._take(driver.execute(statement, parameters)))
        return self

    async def executemany(self, statement: str, parameters: Iterable[_Parameters]) -> Self:
        await self._driver.ask(lambda driver: self._take(driver.executemany(statement, parameters)))
        return self

    def _take(self, answer: sqlite3.Cursor) -> None:
        self.description, self.lastrowid = answer.description, answer.lastrowid
        self._rows = answer.fetchall() if answer.description else []
        self.rowcount = answer.rowcount
        answer.close()

    async def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        self._rows = []


def _prepare(driver: sqlite3.Connection) -> None:
    driver.isolation_level = None  # or it would begin transactions by itself, and too late
    for pragma in _PRAGMAS:
        driver.execute(f"PRAGMA {pragma}")


def _work(driver: sqlite3.Connection, beginning: str, answer: Callable[[sqlite3.Connection], None]) -> None:
    if beginning:
        driver.execute(beginning)
    answer(driver)
