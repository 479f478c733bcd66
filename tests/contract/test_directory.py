"""What every Directory promises: played over the fake, SQLite and PostgreSQL."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.chat.requests import Account
from bot.directory.model import (
    AVAILABLE,
    MOST_NOTES,
    MOST_TOLD,
    MOST_VERSIONS,
    PAUSED,
    Availability,
    By,
    ChangedMeanwhile,
    Changes,
    Consent,
    Directory,
    Entry,
    Level,
    Note,
    Setting,
    Taken,
)
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
    levels={"R": Level.TEACH, "💬 listening\nand more": Level.LEARN},
    topics=("food, fuel", "place"),
    availability=Availability(date(2026, 3, 29)),
    unnamed=False,
    accounts=(Account("slack", "T1", "U1"), Account("discord", "9", "8")),
    own=frozenset({"about", "skills"}),
    checked_on=date(2026, 1, 6),
    pending=True,
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
    changed = replace(
        ANA,
        skills=("R",),
        levels={},
        topics=(),
        settings=frozenset(),
        about="",
        consent=Consent.UNKNOWN,
        availability=PAUSED,
        unnamed=True,
        accounts=ANA.accounts[1:],
        own=frozenset(),
        checked_on=None,
        pending=False,
    )
    await directory.change(0, put=[ANA, BO])
    await directory.change(1, put=[changed])

    assert await directory.entries() == [changed, BO]


async def test_keeps_of_each_whether_they_may_be_asked_without_a_name(directory: Directory) -> None:
    ana, bo = await directory.save(ANA), await directory.save(BO)
    assert [entry.unnamed for entry in await directory.entries()] == [False, True]

    await directory.save(replace(ana, unnamed=True))
    await directory.save(replace(bo, unnamed=False))
    assert [entry.unnamed for entry in await directory.entries()] == [True, False]


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


# One entry at a time ---------------------------------------------------------

NOON = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)


def note(number: int, entry_id: str = "a1", by: By = By.THEMSELVES) -> Note:
    return Note(entry_id, NOON + timedelta(minutes=number), by, ("skills", "levels"))


async def test_saves_a_new_entry_and_later_what_it_became(directory: Directory) -> None:
    first = await directory.save(ANA)
    second = await directory.save(replace(first, about="Something else"))

    assert (first, second.about) == (ANA, "Something else")
    assert [first.version, second.version] == [1, 2]
    assert (await directory.entries(), await directory.version()) == ([second], 2)


async def test_an_entry_has_the_version_the_directory_had_when_it_was_written(directory: Directory) -> None:
    await directory.change(0, put=[ANA])
    await directory.change(1, put=[BO])

    assert [entry.version for entry in await directory.entries()] == [1, 2]


async def test_saves_nothing_over_what_was_changed_meanwhile(directory: Directory) -> None:
    read = await directory.save(ANA)
    await directory.change(1, put=[replace(ANA, role="Professor")])

    for stale in (read, ANA, replace(BO, version=7)):
        with pytest.raises(ChangedMeanwhile, match="changed meanwhile"):
            await directory.save(replace(stale, about="Overwritten"), note(1, stale.id))
    assert [entry.role for entry in await directory.entries()] == ["Professor"]
    assert (await directory.version(), await directory.notes(most=9)) == (2, [])


async def test_changes_of_others_do_not_stand_in_the_way_of_saving(directory: Directory) -> None:
    ana, bo = await directory.save(ANA), await directory.save(BO)

    assert (await directory.save(replace(ana, role="GP"))).role == "GP"
    assert (await directory.save(replace(bo, role="GP"))).role == "GP"


async def test_finds_an_entry_by_its_id_and_by_any_of_its_accounts(directory: Directory) -> None:
    await directory.change(0, put=[ANA, BO])

    assert await directory.find("b2") == BO
    assert [await directory.of(account) for account in ANA.accounts] == [ANA, ANA]
    assert (await directory.find("nobody"), await directory.of(Account("slack", "T1", "U2"))) == (None, None)


async def test_finds_an_entry_from_a_conversation_that_names_no_workspace(directory: Directory) -> None:
    anywhere = Account("discord", "*", "8")
    await directory.change(0, put=[ANA, replace(BO, accounts=(Account("discord", "*", "7"),))])

    assert await directory.of(anywhere) == ANA
    assert (await directory.of(Account("discord", "9", "7")) or ANA).id == "b2"
    for other in (Account("slack", "*", "8"), Account("discord", "*", "88"), Account("discord", "*", "_")):
        assert await directory.of(other) is None


async def test_finds_entries_by_their_address(directory: Directory) -> None:
    twin = Entry(id="0", name="Ana’s mother", email="ANA@example.org")
    await directory.change(0, put=[ANA, BO, twin])

    assert await directory.with_email("Ana@Example.org") == [twin, ANA]
    assert await directory.with_email("a%@example.org") == []


async def test_an_account_belongs_to_one_entry(directory: Directory) -> None:
    await directory.save(ANA)
    thief = replace(BO, accounts=ANA.accounts[:1])

    with pytest.raises(Taken):
        await directory.save(thief)
    with pytest.raises(Taken):
        await directory.change(1, put=[thief])
    assert (await directory.entries(), await directory.version()) == ([ANA], 1)


async def test_an_account_that_was_given_up_can_be_somebody_elses(directory: Directory) -> None:
    ana = await directory.save(ANA)
    await directory.save(replace(ana, accounts=ANA.accounts[1:]))
    await directory.save(replace(BO, accounts=ANA.accounts[:1]))

    assert await directory.of(ANA.accounts[0]) == replace(BO, accounts=ANA.accounts[:1])


async def test_knows_who_needs_looking_after(directory: Directory) -> None:
    owned = replace(ANA, id="1", availability=AVAILABLE, pending=False)
    pending = Entry(id="2", name="New", pending=True)
    busy = Entry(id="3", name="Busy", availability=Availability(date(2026, 3, 29)))
    await directory.change(0, put=[BO, busy, pending, owned, Entry(id="4", name="Paused", availability=PAUSED)])

    assert await directory.attended() == [owned, pending, busy]


async def test_removes_one_entry_whatever_its_version(directory: Directory) -> None:
    await directory.change(0, put=[ANA, BO])
    await directory.remove("a1")
    await directory.remove("nobody")

    assert await directory.entries() == [BO]
    assert await directory.of(ANA.accounts[0]) is None
    assert await directory.version() > 1


# Following it change by change ------------------------------------------------


async def test_tells_what_changed_since_a_version(directory: Directory) -> None:
    await directory.change(0, put=[ANA, BO])
    assert await directory.changed_since(1) == Changes([], [])

    bo = await directory.save(replace(BO, about="Here", version=1))
    assert await directory.changed_since(1) == Changes([bo], [])

    await directory.remove("a1")
    await directory.change(3, put=[Entry(id="c3", name="Cy")], remove=["nobody"])
    changes = await directory.changed_since(1)
    assert changes is not None
    assert (sorted(entry.id for entry in changes.put), changes.gone) == (["b2", "c3"], ["a1"])
    assert await directory.changed_since(3) == Changes([Entry(id="c3", name="Cy")], [])


async def test_tells_of_somebody_who_went_and_came_back(directory: Directory) -> None:
    await directory.change(0, put=[BO])
    for _ in range(2):
        await directory.remove("b2")
        await directory.save(BO)

    assert await directory.changed_since(1) == Changes([BO], ["b2", "b2"])


async def test_tells_of_no_more_than_can_be_followed(directory: Directory) -> None:
    await directory.change(0, put=[Entry(id=f"{n:04}", name="") for n in range(MOST_TOLD)])
    assert len((await directory.changed_since(0) or Changes()).put) == MOST_TOLD

    await directory.save(BO)
    assert await directory.changed_since(0) is None
    assert await directory.changed_since(1) == Changes([BO], [])


async def test_tells_nothing_of_what_is_long_ago_or_of_another_directory(directory: Directory) -> None:
    await directory.change(0, put=[ANA, BO])
    await directory.remove("a1")
    for _ in range(MOST_VERSIONS):
        await directory.remove("nobody")

    assert await directory.changed_since(1) is None
    assert await directory.changed_since(2) == Changes([], [])
    assert await directory.changed_since(MOST_VERSIONS + 3) is None


# What was changed when -------------------------------------------------------


async def test_notes_are_listed_newest_first(directory: Directory) -> None:
    ana = await directory.save(ANA, note(0))
    await directory.change(1, put=[ana, BO], notes=[note(2, by=By.IMPORT), note(1, "b2", By.IMPORT)])

    assert await directory.notes(most=9) == [note(2, by=By.IMPORT), note(1, "b2", By.IMPORT), note(0)]
    assert await directory.notes("a1", most=1) == [note(2, by=By.IMPORT)]


async def test_of_each_entry_only_the_last_notes_are_kept(directory: Directory) -> None:
    await directory.save(BO, note(0, "b2"))
    ana = await directory.save(ANA)
    await directory.save(ana, *map(note, range(MOST_NOTES + 3)))

    assert await directory.notes("a1", most=99) == [note(n) for n in range(MOST_NOTES + 2, 2, -1)]
    assert await directory.notes("b2", most=99) == [note(0, "b2")]


async def test_with_an_entry_goes_what_was_noted_about_it(directory: Directory) -> None:
    await directory.change(0, put=[ANA, BO], notes=[note(0), note(1, "b2")])
    await directory.remove("a1")
    assert await directory.notes(most=9) == [note(1, "b2")]

    await directory.change(await directory.version(), remove=["b2"])
    assert await directory.notes(most=9) == []


async def test_notes_outlast_a_change_of_the_entry(directory: Directory) -> None:
    await directory.change(0, put=[ANA], notes=[note(0)])
    await directory.change(1, put=[replace(ANA, about="")])

    assert await directory.notes("a1", most=9) == [note(0)]
