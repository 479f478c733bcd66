"""The stage without a platform: people who call the core, and hear what it posts."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from bot.chat.requests import Account, Actor, Address, Role
from bot.chat.views import Block, Reply, plain
from bot.delivery.model import Gone, Refused
from tests.journeys.core_skin import CoreSkin
from tests.journeys.skin import Seen
from tests.journeys.stage import CAST, House, Player, Stage, cast

PATIENCE = 10.0
CHANNELS = ("general", "workshops")


class Voice:
    """Implements `Messenger`, and passes its contract suite, for a platform that is nothing but what was said on it."""

    pace, patience, groups = 0.0, 5.0, True

    def __init__(self) -> None:
        self.said: dict[str, tuple[Address, str, Sequence[Block]]] = {}
        self._numbers = itertools.count(1)
        self._changed = asyncio.Condition()

    async def post(self, to: Address, blocks: Sequence[Block], key: str) -> str:
        _check(to)
        posted = str(next(self._numbers))
        await self._put(posted, to, key, blocks)
        return posted

    async def find(self, to: Address, key: str, since: datetime) -> str | None:
        del since
        _check(to)
        return next((posted for posted, (place, told, _) in self.said.items() if (place, told) == (to, key)), None)

    async def edit(self, to: Address, posted: str, blocks: Sequence[Block]) -> None:
        if posted not in self.said:
            raise Gone
        await self._put(posted, to, self.said[posted][1], blocks)

    async def remove(self, to: Address, posted: str) -> None:
        await self.edit(to, posted, ())
        del self.said[posted]

    async def heard(self, part: str, account: Account, channel: str) -> Sequence[Block]:
        """Wait for the newest words that hold `part`, in a channel or else in private with this account."""

        def meant(to: Address) -> bool:
            return to.channel == channel if channel else account.user in to.people

        def found() -> Sequence[Block]:
            said = reversed(self.said.values())
            return next((blocks for to, _, blocks in said if meant(to) and part in plain(blocks)), ())

        async with asyncio.timeout(PATIENCE), self._changed:
            return await self._changed.wait_for(found)

    async def _put(self, posted: str, to: Address, key: str, blocks: Sequence[Block]) -> None:
        async with self._changed:
            self.said[posted] = (to, key, blocks)
            self._changed.notify_all()


def _check(to: Address) -> None:
    if not to.people and to.channel not in CHANNELS:
        raise Refused("There is no such channel.")


class CorePlayer(CoreSkin):
    """Implements `Player`."""

    def __init__(self, house: House, actor: Actor, voice: Voice) -> None:
        super().__init__(house.core.bot, actor)
        self._voice = voice

    async def hears(self, part: str, channel: str = "") -> Seen:
        return self._look(Reply(tuple(await self._voice.heard(part, self._actor.account, channel))))


class CoreStage:
    """Implements `Stage`."""

    def __init__(self, house: House, voice: Voice) -> None:
        self._house = house
        self._voice = voice

    def account(self, name: str) -> Account:
        return Account("core", "*", name.lower())

    async def person(self, name: str, *roles: Role) -> Player:
        cast(name, roles)
        return CorePlayer(self._house, Actor(self.account(name), name, CAST[name]), self._voice)


@asynccontextmanager
async def open_core_stage(house: House) -> AsyncIterator[Stage]:
    """Let the cast use the core."""
    voice = Voice()
    async with house.speaking({"core": voice}):
        yield CoreStage(house, voice)
