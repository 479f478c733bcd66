"""What every Calendar promises those who answered: they go along with a date that gets another key, or nothing is done.

Played over the fakes, SQLite and PostgreSQL.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.chat.requests import Account
from bot.meetings.attendance import Attendance, GuestList, Standing
from bot.meetings.model import Calendar, ChangedMeanwhile, Series
from bot.meetings.splitting import following, moved_keys, split
from store.attendance import SqlAttendance
from store.database import open_database
from store.meetings import SqlCalendar
from tests.conftest import address_of
from tests.fakes import MemoryAttendance, MemoryCalendar
from tests.meetings.series import LATER, network_meeting, wall

START = wall("2026-05-05T15:00")
MARCH, MAY, AFTER = "5e71e5@20260303T150000", "5e71e5@20260505T150000", "after@20260505T150000"
ADA, KIM = Account("slack", "T1", "UADA"), Account("discord", "G1", "99")


@dataclass
class Kept:
    """Both ports over one store; `engine` is None where that is a fake."""

    calendar: Calendar
    attendance: Attendance
    engine: AsyncEngine | None = None

    async def says(self, account: Account, meeting: str, said: Standing = Standing.GOING) -> None:
        await self.attendance.change(meeting, lambda guests: guests.answered(account, "Ada", said, 0))

    async def begins(self) -> Series:
        [seen] = await self.calendar.save(network_meeting())
        await self.says(ADA, MARCH)
        await self.says(KIM, MAY, Standing.MAYBE)
        return seen

    async def splits(self, seen: Series) -> None:
        """Let a series go on from May as another, with those who come."""
        done = split(seen, START, replace(following(seen, START), zone="UTC"), new_id="after", at=LATER)
        if not done.before:
            raise AssertionError("nothing was split")
        await self.calendar.save(*done.changed, renamed=moved_keys(seen, START, done.after))

    async def stands(self) -> Any:
        return await self.calendar.all(), await self.attendance.lists(await self.attendance.meetings())


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
async def kept(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Kept]:
    if request.param == "memory":
        attendance = MemoryAttendance()
        yield Kept(MemoryCalendar(attendance=attendance), attendance)
        return
    async with open_database(address_of(request.param, request, tmp_path)) as engine:
        yield Kept(SqlCalendar(engine), SqlAttendance(engine), engine)


async def test_those_who_answered_go_along_with_their_date(kept: Kept) -> None:
    seen = await kept.begins()
    version = await kept.attendance.version()
    await kept.splits(seen)
    assert await kept.attendance.meetings() == [MARCH, AFTER]
    [(_, kim)] = await kept.attendance.of(KIM)
    assert kim.standing is Standing.MAYBE
    assert await kept.attendance.version() > version


async def test_a_key_may_be_taken_over_from_another_that_gets_a_third(kept: Kept) -> None:
    seen = await kept.begins()
    before = await kept.attendance.lists([MARCH, MAY])
    await kept.calendar.save(seen, renamed={MARCH: MAY, MAY: AFTER})
    after = await kept.attendance.lists([MARCH, MAY, AFTER])
    assert after == {MARCH: GuestList(), MAY: before[MARCH], AFTER: before[MAY]}


async def test_who_answered_under_the_other_key_already_keeps_that_answer(kept: Kept) -> None:
    seen = await kept.begins()
    await kept.says(ADA, MAY, Standing.NOT_GOING)
    await kept.calendar.save(seen, renamed={MARCH: MAY})
    assert {key: guest.standing for key, guest in await kept.attendance.of(ADA)} == {MAY: Standing.NOT_GOING}


async def test_nobody_goes_anywhere_when_the_series_was_changed_meanwhile(kept: Kept) -> None:
    seen = await kept.begins()
    await kept.calendar.save(replace(seen, title="Ours"))
    before = await kept.stands()
    with pytest.raises(ChangedMeanwhile):
        await kept.splits(seen)
    assert await kept.stands() == before


@pytest.mark.parametrize("kept", ["sqlite", "postgresql"], indirect=True)
@pytest.mark.parametrize("at", ["UPDATE series", "INSERT INTO series", "DELETE FROM guests", "INSERT INTO guests"])
async def test_a_split_that_breaks_off_anywhere_leaves_everything_as_it_was(kept: Kept, at: str) -> None:
    seen = await kept.begins()
    before = await kept.stands()
    assert kept.engine

    def breaks(*call: Any) -> None:
        if str(call[2]).startswith(at):
            raise ConnectionError

    event.listen(kept.engine.sync_engine, "before_cursor_execute", breaks)
    with pytest.raises(ConnectionError):
        await kept.splits(seen)
    event.remove(kept.engine.sync_engine, "before_cursor_execute", breaks)
    assert await kept.stands() == before
    await kept.splits(seen)
    assert await kept.attendance.meetings() == [MARCH, AFTER]
