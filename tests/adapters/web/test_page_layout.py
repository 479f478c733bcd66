"""What a careful reader of the page trips over: menus that stay open, lines that break, words out of sight."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from adapters.web.app import Web
from adapters.web.demo import DEMO_PEOPLE
from bot.directory.model import Consent, Entry
from tests.adapters.web.browser import open_context
from tests.adapters.web.catalog import PEOPLE
from tests.adapters.web.fair import Fair
from tests.adapters.web.hand_clock import HandClock
from tests.adapters.web.page import Cable, Chat, open_chat
from tests.adapters.web.server import opened, serving
from tests.adapters.web.test_page_frame import PHONE, RETRY
from tests.directory.keeping import Network

# The days and months that take most room.
WIDE = datetime(2026, 11, 25, 22, 0, tzinfo=UTC)
# So many pixels a finger needs.
TOUCH = 44

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def ada(browser: Browser, chat: Web) -> AsyncIterator[Chat]:
    async with open_chat(browser, chat) as page:
        yield page


async def test_on_a_phone_one_tap_turns_into_somebody_else(browser: Browser, chat: Web) -> None:
    async with open_chat(browser, chat, "#workshops", **PHONE) as phone:
        people = phone.page.get_by_role("navigation", name="Act as")

        await people.get_by_role("link", name="Olu Tanglewood, Organiser").tap()

        me = people.get_by_role("link", name="You are Olu Tanglewood, Organiser")
        await expect(me).to_have_attribute("aria-current", "true")
        await expect(phone.page.get_by_role("heading", level=1)).to_have_text("#workshops")


@pytest.mark.parametrize("me", [person.id for person in DEMO_PEOPLE])
async def test_everybody_one_can_be_is_in_sight(browser: Browser, me: str) -> None:
    hands = HandClock(WIDE)
    async with serving(timekeeper=hands, people=DEMO_PEOPLE) as web, open_chat(browser, web, f"?as={me}") as page:
        people = page.page.get_by_role("navigation", name="Act as").get_by_role("link")
        await expect(people).to_have_count(len(DEMO_PEOPLE))

        for width in (1280, 1241, 800):
            await page.page.set_viewport_size({"width": width, "height": 740})
            for person in await people.all():
                await expect(person).to_be_in_viewport(ratio=1)

        for width in (412, 320):
            await page.page.set_viewport_size({"width": width, "height": 740})
            for person in (people.first, people.last):
                await person.scroll_into_view_if_needed()
                await expect(person).to_be_in_viewport(ratio=0.9)


async def test_whoever_is_choosing_a_person_keeps_their_place_when_news_comes(browser: Browser, chat: Web) -> None:
    async with open_chat(browser, chat, "?as=ada") as ada, open_chat(browser, chat, "?as=olu") as olu:
        await ada.page.get_by_role("link", name="workshops").click()
        choice = ada.page.get_by_role("link", name="Olu Tanglewood, Organiser")
        await choice.focus()

        await olu.send("Hello, all")

        await expect(ada.page.get_by_role("link", name="general 1 unread")).to_be_visible()
        await expect(choice).to_be_focused()


@pytest.mark.parametrize("width", [1280, 360])
async def test_who_sees_an_answer_stands_on_one_line_however_long_the_question(
    browser: Browser, chat: Web, width: int
) -> None:
    async with open_chat(browser, chat, viewport={"width": width, "height": 740}) as page:
        await page.send("/find-skill nvivo " + "and more " * 15)

        seen_by = page.answer.get_by_text("Only you can see this")
        await expect(seen_by).to_be_visible()
        assert await lines_of(seen_by) == 1


async def lines_of(text: Locator) -> int:
    height = "e.getBoundingClientRect().height / parseFloat(getComputedStyle(e).lineHeight)"
    return round(float(await text.evaluate(f"(e) => {height}")))


async def test_a_command_is_not_broken_at_its_hyphen(ada: Chat) -> None:
    command = ada.messages.first.get_by_text("/find-skill", exact=True)

    for width in range(130, 200, 5):
        await command.evaluate("(e, width) => { e.parentElement.style.width = `${width}px`; }", width)
        assert await lines_of(command) == 1, width


async def test_what_is_written_from_right_to_left_is_read_so(ada: Chat) -> None:
    await ada.line.fill("שלום, מי מכיר R?")
    assert await ada.line.evaluate("(e) => getComputedStyle(e).direction") == "rtl"

    await ada.line.press("Enter")

    text = ada.messages.last.locator(".message-text")
    await expect(text).to_have_text("שלום, מי מכיר R?")
    lefts = await text.evaluate(
        """(e) => [0, e.firstChild.length - 1].map((at) => {
             const range = document.createRange();
             range.setStart(e.firstChild, at);
             range.setEnd(e.firstChild, at + 1);
             return range.getBoundingClientRect().left;
           })"""
    )
    assert lefts[0] > lefts[1]


@pytest.mark.parametrize("width", [1920, 1100, 800, 700, 360])
async def test_the_welcome_keeps_clear_of_the_edges(browser: Browser, chat: Web, width: int) -> None:
    async with open_chat(browser, chat, viewport={"width": width, "height": 740}) as page:
        edges = await page.page.evaluate(
            """() => [".main", ".welcome"].map((name) => {
                 const box = document.querySelector(name).getBoundingClientRect();
                 return [box.left, box.right];
               })"""
        )

        (left, right), (card_left, card_right) = edges
        assert card_left - left >= 8
        assert right - card_right >= 8


@pytest.mark.parametrize("width", [412, 390, 375, 360])
async def test_what_can_be_done_about_a_skill_stands_in_one_row_on_a_phone(browser: Browser, width: int) -> None:
    mine = Entry(id="a", name="Ada", skills=("NVivo", "R"), consent=Consent.GIVEN, accounts=(PEOPLE[0].account,))
    async with (
        serving(Network([mine]).core.bot) as web,
        open_chat(browser, web, viewport={"width": width, "height": 844}) as page,
    ):
        await page.send("/my-skills")
        await page.answer.get_by_role("button", name="Edit skills").click()
        names = [f"{label}: R" for label in ("Can teach", "Use it", "Learning", "Remove")]
        boxes = [await page.answer.get_by_role("button", name=name).bounding_box() for name in names]

    assert len({box["y"] for box in boxes if box}) == 1
    assert all(box and box["height"] >= TOUCH and box["x"] + box["width"] <= width for box in boxes)


async def test_the_message_that_a_thread_belongs_to_stays_in_sight(browser: Browser, chat: Web) -> None:
    async with open_chat(browser, chat, "?as=olu") as olu:
        await olu.send("Long lines, which need more room beside an open thread. " * 20)
        await olu.send("Who comes on Tuesday?")

    async with open_chat(browser, chat, "?as=ada") as ada:
        asked = ada.messages.last
        await expect(asked).to_contain_text("Who comes on Tuesday?")
        await asked.get_by_role("button", name="Reply").click()

        await expect(ada.pane.get_by_role("textbox", name="Reply", exact=True)).to_be_focused()
        await expect(asked).to_be_in_viewport(ratio=1)


async def test_a_growing_composer_does_not_cover_the_newest_words(ada: Chat) -> None:
    for number in range(12):
        await ada.send(f"Line {number}")
    await expect(ada.messages.last).to_contain_text("Line 11")

    await ada.line.fill("one\n" * 8)

    await expect(ada.messages.last).to_be_in_viewport(ratio=1)


async def test_says_so_when_what_was_said_is_gone_with_the_old_server(browser: Browser) -> None:
    async with open_context(browser) as context:
        async with serving() as web:
            ada = Chat(await context.new_page())
            await ada.open(web)
            await ada.send("Soon gone")
            await expect(ada.messages.last).to_contain_text("Soon gone")
            port = int(web.url.rstrip("/").rpartition(":")[2])
        await expect(ada.page.get_by_text("Connection lost.")).to_be_visible()

        async with serving(port=port):
            await ada.page.evaluate(RETRY)

            await expect(ada.notice).to_contain_text("The chat was started afresh. What was said before is gone.")
            await expect(ada.messages).to_have_count(1)


async def test_a_drop_after_a_restart_loses_nothing_that_was_said(browser: Browser) -> None:
    cable = Cable()
    async with open_context(browser) as context:
        ada = Chat(await context.new_page())
        await cable.lay(ada.page)
        async with serving() as web:
            await ada.open(web, "?as=ada")
            for number in range(5):
                await ada.send(f"Soon gone {number}")
                await expect(ada.messages.last).to_contain_text(f"Soon gone {number}")
            port = int(web.url.rstrip("/").rpartition(":")[2])
        lost = ada.page.get_by_text("Connection lost.")
        await expect(lost).to_be_visible()

        async with serving(port=port) as web, opened(web, "olu") as olu:
            await ada.page.evaluate(RETRY)
            await expect(ada.notice).to_contain_text("The chat was started afresh.")
            await expect(lost).to_have_count(0)
            await cable.cut()
            await expect(lost).to_be_visible()
            await olu.type("While you were away")
            cable.mend()
            await ada.page.evaluate(RETRY)

            await expect(lost).to_have_count(0)
            await expect(ada.messages.last).to_contain_text("While you were away")


async def test_above_a_phone_s_keyboard_the_first_suggestion_is_within_reach(browser: Browser) -> None:
    async with serving(Fair().bot()) as web, open_chat(browser, web, **PHONE) as phone:
        # A phone's keyboard covers the page without making the window any lower.
        await phone.page.evaluate("document.documentElement.style.setProperty('--viewport-height', '380px')")

        await phone.line.press_sequentially("/")

        await expect(phone.suggestions.get_by_role("option")).to_have_count(16)
        box = await phone.suggestions.bounding_box()
        assert box
        assert box["y"] >= 0


async def test_zooming_in_leaves_the_chat_as_large_as_it_is(browser: Browser, chat: Web) -> None:
    async with open_chat(browser, chat, **PHONE) as phone:
        zoom = await phone.page.context.new_cdp_session(phone.page)
        await zoom.send("Emulation.setPageScaleFactor", {"pageScaleFactor": 2})
        await phone.page.wait_for_function("visualViewport.scale === 2")
        # The page is told of it with the next picture.
        await phone.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

        assert await phone.page.evaluate("document.body.offsetHeight") == PHONE["viewport"]["height"]


async def test_on_a_phone_a_choice_is_written_so_large_that_nothing_zooms_in_on_it(browser: Browser, chat: Web) -> None:
    async with open_chat(browser, chat, "?as=olu", **PHONE) as phone:
        await phone.send("/calendar")

        await expect(phone.answer.get_by_label("Which series").first).to_have_css("font-size", "16px")


async def test_on_a_phone_held_sideways_what_stands_below_a_message_is_large_enough_to_touch(
    browser: Browser, chat: Web
) -> None:
    async with open_chat(browser, chat, **{**PHONE, "viewport": {"width": 844, "height": 390}}) as phone:
        heights = await phone.page.locator(".foot-button").evaluate_all(
            "(all) => all.map((one) => one.getBoundingClientRect().height)"
        )

        assert heights
        assert min(heights) >= TOUCH


async def test_an_enter_that_ends_a_composition_sends_nothing(ada: Chat) -> None:
    await ada.line.fill("日本")

    # Safari says of it no more than this number.
    await ada.line.dispatch_event("keydown", {"key": "Enter", "keyCode": 229})

    await expect(ada.line).to_have_value("日本")
    await ada.line.press("Enter")
    await expect(ada.messages).to_have_count(2)


async def test_counts_a_single_suggestion_in_the_singular(ada: Chat) -> None:
    await ada.line.press_sequentially("/no")

    await expect(ada.page.get_by_role("main").get_by_role("status").last).to_have_text(re.compile("^1 suggestion[.]"))
