"""A person on Discord: the simulator, the real adapter and the real discord.py in between."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from types import MappingProxyType
from typing import Any

from bot.chat.forms import AGAIN
from bot.service import Bot
from tests.adapters.discord.house import connected
from tests.journeys.skin import Seen, Skin
from tests.simulators.discord import DiscordSimulator, open_simulator
from tests.simulators.discord_client import Outcome, Person, asks, buttons
from tests.simulators.discord_markdown import displayed
from tests.simulators.discord_payloads import BOT
from tests.simulators.discord_state import Message

READY_WITHIN = HEARS_WITHIN = 15.0


class DiscordSkin:
    """Implements `Skin` with what Discord's client offers: native options, as commands declare them."""

    def __init__(self, discord: DiscordSimulator, person: Person) -> None:
        self._discord = discord
        self._person = person
        self._form: Outcome | None = None
        self._shown: Message | None = None

    async def type(self, line: str) -> Seen:
        command, _, text = line.removeprefix("/").partition(" ")
        declared = next((known for known in self._discord.commands if known["name"] == command), {})
        return self._look(await self._person.slash(command, **_options(declared, text.strip())))

    async def press(self, label: str, nth: int = 0) -> Seen:
        assert self._shown, "there is nothing to press"
        return self._look(await self._person.press(self._shown, label, nth))

    async def submit(self, **answers: str) -> Seen:
        if not self._form:
            assert self._shown, "no form is open"
            # Discord closes a form when it is sent; one that was refused is opened again.
            self._form = await self._person.press(self._shown, AGAIN)
        return self._look(await self._person.submit(self._form, **answers), answers)

    async def complete(self, command: str, option: str, typed: str) -> list[str]:
        return await self._person.type_ahead(command, option, typed)

    async def hears(self, part: str, channel: str = "") -> Seen:
        places = self._discord.places
        async with asyncio.timeout(HEARS_WITHIN), places.said:
            await places.said.wait_for(lambda: self._posts(part, channel))
        self._form, self._shown = None, self._posts(part, channel)[-1]
        return self._read(self._shown)

    async def count(self, part: str, channel: str = "") -> int:
        return len(self._posts(part, channel))

    async def reply(self, text: str, to: str, channel: str) -> None:
        del text  # which Discord does not show to a bot without a privileged intent
        places = self._discord.places
        post = [each for each in self._posts(to, channel) if each.place is places.channel(channel)][-1]
        places.answer(post, self._person.id)

    def _posts(self, part: str, channel: str) -> list[Message]:
        """List the messages of the bot in a place that hold `part`, the newest last."""
        places = self._discord.places
        place = places.channel(channel) if channel else places.private(self._person.id)
        said = [each for each in places.with_threads(place) if each.author == BOT]
        return [each for each in said if part in self._person.read(each)]

    def _look(self, outcome: Outcome, written: Mapping[str, str] | None = None) -> Seen:
        if outcome.modal:
            self._form = outcome
            parts = outcome.modal["components"]
            fields = [part["component"]["custom_id"] for part in parts if asks(part)]
            notice = [displayed(part["content"], {}) for part in parts if not asks(part)]
            return Seen(form=outcome.modal["title"], notice="\n".join(notice), fields=fields)
        self._form, self._shown = None, outcome.shown
        return self._read(outcome.shown, written or {})

    def _read(self, message: Message, written: Mapping[str, str] = MappingProxyType({})) -> Seen:
        text = self._person.read(message)
        labels = [button["label"] for button in buttons(message)]
        given_back = {name: value for name, value in written.items() if f"{name.capitalize()} {value}" in text}
        return Seen(text, labels, kept=given_back if AGAIN in labels else {})


def _options(declared: Mapping[str, Any], text: str) -> dict[str, str]:
    """Fill in native options as a person would: the text into the first, `name:value` at its end into others."""
    first, *others = [option["name"] for option in declared.get("options") or ()] or ["text"]
    given: dict[str, str] = {}
    for name in reversed(others):
        before, found, value = text.rpartition(f"{name}:")
        if found and " " not in value.strip():
            given[name] = value.strip()
            text = before.strip()
    return {first: text, **given} if text else given


@asynccontextmanager
async def open_discord(bot: Bot) -> AsyncIterator[Skin]:
    """Start a Discord, connect the bot to it, and sit down in front of it once its commands are there."""
    async with open_simulator() as discord, connected(discord, bot):
        async with asyncio.timeout(READY_WITHIN):
            await discord.declared.wait()
        yield DiscordSkin(discord, Person(discord, "Kim"))
        assert not discord.problems, discord.problems
