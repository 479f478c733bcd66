"""On the page: what the bot says unasked, private groups, pictures, and the time of a demo."""

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from adapters.web.app import Web
from bot.chat.calls import call
from bot.chat.requests import Address
from bot.chat.views import Actions, Button, Moment, Text
from tests.adapters.web.fair import WORDS, Fair
from tests.adapters.web.hand_clock import NOON, HandClock
from tests.adapters.web.page import Chat, open_chat
from tests.adapters.web.server import serving
from tests.adapters.web.test_page_frame import PHONE, assert_fits

pytestmark = pytest.mark.asyncio(loop_scope="session")

GENERAL = Address("web", "general")
RSVP = (
    Text(("We meet ", Moment(NOON + timedelta(days=1)))),
    Actions((Button("Going", call("rsvp", id="1", to="yes")),)),
)


@pytest_asyncio.fixture(loop_scope="session")
async def hands() -> HandClock:
    return HandClock()


@pytest_asyncio.fixture(loop_scope="session")
async def fair(hands: HandClock) -> AsyncIterator[Web]:
    async with serving(Fair().bot(), timekeeper=hands) as web:
        yield web


@pytest_asyncio.fixture(loop_scope="session")
async def ada(browser: Browser, fair: Web) -> AsyncIterator[Chat]:
    async with open_chat(browser, fair) as page:
        yield page


async def test_what_the_bot_says_is_spoken_and_can_be_answered(ada: Chat, fair: Web) -> None:
    await fair.messenger.post(GENERAL, RSVP, "k")
    said = ada.messages.last
    await expect(said).to_contain_text("We meet Tue, 5 Jan 2027, 12:00 GMT")
    await expect(ada.page.get_by_role("log", name="New messages")).to_contain_text("hirg-bot: We meet")

    await said.get_by_role("button", name="Going").click()

    await expect(ada.answer).to_contain_text("You said yes.")
    await expect(said).to_contain_text("You said yes.")


async def test_a_change_is_marked_and_spoken_and_carries_nobody_away(ada: Chat, fair: Web) -> None:
    posted = await fair.messenger.post(GENERAL, RSVP, "k")
    await ada.send("Long words. " * 300)
    await expect(ada.messages.last).to_contain_text("Long words.")
    before = await ada.page.locator("#scroller").evaluate("(e) => e.scrollTop")

    await fair.messenger.edit(GENERAL, posted, (Text(("We meet on Thursday.",)),))

    changed = ada.messages.nth(1)
    await expect(changed).to_contain_text("We meet on Thursday.")
    await expect(changed.get_by_text("edited")).to_be_visible()
    log = ada.page.get_by_role("log", name="New messages")
    await expect(log).to_contain_text("hirg-bot changed a message: We meet on Thursday.")
    assert abs(await ada.page.locator("#scroller").evaluate("(e) => e.scrollTop") - before) < 60


async def test_what_is_taken_back_goes_and_leaves_its_replies_a_place(ada: Chat, fair: Web) -> None:
    lonely = await fair.messenger.post(GENERAL, (Text(("Never mind.",)),), "k1")
    answered = await fair.messenger.post(GENERAL, (Text(("Who comes?",)),), "k2")
    await fair.messenger.post(Address("web", "general", answered), (Text(("So far, nobody.",)),), "k3")
    await expect(ada.messages.last.get_by_role("button", name="1 reply")).to_be_visible()

    for posted in (lonely, answered):
        await fair.messenger.remove(GENERAL, posted)

    await expect(ada.messages).to_have_count(2)
    await expect(ada.messages.last).to_contain_text("This message was taken back.")
    await ada.page.reload()
    await expect(ada.messages).to_have_count(2)
    await expect(ada.page).to_have_title("#general · hirg-bot")


@pytest.mark.parametrize("reloaded", [True, False])
async def test_what_says_that_it_goes_is_gone_from_the_page_when_one_leaves(
    browser: Browser, chat: Web, reloaded: bool
) -> None:
    async with open_chat(browser, chat) as ada:
        await ada.send("/hirg")
        await ada.answer.get_by_role("button", name="Open my inbox").click()
        await expect(ada.answer).to_contain_text("It is gone when you leave.")

        if reloaded:
            await ada.page.reload()
        else:
            await go_to(ada, "workshops")
            await go_to(ada, "general")

        await expect(ada.messages).to_have_count(1)
        await expect(ada.messages).not_to_contain_text("inbox")


async def go_to(chat: Chat, place: str) -> None:
    await chat.page.get_by_role("link", name=place).click()
    await expect(chat.page.get_by_role("heading", level=1)).to_have_text(f"#{place}")


