"""What time does with sessions, whichever process sees to it, and whatever happened to it before."""

import asyncio
import logging
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.chat.requests import Address
from bot.chat.veil import Lock
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Delivery, State
from bot.reflection import course
from bot.reflection.boards import ANNOUNCE, PHASE, Boards
from bot.reflection.folder import Folder
from bot.reflection.model import Participant, Place, Session, Stage
from bot.reflection.planner import SessionPlanner
from bot.reflection.sessionbook import SessionBook
from bot.reflection.whispers import FOLLOW_UP, WHISPER_BACK, Whispers
from bot.support.model import CAP, KEEP
from tests.fakes import MemoryKept, MemoryOutbox, MemoryPapers
from tests.reflection.sessions import NOW, session
from tests.reflection.test_sessionbook import CHANCE, KIM, House

CHANNEL = Address("slack", "C1")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def house() -> House:
    kept = MemoryKept()
    return House(kept, MemoryPapers(kept))


def planner(book: SessionBook, outbox: MemoryOutbox | None = None) -> SessionPlanner:
    letterbox = Letterbox(outbox or MemoryOutbox())
    return SessionPlanner(book, Boards(book, letterbox), Whispers(book, letterbox, lambda: NOW, CHANCE))


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


async def ended(house: House, outbox: MemoryOutbox) -> tuple[str, Delivery]:
    """Return a session that was closed just now, and the question that Kim is to be asked about it."""
    key = await house.begin()
    _, lock = await house.book.open(key)
    kim = Participant(mark=KIM.mark(lock), name="Quiet Heron", address=KIM.address(lock), follow_up=True)
    assert await Folder(house.papers, key, lock).enter(kim)
    await house.book.change(key, lambda now: course.close(now, NOW))
    for _ in range(2):
        await planner(house.another(), outbox).plan(NOW)
    (question,) = outbox.rows.values()
    return key, question


async def test_whoever_closed_it_those_who_wanted_it_are_asked_before_it_is_forgotten(house: House) -> None:
    outbox = MemoryOutbox()
    _, question = await ended(house, outbox)
    assert (question.kind, question.due_at) == (FOLLOW_UP, NOW + 4 * DAY)
    assert await planner(house.another(), outbox).plan(NOW) == NOW + KEEP


async def test_it_is_not_forgotten_before_what_was_said_in_private_is_taken_back(house: House) -> None:
    outbox = MemoryOutbox()
    key, question = await ended(house, outbox)
    outbox.rows[question.id] = replace(question, state=State.SENT, posted="sealed")
    for _ in range(2):
        assert await planner(house.another(), outbox).plan(NOW + KEEP) == NOW + KEEP + timedelta(seconds=15)
    assert [one.id for one in await house.kept.all()] == [key]
    (back,) = [row for row in outbox.rows.values() if row.kind == WHISPER_BACK]
    outbox.rows[back.id] = replace(back, state=State.SENT)
    assert await planner(house.another(), outbox).plan(NOW + KEEP) is None
    assert await house.kept.all() == []


async def test_a_promise_to_forget_outranks_what_cannot_be_taken_back(house: House) -> None:
    outbox = MemoryOutbox()
    await ended(house, outbox)
    await planner(house.another(), outbox).plan(NOW + KEEP + DAY)
    assert await house.kept.all() == []
