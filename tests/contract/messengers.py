"""Every messenger behind one face, each with its platform around it: what is said there, and what goes wrong."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol

import pytest

from bot.chat.requests import Account, Address
from bot.chat.views import Text, plain
from bot.delivery.model import Messenger, Refused, Unknown
from tests.adapters.discord.harness import open_discord
from tests.adapters.slack.speaking import open_speaking as open_slack
from tests.adapters.web.speaking import open_speaking as open_web
from tests.delivery.platform import Platform
from tests.journeys.core_skin import Voice


class Harness(Protocol):
    """A platform with the bot in it.

    The bot is in `place`, a channel, and can read there. It is not allowed into `closed`. `people` are two members.
    """

    @property
    def messenger(self) -> Messenger: ...

    @property
    def place(self) -> Address: ...

    @property
    def closed(self) -> Address: ...

    @property
    def people(self) -> Sequence[Account]: ...

    async def said(self, to: Address) -> Sequence[str]:
        """List what stands in a place now, as people there read it, oldest first; what others said left out."""

    async def answer(self, posted: str) -> None:
        """Let a person answer a message in `place`, openly, in its thread."""

    async def bustle(self, to: Address) -> None:
        """Let others say so much in a place that its history is read in several parts."""

    def lose_answer(self) -> None:
        """Let the next post be taken, and the answer to it be lost."""


class Fake:
    """The platform in memory that the courier is tested with."""

    def __init__(self) -> None:
        self.messenger = Platform(groups=True)
        self.place, self.closed = Address("slack", "C1"), Address("slack", "C2")
        self.people = (Account("slack", "T1", "U1"), Account("slack", "T1", "U2"))
        self.messenger.closed[self.closed] = Refused("I am not in that channel. Invite me.")

    async def said(self, to: Address) -> Sequence[str]:
        return [text for where, key, text in self.messenger.history if where == to and key]

    async def answer(self, posted: str) -> None:
        self.messenger.answered[posted] += 1

    async def bustle(self, to: Address) -> None:
        self.messenger.history += [(to, "", "somebody else")] * 300

    def lose_answer(self) -> None:
        self.messenger.takes_first = True
        self.messenger.faults.append(Unknown())


class Core:
    """The voice that journeys hear in the core."""

    def __init__(self) -> None:
        self.messenger = Voice()
        self.place, self.closed = Address("core", "general"), Address("core", "nowhere")
        self.people = (Account("core", "*", "kim"), Account("core", "*", "robin"))

    async def said(self, to: Address) -> Sequence[str]:
        return [plain(blocks) for place, key, blocks in self.messenger.said.values() if place == to and key]

    async def answer(self, posted: str) -> None:
        self.messenger.answered[posted] += 1

    async def bustle(self, to: Address) -> None:
        for _ in range(300):
            await self.messenger.post(to, (Text(("somebody else",)),), "")

    def lose_answer(self) -> None:
        pytest.skip("no answer is lost within one process")


@asynccontextmanager
async def open_core() -> AsyncIterator[Harness]:
    yield Core()


@asynccontextmanager
async def open_fake() -> AsyncIterator[Harness]:
    yield Fake()


# One for each of what speaks, by its name.
HARNESSES: dict[str, Callable[[], AbstractAsyncContextManager[Harness]]] = {
    "fake": open_fake,
    "discord": open_discord,
    "core": open_core,
    "slack": open_slack,
    "web": open_web,
}
