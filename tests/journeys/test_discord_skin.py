"""The skin itself, in front of a small bot."""

from tests.adapters.discord.house import House
from tests.journeys.discord_skin import open_discord


async def test_a_person_can_type_press_fill_in_and_complete() -> None:
    house = House()
    async with open_discord(house.bot) as skin:
        people = await skin.type("/find nvivo setting:clinical")
        assert people.text.startswith("People\nfor nvivo\n")
        assert house.asked[-1].call.args == {"skill": "nvivo", "setting": "clinical"}
        assert people.buttons == ["Write to Amina", "More"]
        assert "Amina 5" in (await skin.press("More")).text
        form = await skin.press("Write to Amina")
        assert (form.form, form.fields) == ("Write to somebody", ["words"])
        assert (await skin.submit(words="Hello")).text == "Sent to 7: Hello"
        assert (await skin.type("/find")).fields == ["skill", "setting", "from"]
        assert (await skin.type("/gone")).text.startswith("There is no command called")
        assert (await skin.complete("find", "skill", "nv"))[0] == "nv 0"
