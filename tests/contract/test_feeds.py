"""What every Tokens promises: played over the fake, SQLite and PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.meetings.feeds import EVERYTHING, Tokens
from store.database import open_database
from store.feeds import SqlTokens
from tests.conftest import address_of
from tests.fakes import MemoryTokens


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
async def tokens(request: pytest.FixtureRequest, address: str) -> AsyncIterator[Tokens]:
    if request.param == "memory":
        yield MemoryTokens()
        return
    async with open_database(address) as engine:
        yield SqlTokens(engine)


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    kind = request.node.callspec.params["tokens"]
    return "" if kind == "memory" else address_of(kind, request, tmp_path)


async def test_each_series_and_the_whole_have_a_token_of_their_own_that_stays(tokens: Tokens) -> None:
    everything, one = await tokens.token(EVERYTHING), await tokens.token("5e71e5")
    assert everything != one
    assert min(len(everything), len(one)) >= 43  # 256 bits
    assert (await tokens.token(EVERYTHING), await tokens.token("5e71e5")) == (everything, one)
    assert (await tokens.series(everything), await tokens.series(one)) == (EVERYTHING, "5e71e5")


@pytest.mark.parametrize("made_up", ["", "x", "5e71e5", "%", "\N{SNOWMAN}"])
async def test_what_is_no_token_stands_for_nothing(tokens: Tokens, made_up: str) -> None:
    await tokens.token(EVERYTHING)
    assert await tokens.series(made_up) is None


async def test_a_renewed_token_leads_nowhere_and_the_others_stay(tokens: Tokens) -> None:
    everything, one, other = [await tokens.token(key) for key in (EVERYTHING, "one", "other")]
    await tokens.renew(EVERYTHING, "one")
    assert [await tokens.series(token) for token in (everything, one, other)] == [None, None, "other"]
    assert await tokens.token("one") != one


async def test_everybody_who_asks_at_once_gets_the_same(tokens: Tokens) -> None:
    assert len(set(await asyncio.gather(*(tokens.token("5e71e5") for _ in range(8))))) == 1
