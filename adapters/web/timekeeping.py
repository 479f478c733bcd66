"""The time of a demo, which people can move on; what is due on the way is said at once."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from adapters.web.model import Place
from adapters.web.room import Room

# With nothing waiting, so far ahead it is worth going on: features plan a month ahead, so something may come up.
FARTHEST = timedelta(days=40)
# What is due may turn out to be unwanted; so many times in a row the next is as good.
MOST_TRIES = 30


class Timekeeper(Protocol):
    """A time of its own, which only goes on."""

    def now(self) -> datetime: ...

    async def next(self) -> datetime | None:
        """Return when something is to be said next; None when nothing waits."""

    async def move(self, to: datetime, enough: Callable[[], bool] = lambda: False) -> None:
        """Go on to a time by way of all that is due before, each said at its own time, but not once it is `enough`.

        Returns when all that is due by then has been said. To go back is to stay.
        """


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
        """Go on, and list where the bot said something."""
        async with self._moving:
            before = self._room.revision
            if step is Step.NEXT:
                await self._until_said(before)
            else:
                await self._keeper.move(self._keeper.now() + _SPANS[step])
            self._room.strike()
            return self._room.spoke(before)

    async def _until_said(self, before: int) -> None:
        for _ in range(MOST_TRIES):
            due = await self._keeper.next()
            await self._keeper.move(due or self._keeper.now() + FARTHEST, lambda: bool(self._room.spoke(before)))
            if due is None or self._room.spoke(before):
                return
