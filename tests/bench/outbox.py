"""What reminders cost: occurrences made, rows claimed among a million, ten thousand sent, and waiting for nothing."""

import argparse
import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from tempfile import TemporaryDirectory
from typing import Any

from apscheduler.job import Job  # type: ignore[import-untyped] # 3.11 has no annotations
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore  # type: ignore[import-untyped] # likewise
from apscheduler.schedulers.background import BackgroundScheduler  # type: ignore[import-untyped] # likewise
from apscheduler.triggers.date import DateTrigger  # type: ignore[import-untyped] # likewise
from dateutil.rrule import MONTHLY, TU, rrule
from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.clock import Clock
from bot.chat.requests import Address
from bot.chat.views import Block, Text
from bot.clockwork import Clockwork
from bot.delivery.composers import Words
from bot.delivery.courier import Courier
from bot.delivery.model import Delivery, Draft, Outcome, State
from bot.meetings.model import Series
from bot.meetings.occurrences import meetings
from bot.meetings.rule_text import read_rule
from bot.meetings.times import find_zone
from store.database import open_database
from store.deliveries import SqlOutbox, row_of
from store.tables import deliveries
from tests.bench.databases import databases

NOON = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ROWS = (1_000, 10_000, 100_000, 1_000_000)
CLAIMS = 100
DUE, PLACES = 10_000, 500
OCCURRENCES, SERIES = 100_000, 100
IDLE_SECONDS = 10
_BATCH = 5_000


def main(arguments: list[str]) -> None:
    """Print the figures; `--rows N` leaves out larger tables."""
    parser = argparse.ArgumentParser(prog="outbox", description=main.__doc__)
    parser.add_argument("--rows", type=int, default=max(ROWS), help="the largest table")
    options, _ = parser.parse_known_args(arguments)
    _print_occurrences()
    sizes = [rows for rows in ROWS if rows <= options.rows]
    with databases() as servers:
        for name, address in servers.items():
            asyncio.run(_print_claims(name, address, sizes))
            asyncio.run(_print_drain(name, address))
            asyncio.run(_print_idle(name, address))


# Occurrences -------------------------------------------------------------------


def _print_occurrences() -> None:
    each, zone, start = OCCURRENCES // SERIES, find_zone("Europe/London"), datetime(2026, 1, 6, 15)  # noqa: DTZ001 - local time
    rule, first = read_rule("FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU", start, zone)
    series = Series(
        id="s", uid="s", title="S", start=first, zone="Europe/London", duration=timedelta(hours=1), rule=rule
    )
    ours = _processor_seconds(lambda: [list(islice(meetings(series), each)) for _ in range(SERIES)])
    bare = rrule(MONTHLY, interval=2, byweekday=TU(1), dtstart=start, cache=False)
    theirs = _processor_seconds(lambda: [list(islice(bare, each)) for _ in range(SERIES)])
    print(f"{OCCURRENCES:,} occurrences: {ours:.2f} s, {1e6 * ours / OCCURRENCES:.1f} µs each; ", end="")
    print(f"bare dateutil, dates alone: {theirs:.2f} s, ratio {ours / theirs:.2f}", flush=True)


def _processor_seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


# Claims -------------------------------------------------------------------------


async def _print_claims(name: str, address: Callable[[], str], sizes: Sequence[int]) -> None:
    print(f"\n{name}: processor time of one claim and its settling, among so many rows")
    print(f"(half of them sent, {CLAIMS * 2} due, the rest due later)")
    print(f"{'rows':>12} {'p50 ms':>9} {'p99 ms':>9} {'times the first':>16}")
    first = 0.0
    for rows in sizes:
        async with open_database(address()) as engine:
            await _fill(engine, rows)
            times = await _claim(SqlOutbox(engine))
            first = first or times[len(times) // 2]
            p50, p99 = times[len(times) // 2], times[int(len(times) * 0.99)]
            print(f"{rows:>12,} {p50:>9.2f} {p99:>9.2f} {p50 / first:>16.2f}", flush=True)
            if rows == sizes[-1]:
                await _print_plans(engine)


async def _fill(engine: AsyncEngine, rows: int) -> None:
    """Half of it sent long ago, some due now, and the rest due some day."""
    drafts = (
        _draft(number, due=number - CLAIMS * 2 if number < CLAIMS * 2 else 3600 + number) for number in range(rows)
    )
    while batch := list(islice(drafts, _BATCH)):
        values = [row_of(draft) for draft in batch]
        for number, row in enumerate(values):
            if number % 2 and draft_is_later(batch[number]):
                row["state"] = State.SENT.value
        async with engine.begin() as connection:
            await connection.execute(insert(deliveries), values)
    async with engine.execution_options(bare=True, isolation_level="AUTOCOMMIT").connect() as connection:
        await connection.execute(text("ANALYZE"))


def draft_is_later(draft: Draft) -> bool:
    return draft.due_at > NOON


def _draft(number: int, due: int) -> Draft:
    at = NOON + due * SECOND
    to = Address(("slack", "discord")[number % 2], f"C{number % PLACES}")
    return Draft(
        key=f"k{number}",
        kind="n",
        payload="n?id=1",
        to=to,
        due_at=at,
        expires_at=at + timedelta(hours=1),
        about=f"m{number}",
    )


async def _claim(outbox: SqlOutbox) -> list[float]:
    times = []
    for _ in range(CLAIMS):
        began = time.process_time()
        (one,) = await outbox.claim(NOON, NOON + 30 * SECOND, most=1)
        await outbox.settle(one, Outcome(state=State.SENT, posted="1"))
        times.append((time.process_time() - began) * 1000)
    return sorted(times)


async def _print_plans(engine: AsyncEngine) -> None:
    explain = "EXPLAIN QUERY PLAN" if engine.dialect.name == "sqlite" else "EXPLAIN"
    asked = (
        "SELECT id FROM deliveries WHERE state = 'waiting' AND act_at <= 1774785600000 ORDER BY act_at, id LIMIT 1000"
    )
    async with engine.connect() as connection:
        print(f"plan of what finds due rows: {explain}")
        for row in await connection.execute(text(f"{explain} {asked}")):
            print(f"    {row[-1]}")


# Draining ------------------------------------------------------------------------


@dataclass
class _Platform:
    """Takes everything at once, and remembers when, by the time of `now`; its channels want a second each."""

    now: Callable[[], datetime]
    pace: float = 1.0
    patience: float = 10.0
    groups: bool = False
    said: defaultdict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))

    async def post(self, to: Address, blocks: Sequence[Block], key: str) -> str:
        del blocks, key
        self.said[str(to)].append(self.now())
        return "1"

    async def find(self, to: Address, key: str, since: datetime) -> str | None:
        raise NotImplementedError(to, key, since)

    async def edit(self, to: Address, posted: str, blocks: Sequence[Block]) -> None:
        raise NotImplementedError(to, posted, blocks)

    async def remove(self, to: Address, posted: str) -> None:
        raise NotImplementedError(to, posted)

    async def replies(self, to: Address, posted: str) -> int:
        raise NotImplementedError(to, posted)


