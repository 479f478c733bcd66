"""What every Counts promises, beside the sessions it counts: played over the fake, SQLite and PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from bot.reflection.counts import Counts, Held
from bot.support.kept import Kept, SealedCase
from store.database import open_database
from store.kept import SqlKept
from store.session_counts import SqlCounts
from store.tables import sessions
from tests.conftest import address_of
from tests.fakes import MemoryCounts, MemoryKept

MAY = Held(month=date(2026, 5, 1), format="rolfe", size="5 to 9", slow=False)
JUNE = replace(MAY, month=date(2026, 6, 1))


@dataclass(frozen=True, slots=True)
class Ledger:
    """Numbers, and the sessions that are still kept: s0 to s9."""

    sessions: Kept
    counts: Counts


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
async def ledger(request: pytest.FixtureRequest, address: str) -> AsyncIterator[Ledger]:
    if request.param == "memory":
        kept = MemoryKept()
        yield await _filled(Ledger(kept, MemoryCounts(kept)))
        return
    async with open_database(address) as engine:
        yield await _filled(Ledger(SqlKept(engine, sessions), SqlCounts(engine)))


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    kind = request.node.callspec.params["ledger"]
    return "" if kind == "memory" else address_of(kind, request, tmp_path)


async def _filled(ledger: Ledger) -> Ledger:
    for number in range(10):
        await ledger.sessions.add(SealedCase(id=f"s{number}", sealed=b""))
    return ledger


async def test_nothing_was_held_at_first(ledger: Ledger) -> None:
    assert await ledger.counts.since(date.min) == {}


async def test_those_alike_are_one_number_and_all_others_apart(ledger: Ledger) -> None:
    apart = [replace(MAY, format="gibbs"), replace(MAY, size="10 to 19"), replace(MAY, slow=True), JUNE]
    for number, held in enumerate([MAY, MAY, *apart]):
        assert await ledger.counts.add(f"s{number}", held)
    assert await ledger.counts.since(date.min) == {MAY: 2, **dict.fromkeys(apart, 1)}


async def test_a_session_is_counted_once_whatever_is_said_of_it_the_second_time(ledger: Ledger) -> None:
    assert await ledger.counts.add("s1", MAY)
    assert not await ledger.counts.add("s1", MAY)
    assert not await ledger.counts.add("s1", JUNE)
    assert await ledger.counts.since(date.min) == {MAY: 1}


async def test_of_many_who_count_the_same_at_once_one_does(ledger: Ledger) -> None:
    added = await asyncio.gather(*(ledger.counts.add("s1", MAY) for _ in range(8)))
    assert sum(added) == 1
    assert await ledger.counts.since(date.min) == {MAY: 1}


async def test_none_of_many_that_are_counted_at_once_is_lost(ledger: Ledger) -> None:
    assert all(await asyncio.gather(*(ledger.counts.add(f"s{number}", MAY) for number in range(10))))
    assert await ledger.counts.since(date.min) == {MAY: 10}


async def test_numbers_outlast_the_sessions_and_those_that_are_gone_are_not_counted(ledger: Ledger) -> None:
    await ledger.counts.add("s1", MAY)
    await ledger.sessions.remove("s1", "s2")
    assert not await ledger.counts.add("s1", MAY)
    assert not await ledger.counts.add("s2", MAY)
    assert await ledger.counts.since(date.min) == {MAY: 1}


async def test_tells_of_a_month_and_those_after_it(ledger: Ledger) -> None:
    await ledger.counts.add("s1", MAY)
    await ledger.counts.add("s2", JUNE)
    assert await ledger.counts.since(MAY.month) == {MAY: 1, JUNE: 1}
    assert await ledger.counts.since(JUNE.month) == {JUNE: 1}
    assert await ledger.counts.since(date(2026, 7, 1)) == {}
