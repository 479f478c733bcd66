"""Buttons on what the bot said unasked: an answer replaces it where nobody else sees it, and nowhere else."""

from collections.abc import AsyncIterator

import pytest

from bot.chat.calls import call
from bot.chat.requests import Address
from bot.chat.views import Actions, Button, Text
from tests.adapters.slack.speaking import Speaking, open_speaking
from tests.journeys.slack_skin import SlackSkin
from tests.simulators.slack import labels

POST = (Text(("Seven people can help.",)), Actions((Button("More", call("people", **{"from": 5})),)))


@pytest.fixture
async def house() -> AsyncIterator[Speaking]:
    async with open_speaking() as speaking:
        yield speaking


async def test_in_a_private_conversation_an_answer_replaces_the_message_it_stands_under(house: Speaking) -> None:
    ada, alone = house.ada, Address.of(house.people[0])
    posted = await house.messenger.post(alone, POST, "k")
    await ada.hears("Seven people")
    await ada.press("More")
    text = await ada.sees("Tom")
    assert "Seven people" not in text
    assert [message.ts for message in house.conversation(alone).messages] == [posted]
    assert len(ada.screen.messages) == 1


async def test_a_button_there_whose_answer_replaces_nothing_is_answered_below(house: Speaking) -> None:
    ada = house.ada
    await house.messenger.post(Address.of(house.people[0]), (Actions((Button("Help", call("hirg")),)),), "k")
    await ada.slack.until(lambda: bool(house.conversation(Address.of(house.people[0])).messages))
    await ada.hears("")
    await ada.press("Help")
    await ada.sees("What I can do")
    assert ada.message.ephemeral
    assert len(ada.screen.messages) == 2


@pytest.mark.parametrize("command", ["held", "mine"])
async def test_what_others_wrote_or_is_to_go_takes_no_place_in_a_private_conversation(
    house: Speaking, command: str
) -> None:
    ada, alone = house.ada, Address.of(house.people[0])
    await house.messenger.post(alone, (Text(("Something waits.",)), Actions((Button("Read", call(command)),))), "k")
    await ada.hears("Something waits")
    await ada.press("Read")
    await ada.sees("Written in confidence.")
    assert ada.message.ephemeral
    assert await house.said(alone) == ["Something waits."]


@pytest.mark.parametrize("where", ["channel", "group"])
async def test_where_others_read_along_the_message_stays_and_the_answer_is_private(house: Speaking, where: str) -> None:
    ada = house.ada
    place = house.place if where == "channel" else Address.of(*house.people)
    await house.messenger.post(place, POST, "k")
    house.conversation(place).name = "here"
    await ada.hears("Seven people", "here")
    await ada.press("More")
    await ada.sees("Tom")
    assert ada.message.ephemeral
    assert await house.said(place) == ["Seven people can help."]


async def test_a_journey_hears_what_is_posted_and_presses_its_buttons(house: Speaking) -> None:
    skin = SlackSkin(house.ada)
    await house.messenger.post(house.place, POST, "a")
    await house.messenger.post(Address.of(house.people[0]), (Text(("For you alone.",)),), "b")
    seen = await skin.hears("Seven people", "general")
    assert (seen.text, seen.buttons) == ("Seven people can help.", ["More"])
    assert "Tom" in (await skin.press("More")).text
    assert (await skin.hears("alone")).text == "For you alone."
    assert labels(house.ada.before) == []
