"""The demo's own time: it runs like everybody's, and can be moved on to see what comes of it."""

import asyncio
import math
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

from adapters.clock import Clock
from bot.delivery.model import Outbox, State

# What is on its way is looked after so often, with so many seconds between: nobody waits for ever at a page.
_MOST_LOOKS, _PAUSE = 150, 0.02
# Going on by a week, so many times are stopped at and so many seconds spent on the way; then it is one step.
_MOST_STOPS, _MOST_SECONDS = 300, 8.0
# A century in seconds: a file that says more was not written here.
_MOST_AHEAD = 100 * 366 * 86400


class DemoClock:
    """Implements `Timekeeper`. How far it was moved is kept in a file, so that it never goes back.

    Nobody can be told that something is due before `follow` has been called.
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
        return await self._clock.look_now() if self._clock else None

    async def move(self, to: datetime) -> None:
        until = monotonic() + _MOST_SECONDS
        for _ in range(_MOST_STOPS):
            ahead = await self.next()
            if ahead is None or ahead >= to or monotonic() > until:
                break
            await self._go(ahead)
        await self._go(to)

    async def _go(self, to: datetime) -> None:
        self._ahead_by += max(to - self.now(), timedelta())
        self._kept.parent.mkdir(parents=True, exist_ok=True)
        self._kept.write_text(f"{math.ceil(self._ahead_by.total_seconds())}\n", encoding="utf-8")
        for _ in range(_MOST_LOOKS):
            if not await self._busy():
                return
            await asyncio.sleep(_PAUSE)

    async def _busy(self) -> bool:
        """Look, and tell whether something that is due by now has not been said yet."""
        if self._outbox is None:
            return False
        # In the order in which a delivery goes on, so that none slips through between two questions: first it is
        # handed in, then it waits, then it is being sent.
        ahead, due = await self.next(), await self._outbox.next_due()
        under_way = await self._outbox.show({State.SENDING}, most=1)
        return bool(under_way) or any(time and time <= self.now() for time in (ahead, due))


def _read(kept: Path) -> float:
    try:
        seconds = float(kept.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return 0
    return seconds if 0 <= seconds <= _MOST_AHEAD else 0
