"""The lists of channels and people on the page, as news comes, and as a drawer."""

import re

import pytest
from playwright.async_api import Browser, expect

from adapters.web.app import Web
from tests.adapters.web.page import open_chat
from tests.adapters.web.server import opened
from tests.adapters.web.test_page_frame import PHONE

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("away", ["Escape", "turned"])
async def test_the_drawer_goes_by_escape_and_when_the_phone_is_turned(browser: Browser, chat: Web, away: str) -> None:
    async with open_chat(browser, chat, **PHONE) as phone:
        below = phone.page.locator("#main, #strip, [data-skip]")
        await phone.page.get_by_role("button", name="Channels and people").tap()
        assert await below.evaluate_all("(all) => all.every((one) => one.inert)")
        await phone.page.evaluate("document.activeElement.blur()")

        if away == "turned":
            await phone.page.set_viewport_size({"width": 844, "height": 390})
        else:
            await phone.page.keyboard.press("Escape")

        await expect(phone.page.locator("#scrim")).to_be_hidden()
        assert not await below.evaluate_all("(all) => all.some((one) => one.inert)")


async def test_a_press_that_has_begun_is_not_lost_when_news_comes(browser: Browser, chat: Web) -> None:
    async with open_chat(browser, chat, "?as=ada#workshops") as ada, opened(chat, "olu") as olu:
        for name, where in (("general", "#general"), ("Olu Tanglewood, Organiser", "as=olu")):
            await ada.page.get_by_role("link", name=name).hover()
            await ada.page.mouse.down()
            await olu.type("Hello, all", place="with-ada-olu")
            await expect(ada.page).to_have_title(re.compile(r"^\(\d+\) "))
            await ada.page.mouse.up()

            await expect(ada.page).to_have_url(re.compile(where))


async def test_a_list_of_channels_that_was_scrolled_stays_so_when_news_comes(browser: Browser, chat: Web) -> None:
    low = {"width": 1000, "height": 320}
    async with open_chat(browser, chat, "?as=ada#workshops", viewport=low) as ada, opened(chat, "olu") as olu:
        places = ada.page.locator(".sidebar-places")
        await places.evaluate("(list) => { list.scrollTop = 40; }")

        await olu.type("Hello, all")

        await expect(ada.page.get_by_role("link", name="general 1 unread")).to_have_count(1)
        assert await places.evaluate("(list) => list.scrollTop") == 40


async def test_what_was_read_on_one_page_is_read_on_the_other(browser: Browser, chat: Web) -> None:
    async with (
        open_chat(browser, chat, "?as=ada#workshops") as one,
        open_chat(browser, chat, "?as=ada#workshops") as other,
        opened(chat, "olu") as olu,
    ):
        await olu.type("Hello, all")
        await expect(other.page).to_have_title("(1) #workshops · hirg-bot")

        await one.page.get_by_role("link", name="general").click()

        await expect(other.page).to_have_title("#workshops · hirg-bot")
        await expect(other.page.get_by_role("link", name="general")).to_have_accessible_name("general")
