"""Two processes over one database: all press at once, and nothing is lost, or there twice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest

from bot.chat.errors import Refusal
from bot.chat.veil import Lock
from bot.reflection import course
from bot.reflection.contributions import MOST_EACH, Contribution
from bot.reflection.facilitation import Facilitation
from bot.reflection.model import Session
from bot.reflection.resonance import Resonance
from bot.reflection.sessionbook import Over, SessionBook
from store.database import open_database
from store.kept import SqlKept
from store.papers import SqlPapers
from store.tables import sessions
from tests.fakes import MemoryVault
from tests.reflection.sessions import NOW, session
from tests.reflection.test_sessionbook import KIM, crowd

PEOPLE = crowd(100)


class Two:
    """Two books over one database, each with connections of its own, and a session in its first phase."""

    def __init__(self, *books: SessionBook) -> None:
        self.books = books
        self.resonances = [Resonance(book) for book in books]
        self.facilitations = [Facilitation(book) for book in books]
        self.key = ""

    async def begin(self) -> None:
        def make(session_id: str, lock: Lock) -> Session:
            del lock
            return course.begin(replace(session(), id=session_id), NOW)

        self.key = (await self.books[0].start(make)).id
        await asyncio.gather(*(self.of(n).join(self.key, veil, "Quiet Heron") for n, veil in enumerate(PEOPLE)))

    def of(self, number: int) -> SessionBook:
        return self.books[number % len(self.books)]

    async def texts(self) -> list[str]:
        return sorted(one.text for one in await self.books[0].contributions(self.key))

    async def all_write(self) -> None:
        writing = (self.of(n).contribute(self.key, veil, 0, f"n{n}") for n, veil in enumerate(PEOPLE))
        await asyncio.gather(*writing)


@pytest.fixture
async def two(database_address: str) -> AsyncIterator[Two]:
    vault = MemoryVault(lambda: NOW)
    async with AsyncExitStack() as stack:
        engines = [await stack.enter_async_context(open_database(database_address)) for _ in range(2)]
        made = Two(*(SessionBook(SqlKept(one, sessions), SqlPapers(one), vault, now=lambda: NOW) for one in engines))
        await made.begin()
        yield made


async def test_a_hundred_contribute_at_once(two: Two) -> None:
    await two.all_write()
    assert await two.texts() == sorted(f"n{number}" for number in range(len(PEOPLE)))


async def test_nobody_contributes_more_than_one_may_by_pressing_in_both(two: Two) -> None:
    await two.books[0].join(two.key, KIM, "Calm Otter")
    pressed = (two.of(number).contribute(two.key, KIM, 0, f"n{number}") for number in range(3 * MOST_EACH))
    done = await asyncio.gather(*pressed, return_exceptions=True)
    assert sum(isinstance(one, Contribution) for one in done) == MOST_EACH == len(await two.texts())
    assert all(isinstance(one, Contribution | Refusal) for one in done)


async def test_a_phase_is_shown_once_though_both_show_it_and_what_was_kept_meanwhile_is_in_it(two: Two) -> None:
    await asyncio.gather(*(two.of(n).contribute(two.key, veil, 0, f"n{n}") for n, veil in enumerate(PEOPLE[:50])))
    late = [two.of(n).contribute(two.key, veil, 0, f"n{n}") for n, veil in enumerate(PEOPLE[50:], 50)]
    shows = [facilitation.reveal(two.key, 0) for facilitation in two.facilitations]
    done = await asyncio.gather(*late[:25], *shows, *late[25:], return_exceptions=True)
    assert not [one for one in done if isinstance(one, BaseException) and not isinstance(one, Refusal)]
    now = await two.facilitations[1].gather(two.key)
    kept = {one.id for one in done if isinstance(one, Contribution)}
    assert kept <= set(now.order(0))
    assert len(now.order(0)) == len(set(now.order(0))) == 50 + len(kept)


async def test_of_many_whom_it_touches_in_both_at_once_nobody_is_lost(two: Two) -> None:
    await two.all_write()
    shown = (await two.facilitations[0].reveal(two.key, 0)).order(0)[0]
    author = (await two.books[0].contribution(two.key, shown)).by
    _, lock = await two.books[0].open(two.key)
    touched = [veil for veil in PEOPLE[:21] if not veil.made(author, lock)][:20]
    pressed = (two.resonances[n % 2].resonate(two.key, veil, shown) for n, veil in enumerate(touched))
    await asyncio.gather(*pressed)
    assert len((await two.books[1].contribution(two.key, shown)).resonates) == len(touched)


async def test_what_is_shredded_in_one_while_people_write_in_the_other_keeps_nothing(two: Two) -> None:
    writing = [two.books[1].contribute(two.key, veil, 0, "x") for veil in PEOPLE[:20]]
    done = await asyncio.gather(*writing[:10], two.books[0].shred(two.key), *writing[10:], return_exceptions=True)
    assert all(one is None or isinstance(one, Contribution | Over) for one in done)
    for book in two.books:
        with pytest.raises(Over):
            await book.contributions(two.key)
