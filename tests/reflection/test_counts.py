"""Counting sessions: once each, as they are shredded, and never in the way of that."""

import logging
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.chat.requests import Account
from bot.chat.veil import Lock
from bot.reflection import course
from bot.reflection.counts import Counting, Held, held
from bot.reflection.model import Session
from store.database import open_database
from store.kept import SqlKept
from store.papers import SqlPapers
from store.session_counts import SqlCounts
from store.tables import sessions
from tests.fakes import MemoryCounts
from tests.reflection.sessions import NOW, session
from tests.reflection.test_sessionbook import KIM, LEE, House

MAY = Held(month=date(2026, 5, 1), format="rolfe", size="fewer than 5", slow=False)


def closed(of: Session | None = None, at: datetime = NOW) -> Session:
    return course.close(course.begin(of or session(), at), at)


async def ended(house: House, *, joined: bool = True) -> Session:
    key = await house.begin(*((KIM, LEE) if joined else ()))
    return await house.book.change(key, lambda now: course.close(now, NOW))


def test_of_a_session_its_kind_is_remembered_and_nothing_else() -> None:
    assert held(closed(), 4) == MAY
    slow = replace(MAY, format="gibbs", size="5 to 9", slow=True)
    assert held(closed(session("gibbs", days=3)), 7) == slow


@pytest.mark.parametrize(
    ("at", "month"),
    [
        (datetime(2026, 4, 30, 23, 59, tzinfo=UTC), date(2026, 4, 1)),
        (datetime(2026, 5, 1, 0, 0, tzinfo=UTC), date(2026, 5, 1)),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), date(2026, 12, 1)),
    ],
)
def test_it_belongs_to_the_month_in_which_it_was_closed(at: datetime, month: date) -> None:
    assert held(closed(at=at), 5) == replace(MAY, month=month, size="5 to 9")


def test_one_that_never_took_place_was_not_held() -> None:
    assert held(course.close(session(), NOW), 9) is None
    assert held(closed(), 0) is None
    assert held(course.begin(session(), NOW), 9) is None


async def test_a_crash_between_counting_and_shredding_counts_it_once(house: House) -> None:
    counts, over = MemoryCounts(house.kept), await ended(house)
    await Counting(house.book, counts).count(over)
    again = house.another()
    await Counting(again, counts).count(over)
    await again.shred(over.id)
    await Counting(again, counts).count(over)
    assert await counts.since(date.min) == {MAY: 1}


async def test_one_in_which_nobody_took_part_is_not_counted(house: House) -> None:
    counts = MemoryCounts(house.kept)
    await Counting(house.book, counts).count(await ended(house, joined=False))
    assert await counts.since(date.min) == {}


async def test_one_that_somebody_else_shredded_is_let_be_without_a_word(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    counts, over = MemoryCounts(house.kept), await ended(house)
    await house.book.shred(over.id)
    await Counting(house.book, counts).count(over)
    assert await counts.since(date.min) == {}
    assert not [one for one in caplog.records if one.levelno >= logging.WARNING]


async def test_what_cannot_be_counted_holds_up_nothing(house: House, caplog: pytest.LogCaptureFixture) -> None:
    class Full(MemoryCounts):
        async def add(self, session_id: str, held: Held) -> bool:
            del session_id, held
            raise OSError

    over = await ended(house)
    await Counting(house.book, Full(house.kept)).count(over)
    assert [one.message for one in caplog.records if one.levelno == logging.ERROR] == ["a session could not be counted"]
    assert over.id not in caplog.text


async def test_nothing_is_left_of_a_counted_session_but_its_kind(tmp_path: Path) -> None:
    async with open_database(f"sqlite:///{tmp_path}/t.db") as engine:
        house, counts = House(SqlKept(engine, sessions), SqlPapers(engine)), SqlCounts(engine)

        def make(session_id: str, lock: Lock) -> Session:
            del lock
            leader = str(Account("slack", "T1", "UCANARY"))
            return course.begin(replace(session(), id=session_id, facilitators=(leader,)), NOW)

        key = (await house.book.start(make)).id
        await house.book.join(key, KIM, "Quiet Heron")
        await Counting(house.book, counts).count(await house.book.change(key, lambda now: course.close(now, NOW)))
        files = b"".join(path.read_bytes() for path in tmp_path.iterdir())
        assert key.encode() in files
        await house.book.shred(key)
        files = b"".join(path.read_bytes() for path in tmp_path.iterdir())
        assert key.encode() not in files
        assert await counts.since(date.min) == {MAY: 1}
