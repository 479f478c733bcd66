"""What every Cases promises beside what test_kept.py asks of it: played over the fake, SQLite and PostgreSQL."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.support.kept import Blocked, Cases
from store.cases import SqlCases
from store.database import open_database
from tests.conftest import address_of
from tests.fakes import MemoryCases

NOON = datetime(2026, 3, 2, 12, 0, 0, 250_000, tzinfo=UTC)
HOUR = timedelta(hours=1)


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
