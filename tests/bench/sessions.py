"""What sessions cost: a hundred who contribute at once, reveals of many contributions, and a thousand open sessions."""

import argparse
import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Generator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Column, LargeBinary, MetaData, String, Table, insert
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.chat.calls import Call, call
from bot.chat.commands import Catalog, Command, Kind, Option
from bot.chat.requests import Account, Actor, Address, Request, Role
from bot.chat.veil import Lock
from bot.chat.views import Block, Reply, say
from bot.clockwork import Clockwork
from bot.delivery.courier import Courier
from bot.delivery.letterbox import Letterbox
from bot.reflection import course
from bot.reflection.model import Place, Session
from bot.service import Bot
from config.formats import load_formats
from config.keys import open_vault
from config.reflection_parts import build_book
from config.settings import Settings
from config.stores import sql_stores
from config.wiring import build_core
from store.database import open_database
from tests.bench.databases import Empty, databases
from tests.bench.timing import at

CHANNELS = (Address("slack", "C1"), Address("discord", "2"))
LEADER = Actor(Account("slack", "T1", "U1"), "Olu", frozenset({Role.FACILITATOR}))
PEOPLE, ROUNDS = 100, 8
SHOWN, MANY, OPEN = 200, 2_000, 1_000
WORDS = "What I noticed was how quiet everybody became, and that I had nothing to say to it either. " * 3


def main(arguments: list[str]) -> None:
    """Print the figures."""
    argparse.ArgumentParser(prog="sessions", description=main.__doc__).parse_known_args(arguments)
    with databases() as servers:
        for name, address in servers.items():
            print(f"{name}:")
            for measure in (_print_contributing, _print_reveals, _print_idle):
                asyncio.run(measure(address))


# The bot in front of a database ---------------------------------------------------


@dataclass
class _Platform:
    """Takes everything at once and remembers when it first did, by the machine's clock."""

    pace: float = 1.0
    patience: float = 10.0
    groups: bool = False
    posts: int = 0
    edits: int = 0
    first: float = 0.0

    async def post(self, to: Address, blocks: Sequence[Block], key: str) -> str:
        del to, blocks, key
        self.first = self.first or time.perf_counter()
        self.posts += 1
        return str(self.posts)

    async def edit(self, to: Address, posted: str, blocks: Sequence[Block]) -> None:
        del to, posted, blocks
        self.edits += 1

    async def find(self, to: Address, key: str, since: datetime) -> str | None:
        raise NotImplementedError(to, key, since)

    async def remove(self, to: Address, posted: str) -> None:
        raise NotImplementedError(to, posted)

    async def replies(self, to: Address, posted: str) -> int:
        raise NotImplementedError(to, posted)


