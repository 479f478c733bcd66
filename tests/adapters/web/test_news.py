"""What reaches a page unasked over the socket: the bot's words, new places, the time; and what comes back."""

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial

import aiohttp
import pytest

from adapters.web.app import Web
from bot.chat.calls import call
from bot.chat.requests import Address
from bot.chat.views import Actions, Button, Text
from tests.adapters.web.fair import MEETING, PICTURE, Fair
from tests.adapters.web.hand_clock import NOON, HandClock
from tests.adapters.web.server import Page, controls, opened, serving

GENERAL = Address("web", "general")
RSVP = (Text(("Do you come?",)), Actions((Button("Going", call("rsvp", id="1", to="yes")),)))


@pytest.fixture
def hands() -> HandClock:
    return HandClock()


@pytest.fixture
def fair() -> Fair:
    return Fair()


@pytest.fixture
async def web(fair: Fair, hands: HandClock) -> AsyncIterator[Web]:
    async with serving(fair.bot(), timekeeper=hands) as running:
        yield running


async def told(page: Page, kind: str = "message") -> dict[str, object]:
    return await page.until(lambda answer: answer["kind"] == kind)


async def test_a_press_on_the_bot_s_words_is_answered_to_whoever_pressed(web: Web, ada: Page, olu: Page) -> None:
    posted = int(await web.messenger.post(GENERAL, RSVP, "k"))
    await told(olu)

    done = await olu.ask("press", message=posted, call=controls(olu.messages[posted])[0]["call"])

    answer = olu.messages[done["message"]]
    assert (answer["text"], answer["private"], answer["place"]) == ("You said yes.", True, "general")
    await web.messenger.post(GENERAL, RSVP, "k2")
    await told(ada)
    await told(ada)
    assert done["message"] not in ada.messages
    assert ada.messages[posted]["text"] == "Do you come?"


async def test_in_private_an_answer_takes_the_place_of_the_bot_s_words(web: Web, fair: Fair, ada: Page) -> None:
    posted = int(await web.messenger.post(Address("web", "@ada"), RSVP, "k"))
    await told(ada)

    done = await ada.ask("press", message=posted, call="rsvp?id=1&to=no")

    assert done["message"] == posted
    assert ada.messages[posted]["text"] == "You said no."
    assert fair.asked[-1].place == Address("web", "@ada")


async def test_in_a_group_an_answer_stands_beside_the_bot_s_words(web: Web, ada: Page, olu: Page) -> None:
    posted = int(await web.messenger.post(Address("web", "@ada,olu"), RSVP, "k"))
    place = (await told(olu, "place"))["place"]
    await told(olu)

    done = await olu.ask("press", message=posted, call="rsvp?id=1&to=no")
    await olu.type("Shall we?", place="@ada,olu")
    await ada.until(lambda answer: answer.get("message", {}).get("text") == "Shall we?")

    assert done["message"] != posted
    assert place == {
        "id": "@ada,olu",
        "kind": "group",
        "name": "Ada and hirg-bot",
        "topic": "A private conversation: you, Ada Fernsby and hirg-bot",
        "with": "hirg-bot",
    }


async def test_a_group_is_there_after_coming_back(web: Web) -> None:
    await web.messenger.post(Address("web", "@ada,olu"), RSVP, "k")

    async with opened(web, "olu") as olu:
        assert [place["id"] for place in olu.welcome["places"]][-1] == "@ada,olu"
        assert olu.welcome["reads"]["@ada,olu"] < max(olu.messages)


async def test_the_time_is_the_chat_s_own(ada: Page) -> None:
    posted = (await ada.type("Hello"))["message"]

    assert ada.messages[posted]["at"] == NOON.isoformat()
    assert (ada.welcome["now"], ada.welcome["movable"]) == (NOON.isoformat(), True)


async def test_going_on_in_time_says_what_is_due_and_tells_everybody(
    web: Web, hands: HandClock, ada: Page, olu: Page
) -> None:
    later = NOON + timedelta(hours=5)
    hands.due = [
        (later, partial(web.messenger.post, GENERAL, RSVP, "k1")),
        (later, partial(web.messenger.post, Address("web", "@olu"), RSVP, "k2")),
        (later, partial(web.messenger.post, Address("web", "@ada,olu"), RSVP, "k3")),
        (later + timedelta(days=3), partial(web.messenger.post, GENERAL, RSVP, "k4")),
    ]

    moved = await olu.ask("move", step="next")

    assert moved["kind"] == "moved"
    assert moved["said"] == "hirg-bot wrote in #general, to you and to you and Ada Fernsby."
    assert [message["at"] for message in olu.messages.values()][-1] == later.isoformat()
    assert (await told(ada, "clock"))["now"] == later.isoformat()


