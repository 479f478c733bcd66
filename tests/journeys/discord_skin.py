"""A person on Discord: the simulator, the real adapter and the real discord.py in between."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager, suppress
from types import MappingProxyType
from typing import Any

from adapters.discord.app import Discord, DiscordOptions
from bot.chat.forms import AGAIN
from bot.chat.requests import Role
from bot.chat.roles import RoleBook
from bot.delivery.model import Messenger
from bot.service import Bot
from tests.journeys.skin import Seen, Skin
from tests.simulators.discord import TOKEN, DiscordSimulator, open_simulator
from tests.simulators.discord_client import Outcome, Person, buttons
from tests.simulators.discord_payloads import BOT
from tests.simulators.discord_state import Message, Place

READY_WITHIN = HEARS_WITHIN = 15.0


class DiscordSkin:
    """Implements `Skin` and `Hearing` with what Discord's client offers: native options, as commands declare them."""

    def __init__(self, discord: DiscordSimulator, messenger: Messenger, roles: Collection[Role] = ()) -> None:
        """What `messenger` posts, the person hears; they have these roles."""
        self.messenger = messenger
        self._discord = discord
        self.person = Person(discord, "Kim", roles=tuple(map(_role_id, roles)))
        self._form: Outcome | None = None
        self._shown: Message | None = None

    async def type(self, line: str) -> Seen:
        command, _, text = line.removeprefix("/").partition(" ")
        declared = next((known for known in self._discord.commands if known["name"] == command), {})
        return self._look(await self.person.slash(command, **_options(declared, text.strip())))

    async def press(self, label: str, nth: int = 0) -> Seen:
        assert self._shown, "there is nothing to press"
        return self._look(await self.person.press(self._shown, label, nth))

    async def submit(self, **answers: str) -> Seen:
        if not self._form:
            assert self._shown, "no form is open"
            # Discord closes a form when it is sent; one that was refused is opened again.
            self._form = await self.person.press(self._shown, AGAIN)
        return self._look(await self.person.submit(self._form, **answers), answers)

    async def complete(self, command: str, option: str, typed: str) -> list[str]:
        return await self.person.type_ahead(command, option, typed)

    async def hears(self, part: str, channel: str = "") -> Seen:
        places = self._discord.places
        place = places.channel(channel) if channel else places.private(self.person.id)
        async with asyncio.timeout(HEARS_WITHIN), places.said:
            await places.said.wait_for(lambda: self._find(place, part))
        self._form, self._shown = None, self._find(place, part)
        assert self._shown
        return self._read(self._shown)

    def _find(self, place: Place, part: str) -> Message | None:
        """Return the newest message of the bot in a place that holds `part`."""
        own = (message for message in reversed(place.standing) if message.author == BOT)
        return next((message for message in own if part in self.person.read(message)), None)

    def _look(self, outcome: Outcome, written: Mapping[str, str] | None = None) -> Seen:
        if outcome.modal:
            self._form = outcome
            fields = [label["component"]["custom_id"] for label in outcome.modal["components"]]
            return Seen(form=outcome.modal["title"], fields=fields)
        self._form, self._shown = None, outcome.shown
        return self._read(outcome.shown, written or {})

    def _read(self, message: Message, written: Mapping[str, str] = MappingProxyType({})) -> Seen:
        text = self.person.read(message)
        labels = [button["label"] for button in buttons(message)]
        given_back = {name: value for name, value in written.items() if f"{name.capitalize()} {value}" in text}
        return Seen(text, labels, kept=given_back if AGAIN in labels else {})


def _role_id(role: Role) -> str:
    return str(1180000000000000500 + list(Role).index(role))


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
async def open_discord(bot: Bot, *roles: Role) -> AsyncIterator[Skin]:
    """Start a Discord, connect the bot to it, and sit down in front of it once its commands are there.

    Whoever does has these roles, as the server gives them out.
    """
    book = RoleBook({role: [f"discord:role:{_role_id(role)}"] for role in roles})
    async with open_simulator() as discord:
        options = DiscordOptions(TOKEN, discord.api_url, discord.gateway_url)
        adapter = Discord(bot, options, book)
        running = asyncio.create_task(adapter.run())
        try:
            async with asyncio.timeout(READY_WITHIN):
                await adapter.ready.wait()
                await discord.declared.wait()
            yield DiscordSkin(discord, adapter.messenger, roles)
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running
        assert not discord.problems, discord.problems
