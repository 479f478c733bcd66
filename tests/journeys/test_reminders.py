"""A member is reminded, asks to be reminded in person, and wants to hear no more; an organiser sees what went wrong."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from bot.chat.requests import Address, Role
from bot.delivery.model import Draft, Outcome, State
from bot.meetings import edits
from bot.meetings.model import Kind
from bot.meetings.notices import REMINDER
from config.settings import load_settings
from tests.house import memory_core, memory_stores
from tests.journeys.conftest import SKINS, STAGES
from tests.journeys.skin import Skin
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
        memory_stores(series=[network_meeting()]),
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


# On every platform, with one person in front of it ------------------------------


@pytest.fixture(params=SKINS)
async def member(request: pytest.FixtureRequest) -> AsyncIterator[Skin]:
    stores = memory_stores(series=[network_meeting()])
    async with SKINS[request.param](memory_core(stores=stores, now=lambda: START).bot) as skin:
        yield skin


@pytest.fixture(params=SKINS)
async def organiser(request: pytest.FixtureRequest) -> AsyncIterator[Skin]:
    """Somebody in whose network a reminder could not be posted."""
    stores = memory_stores(series=[network_meeting()])
    key = "5e71e5@20260303T150000"
    to = Address.parse("slack:C1")
    late = START + timedelta(days=9)
    await stores.outbox.put(
        [Draft(key="1", kind=REMINDER, payload="{}", to=to, due_at=START, expires_at=late, about=key)]
    )
    (one,) = await stores.outbox.claim(START, START, most=1)
    await stores.outbox.settle(one, Outcome(state=State.FAILED, reason="I am not in this channel: invite me."))
    async with SKINS[request.param](memory_core(stores=stores, now=lambda: START).bot, Role.ORGANISER) as skin:
        yield skin


async def test_a_member_asks_to_be_reminded_and_changes_their_mind(member: Skin) -> None:
    await member.type("/meetings")
    await member.press("Details")
    form = await member.press("Remind me")
    assert list(form.fields) == ["when", "scope"]
    told = await member.submit(when="1h", scope="this")
    assert "I will remind you in private of this Network meeting, an hour before." in told.text.replace("\n", " ")

    await member.type("/meetings")
    await member.press("Details")
    await member.press("Remind me")
    told = await member.submit(when="off", scope="this")
    assert "I will say no more to you about this meeting" in told.text.replace("\n", " ")


async def test_an_organiser_sees_what_could_not_be_posted_and_sends_it_again(organiser: Skin) -> None:
    seen = await organiser.type("/meetings-log")
    assert "I am not in this channel: invite me." in seen.text
    assert list(seen.buttons) == ["Send again", "Drop"]
    assert "I am sending it again." in (await organiser.press("Send again")).text
    assert "Nothing has been said about meetings yet." in (await organiser.type("/meetings-log")).text
