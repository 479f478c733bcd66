"""The outbox in the database: what is due is found by an index, however much was sent before."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.chat.requests import Address
from bot.delivery.model import Draft, State
from store.deliveries import SqlOutbox, row_of
from store.tables import deliveries

NOON = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
SENT = 20_000


@pytest.fixture
async def busy(engine: AsyncEngine) -> AsyncEngine:
    """A database in which much was sent, and little waits."""
    rows = [row_of(_draft(number)) for number in range(SENT)]
    for row in rows[20:]:
        row["state"] = State.SENT.value
    async with engine.begin() as connection:
        await connection.execute(insert(deliveries), rows)
    async with engine.execution_options(bare=True, isolation_level="AUTOCOMMIT").connect() as connection:
        await connection.execute(text("ANALYZE"))
    return engine


def _draft(number: int) -> Draft:
    at = NOON - number * SECOND
    to = Address("slack", f"C{number % 50}")
    about = f"meeting {number % 5000}"
    return Draft(key=f"{number}", kind="n", payload="", to=to, due_at=at, expires_at=NOON + SECOND, about=about)


@contextmanager
def _heard(engine: AsyncEngine) -> Iterator[list[tuple[str, Any]]]:
    """Collect the statements that reach the table."""
    heard: list[tuple[str, Any]] = []

    def listen(_c: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        if "deliveries" in statement:
            heard.append((statement, parameters))

    event.listen(engine.sync_engine, "before_cursor_execute", listen)
    try:
        yield heard
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", listen)


async def _plan(engine: AsyncEngine, statement: str, parameters: Any) -> str:
    explain = "EXPLAIN QUERY PLAN" if engine.dialect.name == "sqlite" else "EXPLAIN"
    async with engine.connect() as connection:
        rows = await connection.exec_driver_sql(f"{explain} {statement}", parameters)
        return "\n".join(str(row[-1]) for row in rows)


async def test_what_is_due_is_found_by_an_index(busy: AsyncEngine) -> None:
    outbox = SqlOutbox(busy)
    with _heard(busy) as heard:
        (one, *_) = await outbox.claim(NOON, NOON + 30 * SECOND, most=50)
        await outbox.claim_lost(NOON, NOON + 30 * SECOND, most=50)
        await outbox.next_due(avoid=["slack:C1"])
        await outbox.about(one.about)
    assert len(heard) >= 4
    for statement, parameters in heard:
        plan = await _plan(busy, statement, parameters)
        assert "SCAN deliveries" not in plan, plan
        assert "Seq Scan on deliveries" not in plan, plan
        assert "ix_deliveries_" in plan, plan
