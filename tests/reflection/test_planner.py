"""What time does with sessions, whichever process sees to it, and whatever happened to it before."""

import asyncio
import logging
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.chat.requests import Address
from bot.chat.veil import Lock
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import State
from bot.reflection import course
from bot.reflection.boards import ANNOUNCE, PHASE, Boards
from bot.reflection.model import Place, Session, Stage
from bot.reflection.planner import SessionPlanner
from bot.reflection.sessionbook import SessionBook
from bot.support.model import CAP, KEEP
from tests.fakes import MemoryKept, MemoryOutbox, MemoryPapers
from tests.reflection.sessions import NOW, session
from tests.reflection.test_sessionbook import KIM, House

CHANNEL = Address("slack", "C1")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def house() -> House:
    kept = MemoryKept()
    return House(kept, MemoryPapers(kept))


def planner(book: SessionBook, outbox: MemoryOutbox | None = None) -> SessionPlanner:
    return SessionPlanner(book, Boards(book, Letterbox(outbox or MemoryOutbox())))


async def planned(house: House, **fields: object) -> str:
    """Announce a session; it has these fields."""

    def make(session_id: str, lock: Lock) -> Session:
        del lock
        return replace(session(), id=session_id, **fields)  # type: ignore[arg-type] # a test's short-hand

    return (await house.book.start(make)).id


async def at(house: House, now: datetime, key: str) -> Session:
    """See to what is due, in a process that was just started, and return how a session is then."""
    await planner(house.another()).plan(now)
    return await house.book.find(key)


async def test_a_session_begins_at_its_time_and_not_before(house: House) -> None:
    key = await planned(house, starts_at=NOW + MINUTE)
    assert (await at(house, NOW, key)).stage is Stage.GATHERING
    assert (await at(house, NOW + MINUTE, key)).stage is Stage.RUNNING


async def test_a_clock_that_ran_out_moves_nothing_on_and_is_not_looked_at_again(house: House) -> None:
    key = await house.begin()
    over = NOW + 12 * MINUTE
    assert await planner(house.book).plan(NOW) == over
    after = await at(house, over, key)
    assert (after.phase, after.ends_at) == (0, None)
    assert await planner(house.book).plan(over) is None
    more = await house.book.change(key, lambda now: course.extend(now, 0, 5 * MINUTE, over))
    assert more.ends_at == over + 5 * MINUTE


async def test_a_paused_clock_does_not_run_out(house: House) -> None:
    key = await house.begin()
    await house.book.change(key, lambda now: course.pause(now, NOW))
    assert (await at(house, NOW + DAY, key)).left == 12 * MINUTE


async def test_a_session_that_nobody_closes_ends_by_itself_and_is_forgotten(house: House) -> None:
    key = await planned(house, close_at=NOW + CAP)
    await house.book.join(key, KIM, "Quiet Heron")
    ended = await at(house, NOW + CAP, key)
    assert (ended.stage, ended.shred_at) == (Stage.CLOSED, NOW + CAP + KEEP)
    assert await planner(house.book).plan(NOW + CAP + KEEP) is None
    assert await house.kept.all() == []
    assert await house.papers.of(key) == []


async def test_two_processes_that_see_to_it_at_once_do_it_once(house: House) -> None:
    key = await planned(house, starts_at=NOW)
    await asyncio.gather(*(planner(house.another()).plan(NOW) for _ in range(4)))
    begun = await house.book.find(key)
    assert (begun.phase, begun.ends_at) == (0, NOW + 12 * MINUTE)


async def test_one_that_cannot_be_seen_to_holds_up_no_other(house: House, caplog: pytest.LogCaptureFixture) -> None:
    first, second = sorted([await planned(house, starts_at=NOW), await planned(house, starts_at=NOW)])

    class Stubborn(SessionBook):
        async def change(self, case_id: str, edit: object) -> Session:
            if case_id == first:
                raise OSError
            return await super().change(case_id, edit)  # type: ignore[arg-type]

    again = await planner(Stubborn(house.kept, house.papers, house.vault)).plan(NOW)
    assert again == NOW + timedelta(seconds=15)
    assert (await house.book.find(second)).stage is Stage.RUNNING
    assert [one.message for one in caplog.records if one.levelno == logging.ERROR] == ["a session could not be seen to"]
    assert first not in caplog.text


async def test_what_is_to_be_seen_is_handed_in_and_looked_at_until_it_stands(house: House) -> None:
    outbox, key = MemoryOutbox(), await planned(house, starts_at=NOW, look_at=NOW, places=(Place(channel=CHANNEL),))
    seeing = planner(house.another(), outbox)
    assert await seeing.plan(NOW) == NOW + timedelta(seconds=15)
    (announced,) = await outbox.about(key)
    assert announced.kind == ANNOUNCE
    outbox.rows[announced.id] = replace(announced, state=State.SENT, posted="1.5")
    assert await seeing.plan(NOW) == NOW + 12 * MINUTE
    assert [one.kind for one in await outbox.about(key) if one.to.thread] == [PHASE]
