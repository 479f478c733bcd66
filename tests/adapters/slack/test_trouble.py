"""Bad input and bad days: nothing crashes, nobody is left without a sentence, nothing is said twice."""

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest

from tests.adapters.slack.desk import Desk
from tests.simulators import slack_payloads as payloads
from tests.simulators.slack import Person, SlackPlatform, read
from tests.simulators.slack_hosting import hosted

CANARY = "canary-7f3a <!channel>"


@pytest.fixture
async def member(slack: SlackPlatform, desk: Desk) -> AsyncIterator[Person]:
    async with hosted(slack, desk.bot):
        yield Person(slack)


# Deliveries that come twice -----------------------------------------------------------


async def test_a_delivery_that_comes_twice_is_answered_once(ada: Person, desk: Desk) -> None:
    typed = await ada.type("/find-skill nvivo")
    await ada.sees("Ada Okafor")
    pressed = await ada.press("About")
    await ada.sees("What I can do")
    opened = await ada.open_home()
    await ada.sees("Welcome")
    for delivery in (typed, pressed, opened):
        again = await ada.slack.deliver(delivery.kind, delivery.payload, retry=1)
        assert again.acknowledged
    await ada.type("/echo the end")
    await ada.slack.until(lambda: len(ada.screen.messages) == 3)
    assert [request.call.command for request in desk.asked] == ["find-skill", "hirg", "home", "echo"]


async def test_a_form_that_comes_twice_is_taken_once(ada: Person, desk: Desk) -> None:
    await ada.type("/find-skill")
    await ada.sees_form()
    sent = await ada.submit(skill="nvivo")
    await ada.slack.deliver(sent.kind, sent.payload, retry=1)
    await ada.type("/echo the end")
    await ada.slack.until(lambda: len(ada.screen.messages) == 2)
    assert [request.call.command for request in desk.asked] == ["find-skill", "echo"]


async def test_a_form_whose_acknowledgement_was_lost_is_done_once_and_answered_again(
    slack: SlackPlatform, member: Person, desk: Desk
) -> None:
    await member.type("/note")
    await member.sees_form()
    sending = asyncio.create_task(member.submit(about="slow", words="Hello"))
    await desk.waiting.wait()
    slack.sockets.drop()
    desk.gate.set()
    assert not (await sending).acknowledged
    assert member.screen.modals
    await slack.sockets.until_open(2)

    assert (await member.submit(about="slow", words="Hello")).acknowledged
    await member.sees("Noted about slow: Hello")
    assert member.screen.modals == []
    assert len(desk.asked) == 1


async def test_a_form_changed_after_its_acknowledgement_was_lost_is_another(
    slack: SlackPlatform, member: Person, desk: Desk
) -> None:
    await member.type("/note")
    await member.sees_form()
    sending = asyncio.create_task(member.submit(about="slow", words="Hello"))
    await desk.waiting.wait()
    slack.sockets.drop()
    desk.gate.set()
    await sending
    await slack.sockets.until_open(2)

    await member.submit(about="slow", words="Hello again")
    await member.sees("Noted about slow: Hello again")
    assert [request.text("words") for request in desk.asked] == ["Hello", "Hello again"]


# Slack has a bad day --------------------------------------------------------------------


async def test_a_form_opens_in_spite_of_a_short_limit(ada: Person) -> None:
    ada.slack.fail("views.open", 429, retry_after=1)
    await ada.type("/find-skill")
    await ada.sees_form()
    assert ada.slack.count("views.open") == 2


async def test_a_form_opens_in_spite_of_an_error_of_slacks(ada: Person) -> None:
    ada.slack.fail("views.open", 500)
    await ada.type("/find-skill")
    await ada.sees_form()