@dataclass
class _Hall:
    """The whole bot over one database; its time passes as fast as the work allows."""

    engine: AsyncEngine
    folder: str
    moment: datetime = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)
    platforms: dict[str, _Platform] = field(default_factory=lambda: {one.platform: _Platform() for one in CHANNELS})

    def __post_init__(self) -> None:
        settings = Settings(data_dir=Path(self.folder), reflection={"channels": tuple(map(str, CHANNELS))})  # type: ignore[arg-type] # read from data
        self.stores = sql_stores(self.engine, open_vault(settings))
        self.done_at = self.moment
        self._rung = asyncio.Event()
        letterbox = Letterbox(self.stores.outbox, self._rung.set)
        self.core = build_core(self.stores, settings, letterbox, self.now)
        self.book = build_book(self.stores, letterbox, self.now)
        self._courier = Courier(self.stores.outbox, self.platforms, self.core.composers, self.now, self._rung.set)
        self._work = Clockwork(self.core.planners, self._courier, self.now)

    def now(self) -> datetime:
        return self.moment

    async def ask(self, who: Actor, asked: Call) -> Reply:
        return await self.core.bot.answer(Request(asked, who, CHANNELS[0]))

    async def begin(self, people: Sequence[Actor], *, said: bool = False) -> str:
        """Begin a session that these have joined; what there is to say was `said` already, or is to be."""

        def make(session_id: str, lock: Lock) -> Session:
            del lock
            places = tuple(Place(channel=one, said=("1", "2") if said else ()) for one in CHANNELS)
            made = Session(
                id=session_id,
                format=load_formats()["rolfe"],
                topic="A hard week",
                places=places,
                facilitators=(str(LEADER.account),),
            )
            return replace(course.begin(made, self.moment), look_at=None if said else self.moment)

        key = (await self.book.start(make)).id
        for one in people:
            await self.book.join(key, Request(call("sessions"), one, CHANNELS[0]).veil, "Quiet Heron")
        return key

    async def write(self, key: str, people: Sequence[Actor], count: int) -> None:
        for number in range(count):
            veil = Request(call("sessions"), people[number % len(people)], CHANNELS[0]).veil
            await self.book.contribute(key, veil, 0, WORDS)

    async def tick(self) -> datetime | None:
        """Look at what is due, and again whenever that is worth it, as the clock does."""
        ahead = None
        self._rung.set()
        while self._rung.is_set():
            self._rung.clear()
            before = self.done
            ahead = await self._work.look()
            await self._courier.finish()
            self.done_at = self.moment if self.done != before else self.done_at
        return ahead

    async def settle(self) -> None:
        """Let everything be said that is due within some minutes."""
        while (ahead := await self.tick()) and ahead < self.moment + timedelta(minutes=2):
            self.moment = max(self.moment + timedelta(milliseconds=10), ahead)

    @property
    def posts(self) -> int:
        return sum(one.posts for one in self.platforms.values())

    @property
    def done(self) -> int:
        """Count what platforms did, edits too: each of them takes its time in a channel."""
        return self.posts + sum(one.edits for one in self.platforms.values())


@asynccontextmanager
async def _hall(address: Empty) -> AsyncIterator[_Hall]:
    with TemporaryDirectory() as folder:
        async with open_database(address()) as engine:
            yield _Hall(engine, folder)


def _people(count: int) -> list[Actor]:
    return [Actor(Account("slack", "T1", f"U0{number:05}"), f"Person {number}", frozenset()) for number in range(count)]


def _row(what: str, value: str) -> None:
    print(f"    {what:<66} {value}", flush=True)


# Contributing ------------------------------------------------------------------------


class _Own(Awaitable[Any]):
    """Runs something, and adds up the processor time that it takes of the thread that everybody shares."""

    def __init__(self, doing: Coroutine[Any, Any, Reply], taken: list[float], waited: list[float]) -> None:
        self._doing = doing
        self._taken = taken
        self._waited = waited

    def __await__(self) -> Generator[Any, Any, None]:
        began, own = time.perf_counter(), 0.0
        go_on: Callable[[], Any] = partial(self._doing.send, None)
        while True:
            stepped = time.thread_time()
            try:
                waits_for = go_on()
            except StopIteration:
                break
            finally:
                own += time.thread_time() - stepped
            try:
                go_on = partial(self._doing.send, (yield waits_for))
            except Exception as error:  # noqa: BLE001 - it is handed on
                go_on = partial(self._doing.throw, error)
        self._taken.append(1000 * own)
        self._waited.append(1000 * (time.perf_counter() - began))


async def _at_once(asks: Sequence[Coroutine[Any, Any, Reply]], taken: list[float], waited: list[float]) -> None:
    async def one(doing: Coroutine[Any, Any, Reply]) -> None:
        await _Own(doing, taken, waited)

    await asyncio.gather(*map(one, asks))


async def _print_contributing(address: Empty) -> None:
    people = _people(PEOPLE)
    async with _hall(address) as hall:
        key = await hall.begin(people)
        await hall.settle()
        form = call("session-contribute", session=key, phase=0).with_args({"text": WORDS})
        ours = await _figures(lambda one: hall.ask(one, form), people)
        bare = await _bare(hall.engine)
        peers = await _figures(
            lambda one: bare.answer(Request(Call("note", {"text": WORDS}), one, CHANNELS[0])), people
        )
        assert len(await hall.book.contributions(key)) == PEOPLE * ROUNDS
    for what, mine, theirs in zip(_FIGURES, ours, peers, strict=True):
        _row(
            f"{PEOPLE} contribute at once: {what}",
            f"{mine:.2f} ms; a bare row {theirs:.2f} ms, ratio {mine / theirs:.1f}",
        )


