"""One platform, the real stores in files, the bot at its most talkative, and everything it leaves behind kept."""

import asyncio
import gc
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Protocol

from bot.chat.commands import Command
from bot.chat.requests import Request
from bot.chat.views import Reply
from bot.delivery.composers import Composer
from config.keys import open_vault
from config.settings import load_settings
from config.stores import sql_stores
from store.database import open_database
from store.directory import SqlDirectory
from tests.journeys.skin import Seen, Skin
from tests.journeys.stage import CAST, Scene, Stage, listed_in
from tests.leaks.acts import NOTHING, Act, Passing, Step, Trouble, where
from tests.leaks.halls import Watched
from tests.leaks.needles import Needles
from tests.leaks.people import CANARIES, SALTS
from tests.leaks.places import Places, logged, overheard

# What was lost is looked for so soon, in seconds.
_LAG = 0.2
# What comes of what was said is noticed at the next looks, so many minutes later.
_AFTERWARDS = (0.5, 0.5)
# Of a long time, the program is awake for a minute now and then; in between the machine sleeps.
_LEAP = 20 * 24 * 60.0
# What is kept sealed, and breaks together.
_SEALED = ("cases", "sessions", "papers")
# Where people read by its name who wrote something by name.
_READ = frozenset(
    {"outbound: requests", "outbound: frames", "outbound: public messages with their interaction_metadata"}
)


class Extra(Protocol):
    """Something beside the bot's own: commands, and words for what they have delivered."""

    def commands(self) -> Iterable[Command]: ...

    def composers(self) -> Mapping[str, Composer]: ...