@pytest.mark.parametrize("failure", [{"status": 429, "retry_after": 30}, {"error": "expired_trigger_id"}])
async def test_a_form_that_cannot_open_in_time_is_said(member: Person, failure: dict[str, int]) -> None:
    member.slack.fail("views.open", **failure)  # type: ignore[arg-type] # one failure or the other
    await member.type("/find-skill")
    text = await member.sees("Slack did not open the form in time. Please try again.")
    assert "Or type it all at once: /find-skill skill [setting]" in text


async def test_app_home_takes_the_answer_when_no_modal_opens(member: Person) -> None:
    await member.open_home()
    await member.sees("Welcome")
    member.slack.fail("views.open", error="expired_trigger_id")
    await member.press("Help")
    await member.sees("What I can do")
    assert member.screen.modals == []


@pytest.mark.parametrize("status", [429, 500, 503, 0])
async def test_an_answer_arrives_in_spite_of_limits_and_errors(member: Person, status: int) -> None:
    retry_after = 1 if status == 429 else None
    member.slack.fail("response_url", status, retry_after=retry_after)
    member.slack.fail("views.publish", status, retry_after=retry_after)
    await asyncio.gather(member.type("/hirg"), member.open_home())
    await member.slack.until(lambda: bool(member.screen.messages and member.screen.home))
    assert len(member.screen.messages) == 1


async def test_an_answer_that_slack_does_not_take_is_sent_plainly(member: Person) -> None:
    member.slack.fail("response_url", 400, error="invalid_blocks")
    await member.type("/hirg")
    await member.sees("Type /find-skill nvivo.")


async def test_an_answer_nobody_can_get_any_more_is_logged_without_its_words(
    member: Person, caplog: pytest.LogCaptureFixture
) -> None:
    member.slack.fail("response_url", 404, error="used_url")
    await member.type(f"/echo {CANARY}")
    await member.slack.until(lambda: member.slack.count("response_url") == 1)
    await member.type("/hirg")
    await member.sees("What I can do")
    assert "an answer was not delivered" in caplog.text
    assert "canary" not in caplog.text


async def test_a_dropped_socket_is_replaced_and_told_once(member: Person, caplog: pytest.LogCaptureFixture) -> None:
    member.slack.fail("apps.connections.open", 500, times=2)
    member.slack.sockets.drop()
    await member.slack.sockets.until_open(2)
    await member.type("/hirg")
    await member.sees("What I can do")
    assert [record.message for record in caplog.records] == ["a platform cannot be reached; trying again"]
    assert "ticket" not in caplog.text


async def test_the_bot_moves_when_slack_asks_it_to(member: Person) -> None:
    await member.slack.sockets.refresh()
    await member.slack.sockets.until_open(2)
    await member.type("/hirg")
    await member.sees("What I can do")


async def test_the_bot_moves_even_when_slack_asks_it_to_and_then_fails(member: Person) -> None:
    member.slack.fail("apps.connections.open", 500, times=1)
    await member.slack.sockets.refresh()
    await member.slack.until(lambda: member.slack.count("apps.connections.open") == 2)
    member.slack.sockets.drop()
    await member.slack.sockets.until_open(2)
    await member.type("/hirg")
    await member.sees("What I can do")


async def test_answers_under_way_arrive_before_the_bot_stops(slack: SlackPlatform, desk: Desk) -> None:
    member = Person(slack)
    async with hosted(slack, desk.bot):
        await member.type("/slow")
        asyncio.get_running_loop().call_later(0.3, desk.gate.set)
    assert read(member.before) == "Here at last."


# Things no person types -----------------------------------------------------------------

BUTTON = {"type": "button", "block_id": "b", "text": {"type": "plain_text", "text": "x"}}
MENU = {"type": "static_select", "block_id": "b"}


