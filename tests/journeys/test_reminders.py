"""A member is reminded where everybody is, asks to be reminded in person, and then wants to hear no more."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from bot.delivery.model import State
from bot.meetings import edits
from bot.meetings.model import Kind
from config.settings import load_settings
from tests.fakes import MemoryCalendar
from tests.house import memory_stores
from tests.journeys.conftest import STAGES
from tests.journeys.stage import House, Stage
from tests.meetings.series import network_meeting, utc, wall

CHANNEL = "workshops"
START = utc("2026-02-24T14:30")


@pytest.fixture(params=STAGES)
def platform(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def house(platform: str) -> House:
    """A network that meets in eight days, and is told so in one channel."""
    settings = load_settings(_env_file=None, network="the network")
    meetings = settings.meetings.model_copy(update={"channels": {Kind.NETWORK: (f"{platform}:{CHANNEL}",)}})
    opened = datetime.now(UTC)
    return House(
        replace(memory_stores(), calendar=MemoryCalendar(network_meeting())),
        settings.model_copy(update={"meetings": meetings}),
        lambda: START + (datetime.now(UTC) - opened),
    )


@pytest.fixture
async def stage(platform: str, house: House) -> AsyncIterator[Stage]:
    async with STAGES[platform](house) as opened:
        yield opened


async def test_a_member_is_reminded_in_person_and_mutes(stage: Stage, house: House) -> None:
    kim = await stage.person("Kim")
    await house.wait(timedelta(hours=1))
    heard = await kim.hears("In a week: Network meeting", CHANNEL)
    assert list(heard.buttons) == ["Going", "Maybe", "Not going", "Remind me"]

    form = await kim.press("Remind me")
    assert list(form.fields) == ["when", "scope"]
    assert "I will remind you in private of every Network meeting, a day before." in (
        await kim.submit(when="1d", scope="all")
    ).text.replace("\n", " ")

    await house.wait(timedelta(days=6))
    reminded = await kim.hears("Tomorrow: Network meeting")
    assert list(reminded.buttons)[-2:] == ["Snooze until an hour before", "Mute"]
    muted = await kim.press("Mute")
    assert "I will say no more to you about this meeting" in muted.text
    assert list(muted.buttons) == ["Stop for the whole series"]

    start = wall("2026-03-03T15:00")
    (series,) = await house.stores.calendar.all()
    await house.stores.calendar.save(edits.move(series, start, wall("2026-03-04T11:00"), house.now()))
    await house.wait(timedelta(minutes=1))
    await kim.hears("Moved: Network meeting", CHANNEL)
    rows = await house.stores.outbox.show([State.WAITING, State.SENT], most=99, kinds=["meeting-change"])
    assert {row.to.channel for row in rows if row.state is State.SENT} == {CHANNEL}


async def test_a_member_snoozes_a_reminder(stage: Stage, house: House) -> None:
    kim = await stage.person("Kim")
    await house.wait(timedelta(hours=1))
    await kim.hears("In a week: Network meeting", CHANNEL)
    await kim.press("Remind me")
    await kim.submit(when="1d", scope="this")
    await house.wait(timedelta(days=6))
    await kim.hears("Tomorrow: Network meeting")
    assert "I will remind you once more" in (await kim.press("Snooze until an hour before")).text
    await house.wait(timedelta(hours=22, minutes=45))
    assert "Snooze until an hour before" not in (await kim.hears("In 45 minutes: Network meeting")).buttons


async def test_a_member_is_told_in_person_that_a_meeting_is_cancelled(stage: Stage, house: House) -> None:
    kim = await stage.person("Kim")
    await house.wait(timedelta(hours=1))
    await kim.hears("In a week: Network meeting", CHANNEL)
    await kim.press("Remind me")
    await kim.submit(when="1d", scope="all")
    await house.wait(timedelta(days=6))
    await kim.hears("Tomorrow: Network meeting")
    cancel = partial(edits.cancel, start=wall("2026-03-03T15:00"), at=house.now())
    (series,) = await house.stores.calendar.all()
    await house.stores.calendar.save(cancel(series))
    await house.wait(timedelta(minutes=1))
    assert "It does not take place." in (await kim.hears("Cancelled: Network meeting")).text
