"""The stages themselves: two people, one bot that speaks to both, and time."""

from datetime import timedelta

import pytest

from bot.chat.calls import call
from bot.chat.requests import Address, Role
from bot.chat.views import Actions, Button, Text
from bot.delivery.composers import Words
from bot.delivery.model import Delivery, Draft
from tests.journeys.network import ENTRIES
from tests.journeys.stage import CHANNEL, Scene, Stage

DAY = timedelta(days=1)


async def word(delivery: Delivery, now: object) -> Words:
    del now
    return Words((Text((delivery.payload,)), Actions((Button("Show me", call("hirg")),))))


@pytest.fixture
def scene() -> Scene:
    return Scene(entries=ENTRIES, words={"word": word}, away=["Lee"])


def draft(stage: Stage, words: str, to: Address, after: timedelta = timedelta()) -> Draft:
    due = stage.now() + after
    return Draft(key=f"{words} {to}", kind="word", payload=words, to=to, due_at=due, expires_at=due + DAY, about=words)


async def test_each_hears_what_is_said_to_them_and_can_answer_it(stage: Stage) -> None:
    kim, olu = await stage.person("Kim"), await stage.person("Olu", Role.ORGANISER)
    to_kim, to_olu = (Address.of(stage.account(name)) for name in ("Kim", "Olu"))
    await stage.letterbox.put(draft(stage, "Hello, Kim", to_kim), draft(stage, "Hello, Olu", to_olu))

    heard = await kim.hears("Hello, Kim")

    assert (heard.text, list(heard.buttons)) == ("Hello, Kim", ["Show me"])
    assert "/find-skill" in (await kim.press("Show me")).text
    assert (await olu.hears("Hello, Olu")).buttons == ["Show me"]
    assert await kim.count("Hello") == 1


async def test_two_people_hear_what_is_said_to_both_and_to_everybody(stage: Stage) -> None:
    kim, robin = await stage.person("Kim"), await stage.person("Robin")
    await stage.letterbox.put(draft(stage, "Hello, all", stage.everybody))
    if stage.groups:
        both = Address.of(stage.account("Kim"), stage.account("Robin"))
        await stage.letterbox.put(draft(stage, "Meet each other", both))

    for person in (kim, robin):
        assert (await person.hears("Hello, all", CHANNEL)).text == "Hello, all"
        if stage.groups:
            assert (await person.hears("Meet each other")).text == "Meet each other"


async def test_people_answer_openly_below_what_was_said_to_everybody(stage: Stage) -> None:
    kim, robin = await stage.person("Kim"), await stage.person("Robin")
    await stage.letterbox.put(draft(stage, "Hello, all", stage.everybody))
    await stage.advance(minutes=1)
    (delivery,) = await stage.letterbox.about("Hello, all")
    thread = Address(stage.everybody.platform, stage.everybody.channel, delivery.posted)
    await stage.letterbox.put(draft(stage, "An answer of the bot", thread))

    for person in (kim, robin):
        await person.reply("Hello, bot", "Hello, all", CHANNEL)

    assert (await kim.hears("An answer of the bot", CHANNEL)).buttons == ["Show me"]
    assert await stage.messenger.replies(stage.everybody, delivery.posted) == 2


async def test_all_that_is_due_meanwhile_is_said_while_time_passes(stage: Stage) -> None:
    kim, to = await stage.person("Kim"), Address.of(stage.account("Kim"))
    days = (0, 0, 3, 3, 7, 8)
    await stage.letterbox.put(*(draft(stage, f"{n}: day {day}", to, day * DAY) for n, day in enumerate(days)))

    await stage.advance(days=7, minutes=1)

    assert [await kim.count(f"day {day}") for day in (0, 3, 7, 8)] == [2, 2, 1, 0]


async def test_nothing_can_be_said_to_those_who_are_away(stage: Stage) -> None:
    await stage.letterbox.put(draft(stage, "Hello, Lee", Address.of(stage.account("Lee"))))
    await stage.advance(minutes=1)
    (delivery,) = await stage.letterbox.about("Hello, Lee")
    assert delivery.state == "failed"
    assert delivery.reason


async def test_nobody_comes_with_roles_that_are_not_theirs(stage: Stage) -> None:
    with pytest.raises(AssertionError, match="Kim has other roles"):
        await stage.person("Kim", Role.ORGANISER)
