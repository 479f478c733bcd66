"""What every store of gaps and of words promises: played over the fakes, SQLite and PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.directory.gaps import DAYS, Gaps, Learned, Lexicon
from store.database import open_database
from store.gaps import SqlGaps, SqlLexicon
from tests.conftest import address_of
from tests.fakes import MemoryGaps, MemoryLexicon

MONDAY = date(2026, 3, 2)


@dataclass
class House:
    gaps: Gaps
    lexicon: Lexicon


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
async def house(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[House]:
    if request.param == "memory":
        yield House(MemoryGaps(), MemoryLexicon())
        return
    async with open_database(address_of(request.param, request, tmp_path)) as engine:
        yield House(SqlGaps(engine), SqlLexicon(engine))


async def ask(gaps: Gaps, text: str, days: int, since: date = MONDAY) -> None:
    for day in range(days):
        await gaps.note(text, since + timedelta(days=day))


async def test_a_question_is_a_gap_from_its_third_day_on(house: House) -> None:
    await ask(house.gaps, "horse riding", DAYS - 1)
    assert await house.gaps.open() == []
    await house.gaps.note("horse riding", MONDAY + timedelta(days=9))
    (gap,) = await house.gaps.open()
    assert (gap.text, gap.days, gap.last) == ("horse riding", DAYS, MONDAY + timedelta(days=9))
    assert await house.gaps.find(gap.id) == gap


async def test_a_day_counts_once_however_often_is_asked(house: House) -> None:
    for _ in range(10):
        await house.gaps.note("horse riding", MONDAY)
    assert await house.gaps.open() == []


async def test_what_is_asked_most_comes_first(house: House) -> None:
    await ask(house.gaps, "seldom", 3)
    await ask(house.gaps, "often", 5)
    assert [gap.text for gap in await house.gaps.open()] == ["often", "seldom"]


async def test_what_is_settled_stays_settled(house: House) -> None:
    await ask(house.gaps, "horse riding", 3)
    (gap,) = await house.gaps.open()
    await house.gaps.settle(gap.id)
    await ask(house.gaps, "horse riding", 3, MONDAY + timedelta(days=30))
    assert await house.gaps.open() == []
    assert await house.gaps.find(gap.id) is None


async def test_of_what_is_settled_nothing_stays_once_nobody_asks_for_it(house: House) -> None:
    await ask(house.gaps, "horse riding", 3)
    (gap,) = await house.gaps.open()
    await house.gaps.settle(gap.id)
    await house.gaps.forget(MONDAY + timedelta(days=30))
    await ask(house.gaps, "horse riding", 3, MONDAY + timedelta(days=60))
    assert [(gap.text, gap.days) for gap in await house.gaps.open()] == [("horse riding", 3)]


async def test_what_was_asked_seldom_and_long_ago_is_forgotten(house: House) -> None:
    await ask(house.gaps, "once", 2)
    await ask(house.gaps, "often", 3)
    await house.gaps.forget(MONDAY + timedelta(days=30))
    await house.gaps.note("once", MONDAY + timedelta(days=31))
    assert [gap.text for gap in await house.gaps.open()] == ["often"]


async def test_two_who_ask_at_once_count_for_one_day(house: House) -> None:
    await asyncio.gather(*(house.gaps.note("horse riding", MONDAY) for _ in range(5)))
    await ask(house.gaps, "horse riding", 1, MONDAY + timedelta(days=1))
    assert await house.gaps.open() == []


async def test_gives_back_what_was_taught_in_order(house: House) -> None:
    assert (await house.lexicon.version(), list(await house.lexicon.learned())) == (0, [])
    first, second = Learned("1", "Miro boards", "Workshops"), Learned("2", "Padlet", "Padlet")
    await house.lexicon.learn(first)
    await house.lexicon.learn(second)
    assert list(await house.lexicon.learned()) == [first, second]
    assert await house.lexicon.version() == 2


async def test_a_name_means_what_it_was_taught_last(house: House) -> None:
    await house.lexicon.learn(Learned("1", "Miro boards", "Workshops"))
    await house.lexicon.learn(Learned("2", "miro  boards", "Creative methods"))
    assert [word.concept for word in await house.lexicon.learned()] == ["Creative methods"]


async def test_a_word_can_be_taken_back(house: House) -> None:
    await house.lexicon.learn(Learned("1", "Padlet", "Padlet"))
    await house.lexicon.unlearn("1")
    await house.lexicon.unlearn("nothing")
    assert list(await house.lexicon.learned()) == []
    assert await house.lexicon.version() >= 2
