"""A session that begins with a meeting, whatever becomes of that."""

import asyncio
import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.veil import Lock
from bot.chat.views import calls, plain
from bot.delivery.composers import Unsaid, Words
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Delivery
from bot.reflection import course
from bot.reflection.course import Waits
from bot.reflection.following import WAITS, Following
from bot.reflection.model import Session, Stage
from bot.reflection.timing import Diary
from bot.support.model import CAP
from tests.fakes import MemoryKept, MemoryOutbox, MemoryPapers
from tests.reflection.meetings import JULY, Meetings
from tests.reflection.sessions import NOW, session
from tests.reflection.test_sessionbook import House

IN_JULY = datetime(2026, 7, 7, 14, tzinfo=UTC)
MOVED = datetime(2026, 7, 8, 9, tzinfo=UTC)
TWO = ("slack:T1:U1", "discord:1:7")


class Hall:
    """Sessions, the calendar they follow, and what is said about them."""

    def __init__(self) -> None:
        kept = MemoryKept()
        self.house = House(kept, MemoryPapers(kept))
        self.meetings = Meetings()
        self.outbox = MemoryOutbox()
        self.following = self.another()

    def another(self, diary: Diary | None = None) -> Following:
        """Another process."""
        return Following(self.house.another(), diary or self.meetings.diary, Letterbox(self.outbox))

    async def plan(self, **fields: object) -> str:
        """Open a session that begins with the meeting in July; it has these fields."""
        said: dict[str, object] = {"starts_at": IN_JULY, "meeting": JULY, "close_at": NOW + CAP} | fields

        def make(session_id: str, lock: Lock) -> Session:
            del lock
            return replace(session(), id=session_id, **said)  # type: ignore[arg-type] # a test's short-hand

        return (await self.house.book.start(make)).id

    async def start(self, key: str) -> datetime | None:
        return (await self.house.book.find(key)).starts_at

    async def told(self, key: str) -> list[Delivery]:
        return [one for one in await self.outbox.about(key) if one.kind == WAITS]

    async def worded(self, key: str) -> str:
        """Word what is on its way to a facilitator; empty when it is better left unsaid."""
        (row,) = await self.told(key)
        said = await self.following.composers()[WAITS](row, NOW)
        assert isinstance(said, Words | Unsaid)
        return plain(said.blocks) if isinstance(said, Words) else ""


@pytest.fixture
def hall() -> Hall:
    return Hall()


async def test_a_session_moves_with_its_meeting_earlier_and_later(hall: Hall) -> None:
    key = await hall.plan()
    await hall.meetings.move("2026-07-08T10:00", NOW)
    await hall.following.plan(NOW)
    assert await hall.start(key) == MOVED
    await hall.meetings.move("2026-05-12T16:30", NOW)
    await hall.following.plan(NOW)
    assert await hall.start(key) == NOW + timedelta(minutes=30)
    assert (await hall.house.book.find(key)).sayings[0].edits == 2
    assert await hall.told(key) == []


async def test_without_its_meeting_it_does_not_begin_by_itself_and_each_facilitator_is_told_once(hall: Hall) -> None:
    key = await hall.plan(facilitators=TWO)
    await hall.meetings.cancel(NOW)
    for process in (hall.following, hall.another()):
        await process.plan(NOW)
    waiting = await hall.house.book.find(key)
    assert (waiting.starts_at, waiting.close_at, waiting.sayings[0].edits) == (None, NOW + CAP, 1)
    assert course.passed(waiting, IN_JULY, joined=1).stage is Stage.GATHERING
    assert sorted(str(one.to) for one in await hall.told(key)) == ["discord:@7", "slack:@U1"]


async def test_facilitators_are_told_which_session_waits_with_the_way_to_its_panel(hall: Hall) -> None:
    key = await hall.plan()
    await hall.meetings.cancel(NOW)
    await hall.following.plan(NOW)
    (row,) = await hall.told(key)
    assert "A hard week" not in row.payload + row.key
    said = await hall.following.composers()[WAITS](row, NOW)
    assert isinstance(said, Words)
    assert "A hard week: the meeting that it was to begin with is not held" in plain(said.blocks)
    assert [str(one) for one in calls(said.blocks)] == [f"session-panel?session={key}"]


async def test_a_meeting_that_is_held_after_all_is_followed_again_and_nobody_is_told_in_vain(hall: Hall) -> None:
    key = await hall.plan()
    await hall.meetings.cancel(NOW)
    await hall.following.plan(NOW)
    assert await hall.worded(key)
    await hall.meetings.restore(NOW)
    assert not await hall.worded(key)
    await hall.following.plan(NOW)
    assert await hall.start(key) == IN_JULY
    await hall.meetings.cancel(NOW)
    await hall.following.plan(NOW)
    assert await hall.worded(key)