_FIGURES = (
    "own time, p50",
    "own time, p99",
    "processor with the database’s",
    "until answered, p50",
    "until answered, p99",
)


async def _figures(ask: Any, people: Sequence[Actor]) -> list[float]:
    taken, waited = list[float](), list[float]()
    began = time.process_time()
    for _ in range(ROUNDS):
        await _at_once([ask(one) for one in people], taken, waited)
    each = 1000 * (time.process_time() - began) / len(taken)
    taken.sort()
    waited.sort()
    return [at(taken, 0.5), at(taken, 0.99), each, at(waited, 0.5), at(waited, 0.99)]


async def _bare(engine: AsyncEngine) -> Bot:
    """Return a bot that answers the same form by inserting one row."""
    rows = Table("bare", MetaData(), Column("text", String), Column("who", LargeBinary))
    async with engine.begin() as connection:
        await connection.run_sync(rows.create)

    async def note(request: Request) -> Reply:
        async with engine.begin() as connection:
            await connection.execute(insert(rows), {"text": request.text("text"), "who": bytes(4096)})
        return say("Thank you.")

    return Bot(Catalog([Command("note", "Note", note, (Option("text", "Text", Kind.PARAGRAPH),))]))


# Revealing -----------------------------------------------------------------------------


async def _print_reveals(address: Empty) -> None:
    for count in (SHOWN, MANY):
        people = _people(count // 10)
        async with _hall(address) as hall:
            key = await hall.begin(people)
            await hall.settle()
            hall.moment += timedelta(seconds=2)
            await hall.write(key, people, count)
            before = hall.done
            opened = await _milliseconds(hall.ask(LEADER, call("session-panel", session=key)))
            _row(f"{count:,} contributions: the panel opens", f"{opened:.0f} ms")
            for platform in hall.platforms.values():
                platform.first = 0.0
            began, worked = time.perf_counter(), time.process_time()
            await hall.ask(LEADER, call("session-reveal", session=key, phase=0))
            answered = time.perf_counter()
            since = hall.moment
            # Messages to one channel are due a millisecond apart.
            while not any(one.first for one in hall.platforms.values()):
                hall.moment = await hall.tick() or hall.moment
            first = min(one.first for one in hall.platforms.values() if one.first)
            _row("    from the press to its answer", f"{1000 * (answered - began):.0f} ms")
            _row("    from the press to the first message handed to a platform", f"{1000 * (first - began):.0f} ms")
            await hall.settle()
            done, worked = hall.done - before, time.process_time() - worked
            passed = (hall.done_at - since).total_seconds()
            _row("    posts and edits in both channels", f"{done} in {passed:.0f} s (permitted: {done // 2 - 1} s)")
            _row("    our own time for each", f"{1000 * worked / done:.1f} ms of processor")


async def _milliseconds(doing: Awaitable[object]) -> float:
    began = time.perf_counter()
    await doing
    return 1000 * (time.perf_counter() - began)


# Idle ------------------------------------------------------------------------------------


async def _print_idle(address: Empty) -> None:
    people = _people(20)
    async with _hall(address) as hall:
        for number in range(OPEN):
            await hall.begin([people[number % 20], people[number % 7]], said=True)
        ticks = sorted([await _milliseconds(hall.tick()) for _ in range(50)])
        _row(f"{OPEN:,} open sessions, idle: a look at all that may be due", f"{at(ticks, 0.5):.1f} ms")
        again = _Hall(hall.engine, hall.folder, hall.moment)
        _row("    the first look of a process that starts", f"{await _milliseconds(again.tick()):.0f} ms")
        asked = sorted([await _milliseconds(again.ask(people[5], call("sessions"))) for _ in range(7)])
        _row("    /sessions of somebody who takes part in a tenth of them", f"{at(asked, 0.5):.0f} ms")
