"""The time of a demo, which people can move on; what is due on the way is said at once."""

import asyncio
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from adapters.web.model import Place
from adapters.web.room import Room
from bot.chat.errors import NotFound

# Going on to what is said next, the clock may strike without a word (somebody looks whether there is anything to
# plan); so often, so far ahead and for so many seconds it is worth going on.
MOST_STRIKES = 100
FARTHEST = timedelta(days=400)
MOST_SECONDS = 8.0


class Timekeeper(Protocol):
    """A time of its own, which only goes on."""

    def now(self) -> datetime: ...

    async def next(self) -> datetime | None:
        """Return when something is due next; None when nothing waits."""

    async def move(self, to: datetime) -> None:
        """Go on to a time, and return once all that was due on the way has been said; a time gone by is nothing."""


class Step(StrEnum):
    """How far to go on: `NEXT` is to whatever is said next."""

    NEXT = "next"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"


_SPANS = {Step.HOUR: timedelta(hours=1), Step.DAY: timedelta(days=1), Step.WEEK: timedelta(weeks=1)}


class Timekeeping:
    """Moves the time for whoever asks, one at a time, and tells everybody."""

    def __init__(self, keeper: Timekeeper, room: Room) -> None:
        self._keeper = keeper
        self._room = room
        self._moving = asyncio.Lock()

    async def move(self, step: Step) -> Sequence[Place]:
        """Go on, and list where the bot said something. Raises `NotFound` when there is nothing to go on to."""
        async with self._moving:
            before = self._room.newest
            if step is Step.NEXT:
                await self._until_said(before)
            else:
                await self._keeper.move(self._keeper.now() + _SPANS[step])
            self._room.strike()
            return self._room.spoke(before)

    async def _until_said(self, before: int) -> None:
        latest, until = self._keeper.now() + FARTHEST, time.monotonic() + MOST_SECONDS
        for strike in range(MOST_STRIKES):
            ahead = await self._keeper.next()
            if ahead is None or ahead > latest:
                if strike == 0:
                    raise NotFound("Nothing waits to be said.", "Plan something first, or go on by a day or a week.")
                return
            await self._keeper.move(ahead)
            if self._room.spoke(before) or time.monotonic() > until:
                return
