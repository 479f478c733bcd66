"""What every Directory promises: played over the fake, SQLite and PostgreSQL."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.directory.model import ChangedMeanwhile, Consent, Directory, Entry, Setting
from store.database import open_database
from store.directory import SqlDirectory
from tests.conftest import address_of
from tests.fakes import MemoryDirectory

ANA = Entry(
    id="a1",
    name="Ana Núñez-O’Hara",
    role="Research nurse",
    organisation="St Elsewhere’s; “the Trust”",
    settings=frozenset({Setting.CLINICAL, Setting.ACADEMIC}),
    skills=("NVivo 14", "R", "focus groups (online, in person)", "💬 listening\nand more"),
    email="ana@example.org",
    contact="Teams, after 15:00",
    about="Robert'); DROP TABLE entries;--",
    consent=Consent.GIVEN,
)
BO = Entry(id="b2", name="Bo Žižek", consent=Consent.REFUSED)


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
async def directory(request: pytest.FixtureRequest, address: str) -> AsyncIterator[Directory]:
    if request.param == "memory":
        yield MemoryDirectory()
        return
    async with open_database(address) as engine:
        yield SqlDirectory(engine)


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    kind = request.node.callspec.params["directory"]
    return "" if kind == "memory" else address_of(kind, request, tmp_path)


async def test_is_empty_at_first(directory: Directory) -> None:
    assert (await directory.version(), await directory.entries()) == (0, [])


async def test_gives_back_exactly_what_was_put(directory: Directory) -> None:
    await directory.change(0, put=[BO, ANA])

    assert await directory.entries() == [ANA, BO]


async def test_says_its_new_version_whenever_it_changes(directory: Directory) -> None:
    first = await directory.change(0, put=[ANA])
    second = await directory.change(first, put=[BO])

    assert (first, second, await directory.version()) == (1, 2, 2)


async def test_replaces_an_entry_whole(directory: Directory) -> None:
    changed = replace(ANA, skills=("R",), settings=frozenset(), about="", consent=Consent.UNKNOWN)
    await directory.change(0, put=[ANA, BO])
    await directory.change(1, put=[changed])

    assert await directory.entries() == [changed, BO]


async def test_removes_entries_and_ignores_ids_it_does_not_know(directory: Directory) -> None:
    await directory.change(0, put=[ANA, BO])
    await directory.change(1, remove=["a1", "nobody"])

    assert await directory.entries() == [BO]


async def test_orders_by_name_and_then_by_id(directory: Directory) -> None:
    twins = [Entry(id=key, name="Sam Lee") for key in ("z", "a", "m")]
    await directory.change(0, put=[BO, *twins, ANA])

    assert [entry.id for entry in await directory.entries()] == ["a1", "b2", "a", "m", "z"]


@pytest.mark.parametrize("stale", [0, 2, 99])
async def test_writes_nothing_when_somebody_changed_it_meanwhile(directory: Directory, stale: int) -> None:
    await directory.change(0, put=[ANA])

    with pytest.raises(ChangedMeanwhile, match="nothing was written"):
        await directory.change(stale, put=[BO], remove=["a1"])

    assert (await directory.entries(), await directory.version()) == ([ANA], 1)


async def test_tells_its_progress_to_the_last_entry(directory: Directory) -> None:
    told: list[int] = []
    many = [Entry(id=f"{n:04}", name=f"Person {n:04}", skills=("R", "SPSS")) for n in range(1_203)]
    await directory.change(0, put=many, progress=told.append)

    assert sum(told) == len(many)
    assert await directory.entries() == many