async def test_two_people_meet_in_a_private_place_with_the_bot(browser: Browser, ada: Chat, fair: Web) -> None:
    await fair.messenger.post(Address("web", "@ada,olu"), (Text(("Ada, meet Olu.",)),), "k")
    place = ada.page.get_by_role("link", name="Olu and hirg-bot 1 unread")
    await place.click()
    await expect(ada.page.locator("#line-hint")).to_contain_text("Between you, Olu and hirg-bot")

    await ada.send("Hello, Olu")

    async with open_chat(browser, fair, "?as=olu#%40ada%2Colu") as olu:
        await expect(olu.page.get_by_role("heading", level=1)).to_have_text("Ada and hirg-bot")
        await expect(olu.messages.last).to_contain_text("Hello, Olu")


async def test_in_private_an_answer_takes_the_place_of_what_was_said(ada: Chat, fair: Web) -> None:
    await fair.messenger.post(Address("web", "@ada"), RSVP, "k")
    await ada.page.get_by_role("link", name="hirg-bot 1 unread").click()

    await ada.messages.last.get_by_role("button", name="Going").press("Enter")

    await expect(ada.messages).to_have_count(1)
    await expect(ada.messages.last).to_contain_text("You said yes.")
    await expect(ada.messages.last).to_be_focused()


async def test_a_picture_says_in_words_what_it_shows(ada: Chat) -> None:
    await ada.send("/picture")
    picture = ada.answer.get_by_role("img", name="How the five groups felt about it")
    await expect(picture).to_have_js_property("complete", value=True)
    assert await picture.evaluate("(e) => [e.naturalWidth, e.naturalHeight]") == [480, 200]
    words = ada.answer.get_by_role("paragraph").filter(has_text=WORDS.splitlines()[1])
    await expect(words).to_be_hidden()

    await ada.answer.get_by_text("Read what it shows").press("Enter")

    await expect(words).to_be_visible()


async def test_the_next_event_is_one_press_away(ada: Chat, fair: Web, hands: HandClock) -> None:
    hands.due = [(NOON + timedelta(days=1, hours=3), partial(fair.messenger.post, GENERAL, RSVP, "k"))]
    clock = ada.page.get_by_role("button", name="Mon 4 Jan, 12:00, the demo’s time")
    await expect(clock).to_have_attribute("aria-expanded", "false")
    await clock.click()

    await ada.page.get_by_role("button", name="Go on to the next event").click()

    menu = ada.page.get_by_role("group", name="The demo’s time")
    said = menu.get_by_role("status")
    await expect(said).to_contain_text("It is now Tuesday")
    await expect(said).to_contain_text("5 January 2027 at 15:00 GMT. hirg-bot wrote in #general.")
    await expect(ada.messages.last.locator(".message-head time")).to_have_text("15:00")
    await expect(ada.page.locator(".day").first).to_have_text("Yesterday")
    await expect(ada.page.locator(".day").last).to_have_text("Today")


async def test_the_time_can_be_moved_by_keyboard_and_everybody_sees_it(browser: Browser, ada: Chat, fair: Web) -> None:
    async with open_chat(browser, fair, "?as=olu") as olu:
        clock = ada.page.get_by_role("button", name="the demo’s time")
        await clock.press("Enter")
        await ada.page.get_by_role("button", name="Go on by one week").press("Enter")
        status = ada.page.get_by_role("group", name="The demo’s time").get_by_role("status")
        await expect(status).to_contain_text("Nothing was due.")

        await ada.page.keyboard.press("Escape")

        await expect(clock).to_be_focused()
        await expect(status).to_be_hidden()
        await expect(olu.page.get_by_role("button", name="Mon 11 Jan, 12:00, the demo’s time")).to_be_visible()
        await expect(olu.page.locator(".day")).to_have_text("Monday 4 January")


async def test_a_chat_without_a_time_of_its_own_shows_no_clock(browser: Browser, chat: Web) -> None:
    async with open_chat(browser, chat) as page:
        await expect(page.page.get_by_role("button", name="the demo’s time")).to_be_hidden()


async def test_all_of_it_fits_on_a_phone(browser: Browser, fair: Web) -> None:
    async with open_chat(browser, fair, **PHONE) as phone:
        await phone.page.get_by_role("button", name="the demo’s time").tap()
        await assert_fits(phone)
        menu = await phone.page.get_by_role("group", name="The demo’s time").bounding_box()
        assert menu
        assert menu["x"] >= 0
        assert menu["x"] + menu["width"] <= PHONE["viewport"]["width"]
        for line in ("/coming", "/picture"):
            await phone.send(line)
            await expect(phone.answer).to_contain_text(line)
            await assert_fits(phone)
        await fair.messenger.post(Address("web", "workshops"), RSVP, "k")
        await expect(phone.page.get_by_role("button", name="Channels and people, 1 unread")).to_be_visible()
