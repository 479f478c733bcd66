"""A network on one platform, whose bot is killed, held up and lied to while it reminds of meetings."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.chat.requests import Address
from bot.delivery.model import Delivery, State
from bot.meetings.model import Series
from bot.meetings.notices import REMINDER
from bot.meetings.rules import Rule
from store.database import open_database
from store.deliveries import SqlOutbox
from store.meetings import SqlCalendar
from tests.chaos.gremlin import POST, Gremlin, Plan, calm
from tests.chaos.lives import Life, WorldClock
from tests.chaos.stages import Stage
from tests.chaos.tally import Tally

log = logging.getLogger(__name__)

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
# How long a message may take to show: short, so that looking for one is quick.
LAG = 0.4
# How long one meeting is after the other, in seconds: longer than a test takes.
APART = 900.0
# Longer than any claim holds: 30 seconds, and what a platform may take for a message.
CLAIMED = 75.0
# What is due within this long is worth waiting for; what is not waits for a claim to run out, or for its day.
_SOON = timedelta(seconds=8)
# A process that asks for nothing for this long has nothing more to do for now.
_QUIET = 0.4
# Nothing takes this long; a test that waits for it has failed.
_FOREVER = 120.0
# How long to wait for what may have to wait itself.
_BLOCKED = 10.0
_GLANCE = 0.05
_MOST = 10_000
# So much of a log tells why a process ended, in characters.
_LAST_WORDS = 3_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """A reminder: of the meeting of that title, in that channel, not before that time."""

    to: Address
    title: str
    due: datetime


class World:
    """One database, one platform, one clock; `wanted` is what has to be seen.

    `kinds` are those of the deliveries that matter, and `harmed` the requests for them.
    """

    kinds: Collection[str] = frozenset({REMINDER})
    harmed = POST

    def __init__(self, stage: Stage, database: str, engine: AsyncEngine, folder: Path, start: datetime) -> None:
        self.stage = stage
        self.outbox = SqlOutbox(engine)
        self.clock = WorldClock(start)
        self.places: list[Address] = []
        self.before = "1d"
        self.wanted: list[Wanted] = []
        self.kills = self.stalled = self.lost = 0
        self.engine = engine
        self.folder = folder
        self._calendar = SqlCalendar(engine)
        self._database = database
        self._logs = 0
        stage.set_clock(self.clock.ahead)

    @classmethod
    @asynccontextmanager
    async def opened(cls, stage: Stage, database: str, folder: Path, start: datetime) -> AsyncIterator[Self]:
        async with open_database(database) as engine:
            yield cls(stage, database, engine, folder, start)

    # Meetings --------------------------------------------------------------------

    async def meet(self, title: str, start: datetime, rule: Rule | None = None) -> None:
        """Put a series into the calendar: `start` is on the wall in London."""
        known = self.clock.now() - DAY
        series = Series(
            id=title.replace(" ", "").lower(),
            uid=f"{title.replace(' ', '').lower()}@chaos",
            title=title,
            start=start,
            zone=LONDON.key,
            duration=timedelta(hours=1),
            rule=rule or Rule(),
            changed_at=known,
        )
        await self._calendar.save(series)

    async def remind_once(self, channels: int, meetings: int) -> None:
        """Want a reminder of each of so many meetings in each channel; one more is due at every `go_on`."""
        self.places = self.stage.channels(channels)
        for number in range(meetings):
            due = self.clock.now().replace(microsecond=0) + timedelta(seconds=(number + 1) * APART)
            start = due.astimezone(LONDON).replace(tzinfo=None) + DAY
            await self.meet(f"Meeting {number:03}", start)
            self.wanted += [Wanted(to, f"Meeting {number:03}", due) for to in self.places]

    # Lives -------------------------------------------------------------------------

    @asynccontextmanager
    async def living(self, plan: Plan = calm, without: Collection[str] = ()) -> AsyncIterator[tuple[Life, Gremlin]]:
        """Run the program until the block ends, and kill it then; a gremlin stands between it and the platform."""
        async with Gremlin(self.stage.target, plan, self.harmed).serving() as gremlin:
            told = self._next_log()
            life = Life(self.settings(gremlin), told, self.clock, without)

            def stall() -> None:
                life.stall()
                gremlin.stalled.set()
                self.stalled += 1

            gremlin.kill, gremlin.stall = life.kill, stall
            try:
                yield life, gremlin
            finally:
                life.kill()
                await life.over()
                self.kills += life.killed
                if not life.killed:
                    # Whoever reads of a failure wants to know why it ended by itself.
                    log.warning("a process ended by itself: %s", told.read_text()[-_LAST_WORDS:])
                self.lost += gremlin.lost

    async def round(self, *plans: Plan) -> None:
        """Let a process run for each plan, all at once, until they are dead or have nothing to do."""
        async with AsyncExitStack() as stack, asyncio.timeout(_FOREVER):
            lives = [await stack.enter_async_context(self.living(plan)) for plan in plans]
            await _until(lambda: self._over([life for life, _ in lives], [way for _, way in lives]))

    async def cut_short(self, seconds: float, *, greeted: bool) -> None:
        """Kill a process after so many seconds from its start, or from when it first asked the platform something."""
        async with self.living() as (_, way):
            if greeted:
                await asyncio.wait_for(way.greeted.wait(), _FOREVER)
            await asyncio.sleep(seconds)

    async def overtake(self, plan: Plan) -> None:
        """Let a process run until it is made to stand still, another do its work, and the first go on."""
        async with self.living(plan) as (sleeper, way):
            await asyncio.wait_for(way.stalled.wait(), _FOREVER)
            self.jump(CLAIMED)
            async with self.living():
                # What the sleeper was writing when it fell asleep, nobody else can touch.
                await self.drained(_BLOCKED, strict=False)
                sleeper.go_on()
                await self.drained()
                await way.calmed()

    async def drained(self, patience: float = _FOREVER, *, strict: bool = True) -> None:
        """Wait until nothing is due, claimed or under way; unless that is `strict`, no longer than `patience`."""
        try:
            async with asyncio.timeout(patience):
                await _until(self._nothing_left)
        except TimeoutError:
            if strict:
                raise

    async def put_back(self, count: int) -> None:
        """Wait until so many reminders wait to be tried again."""

        async def are() -> bool:
            return sum(row.attempts > 0 for row in await self._reminders({State.WAITING})) >= count

        async with asyncio.timeout(_FOREVER):
            await _until(are)

    async def due_times(self) -> list[datetime]:
        """List when reminders were due, each time once, in order."""
        return sorted({row.due_at for row in await self._reminders(frozenset(State))})

    async def _reminders(self, states: Collection[State]) -> Sequence[Delivery]:
        return await self.outbox.show(states, most=_MOST, kinds=self.kinds)

    async def finish(self) -> None:
        """Let a process that nothing happens to do what is left."""
        self.jump(CLAIMED)
        self.jump_to(max(one.due for one in self.wanted))
        async with self.living():
            await self.drained()

    def jump(self, seconds: float) -> None:
        """Let time pass in no time; nobody may be at work just then."""
        self.clock.jump(seconds)
        self.stage.set_clock(self.clock.ahead)

    def go_on(self) -> None:
        """Let time pass until the next reminders are due; whatever was claimed is free again by then."""
        self.jump(APART)

    def jump_to(self, moment: datetime) -> None:
        """Let time pass until just after some moment, if that lies ahead."""
        self.jump(max((moment - self.clock.now()).total_seconds() + 1, 0))

    async def _over(self, lives: Sequence[Life], ways: Sequence[Gremlin]) -> bool:
        """Whether processes are dead, or there is nothing for them to do until a claim of the dead has run out."""
        if not any(life.alive for life in lives):
            return True
        # Who lives and has not asked for anything as yet is still starting, however quiet it is.
        starting = any(life.alive and not way.greeted.is_set() for life, way in zip(lives, ways, strict=True))
        if starting or any(way.quiet < _QUIET for way in ways) or not await self.planned():
            return False
        soon = self.clock.now() + _SOON
        left = await self.outbox.show({State.WAITING, State.SENDING}, most=_MOST)
        # Where somebody who was killed may have said something, nobody says anything before that is known.
        taken = {row.to for row in left if row.state is State.SENDING}
        return all(row.act_at > soon for row in left if row.state is State.SENDING or row.to not in taken)

    async def _nothing_left(self) -> bool:
        # In this order: what is planned between the two questions must not be missed.
        if not await self.planned():
            return False
        due = await self.outbox.next_due()
        return due is None or due > self.clock.now() + timedelta(seconds=CLAIMED)

    async def planned(self) -> bool:
        """Whether what is due by now was handed in."""
        return bool(await self.outbox.show(frozenset(State), most=1, kinds=self.kinds))

    def settings(self, gremlin: Gremlin) -> dict[str, str]:
        """Return the settings of a life whose way to the platform is through a gremlin."""
        return {
            **self.stage.settings(gremlin.url),
            "HIRG_DATABASE_URL": self._database,
            "HIRG_DELIVERY__LAG": str(LAG),
            "HIRG_MEETINGS__CHANNELS__NETWORK": ", ".join(f"{place} {self.before}" for place in self.places),
            "HIRG_LOG__FORMAT": "json",
        }

    def _next_log(self) -> Path:
        self._logs += 1
        return self.folder / f"life-{self._logs:03}.log"

    # What came of it ---------------------------------------------------------------------

    def sightings(self) -> list[int]:
        """Count how often each reminder is seen: after it was due, and before the next of the same meeting is."""
        return [self._count(one) for one in self.wanted]

    async def tally(self, scenario: str, *, exception: bool = False) -> Tally:
        """Count everything; nothing may still be under way."""
        counts = self.sightings()
        return Tally(
            scenario=f"{scenario}, {self.stage.name}",
            reminders=len(counts),
            kills=self.kills,
            lost=self.lost,
            stalled=self.stalled,
            once=counts.count(1),
            twice=sum(count > 1 for count in counts),
            never=counts.count(0),
            unsure=len(await self._reminders({State.UNCERTAIN})),
            exception=exception,
        )

    @property
    def unwanted(self) -> int:
        """How many messages stand there that are no reminder, or came before their time."""
        return sum(len(self.stage.seen(to)) for to in self.places) - sum(self.sightings())

    def _count(self, wanted: Wanted) -> int:
        later = [one.due for one in self.wanted if (one.to, one.title) == (wanted.to, wanted.title)]
        until = min((due for due in later if due > wanted.due), default=None)
        stamps = [seen.at for seen in self.stage.seen(wanted.to) if wanted.title in seen.text]
        return sum(at >= wanted.due and (until is None or at < until) for at in stamps)

    def log(self) -> Sequence[str]:
        """List all that the lives printed."""
        return [line for path in sorted(self.folder.glob("life-*.log")) for line in path.read_text().splitlines()]


async def _until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait for what nobody tells: what other processes wrote, or that they died."""
    while not await holds():  # noqa: ASYNC110 - there is no event for it
        await asyncio.sleep(_GLANCE)
