"""The stage without a platform: people who call the core, and hear what it posts."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

from bot.chat.requests import Account, Actor, Address
from bot.delivery.model import Messenger
from bot.service import Bot
from config.settings import Settings
from config.wiring import Core
from tests.journeys.core_skin import WHERE, CoreSkin, Voice
from tests.journeys.skin import Skin
from tests.journeys.stage import CAST, Seats


class CoreHall:
    """Implements `Hall`."""

    everybody = Address("core", WHERE)

    def account(self, name: str) -> Account:
        return Account("core", "*", name.lower())

    @asynccontextmanager
    async def open(self, core: Core, settings: Settings, away: Collection[str]) -> AsyncIterator[Seats]:
        del settings
        voice = Voice()
        voice.away.update(self.account(name).user for name in away)
        yield CoreSeats(core.bot, voice)


class CoreSeats:
    """Implements `Seats`."""

    def __init__(self, bot: Bot, voice: Voice) -> None:
        self.messenger: Messenger = voice
        self._bot = bot
        self._voice = voice

    async def sit(self, name: str) -> Skin:
        return CoreSkin(self._bot, Actor(CoreHall().account(name), name, CAST[name]), self._voice)

    def mention(self, name: str) -> str:
        return name