async def test_a_meeting_that_moves_beyond_the_end_of_a_session_is_as_good_as_cancelled(hall: Hall) -> None:
    key = await hall.plan(close_at=MOVED)
    await hall.meetings.move("2026-07-08T10:00", NOW)
    await hall.following.plan(NOW)
    assert await hall.start(key) is None
    assert "too late for it" in await hall.worded(key)


async def test_what_began_or_ended_or_has_no_meeting_follows_none(hall: Hall) -> None:
    begun, ended, timed = await hall.plan(), await hall.plan(), await hall.plan(meeting="")
    await hall.house.book.change(begun, lambda current: course.begin(current, NOW))
    await hall.house.book.change(ended, lambda current: course.close(current, NOW))
    before = [await hall.house.book.find(key) for key in (begun, ended, timed)]
    await hall.meetings.cancel(NOW)
    await hall.following.plan(NOW)
    assert [await hall.house.book.find(key) for key in (begun, ended, timed)] == before
    assert [await hall.told(key) for key in (begun, ended, timed)] == [[], [], []]


async def test_one_that_was_begun_or_is_gone_by_then_is_not_spoken_of(hall: Hall) -> None:
    begun, gone = await hall.plan(), await hall.plan()
    await hall.meetings.cancel(NOW)
    await hall.following.plan(NOW)
    await hall.house.book.change(begun, lambda current: course.begin(current, NOW))
    await hall.house.book.shred(gone)
    assert [await hall.worded(key) for key in (begun, gone)] == ["", ""]


async def test_before_it_begins_its_meeting_is_looked_at_again(hall: Hall) -> None:
    key = await hall.plan()
    await hall.following.plan(NOW)
    await hall.meetings.move("2026-07-08T10:00", NOW)
    due = await hall.house.book.find(key)
    followed = await hall.another().follow(due, IN_JULY)
    assert followed.starts_at == MOVED
    assert course.passed(followed, IN_JULY, joined=1).stage is Stage.GATHERING
    assert course.passed(followed, MOVED, joined=1).stage is Stage.RUNNING


async def test_while_the_calendar_stays_as_it_is_no_session_is_opened(hall: Hall) -> None:
    await hall.plan()
    assert await hall.following.plan(NOW) is None
    key = await hall.plan(starts_at=MOVED)
    await hall.following.plan(NOW)
    assert await hall.start(key) == MOVED
    await hall.another().plan(NOW)
    assert await hall.start(key) == IN_JULY


async def test_processes_that_look_at_once_move_it_once(hall: Hall) -> None:
    key = await hall.plan()
    await hall.meetings.cancel(NOW)
    await asyncio.gather(*(hall.another().plan(NOW) for _ in range(4)))
    assert await hall.start(key) is None
    assert len(await hall.told(key)) == 1


async def test_one_that_cannot_be_moved_holds_up_no_other_and_is_tried_again(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = await hall.plan(meeting="broken@20260707T150000"), await hall.plan()
    await hall.meetings.move("2026-07-08T10:00", NOW)
    healthy = hall.meetings.diary

    class Stubborn:
        """A diary in which one page cannot be read, until it can."""

        broken = True
        version, coming = healthy.version, healthy.coming

        async def find(self, reference: str) -> datetime | None:
            if self.broken and reference.startswith("broken"):
                raise OSError
            return await healthy.find(reference)

    diary = Stubborn()
    following = hall.another(diary)
    assert await following.plan(NOW) == NOW + timedelta(seconds=15)
    assert (await hall.start(first), await hall.start(second)) == (IN_JULY, MOVED)
    assert [one.message for one in caplog.records if one.levelno == logging.ERROR] == [
        "a session could not follow its meeting"
    ]
    assert first not in caplog.text
    diary.broken = False
    assert await following.plan(NOW) is None
    assert await hall.start(first) is None


@pytest.mark.parametrize(
    ("why", "words"),
    [
        (Waits.NOBODY, "it was to begin by now. Nobody has joined yet. Begin it yourself, or close it."),
        (Waits.LATE, "more than 30 minutes ago. It does not begin by itself that late. Begin it yourself"),
    ],
)
async def test_facilitators_are_told_once_why_it_waits_at_its_time(hall: Hall, why: Waits, words: str) -> None:
    key = await hall.plan(starts_at=NOW)
    due = await hall.house.book.find(key)
    for process in (hall.following, hall.another()):
        await process.tell(due, why, NOW)
    assert words in await hall.worded(key)
    await hall.house.book.change(key, lambda now: replace(now, starts_at=None, meeting=""))
    assert words in await hall.worded(key)
    await hall.house.book.change(key, lambda now: course.begin(now, NOW))
    assert await hall.worded(key) == ""
