"""What every port of wishes promises: played over the fake, SQLite and PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.chat.requests import Account
from bot.meetings.wishes import Wish, Wishes
from store.database import open_database
from store.wishes import SqlWishes
from tests.conftest import address_of
from tests.fakes import MemoryWishes

KIM, LEE = Account("slack", "T1", "KIM"), Account("discord", "9", "LEE")
# Lee, where no workspace is named.
UNNAMED = Account("discord", "*", "LEE")
DAY = timedelta(days=1)
SINCE = datetime(2026, 1, 2, 3, 4, 5, 678_000, tzinfo=UTC)
SERIES = Wish(account=KIM, subject="5e71e5", before=DAY, since=SINCE)
MUTED = Wish(account=KIM, subject="5e71e5@20260106T150000", before=None, since=SINCE)
OTHER = Wish(account=LEE, subject="5e71e5", before=timedelta(minutes=10), since=SINCE)


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
async def wishes(request: pytest.FixtureRequest, address: str) -> AsyncIterator[Wishes]:
    if request.param == "memory":
        yield MemoryWishes()
        return
    async with open_database(address) as engine:
        yield SqlWishes(engine)


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    kind = request.node.callspec.params["wishes"]
    return "" if kind == "memory" else address_of(kind, request, tmp_path)


async def test_gives_back_exactly_what_was_kept(wishes: Wishes) -> None:
    for wish in (MUTED, OTHER, SERIES):
        await wishes.keep(wish)
    assert await wishes.all() == [OTHER, SERIES, MUTED]
    assert await wishes.of(KIM) == [SERIES, MUTED]
    assert await wishes.of(Account("slack", "T1", "NOBODY")) == []


async def test_a_person_has_one_wish_for_each_subject(wishes: Wishes) -> None:
    later = replace(SERIES, before=timedelta(hours=1), since=SINCE + DAY)
    for wish in (SERIES, later, OTHER):
        await wishes.keep(wish)
    assert await wishes.all() == [OTHER, later]


async def test_a_person_can_drop_a_wish_and_nobody_elses(wishes: Wishes) -> None:
    for wish in (SERIES, MUTED, OTHER):
        await wishes.keep(wish)
    await wishes.drop(KIM, ["5e71e5", "unknown"])
    assert await wishes.all() == [OTHER, MUTED]


async def test_a_person_can_be_forgotten(wishes: Wishes) -> None:
    for wish in (SERIES, MUTED, OTHER):
        await wishes.keep(wish)
    await wishes.forget(KIM)
    assert await wishes.all() == [OTHER]


async def test_a_person_is_forgotten_where_a_platform_named_no_workspace(wishes: Wishes) -> None:
    unnamed = replace(OTHER, account=UNNAMED, subject="other")
    capital = replace(OTHER, account=Account("discord", "9", "lee"))
    for wish in (OTHER, unnamed, capital):
        await wishes.keep(wish)
    await wishes.forget(unnamed.account)
    assert await wishes.all() == [capital]


@pytest.mark.parametrize(("first", "then"), [(LEE, UNNAMED), (UNNAMED, LEE)])
async def test_a_person_is_the_same_where_a_platform_named_no_workspace(
    wishes: Wishes, first: Account, then: Account
) -> None:
    await wishes.keep(replace(OTHER, account=first))
    await wishes.keep(replace(OTHER, account=then, before=DAY))
    await wishes.keep(replace(OTHER, account=then, subject="0ther"))
    series, other = replace(OTHER, account=first, before=DAY), replace(OTHER, account=then, subject="0ther")
    assert await wishes.of(LEE) == await wishes.of(UNNAMED) == [other, series]
    await wishes.drop(then, ["5e71e5"])
    assert await wishes.all() == [other]


async def test_however_often_somebody_asks_at_once_there_is_one_wish(wishes: Wishes) -> None:
    asked = [replace(SERIES, before=timedelta(minutes=number)) for number in range(1, 13)]
    for _ in range(3):
        await asyncio.gather(*map(wishes.keep, asked))
    (only,) = await wishes.all()
    assert only in asked
