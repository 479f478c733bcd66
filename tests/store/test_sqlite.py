"""Transactions on SQLite, which begin with their first statement and take few turns of its thread."""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from aiosqlite import Connection as Driver
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from store.database import connect

ADD = text("INSERT INTO things (id, name) VALUES (:id, :name)")
COUNT = text("SELECT count(*) FROM things")
# Takes long enough to be cancelled in the middle of it.
LONG = text("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000000) SELECT max(i) FROM n")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "trial.db"
    with sqlite3.connect(path) as driver:
        driver.execute("CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT NOT NULL)")
    driver.close()
    return path


@pytest.fixture
async def engine(path: Path) -> AsyncIterator[AsyncEngine]:
    engine = connect(f"sqlite:///{path}")
    yield engine
    await engine.dispose()


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count what the thread of a connection is asked to do."""
    asked = Counter[str]()
    ask: Callable[..., Any] = Driver._execute

    async def counted(driver: Driver, work: Callable[..., Any], *arguments: object, **options: object) -> object:
        asked[getattr(work, "__name__", "")] += 1
        return await ask(driver, work, *arguments, **options)

    monkeypatch.setattr(Driver, "_execute", counted)
    return asked


async def count(engine: AsyncEngine) -> int:
    async with engine.execution_options(reads=True).connect() as connection:
        return int(await connection.scalar(COUNT) or 0)


def locked(path: Path) -> sqlite3.Connection:
    """Hold the write lock."""
    driver = sqlite3.connect(path, isolation_level=None)
    driver.execute("BEGIN IMMEDIATE")
    return driver


async def be_impatient(connection: AsyncConnection) -> None:
    """Let a connection wait for no lock; said to its driver, so that nothing begins by it."""
    driver = (await connection.get_raw_connection()).driver_connection
    assert driver is not None
    await driver.execute("PRAGMA busy_timeout=0")


async def test_a_question_takes_two_turns_and_its_end_no_third(engine: AsyncEngine, turns: Counter[str]) -> None:
    await count(engine)
    turns.clear()
    assert await count(engine) == 0
    assert turns.total() == 2, turns


async def test_what_asks_nothing_takes_no_turn(engine: AsyncEngine, turns: Counter[str]) -> None:
    await count(engine)
    turns.clear()
    async with engine.begin():
        pass
    assert turns.total() == 0, turns


async def test_all_that_one_transaction_reads_was_there_at_its_first_statement(engine: AsyncEngine) -> None:
    async with engine.execution_options(reads=True).connect() as reader:
        assert await reader.scalar(COUNT) == 0
        async with engine.begin() as writer:
            await writer.execute(ADD, {"id": 1, "name": "a"})
        assert await reader.scalar(COUNT) == 0
    assert await count(engine) == 1


async def test_a_transaction_that_is_given_up_leaves_nothing(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        await connection.execute(ADD, {"id": 1, "name": "a"})
        await connection.rollback()
    assert await count(engine) == 0


async def test_whatever_follows_a_statement_that_failed_belongs_to_the_same_transaction(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        with pytest.raises(IntegrityError):
            await connection.execute(ADD, {"id": 1, "name": None})
        await connection.execute(ADD, {"id": 2, "name": "b"})
        await connection.rollback()
    assert await count(engine) == 0


async def test_what_could_not_begin_is_never_done_outside_a_transaction(engine: AsyncEngine, path: Path) -> None:
    async with engine.connect() as connection:
        await be_impatient(connection)
        with closing(locked(path)), pytest.raises(OperationalError, match="locked"):
            await connection.execute(ADD, {"id": 1, "name": "a"})
        await connection.execute(ADD, {"id": 1, "name": "a"})
        await connection.rollback()
    assert await count(engine) == 0


async def test_whoever_is_cancelled_while_writing_keeps_no_lock(engine: AsyncEngine) -> None:
    begun = asyncio.Event()

    async def write() -> None:
        async with engine.begin() as connection:
            await connection.execute(ADD, {"id": 1, "name": "a"})
            begun.set()
            await connection.execute(LONG)

    writing = asyncio.create_task(write())
    await begun.wait()
    await asyncio.sleep(0)
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    async with engine.begin() as connection:
        await connection.execute(ADD, {"id": 2, "name": "b"})
    assert await count(engine) == 1


async def test_many_rows_are_written_and_read_at_once(engine: AsyncEngine, turns: Counter[str]) -> None:
    async with engine.begin() as connection:
        turns.clear()
        done = await connection.execute(ADD, [{"id": number, "name": str(number)} for number in range(500)])
        assert done.rowcount == 500
        rows = (await connection.execute(text("SELECT id, name FROM things ORDER BY id"))).all()
        assert turns.total() == 2, turns
    assert rows == [(number, str(number)) for number in range(500)]


async def test_what_is_returned_by_a_change_is_what_it_changed(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        added = await connection.execute(text("INSERT INTO things (name) VALUES ('a'), ('b') RETURNING id"))
        assert added.scalars().all() == [1, 2]
        changed = await connection.execute(text("UPDATE things SET name = 'c'"))
        assert changed.rowcount == 2
