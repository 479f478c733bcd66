"""What time does with sessions, whichever process sees to it, and whatever happened to it before."""

import asyncio
import logging
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.chat.requests import Address
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Delivery, State
from bot.reflection import course
from bot.reflection.afterwards import Afterwards
from bot.reflection.boards import EDIT, SAY, Boards
from bot.reflection.contributions import Participant
from bot.reflection.counts import Counting
from bot.reflection.debrief import Debrief
from bot.reflection.facilitation import Facilitation
from bot.reflection.folder import Folder
from bot.reflection.following import WAITS, Following
from bot.reflection.model import Keeping, Place, Session, Stage
from bot.reflection.planner import SessionPlanner
from bot.reflection.sessionbook import SessionBook
from bot.reflection.whispers import FOLLOW_UP, WHISPER_BACK, Whispers
from bot.support.model import CAP, KEEP
from tests.fakes import MemoryCounts, MemoryKept, MemoryOutbox
from tests.reflection.desk import Desk
from tests.reflection.meetings import Meetings
from tests.reflection.sessions import NOW, begun, session
from tests.reflection.test_sessionbook import CHANCE, KIM, LEE, UNA, House, Slow
from tests.reflection.wall import CHANNELS, Wall

CHANNEL = Address("slack", "C1")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def planner(book: SessionBook, outbox: MemoryOutbox | None = None) -> SessionPlanner:
    letterbox = Letterbox(outbox or MemoryOutbox())
    following, counting = Following(book, Meetings().diary, letterbox), Counting(book, MemoryCounts(MemoryKept()))
    whispers = Whispers(book, letterbox, lambda: NOW, CHANCE)
    afterwards = Afterwards(Debrief(book, letterbox), whispers)
    news = Desk(book, lambda: NOW, outbox=outbox).news
    boards = Boards(book, letterbox)
    return SessionPlanner(book, Facilitation(book), boards, following, afterwards, counting=counting, news=news)


async def planned(house: House, **fields: object) -> str:
    """Announce a session, which Kim joins; it has these fields."""
    key = await house.open(replace(session(), **fields))  # type: ignore[arg-type] # a test's short-hand
    await house.book.join(key, KIM, "Quiet Heron")
    return key


async def at(house: House, now: datetime, key: str) -> Session:
    """See to what is due, in a process that was just started, and return how a session is then."""
    await planner(house.another()).plan(now)
    return await house.book.find(key)


async def test_a_session_begins_at_its_time_and_not_before(house: House) -> None:
    key = await planned(house, starts_at=NOW + MINUTE)
    assert (await at(house, NOW, key)).stage is Stage.GATHERING
    assert (await at(house, NOW + MINUTE, key)).stage is Stage.RUNNING


async def test_where_nobody_joined_it_waits_at_its_time_and_its_facilitators_are_told_once(house: House) -> None:
    key, outbox = await house.open(replace(session(), starts_at=NOW)), MemoryOutbox()
    for _ in range(2):
        await planner(house.another(), outbox).plan(NOW)
    waiting = await house.book.find(key)
    assert (waiting.stage, waiting.starts_at) == (Stage.GATHERING, None)
    assert [one.kind for one in await outbox.about(key)] == [WAITS, EDIT]


async def test_after_an_outage_nothing_begins_when_everybody_has_gone(house: House) -> None:
    key, outbox = await planned(house, starts_at=NOW), MemoryOutbox()
    await planner(house.another(), outbox).plan(NOW + 31 * MINUTE)
    assert (await house.book.find(key)).stage is Stage.GATHERING
    assert [one.kind for one in await outbox.about(key)] == [WAITS]


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


async def test_what_waits_for_an_announcement_follows_it_at_once_and_the_rest_is_noted_later(house: House) -> None:
    outbox, key = MemoryOutbox(), await planned(house, starts_at=NOW, look_at=NOW, places=(Place(channel=CHANNEL),))
    seeing = planner(house.another(), outbox)
    assert await seeing.plan(NOW) == NOW + timedelta(seconds=15)
    (announced,) = await outbox.about(key)
    assert announced.kind == SAY
    for number, later in ((1, timedelta()), (2, timedelta(seconds=15))):
        waiting = (await outbox.about(key))[-1]
        outbox.rows[waiting.id] = replace(waiting, state=State.SENT, posted=f"{number}.5")
        again = await seeing.plan(NOW + later)
        assert again == (NOW + timedelta(seconds=15) if number == 1 else NOW + 12 * MINUTE)
    assert [one.to.thread for one in await outbox.about(key)] == [None, "1.5"]


