"""Going back on the page: it closes what covers the page, and otherwise leads to the channel before."""

from typing import Any

import pytest
from playwright.async_api import Browser, expect

from adapters.web.app import Web
from tests.adapters.web.page import Chat, open_chat
from tests.adapters.web.test_page_frame import PHONE

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def go_to_workshops(chat: Chat) -> None:
    await chat.page.evaluate("location.hash = 'general'")
    await chat.page.evaluate("location.hash = 'workshops'")
    await expect(chat.page.get_by_role("heading", level=1)).to_have_text("#workshops")


async def expect_back_to_lead_to_general(chat: Chat) -> None:
    # A form or a pane that closed takes its entry along, which the browser does in its own time.
    await chat.page.wait_for_function("!history.state?.covers")
    await chat.page.go_back()
    await expect(chat.page.get_by_role("heading", level=1)).to_have_text("#general")


async def test_closes_what_covers_a_phone_one_after_the_other(browser: Browser, chat: Web) -> None:
    async with open_chat(browser, chat, **PHONE) as phone:
        await go_to_workshops(phone)
        await phone.send("Who comes?")
        await phone.messages.last.get_by_role("button", name="Reply").tap()
        await phone.pane.get_by_role("textbox", name="Reply", exact=True).fill("/note")
        await phone.pane.get_by_role("textbox", name="Reply", exact=True).press("Enter")
        await expect(phone.form).to_be_visible()

        await phone.page.go_back()
        await expect(phone.form).to_be_hidden()
        await expect(phone.pane).to_be_visible()
        await phone.page.go_back()
        await expect(phone.pane).to_be_hidden()
        await expect(phone.page.get_by_role("heading", level=1)).to_have_text("#workshops")

        await expect_back_to_lead_to_general(phone)


async def test_closes_the_drawer_and_a_channel_takes_its_place(browser: Browser, chat: Web) -> None:
    async with open_chat(browser, chat, "#general", **PHONE) as phone:
        menu = phone.page.get_by_role("button", name="Channels and people")
        await menu.tap()
        await phone.page.go_back()
        await expect(menu).to_have_attribute("aria-expanded", "false")
        await expect(phone.page.get_by_role("heading", level=1)).to_have_text("#general")

        await menu.tap()
        await phone.page.get_by_role("link", name="workshops").tap()
        await expect(phone.page.get_by_role("heading", level=1)).to_have_text("#workshops")

        await expect_back_to_lead_to_general(phone)


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desk", "phone"])
async def test_is_not_held_up_by_what_was_closed_otherwise(
    browser: Browser, chat: Web, options: dict[str, Any]
) -> None:
    async with open_chat(browser, chat, **options) as page:
        await go_to_workshops(page)
        await page.send("/find-skill")
        await page.form.get_by_role("button", name="Cancel").click()
        await page.send("/note")
        await page.form.get_by_label("What is it about?").fill("tea")
        await page.form.get_by_label("What would you like to say?").fill("Hot.")
        await page.form.get_by_role("button", name="Send").click()
        await expect(page.answer).to_contain_text("Noted")
        await page.answer.get_by_role("button", name="On Slack and Discord").click()
        await page.pane.get_by_role("button", name="Close this pane").click()
        await expect(page.pane).to_be_hidden()

        await expect_back_to_lead_to_general(page)


async def test_is_not_held_up_by_a_form_that_was_open_when_the_page_was_loaded_anew(
    browser: Browser, chat: Web
) -> None:
    async with open_chat(browser, chat) as page:
        await go_to_workshops(page)
        await page.send("/find-skill")
        await expect(page.form).to_be_visible()

        await page.page.reload()

        await expect(page.page.get_by_role("heading", level=1)).to_have_text("#workshops")
        await expect_back_to_lead_to_general(page)
