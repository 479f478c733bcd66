"""The calendar of the demo."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.meetings.agenda import Agenda
from bot.meetings.attendance import Standing
from bot.meetings.latest import Latest
from bot.meetings.occurrences import Meeting
from config.demo_calendar import fill_calendar
from tests.house import memory_stores
from tests.journeys.network import ENTRIES


@pytest.mark.parametrize("day", ["2026-01-06", "2026-02-28", "2026-03-27", "2026-10-24", "2026-12-31"])
async def test_is_ahead_of_whatever_day_it_is_with_a_speaker_and_one_place_left(day: str) -> None:
    now = datetime.fromisoformat(day).replace(hour=16, tzinfo=UTC)
    stores = memory_stores(ENTRIES)
    await fill_calendar(stores, now)
    coming = await Agenda(Latest(stores.calendar), lambda: now).coming()

    def first(kind: str) -> Meeting:
        return next(one for one in coming if one.series.kind == kind)

    network, support, workshop = first("network"), first("support"), first("workshop")
    assert f"{network.when.local:%A %H:%M}" == "Tuesday 15:00"
    assert network.when.local.day <= 7
    assert network.occurrence.speaker
    assert f"{support.when.local:%A %H:%M}" == "Thursday 12:30"
    assert support.start - now < timedelta(days=17)
    assert workshop.series.capacity == 12
    guests = (await stores.attendance.lists([workshop.key]))[workshop.key]
    assert guests.count(Standing.GOING) == min(11, len(ENTRIES))
    assert [one.series.kind for one in coming].count(workshop.series.kind) == 1
