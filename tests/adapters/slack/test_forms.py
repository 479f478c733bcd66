"""A form that was not understood keeps what was written into it, wherever it was opened and however late that shows."""

import asyncio

import pytest

from bot.chat.forms import AGAIN
from tests.adapters.slack.desk import Desk
from tests.simulators.slack import Person, SlackPlatform, labels, read
from tests.simulators.slack_hosting import hosted

BUTTON = {"type": "button", "action_id": "0:call", "text": {"type": "plain_text", "text": "x"}, "block_id": "b"}


async def test_a_form_stays_open_and_says_which_field_was_not_understood(ada: Person, desk: Desk) -> None:
    await ada.type("/note")
    await ada.sees_form()
    answer = await ada.submit(about="tea", words="?")
    assert answer.response
    assert answer.response["errors"] == {"words": "That is a question mark and nothing else. Say more."}
    assert len(ada.screen.modals) == 1
    assert ada.screen.messages == []

    await ada.submit(about="tea", words="Hello")
    await ada.sees("Noted about tea: Hello")
    assert [request.text("words") for request in desk.asked] == ["?", "Hello"]


async def test_what_a_form_says_stands_above_what_it_asks(ada: Person) -> None:
    await ada.type("/hush")
    form = await ada.sees_form()
    assert [block["type"] for block in form["blocks"]] == ["rich_text", "rich_text", "input", "input"]
    assert read(form["blocks"]) == "Nobody learns that you asked.\nIn danger? Call 999."
    await ada.submit(words="Hello")
    await ada.sees("You said: Hello")


async def test_what_is_wrong_with_no_field_in_particular_comes_with_a_way_back(ada: Person) -> None:
    await ada.type("/note")
    await ada.sees_form()
    await ada.submit(about="tea", words="!")
    text = await ada.sees("That is no note.")
    assert "About\ntea\nWords\n!" in text
    assert ada.screen.modals == []
    await ada.press(AGAIN)
    await ada.sees_form()


async def test_a_form_that_is_found_wanting_late_gives_back_what_was_written(ada: Person, desk: Desk) -> None:
    await ada.type("/note")
    await ada.sees_form()
    await ada.submit(about="slow", words="?")
    assert ada.screen.modals == []
    desk.gate.set()
    text = await ada.sees("That is a question mark")
    assert "About\nslow\nWords\n?" in text
    assert labels(ada.before) == [AGAIN]


async def test_a_form_on_app_home_turns_into_what_is_wrong_with_it_when_that_shows_late(
    ada: Person, desk: Desk
) -> None:
    await ada.open_home()
    await ada.sees("Welcome")
    await ada.use({**BUTTON, "value": "note?about=slow"})
    await ada.sees_form()
    await ada.submit(words="?")
    await ada.sees("One moment …")
    desk.gate.set()
    assert "Words\n?" in await ada.sees("That is a question mark")


async def test_an_answer_nobody_can_draw_is_apologised_for_wherever_it_was_to_go(ada: Person) -> None:
    await ada.type("/undrawable")
    await ada.sees("Something went wrong on our side.")
    await ada.open_home()
    await ada.sees("Welcome")
    await ada.use({**BUTTON, "value": "undrawable"})
    await ada.sees("Something went wrong on our side.")
    assert ada.screen.modals
    await ada.use({**BUTTON, "value": "undrawable-form"})
    await ada.sees_form()
    await ada.submit(words="Hello")
    await ada.sees("Something went wrong on our side.")


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_a_form_is_answered_in_its_place_before_the_bot_stops(
    slack: SlackPlatform, desk: Desk, mode: str
) -> None:
    ada = Person(slack)
    async with hosted(slack, desk.bot, mode="http" if mode == "http" else "socket"):
        await ada.open_home()
        await ada.sees("Welcome")
        await ada.use({**BUTTON, "value": "note?about=slow"})
        await ada.sees_form()
        sending = asyncio.create_task(ada.submit(words="Hello"))
        await asyncio.wait_for(desk.waiting.wait(), 10)
        asyncio.get_running_loop().call_later(0.2, desk.gate.set)
    assert (await sending).acknowledged
    assert read(ada.before) == "Noted about slow: Hello"
