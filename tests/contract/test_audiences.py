"""What every Audience promises, on each platform with the real adapter in between."""

from collections.abc import AsyncIterator

import pytest

from bot.chat.requests import Account, Address
from bot.support.audience import Audience
from tests.adapters.discord.harness import open_discord
from tests.adapters.slack.speaking import open_speaking as open_slack
from tests.adapters.web.speaking import open_speaking as open_web
from tests.simulators.discord_payloads import CHANNEL
from tests.simulators.slack_platform import GENERAL

# How many people are in a channel that everybody can see: on Discord, that is the server, and so is this bot.
MEMBERS = {"slack": 2, "discord": 299, "web": 2}
NAMES = {"slack": {"ada", "grace"}, "discord": set[str](), "web": {"Ada Fernsby", "Olu Tanglewood"}}
CHANNELS = {"slack": GENERAL, "discord": CHANNEL, "web": "workshops"}


@pytest.fixture(params=["slack", "discord", "web"])
async def house(request: pytest.FixtureRequest) -> AsyncIterator[tuple[str, Audience]]:
    match request.param:
        case "slack":
            async with open_slack() as slack:
                yield "slack", slack.audience
        case "discord":
            async with open_discord() as discord:
                yield "discord", discord.audience
        case _:
            async with open_web() as web:
                yield "web", web.audience


async def test_counts_the_people_who_can_see_a_channel_and_not_the_bot(house: tuple[str, Audience]) -> None:
    platform, audience = house
    assert await audience.size(Address(platform, CHANNELS[platform])) == MEMBERS[platform]
    assert await audience.size(Address(platform, CHANNELS[platform], "12")) == MEMBERS[platform]


async def test_a_private_conversation_is_seen_by_those_in_it(house: tuple[str, Audience]) -> None:
    platform, audience = house
    both = Address.of(Account(platform, "*", "1"), Account(platform, "*", "2"))
    assert await audience.size(both) == 2


@pytest.mark.parametrize("channel", ["nowhere", "12", "../users/@me"])
async def test_says_nothing_of_a_place_it_does_not_see(house: tuple[str, Audience], channel: str) -> None:
    platform, audience = house
    assert await audience.size(Address(platform, channel)) is None


async def test_says_what_members_are_called_where_bots_may_know(house: tuple[str, Audience]) -> None:
    platform, audience = house
    assert set(await audience.names()) == NAMES[platform]
