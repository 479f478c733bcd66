"""What a database with sessions tells whoever has nothing else: that there are papers, and neither whose nor which."""

import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from bot.chat.calls import Call
from bot.chat.requests import Account, Actor, Address, Request, Role
from bot.chat.veil import Lock, Veil
from bot.chat.views import plain
from bot.delivery.letterbox import Letterbox
from bot.reflection.contributions import Contribution, Participant
from bot.reflection.folder import Folder, Paper
from config.keys import open_vault
from config.settings import load_settings
from config.stores import sql_stores
from config.wiring import Core, build_core
from store.database import open_database
from store.locks import KEY_BYTES, CaseLock
from tests.fakes import MemoryKept, MemoryPapers
from tests.leaks.needles import Needles
from tests.leaks.people import CANARIES, SALTS

KIM = Veil(str(CANARIES["slack"]["Kim"].account), CANARIES["slack"]["Kim"].name)
ROBIN = Veil(str(CANARIES["slack"]["Robin"].account), CANARIES["slack"]["Robin"].name)
SESSION = "0123456789abcdef"
PHASES, EACH = 8, 10
ROOM = Address("slack", "C1")
# Every table and its rows.
Dump = dict[str, Counter[tuple[object, ...]]]


class Bare:
    """A `Lock` that marks people without a key, as somebody might who thinks that a hash is enough."""

    def mark(self, who: str) -> str:
        return sha256(who.encode()).hexdigest()[:32]

    def seal(self, purpose: str, plain: bytes) -> bytes:
        raise NotImplementedError

    def open(self, purpose: str, sealed: bytes) -> bytes:
        raise NotImplementedError


def places(lock: Lock, who: Veil, session: str = SESSION) -> set[str]:
    """Name the places of all that somebody could ever write in a session."""
    folder, mark = Folder(MemoryPapers(MemoryKept()), session, lock), who.mark(lock)
    written = {folder.place(mark, phase, number) for phase in range(PHASES) for number in range(EACH)}
    return {folder.place(mark), *written}


def lock(number: int, session: str = SESSION) -> CaseLock:
    return CaseLock(session, bytes([number]) * KEY_BYTES)


def test_the_places_of_somebodys_papers_are_others_under_another_key() -> None:
    """So nobody computes them who has all but the key, and no two sessions have any in common."""
    assert len(places(lock(1), KIM)) == PHASES * EACH + 1
    assert not places(lock(1), KIM) & places(lock(2), KIM)
    assert not places(lock(1), KIM) & places(lock(2, "fedcba9876543210"), KIM)
    assert not places(lock(1), KIM) & places(lock(1), ROBIN)


def test_places_that_are_made_without_a_key_would_be_found() -> None:
    assert places(Bare(), KIM) == places(Bare(), KIM, "fedcba9876543210")
    canary = CANARIES["slack"]["Kim"]
    needles = Needles(canary.secrets, canary.hashable, SALTS["slack"])
    short = sha256(str(canary.account).encode()).hexdigest()[:16]
    assert needles.search(f"a paper {short} of 16 digits".encode())
    assert not any(needles.search(place.encode()) for place in places(lock(1), KIM))


@pytest.mark.parametrize("text", ["No.", "I was ashamed. " * 200])
async def test_every_paper_is_as_long_as_every_other_of_its_size(text: str) -> None:
    """Whether somebody joined, under a long name or a short, with private words or without, or wrote something."""
    kept = MemoryPapers(MemoryKept())
    folder, key = Folder(kept, SESSION, lock(1)), lock(1)
    papers = [
        folder._sealed("a" * 16, paper)
        for paper in (
            Paper(who=Participant(mark=KIM.mark(key), name="Quiet Heron")),
            Paper(
                who=Participant(
                    mark=KIM.mark(key), name="Ochre Nightingale", address=KIM.address(key), passed=(0, 1, 2)
                )
            ),
            Paper(said=Contribution(id="b" * 16, by=KIM.mark(key), phase=0, text=text)),
        )
    ]
    assert len({len(one.sealed) for one in papers}) == 1
    assert {one.version for one in papers} == {0}


# What changes when somebody does something --------------------------------------------


