"""APScheduler as alarm clock: it says when to look, and never what there is to do; the rows are the truth."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped] # 3.11 has no annotations
from apscheduler.triggers.date import DateTrigger  # type: ignore[import-untyped] # likewise
from apscheduler.triggers.interval import IntervalTrigger  # type: ignore[import-untyped] # likewise

log = logging.getLogger(__name__)

# How long what another process wrote may go unseen when nothing else wakes this one.
TICK = timedelta(seconds=30)
# The shortest pause before the alarm rings, and how long that becomes while it is only the alarm that rings: what is
# overdue, and cannot be helped by looking, must not be looked at without end.
_SHORTEST, _LONGEST = timedelta(milliseconds=50), timedelta(seconds=1)
_ALARM = "alarm"

Look = Callable[[], Awaitable[datetime | None]]


class Clock:
    """Calls `look` at the time it returned last, at every tick, and whenever `rung` is set; never twice at a time."""

    def __init__(
        self,
        look: Look,
        rung: asyncio.Event,
        tick: timedelta = TICK,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`rung` is set by whoever knows that it is worth looking: something was written, or a place is free again.

        `now` is the time that `look` goes by; whoever moves it sets `rung`, too, so that the alarm is set anew.
        """
        self._look = look
        self._tick = tick
        self._rung = rung
        self._now = now
        self._alarmed = False
        self._pause = _SHORTEST
        self._begun = self._ended = 0
        self._looked = asyncio.Condition()
        self.ready = asyncio.Event()
        # When `look` wanted to be called again, as it said last; None when nothing waits.
        self.ahead: datetime | None = None

    async def run(self) -> None:
        """Keep the time until cancelled."""
        # However late an alarm rings, it rings, and many that were missed are one: looking finds all that is due.
        scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
        )
        scheduler.add_job(self._ring, IntervalTrigger(seconds=self._tick.total_seconds(), timezone=UTC))
        scheduler.start()
        self.ready.set()
        try:
            while True:
                # The alarm only rings; looking is done here, because a job that is still running when its next
                # time comes would be skipped.
                self._rung.clear()
                self._pause = min(2 * self._pause, _LONGEST) if self._alarmed else _SHORTEST
                self._alarmed = False
                self._begun += 1
                if ahead := await self._safely():
                    scheduler.add_job(self._ring, DateTrigger(self._rings_at(ahead)), id=_ALARM, replace_existing=True)
                await self._tell(ahead)
                await self._rung.wait()
        finally:
            self.ready.clear()
            scheduler.shutdown(wait=False)

    async def look_now(self) -> datetime | None:
        """Look as soon as may be, and return what that look said; waits for ever unless the clock runs."""
        async with self._looked:
            # One that is under way may have missed what there is to see now.
            wanted = self._begun + 1
            self._rung.set()
            await self._looked.wait_for(lambda: self._ended >= wanted)
        return self.ahead

    @property
    def at_rest(self) -> bool:
        """Whether it neither looks, nor was rung since it last began to."""
        return self._begun == self._ended and not self._rung.is_set()

    def _rings_at(self, ahead: datetime) -> datetime:
        """When an alarm rings by this machine's clock, which the scheduler goes by."""
        return datetime.now(UTC) + max(ahead - self._now(), self._pause)

    async def _tell(self, ahead: datetime | None) -> None:
        async with self._looked:
            self.ahead = ahead
            self._ended = self._begun
            self._looked.notify_all()

    async def _ring(self) -> None:
        # Whoever rang already knows of something new; the alarm does not.
        self._alarmed = not self._rung.is_set()
        self._rung.set()

    async def _safely(self) -> datetime | None:
        try:
            return await self._look()
        except Exception:
            # Whatever it was, the next tick tries again: a clock that stops loses every reminder.
            log.exception("could not look")
            return None
