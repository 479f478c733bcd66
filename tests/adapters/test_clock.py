"""The alarm clock."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

from adapters.clock import Clock

LONG = timedelta(hours=1)


class Looker:
    """Counts how often it was called, and says when to call again."""

    def __init__(self, *answers: timedelta | Exception | None) -> None:
        self._answers = list(answers)
        self.times = 0
        self.called = asyncio.Condition()
        self.at_once = 0
        self.most_at_once = 0
        self.entered = asyncio.Event()
        self.gate = asyncio.Event()
        self.gate.set()

    async def look(self) -> datetime | None:
        self.at_once += 1
        self.most_at_once = max(self.at_once, self.most_at_once)
        self.entered.set()
        await self.gate.wait()
        self.at_once -= 1
        async with self.called:
            self.times += 1
            self.called.notify_all()
        answer = self._answers.pop(0) if self._answers else None
        if isinstance(answer, Exception):
            raise answer
        return datetime.now(UTC) + answer if answer is not None else None

    async def until(self, times: int) -> None:
        async with asyncio.timeout(20), self.called:
            await self.called.wait_for(lambda: self.times >= times)


@asynccontextmanager
async def running(clock: Clock) -> AsyncIterator[None]:
    task = asyncio.create_task(clock.run())
    await asyncio.wait_for(clock.ready.wait(), 10)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_looks_at_once_when_it_starts() -> None:
    looker = Looker()
    async with running(Clock(looker.look, asyncio.Event(), LONG)):
        await looker.until(1)


async def test_looks_again_at_the_time_it_was_told() -> None:
    looker = Looker(timedelta(milliseconds=20), timedelta(milliseconds=20))
    async with running(Clock(looker.look, asyncio.Event(), LONG)):
        await looker.until(3)


async def test_looks_at_every_tick_though_nothing_is_ahead() -> None:
    looker = Looker()
    async with running(Clock(looker.look, asyncio.Event(), timedelta(milliseconds=20))):
        await looker.until(3)


async def test_wakes_early_when_something_was_written() -> None:
    looker = Looker(LONG, LONG)
    rung = asyncio.Event()
    async with running(Clock(looker.look, rung, LONG)):
        await looker.until(1)
        rung.set()
        await looker.until(2)


async def test_what_is_written_while_it_looks_is_looked_for_afterwards() -> None:
    looker = Looker(LONG, LONG)
    rung = asyncio.Event()
    async with running(Clock(looker.look, rung, LONG)):
        await looker.until(1)
        looker.gate.clear()
        looker.entered.clear()
        rung.set()
        await asyncio.wait_for(looker.entered.wait(), 10)
        rung.set()
        looker.gate.set()
        await looker.until(3)
    assert looker.most_at_once == 1


async def test_goes_on_when_looking_fails() -> None:
    looker = Looker(RuntimeError(), RuntimeError())
    async with running(Clock(looker.look, asyncio.Event(), timedelta(milliseconds=20))):
        await looker.until(4)


async def test_an_alarm_rings_right_by_a_time_that_was_moved() -> None:
    ahead_by = timedelta(days=400)
    looker = Looker(ahead_by + timedelta(milliseconds=20), LONG)
    clock = Clock(looker.look, asyncio.Event(), LONG, now=lambda: datetime.now(UTC) + ahead_by)
    async with running(clock):
        await looker.until(2)


async def test_looks_when_told_to_and_says_what_lies_ahead() -> None:
    looker = Looker(LONG, None)
    clock = Clock(looker.look, asyncio.Event(), LONG)
    async with running(clock):
        await looker.until(1)

        assert await asyncio.wait_for(clock.look_now(), 10) is None
    assert looker.times == 2


async def test_a_look_that_began_before_one_asked_is_not_enough() -> None:
    looker = Looker(LONG, LONG)
    clock = Clock(looker.look, asyncio.Event(), LONG)
    async with running(clock):
        await looker.until(1)
        looker.gate.clear()
        looker.entered.clear()
        first = asyncio.create_task(clock.look_now())
        await asyncio.wait_for(looker.entered.wait(), 10)
        second = asyncio.create_task(clock.look_now())
        await asyncio.sleep(0)
        looker.gate.set()
        await asyncio.wait_for(asyncio.gather(first, second), 10)
    assert looker.times == 3


async def test_a_time_that_has_passed_again_and_again_does_not_make_it_spin() -> None:
    looker = Looker(*[-LONG] * 6)
    began = time.monotonic()
    async with running(Clock(looker.look, asyncio.Event(), LONG)):
        await looker.until(5)
    # Twice as long after every look that only the alarm asked for: 0.05, 0.1, 0.2 and 0.4 seconds.
    assert time.monotonic() - began >= 0.7
