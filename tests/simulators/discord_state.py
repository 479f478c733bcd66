"""What Discord remembers of an interaction and its messages."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from tests.simulators.discord_rules import EPHEMERAL

Json = dict[str, Any]


@dataclass
class Message:
    """A message of the bot; `loading` while the person reads that the bot is thinking."""

    id: str
    flags: int
    components: list[Json] = field(default_factory=list)
    loading: bool = False
    deleted: bool = False

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)


@dataclass
class Interaction:
    """One thing a person did, and what came of it."""

    id: str
    token: str
    kind: int
    created: float
    source: Message | None = None
    response: int = 0
    took: float = 0.0
    original: Message | None = None
    follow_ups: list[Message] = field(default_factory=list)
    modal: Json | None = None
    choices: list[Json] | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    settled: asyncio.Event = field(default_factory=asyncio.Event)
