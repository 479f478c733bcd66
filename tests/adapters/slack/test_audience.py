"""Who is in the workspace, and how many in a channel, as Slack tells it, or does not."""

from collections.abc import AsyncIterator

import pytest

from bot.chat.requests import Address
from tests.adapters.slack.speaking import Speaking, open_speaking
from tests.simulators.slack_payloads import BOT_USER, Member

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


async def test_members_are_known_by_all_their_names_and_bots_and_those_who_left_are_none(house: Speaking) -> None:
    house.slack.conversations.admit(Member("U0FENN", "fenn", full_name="Fenn Okonjo"))
    house.slack.conversations.admit(Member("U0GONE", "Marlow Vane"))
    house.slack.conversations.gone.add("U0GONE")
    assert set(await house.audience.names()) == {"ada", "grace", "fenn", "Fenn Okonjo"}


async def test_members_are_listed_page_by_page_and_not_for_every_form(house: Speaking) -> None:
    for number in range(450):
        house.slack.conversations.admit(Member(f"U0MANY{number}", f"many {number}"))
    for _ in range(2):
        assert "many 449" in await house.audience.names()
    assert house.slack.count("users.list") == 3


@pytest.mark.parametrize("status", [0, 429, 500])
async def test_on_a_bad_day_nobody_has_a_name(house: Speaking, status: int) -> None:
    house.slack.fail("users.list", status)
    assert not await house.audience.names()
