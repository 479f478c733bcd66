"""What every keeper of codes promises: played over the fake, SQLite and PostgreSQL."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.chat.requests import Account
from bot.directory.codes import Code, Codes
from bot.directory.model import Directory, Entry
from store.codes import SqlCodes
from store.database import open_database
from store.directory import SqlDirectory
from tests.conftest import address_of
from tests.fakes import MemoryCodes, MemoryDirectory

NOON = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
CODE = Code("d1", "a1", link=False, expires_at=NOON + HOUR)
KIM, LEE = Account("slack", "T1", "U1"), Account("discord", "9", "8")


@dataclass(frozen=True, slots=True)
class House:
    directory: Directory
    codes: Codes


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
async def house(request: pytest.FixtureRequest, address: str) -> AsyncIterator[House]:
    """Codes, and a Directory with two people in it."""
    people = [Entry(id="a1", name="Ana"), Entry(id="b2", name="Bo")]
    if request.param == "memory":
        directory = MemoryDirectory(people)
        yield House(directory, MemoryCodes(directory))
        return
    async with open_database(address) as engine:
        await SqlDirectory(engine).change(0, put=people)
        yield House(SqlDirectory(engine), SqlCodes(engine))


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    kind = request.node.callspec.params["house"]
    return "" if kind == "memory" else address_of(kind, request, tmp_path)


async def test_keeps_one_code_of_each_kind_for_an_entry(house: House) -> None:
    link, other = replace(CODE, digest="d2", link=True), replace(CODE, digest="d3", entry_id="b2")
    for code in (CODE, link, other, replace(CODE, digest="d4")):
        await house.codes.keep(code)

    assert await house.codes.valid(NOON) == [replace(CODE, digest="d4"), link, other]


async def test_forgets_a_code_whose_time_has_passed(house: House) -> None:
    await house.codes.keep(CODE)

    assert await house.codes.valid(NOON + HOUR) == []
    assert await house.codes.valid(NOON) == []


async def test_a_code_is_spent_once(house: House) -> None:
    await house.codes.keep(CODE)

    assert [await house.codes.spend("d1"), await house.codes.spend("d1"), await house.codes.valid(NOON)] == [
        True,
        False,
        [],
    ]


async def test_with_an_entry_go_its_codes(house: House) -> None:
    await house.codes.keep(CODE)
    await house.directory.remove("a1")

    assert await house.codes.valid(NOON) == []


async def test_a_code_outlasts_a_change_of_the_entry(house: House) -> None:
    await house.codes.keep(CODE)
    await house.directory.change(1, put=[Entry(id="a1", name="Ana", role="GP")])

    assert await house.codes.valid(NOON) == [CODE]


async def test_counts_how_often_each_account_tried_of_late(house: House) -> None:
    tried = [await house.codes.attempt(KIM, NOON + n * HOUR / 4, NOON - HOUR + n * HOUR / 4) for n in range(6)]

    assert tried == [1, 2, 3, 4, 4, 4]
    assert await house.codes.attempt(LEE, NOON + HOUR, NOON) == 1


async def test_forgets_the_tries_of_somebody_who_is_pardoned(house: House) -> None:
    await house.codes.attempt(KIM, NOON, NOON - HOUR)
    await house.codes.attempt(LEE, NOON, NOON - HOUR)
    await house.codes.pardon(KIM)

    assert await house.codes.attempt(KIM, NOON, NOON - HOUR) == 1
    assert await house.codes.attempt(LEE, NOON, NOON - HOUR) == 2


async def test_says_of_how_many_tries_it_is_still_known(house: House) -> None:
    assert await house.codes.attempts(KIM) == 0
    await house.codes.attempt(KIM, NOON, NOON - HOUR)
    await house.codes.attempt(replace(KIM, workspace="*"), NOON, NOON - HOUR)
    assert [await house.codes.attempts(who) for who in (KIM, LEE)] == [2, 0]


async def test_forgets_the_tries_of_long_ago(house: House) -> None:
    await house.codes.attempt(KIM, NOON, NOON - HOUR)
    await house.codes.attempt(KIM, NOON + HOUR, NOON - HOUR)
    await house.codes.forget_attempts(NOON)
    assert await house.codes.attempts(KIM) == 1
