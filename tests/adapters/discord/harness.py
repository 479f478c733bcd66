"""Discord as the contract suite of the messengers sees it: the real adapter, connected to a Discord of its own."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from adapters.discord.app import Discord
from bot.chat.requests import Account, Address
from tests.adapters.discord.house import House, connected
from tests.simulators.discord import DiscordSimulator, open_simulator
from tests.simulators.discord_client import Person, read
from tests.simulators.discord_payloads import BOT, CHANNEL, GUILD
from tests.simulators.discord_state import DEFAULT, EVERYTHING, Place


class DiscordHarness:
    """Implements `tests.contract.messengers.Harness`."""

    def __init__(self, discord: DiscordSimulator, adapter: Discord) -> None:
        closed = discord.places.channel("closed")
        closed.allowed = EVERYTHING - {"view"}
        self._discord = discord
        self.messenger, self.audience = adapter.messenger, adapter.audience
        self.place, self.closed = Address("discord", CHANNEL), Address("discord", closed.id)
        self.people = [Account("discord", GUILD, Person(discord, name).id) for name in ("Kim", "Ada")]

    async def said(self, to: Address) -> Sequence[str]:
        at = self._discord.places.all.get(to.thread or "") if to.thread else self._at(to)
        said = at.standing if at else []
        own = [message for message in said if message.author == BOT and message.kind == DEFAULT]
        return [read(message, self._discord.names) for message in own]

    async def answer(self, posted: str) -> None:
        here = self._at(self.place)
        (message,) = (each for each in here.standing if each.id == posted)
        self._discord.places.answer(message, self.people[0].user)

    async def bustle(self, to: Address) -> None:
        self._discord.places.overhear(self._at(to), 300)

    def lose_answer(self) -> None:
        self._discord.fail("POST /channels/.*/messages$", status=0, lost=True)

    def _at(self, to: Address) -> Place:
        places = self._discord.places
        return places.private(to.people[0]) if to.people else places.all[to.thread or to.channel]


@asynccontextmanager
async def open_discord() -> AsyncIterator[DiscordHarness]:
    async with open_simulator() as discord:
        async with connected(discord, House().bot) as adapter:
            yield DiscordHarness(discord, adapter)
        assert discord.problems == []
