"""The demo's own time, with a real clock, courier and web chat behind it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.web.app import Web
from bot.chat.requests import Address
from bot.chat.views import Text
from bot.clockwork import Planner
from bot.delivery.composers import Words
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Delivery, Draft, State
from config.demo import build_web
from config.demo_clock import DemoClock
from config.run import end
from config.settings import load_settings
from config.stores import Stores
from config.wiring import build_clock, build_core
from tests.house import memory_stores

GENERAL = Address("web", "general")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def time(tmp_path: Path) -> DemoClock:
    return DemoClock(tmp_path / "new" / "demo-time.txt")


@pytest.fixture
def stores() -> Stores:
    return memory_stores()


async def word(delivery: Delivery, now: datetime) -> Words:
    return Words((Text((f"{delivery.payload}, {now - delivery.due_at < timedelta(seconds=30)}",)),))


def draft(payload: str, due_at: datetime, to: Address = GENERAL) -> Draft:
    return Draft(key=payload, kind="word", payload=payload, to=to, due_at=due_at, expires_at=due_at + 365 * DAY)


@asynccontextmanager
async def ticking(time: DemoClock, stores: Stores, *planners: Planner) -> AsyncIterator[Web]:
    """Run a clock that speaks in a web chat, both going by the demo's time."""
    settings, rung = load_settings(_env_file=None), asyncio.Event()
    core = build_core(stores, settings, Letterbox(stores.outbox, rung.set), time.now)
    web = build_web(core, settings, time)
    core = replace(core, planners=[*core.planners, *planners], composers={**core.composers, "word": word})
    clock = build_clock(core, stores, {"web": web.messenger}, settings=settings, rung=rung, now=time.now)
    time.follow(clock, stores.outbox)
    running = asyncio.create_task(clock.run())
    await asyncio.wait_for(clock.ready.wait(), 20)
    try:
        yield web
    finally:
        await end([running])


async def sent(stores: Stores) -> list[str]:
    return [delivery.payload for delivery in reversed(await stores.outbox.show({State.SENT}, most=50))]


async def test_runs_like_everybody_s_time_until_it_is_moved(time: DemoClock) -> None:
    assert abs(time.now() - datetime.now(UTC)) < HOUR
    before = time.now()

    await time.move(before + DAY)

    assert before + DAY <= time.now() < before + DAY + HOUR


async def test_never_goes_back_not_even_when_started_again(time: DemoClock, tmp_path: Path) -> None:
    await time.move(time.now() + 9 * DAY)
    reached = time.now()

    await time.move(reached - DAY)

    assert time.now() >= reached
    assert DemoClock(tmp_path / "new" / "demo-time.txt").now() >= reached


@pytest.mark.parametrize("kept", ["", "tomorrow", "-86400", "nan", "1e30"])
def test_a_file_it_cannot_read_is_no_time_at_all(tmp_path: Path, kept: str) -> None:
    (tmp_path / "demo-time.txt").write_text(kept)

    assert abs(DemoClock(tmp_path / "demo-time.txt").now() - datetime.now(UTC)) < HOUR


async def test_knows_when_something_is_due_next(time: DemoClock, stores: Stores) -> None:
    due = time.now() + 3 * DAY
    await stores.outbox.put([draft("reminder", due)])
    assert await time.next() is None

    async with ticking(time, stores):
        assert await time.next() == due


async def test_what_is_due_has_been_said_once_the_time_is_reached(time: DemoClock, stores: Stores) -> None:
    async with ticking(time, stores):
        due = time.now() + 3 * DAY
        await stores.outbox.put([draft("one", due), draft("two", due), draft("three", due, Address("web", "@fenn"))])
        await time.move(due)

        assert sorted(await sent(stores)) == ["one", "three", "two"]


async def test_everything_on_the_way_is_said_at_its_own_time(time: DemoClock, stores: Stores) -> None:
    async def plan(now: datetime) -> datetime | None:
        """Hand in a day's word, a day ahead, as a feature does that plans its reminders."""
        return start + DAY if await stores.outbox.put([draft("planned", start + DAY)]) and now < start else None

    start = time.now()
    await stores.outbox.put(
        [draft("first", start + HOUR), draft("last", start + 6 * DAY), draft("later", start + 8 * DAY)]
    )
    async with ticking(time, stores, plan) as web:
        await time.move(start + 7 * DAY)

        assert await sent(stores) == ["first", "planned", "last"]
        posted = [delivery.posted for delivery in await stores.outbox.show({State.SENT}, most=9)]
        assert len(set(posted)) == 3
        assert await web.messenger.find(GENERAL, "nothing like it", start) is None
    assert start + 7 * DAY <= time.now() < start + 8 * DAY
