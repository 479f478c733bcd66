"""What is forgotten by itself."""

from datetime import timedelta

from bot.meetings.forgetting import REMEMBERED, Forgetting
from bot.meetings.latest import Latest
from tests.meetings.room import KIM, OZ, Room, open_room
from tests.meetings.series import utc

MARCH, MAY = "5e71e5@20260303T150000", "5e71e5@20260505T150000"
OVER = utc("2026-03-03T16:30")


async def answered(room: Room) -> Forgetting:
    for meeting in (MARCH, MAY):
        await room.person(KIM).say(f"meeting-answer?meeting={meeting}&answer=going")
    return Forgetting(Latest(room.stores.calendar), room.stores.proposals, room.stores.attendance)


async def test_who_came_is_known_for_a_while_after_the_meeting() -> None:
    forgetting = await answered(room := open_room())
    await forgetting.plan(OVER + REMEMBERED - timedelta(seconds=1))
    assert await room.stores.attendance.meetings() == [MARCH, MAY]
    await forgetting.plan(OVER + REMEMBERED + timedelta(hours=1))
    assert await room.stores.attendance.meetings() == [MAY]


async def test_a_meeting_that_was_moved_is_over_when_it_was_held() -> None:
    forgetting = await answered(room := open_room())
    oz = room.person(OZ)
    await oz.say(f"meeting-move?meeting={MARCH}")
    await oz.fill(date="2026-03-20")
    await forgetting.plan(OVER + REMEMBERED)
    assert await room.stores.attendance.meetings() == [MARCH, MAY]


async def test_looks_once_an_hour() -> None:
    forgetting = await answered(room := open_room())
    assert await forgetting.plan(room.now) == room.now + timedelta(hours=1)
    (series,) = await room.stores.calendar.all()
    await room.stores.calendar.save(series, renamed={MARCH: "gone@20200101T000000"})
    await forgetting.plan(room.now + timedelta(minutes=59))
    assert "gone@20200101T000000" in await room.stores.attendance.meetings()
    await forgetting.plan(room.now + timedelta(hours=1))
    assert await room.stores.attendance.meetings() == [MAY]
