"""After a session was shredded: with the database, a backup and the keys of today, nobody opens anything of it."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.chat.requests import Address
from bot.chat.veil import Lock, Veil
from bot.reflection.model import Place, Session, Stage
from bot.reflection.papers import SealedPaper
from bot.reflection.sessionbook import SessionBook
from bot.support.vault import Shredded
from config.formats import load_formats
from config.keys import open_vault
from config.settings import Settings
from store.database import open_database
from store.kept import SqlKept
from store.papers import SqlPapers
from store.tables import sessions as table
from tests.leaks.canary import traces

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
PEOPLE = [Veil(f"slack:T1:U0{number:03}", f"Person {number}") for number in range(12)]
WORDS = "I was ashamed of how I spoke to her on the ward round."


@asynccontextmanager
async def book(folder: Path) -> AsyncIterator[tuple[SessionBook, SqlPapers]]:
    settings = Settings(data_dir=folder)
    async with open_database(settings.database) as engine:
        papers = SqlPapers(engine)
        yield SessionBook(SqlKept(engine, table), papers, open_vault(settings, lambda: NOW), now=lambda: NOW), papers


def make(session_id: str, lock: Lock) -> Session:
    del lock
    where = (Place(channel=Address("slack", "C1")),)
    return Session(
        id=session_id, format=load_formats()["rolfe"], topic="A hard week", places=where, facilitators=("slack:T1:U1",)
    )


async def held(sessions: SessionBook) -> str:
    """Hold a session in which everybody wrote something; returns its id."""
    session = await sessions.start(make)
    await sessions.change(session.id, lambda one: replace(one, stage=Stage.RUNNING, phase=0))
    for who in PEOPLE:
        await sessions.join(session.id, who, "Quiet Heron", tell=True)
        await sessions.contribute(session.id, who, 0, WORDS)
    return session.id


def pieces(papers: list[SealedPaper]) -> list[bytes]:
    """Cut what was sealed into pieces that are to be found on one page of a file each."""
    return [one.sealed[at : at + 100] for one in papers for at in range(0, len(one.sealed) - 100, 500)]


async def test_a_backup_and_the_keys_of_today_open_nothing_of_it(tmp_path: Path) -> None:
    data, backup = tmp_path / "data", tmp_path / "backup"
    async with book(data) as (sessions, _):
        gone, kept = await held(sessions), await held(sessions)
        shutil.copytree(data, backup, ignore=shutil.ignore_patterns("keys"))
        await sessions.shred(gone)
    shutil.copytree(data / "keys", backup / "keys")
    async with book(backup) as (sessions, papers):
        there = await papers.of(gone)
        assert len(there) == 2 * len(PEOPLE)
        assert len(await sessions.contributions(kept)) == len(PEOPLE)
        assert [one.id for one in await sessions.all()] == [kept]
        with pytest.raises(Shredded):
            await sessions.find(gone)


async def test_its_papers_are_in_no_file_of_the_database_either(tmp_path: Path) -> None:
    async with book(tmp_path) as (sessions, papers):
        gone, kept = await held(sessions), await held(sessions)
        before, others = pieces(list(await papers.of(gone))), pieces(list(await papers.of(kept)))
        await sessions.shred(gone)
        files = b"".join(path.read_bytes() for path in tmp_path.glob("hirg.db*"))
    assert not [piece for piece in before if piece in files]
    assert [piece for piece in others if piece not in files] == []
    assert gone.encode() not in files
    assert traces(files, WORDS) == []


async def test_what_somebody_took_back_is_in_no_file_while_the_session_goes_on(tmp_path: Path) -> None:
    async with book(tmp_path) as (sessions, papers):
        session = await held(sessions)
        [mine] = await sessions.written_by(session, PEOPLE[0])
        before = pieces([one for one in await papers.of(session) if one.id == mine.id])
        await sessions.withdraw(session, PEOPLE[0], mine.id)
        files = b"".join(path.read_bytes() for path in tmp_path.glob("hirg.db*"))
        assert (await sessions.contribution(session, mine.id)).text == ""
    assert not [piece for piece in before if piece in files]


async def test_a_paper_that_was_put_back_beside_another_session_opens_nowhere(tmp_path: Path) -> None:
    """As somebody might who restores one table from a backup, or lays one person's paper in the place of another's."""
    async with book(tmp_path) as (sessions, papers):
        one, other = await held(sessions), await held(sessions)
        moved = (await papers.of(one))[0]
        assert await papers.add(replace(moved, session=other))
        assert len(await sessions.contributions(other)) == len(PEOPLE)
        assert len(await sessions.participants(other)) == len(PEOPLE)
        await sessions.shred(one)
        with pytest.raises(Shredded):
            await sessions.contribution(one, moved.id)
