"""The skins themselves, in front of a small bot."""

from tests.adapters.web.catalog import build_bot
from tests.journeys.skin import Skin
from tests.journeys.web_skin import open_page, open_web


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