Build = Callable[[Stage], Extra]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """Somebody who must not be found was: where, what of them, and how it was written."""

    place: str
    who: str
    what: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was searched after a flow, and what was found."""

    leaks: Sequence[Leak]
    searched: dict[str, int]
    needles: int


class World:
    """A platform, and the program on it, which can be killed and started again on the same files."""

    def __init__(
        self,
        hall: Watched,
        folder: Path,
        build: Build | None = None,
        *,
        database: str = "",
        support: Mapping[str, object] = NOTHING,
        listed: Mapping[str, Sequence[str]] = NOTHING,
    ) -> None:
        """`listed` are those of the cast who are in the Directory, and their skills."""
        self.places = Places()
        self.ran: set[str] = set()
        self._hall = hall
        self._folder = folder
        self._build = build
        self._database = database or f"sqlite:///{folder}/hirg.db"
        self._stack = AsyncExitStack()
        self._support = {"channels": (str(hall.everybody),), **support}
        self._reflection = {"channels": (str(hall.everybody),)}
        self._listed = listed
        self._begins = Scene().begins
        self._cases: set[str] = set()
        self._stage: Stage
        self._people: dict[str, Skin] = {}

    @asynccontextmanager
    async def running(self) -> AsyncIterator["World"]:
        """Run the program, and take what it leaves, while the block runs."""
        with overheard(self.places), logged(self.places):
            async with self._hall.standing():
                await self._list()
                await self._start()
                try:
                    yield self
                finally:
                    await self._stack.aclose()
            gc.collect()
        self._look()
        if not self._database.startswith("postgresql"):
            self.places.back_up(self._folder, self._folder / "backup")

    async def play(self, steps: Sequence[Step]) -> None:
        """Let people do things, one after the other, and look into every file after each."""
        for step in steps:
            match step:
                case Act():
                    await self._act(step)
                case Passing(minutes):
                    await self._pass(minutes)
                case Trouble("killed"):
                    if not self._hall.forgets:
                        await self._restart()
                case Trouble("store breaks"):
                    # What is under way could not be settled, and would be in nobody's hands until its lease runs out.
                    await self._stage.advance(minutes=0)
                    await asyncio.to_thread(self._alter, "ALTER TABLE {0} RENAME TO broken_{0}")
                case Trouble("store mends"):
                    await asyncio.to_thread(self._alter, "ALTER TABLE broken_{0} RENAME TO {0}")
                case Trouble(what):
                    await self._hall.trouble(what)
            await self._hall.settle()
            self._look()

    def verdict(self, unnamed: Sequence[str], confided: Sequence[str] = (), *, by_name: bool = False) -> Verdict:
        """Search everything for those who must not be found.

        What they alone could read is theirs, and so is what one of the `confided` reads, to whom they say who they are.
        When they act `by_name`, what they are called may be read by others, and nothing else of them.
        """
        leaks, count, reads = list[Leak](), 0, list(self._hall.reads())
        knowing = {self._hall.account(name).user for name in confided}
        searched = {place: len(content) for place, content in self.places}
        for who in unnamed:
            canary = CANARIES[self._hall.name][who]
            needles = (known(self._hall.name, who), Needles({}, canary.hashable, sorted(self._cases)))
            count += sum(map(len, needles))
            sent = Places()
            for read in reads:
                sent.add("outbound: headers", read.headers)
                if read.reader not in {canary.account.user, *knowing}:
                    sent.add(f"outbound: {read.kind}", read.content)
            for place, content in (*self.places, *sent):
                meant = canary.called if by_name and place in _READ else frozenset[str]()
                found = (one for some in needles for one in some.search(content) if one.what not in meant)
                leaks += dict.fromkeys(Leak(place=place, who=who, what=one.what, how=one.how) for one in found)
            searched |= {place: len(content) for place, content in sent}
        return Verdict(leaks=leaks, searched=searched, needles=count)

    # Running -----------------------------------------------------------------------------

    async def _list(self) -> None:
        scene = Scene(listed=self._listed)
        async with open_database(self._database) as engine:
            for entry in listed_in(self._hall, scene):
                await SqlDirectory(engine).save(entry)

    async def _start(self) -> None:
        engine = await self._stack.enter_async_context(open_database(self._database))
        vault = open_vault(load_settings(_env_file=None, data_dir=self._folder), self._now)
        stores = sql_stores(engine, vault)
        words = dict[str, Composer]()
        settings = {"support": self._support, "reflection": self._reflection, "delivery": {"lag": _LAG}}
        scene = Scene(words=words, begins=self._begins, settings=settings)
        self._stage = Stage(self._hall, scene, stores)
        if self._build:
            extra = self._build(self._stage)
            words.update(extra.composers())
            self._hall.extra = tuple(extra.commands())
        self._hall.around = self._noted
        await self._stack.enter_async_context(self._stage.opened())

    async def _restart(self) -> None:
        self._look()
        # A process that is killed takes its connections with it; a task that is cancelled while it opens one leaves it.
        await self._stage.advance(minutes=0)
        self._begins = self._stage.now()
        await self._stack.aclose()
        self._stack = AsyncExitStack()
        await self._start()

    def _noted(self, command: Command) -> Command:
        """Note that a command ran to its handler."""

        async def run(request: Request) -> Reply:
            self.ran.add(command.name)
            return await command.run(request)

        return replace(command, run=run)

    async def _pass(self, minutes: float) -> None:
        left = minutes
        while left > _LEAP:
            self._stage.skip(minutes=_LEAP)
            left -= _LEAP
            await self._stage.advance(minutes=1)
        for part in (left, *_AFTERWARDS):
            await self._stage.advance(minutes=part)

    async def _act(self, act: Act) -> None:
        if act.who not in self._people:
            self._people[act.who] = await self._stage.person(act.who, *CAST[act.who])
        person = self._people[act.who]
        match act.does:
            case "types":
                seen = await person.type(act.what)
            case "presses":
                seen = await person.press(act.what, act.nth)
            case "submits":
                seen = await person.submit(**{name: self._meant(answer) for name, answer in act.answers.items()})
            case _:
                seen = await person.hears(act.what, where(act))
        assert act.sees in told(seen), f"{act} saw: {told(seen)}"

    def _meant(self, answer: str) -> str:
        return str(self._hall.account(answer[1:])) if answer.startswith("@") else answer

    def _now(self) -> datetime:
        return self._stage.now()

    def _look(self) -> None:
        self.places.look(self._folder)
        if (self._folder / "hirg.db").exists():
            self._cases |= _cases(self._folder / "hirg.db")

    def _alter(self, statement: str) -> None:
        with sqlite3.connect(self._folder / "hirg.db", timeout=30) as database:
            for table in _SEALED:
                database.execute(statement.format(table))
        database.close()


@cache
def known(platform: str, who: str) -> Needles:
    """Return the needles of somebody that are the same in every flow."""
    canary = CANARIES[platform][who]
    return Needles(canary.secrets, canary.hashable, SALTS[platform])


def told(seen: Seen) -> str:
    """Return all that somebody reads, buttons and the names of fields included."""
    return "\n".join((seen.text, seen.form, *seen.buttons, *seen.fields))


def _cases(path: Path) -> set[str]:
    database = sqlite3.connect(path)
    try:
        return {row[0] for row in database.execute("SELECT id FROM cases UNION SELECT id FROM sessions")}
    except sqlite3.OperationalError:
        return set()  # it is broken on purpose
    finally:
        database.close()
