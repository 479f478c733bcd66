"""The page in a real browser, by keyboard and by what stands on it."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from adapters.web.app import Web
from adapters.web.render import render, summary
from bot.chat.calls import call
from bot.chat.views import (
    Actions,
    Button,
    Card,
    Code,
    Divider,
    Emphasis,
    Fields,
    Heading,
    Image,
    Link,
    Note,
    Person,
    Strong,
    Text,
)
from tests.adapters.web.page import Chat, open_chat

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def ada(browser: Browser, chat: Web) -> AsyncIterator[Chat]:
    async with open_chat(browser, chat) as page:
        yield page


async def test_a_first_visit_offers_things_to_try(ada: Chat) -> None:
    await expect(ada.page.get_by_role("region", name="Who could help you")).to_be_visible()

    await ada.page.get_by_role("button", name="Find people who know NVivo").click()

    await expect(ada.line).to_have_value("/find-skill nvivo")
    await expect(ada.line).to_be_focused()


async def test_the_palette_works_by_keyboard_alone(ada: Chat) -> None:
    await ada.line.press_sequentially("/")
    await expect(ada.suggestions.get_by_role("option")).to_have_count(3)
    await ada.line.press("ArrowDown")
    await expect(ada.suggestions.get_by_role("option", selected=True)).to_contain_text("/note")

    await ada.line.press("ArrowUp")
    await ada.line.press("Enter")

    await expect(ada.line).to_have_value("/find-skill ")
    await expect(ada.page.locator("#line-hint")).to_contain_text("Only you see the answer.")


async def test_the_palette_narrows_as_one_types_and_escape_closes_it(ada: Chat) -> None:
    await ada.line.press_sequentially("/no")
    await expect(ada.suggestions.get_by_role("option")).to_have_count(1)

    await ada.line.press("Escape")

    await expect(ada.suggestions).to_be_hidden()
    await expect(ada.line).to_have_value("/no")


async def test_what_is_typed_after_an_anonymous_command_is_completed_kept_and_sent_nowhere(ada: Chat) -> None:
    await ada.line.press_sequentially("/note my secret")
    await expect(ada.suggestions).to_be_hidden()
    await expect(ada.page.locator("#line-hint")).to_contain_text("dropped, and read by nobody")

    await ada.line.press("Enter")

    await expect(ada.form).to_be_visible()
    await expect(ada.form.get_by_label("What is it about?")).to_have_value("")
    await ada.form.get_by_role("button", name="Cancel").click()
    await ada.line.press("ArrowUp")
    await expect(ada.line).to_have_value("/note")
    kept = await ada.page.evaluate(
        "JSON.stringify([sessionStorage, localStorage]) + document.documentElement.outerHTML"
    )
    assert "secret" not in kept


async def test_a_name_in_full_is_sent_by_enter_also_when_another_goes_on_from_it(browser: Browser, chat: Web) -> None:
    async with open_chat(browser, chat, "?as=olu") as olu:
        await olu.line.press_sequentially("/calendar")
        await expect(olu.suggestions.get_by_role("option")).to_have_count(2)

        await olu.line.press("Enter")

        await expect(olu.answer).to_contain_text("Which series")


async def test_type_ahead_completes_the_first_option(ada: Chat) -> None:
    await ada.line.press_sequentially("/find-skill narr")
    await expect(ada.suggestions.get_by_role("option").first).to_have_text("Narrative interviews")

    await ada.line.press("ArrowDown")
    await ada.line.press("Tab")

    await expect(ada.line).to_have_value("/find-skill Narrative interviews")


async def test_other_options_and_their_choices_are_offered(ada: Chat) -> None:
    await ada.line.press_sequentially("/find-skill nvivo set")
    await ada.suggestions.get_by_role("option", name="setting:").click()
    await expect(ada.suggestions.get_by_role("option")).to_have_text(["Academic", "Clinical", "Community"])

    await ada.line.press_sequentially("cl")
    await ada.line.press("Enter")

    await expect(ada.line).to_have_value("/find-skill nvivo setting:clinical")


async def test_shows_who_can_help_and_more_in_place(ada: Chat) -> None:
    answer = await ada.find()
    await expect(answer.get_by_role("article")).to_have_count(5)
    await expect(answer.get_by_role("link", name="rosalind@example.org")).to_have_attribute(
        "href", "mailto:rosalind@example.org"
    )
    await expect(answer.get_by_role("button", name="Introduce us: Rosalind Achterberg")).to_be_visible()

    await answer.get_by_role("button", name="More", exact=True).press("Enter")

    await expect(answer.get_by_role("article")).to_have_count(2)
    await expect(answer).to_be_focused()


async def test_speaks_new_messages_to_those_who_listen(ada: Chat) -> None:
    await ada.find()

    log = ada.page.get_by_role("log", name="New messages")
    await expect(log).to_contain_text("hirg-bot, only you can see this: 7 people can help with NVivo")


async def test_a_bare_command_opens_a_form_that_says_what_is_missing(ada: Chat) -> None:
    await ada.send("/find-skill")
    skill = ada.form.get_by_role("combobox", name="What would you like help with? required")
    await expect(skill).to_be_focused()
    await ada.form.get_by_role("button", name="Cancel").focus()

    await ada.form.get_by_role("button", name="Send").click()

    await expect(skill).to_be_focused()
    await expect(skill).to_have_accessible_description("Please fill this in.")
    await expect(skill).to_have_attribute("aria-invalid", "true")


async def test_a_form_is_filled_in_with_type_ahead_and_answered(ada: Chat) -> None:
    await ada.send("/find-skill")
    skill = ada.form.get_by_role("combobox", name="What would you like help with?")
    await skill.press_sequentially("nv")
    await expect(ada.form.get_by_role("option", name="NVivo")).to_be_visible()
    await skill.press("ArrowDown")
    await skill.press("Enter")
    await expect(skill).to_have_value("NVivo")
    await ada.form.get_by_label("Only people who work in this setting").select_option("Clinical")

    await skill.press("Enter")

    await expect(ada.form).to_be_hidden()
    await expect(ada.answer.get_by_role("article")).to_have_count(5)


async def test_escape_closes_the_list_then_the_form_and_keeps_what_was_typed(ada: Chat) -> None:
    await ada.send("/find-skill")
    skill = ada.form.get_by_role("combobox", name="What would you like help with?")
    await skill.press_sequentially("n")
    await expect(ada.form.get_by_role("listbox")).to_be_visible()

    await skill.press("Escape")
    await expect(ada.form.get_by_role("listbox")).to_be_hidden()
    await expect(ada.form).to_be_visible()
    await skill.press("Escape")

    await expect(ada.form).to_be_hidden()
    await expect(ada.line).to_be_focused()
    await ada.send("/find-skill")
    await expect(skill).to_have_value("n")


async def test_going_back_closes_the_form_and_keeps_the_place_and_what_was_typed(ada: Chat) -> None:
    await ada.send("/find-skill")
    await ada.form.get_by_role("combobox").first.fill("grant")
    where = ada.page.url
    await ada.page.go_back()
    await expect(ada.form).not_to_be_visible()
    assert ada.page.url == where
    await ada.send("/find-skill")
    await expect(ada.form.get_by_role("combobox").first).to_have_value("grant")
    await ada.page.go_back()
    await expect(ada.form).not_to_be_visible()


async def test_a_button_can_open_a_form(ada: Chat) -> None:
    await ada.send("/hirg")

    await ada.answer.get_by_role("button", name="Find", exact=True).click()

    await expect(ada.form.get_by_role("heading")).to_have_text("Find people who can help you with something")


async def test_a_misspelt_command_is_kept_and_mended(ada: Chat) -> None:
    await ada.send("  /find-skil nvivo")
    await expect(ada.page.get_by_role("alert").first).to_contain_text(
        "“/find-skil” is not a command, so nothing was posted."
    )
    await expect(ada.line).to_have_value("  /find-skil nvivo")

    await ada.page.get_by_role("button", name="Use /find-skill nvivo").click()

    await expect(ada.line).to_have_value("/find-skill nvivo")
    await expect(ada.messages).to_have_count(1)


async def test_says_before_sending_who_will_see_it(ada: Chat) -> None:
    hint = ada.page.locator("#line-hint")
    await expect(hint).to_contain_text("Everybody in #general will see this")

    await ada.line.fill("/find-skill nvivo")

    await expect(hint).to_contain_text("Only you see the answer.")


async def test_shift_and_enter_begin_a_new_line_and_blank_is_nothing(ada: Chat) -> None:
    await ada.line.press("Enter")
    await ada.line.fill("one")
    await ada.line.press("Shift+Enter")
    await ada.line.press_sequentially("two")
    await ada.line.press("Enter")

    await expect(ada.messages).to_have_count(2)
    await expect(ada.messages.last.locator(".message-text")).to_have_text("one\ntwo")


@pytest.mark.parametrize(
    "typed", ["<script>document.title='owned'</script>", "<img src=x onerror=alert(1)>", "@everyone שלום 🌻"]
)
async def test_what_people_type_stays_text(ada: Chat, typed: str) -> None:
    await ada.send(typed)

    await expect(ada.messages.last.locator(".message-text")).to_have_text(typed)
    assert await ada.page.locator("#messages script, #messages img").count() == 0
    assert "owned" not in await ada.page.title()


async def test_refuses_a_text_that_is_too_long_and_keeps_it(ada: Chat) -> None:
    await ada.line.fill("x" * 9000)
    await ada.line.press("Enter")

    await expect(ada.notice).to_contain_text("9,000 characters; 8,000 is the most")
    assert len(await ada.line.input_value()) == 9000


async def test_replies_stand_in_a_thread_beside_the_channel(ada: Chat) -> None:
    await ada.send("Who comes on Tuesday?")
    await expect(ada.messages.last).to_contain_text("Who comes on Tuesday?")
    await ada.messages.last.get_by_role("button", name="Reply").click()
    reply = ada.pane.get_by_role("textbox", name="Reply", exact=True)
    await expect(reply).to_be_focused()

    await reply.fill("I do")
    await reply.press("Enter")

    await expect(ada.pane.get_by_role("list", name="Replies").get_by_role("listitem")).to_contain_text(["I do"])
    await expect(ada.messages.last.get_by_role("button", name="1 reply")).to_be_visible()
    await reply.press("Escape")
    await expect(ada.pane).to_be_hidden()


async def test_shows_the_json_of_each_platform(ada: Chat) -> None:
    answer = await ada.find()
    await answer.get_by_role("button", name="On Slack and Discord").click()
    code = ada.pane.get_by_role("tabpanel")
    await expect(ada.pane.get_by_role("tab", name="Slack")).to_be_focused()
    await expect(code).to_contain_text('"markup": "<b>literal</b>"')

    await ada.page.keyboard.press("ArrowRight")

    await expect(code).to_contain_text('"platform": "Discord"')
    await expect(ada.pane.get_by_role("tab", name="Discord", selected=True)).to_be_focused()
    await ada.page.keyboard.press("Escape")
    await expect(answer.get_by_role("button", name="On Slack and Discord")).to_be_focused()


async def test_copies_the_json(ada: Chat) -> None:
    await ada.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await ada.page.get_by_role("button", name="Slack and Discord").last.click()

    await ada.pane.get_by_role("button", name="Copy").click()

    await expect(ada.pane.get_by_role("status")).to_have_text("Copied")
    assert '"platform": "Slack"' in await ada.page.evaluate("navigator.clipboard.readText()")


async def test_keeps_a_draft_for_each_channel(ada: Chat) -> None:
    await ada.line.fill("for general")
    await ada.page.get_by_role("link", name="workshops").click()
    await expect(ada.page.get_by_role("heading", level=1)).to_have_text("#workshops")
    await expect(ada.line).to_have_value("")
    await ada.line.fill("for workshops")

    await ada.page.get_by_role("link", name="general").click()
    await expect(ada.line).to_have_value("for general")
    await ada.page.reload()

    await expect(ada.line).to_have_value("for general")


async def test_an_earlier_line_comes_back_with_the_up_key(ada: Chat) -> None:
    await ada.find()

    await ada.line.press("ArrowUp")

    await expect(ada.line).to_have_value("/find-skill nvivo")


async def test_times_stand_in_the_reader_s_own_zone_and_name_it(browser: Browser, chat: Web) -> None:
    async with open_chat(browser, chat, "?as=olu", timezone_id="Europe/Paris") as olu:
        await olu.send("/calendar")

        time = olu.answer.locator(".block-fields time")
        await expect(time).to_have_text("Tue, 1 Jul 2031, 16:00 CEST")
        await expect(time).to_have_attribute("datetime", "2031-07-01T14:00:00+00:00")


async def test_whoever_listens_hears_times_in_their_own_zone_too(browser: Browser, chat: Web) -> None:
    async with open_chat(browser, chat, "?as=olu", timezone_id="Europe/Paris") as olu:
        await olu.send("/calendar")

        log = olu.page.get_by_role("log", name="New messages")
        await expect(log).to_contain_text("Next: Tue, 1 Jul 2031, 16:00 CEST")
        await expect(log).to_contain_text("Where: Room 4")
        await expect(log).not_to_contain_text("UTC")


async def test_a_line_of_a_card_that_is_only_a_remark_stands_back(ada: Chat) -> None:
    card = Card("Bo", ("Nurse",), (("Lists ", Emphasis("R")), (Emphasis("Not on this chat yet."),)))

    script = """async (blocks) => {
      const [drawn] = (await import('/static/blocks.js')).drawBlocks(blocks, () => {});
      document.getElementById('messages').append(drawn);
      const colour = (one) => getComputedStyle(one).color;
      const [subtitle, first, remark] = ['.card-subtitle', '.card-line', '.card-line ~ .card-line'].map(
        (one) => colour(drawn.querySelector(one)));
      return [first !== remark, subtitle === remark];
    }"""
    assert await ada.page.evaluate(script, render((card,))) == [True, True]


async def test_what_is_heard_of_an_answer_is_what_its_summary_says(ada: Chat) -> None:
    said = (
        Heading("Found"),
        Text(("One ", Strong("who"), " can, ", Link("see", "https://x.example/a"), "\nnow.")),
        Text(("Another, too.",), Button("More", call("hirg"))),
        Card("Ada", (), (("Where: ", Link("a@b.example", "mailto:a@b.example")), (Code("/hirg"),))),
        Divider(),
        Fields((("Room", ("4",)), ("Host", (Person("Olu"),)))),
        Image(b"", "A picture of it"),
        Note((Emphasis("Only"), " you see this.")),
        Actions((Button("Go", call("hirg")),)),
    )

    script = "async (blocks) => (await import('/static/spelled.js')).spelled(blocks)"
    assert await ada.page.evaluate(script, render(said)) == summary(said)


async def test_a_select_is_sent_by_its_button_and_answered_in_place(browser: Browser, chat: Web) -> None:
    async with open_chat(browser, chat, "?as=olu") as olu:
        await olu.send("/calendar")
        await olu.answer.get_by_label("Which series").first.select_option("Sub-group")

        await olu.answer.get_by_role("button", name="Choose: Which series").click()

        await expect(olu.answer).to_contain_text("You chose sub.")
