"""The demo's own time: it runs like everybody's, and can be moved on to see what comes of it."""

import asyncio
import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

from adapters.clock import Clock
from bot.delivery.model import Outbox, State

# What is on its way is looked after so often, with so many seconds between: nobody waits for ever at a page.
_MOST_LOOKS, _PAUSE = 150, 0.02
# Planners want to be asked every hour or so, mostly for nothing: the first stops are where they say, the later ones at
# least so far apart unless something waits to be said. After so many seconds, what is left is one step.
_EXACT_STOPS, _STRIDE, _MOST_SECONDS = 24, timedelta(hours=6), 8.0
# A century in seconds: a file that says more was not written here.
_MOST_AHEAD = 100 * 366 * 86400


class DemoClock:
    """Implements `Timekeeper`. How far it was moved is kept in a file, so that it never goes back.

    Nothing is due before `follow` has been called.
    """

    def __init__(self, kept: Path) -> None:
        self._kept = kept
        self._ahead_by = timedelta(seconds=_read(kept))
        self._clock: Clock | None = None
        self._outbox: Outbox | None = None

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead_by

    def follow(self, clock: Clock, outbox: Outbox) -> None:
        """Stop on the way at what `clock` says is ahead, and wait there until `outbox` has sent it."""
        self._clock, self._outbox = clock, outbox

    async def next(self) -> datetime | None:
        await self._settled()
        return await self._outbox.next_due() if self._outbox else None

    async def move(self, to: datetime, enough: Callable[[], bool] = lambda: False) -> None:
        until, stops = monotonic() + _MOST_SECONDS, 0
        ahead = await self._settled()
        while ahead and ahead < to and not enough() and monotonic() < until:
            self._reach(ahead)
            stops += 1
            ahead = await self._settled(timedelta() if stops < _EXACT_STOPS else _STRIDE)
        if not enough():
            self._reach(to)
            await self._settled()
        self._kept.parent.mkdir(parents=True, exist_ok=True)
        self._kept.write_text(f"{math.ceil(self._ahead_by.total_seconds())}\n", encoding="utf-8")

    def _reach(self, to: datetime) -> None:
        self._ahead_by += max(to - self.now(), timedelta())

    async def _settled(self, stride: timedelta = timedelta()) -> datetime | None:
        """Wait until all that is due by now has been said, and return where to stop next, `stride` from here or more.

        Where something waits to be said is a stop however near it is.
        """
        if self._clock is None or self._outbox is None:
            return None
        stops: list[datetime] = []
        for _ in range(_MOST_LOOKS):
            # In the order in which a delivery goes on, so that none slips through between two questions: first it is
            # handed in, then it waits, then it is being sent.
            ahead, due = await self._clock.look_now(), await self._outbox.next_due()
            under_way = await self._outbox.show({State.SENDING}, most=1)
            now = self.now()
            stops = [time for time in (due, ahead and max(ahead, now + stride)) if time]
            if not under_way and all(time > now for time in (ahead, due) if time):
                break
            await asyncio.sleep(_PAUSE)
        return min((time for time in stops if time > self.now()), default=None)


def _read(kept: Path) -> float:
    try:
        seconds = float(kept.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return 0
    return seconds if 0 <= seconds <= _MOST_AHEAD else 0
