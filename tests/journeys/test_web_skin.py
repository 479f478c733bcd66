"""The skins themselves, in front of a small bot."""

from adapters.web.app import Web
from bot.chat.calls import call
from bot.chat.requests import Address
from bot.chat.views import Actions, Button, Text
from tests.adapters.web.browser import open_browser
from tests.adapters.web.catalog import build_bot
from tests.adapters.web.fair import Fair
from tests.adapters.web.page import open_chat
from tests.adapters.web.server import opened, serving
from tests.journeys.skin import Skin
from tests.journeys.web_skin import PageSkin, WebSkin, open_page, open_web


async def test_a_person_can_type_press_fill_in_and_complete_over_the_socket() -> None:
    async with open_web(build_bot()) as skin:
        await play(skin)


async def test_a_person_can_type_press_fill_in_and_complete_on_the_page() -> None:
    async with open_page(build_bot()) as skin:
        await play(skin)


async def play(skin: Skin) -> None:
    first = await skin.type("/find-skill nvivo setting:clinical")
    assert first.text.startswith("7 people can help with NVivo")
    assert first.buttons == ["Introduce us"] * 5 + ["More"]
    second = await skin.press("More")
    assert "6 to 7 of 7" in second.text
    assert second.buttons == ["Introduce us"] * 2
    assert (await skin.press("Introduce us", 1)).text == "I would introduce you to Bro."
    form = await skin.type("/find-skill")
    assert (form.form, list(form.fields)) == ("Find people who can help you with something", ["skill", "setting"])
    assert "7 people" in (await skin.submit(skill="NVivo", setting="community")).text
    await skin.type("/note")
    refused = await skin.submit(topic="tea", words="?")
    assert refused.text == "That is a question mark and nothing else. Say more."
    assert refused.kept == {"topic": "tea", "words": "?"}
    assert (await skin.submit(topic="tea", words="Hello")).text == "Noted for someone: Hello"
    assert (await skin.complete("find-skill", "skill", "N"))[0] == "NVivo"
    assert "is not a command, so nothing was posted" in (await skin.type("/gone")).text


async def test_a_person_hears_what_is_said_unasked_over_the_socket() -> None:
    async with serving(Fair().bot()) as web, opened(web, "ada") as page:
        await hear(WebSkin(page), web)


async def test_a_person_hears_what_is_said_unasked_on_the_page() -> None:
    async with open_browser() as browser, serving(Fair().bot()) as web, open_chat(browser, web) as chat:
        await hear(PageSkin(chat), web)


async def hear(skin: WebSkin | PageSkin, web: Web) -> None:
    said = (Text(("Do you come?",)), Actions((Button("Going", call("rsvp", id="1", to="yes")),)))
    for place in ("workshops", "@ada"):
        await web.messenger.post(Address("web", place), said, place)

    heard = await skin.hears("Do you come?", "workshops")
    assert (heard.text.splitlines()[0], list(heard.buttons)) == ("Do you come?", ["Going"])
    assert (await skin.press("Going")).text == "You said yes."
    assert "Do you come?" in (await skin.hears("Do you come?")).text
    assert (await skin.press("Going")).text == "You said yes."


async def test_every_kind_of_field_is_filled_in_on_the_page() -> None:
    fair = Fair()
    async with open_page(fair.bot()) as skin:
        await skin.type("/coming")
        form = await skin.press("Edit")
        assert list(form.fields) == ["title", "date", "time", "ways", "notes"]
        refused = await skin.submit(title="?", date="2027-03-02", time="09:30", ways="online,person")
        assert refused.kept == {"title": "?", "date": "2027-03-02", "time": "09:30", "ways": "online,person"}
        assert "Changed: Spring" in (await skin.submit(title="Spring")).text
    assert fair.meeting == {"title": "Spring", "date": "2027-03-02", "time": "09:30", "ways": "online,person"}
