"""A Discord of its own for each test, and the small bot on it."""

from collections.abc import AsyncIterator

import pytest

from tests.adapters.discord.house import House, connected
from tests.simulators.discord import DiscordSimulator, open_simulator
from tests.simulators.discord_client import Person


@pytest.fixture
async def discord() -> AsyncIterator[DiscordSimulator]:
    """A strict Discord; whatever it did not like fails the test."""
    async with open_simulator() as simulator:
        yield simulator
    assert simulator.problems == []


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
async def kim(discord: DiscordSimulator, house: House) -> AsyncIterator[Person]:
    """Somebody on a server where the small bot is connected."""
    async with connected(discord, house.bot):
        yield Person(discord, "Kim Member")
