"""The skin itself, in front of a small bot."""

import asyncio

from bot.chat.calls import call
from bot.chat.requests import Address
from bot.chat.views import Actions, Block, Button, Text
from tests.adapters.discord.house import House, connected
from tests.journeys.discord_skin import DiscordSkin, open_discord
from tests.simulators.discord import open_simulator
from tests.simulators.discord_client import Person


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


async def test_a_person_hears_what_is_posted_in_a_channel_and_to_them_alone_and_can_press_its_buttons() -> None:
    question: list[Block] = [Text(("Where?",)), Actions((Button("Clinical", call("menu", setting="clinical")),))]
    async with open_simulator() as discord, connected(discord, House().bot) as adapter:
        person = Person(discord, "Kim")
        skin = DiscordSkin(discord, person)
        listening = asyncio.create_task(skin.hears("Where?", "meetings"))
        meetings = Address("discord", discord.places.channel("meetings").id)
        await adapter.messenger.post(meetings, question, "1")
        assert (await listening).buttons == ["Clinical"]
        assert (await skin.press("Clinical")).text == "You chose clinical."

        alone = Address("discord", f"@{person.id}")
        await adapter.messenger.post(alone, question, "2")
        assert (await skin.hears("Where?")).buttons == ["Clinical"]
        assert (await skin.press("Clinical")).text == "You chose clinical."
        assert discord.places.private(person.id).messages[0].deleted is False
        assert (await skin.hears("You chose")).buttons == []
        assert "Where?" in (await skin.hears("Where?", "meetings")).text
