"""How many are in a channel, as Slack tells it, or does not."""

from collections.abc import AsyncIterator

import pytest

from bot.chat.requests import Address
from tests.adapters.slack.speaking import Speaking, open_speaking
from tests.simulators.slack_payloads import BOT_USER

PRIVATE = Address("slack", "C0CIRCLE")


@pytest.fixture
async def house() -> AsyncIterator[Speaking]:
    async with open_speaking() as speaking:
        yield speaking


async def test_a_private_channel_is_counted_where_the_bot_is_in_it(house: Speaking) -> None:
    house.slack.conversations.add(PRIVATE.channel, "circle", "private", [BOT_USER, "U0MEMBER1", "U0MEMBER2"])
    assert await house.audience.size(PRIVATE) == 2


async def test_is_not_asked_for_every_form(house: Speaking) -> None:
    for _ in range(3):
        assert await house.audience.size(house.place) == 2
    assert house.slack.count("conversations.info") == 1


@pytest.mark.parametrize("scope", ["channels:read", "groups:read"])
async def test_an_app_made_from_an_older_manifest_does_not_know(house: Speaking, scope: str) -> None:
    house.slack.conversations.add(PRIVATE.channel, "circle", "private", [BOT_USER])
    house.slack.scopes.discard(scope)
    assert await house.audience.size(house.place if scope == "channels:read" else PRIVATE) is None


@pytest.mark.parametrize("status", [0, 429, 500])
async def test_a_slack_that_has_a_bad_day_says_nothing(house: Speaking, status: int) -> None:
    house.slack.fail("conversations.info", status)
    assert await house.audience.size(house.place) is None
