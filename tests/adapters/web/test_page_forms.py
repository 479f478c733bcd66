"""The fields of a form, as they are filled in by hand."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, ViewportSize, expect

from adapters.web.app import Web
from tests.adapters.web.fair import MEETING, Fair
from tests.adapters.web.page import Cable, Chat, open_chat, open_on_a_cable
from tests.adapters.web.server import serving
from tests.adapters.web.test_page_frame import PHONE, assert_fits

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def fair() -> Fair:
    return Fair()


@pytest_asyncio.fixture(loop_scope="session")
async def web(fair: Fair) -> AsyncIterator[Web]:
    async with serving(fair.bot()) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def ada(browser: Browser, web: Web) -> AsyncIterator[Chat]:
    async with open_chat(browser, web) as page:
        yield page


async def edit(chat: Chat) -> Locator:
    """Open the form of the first meeting."""
    if not await chat.answer.count():
        await chat.send("/coming")
    await chat.answer.get_by_role("button", name="Edit: ").first.click()
    await expect(chat.form).to_be_visible()
    return chat.form


async def test_what_is_known_stands_in_the_form_already(ada: Chat) -> None:
    form = await edit(ada)

    await expect(form.get_by_label("What is it called?")).to_have_value("Network meeting")
    await expect(form.get_by_label("On which day?")).to_have_value("2027-01-05")
    await expect(form.get_by_label("On which day?")).to_have_attribute("type", "date")
    await expect(form.get_by_label("From when, in London?")).to_have_value("15:00")
    await expect(form.get_by_label("From when, in London?")).to_have_attribute("type", "time")
    ways = form.get_by_role("group", name="How can people come? optional")
    await expect(ways.get_by_role("checkbox", name="Online")).to_be_checked()
    await expect(ways.get_by_role("checkbox", name="In person")).not_to_be_checked()


async def test_is_changed_and_sent(ada: Chat, fair: Fair) -> None:
    form = await edit(ada)
    await form.get_by_label("On which day?").fill("2027-03-02")
    await form.get_by_label("From when, in London?").fill("09:30")
    await form.get_by_role("checkbox", name="In person").check()
    await form.get_by_role("checkbox", name="Recorded").press("Space")

    await form.get_by_role("button", name="Send").click()

    await expect(ada.answer).to_contain_text("Changed: Network meeting, online,person.")
    assert fair.meeting == {**MEETING, "date": "2027-03-02", "time": "09:30", "ways": "online,person"}
    assert fair.asked[-1].call.args["id"] == "1"


async def test_where_the_button_that_opened_it_is_gone_one_goes_on_at_the_answer(browser: Browser, web: Web) -> None:
    async with open_chat(browser, web) as chat:
        form = await edit(chat)
        await form.get_by_label("Is there anything else to know?").fill("Bring tea")
        await form.get_by_role("button", name="Send").press("Enter")

        await expect(chat.answer).to_contain_text("Changed: ")
        await expect(chat.answer.get_by_role("button", name="Edit")).to_have_count(0)
        await expect(chat.answer).to_be_focused()


async def test_what_was_emptied_is_gone(ada: Chat, fair: Fair) -> None:
    form = await edit(ada)
    for name in ("Online", "Recorded"):
        await form.get_by_role("checkbox", name=name).uncheck()
    await form.get_by_role("button", name="Send").click()

    await expect(ada.answer).to_contain_text("nowhere")
    assert "ways" not in fair.meeting


async def test_a_day_or_a_time_that_is_needed_is_asked_for(ada: Chat) -> None:
    form = await edit(ada)
    day = form.get_by_label("On which day?")
    await day.fill("")

    await form.get_by_role("button", name="Send").click()

    await expect(day).to_be_focused()
    await expect(day).to_have_accessible_description("Please fill this in.")


async def test_a_day_that_is_half_written_is_said_to_be(ada: Chat) -> None:
    form = await edit(ada)
    day = form.get_by_label("On which day?")
    await day.focus()
    await day.press("Delete")  # the first part of it

    await form.get_by_role("button", name="Send").click()

    await expect(day).to_have_accessible_description("This date is not finished, or not in the calendar.")
    await expect(form).to_be_visible()


async def test_a_mistake_stands_beside_its_field_until_it_is_mended(ada: Chat) -> None:
    form = await edit(ada)
    title = form.get_by_label("What is it called?")
    await title.fill("?")
    await form.get_by_role("button", name="Send").click()
    await expect(title).to_have_accessible_description("A title is more than a question mark. Say what it is about.")
    await expect(title).to_be_focused()

    await title.fill("Spring meeting")

    await expect(title).to_have_accessible_description("")


async def test_keeps_what_was_changed_and_not_sent_but_no_stale_rest(ada: Chat, fair: Fair) -> None:
    form = await edit(ada)
    await form.get_by_label("What is it called?").fill("Spring meeting")
    await form.get_by_role("button", name="Cancel").click()
    fair.meeting["time"] = "16:00"  # somebody else changed it meanwhile

    form = await edit(ada)

    await expect(form.get_by_label("What is it called?")).to_have_value("Spring meeting")
    await expect(form.get_by_label("From when, in London?")).to_have_value("16:00")


@pytest_asyncio.fixture(loop_scope="session")
async def slow(browser: Browser, web: Web) -> AsyncIterator[tuple[Chat, Cable]]:
    async with open_on_a_cable(browser, web) as page_and_cable:
        yield page_and_cable


async def test_an_answer_that_comes_late_closes_no_other_form_and_what_was_sent_is_not_offered_again(
    slow: tuple[Chat, Cable], fair: Fair
) -> None:
    page, cable = slow
    title = page.form.get_by_label("What is it called?")
    form = await edit(page)
    await title.fill("Spring meeting")
    cable.hold = "submit"
    await form.get_by_role("button", name="Send").click()
    await form.get_by_role("button", name="Cancel").click()
    await page.answer.get_by_role("button", name="Edit: ").last.click()
    await title.fill("Still being written")

    cable.let_go()

    await expect(page.page.locator("#messages")).to_contain_text("Changed: Spring meeting")
    await expect(form).to_be_visible()
    await expect(title).to_have_value("Still being written")
    await form.get_by_role("button", name="Cancel").click()
    fair.meeting["title"] = "Summer meeting"
    await page.send("/coming")
    await page.answer.get_by_role("button", name="Edit: Summer").click()
    await expect(title).to_have_value("Summer meeting")


async def test_a_form_that_another_one_takes_the_place_of_keeps_what_was_written(slow: tuple[Chat, Cable]) -> None:
    page, cable = slow
    title = page.form.get_by_label("What is it called?")
    both = page.answer.get_by_role("button", name="Edit: ")
    cable.hold = "press"
    await both.first.click()
    await both.last.click()
    await title.fill("Still being written")

    cable.let_go()

    await expect(title).to_have_value("Network meeting")
    await page.form.get_by_role("button", name="Cancel").click()
    await both.last.click()
    await expect(title).to_have_value("Still being written")


async def test_on_a_phone_a_long_form_scrolls_and_its_buttons_stay_in_sight(browser: Browser, web: Web) -> None:
    async with open_chat(browser, web, **PHONE) as phone:
        form = await edit(phone)
        await assert_fits(phone)
        for name in ("Close", "Cancel", "Send"):
            await expect(form.get_by_role("button", name=name)).to_be_in_viewport(ratio=0.9)
        notes = form.get_by_label("Is there anything else to know?")

        await notes.focus()

        await expect(notes).to_be_in_viewport()
        await expect(form.get_by_role("button", name="Send")).to_be_in_viewport(ratio=0.9)


async def test_above_the_keyboard_of_a_phone_held_sideways_the_field_can_be_seen(browser: Browser, web: Web) -> None:
    async with open_chat(browser, web, **{**PHONE, "viewport": SIDEWAYS}) as phone:
        form = await edit(phone)
        for name in ("On which day?", "From when, in London?"):
            await phone.page.set_viewport_size(SIDEWAYS)
            await form.get_by_label(name).focus()
            await phone.page.set_viewport_size(ABOVE_KEYBOARD)
            await phone.page.wait_for_function(IN_SIGHT, arg=await form.get_by_label(name).element_handle())

        send = form.get_by_role("button", name="Send")
        await send.scroll_into_view_if_needed()
        await phone.page.wait_for_function(IN_SIGHT, arg=await send.element_handle())


SIDEWAYS: ViewportSize = {"width": 844, "height": 390}
ABOVE_KEYBOARD: ViewportSize = {"width": 844, "height": 190}
# Whether something is in sight from its upper to its lower edge, and nothing lies over it.
IN_SIGHT = """(one) => {
  const { x, width, top, bottom } = one.getBoundingClientRect();
  return [top + 3, bottom - 3].every((y) => document.elementFromPoint(x + width / 2, y) === one);
}"""


async def test_above_the_keyboard_of_a_phone_held_sideways_a_suggestion_can_be_seen(ada: Chat) -> None:
    await ada.page.set_viewport_size(ABOVE_KEYBOARD)

    await ada.line.press_sequentially("/")

    box = await ada.suggestions.bounding_box()
    assert box
    assert box["y"] >= 0
    assert box["height"] >= 72


async def test_many_commands_are_offered_without_saying_the_same_of_each(ada: Chat) -> None:
    await ada.line.press_sequentially("/")
    options = ada.suggestions.get_by_role("option")
    await expect(options).to_have_count(16)
    await expect(options.filter(has_text="Only you see the answer")).to_have_count(1)

    for _ in range(16):
        await ada.line.press("ArrowDown")
    await ada.line.press("ArrowUp")

    await expect(ada.suggestions.get_by_role("option", selected=True)).to_be_in_viewport(ratio=0.9)


async def test_what_is_too_long_is_neither_cut_nor_taken(ada: Chat) -> None:
    form = await edit(ada)
    notes = form.get_by_label("Is there anything else to know?")
    await notes.fill("🦔" * 2990)
    await expect(notes).to_have_accessible_description("Room for 10 characters more.")

    await notes.press("Control+A")
    await ada.page.keyboard.insert_text("x" * 10_000)
    await form.get_by_role("button", name="Send").click()

    await expect(notes).to_be_focused()
    await expect(notes).to_have_accessible_description(
        "Too long by 7,000 characters. Please shorten it; nothing was cut off."
    )
    await expect(notes).to_have_value("x" * 10_000)
