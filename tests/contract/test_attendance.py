"""What every Attendance promises: played over the fake, SQLite and PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.chat.requests import Account
from bot.meetings.attendance import Attendance, Guest, GuestList, Standing
from store.attendance import SqlAttendance
from store.database import open_database
from tests.conftest import address_of
from tests.fakes import MemoryAttendance

MARCH, MAY = "5e71e5@20260303T150000", "5e71e5@20260505T150000"
NOW = datetime(2026, 1, 2, 9, 30, tzinfo=UTC)
ADA, KIM = Account("slack", "T1", "UADA"), Account("discord", "G1", "99")


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
async def attendance(request: pytest.FixtureRequest, address: str) -> AsyncIterator[Attendance]:
    if request.param == "memory":
        yield MemoryAttendance()
        return
    async with open_database(address) as engine:
        yield SqlAttendance(engine)


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    kind = request.node.callspec.params["attendance"]
    return "" if kind == "memory" else address_of(kind, request, tmp_path)


def says(
    account: Account, said: Standing = Standing.GOING, capacity: int = 0, name: str = "Ada Žižek 💬"
) -> Callable[[GuestList], GuestList]:
    return lambda guests: guests.answered(account, name, said, capacity)


async def test_nobody_has_answered_at_first(attendance: Attendance) -> None:
    assert await attendance.version() == 0
    assert await attendance.lists([MARCH]) == {MARCH: GuestList()}
    assert (await attendance.queues(), await attendance.of(ADA), await attendance.lists([])) == ({}, [], {})


async def test_gives_back_exactly_what_was_said(attendance: Attendance) -> None:
    await attendance.change(MARCH, says(ADA, capacity=1))
    await attendance.change(MARCH, says(KIM, capacity=1))
    await attendance.change(MAY, says(ADA, Standing.MAYBE))
    await attendance.change(MARCH, says(ADA, Standing.NOT_GOING))
    left = await attendance.change(MARCH, lambda one: one.offered(1, NOW, NOW + timedelta(hours=24)))

    ada = Guest(account=ADA, name="Ada Žižek 💬", standing=Standing.NOT_GOING, number=1)
    until = NOW + timedelta(hours=24)
    kim = Guest(account=KIM, name="Ada Žižek 💬", standing=Standing.OFFERED, number=2, until=until)
    assert left == GuestList((ada, kim))
    assert (await attendance.lists([MARCH, MAY]))[MARCH] == left
    assert {key: guest.standing for key, guest in await attendance.of(ADA)} == {
        MARCH: Standing.NOT_GOING,
        MAY: Standing.MAYBE,
    }


async def test_says_its_new_version_only_when_something_changed(attendance: Attendance) -> None:
    await attendance.change(MARCH, says(ADA))
    first = await attendance.version()
    await attendance.change(MARCH, says(ADA))
    same = await attendance.version()
    await attendance.change(MARCH, says(ADA, Standing.MAYBE))

    assert (first > 0, same) == (True, first)
    assert await attendance.version() > first


async def test_lists_whole_the_meetings_where_somebody_waits(attendance: Attendance) -> None:
    await attendance.change(MARCH, says(ADA, capacity=1))
    await attendance.change(MARCH, says(KIM, capacity=1))
    await attendance.change(MAY, says(ADA))

    assert await attendance.queues() == await attendance.lists([MARCH])


async def test_however_many_answer_at_once_only_as_many_come_as_there_is_room_for(attendance: Attendance) -> None:
    people = [Account("slack", "T1", f"U{number}") for number in range(12)]
    await asyncio.gather(*(attendance.change(MARCH, says(person, capacity=5)) for person in people))

    found = (await attendance.lists([MARCH]))[MARCH]
    assert (found.count(Standing.GOING), found.count(Standing.WAITING)) == (5, 7)
    assert [guest.number for guest in found.guests] == list(range(1, 13))


async def test_forgets_one_person_everywhere_and_nobody_else(attendance: Attendance) -> None:
    for meeting in (MARCH, MAY):
        await attendance.change(meeting, says(ADA))
        await attendance.change(meeting, says(KIM))
    await attendance.forget(ADA)

    assert await attendance.of(ADA) == []
    assert [key for key, _ in await attendance.of(KIM)] == [MARCH, MAY]


async def test_drops_what_was_said_about_some_meetings_and_keeps_the_others(attendance: Attendance) -> None:
    for meeting in (MAY, MARCH):
        await attendance.change(meeting, says(ADA))
    assert await attendance.meetings() == [MARCH, MAY]
    await attendance.drop([MARCH, "never there"])
    await attendance.drop([])
    assert await attendance.meetings() == [MAY]
    assert [key for key, _ in await attendance.of(ADA)] == [MAY]


async def test_finds_and_forgets_a_person_where_a_platform_named_no_workspace(attendance: Attendance) -> None:
    unnamed, namesake = Account("discord", "*", "99"), Account("discord", "G1", "199")
    await attendance.change(MARCH, says(unnamed))
    for one in (KIM, namesake):
        await attendance.change(MAY, says(one))
    assert [guest.account for _, guest in await attendance.of(KIM)] == [unnamed, KIM]
    assert [guest.account for _, guest in await attendance.of(unnamed)] == [unnamed, KIM]
    await attendance.forget(unnamed)
    found = await attendance.lists([MARCH, MAY])
    assert [guest.account for one in found.values() for guest in one.guests] == [namesake]


async def test_what_somebody_says_in_private_takes_the_place_of_what_they_said_on_the_server(
    attendance: Attendance,
) -> None:
    await attendance.change(MARCH, says(KIM))
    await attendance.change(MARCH, says(Account("discord", "*", "99"), Standing.NOT_GOING))
    (only,) = (await attendance.lists([MARCH]))[MARCH].guests
    assert (only.account, only.standing, only.number) == (KIM, Standing.NOT_GOING, 1)
