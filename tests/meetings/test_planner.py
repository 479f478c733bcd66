"""Planning: asked often, quick when nothing changed, and nothing is lost when it fails."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import pytest

from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Draft
from bot.meetings.latest import Latest
from bot.meetings.model import Series
from bot.meetings.planner import MeetingPlanner
from config.stores import sql_stores
from store.database import open_database
from tests.fakes import MemoryCalendar, MemoryOutbox, MemoryVault
from tests.meetings.network import KIM, Network
from tests.meetings.series import NOW, network_meeting

DAY = timedelta(days=1)


class CountingCalendar(MemoryCalendar):
    """A calendar that counts what is asked of it."""

    def __init__(self, *series: Series) -> None:
        super().__init__(*series)
        self.asked: list[str] = []

    async def version(self) -> int:
        self.asked.append("version")
        return await super().version()

    async def all(self) -> list[Series]:
        self.asked.append("all")
        return await super().all()


class Room:
    def __init__(self, *faults: Exception | None) -> None:
        self.faults = list(faults)
        self.planned: list[int] = []
        self.calendar = CountingCalendar(network_meeting())
        self.woken = 0
        letterbox = Letterbox(MemoryOutbox(), self.wake)
        self.planner = MeetingPlanner(Latest(self.calendar), letterbox, [self.part])

    def wake(self) -> None:
        self.woken += 1

    async def part(self, calendar: Mapping[str, Series], now: datetime) -> Sequence[Draft]:
        del now
        self.planned.append(len(calendar))
        if fault := self.faults.pop(0) if self.faults else None:
            raise fault
        return []


async def test_a_look_at_which_nothing_changed_costs_one_small_question() -> None:
    room = Room()
    assert await room.planner.plan(NOW) == NOW + DAY
    room.calendar.asked.clear()
    for minute in range(5):
        assert await room.planner.plan(NOW + timedelta(minutes=minute)) == NOW + DAY
    assert (room.calendar.asked, room.planned) == (["version"] * 5, [1])


async def test_plans_anew_each_day_and_whenever_something_changed() -> None:
    room = Room()
    await room.planner.plan(NOW)
    await room.planner.plan(NOW + DAY)
    await room.calendar.save(network_meeting(id="other", uid="other"))
    await room.planner.plan(NOW + DAY)
    room.planner.changed()
    await room.planner.plan(NOW + DAY)
    await room.planner.plan(NOW + DAY)
    assert (room.planned, room.woken) == ([1, 1, 2, 2], 1)


async def test_what_failed_is_planned_again() -> None:
    room = Room(RuntimeError())
    with pytest.raises(RuntimeError):
        await room.planner.plan(NOW)
    await room.planner.plan(NOW)
    await room.planner.plan(NOW)
    assert room.planned == [1, 1]


async def test_a_month_goes_by_alike_in_memory_and_in_a_real_database(database_address: str) -> None:
    async def play(network: Network) -> list[tuple[str, str]]:
        await network.asked("meeting-remind", KIM, meeting="5e71e5@20260303T150000", when="1d", scope="all")
        await network.run("2026-03-20T00:00")
        # Of what is due at the same moment in two places, either may be said first.
        return sorted((str(to), text) for to, _, text in network.slack.history)

    there = await play(Network(network_meeting()))
    async with open_database(database_address) as engine:
        stores = sql_stores(engine, MemoryVault())
        await stores.calendar.save(network_meeting())
        assert await play(Network(stores=stores)) == there
    assert len(there) == 4
