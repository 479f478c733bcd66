"""What every Messenger promises: played over the fake and over each platform's real SDK."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.calls import call
from bot.chat.requests import Address
from bot.chat.views import Actions, Button, Card, Fields, Heading, Note, Strong, Text
from bot.delivery.model import Gone, Refused, Unknown, Unreadable
from tests.contract.messengers import HARNESSES, Harness
from tests.contract.reading import squeezed

KEY, OTHER = "k" * 25, "o" * 25
HELLO = (Text(("Hello, everybody.",)),)


def since() -> datetime:
    return datetime.now(UTC) - timedelta(minutes=5)


@pytest.fixture(params=HARNESSES)
async def house(request: pytest.FixtureRequest) -> AsyncIterator[Harness]:
    async with HARNESSES[request.param]() as harness:
        yield harness


async def test_what_is_posted_stands_there_for_all_to_read(house: Harness) -> None:
    blocks = (
        Heading("Peer support"),
        Text(("On ", Strong("Tuesday"))),
        Fields((("Where", ("Room 4",)),)),
        Card("Notes", ("from last time",)),
        Note(("Bring tea",)),
        Actions((Button("I am coming", call("meeting-yes", id=7)),)),
    )
    posted = await house.messenger.post(house.place, blocks, KEY)

    assert posted
    (text,) = await house.said(house.place)
    for words in ("Peer support", "On Tuesday", "Where", "Room 4", "Notes", "from last time", "Bring tea"):
        assert words in text


async def test_words_meant_literally_stay_literal(house: Harness) -> None:
    await house.messenger.post(house.place, (Text(("*not bold* <!channel> @everyone",)),), KEY)

    assert await house.said(house.place) == ["*not bold* <!channel> @everyone"]


async def test_the_longest_words_that_anybody_can_write_are_read_whole(house: Harness) -> None:
    words = ("They said: <you & your sort> *never*\n\nسلام 🧑🏽\u200d🔬 :tada: @everyone\n" * 100)[:3000]
    blocks = (Heading("Quiet Heron"), Text((words,)), Actions((Button("Answer without my name", call("hirg")),)))
    posted = await house.messenger.post(house.place, blocks, KEY)

    (text,) = await house.said(house.place)
    assert squeezed(words) in squeezed(text)
    assert await house.messenger.find(house.place, KEY, since()) == posted


async def test_a_message_is_found_by_its_key(house: Harness) -> None:
    posted = await house.messenger.post(house.place, HELLO, KEY)
    await house.messenger.post(house.place, HELLO, OTHER)

    assert await house.messenger.find(house.place, KEY, since()) == posted


async def test_what_was_never_said_is_not_found_after_a_complete_reading(house: Harness) -> None:
    await house.messenger.post(house.place, HELLO, OTHER)

    assert await house.messenger.find(house.place, KEY, since()) is None


async def test_a_message_is_found_however_much_others_said_since(house: Harness) -> None:
    posted = await house.messenger.post(house.place, HELLO, KEY)
    await house.bustle(house.place)

    assert await house.messenger.find(house.place, KEY, since()) == posted
    assert await house.messenger.find(house.place, OTHER, since()) is None


async def test_a_key_is_looked_for_in_its_own_place_alone(house: Harness) -> None:
    person = Address.of(house.people[0])
    await house.messenger.post(house.place, HELLO, KEY)
    posted = await house.messenger.post(person, HELLO, OTHER)

    assert await house.messenger.find(person, KEY, since()) is None
    assert await house.messenger.find(person, OTHER, since()) == posted


async def test_a_message_can_say_something_else_later_and_is_still_found(house: Harness) -> None:
    posted = await house.messenger.post(house.place, HELLO, KEY)
    await house.messenger.edit(house.place, posted, (Text(("It was cancelled.",)),))
    await house.messenger.edit(house.place, posted, (Text(("It was cancelled.",)),))

    assert await house.said(house.place) == ["It was cancelled."]
    assert await house.messenger.find(house.place, KEY, since()) == posted


async def test_a_message_can_be_taken_back(house: Harness) -> None:
    posted = await house.messenger.post(house.place, HELLO, KEY)
    await house.messenger.remove(house.place, posted)

    assert await house.said(house.place) == []
    assert await house.messenger.find(house.place, KEY, since()) is None


async def test_a_message_that_is_gone_is_said_to_be_gone(house: Harness) -> None:
    posted = await house.messenger.post(house.place, HELLO, KEY)
    await house.messenger.remove(house.place, posted)

    with pytest.raises(Gone):
        await house.messenger.edit(house.place, posted, HELLO)
    with pytest.raises(Gone):
        await house.messenger.remove(house.place, posted)


# In the thread of a message ----------------------------------------------------------------


def thread_of(house: Harness, posted: str) -> Address:
    return Address(house.place.platform, house.place.channel, posted)


async def test_what_is_said_in_a_messages_thread_stands_there_and_nowhere_else(house: Harness) -> None:
    asked = await house.messenger.post(house.place, HELLO, KEY)
    thread = thread_of(house, asked)
    assert await house.messenger.find(thread, OTHER, since()) is None

    for number in (1, 2):
        await house.messenger.post(thread, (Text((f"Answer {number}",)),), OTHER[1:] + str(number))

    assert await house.said(thread) == ["Answer 1", "Answer 2"]
    assert await house.said(house.place) == ["Hello, everybody."]


async def test_two_answers_that_are_a_messages_first_both_come_into_its_one_thread(house: Harness) -> None:
    thread = thread_of(house, await house.messenger.post(house.place, HELLO, KEY))

    keys = ("a" * 25, "b" * 25)
    posted = await asyncio.gather(*(house.messenger.post(thread, HELLO, key) for key in keys))

    assert len(set(posted)) == len(await house.said(thread)) == len(keys)


async def test_a_message_is_found_in_its_own_thread_alone(house: Harness) -> None:
    asked = await house.messenger.post(house.place, HELLO, KEY)
    thread, another = thread_of(house, asked), await house.messenger.post(house.place, HELLO, "a" * 25)
    answer = await house.messenger.post(thread, HELLO, OTHER)

    assert await house.messenger.find(thread, OTHER, since()) == answer
    assert await house.messenger.find(thread, KEY, since()) is None
    assert await house.messenger.find(house.place, OTHER, since()) is None
    assert await house.messenger.find(house.place, KEY, since()) == asked
    assert await house.messenger.find(thread_of(house, another), OTHER, since()) is None


async def test_what_was_said_in_a_thread_can_be_changed_and_taken_back(house: Harness) -> None:
    asked = await house.messenger.post(house.place, HELLO, KEY)
    thread = thread_of(house, asked)
    answer = await house.messenger.post(thread, HELLO, OTHER)

    await house.messenger.edit(thread, answer, (Text(("Something else.",)),))
    assert await house.said(thread) == ["Something else."]
    assert await house.messenger.find(thread, OTHER, since()) == answer

    await house.messenger.remove(thread, answer)
    assert await house.said(thread) == []
    assert await house.said(house.place) == ["Hello, everybody."]
    with pytest.raises(Gone):
        await house.messenger.remove(thread, answer)
    with pytest.raises(Gone):
        await house.messenger.edit(thread, answer, HELLO)


async def test_the_thread_of_a_message_that_was_taken_back_can_be_cleared_and_is_never_said_to_all(
    house: Harness,
) -> None:
    asked = await house.messenger.post(house.place, HELLO, KEY)
    thread = thread_of(house, asked)
    answer = await house.messenger.post(thread, HELLO, OTHER)

    await house.messenger.remove(house.place, asked)
    with suppress(Refused):
        await house.messenger.post(thread, (Text(("Too late.",)),), "l" * 25)
    assert await house.said(house.place) == []

    await house.messenger.remove(thread, answer)
    assert "Hello, everybody." not in await house.said(thread)


async def test_a_message_that_was_taken_back_before_anybody_answered_has_no_thread(house: Harness) -> None:
    asked = await house.messenger.post(house.place, HELLO, KEY)
    await house.messenger.remove(house.place, asked)

    with pytest.raises(Refused) as refused:
        await house.messenger.post(thread_of(house, asked), HELLO, OTHER)
    assert str(refused.value).endswith(".")
    assert await house.said(house.place) == []


async def test_counts_what_people_answered_and_not_what_the_bot_said(house: Harness) -> None:
    asked = await house.messenger.post(house.place, HELLO, KEY)
    another = await house.messenger.post(house.place, HELLO, "a" * 25)
    assert await house.messenger.replies(house.place, asked) == 0

    await house.messenger.post(thread_of(house, asked), HELLO, OTHER)
    assert await house.messenger.replies(house.place, asked) == 0
    for _ in range(3):
        await house.answer(asked)
    await house.answer(another)

    assert await house.messenger.replies(house.place, asked) == 3
    assert await house.messenger.replies(house.place, another) == 1


async def test_nobody_answers_what_was_taken_back(house: Harness) -> None:
    answered, other = [await house.messenger.post(house.place, HELLO, key) for key in (KEY, OTHER)]
    await house.answer(answered)
    for posted in (answered, other):
        await house.messenger.remove(house.place, posted)
        with pytest.raises(Gone):
            await house.messenger.replies(house.place, posted)


async def test_what_is_said_elsewhere_and_between_is_no_answer(house: Harness) -> None:
    asked = await house.messenger.post(house.place, HELLO, KEY)
    await house.bustle(house.place)
    await house.answer(asked)

    assert await house.messenger.replies(house.place, asked) == 1


# Where not everybody is let in ---------------------------------------------------------------


async def test_a_place_that_lets_nobody_in_refuses_with_a_sentence(house: Harness) -> None:
    with pytest.raises(Refused) as refused:
        await house.messenger.post(house.closed, HELLO, KEY)
    assert str(refused.value).endswith(".")
    assert await house.said(house.closed) == []

    with pytest.raises((Refused, Unreadable)) as unread:
        await house.messenger.find(house.closed, KEY, since())
    assert str(unread.value).endswith(".")
    with pytest.raises((Refused, Unreadable, Gone)):
        await house.messenger.replies(house.closed, "12")


async def test_a_person_can_be_spoken_to_alone(house: Harness) -> None:
    one, other = (Address.of(account) for account in house.people)
    posted = await house.messenger.post(one, HELLO, KEY)

    assert await house.said(one) == ["Hello, everybody."]
    assert await house.said(other) == []
    assert await house.said(house.place) == []

    await house.messenger.edit(one, posted, (Text(("Hello, you.",)),))
    assert await house.said(one) == ["Hello, you."]
    await house.messenger.remove(one, posted)
    assert await house.said(one) == []


async def test_several_people_can_be_spoken_to_together_where_the_platform_has_that(house: Harness) -> None:
    if not house.messenger.groups:
        pytest.skip("this platform has no conversations of several people with the bot")
    both = Address.of(*house.people)
    posted = await house.messenger.post(both, HELLO, KEY)

    assert await house.said(both) == ["Hello, everybody."]
    assert [await house.said(Address.of(account)) for account in house.people] == [[], []]
    assert await house.messenger.find(both, KEY, since()) == posted


async def test_a_post_whose_answer_was_lost_is_unknown_and_then_found(house: Harness) -> None:
    house.lose_answer()
    with pytest.raises(Unknown):
        await house.messenger.post(house.place, HELLO, KEY)

    assert await house.said(house.place) == ["Hello, everybody."]
    assert await house.messenger.find(house.place, KEY, since())
    assert await house.messenger.find(house.place, OTHER, since()) is None


async def test_says_how_long_it_takes_at_most(house: Harness) -> None:
    assert house.messenger.pace >= 0
    assert 0 < house.messenger.patience <= 60
