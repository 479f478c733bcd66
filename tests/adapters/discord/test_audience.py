"""Only where everybody on a server can see a channel is the number of those on it an answer."""

from collections.abc import AsyncIterator

import pytest

from adapters.discord.audience import DiscordAudience
from bot.chat.requests import Address
from tests.adapters.discord.house import House, connected
from tests.simulators.discord import DiscordSimulator
from tests.simulators.discord_payloads import CHANNEL
from tests.simulators.discord_state import EVERYTHING

HERE = Address("discord", CHANNEL)


@pytest.fixture
async def audience(discord: DiscordSimulator, house: House) -> AsyncIterator[DiscordAudience]:
    async with connected(discord, house.bot) as adapter:
        yield adapter.audience


async def test_a_channel_that_some_roles_alone_can_see_is_not_counted(
    discord: DiscordSimulator, audience: DiscordAudience
) -> None:
    discord.places.all[CHANNEL].hidden = True
    assert await audience.size(HERE) is None


async def test_is_not_asked_for_every_form(discord: DiscordSimulator, audience: DiscordAudience) -> None:
    for _ in range(3):
        assert await audience.size(HERE) == 299
    assert len(discord.sent("GET /guilds/[0-9]+$")) == 1


@pytest.mark.parametrize("how", [{"status": 0}, {"status": 500}, {"status": 429}, {"status": 401}, {"legible": False}])
async def test_a_discord_that_has_a_bad_day_says_nothing(
    discord: DiscordSimulator, audience: DiscordAudience, how: dict[str, int]
) -> None:
    discord.fail("GET /guilds/[0-9]+$", times=2, **how)
    assert await audience.size(HERE) is None


async def test_a_channel_it_cannot_see_is_not_counted(discord: DiscordSimulator, audience: DiscordAudience) -> None:
    discord.places.all[CHANNEL].allowed = EVERYTHING - {"view"}
    assert await audience.size(HERE) is None
