"""Every calendar of events behind one face, each with its platform around it."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol

from bot.delivery.model import Unknown
from bot.meetings.events import EventBoard
from tests.adapters.discord.house import House, connected
from tests.meetings.network import Board
from tests.simulators.discord import DiscordSimulator, open_simulator


class Wall(Protocol):
    """A platform with the bot in it."""

    @property
    def board(self) -> EventBoard: ...

    def titles(self) -> Sequence[str]:
        """List what is announced there now."""

    def lose_answer(self) -> None:
        """Let the next announcement be taken, and the answer to it be lost."""

    def wipe(self) -> None:
        """Let somebody delete everything."""


class FakeWall:
    def __init__(self) -> None:
        self.board = Board()

    def titles(self) -> Sequence[str]:
        return [event.title for event in self.board.events.values()]

    def lose_answer(self) -> None:
        self.board.faults.append(Unknown())

    def wipe(self) -> None:
        self.board.events.clear()
        self.board.keys.clear()


class DiscordWall:
    def __init__(self, discord: DiscordSimulator, board: EventBoard) -> None:
        self.board = board
        self._discord = discord

    def titles(self) -> Sequence[str]:
        return [event["name"] for event in self._discord.events.ahead()]

    def lose_answer(self) -> None:
        self._discord.fail("(POST|PATCH) /guilds/.*/scheduled-events", status=0, lost=True)

    def wipe(self) -> None:
        self._discord.events.all.clear()


@asynccontextmanager
async def open_fake() -> AsyncIterator[Wall]:
    yield FakeWall()


@asynccontextmanager
async def open_discord() -> AsyncIterator[Wall]:
    async with open_simulator() as discord:
        async with connected(discord, House().bot) as adapter:
            yield DiscordWall(discord, adapter.events)
        assert discord.problems == []


WALLS: dict[str, Callable[[], AbstractAsyncContextManager[Wall]]] = {"fake": open_fake, "discord": open_discord}
