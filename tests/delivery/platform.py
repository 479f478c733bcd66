"""A platform in memory: takes messages, keeps their history, and fails as told."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.chat.requests import Address
from bot.chat.views import Block, plain
from bot.delivery.model import Gone, Later, Refused


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def move(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@dataclass
class Platform:
    """Implements `Messenger`. `faults` are raised by the next posts, in order; None is no fault.

    With `takes_first`, a post is taken before its fault is raised: the answer is what gets lost. In the history, a
    message that was taken back has neither key nor text; `newest` is what was posted last. `closed` are places that
    take nothing, and `answered` says how often people answered a message.
    """

    pace: float = 1.0
    patience: float = 5.0
    groups: bool = False
    history: list[tuple[Address, str, str]] = field(default_factory=list)
    faults: list[Exception | None] = field(default_factory=list)
    takes_first: bool = False
    history_fault: Exception | None = None
    closed: dict[Address, Refused | Later] = field(default_factory=dict)
    lags: int = 0
    open_gate: asyncio.Event = field(default_factory=asyncio.Event)
    spoke: asyncio.Event = field(default_factory=asyncio.Event)
    posts: int = 0
    answered: Counter[str] = field(default_factory=Counter)
    newest: Sequence[Block] = ()

    def __post_init__(self) -> None:
        self.open_gate.set()

    async def post(self, to: Address, blocks: Sequence[Block], key: str) -> str:
        self.posts += 1
        await self.open_gate.wait()
        self._enter(to)
        fault = self.faults.pop(0) if self.faults else None
        if fault is None or self.takes_first:
            self.history.append((to, key, plain(blocks)))
            self.newest = blocks
            self.spoke.set()
        if fault:
            raise fault
        return str(len(self.history))

    async def find(self, to: Address, key: str, since: datetime) -> str | None:
        del since
        self._enter(to)
        if self.history_fault:
            raise self.history_fault
        if self.lags:
            self.lags -= 1
            return None
        places = (place for place, (where, told, _) in enumerate(self.history, 1) if (where, told) == (to, key))
        return next((str(place) for place in places), None)

    async def edit(self, to: Address, posted: str, blocks: Sequence[Block]) -> None:
        self._fail(posted)
        (_, key, _) = self.history[int(posted) - 1]
        self.history[int(posted) - 1] = (to, key, plain(blocks))

    async def remove(self, to: Address, posted: str) -> None:
        self._fail(posted)
        self.history[int(posted) - 1] = (to, "", "")

    async def replies(self, to: Address, posted: str) -> int:
        self._enter(to)
        self._fail(posted)
        return self.answered[posted]

    def _fail(self, posted: str) -> None:
        if fault := self.faults.pop(0) if self.faults else None:
            raise fault
        if int(posted) > len(self.history) or not self.history[int(posted) - 1][1]:
            raise Gone

    def _enter(self, to: Address) -> None:
        if to in self.closed:
            raise self.closed[to]
        if to.thread and (int(to.thread) > len(self.history) or not self.history[int(to.thread) - 1][1]):
            raise Refused("There is no such message to answer.")

    @property
    def said(self) -> list[str]:
        return [text for _, _, text in self.history]