class House:
    """The whole bot over a database in a file, with nothing said yet of what is to be said."""

    def __init__(self, core: Core, file: Path) -> None:
        self._bot = core.bot
        self._file = file
        self.session = ""

    async def asks(self, who: str, command: str, **args: str) -> str:
        roles = frozenset({Role.FACILITATOR} if who == "Fay" else ())
        actor = Actor(Account("slack", "T1", f"U0{who.upper()}"), who, roles)
        return plain((await self._bot.answer(Request(Call(command, args), actor, ROOM))).blocks)

    async def opens(self, form: str, *people: str) -> None:
        await self.asks("Fay", "session-open", format=form, topic="A hard week", pace="0")
        [(session,)] = self.rows("SELECT id FROM sessions")
        self.session = str(session)
        for who, command in (("Fay", "announce"), *((one, "join") for one in people)):
            await self.asks(who, f"session-{command}", session=self.session, **({"tell": "no"} if who != "Fay" else {}))

    def rows(self, query: str) -> list[tuple[object, ...]]:
        database = sqlite3.connect(self._file)
        try:
            return database.execute(query).fetchall()
        finally:
            database.close()

    def dump(self) -> Dump:
        names = [name for (name,) in self.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {str(name): Counter(self.rows(f"SELECT * FROM {name}")) for name in names}  # noqa: S608


@asynccontextmanager
async def house(folder: Path) -> AsyncIterator[House]:
    settings = load_settings(_env_file=None, data_dir=folder, reflection={"channels": (str(ROOM),)})
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    async with open_database(settings.database) as engine:
        stores = sql_stores(engine, open_vault(settings, lambda: now))
        yield House(build_core(stores, settings, Letterbox(stores.outbox), lambda: now), folder / "hirg.db")


def changed(before: Dump, after: Dump) -> list[tuple[str, int, int]]:
    """Name the tables that changed, with how many of their rows are gone and how many are new."""
    both = ((name, before[name] - after[name], after[name] - before[name]) for name in before)
    return [(name, gone.total(), new.total()) for name, gone, new in both if gone or new]


async def test_who_contributes_while_it_is_hidden_adds_a_paper_and_changes_nothing_else(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        await here.opens("rolfe", "Kim")
        await here.asks("Fay", "session-begin", session=here.session)
        before = here.dump()
        said = await here.asks("Kim", "session-contribute", session=here.session, phase="0", text="I was ashamed.")
        assert "sealed" in said
        assert changed(before, here.dump()) == [("papers", 0, 1)]


async def test_who_joins_adds_a_paper_of_the_same_shape(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        await here.opens("rolfe")
        before = here.dump()
        assert "You are in" in await here.asks("Kim", "session-join", session=here.session, tell="yes")
        assert changed(before, here.dump()) == [("papers", 0, 1)]
        await here.asks("Fay", "session-begin", session=here.session)
        await here.asks("Kim", "session-contribute", session=here.session, phase="0", text="I was ashamed.")
        shapes = {(len(str(id_)), len(bytes(sealed)), version) for _, id_, sealed, version in _papers(here)}  # type: ignore[call-overload]
        assert len(shapes) == 1


async def test_who_passes_or_is_touched_changes_one_paper_and_nothing_says_how(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        await here.opens("rolfe", "Kim")
        await here.asks("Fay", "session-begin", session=here.session)
        before = here.dump()
        assert "That is fine" in await here.asks("Kim", "session-pass", session=here.session, phase="0")
        assert changed(before, here.dump()) == [("papers", 1, 1)]


async def test_what_is_said_live_changes_the_session_at_once(tmp_path: Path) -> None:
    """As everybody in the channel sees: docs/threat-model.md says so."""
    async with house(tmp_path) as here:
        await here.opens("balint", "Kim")
        await here.asks("Kim", "session-bring", session=here.session, part="presenter")
        await here.asks("Fay", "session-begin", session=here.session)
        before = here.dump()
        await here.asks("Kim", "session-contribute", session=here.session, phase="0", text="I think of somebody.")
        assert changed(before, here.dump()) == [("sessions", 1, 1), ("papers", 0, 1)]


def _papers(here: House) -> Iterator[Sequence[object]]:
    return iter(here.rows("SELECT session_id, id, sealed, version FROM papers"))
