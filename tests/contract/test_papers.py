"""What every Papers promises, beside the sessions they belong to: played over the fake, SQLite and PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.reflection.papers import Papers, SealedPaper
from bot.support.kept import Kept, SealedCase
from store.database import open_database
from store.kept import SqlKept
from store.papers import SqlPapers
from store.tables import sessions
from tests.conftest import address_of
from tests.fakes import MemoryKept, MemoryPapers


@dataclass(frozen=True, slots=True)
class Drawer:
    """Papers, and the sessions they lie with: two of them, s1 and s2."""

    sessions: Kept
    papers: Papers


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
async def drawer(request: pytest.FixtureRequest, address: str) -> AsyncIterator[Drawer]:
    if request.param == "memory":
        kept = MemoryKept()
        yield await _filled(Drawer(kept, MemoryPapers(kept)))
        return
    async with open_database(address) as engine:
        yield await _filled(Drawer(SqlKept(engine, sessions), SqlPapers(engine)))


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    kind = request.node.callspec.params["drawer"]
    return "" if kind == "memory" else address_of(kind, request, tmp_path)


async def _filled(drawer: Drawer) -> Drawer:
    for key in ("s1", "s2"):
        await drawer.sessions.add(SealedCase(id=key, sealed=b""))
    return drawer


def paper(key: str, session: str = "s1") -> SealedPaper:
    return SealedPaper(session=session, id=key, sealed=f"\0{key}’s\xff".encode())


async def test_gives_back_what_was_added_and_nothing_else(drawer: Drawer) -> None:
    assert await drawer.papers.add(paper("a"))
    assert await drawer.papers.find("s1", "a") == paper("a")
    assert await drawer.papers.find("s1", "b") is None
    assert await drawer.papers.find("s2", "a") is None


async def test_an_id_is_given_once_in_each_session(drawer: Drawer) -> None:
    assert await drawer.papers.add(paper("a"))
    assert not await drawer.papers.add(replace(paper("a"), sealed=b"other"))
    assert await drawer.papers.add(paper("a", "s2"))
    assert await drawer.papers.of("s1") == [paper("a")]


async def test_of_many_who_add_the_same_at_once_one_is_first(drawer: Drawer) -> None:
    added = await asyncio.gather(*(drawer.papers.add(paper("a")) for _ in range(8)))
    assert sum(added) == 1


async def test_a_hundred_are_added_at_once(drawer: Drawer) -> None:
    added = await asyncio.gather(*(drawer.papers.add(paper(f"{number:03}")) for number in range(100)))
    assert all(added)
    assert await drawer.papers.count("s1") == 100


async def test_the_order_says_nothing_of_which_came_first(drawer: Drawer) -> None:
    for key in ("c", "a", "b"):
        await drawer.papers.add(paper(key))
    await drawer.papers.add(paper("d", "s2"))
    assert [one.id for one in await drawer.papers.of("s1")] == ["a", "b", "c"]
    assert await drawer.papers.count("s1") == 3


async def test_only_the_first_of_two_changes_is_taken(drawer: Drawer) -> None:
    await drawer.papers.add(paper("a"))
    assert await drawer.papers.save(replace(paper("a"), sealed=b"first"))
    assert not await drawer.papers.save(replace(paper("a"), sealed=b"second"))
    assert await drawer.papers.find("s1", "a") == replace(paper("a"), sealed=b"first", version=1)


async def test_what_is_not_there_cannot_be_changed(drawer: Drawer) -> None:
    assert not await drawer.papers.save(paper("a"))
    assert await drawer.papers.of("s1") == []


async def test_one_that_was_removed_is_gone_and_its_place_is_free(drawer: Drawer) -> None:
    for key in ("a", "b"):
        await drawer.papers.add(paper(key))
    await drawer.papers.add(paper("a", "s2"))
    for _ in range(2):
        await drawer.papers.remove("s1", "a")
    assert await drawer.papers.of("s1") == [paper("b")]
    assert not await drawer.papers.save(paper("a"))
    assert await drawer.papers.of("s2") == [paper("a", "s2")]
    assert await drawer.papers.add(paper("a"))


async def test_papers_go_with_their_session_and_no_others(drawer: Drawer) -> None:
    await drawer.papers.add(paper("a"))
    await drawer.papers.add(paper("a", "s2"))
    await drawer.sessions.remove("s1")
    assert (await drawer.papers.of("s1"), await drawer.papers.count("s1")) == ([], 0)
    assert await drawer.papers.of("s2") == [paper("a", "s2")]


async def test_nothing_is_written_in_a_session_that_is_gone(drawer: Drawer) -> None:
    await drawer.papers.add(paper("a"))
    await drawer.sessions.remove("s1")
    assert not await drawer.papers.add(paper("b"))
    assert not await drawer.papers.save(paper("a"))


async def test_a_paper_is_printed_without_what_is_sealed(drawer: Drawer) -> None:
    await drawer.papers.add(paper("a"))
    assert "sealed" not in repr(await drawer.papers.of("s1"))


async def test_finds_many_in_many_sessions_in_one_look(drawer: Drawer) -> None:
    for key in ("a", "b"):
        assert await drawer.papers.add(paper(key))
    assert await drawer.papers.add(paper("a", "s2"))
    asked = [("s1", "a"), ("s2", "a"), ("s2", "b"), ("s1", "never there"), *((f"s{n}", "a") for n in range(3, 1_300))]
    found = await drawer.papers.some(asked)
    assert sorted((one.session, one.id) for one in found) == [("s1", "a"), ("s2", "a")]
    assert list(await drawer.papers.some([])) == []