async def test_never_says_to_whom_else_it_wrote_in_private(web: Web, hands: HandClock, olu: Page) -> None:
    later = NOON + timedelta(hours=5)
    hands.due = [
        (later, partial(web.messenger.post, GENERAL, RSVP, "k1")),
        (later, partial(web.messenger.post, Address("web", "@ada"), RSVP, "k2")),
    ]

    assert (await olu.ask("move", step="next"))["said"] == "hirg-bot wrote in #general and to others in private."


@pytest.mark.parametrize(("step", "by"), [("hour", 1), ("day", 24), ("week", 168)])
async def test_can_go_on_by_an_hour_a_day_or_a_week(hands: HandClock, ada: Page, step: str, by: int) -> None:
    assert (await ada.ask("move", step=step))["said"] == "Nothing was due."
    assert hands.now() == NOON + timedelta(hours=by)


async def test_passes_over_times_at_which_nothing_is_said(web: Web, hands: HandClock, ada: Page) -> None:
    async def look() -> None:
        """Find nothing to say, as a planner may."""

    hands.due = [(NOON + timedelta(days=day), look) for day in range(1, 8)]
    hands.due.append((NOON + timedelta(days=8), partial(web.messenger.post, GENERAL, RSVP, "k1")))

    assert (await ada.ask("move", step="next"))["said"] == "hirg-bot wrote in #general."
    assert hands.now() == NOON + timedelta(days=8)


async def test_goes_on_a_good_while_when_nothing_waits(hands: HandClock, ada: Page) -> None:
    assert (await ada.ask("move", step="next"))["said"] == "Nothing was due."
    assert hands.now() == NOON + timedelta(days=40)


async def test_what_was_said_otherwise_was_said(web: Web, hands: HandClock, ada: Page) -> None:
    posted = await web.messenger.post(GENERAL, RSVP, "k")
    later = NOON + timedelta(days=2)
    hands.due = [(later, partial(web.messenger.edit, GENERAL, posted, RSVP))]

    assert (await ada.ask("move", step="next"))["said"] == "hirg-bot wrote in #general."
    assert hands.now() == later


@pytest.mark.parametrize("step", ["", "year", "-1"])
async def test_a_step_made_up_by_hand_gets_a_sentence(ada: Page, step: str) -> None:
    assert (await ada.ask("move", step=step))["message"] == "The time cannot be moved by that."


async def test_nobody_moves_the_time_of_a_chat_that_has_none_of_its_own() -> None:
    async with serving() as web, opened(web, "ada") as ada:
        assert not ada.welcome["movable"]
        assert (await ada.ask("move", step="day"))["message"] == "The time here is everybody's, and cannot be moved."


async def test_a_form_comes_filled_in_and_what_was_emptied_is_absent(fair: Fair, ada: Page) -> None:
    coming = await ada.answer_to("/coming")
    edit = next(control for control in controls(coming) if control["label"] == "Edit")

    form = (await ada.ask("press", message=coming["id"], call=edit["call"]))["form"]
    values = {field["name"]: field["value"] for field in form["fields"]}
    filled = {**values, "ways": "", "notes": " "}
    done = await ada.ask("submit", place="general", call=form["call"], values=filled)

    assert ada.messages[done["message"]]["asked"] == ""
    assert values == {**MEETING, "notes": ""}
    assert [(field["kind"], field["many"]) for field in form["fields"]][1:4] == [
        ("date", False),
        ("time", False),
        ("word", True),
    ]
    assert fair.meeting == {"title": "Network meeting", "date": "2027-01-05", "time": "15:00"}


async def test_a_picture_is_served_to_those_who_know_its_name(web: Web, ada: Page) -> None:
    answer = await ada.answer_to("/picture")
    [picture] = [block for block in answer["blocks"] if block["type"] == "image"]

    async with aiohttp.ClientSession() as session:
        async with session.get(f"{web.url.rstrip('/')}{picture['src']}") as found:
            assert (await found.read(), found.content_type) == (PICTURE, "image/png")
            assert found.headers["Cross-Origin-Resource-Policy"] == "same-origin"
            assert found.headers["Cache-Control"] == "no-store"
        async with session.get(f"{web.url}pictures/{'0' * 40}") as missing:
            assert missing.status == 404
    assert (picture["width"], picture["height"]) == (480, 200)
