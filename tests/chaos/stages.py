"""The platforms that the program speaks on while it is killed: how to reach them, and what is seen there."""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from bot.chat.requests import Address
from tests.simulators.discord import TOKEN, DiscordSimulator, open_simulator
from tests.simulators.discord_payloads import BOT
from tests.simulators.discord_state import THREAD_STARTER, Message
from tests.simulators.slack import SlackPlatform, read
from tests.simulators.slack_payloads import BOT_USER

_DISCORD_EPOCH = 1420070400.0


@dataclass(frozen=True, slots=True)
class Seen:
    """One message that stands in a channel, and when the platform says it was posted."""

    text: str
    at: datetime


class Stage(Protocol):
    """One simulated platform. `target` is its address without a path, which a proxy may take the place of."""

    name: str

    @property
    def target(self) -> str: ...

    def settings(self, way: str) -> dict[str, str]:
        """Return the settings by which the program finds the platform, its API by way of an address like `target`."""

    def channels(self, count: int) -> list[Address]:
        """Make so many channels that the bot is in."""

    def set_clock(self, ahead: float) -> None:
        """Let the platform's clock be so many seconds ahead of this machine's."""

    def lag(self, to: Address, readings: int) -> None:
        """Let so many readings of a channel's history not show yet what was said last."""

    def close_history(self) -> None:
        """Take the right to read histories away from the bot."""

    def seen(self, to: Address) -> Sequence[Seen]:
        """List what the bot said in a channel and still stands there."""

    def seen_beneath(self, to: Address) -> Sequence[Seen]:
        """List what the bot said in a channel or in one of its threads and still stands there, oldest first."""

    def complaints(self) -> Sequence[object]:
        """List the platform's rules that were broken."""


class SlackStage:
    """Implements `Stage`."""

    name = "Slack"

    def __init__(self, slack: SlackPlatform) -> None:
        self._slack = slack

    @property
    def target(self) -> str:
        return self._slack.base

    def settings(self, way: str) -> dict[str, str]:
        return {
            "HIRG_SLACK__BOT_TOKEN": self._slack.bot_token,
            "HIRG_SLACK__APP_TOKEN": self._slack.app_token,
            "HIRG_SLACK__API_URL": f"{way}/api/",
        }

    def channels(self, count: int) -> list[Address]:
        conversations = self._slack.conversations
        made = [conversations.add(f"C0CHAOS{number:03}", f"c{number}", members=[BOT_USER]) for number in range(count)]
        return [Address("slack", channel.id) for channel in made]

    def set_clock(self, ahead: float) -> None:
        self._slack.conversations.ahead = ahead

    def lag(self, to: Address, readings: int) -> None:
        self._slack.conversations.by_id[to.channel].lag = readings

    def close_history(self) -> None:
        self._slack.scopes.discard("channels:history")

    def seen(self, to: Address) -> list[Seen]:
        messages = self._slack.conversations.by_id[to.channel].messages
        return [Seen(read(message.blocks), datetime.fromtimestamp(float(message.ts), UTC)) for message in messages]

    def seen_beneath(self, to: Address) -> list[Seen]:
        return self.seen(to)

    def complaints(self) -> Sequence[object]:
        return self._slack.violations


class DiscordStage:
    """Implements `Stage`.

    Real Discord knows a nonce again for some minutes; here it forgets at once, unless `remembers`, so that nothing but
    the bot's own care keeps a message from being said twice.
    """

    def __init__(self, discord: DiscordSimulator, *, remembers: bool = False) -> None:
        self._discord = discord
        self.name = "Discord that knows nonces" if remembers else "Discord"
        discord.places.forgetful = not remembers
        self._channels: list[Address] = []

    @property
    def target(self) -> str:
        return self._discord.api_url.removesuffix("/api/v10")

    def settings(self, way: str) -> dict[str, str]:
        return {
            "HIRG_DISCORD__TOKEN": TOKEN,
            "HIRG_DISCORD__API_URL": f"{way}/api/v10",
            "HIRG_DISCORD__GATEWAY_URL": self._discord.gateway_url,
            "HIRG_MEETINGS__EVENTS": "false",
        }

    def channels(self, count: int) -> list[Address]:
        made = [self._discord.places.channel(f"c{number}") for number in range(count)]
        for place in made:
            self._discord.places.overhear(place)
        return [Address("discord", place.id) for place in made]

    def set_clock(self, ahead: float) -> None:
        self._discord.ids.ahead = ahead

    def lag(self, to: Address, readings: int) -> None:
        self._discord.places.all[to.channel].lag = readings

    def close_history(self) -> None:
        for place in self._discord.places.all.values():
            place.allowed -= {"history"}

    def seen(self, to: Address) -> list[Seen]:
        return _seen(self._discord.places.all[to.channel].standing)

    def seen_beneath(self, to: Address) -> list[Seen]:
        return _seen(self._discord.places.with_threads(self._discord.places.all[to.channel]))

    def complaints(self) -> Sequence[object]:
        return self._discord.problems


StageOpener = Callable[[], AbstractAsyncContextManager[Stage]]


@asynccontextmanager
async def open_slack() -> AsyncIterator[Stage]:
    async with SlackPlatform.running() as slack:
        yield SlackStage(slack)


@asynccontextmanager
async def open_discord() -> AsyncIterator[Stage]:
    async with open_simulator() as discord:
        yield DiscordStage(discord)


@asynccontextmanager
async def open_remembering_discord() -> AsyncIterator[Stage]:
    async with open_simulator() as discord:
        yield DiscordStage(discord, remembers=True)


def _texts(components: object) -> Iterator[str]:
    match components:
        case {"content": str(content)}:
            yield content
        case dict():
            for inner in components.values():
                yield from _texts(inner)
        case list():
            for inner in components:
                yield from _texts(inner)
        case _:
            pass


def _seen(messages: Iterable[Message]) -> list[Seen]:
    """Read what the bot said; what a thread begins with only repeats it."""
    said = (one for one in messages if one.author == BOT and one.kind != THREAD_STARTER)
    return [Seen("\n".join(_texts(one.components)), _made(one.id)) for one in said]


def _made(snowflake: str) -> datetime:
    return datetime.fromtimestamp((int(snowflake) >> 22) / 1000 + _DISCORD_EPOCH, UTC)