async def test_while_a_platform_is_away_nobody_is_woken_to_look_without_end(house: House) -> None:
    outbox, woken = MemoryOutbox(), list[datetime]()
    await planned(house, look_at=NOW, places=(Place(channel=CHANNEL),))
    book = SessionBook(house.kept, house.papers, house.vault, lambda: woken.append(NOW), now=lambda: NOW)
    for seconds in range(3):
        assert await planner(book, outbox).plan(NOW + timedelta(seconds=seconds)) == NOW + timedelta(
            seconds=15 + seconds
        )
    assert woken == []


# What need not wait ------------------------------------------------------------------


@pytest.fixture
async def wall() -> Wall:
    """Return a session in the phase of a case in which what is asked appears as it comes."""
    wall = Wall()
    await wall.announce(begun("balint", 1), KIM, LEE, UNA)
    return wall


def shown(wall: Wall, text: str) -> list[int]:
    """Say how often something stands in each channel."""
    return [sum(said.count(text) for said in platform.said) for platform in wall.platforms]


async def test_what_is_said_live_and_what_answers_it_appears_in_every_channel(wall: Wall) -> None:
    (said,) = await wall.house.write(wall.id, KIM, phase=1)
    await wall.run(minutes=1)
    assert shown(wall, "canary") == [1, 1]
    await wall.house.book.contribute(wall.id, LEE, 1, "an answer", answers=said.id)
    await wall.run(minutes=1)
    assert shown(wall, "canary") == shown(wall, "an answer") == [1, 1]
    assert shown(wall, "2, to 1") == [1, 1]


async def test_once_all_is_seen_it_is_not_looked_at_again(wall: Wall) -> None:
    await wall.house.write(wall.id, KIM, phase=1)
    await wall.run(minutes=1)
    session = await wall.session()
    assert session.look_at is None
    assert await wall.planner.plan(wall.house.time) == session.ends_at


async def test_what_is_written_while_it_is_decided_what_is_shown_is_shown_next(wall: Wall) -> None:
    wall.start(wall.house.another(Slow(wall.house.papers, wall.house, wall.id, reveals=False, phase=1)))
    # Nothing else is to be shown, so that nothing else brings it to be looked at again.
    await wall.house.book.change(wall.id, course.changed)
    await wall.run(minutes=2)
    assert shown(wall, "at the last moment") == [1, 1]


async def test_what_is_written_while_it_is_handed_in_is_shown_next(wall: Wall) -> None:
    class Busy(MemoryOutbox):
        busy = True

        async def about(self, *subjects: str) -> list[Delivery]:
            found = await super().about(*subjects)
            if self.busy:
                self.busy = False
                await wall.house.book.contribute(wall.id, UNA, 1, "at the last moment")
            return found

    busy = Busy()
    busy.rows = wall.outbox.rows
    wall.outbox = busy
    wall.start()
    await wall.house.write(wall.id, KIM, phase=1)
    await wall.run(minutes=2)
    assert shown(wall, "canary") == shown(wall, "at the last moment") == [1, 1]


async def test_many_processes_that_show_it_at_once_show_it_once(wall: Wall) -> None:
    await wall.house.write(wall.id, KIM, LEE, UNA, phase=1)
    planners = [planner(wall.house.another(), wall.outbox) for _ in range(4)]
    for _ in range(3):
        await asyncio.gather(*(one.plan(wall.house.time) for one in planners))
        await wall.deliver()
    assert shown(wall, "canary") == [3, 3]


async def test_what_is_hidden_is_not_shown_by_time() -> None:
    wall = Wall()
    await wall.announce(begun(), KIM, look_at=NOW)
    await wall.house.write(wall.id, KIM)
    await wall.run(days=1)
    assert shown(wall, "canary") == [0, 0]


# The end -------------------------------------------------------------------------------


async def ended(wall: Wall) -> datetime:
    """Show something, and end the session; returns when it is to be forgotten."""
    await wall.house.write(wall.id, KIM, phase=1)
    await wall.run(minutes=1)
    shred_at = (await wall.house.facilitation.close(wall.id)).shred_at
    await wall.run(minutes=1)
    assert shred_at
    return shred_at


async def test_it_is_forgotten_once_what_was_shown_is_taken_away(wall: Wall) -> None:
    wall.house.time = await ended(wall)
    assert shown(wall, "canary") == [1, 1]
    assert await wall.planner.plan(wall.house.time) == wall.house.time + timedelta(seconds=15)
    assert (await wall.session()).id == wall.id
    await wall.run(minutes=1)
    assert shown(wall, "canary") == [0, 0]
    assert await wall.house.book.all() == []


