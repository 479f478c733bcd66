"""What becomes on the page of what was sent, when its receipt is lost or comes late."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from adapters.web.app import Web
from tests.adapters.web.browser import open_context
from tests.adapters.web.fair import Fair
from tests.adapters.web.page import Cable, Chat, open_on_a_cable
from tests.adapters.web.server import serving
from tests.adapters.web.test_page_forms import edit
from tests.adapters.web.test_page_frame import RETRY

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def fair() -> Fair:
    return Fair()


@pytest_asyncio.fixture(loop_scope="session")
async def web(fair: Fair) -> AsyncIterator[Web]:
    async with serving(fair.bot()) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def slow(browser: Browser, web: Web) -> AsyncIterator[tuple[Chat, Cable]]:
    async with open_on_a_cable(browser, web) as page_and_cable:
        yield page_and_cable


NO_STORAGE = """for (const name of ["sessionStorage", "localStorage"])
  Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });"""


async def test_without_storage_drafts_last_as_long_as_the_page_and_a_post_sent_again_is_one(
    browser: Browser, chat: Web
) -> None:
    cable = Cable()
    async with open_context(browser) as context:
        ada = Chat(await context.new_page())
        await cable.lay(ada.page)
        await ada.page.add_init_script(NO_STORAGE)
        await ada.open(chat)
        await ada.line.fill("half a thought")
        await ada.page.get_by_role("link", name="workshops").click()
        await expect(ada.line).to_have_value("")
        await ada.page.get_by_role("link", name="general").click()
        await expect(ada.line).to_have_value("half a thought")

        await lose_receipt(ada, cable, lambda: ada.line.press("Enter"))
        await expect(ada.messages).to_have_count(2)
        await ada.line.press("Enter")

        await expect(ada.line).to_have_value("")
        await expect(ada.messages).to_have_count(2)


async def lose_receipt(chat: Chat, cable: Cable, send: Callable[[], Awaitable[None]]) -> None:
    """Let something that is sent be done, and the page not hear of it; the connection is back then."""
    cable.deaf = True
    await send()
    await cable.missed_receipt.wait()
    await cable.cut()
    await expect(chat.page.get_by_text("cannot tell whether this was sent")).to_be_visible()
    cable.mend()
    await chat.page.evaluate(RETRY)
    await expect(chat.page.get_by_text("Connection lost.")).to_have_count(0)


async def test_a_form_whose_receipt_was_lost_is_done_once_also_when_it_was_closed_meanwhile(
    slow: tuple[Chat, Cable], fair: Fair
) -> None:
    page, cable = slow
    form = await edit(page)
    await form.get_by_label("What is it called?").fill("Spring meeting")
    send = form.get_by_role("button", name="Send")
    await lose_receipt(page, cable, send.click)
    await expect(page.page.locator("#messages")).to_contain_text("Changed: Spring meeting")
    await form.get_by_role("button", name="Cancel").click()
    await page.messages.filter(has_text="What is coming").get_by_role("button", name="Edit: ").first.click()
    await expect(form.get_by_label("What is it called?")).to_have_value("Spring meeting")

    await send.click()

    await expect(form).to_be_hidden()
    await expect(page.page.locator("#messages").get_by_text("Changed: Spring meeting")).to_have_count(1)
    assert len([request for request in fair.asked if "title" in request.call.args]) == 1


async def test_a_form_that_is_opened_again_while_it_is_being_sent_keeps_only_what_is_written_since(
    slow: tuple[Chat, Cable], fair: Fair
) -> None:
    page, cable = slow
    title, notes = (page.form.get_by_label(name) for name in ("What is it called?", "Is there anything else to know?"))
    form = await edit(page)
    await title.fill("Spring meeting")
    cable.hold = "submit"
    await form.get_by_role("button", name="Send").click()
    await form.get_by_role("button", name="Cancel").click()
    await edit(page)
    await expect(title).to_have_value("Spring meeting")
    await expect(form.get_by_role("button", name="Send")).to_have_attribute("aria-disabled", "true")
    await notes.fill("Bring tea")

    cable.let_go()

    await expect(title).to_have_value("Network meeting")
    await expect(notes).to_have_value("Bring tea")
    await expect(form.get_by_role("button", name="Send")).to_have_attribute("aria-disabled", "false")
    await form.get_by_role("button", name="Cancel").click()
    fair.meeting["title"] = "Summer meeting"
    await page.messages.filter(has_text="What is coming").get_by_role("button", name="Edit: ").first.click()
    await expect(title).to_have_value("Summer meeting")
