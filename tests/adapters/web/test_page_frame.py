"""What holds the page together: people, lost connections, widths, themes, names for those who listen."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Browser, WebSocketRoute, expect

from adapters.web.app import Web
from tests.adapters.web.browser import open_context
from tests.adapters.web.page import Cable, Chat, open_chat, open_tab
from tests.adapters.web.server import opened, serving
from tests.adapters.web.test_static import TEXT_RATIO, contrast

pytestmark = pytest.mark.asyncio(loop_scope="session")

# What a browser tells a page when the network is back; the page then tries at once.
RETRY = "window.dispatchEvent(new Event('online'))"
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


@asynccontextmanager
async def two_people(browser: Browser, web: Web) -> AsyncIterator[tuple[Chat, Chat]]:
    """Two tabs of one browser, each acting as somebody else."""
    async with (
        open_context(browser) as context,
        open_tab(context, web, "?as=ada") as ada,
        open_tab(context, web, "?as=olu") as olu,
    ):
        yield ada, olu


async def test_an_answer_is_seen_by_the_one_who_asked_alone(browser: Browser, chat: Web) -> None:
    async with two_people(browser, chat) as (ada, olu):
        await ada.find()
        await ada.send("Hello, Olu")

        await expect(olu.messages.last).to_contain_text("Hello, Olu")
        await expect(olu.page.get_by_text("people can help")).to_have_count(0)


async def test_acting_as_somebody_else_shows_what_they_see(browser: Browser, chat: Web) -> None:
    async with open_chat(browser, chat) as page:
        await page.find()
        await page.page.get_by_role("link", name="Olu Tanglewood, Organiser").click()
        await expect(page.page.get_by_role("link", name="You are Olu Tanglewood, Organiser")).to_be_visible()

        await expect(page.messages).to_have_count(1)
        await page.line.press_sequentially("/cal")
        await expect(page.suggestions).to_contain_text("/calendar")


async def test_an_unknown_person_is_told_how_to_start_again(browser: Browser, chat: Web) -> None:
    async with open_context(browser) as context:
        page = await context.new_page()
        await page.goto(f"{chat.url}?as=mallory")

        await expect(page.get_by_role("status").first).to_contain_text("Nobody here has that name.")
        await page.get_by_role("link", name="Start again").click()
        await expect(page.get_by_role("link", name="You are Ada Fernsby, Member")).to_be_visible()


async def test_counts_what_is_unread_elsewhere(browser: Browser, chat: Web) -> None:
    async with open_chat(browser, chat, "?as=ada") as ada, open_chat(browser, chat, "?as=olu") as olu:
        await ada.page.get_by_role("link", name="workshops").click()
        await expect(ada.page.get_by_role("heading", level=1)).to_have_text("#workshops")

        await olu.send("Hello, all")

        general = ada.page.get_by_role("link", name="general")
        await expect(general).to_have_accessible_name("general 1 unread")
        await expect(ada.page).to_have_title("(1) #workshops · hirg-bot")
        await general.click()
        await expect(general).to_have_accessible_name("general")


async def test_a_lost_connection_keeps_the_draft_and_catches_up(browser: Browser) -> None:
    async with open_context(browser) as context:
        async with serving() as web:
            ada = Chat(await context.new_page())
            await ada.open(web)
            port = int(web.url.rstrip("/").rpartition(":")[2])
        banner = ada.page.get_by_text("Connection lost. Reconnecting…")
        await expect(banner).to_be_visible()
        await ada.send("Written while it was gone")
        await expect(ada.notice).to_contain_text("cannot tell whether this was sent. Your text is still here")
        await expect(ada.line).to_have_value("Written while it was gone")

        async with serving(port=port):
            await ada.page.evaluate(RETRY)
            await expect(banner).to_have_count(0)
            await ada.line.press("Enter")

            await expect(ada.messages.last).to_contain_text("Written while it was gone")
            await expect(ada.line).to_have_value("")


async def test_a_button_pressed_while_the_connection_is_lost_speaks_of_no_text(browser: Browser) -> None:
    async with open_context(browser) as context:
        async with serving() as web:
            ada = Chat(await context.new_page())
            await ada.open(web)
            answer = await ada.find()
        await expect(ada.page.get_by_text("Connection lost. Reconnecting…")).to_be_visible()
        await answer.get_by_role("button", name="More", exact=True).click()
        await expect(ada.notice).to_have_text("The connection is lost. Try again in a moment.")


async def test_a_form_sent_while_the_connection_is_lost_keeps_what_was_written(browser: Browser) -> None:
    async with open_context(browser) as context:
        async with serving() as web:
            ada = Chat(await context.new_page())
            await ada.open(web)
            await ada.send("/find-skill")
            await ada.form.get_by_role("combobox", name="What would you like help with?").fill("NVivo")
        await ada.form.get_by_role("button", name="Send").click()
        await expect(ada.form).to_contain_text("cannot tell whether this was sent. Your text is still here")


async def test_a_page_that_was_away_fetches_what_was_said(browser: Browser, chat: Web) -> None:
    async with open_context(browser) as context, opened(chat, "olu") as olu:
        ada = Chat(await context.new_page())
        cables: list[WebSocketRoute] = []

        def plug_in(cable: WebSocketRoute) -> None:
            cables.append(cable)
            cable.connect_to_server()

        await ada.page.route_web_socket("**/socket", plug_in)
        await ada.open(chat, "?as=ada")
        await ada.line.fill("half a thought")

        await cables[0].close()
        await expect(ada.page.get_by_text("Connection lost.")).to_be_visible()
        await olu.type("While you were away")
        await ada.page.evaluate(RETRY)

        await expect(ada.messages.last).to_contain_text("While you were away")
        await expect(ada.line).to_have_value("half a thought")


async def test_whoever_tries_the_connection_again_goes_on_at_the_messages(browser: Browser, chat: Web) -> None:
    cable = Cable()
    async with open_context(browser) as context:
        ada = Chat(await context.new_page())
        await cable.lay(ada.page)
        await ada.open(chat, "?as=ada")
        await cable.cut()
        again = ada.page.get_by_role("button", name="Try now")
        await again.focus()
        cable.mend()

        await again.press("Enter")

        await expect(again).to_have_count(0)
        await expect(ada.page.get_by_role("list", name="Messages in")).to_be_focused()


async def test_whoever_goes_to_the_new_messages_goes_on_at_the_newest(browser: Browser, chat: Web) -> None:
    async with open_chat(browser, chat, "?as=ada") as ada, opened(chat, "olu") as olu:
        await ada.send("Long words. " * 300)
        await expect(ada.messages.last).to_contain_text("Long words.")
        await ada.page.locator("#scroller").evaluate("(e) => { e.scrollTop = 0; }")
        await olu.type("Hello, Ada")
        newer = ada.page.get_by_role("button", name="New messages")
        await expect(newer).to_be_visible()

        await newer.press("Enter")

        await expect(newer).to_be_hidden()
        await expect(ada.messages.last).to_contain_text("Hello, Ada")
        await expect(ada.messages.last).to_be_focused()
        await expect(ada.messages.last).to_be_in_viewport(ratio=1)


async def test_something_to_try_takes_no_words_away(browser: Browser, chat: Web) -> None:
    async with open_chat(browser, chat) as ada:
        await ada.line.fill("half a thought")

        await ada.page.get_by_role("button", name="Find people who know NVivo").click()

        await expect(ada.notice).to_contain_text("What you have written is still here.")
        await expect(ada.line).to_have_value("half a thought")
        await expect(ada.line).to_be_focused()


async def test_closing_the_welcome_takes_no_words_away(browser: Browser, chat: Web) -> None:
    async with open_chat(browser, chat) as ada:
        await ada.line.fill("half a thought")

        await ada.page.get_by_role("button", name="Close the welcome").click()

        await expect(ada.line).to_have_value("half a thought")
        await expect(ada.line).to_be_focused()
        await ada.page.reload()
        await expect(ada.line).to_have_value("half a thought")


async def test_something_to_try_takes_the_place_of_another_command(browser: Browser, chat: Web) -> None:
    async with open_chat(browser, chat) as ada:
        await ada.line.fill("/hir")

        await ada.page.get_by_role("button", name="Find people who know NVivo").click()

        await expect(ada.line).to_have_value("/find-skill nvivo")


async def test_phone_width_has_no_sideways_scrolling(browser: Browser, chat: Web) -> None:
    async with open_chat(browser, chat, **PHONE) as phone:
        await assert_fits(phone)
        await phone.find()
        await assert_fits(phone)
        await phone.answer.get_by_role("button", name="On Slack and Discord").tap()
        await expect(phone.pane).to_be_visible()
        await assert_fits(phone)
        await phone.pane.get_by_role("button", name="Close this pane").tap()
        await phone.send("W" * 300)
        await assert_fits(phone)
        await phone.send("/find-skill")
        await expect(phone.form).to_be_visible()
        await assert_fits(phone)


async def test_a_form_says_first_what_to_know_before_it_is_filled_in(browser: Browser, chat: Web) -> None:
    async with open_chat(browser, chat, **PHONE) as phone:
        await phone.send("/note")
        await expect(phone.form).to_be_visible()

        await expect(phone.form.locator(".form-notice p")).to_have_text(
            ["Nobody learns that you wrote it.", "In danger? Call 999."]
        )
        await expect(phone.form).to_have_accessible_description("Nobody learns that you wrote it. In danger? Call 999.")
        await expect(phone.form.get_by_label("What is it about?")).to_be_focused()
        await expect(phone.form.locator(".form-notice")).to_be_in_viewport(ratio=1)
        await assert_fits(phone)
        # However little room there is, how to send it stays in sight.
        await phone.page.set_viewport_size({"width": 360, "height": 380})
        await expect(phone.form.get_by_role("button", name="Send")).to_be_in_viewport(ratio=1)


async def assert_fits(phone: Chat) -> None:
    sideways = """[...document.querySelectorAll("html, body, main, .scroller, dialog, .panel")]
        .filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.tagName + "." + e.className)"""
    assert await phone.page.evaluate(sideways) == []


async def test_on_a_phone_the_channels_are_a_drawer(browser: Browser, chat: Web) -> None:
    async with open_chat(browser, chat, **PHONE) as phone:
        link = phone.page.get_by_role("link", name="workshops")
        await expect(link).to_be_hidden()
        menu = phone.page.get_by_role("button", name="Channels and people")
        await expect(menu).to_have_attribute("aria-expanded", "false")

        await menu.tap()
        await link.tap()

        await expect(phone.page.get_by_role("heading", level=1)).to_have_text("#workshops")
        await expect(link).to_be_hidden()


async def test_what_is_chosen_can_be_seen_in_the_reader_s_own_colours(browser: Browser, chat: Web) -> None:
    async with open_chat(browser, chat, forced_colors="active") as page:
        await page.page.get_by_role("button", name="Slack and Discord").first.click()
        await expect(page.pane.get_by_role("tab", name="Slack")).to_be_focused()
        await page.line.press_sequentially("/")
        await page.line.press("ArrowDown")

        chosen = page.page.locator("[aria-current], [aria-selected=true]")
        await expect(chosen).to_have_count(4)
        assert (
            await chosen.evaluate_all("(all) => all.map((one) => getComputedStyle(one).outlineStyle)") == ["solid"] * 4
        )


async def test_on_a_phone_everything_is_large_enough_to_touch(browser: Browser, chat: Web) -> None:
    async with open_chat(browser, chat, **PHONE) as phone:
        await phone.find()

        small = await phone.page.evaluate(
            """[...document.querySelectorAll("button, .place, textarea, select")].filter((e) => e.checkVisibility())
               .map((e) => [e.ariaLabel ?? e.textContent, e.getBoundingClientRect()])
               .filter(([, box]) => box.width < 44 || box.height < 44).map(([name]) => name)"""
        )
        assert small == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_follows_the_reader_s_theme_with_enough_contrast(browser: Browser, chat: Web, scheme: str) -> None:
    async with open_chat(browser, chat, color_scheme=scheme) as page:
        await page.find()
        pairs = await page.page.evaluate(
            """() => {
              const paint = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
              const hex = (colour) => { paint.fillStyle = colour; return paint.fillStyle; };
              const ground = (e) => {
                for (; e; e = e.parentElement) {
                  const colour = getComputedStyle(e).backgroundColor;
                  if (colour !== "rgba(0, 0, 0, 0)") return hex(colour);
                }
                return hex(getComputedStyle(document.documentElement).backgroundColor);
              };
              const texts = [...document.querySelectorAll("body *")].filter((e) =>
                e.checkVisibility() && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()));
              return texts.map((e) => [e.textContent.slice(0, 40), hex(getComputedStyle(e).color), ground(e)]);
            }"""
        )

        assert len(pairs) > 40
        assert [pair for pair in pairs if contrast(pair[1], pair[2]) < TEXT_RATIO] == []
        assert await page.page.evaluate("document.documentElement.dataset.theme") == scheme


async def test_remembers_the_theme_somebody_chose(browser: Browser, chat: Web) -> None:
    async with open_chat(browser, chat, color_scheme="light") as page:
        await page.page.get_by_role("button", name="Dark theme").click()

        await page.page.reload()

        await expect(page.page.get_by_role("button", name="Light theme")).to_be_visible()


async def test_everything_one_can_use_has_a_name_and_every_part_a_landmark(browser: Browser, chat: Web) -> None:
    async with open_chat(browser, chat, "?as=olu") as page:
        await page.find()
        await page.send("/calendar")
        await expect(page.answer).to_contain_text("Calendar")
        for landmark, name in (("navigation", "Channels and people"), ("main", "#general"), ("log", "New messages")):
            await expect(page.page.get_by_role(landmark, name=name)).to_have_count(1)  # type: ignore[arg-type]  # Playwright lists roles as literals

        tree = await page.page.locator("body").aria_snapshot()

        nameless = [
            line for line in tree.splitlines() if line.strip().rstrip(":") in {f"- {role}" for role in CONTROLS}
        ]
        assert nameless == []


CONTROLS = ("button", "link", "textbox", "combobox", "checkbox", "tab", "listbox", "option", "dialog")


async def test_the_first_tab_stop_skips_to_the_messages(browser: Browser, chat: Web) -> None:
    async with open_chat(browser, chat, **PHONE) as page:
        await page.page.keyboard.press("Tab")
        await expect(page.page.get_by_role("link", name="Skip to the messages")).to_be_focused()
        await page.page.keyboard.press("Tab")
        await page.page.keyboard.press("Enter")

        await expect(page.line).to_be_focused()


async def test_keeps_still_for_those_who_ask(browser: Browser, chat: Web) -> None:
    async with open_chat(browser, chat, reduced_motion="reduce") as page:
        moving = await page.page.evaluate(
            "getComputedStyle(document.querySelector('.composer-box')).transitionDuration"
        )

        assert moving == "0s"