async def test_a_platform_that_is_away_puts_off_forgetting_for_a_day_at_most(wall: Wall) -> None:
    shred_at = await ended(wall)
    wall.absent.add("discord")
    for later in (timedelta(), DAY - MINUTE):
        wall.house.time = shred_at + later
        await wall.planner.plan(wall.house.time)
        await wall.deliver()
        assert shown(wall, "canary") == [0, 1]
        assert await wall.house.papers.of(wall.id)
    await wall.planner.plan(shred_at + DAY)
    assert await wall.house.book.all() == []
    assert await wall.house.papers.of(wall.id) == []
    wall.absent.clear()
    wall.house.time += 7 * DAY
    await wall.deliver()
    assert shown(wall, "canary") == [0, 0]


async def test_one_whose_end_the_bot_missed_is_taken_away_before_its_key_goes(wall: Wall) -> None:
    await wall.house.write(wall.id, KIM, phase=1)
    await wall.run(minutes=1)
    await wall.house.book.change(wall.id, lambda now: replace(now, close_at=wall.house.time))
    assert shown(wall, "canary") == [1, 1]

    # One look, after weeks of none: whoever destroys old keys comes next.
    wall.house.time += KEEP + DAY
    await wall.planner.plan(wall.house.time)
    await wall.house.vault.shred(wall.id)
    await wall.deliver()
    assert shown(wall, "canary") == [0, 0]


async def test_where_all_that_was_shown_stays_it_is_forgotten_at_its_time(wall: Wall) -> None:
    await wall.house.book.change(wall.id, lambda now: replace(now, keeps=Keeping.EVERYTHING))
    shred_at = await ended(wall)
    await wall.planner.plan(shred_at)
    assert await wall.house.book.all() == []
    assert shown(wall, "canary") == [1, 1]


async def test_a_planned_session_is_led_by_its_clock_from_its_announcement_to_its_end() -> None:
    wall = Wall()
    places = tuple(Place(channel=one) for one in CHANNELS)
    opened = replace(session(), places=places, look_at=NOW, starts_at=NOW + 10 * MINUTE, close_at=NOW + CAP)
    wall.id = await wall.house.open(opened)
    await wall.house.book.join(wall.id, KIM, "Quiet Heron")
    await wall.run(minutes=5)
    assert [len(platform.said) for platform in wall.platforms] == [1, 1]
    await wall.run(minutes=10)
    assert "What?" in wall.slack.said[-1]
    await wall.run(days=CAP.days + KEEP.days + 1)
    public, elsewhere = ([said for to, _, said in one.history if not to.people] for one in wall.platforms)
    assert "We close here" in public[-1]
    assert public == elsewhere
    assert await wall.house.book.all() == []


async def asked(house: House, outbox: MemoryOutbox) -> tuple[str, Delivery]:
    """Return a session that was closed just now, and the question that Kim is to be asked about it."""
    key = await house.begin()
    _, lock = await house.book.open(key)
    kim = Participant(mark=KIM.mark(lock), name="Quiet Heron", address=KIM.address(lock), follow_up=True)
    assert await Folder(house.papers, key, lock).enter(kim)
    await house.book.change(key, lambda now: course.close(now, NOW))
    for _ in range(2):
        await planner(house.another(), outbox).plan(NOW)
    (question,) = [row for row in outbox.rows.values() if row.kind == FOLLOW_UP]
    for _ in range(2):
        for row in outbox.rows.values():
            if row.kind != FOLLOW_UP:
                outbox.rows[row.id] = replace(row, state=State.SENT, posted=row.id)
        await planner(house.another(), outbox).plan(NOW)
    return key, question


async def test_whoever_closed_it_those_who_wanted_it_are_asked_before_it_is_forgotten(house: House) -> None:
    outbox = MemoryOutbox()
    _, question = await asked(house, outbox)
    assert (question.kind, question.due_at) == (FOLLOW_UP, NOW + 5 * DAY)
    later = NOW + timedelta(seconds=15)
    assert await planner(house.another(), outbox).plan(later) == NOW + KEEP - DAY


async def test_it_is_not_forgotten_before_what_was_said_in_private_is_taken_back(house: House) -> None:
    outbox = MemoryOutbox()
    key, question = await asked(house, outbox)
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
    await asked(house, outbox)
    await planner(house.another(), outbox).plan(NOW + KEEP + DAY)
    assert await house.kept.all() == []