async def _word(delivery: Delivery, now: datetime) -> Words:
    del now
    return Words([Text((delivery.key,))])


@asynccontextmanager
async def _drafted(address: str) -> AsyncIterator[SqlOutbox]:
    async with open_database(address) as engine:
        outbox = SqlOutbox(engine)
        await outbox.put([_draft(number, due=-(number % 60)) for number in range(DUE)])
        yield outbox


async def _print_drain(name: str, address: Callable[[], str]) -> None:
    """Send all that is due while the time passes as fast as the work allows: what is measured is our own share."""
    moved = [timedelta()]

    def now() -> datetime:
        return NOON + moved[0]

    platforms = {platform: _Platform(now) for platform in ("slack", "discord")}
    async with _drafted(address()) as outbox:
        courier = Courier(outbox, platforms, {"n": _word}, now)
        began, wall = time.process_time(), time.perf_counter()
        while ahead := await courier.work():
            await courier.finish()
            moved[0] = max(moved[0], ahead - NOON)
        taken, wall = time.process_time() - began, time.perf_counter() - wall
    said = [times for platform in platforms.values() for times in platform.said.values()]
    closest = min((later - one).total_seconds() for times in said for one, later in pairwise(times))
    print(f"\n{name}: {sum(map(len, said)):,} due within a minute in {len(said)} channels, ", end="")
    print(
        f"sent in {moved[0].total_seconds():.0f} s of the platforms' time (permitted: {DUE / len(said):.0f}), ", end=""
    )
    print(f"never closer than {closest:.1f} s in a channel")
    print(
        f"    our own time a delivery: {1000 * taken / DUE:.2f} ms of processor, {1000 * wall / DUE:.2f} ms in all",
        end="",
    )
    print(f"; APScheduler's job store needs {_peer_milliseconds():.2f} ms of processor a job, nothing sent", flush=True)


def _peer_milliseconds() -> float:
    """Let APScheduler's own persistent store give out as many due jobs and remove each, as its scheduler does."""
    with TemporaryDirectory() as folder:
        store, scheduler = SQLAlchemyJobStore(url=f"sqlite:///{folder}/jobs.db"), BackgroundScheduler()
        store.start(scheduler, "default")
        for number in range(_PEER_JOBS):
            store.add_job(_job(scheduler, number))
        began = time.process_time()
        for job in store.get_due_jobs(NOON):
            store.remove_job(job.id)
        taken = time.process_time() - began
        store.shutdown()
    return 1000 * taken / _PEER_JOBS


_PEER_JOBS = 1_000


def _job(scheduler: Any, number: int) -> Any:
    return Job(
        scheduler,
        id=f"k{number}",
        func="builtins:print",
        args=(),
        kwargs={},
        trigger=DateTrigger(NOON),
        executor="default",
        misfire_grace_time=None,
        coalesce=True,
        max_instances=1,
        next_run_time=NOON,
        name=f"k{number}",
    )


# Waiting -------------------------------------------------------------------------


async def _print_idle(name: str, address: Callable[[], str]) -> None:
    async with open_database(address()) as engine:
        outbox, later = SqlOutbox(engine), datetime.now(UTC) + timedelta(days=1)
        await outbox.put([replace(_draft(number, due=0), due_at=later) for number in range(1_000)])
        clock = asyncio.create_task(Clock(Clockwork([], Courier(outbox, {}, {})).look, asyncio.Event()).run())
        await asyncio.sleep(1)
        began = time.process_time()
        await asyncio.sleep(IDLE_SECONDS)
        taken = time.process_time() - began
        clock.cancel()
        await asyncio.gather(clock, return_exceptions=True)
    print(
        f"{name}: waiting {IDLE_SECONDS} s for reminders far ahead takes {1000 * taken:.1f} ms of processor", flush=True
    )
