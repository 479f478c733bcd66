"""The stages themselves: two people, one bot that speaks to both."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.chat.calls import call
from bot.chat.requests import Address, Role
from bot.chat.views import Actions, Button, Text
from bot.delivery.courier import Words
from bot.delivery.model import Delivery, Draft
from tests.journeys.conftest import STAGES
from tests.journeys.network import ENTRIES
from tests.journeys.stage import House, Stage

DAY = timedelta(days=1)


async def word(delivery: Delivery, now: object) -> Words:
    del now
    return Words((Text((delivery.payload,)), Actions((Button("Show me", call("hirg")),))))


@pytest.fixture
def house() -> House:
    made = House.of(ENTRIES)
    made.learn("word", word)
    return made


@pytest.fixture(params=STAGES)
async def stage(request: pytest.FixtureRequest, house: House) -> AsyncIterator[Stage]:
    """The cast on every platform in turn."""
    async with STAGES[request.param](house) as opened:
        yield opened


def draft(house: House, words: str, to: Address, after: timedelta = timedelta()) -> Draft:
    due = house.now() + after
    return Draft(key=f"{words} {to}", kind="word", payload=words, to=to, due_at=due, expires_at=due + DAY)


async def test_each_hears_what_is_said_to_them_and_can_answer_it(stage: Stage, house: House) -> None:
    kim, olu = await stage.person("Kim"), await stage.person("Olu", Role.ORGANISER)
    to_kim, to_olu = (Address.of(stage.account(name)) for name in ("Kim", "Olu"))
    await house.letterbox.put(draft(house, "Hello, Kim", to_kim), draft(house, "Hello, Olu", to_olu))

    heard = await kim.hears("Hello, Kim")

    assert (heard.text, list(heard.buttons)) == ("Hello, Kim", ["Show me"])
    assert "/find-skill" in (await kim.press("Show me")).text
    assert (await olu.hears("Hello, Olu")).buttons == ["Show me"]


async def test_two_people_hear_what_is_said_to_both_and_to_everybody(stage: Stage, house: House) -> None:
    kim, robin = await stage.person("Kim"), await stage.person("Robin")
    both = Address.of(stage.account("Kim"), stage.account("Robin"))
    channel = Address(both.platform, "general")
    await house.letterbox.put(draft(house, "Meet each other", both), draft(house, "Hello, all", channel))

    for person in (kim, robin):
        assert (await person.hears("Meet each other")).text == "Meet each other"
        assert (await person.hears("Hello, all", "general")).text == "Hello, all"


async def test_time_can_pass(stage: Stage, house: House) -> None:
    kim = await stage.person("Kim")
    await house.letterbox.put(draft(house, "A week has passed", Address.of(stage.account("Kim")), 7 * DAY))

    await house.wait(7 * DAY)

    assert (await kim.hears("A week has passed")).buttons


async def test_nobody_comes_with_roles_that_are_not_theirs(stage: Stage) -> None:
    with pytest.raises(AssertionError, match="Kim has other roles"):
        await stage.person("Kim", Role.ORGANISER)