@pytest.mark.parametrize(
    "action",
    [
        {**BUTTON, "action_id": "drop tables", "value": "<script>"},
        {**BUTTON, "action_id": "0:call"},
        {**BUTTON, "action_id": "0:call", "value": "no-such-command?id=7"},
        {**BUTTON, "action_id": "0:call", "value": "people?from=minus-one"},
        {**BUTTON, "action_id": "0:call", "value": "hirg?surprise=1"},
        {**MENU, "action_id": "0:hirg", "selected_option": {"value": "x"}},
        {**MENU, "action_id": "0:hirg#", "selected_option": None},
        {**MENU, "action_id": "", "selected_option": {"value": "x"}},
        {"type": "overflow", "block_id": "b", "action_id": "o", "selected_option": {"value": "x"}},
    ],
)
async def test_a_hand_made_control_gets_a_sentence(member: Person, action: payloads.Json) -> None:
    await member.type("/hirg")
    await member.sees("What I can do")
    await member.use(action)
    await member.slack.until(lambda: len(member.screen.messages) == 2)
    assert read(member.before)
    assert "went wrong" not in read(member.before)


async def test_a_hand_made_form_gets_a_sentence(member: Person) -> None:
    await member.type("/find-skill")
    form = await member.sees_form()
    form["private_metadata"] = "[]"
    await member.submit()
    assert "That button leads nowhere." in read(member.before)


async def test_a_form_for_a_command_that_is_gone_gets_a_sentence(member: Person) -> None:
    await member.type("/find-skill")
    form = await member.sees_form()
    form["private_metadata"] = form["private_metadata"].replace("find-skill", "retired")
    assert await member.search("skill", "nviv") == [
        {
            "text": {"type": "plain_text", "text": "nviv", "emoji": False},
            "value": "nviv",
            "description": {"type": "plain_text", "text": "as you typed it", "emoji": False},
        }
    ]
    await member.submit(skill="nvivo")
    await member.sees("There is no command called “retired”.")


@pytest.mark.parametrize(
    "words",
    ["🧵 emoji 👩🏽‍⚕️", "مساعدة في البحث", "<!channel> @here", "*bold* _x_ ~y~ `z` :tada:", "> quote & <b>", "x" * 199],
)
async def test_what_somebody_types_comes_back_to_the_letter(ada: Person, words: str) -> None:
    await ada.type(f"/echo {words}")
    assert await ada.sees("You said: ") == f"You said: {words}\n{words}"


async def test_five_thousand_characters_are_refused_kindly(ada: Person) -> None:
    await ada.type(f"/find-skill {'x' * 5000}")
    await ada.sees("That is 5,000 characters: too long by 4,800, as I can take 200 here.")


async def test_so_many_characters_that_no_form_can_carry_them_are_refused_kindly(ada: Person) -> None:
    await ada.type(f"/find-skill {'&' * 5000} setting:clinical")
    await ada.sees("That is 5,000 characters")


async def test_nothing_but_blanks_opens_the_form(ada: Person) -> None:
    await ada.type("/find-skill      ")
    await ada.sees_form()


async def test_payloads_the_bot_has_no_use_for_are_acknowledged_and_not_printed(
    ada: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "adapters")
    shortcut = {
        "type": "shortcut",
        "callback_id": CANARY,
        "user": {"id": "U1"},
        "team": {"id": "T1"},
        "trigger_id": "1",
    }
    event = payloads.event_callback({"type": "message", "text": CANARY, "user": "U1"})
    for kind, payload in (("interactive", shortcut), ("events_api", event), ("interactive", {"type": CANARY})):
        assert (await ada.slack.deliver(kind, payload)).acknowledged
    assert "canary" not in caplog.text


# Many at once -----------------------------------------------------------------------


async def test_fifty_at_once_are_all_acknowledged_and_answered(slack: SlackPlatform, desk: Desk) -> None:
    people = [Person(slack, f"U0MEMBER{number:02}") for number in range(50)]
    async with hosted(slack, desk.bot):
        await asyncio.gather(*(person.type("/find-skill nvivo") for person in people))
        for person in people:
            await person.sees("Ada Okafor")
    assert all(delivery.acknowledged for delivery in slack.deliveries)
    assert max(delivery.seconds for delivery in slack.deliveries) < 3
