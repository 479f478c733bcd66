"""The cast on one simulated server, the real adapter and the real discord.py behind it."""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

from bot.chat.requests import Account, Address
from bot.chat.roles import RoleBook
from bot.delivery.model import Messenger
from config.settings import Settings
from config.wiring import Core
from tests.adapters.discord.house import connected
from tests.journeys.discord_skin import READY_WITHIN, DiscordSkin
from tests.journeys.skin import Skin
from tests.journeys.stage import CAST, Seats
from tests.simulators.discord import DiscordSimulator, open_simulator
from tests.simulators.discord_client import Person
from tests.simulators.discord_payloads import CHANNEL, GUILD

_FIRST_ID = 1180000000000000500


class DiscordHall:
    """Implements `Hall`."""

    everybody = Address("discord", CHANNEL)

    def __init__(self) -> None:
        self._discord: DiscordSimulator | None = None
        self._people: dict[str, Person] = {}

    @property
    def discord(self) -> DiscordSimulator:
        """The server, while it is there."""
        assert self._discord
        return self._discord

    def account(self, name: str) -> Account:
        return Account("discord", GUILD, str(_FIRST_ID + list(CAST).index(name)))

    @asynccontextmanager
    async def open(self, core: Core, settings: Settings, away: Collection[str]) -> AsyncIterator[Seats]:
        async with self.standing(), connected(self.discord, core.bot, roles=RoleBook(settings.roles)) as adapter:
            async with asyncio.timeout(READY_WITHIN):
                await self.discord.declared.wait()
            self.discord.places.unreachable.update(self.account(name).user for name in away)
            yield DiscordSeats(self.discord, self._people, adapter.messenger)

    @asynccontextmanager
    async def standing(self) -> AsyncIterator[None]:
        """Let the server be there while the block runs, though the bot comes and goes; one that is there stays."""
        if self._discord:
            yield
            return
        async with open_simulator() as discord:
            self._discord = discord
            self._people = {name: Person(discord, name, id=self.account(name).user) for name in CAST}
            try:
                yield
            finally:
                self._discord = None
            assert not discord.problems, discord.problems


class DiscordSeats:
    """Implements `Seats`."""

    def __init__(self, discord: DiscordSimulator, people: dict[str, Person], messenger: Messenger) -> None:
        self.messenger = messenger
        self._discord = discord
        self._people = people

    async def sit(self, name: str) -> Skin:
        return DiscordSkin(self._discord, self._people[name])

    def mention(self, name: str) -> str:
        return name
