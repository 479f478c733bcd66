"""What every port of the rota promises: played over the fake, SQLite and PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.chat.requests import Account
from bot.rota.model import Facilitator, Rota, Turn
from store.database import open_database
from store.rota import SqlRota
from tests.conftest import address_of
from tests.fakes import MemoryRota

KIM, LEE = Account("slack", "T1", "KIM"), Account("discord", "9", "LEE")
FIRST = Turn(id="0000000f", account=KIM, start=date(2026, 1, 5), end=date(2026, 1, 11))
SECOND = Turn(id="0000000a", account=LEE, start=date(2026, 1, 5), end=date(2026, 1, 12))
THIRD = Turn(id="00000001", account=KIM, start=date(2026, 1, 12), end=date(2026, 1, 12))


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
async def rota(request: pytest.FixtureRequest, address: str) -> AsyncIterator[Rota]:
    if request.param == "memory":
        yield MemoryRota()
        return
    async with open_database(address) as engine:
        yield SqlRota(engine)


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    kind = request.node.callspec.params["rota"]
    return "" if kind == "memory" else address_of(kind, request, tmp_path)


async def taken(rota: Rota, *turns: Turn) -> None:
    for turn in turns:
        assert await rota.take(turn)


async def test_gives_back_turns_in_the_order_of_their_days(rota: Rota) -> None:
    await taken(rota, THIRD, SECOND, FIRST)
    assert await rota.turns(date(2026, 1, 1)) == [FIRST, SECOND, THIRD]
    assert await rota.turns(date(2026, 1, 12)) == [SECOND, THIRD]
    assert await rota.find(FIRST.id) == FIRST
    assert await rota.find("ffffffff") is None


async def test_nobody_begins_twice_on_the_same_day(rota: Rota) -> None:
    await taken(rota, FIRST)
    assert not await rota.take(replace(FIRST, id="00000002", end=date(2026, 1, 6)))
    assert await rota.turns(FIRST.start) == [FIRST]


async def test_a_turn_is_handed_over_once(rota: Rota) -> None:
    await taken(rota, FIRST)
    assert await rota.hand_over(FIRST, LEE)
    assert not await rota.hand_over(FIRST, LEE)
    assert not await rota.give_up(FIRST)
    assert await rota.turns(FIRST.start) == [replace(FIRST, account=LEE)]


async def test_a_turn_is_not_handed_to_somebody_who_begins_on_the_same_day(rota: Rota) -> None:
    await taken(rota, FIRST, SECOND)
    assert not await rota.hand_over(FIRST, LEE)
    assert await rota.turns(FIRST.start) == [FIRST, SECOND]


async def test_a_turn_is_given_up_once(rota: Rota) -> None:
    await taken(rota, FIRST, SECOND)
    assert await rota.give_up(FIRST)
    assert not await rota.give_up(FIRST)
    assert await rota.turns(FIRST.start) == [SECOND]


async def test_somebody_has_one_name_the_latest(rota: Rota) -> None:
    for name in ("Kim", "Ada"):
        await rota.sign(Facilitator(account=KIM, name=name))
    await rota.sign(Facilitator(account=LEE, name="Éva"))
    await rota.sign(Facilitator(account=replace(LEE, user="2"), name="Ada"))
    assert [(one.name, one.account.user) for one in await rota.people()] == [
        ("Ada", "2"),
        ("Ada", "KIM"),
        ("Éva", "LEE"),
    ]


async def test_however_often_somebody_signs_in_at_once_they_are_there_once(rota: Rota) -> None:
    signed = [Facilitator(account=KIM, name=f"Kim {number}") for number in range(12)]
    for _ in range(3):
        await asyncio.gather(*map(rota.sign, signed))
    (only,) = await rota.people()
    assert only in signed


async def test_somebody_can_be_forgotten_with_their_turns(rota: Rota) -> None:
    await taken(rota, FIRST, SECOND, THIRD)
    for account in (KIM, LEE):
        await rota.sign(Facilitator(account=account, name="Somebody"))
    await rota.forget(KIM)
    assert await rota.turns(FIRST.start) == [SECOND]
    assert [one.account for one in await rota.people()] == [LEE]


async def test_turns_that_are_over_can_be_forgotten(rota: Rota) -> None:
    await taken(rota, FIRST, SECOND, THIRD)
    await rota.prune(date(2026, 1, 12))
    assert await rota.turns(date(2026, 1, 1)) == [SECOND, THIRD]
