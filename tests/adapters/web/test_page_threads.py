"""A post of the bot's and its thread, as people see it grow, change and go."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from adapters.web.app import Web
from bot.chat.calls import call
from bot.chat.requests import Address
from bot.chat.views import Actions, Block, Button, Heading, Text
from tests.adapters.web.page import Chat, open_chat
from tests.adapters.web.server import serving

pytestmark = pytest.mark.asyncio(loop_scope="session")

HERE = Address("web", "general")
ASKED: tuple[Block, ...] = (
    Heading("Quiet Heron asks for support"),
    Text(("They shout at me.",)),
    Actions((Button("Answer without my name", call("note")),)),
)


def answer(words: str) -> tuple[Block, ...]:
    return Text((words,)), Actions((Button("See what I can do", call("hirg")),))


@pytest_asyncio.fixture(loop_scope="session")
async def web() -> AsyncIterator[Web]:
    async with serving() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def asked(web: Web) -> str:
    return await web.messenger.post(HERE, ASKED, "asked")


@pytest_asyncio.fixture(loop_scope="session")
async def ada(browser: Browser, web: Web, asked: str) -> AsyncIterator[Chat]:
    async with open_chat(browser, web) as page:
        await expect(post(page, asked)).to_be_visible()
        yield page


def post(chat: Chat, posted: str) -> Locator:
    return chat.page.locator(f'main [data-id="{posted}"]')


def thread(posted: str) -> Address:
    return Address("web", "general", posted)


async def open_thread(chat: Chat, posted: str) -> Locator:
    await post(chat, posted).locator("[data-does=thread]").click()
    await expect(chat.pane).to_be_visible()
    return chat.pane.get_by_role("list", name="Replies").get_by_role("listitem")


async def test_anybody_answers_openly_below_what_the_bot_posted_by_typing(web: Web, ada: Chat, asked: str) -> None:
    replies = await open_thread(ada, asked)
    line = ada.pane.get_by_role("textbox")
    await expect(line).to_be_focused()

    await line.fill("I have been there. Write to me.")
    await line.press("Enter")

    await expect(replies).to_have_count(1)
    await expect(replies.first).to_contain_text("Ada Fernsby")
    await expect(post(ada, asked)).to_contain_text("1 reply")
    assert await web.messenger.replies(HERE, asked) == 1


async def test_whoever_replied_and_closes_the_thread_goes_on_where_they_opened_it(ada: Chat, asked: str) -> None:
    replies = await open_thread(ada, asked)
    line = ada.pane.get_by_role("textbox")
    await line.fill("I have been there.")
    await line.press("Enter")
    await expect(replies).to_have_count(1)
    await expect(post(ada, asked)).to_contain_text("1 reply")

    await line.press("Escape")

    await expect(ada.pane).to_be_hidden()
    await expect(post(ada, asked).get_by_role("button", name="1 reply")).to_be_focused()


async def test_each_answer_of_the_bots_stands_apart_with_its_own_buttons(web: Web, ada: Chat, asked: str) -> None:
    replies = await open_thread(ada, asked)
    for words in ("Amber Kite: keep a diary.", "Grey Fern: talk to us."):
        await web.messenger.post(thread(asked), answer(words), words)

    await expect(replies.get_by_text("hirg-bot")).to_have_count(2)
    await expect(post(ada, asked)).to_contain_text("2 replies")
    await replies.last.get_by_role("button", name="See what I can do").click()
    await expect(replies.last).to_contain_text("Only you can see this")
    # What only Ada sees is no reply for the others.
    await expect(post(ada, asked)).to_contain_text("2 replies")


async def test_what_is_pressed_beside_a_thread_is_answered_in_it(ada: Chat, asked: str) -> None:
    replies = await open_thread(ada, asked)
    first = ada.pane.get_by_role("list", name="First message")

    await first.get_by_role("button", name="Answer without my name").click()
    await ada.form.get_by_label("What is it about?").fill("tea")
    await ada.form.get_by_label("What would you like to say?").fill("Keep a diary.")
    await ada.form.get_by_role("button", name="Send").click()

    await expect(replies).to_have_count(1)
    await expect(replies).to_contain_text("Noted for someone: Keep a diary.")
    await expect(ada.messages.filter(has_text="Noted")).to_have_count(0)


async def test_what_changes_or_goes_in_a_thread_does_so_before_ones_eyes(web: Web, ada: Chat, asked: str) -> None:
    replies = await open_thread(ada, asked)
    first, second = [await web.messenger.post(thread(asked), answer(words), words) for words in ("one", "two")]
    await expect(replies).to_have_count(2)

    await web.messenger.edit(thread(asked), first, answer("something else"))
    await expect(replies.first).to_contain_text("something else")
    await expect(replies.first).to_contain_text("edited")
    await web.messenger.remove(thread(asked), second)

    await expect(replies).to_have_count(1)
    await expect(post(ada, asked)).to_contain_text("1 reply")


async def test_what_the_thread_is_about_changes_in_the_pane_as_well(web: Web, ada: Chat, asked: str) -> None:
    await open_thread(ada, asked)

    await web.messenger.edit(HERE, asked, (Heading("Quiet Heron asked for support"), Text(("This was closed.",))))

    first = ada.pane.get_by_role("list", name="First message")
    await expect(first).to_contain_text("This was closed.")
    await expect(first.get_by_role("button", name="Answer without my name")).to_have_count(0)


async def test_nobody_can_answer_what_was_taken_back_and_what_was_answered_stays_to_be_read(
    web: Web, ada: Chat, asked: str
) -> None:
    posted = await web.messenger.post(thread(asked), answer("Keep a diary."), "k")
    replies = await open_thread(ada, asked)

    await web.messenger.remove(HERE, asked)

    await expect(ada.pane).to_contain_text("nobody can answer here any more")
    await expect(ada.pane.get_by_role("textbox")).to_have_count(0)
    await expect(replies).to_contain_text("Keep a diary.")
    await ada.pane.get_by_role("button", name="Close this pane").click()
    await open_thread(ada, asked)
    await expect(ada.pane.get_by_role("textbox")).to_have_count(0)

    await web.messenger.remove(thread(asked), posted)
    await expect(post(ada, asked)).to_have_count(0)


async def test_words_that_were_about_to_be_sent_are_not_lost_when_a_post_is_taken_back(
    web: Web, ada: Chat, asked: str
) -> None:
    await open_thread(ada, asked)
    line = ada.pane.get_by_role("textbox")
    await line.fill("I know a good union rep.")

    await web.messenger.remove(HERE, asked)

    await expect(ada.pane.get_by_role("alert")).to_contain_text("nobody can answer here any more")
    await expect(line).to_have_value("I know a good union rep.")


async def test_what_stands_after_a_post_that_was_taken_back_has_its_own_head(web: Web, ada: Chat, asked: str) -> None:
    await web.messenger.post(thread(asked), answer("Keep a diary."), "k")
    await web.messenger.remove(HERE, asked)
    later = await web.messenger.post(HERE, ASKED, "later")

    await expect(post(ada, later).locator(".message-author")).to_be_visible()
    await ada.page.reload()
    await expect(post(ada, later).locator(".message-author")).to_be_visible()
