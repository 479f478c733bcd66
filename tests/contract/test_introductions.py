"""What stores of introductions and of watches promise: played over the fakes, SQLite and PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.chat.requests import Account
from bot.introductions.model import MOST_WATCHES, Introduction, Introductions, Limits, State, Watch, Watches
from store.database import open_database
from store.introductions import SqlIntroductions, SqlWatches
from tests.conftest import address_of
from tests.fakes import MemoryIntroductions, MemoryWatches

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
KIM, ADA, BEA = (Account("slack", "T1", name) for name in ("kim", "ada", "bea"))
LIMITS = Limits(weekly=2, open=3)


@dataclass
class House:
    introductions: Introductions
    watches: Watches

    async def ask(self, key: str, asker: Account = KIM, entry: str = "ada", days: int = 0) -> bool:
        one = introduction(key, asker, entry, days)
        return await self.introductions.add(one, LIMITS)


def introduction(key: str, asker: Account = KIM, entry: str = "ada", days: int = 0) -> Introduction:
    at = NOON + days * DAY
    return Introduction(
        id=key,
        asker=asker,
        asker_name="Kim",
        entry_id=entry,
        account=ADA,
        reason="NVivo, “please”",
        asked_at=at,
        skill="NVivo 14",
    )


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
async def house(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[House]:
    if request.param == "memory":
        yield House(MemoryIntroductions(), MemoryWatches())
        return
    async with open_database(address_of(request.param, request, tmp_path)) as engine:
        yield House(SqlIntroductions(engine), SqlWatches(engine))


async def test_gives_back_what_was_asked(house: House) -> None:
    assert await house.ask("1")
    assert await house.introductions.find("1") == introduction("1")
    assert await house.introductions.find("2") is None
    assert await house.introductions.open() == [introduction("1")]


async def test_nobody_asks_the_same_person_twice_while_they_wait(house: House) -> None:
    assert await house.ask("1")
    assert not await house.ask("2")
    before = introduction("1")
    assert await house.introductions.change(replace(before, state=State.DECLINED), before)
    assert await house.ask("3")


async def test_nobody_is_asked_more_often_in_a_week_than_they_should_be(house: House) -> None:
    assert [await house.ask(key, Account("slack", "T1", key)) for key in "abc"] == [True, True, False]
    assert await house.ask("d", BEA, days=8)
    assert await house.introductions.asked(NOON + DAY) == {"ada": 1}
    assert await house.introductions.asked(NOON) == {"ada": 3}


async def test_nobody_has_more_open_than_they_should(house: House) -> None:
    assert [await house.ask(key, entry=key) for key in "abcd"] == [True, True, True, False]


async def test_of_those_who_ask_at_once_no_more_than_allowed_are_taken(house: House) -> None:
    taken = await asyncio.gather(*(house.ask(key, Account("slack", "T1", key)) for key in "abcdef"))
    assert sum(taken) == LIMITS.weekly


async def test_only_the_first_of_two_answers_counts(house: House) -> None:
    await house.ask("1")
    before = introduction("1")
    assert await house.introductions.change(replace(before, state=State.ACCEPTED), before)
    assert not await house.introductions.change(replace(before, state=State.DECLINED), before)
    found = await house.introductions.find("1")
    assert found
    assert found.state is State.ACCEPTED


async def test_an_end_that_nobody_was_told_of_is_still_open(house: House) -> None:
    await house.ask("1")
    before = introduction("1")
    ended = replace(before, state=State.DECLINED)
    await house.introductions.change(ended, before)
    assert await house.introductions.open() == [ended]
    await house.introductions.change(replace(ended, told=True), ended)
    assert await house.introductions.open() == []


async def test_what_ended_long_ago_is_forgotten_and_what_waits_is_not(house: House) -> None:
    await house.ask("1")
    await house.ask("2", entry="bea")
    before = introduction("1")
    await house.introductions.change(replace(before, state=State.ACCEPTED, told=True), before)
    await house.introductions.forget(NOON + DAY)
    assert [one.id for one in await house.introductions.of(KIM)] == ["2"]


async def test_one_of_which_nobody_is_told_is_removed(house: House) -> None:
    await house.ask("1")
    await house.ask("2", entry="bea")
    for _ in range(2):
        await house.introductions.remove("1")
    assert [one.id for one in await house.introductions.of(KIM)] == ["2"]


async def test_an_account_is_forgotten_whether_it_asked_or_was_asked(house: House) -> None:
    await house.ask("1")
    await house.ask("2", BEA, "bea")
    assert [one.id for one in await house.introductions.of(ADA)] == ["1", "2"]
    await house.introductions.forget_account(KIM)
    assert [one.id for one in await house.introductions.of(ADA)] == ["2"]
    await house.introductions.forget_account(ADA)
    assert await house.introductions.open() == []


async def test_who_was_suggested_is_forgotten_with_what_was_said_of_them(house: House) -> None:
    for key, entry, other in (("1", "ada", "bea"), ("2", "kay", "lee")):
        await house.ask(key, entry=entry)
        before = introduction(key, entry=entry)
        after = replace(before, state=State.PASSED_ON, other=other, remark="She taught me.")
        assert await house.introductions.change(after, before)
    await house.introductions.forget_suggested("bea")
    found = await house.introductions.of(KIM)
    assert [(one.state, one.other, one.remark) for one in found] == [
        (State.PASSED_ON, "", ""),
        (State.PASSED_ON, "lee", "She taught me."),
    ]


def watch(key: str, skill: str = "", account: Account = KIM) -> Watch:
    return Watch(id=key, account=account, skill=skill or f"skill {key}", since=NOON)


async def test_a_watch_waits_until_it_is_told(house: House) -> None:
    assert await house.watches.add(watch("1"))
    assert await house.watches.waiting() == [watch("1")]
    await house.watches.tell("1", NOON + DAY)
    assert await house.watches.waiting() == []
    assert await house.watches.find("1") == replace(watch("1"), told=NOON + DAY)


async def test_the_same_skill_is_watched_once(house: House) -> None:
    assert await house.watches.add(watch("1", "NVivo"))
    assert await house.watches.add(watch("2", "nvivo"))
    assert await house.watches.add(watch("3", "NVivo", BEA))
    assert {one.id for one in await house.watches.waiting()} == {"1", "3"}


async def test_nobody_waits_for_more_than_can_be_looked_out_for(house: House) -> None:
    taken = [await house.watches.add(watch(str(number))) for number in range(MOST_WATCHES + 1)]
    assert taken == [True] * MOST_WATCHES + [False]
    assert await house.watches.add(watch("again", "Skill 1")), "for what they wait for already"
    assert len(await house.watches.waiting()) == MOST_WATCHES


async def test_nobody_stops_what_somebody_else_waits_for(house: House) -> None:
    await house.watches.add(watch("1"))
    await house.watches.remove("1", BEA)
    assert await house.watches.find("1")
    await house.watches.remove("1", KIM)
    assert await house.watches.find("1") is None


async def test_watches_are_forgotten_in_time_or_with_their_account(house: House) -> None:
    for key, account in (("1", KIM), ("2", BEA)):
        await house.watches.add(watch(key, account=account))
    await house.watches.forget(NOON, NOON)
    await house.watches.forget_account(KIM)
    assert [one.id for one in await house.watches.waiting()] == ["2"]
    await house.watches.forget(NOON + DAY, NOON)
    assert await house.watches.waiting() == []


async def test_who_was_told_is_forgotten_before_who_still_waits(house: House) -> None:
    for key in "12":
        await house.watches.add(watch(key))
    await house.watches.tell("1", NOON + DAY)
    await house.watches.forget(NOON, NOON + DAY)
    assert [one.id for one in await house.watches.of(KIM)] == ["1", "2"]
    await house.watches.forget(NOON, NOON + 2 * DAY)
    assert [one.id for one in await house.watches.of(KIM)] == ["2"]


async def test_lists_what_somebody_waits_for_told_or_not(house: House) -> None:
    for one in (watch("1"), watch("2", account=replace(KIM, workspace="*")), watch("3", account=BEA)):
        await house.watches.add(one)
    await house.watches.tell("1", NOON + DAY)
    assert [one.id for one in await house.watches.of(KIM)] == ["1", "2"]
    await house.watches.forget_account(KIM)
    assert [one.id for one in await house.watches.of(KIM)] == []
    assert [one.id for one in await house.watches.of(BEA)] == ["3"]
