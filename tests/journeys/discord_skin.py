"""A person on Discord: the simulator, the real adapter and the real discord.py in between."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any

from adapters.discord.app import Discord, DiscordOptions
from bot.chat.forms import AGAIN
from bot.chat.roles import RoleBook
from bot.service import Bot
from tests.journeys.skin import Seen, Skin
from tests.simulators.discord import TOKEN, DiscordSimulator, open_simulator
from tests.simulators.discord_client import Outcome, Person, buttons

READY_WITHIN = 15.0


class DiscordSkin:
    """Implements `Skin` with what Discord's client offers: native options, and what the commands declare of them."""

    def __init__(self, discord: DiscordSimulator) -> None:
        self._discord = discord
        self._person = Person(discord, "Kim")
        self._seen: Outcome | None = None

    async def type(self, line: str) -> Seen:
        command, _, text = line.removeprefix("/").partition(" ")
        declared = next((known for known in self._discord.commands if known["name"] == command), {})
        return self._look(await self._person.slash(command, **_options(declared, text.strip())))

    async def press(self, label: str, nth: int = 0) -> Seen:
        assert self._seen, "there is nothing to press"
        return self._look(await self._person.press(self._seen.shown, label, nth))

    async def submit(self, **answers: str) -> Seen:
        assert self._seen, "no form is open"
        if not self._seen.modal:
            # Discord closes a form when it is sent; one that was refused is opened again.
            self._seen = await self._person.press(self._seen.shown, AGAIN)
        return self._look(await self._person.submit(self._seen, **answers), answers)

    async def complete(self, command: str, option: str, typed: str) -> list[str]:
        return await self._person.type_ahead(command, option, typed)

    def _look(self, outcome: Outcome, written: Mapping[str, str] | None = None) -> Seen:
        self._seen = outcome
        if outcome.modal:
            fields = [label["component"]["custom_id"] for label in outcome.modal["components"]]
            return Seen(form=outcome.modal["title"], fields=fields)
        text = self._person.read(outcome.shown)
        labels = [button["label"] for button in buttons(outcome.shown)]
        given_back = {name: value for name, value in (written or {}).items() if f"{name.capitalize()} {value}" in text}
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
    async with open_simulator() as discord:
        options = DiscordOptions(TOKEN, discord.api_url, discord.gateway_url)
        adapter = Discord(bot, options, RoleBook({}))
        running = asyncio.create_task(adapter.run())
        try:
            async with asyncio.timeout(READY_WITHIN):
                await adapter.ready.wait()
                await discord.declared.wait()
            yield DiscordSkin(discord)
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running
        assert not discord.problems, discord.problems
