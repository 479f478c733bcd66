"""What every Cases promises: played over the fake, SQLite and PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.support.model import Blocked, Cases, SealedCase
from store.cases import SqlCases
from store.database import open_database
from tests.conftest import address_of
from tests.fakes import MemoryCases

NOON = datetime(2026, 3, 2, 12, 0, 0, 250_000, tzinfo=UTC)
HOUR = timedelta(hours=1)


def case(key: str, hours: int | None = 0) -> SealedCase:
    act_at = None if hours is None else NOON + hours * HOUR
    return SealedCase(id=key, sealed=f"\0{key}’s\xff".encode(), act_at=act_at)


def block(key: str, mark: str = "m1", hours: int = 1, epoch: int = 1) -> Blocked:
    return Blocked(epoch=epoch, mark=mark, until=NOON + hours * HOUR, case=key)


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
async def cases(request: pytest.FixtureRequest, address: str) -> AsyncIterator[Cases]:
    if request.param == "memory":
        yield MemoryCases()
        return
    async with open_database(address) as engine:
        yield SqlCases(engine)


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    kind = request.node.callspec.params["cases"]
    return "" if kind == "memory" else address_of(kind, request, tmp_path)


async def test_gives_back_what_was_added_and_nothing_else(cases: Cases) -> None:
    await cases.add(case("c1"))
    assert await cases.find("c1") == case("c1")
    assert await cases.find("c2") is None


async def test_an_id_is_given_once(cases: Cases) -> None:
    await cases.add(case("c1"))
    with pytest.raises(ValueError, match="c1"):
        await cases.add(case("c1", 7))
    assert await cases.find("c1") == case("c1")


async def test_the_order_says_nothing_of_which_came_first(cases: Cases) -> None:
    for key in ("c3", "c1", "c2"):
        await cases.add(case(key, hours={"c1": 2, "c2": 1, "c3": 0}[key]))
    assert [one.id for one in await cases.all()] == ["c1", "c2", "c3"]
    assert [one.id for one in await cases.due(NOON + 9 * HOUR)] == ["c1", "c2", "c3"]


async def test_a_case_is_due_from_its_time_on(cases: Cases) -> None:
    for one in (case("c1", 1), case("c2", 0), case("c3", None)):
        await cases.add(one)
    assert await cases.next_due() == NOON
    assert [one.id for one in await cases.due(NOON - timedelta(milliseconds=1))] == []
    assert [one.id for one in await cases.due(NOON)] == ["c2"]
    assert [one.id for one in await cases.due(NOON + HOUR)] == ["c1", "c2"]


async def test_where_nothing_waits_nothing_is_due(cases: Cases) -> None:
    await cases.add(case("c1", None))
    assert await cases.next_due() is None
    assert await cases.due(NOON) == []


async def test_what_is_saved_takes_the_place_of_what_was(cases: Cases) -> None:
    await cases.add(case("c1"))
    later = replace(case("c1", None), sealed=b"other")
    assert await cases.save(later)
    assert await cases.find("c1") == replace(later, version=1)


async def test_only_the_first_of_two_changes_is_taken(cases: Cases) -> None:
    await cases.add(case("c1"))
    assert await cases.save(replace(case("c1"), sealed=b"first"))
    assert not await cases.save(replace(case("c1"), sealed=b"second"))
    found = await cases.find("c1")
    assert found
    assert found.sealed == b"first"


async def test_of_many_changes_at_once_one_is_taken(cases: Cases) -> None:
    await cases.add(case("c1"))
    taken = await asyncio.gather(*(cases.save(replace(case("c1"), sealed=bytes([n]))) for n in range(8)))
    assert sum(taken) == 1


async def test_what_is_removed_is_gone_and_cannot_be_saved(cases: Cases) -> None:
    for key in ("c1", "c2", "c3"):
        await cases.add(case(key))
    await cases.remove("c1", "c3", "never there")
    await cases.remove()
    assert not await cases.save(case("c1"))
    assert [one.id for one in await cases.all()] == ["c2"]


async def test_many_are_removed_at_once(cases: Cases) -> None:
    await cases.add(case("c1"))
    await cases.remove(*(f"none {number}" for number in range(40_000)), "c1")
    assert await cases.all() == []


async def test_a_block_is_in_force_until_its_time(cases: Cases) -> None:
    await cases.block(block("c1", hours=1))
    await cases.block(block("c2", "m0", hours=2))
    assert await cases.blocked(NOON) == [block("c2", "m0", hours=2), block("c1")]
    assert await cases.blocked(NOON + HOUR) == [block("c2", "m0", hours=2)]
    assert await cases.blocked(NOON) == [block("c2", "m0", hours=2)]


async def test_a_later_block_from_the_same_case_takes_the_place_of_the_earlier(cases: Cases) -> None:
    for one in (block("c1"), block("c1", hours=5, epoch=2), block("c2")):
        await cases.block(one)
    assert await cases.blocked(NOON) == [block("c1", hours=5, epoch=2), block("c2")]


async def test_only_the_blocks_that_are_meant_are_lifted(cases: Cases) -> None:
    for one in (block("c1"), block("c1", "m2"), block("c2")):
        await cases.block(one)
    await cases.unblock("c1", ["m1", "never there"])
    await cases.unblock("c2", [])
    assert await cases.blocked(NOON) == [block("c2"), block("c1", "m2")]


async def test_a_case_is_printed_without_what_is_sealed(cases: Cases) -> None:
    await cases.add(case("c1"))
    assert "sealed" not in repr(await cases.all())
