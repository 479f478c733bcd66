"""Opening the database: SQLite in a file, or PostgreSQL shared by many processes."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from types import ModuleType

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import URL, Connection, Insert, Table, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.sql.dml import ReturningInsert

from store.folders import make_folder
from store.sqlite import begin, driver_of

# Any number, the same in every process: processes that start together take turns at migrating.
_MIGRATION_LOCK = 0x68697267
# Seconds between attempts to open a new SQLite file that other processes open too: turning it to WAL does not wait
# for busy_timeout (https://sqlite.org/wal.html, “Sometimes Queries Return SQLITE_BUSY In WAL Mode”).
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2)
_MIGRATIONS = Path(__file__).with_name("migrations")
_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}


class Unreachable(Exception):  # noqa: N818 - it is what happened
    """The database cannot be opened; the message says why, without the address or its password."""


class TooNew(Unreachable):
    """The database has a schema that is not known here."""

    def __init__(self) -> None:
        super().__init__("It was written by a newer version of hirg-bot; install that version again.")


@asynccontextmanager
async def open_database(address: str) -> AsyncIterator[AsyncEngine]:
    """Open the database at a SQLAlchemy address, brought to the newest schema. Raises `Unreachable`.

    `sqlite:///path` and `postgresql://…` are enough: the driver is chosen here.
    """
    engine = connect(address)
    try:
        _make_file(engine.url)
        await _migrate(engine)
        yield engine
    finally:
        await engine.dispose()


async def schema_of(address: str) -> tuple[str | None, str]:
    """Read which schema a database has, None before the first, and which is the newest; nothing is changed.

    Raises `TooNew`, and `Unreachable`, and so for a SQLite file that is not there.
    """
    engine = connect(address)
    try:
        if not _is_there(engine.url):
            raise Unreachable("There is no such file yet.")
        async with engine.execution_options(reads=True).connect() as connection:
            return await connection.run_sync(_schema)
    except CommandError:
        raise TooNew from None
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise Unreachable(reason_of(error)) from None
    finally:
        await engine.dispose()


def _schema(connection: Connection) -> tuple[str | None, str]:
    known = ScriptDirectory.from_config(_config())
    has = MigrationContext.configure(connection).get_current_revision()
    if has:
        known.get_revision(has)  # refuses what it does not know
    return has, known.get_current_head() or ""


def connect(address: str) -> AsyncEngine:
    """Make an engine for a SQLAlchemy address; it connects when it is first used. Raises `Unreachable`."""
    try:
        url = make_url(address)
    except ArgumentError:
        raise Unreachable("It is not a database address such as sqlite:///data/hirg.db.") from None
    backend = url.get_backend_name()
    if backend not in _DRIVERS:
        raise Unreachable(f"Databases of the kind “{backend}” are not supported; use sqlite or postgresql.")
    url = url.set(drivername=_DRIVERS[backend])
    try:
        # Errors must not repeat what people wrote.
        if backend != "sqlite":
            return create_async_engine(url, hide_parameters=True, pool_pre_ping=True)
        engine = create_async_engine(url, hide_parameters=True, async_creator=driver_of(url))
    except ModuleNotFoundError as error:
        raise Unreachable(f"{error.name} is not installed; install hirg-bot[postgres].") from None
    event.listen(engine.sync_engine, "begin", begin)
    return engine


def insert_new(
    engine: AsyncEngine, table: Table, rows: Sequence[Mapping[str, object]], key: str
) -> ReturningInsert[tuple[str]]:
    """Make a statement that adds those rows whose `key` is not there yet, and returns the keys of those."""
    adding = _dialect(engine).insert(table).values(list(rows)).on_conflict_do_nothing(index_elements=[key])
    returning: ReturningInsert[tuple[str]] = adding.returning(table.c[key])
    return returning


def insert_or_replace(engine: AsyncEngine, table: Table, row: Mapping[str, object]) -> Insert:
    """Make a statement that adds a whole row, in the place of one that has the same primary key.

    Of two that are added at once the later stays; to delete and then to insert would be refused then.
    """
    adding = _dialect(engine).insert(table).values(row)
    other = {column.name: adding.excluded[column.name] for column in table.columns if not column.primary_key}
    replacing: Insert = adding.on_conflict_do_update(index_elements=[*table.primary_key], set_=other)
    return replacing


async def forget_deleted(engine: AsyncEngine) -> None:
    """Take what was deleted out of SQLite's write-ahead log, too, where it would stay while a program runs.

    It stays until the next time when another process is reading just now.
    """
    if engine.dialect.name == "sqlite":
        async with engine.execution_options(bare=True).connect() as connection:
            await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _dialect(engine: AsyncEngine) -> ModuleType:
    return postgresql if engine.dialect.name == "postgresql" else sqlite


def _is_file(url: URL) -> bool:
    return (
        url.get_backend_name() == "sqlite" and bool(url.database) and not str(url.database).startswith((":", "file:"))
    )


def _is_there(url: URL) -> bool:
    return not _is_file(url) or Path(url.database or "").exists()


def _make_file(url: URL) -> None:
    """Make the file, and its folder, for this account's eyes alone: what people wrote about themselves will lie there.

    SQLite gives its other files the rights of this one.
    """
    if not _is_file(url):
        return
    path = Path(url.database or "")
    try:
        make_folder(path.parent)
        if not path.exists():
            path.touch(mode=0o600)
    except OSError as error:
        raise Unreachable(f"The file for it cannot be made: {error.strerror}.") from None


async def _migrate(engine: AsyncEngine) -> None:
    for pause in (*_PAUSES, None):
        try:
            await _migrate_once(engine)
        except CommandError:
            raise TooNew from None
        except (SQLAlchemyError, sqlite3.Error, OSError) as error:
            if pause is None or "database is locked" not in str(error):
                raise Unreachable(reason_of(error)) from None
            await asyncio.sleep(pause)
        else:
            return


async def _migrate_once(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
        else:
            await connection.execute(text("SELECT 1"))  # SQLite's lock comes with the first statement
        await connection.run_sync(_upgrade)


def _upgrade(connection: Connection) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


def reason_of(error: Exception) -> str:
    """Say in one line what the server or the file system said; the address, and so the password, is not in it."""
    cause = getattr(error, "orig", None) or error
    return str(cause).strip().splitlines()[0] if str(cause).strip() else type(cause).__name__
