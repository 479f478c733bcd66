"""What Discord remembers: places, what was said in them, interactions, events."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.simulators.discord_rules import EPHEMERAL

Json = dict[str, Any]

# What the bot may do in a channel, unless a test takes it away; "answer" is to send in threads, "start" to start them.
EVERYTHING = frozenset({"view", "send", "history", "attach", "start", "answer"})
DEFAULT, REPLY, THREAD_STARTER = 0, 19, 21
_EPOCH = 1420070400.0


@dataclass
class Message:
    """A message of the bot, or somebody else's in a place; `loading` while a person reads that the bot is thinking.

    `kind` is Discord's type of it, `answers` the id of the message that a `REPLY` points to, and `interaction` what a
    person did that it responds to. `text` is what a person wrote, which the bot is shown in private alone.
    """

    id: str
    flags: int
    components: list[Json] = field(default_factory=list)
    loading: bool = False
    deleted: bool = False
    author: str = ""
    nonce: str = ""
    attachments: list[Json] = field(default_factory=list)
    files: Mapping[str, bytes] = field(default_factory=dict)
    place: "Place | None" = None
    kind: int = DEFAULT
    answers: str = ""
    text: str = ""
    interaction: "Interaction | None" = None

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)


@dataclass
class Place:
    """A channel, a thread in one, or the private conversation of the bot with `recipient`.

    The next `lag` readings of its history do not show the newest message yet. A `hidden` one is for some
    roles alone.
    """

    id: str
    name: str = ""
    parent: str = ""
    recipient: str = ""
    archived: bool = False
    locked: bool = False
    lag: int = 0
    allowed: frozenset[str] = EVERYTHING
    hidden: bool = False
    messages: list[Message] = field(default_factory=list)

    @property
    def standing(self) -> list[Message]:
        return [message for message in self.messages if not message.deleted]


@dataclass
class Interaction:
    """One thing a person did, and what came of it; `alone` when they did it in their conversation with the bot."""

    id: str
    token: str
    kind: int
    created: float
    source: Message | None = None
    person: Json = field(default_factory=dict)
    alone: bool = False
    response: int = 0
    took: float = 0.0
    original: Message | None = None
    follow_ups: list[Message] = field(default_factory=list)
    modal: Json | None = None
    choices: list[Json] | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    settled: asyncio.Event = field(default_factory=asyncio.Event)


class Ids:
    """Snowflakes: ids that say when they were made, and rise. Discord's clock is `ahead` of this machine's."""

    def __init__(self) -> None:
        self.ahead = 0.0
        self._last = 0

    def new(self, at: float | None = None) -> str:
        made = int(((time.time() + self.ahead if at is None else at) - _EPOCH) * 1000) << 22
        self._last = max(self._last + 1, made)
        return str(self._last)
