"""A session in one channel of one platform, whose bot is killed, held up and lied to in every phase of it."""

import re
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.chat.veil import Lock, Veil
from bot.reflection import course
from bot.reflection.boards import EDIT, REMOVE, SAY
from bot.reflection.contributions import Contribution, Standing
from bot.reflection.facilitation import Facilitation
from bot.reflection.model import Place, Session
from bot.reflection.model import Stage as Step
from bot.reflection.sessionbook import SessionBook
from config.formats import load_formats
from config.keys import open_vault
from config.settings import load_settings
from store.kept import SqlKept
from store.papers import SqlPapers
from store.tables import sessions
from tests.chaos.gremlin import CHANGE, POST, Gremlin, Plan
from tests.chaos.stages import Stage
from tests.chaos.world import CLAIMED, World

PEOPLE = [Veil(f"slack:T1:{name}", name) for name in ("KIM", "LEE", "MAX", "UNA", "BEN", "ZOE")]
# How everything that is said by itself begins, in the order in which it is; and the first of it after the end.
OVER = "We reflected together"
TITLES = ("Reflecting together", "What?", "So what?", "Now what?", "Check-out", "We close here")
_MARKUP = re.compile(r"[\\*#]")
_WORD = re.compile(r"word\d+\.")
# How long a look at what stands may be put off.
_LOOK = 20


@dataclass(frozen=True, slots=True)
class Kept:
    """A word that somebody wrote, and whether it is to be read."""

    word: str
    said: Contribution


class Gathering(World):
    """The session; what its people do here is what they would do in any other process of the program."""

    kinds: Collection[str] = frozenset({SAY, EDIT, REMOVE})
    harmed = re.compile(f"{POST.pattern}|{CHANGE.pattern}")

    def __init__(self, stage: Stage, database: str, engine: AsyncEngine, folder: Path, start: datetime) -> None:
        super().__init__(stage, database, engine, folder, start)
        vault = open_vault(load_settings(_env_file=None, data_dir=folder), self.clock.now)
        self.book = SessionBook(SqlKept(engine, sessions), SqlPapers(engine), vault, now=self.clock.now)
        self.facilitation = Facilitation(self.book, self.clock.now)
        self.places = self.stage.channels(1)
        self.words: list[Kept] = []
        self.key = ""
        self._counted: list[int] = []

    def settings(self, gremlin: Gremlin) -> dict[str, str]:
        """Like its base, with the keys of sessions."""
        return {
            **super().settings(gremlin),
            "HIRG_DATA_DIR": str(self.folder),
            "HIRG_REFLECTION__CHANNELS": str(self.places[0]),
        }

    async def planned(self) -> bool:
        """Whether all that has to be looked at was."""
        return await super().planned() and not await self.book.due(self.clock.now())

    # What people do ----------------------------------------------------------------------

    async def announce(self, begins: datetime | None = None) -> None:
        def make(session_id: str, lock: Lock) -> Session:
            del lock
            return Session(
                id=session_id,
                format=load_formats()["rolfe"],
                topic="A hard week",
                places=(Place(channel=self.places[0]),),
                facilitators=(),
                starts_at=begins,
                look_at=self.clock.now(),
            )

        self.key = (await self.book.start(make)).id
        for veil in PEOPLE:
            await self.book.join(self.key, veil, "Quiet Heron")

    async def write(self) -> None:
        """Let everybody write a word for the phase that runs."""
        phase = (await self.session()).phase
        for veil in PEOPLE:
            word = f"word{len(self.words)}."
            self.words.append(Kept(word, await self.book.contribute(self.key, veil, phase, word)))

    async def move(self, edit: Callable[[Session, datetime], Session]) -> None:
        await self.book.change(self.key, lambda session: edit(session, self.clock.now()))

    async def reveal(self) -> None:
        await self.facilitation.reveal(self.key, (await self.session()).phase)

    async def go_to_next(self) -> None:
        await self.move(lambda session, now: course.advance(session, session.phase, now))

    async def session(self) -> Session:
        return await self.book.find(self.key)

    # What is done to the bot ---------------------------------------------------------------

    async def suffer(self, *plans: Plan) -> None:
        """Let a process suffer each of these, one after the other; nothing that is not to be read may be."""
        for plan in plans:
            await self.round(plan)
            self.jump(CLAIMED)
            assert not await self.early()

    async def recover(self) -> None:
        """Let a process that nothing happens to do what is left."""
        for _ in range(2):
            self.jump(CLAIMED)
            async with self.living():
                await self.drained()
            self.jump(_LOOK)
        assert not await self.early()

    # What came of it ---------------------------------------------------------------------

    async def early(self) -> list[str]:
        """List what can be read and should not be."""
        session = await self.session()
        there = {paper for one in session.sayings for paper in one.papers}
        known = {one.word: one.said.id for one in self.words}
        return [word for word in self.read() if known[word] not in there]

    def read(self) -> list[str]:
        """List the words that can be read, in order."""
        return [word for text in self._texts() for word in _WORD.findall(text)]

    def titles(self) -> list[str]:
        """List what was said by itself, in order; a reveal is no title, because it repeats that of its phase."""
        first = [text.splitlines()[0] for text in self._texts()]
        begins = (OVER, *TITLES)
        return [title for line in first for title in begins if line.startswith(title) and "What we wrote" not in line]

    def _texts(self) -> list[str]:
        """Read what stands there, without markup."""
        return [_MARKUP.sub("", seen.text).strip() for seen in self.stage.seen_beneath(self.places[0])]

    async def order(self) -> list[str]:
        """List the words that are to be read, as the session has them in order."""
        session, known = await self.session(), {one.said.id: one.word for one in self.words}
        shown = [paper for one in session.sayings for paper in one.papers]
        found = await self.book.some(self.key, shown)
        return [known[paper] for paper in shown if found[paper].standing is Standing.THERE]

    async def _said(self) -> list[str]:
        """List how all begins that was to be said by itself till now."""
        session = await self.session()
        if session.stage is Step.CLOSED:
            return [OVER, *TITLES[1:]]
        return list(TITLES[: session.phase + 2])

    async def count(self) -> None:
        """Count how often everything that is to be read can be; it is taken away afterwards."""
        read, titles = Counter(self.read()), Counter(self.titles())
        wanted = await self.order()
        self._counted = [*(read[word] for word in wanted), *(titles[title] for title in await self._said())]
        self._unwanted = len(read.keys() - set(wanted))

    def sightings(self) -> list[int]:
        return self._counted

    @property
    def unwanted(self) -> int:
        return self._unwanted


def gathering(world: World) -> Gathering:
    """Say that a world is one."""
    assert isinstance(world, Gathering)
    return world
