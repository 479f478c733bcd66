"""What every Kept promises, of cases and of sessions: played over the fake, SQLite and PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.support.kept import Kept, SealedCase
from store.database import open_database
from store.kept import SqlKept
from store.tables import cases, sessions
from tests.conftest import address_of
from tests.fakes import MemoryKept

NOON = datetime(2026, 3, 2, 12, 0, 0, 250_000, tzinfo=UTC)
HOUR = timedelta(hours=1)
TABLES = {"cases": cases, "sessions": sessions}
STORES = ["memory", *(f"{table} sqlite" for table in TABLES), *(f"{table} postgresql" for table in TABLES)]


def case(key: str, hours: int | None = 0) -> SealedCase:
    act_at = None if hours is None else NOON + hours * HOUR
    return SealedCase(id=key, sealed=f"\0{key}’s\xff".encode(), act_at=act_at)


@pytest.fixture(params=STORES)
async def kept(request: pytest.FixtureRequest, address: str) -> AsyncIterator[Kept]:
    if request.param == "memory":
        yield MemoryKept()
        return
    async with open_database(address) as engine:
        yield SqlKept(engine, TABLES[request.param.split()[0]])


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    kind = request.node.callspec.params["kept"].split()[-1]
    return "" if kind == "memory" else address_of(kind, request, tmp_path)


async def test_gives_back_what_was_added_and_nothing_else(kept: Kept) -> None:
    await kept.add(case("c1"))
    assert await kept.find("c1") == case("c1")
    assert await kept.find("c2") is None


async def test_an_id_is_given_once(kept: Kept) -> None:
    await kept.add(case("c1"))
    with pytest.raises(ValueError, match="c1"):
        await kept.add(case("c1", 7))
    assert await kept.find("c1") == case("c1")


async def test_the_order_says_nothing_of_which_came_first(kept: Kept) -> None:
    for key in ("c3", "c1", "c2"):
        await kept.add(case(key, hours={"c1": 2, "c2": 1, "c3": 0}[key]))
    assert [one.id for one in await kept.all()] == ["c1", "c2", "c3"]
    assert [one.id for one in await kept.due(NOON + 9 * HOUR)] == ["c1", "c2", "c3"]


async def test_it_is_due_from_its_time_on(kept: Kept) -> None:
    for one in (case("c1", 1), case("c2", 0), case("c3", None)):
        await kept.add(one)
    assert await kept.next_due() == NOON
    assert [one.id for one in await kept.due(NOON - timedelta(milliseconds=1))] == []
    assert [one.id for one in await kept.due(NOON)] == ["c2"]
    assert [one.id for one in await kept.due(NOON + HOUR)] == ["c1", "c2"]


async def test_where_nothing_waits_nothing_is_due(kept: Kept) -> None:
    await kept.add(case("c1", None))
    assert await kept.next_due() is None
    assert await kept.due(NOON) == []


async def test_what_is_saved_takes_the_place_of_what_was(kept: Kept) -> None:
    await kept.add(case("c1"))
    later = replace(case("c1", None), sealed=b"other")
    assert await kept.save(later)
    assert await kept.find("c1") == replace(later, version=1)


async def test_only_the_first_of_two_changes_is_taken(kept: Kept) -> None:
    await kept.add(case("c1"))
    assert await kept.save(replace(case("c1"), sealed=b"first"))
    assert not await kept.save(replace(case("c1"), sealed=b"second"))
    found = await kept.find("c1")
    assert found
    assert found.sealed == b"first"


async def test_of_many_changes_at_once_one_is_taken(kept: Kept) -> None:
    await kept.add(case("c1"))
    taken = await asyncio.gather(*(kept.save(replace(case("c1"), sealed=bytes([n]))) for n in range(8)))
    assert sum(taken) == 1


@pytest.mark.parametrize("for_good", [False, True])
async def test_what_is_saved_for_good_is_saved_like_anything_else(kept: Kept, for_good: bool) -> None:
    await kept.add(case("c1"))
    assert await kept.save(replace(case("c1"), sealed=b"first"), for_good=for_good)
    assert not await kept.save(replace(case("c1"), sealed=b"second"), for_good=for_good)
    assert not await kept.save(case("c2"), for_good=for_good)
    assert await kept.all() == [replace(case("c1"), sealed=b"first", version=1)]


@pytest.mark.parametrize("table", TABLES)
async def test_what_was_before_lies_in_no_file_once_something_is_saved_for_good(table: str, tmp_path: Path) -> None:
    async with open_database(f"sqlite:///{tmp_path}/t.db") as engine:
        kept = SqlKept(engine, TABLES[table])
        await kept.add(replace(case("c1"), sealed=b"canary" + bytes(9_000)))
        assert await kept.save(replace(case("c1"), sealed=b"canary again"))
        assert b"canary" in _files(tmp_path)
        assert await kept.save(replace(case("c1"), sealed=b"other", version=1), for_good=True)
        assert b"canary" not in _files(tmp_path)
        assert b"other" in _files(tmp_path)


async def test_what_is_removed_is_gone_and_cannot_be_saved(kept: Kept) -> None:
    for key in ("c1", "c2", "c3"):
        await kept.add(case(key))
    await kept.remove("c1", "c3", "never there")
    await kept.remove()
    assert not await kept.save(case("c1"))
    assert [one.id for one in await kept.all()] == ["c2"]


async def test_many_are_removed_at_once(kept: Kept) -> None:
    await kept.add(case("c1"))
    await kept.remove(*(f"none {number}" for number in range(40_000)), "c1")
    assert await kept.all() == []


async def test_it_is_printed_without_what_is_sealed(kept: Kept) -> None:
    await kept.add(case("c1"))
    assert "sealed" not in repr(await kept.all())


def _files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())
