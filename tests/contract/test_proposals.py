"""What every Proposals promises: played over the fake, SQLite and PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.chat.requests import Account
from bot.meetings.proposals import Proposal, Proposals
from store.database import open_database
from store.proposals import SqlProposals
from tests.conftest import address_of
from tests.fakes import MemoryProposals

NOW = datetime(2026, 1, 2, 9, 30, 1, 234_000, tzinfo=UTC)
OZ, PIA = Account("slack", "T1", "UOZ"), Account("discord", "G1", "99")
FIRST = Proposal(id="a1", owner=OZ, answers={"title": "Žižek’s “group” 💬\nand'); more", "place": ""}, made_at=NOW)


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
async def proposals(request: pytest.FixtureRequest, address: str) -> AsyncIterator[Proposals]:
    if request.param == "memory":
        yield MemoryProposals()
        return
    async with open_database(address) as engine:
        yield SqlProposals(engine)


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    kind = request.node.callspec.params["proposals"]
    return "" if kind == "memory" else address_of(kind, request, tmp_path)


async def test_gives_back_what_is_kept_and_nothing_else(proposals: Proposals) -> None:
    await proposals.keep(FIRST)
    assert await proposals.find("a1") == FIRST
    assert await proposals.find("b2") is None


async def test_the_later_words_take_the_place_of_the_earlier(proposals: Proposals) -> None:
    await proposals.keep(FIRST)
    later = replace(FIRST, answers={"title": "Another"})
    await proposals.keep(later)
    assert await proposals.find("a1") == later


async def test_of_several_that_are_kept_at_once_one_stays(proposals: Proposals) -> None:
    several = [replace(FIRST, answers={"title": f"Meeting {number}"}) for number in range(12)]
    for _ in range(3):
        await asyncio.gather(*map(proposals.keep, several))
    assert await proposals.find("a1") in several
    assert len(await proposals.of(OZ)) == 1


async def test_what_is_removed_is_gone(proposals: Proposals) -> None:
    await proposals.keep(FIRST)
    await proposals.remove("a1")
    await proposals.remove("never there")
    assert await proposals.find("a1") is None


async def test_forgets_what_is_old_and_keeps_what_is_not(proposals: Proposals) -> None:
    later = replace(FIRST, id="b2", made_at=NOW + timedelta(milliseconds=1))
    await proposals.keep(FIRST)
    await proposals.keep(later)
    await proposals.forget_before(later.made_at)
    assert (await proposals.find("a1"), await proposals.find("b2")) == (None, later)


async def test_forgets_one_owner_and_nobody_else(proposals: Proposals) -> None:
    theirs = replace(FIRST, id="b2", owner=PIA)
    await proposals.keep(FIRST)
    await proposals.keep(theirs)
    await proposals.forget(OZ)
    assert (await proposals.find("a1"), await proposals.find("b2")) == (None, theirs)


async def test_lists_what_one_person_is_planning_oldest_first(proposals: Proposals) -> None:
    unnamed = replace(FIRST, id="c3", owner=Account("slack", "*", "UOZ"), made_at=NOW - timedelta(minutes=1))
    for one in (FIRST, unnamed, replace(FIRST, id="d4", owner=PIA)):
        await proposals.keep(one)
    assert [one.id for one in await proposals.of(OZ)] == ["c3", "a1"]
    await proposals.forget(OZ)
    assert (await proposals.of(OZ), [one.id for one in await proposals.of(PIA)]) == ([], ["d4"])
