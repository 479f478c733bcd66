"""A member is reminded, asks to be reminded in person, and wants to hear no more; an organiser sees what went wrong."""

from dataclasses import replace

import pytest

from bot.chat.requests import Role
from tests.journeys.skin import Skin
from tests.journeys.stage import CHANNEL, Scene, Stage
from tests.meetings.series import network_meeting, utc

START = utc("2026-02-24T14:30")
CHANGED = " · 11:00 London time"


# A network that meets in eight days.
SCENE = Scene(series=[network_meeting()], begins=START)


@pytest.fixture
def scene() -> Scene:
    return SCENE


async def test_a_member_is_reminded_in_person_and_mutes(stage: Stage) -> None:
    kim = await stage.person("Kim")
    await stage.advance(hours=1)
    heard = await kim.hears("In a week: Network meeting", CHANNEL)
    assert list(heard.buttons) == ["Going", "Maybe", "Not going", "Remind me"]

    form = await kim.press("Remind me")
    assert list(form.fields) == ["when", "scope"]
    assert "I will remind you in private of every Network meeting, a day before." in (
        await kim.submit(when="1d", scope="all")
    ).text.replace("\n", " ")

    await stage.advance(days=6)
    reminded = await kim.hears("Tomorrow: Network meeting")
    assert list(reminded.buttons)[-2:] == ["Snooze until an hour before", "Mute"]
    muted = await kim.press("Mute")
    assert "I will say no more to you about this meeting" in muted.text
    assert list(muted.buttons) == ["Stop for the whole series"]

    await manage(stage, "Move", date="2026-03-04", time="11:00")
    await kim.hears("Moved: Network meeting", CHANNEL)
    await stage.advance(minutes=1)
    # What was said before is put right, and nothing new is said.
    assert await kim.count("Network meeting") == await kim.count("Moved: Network meeting") == 1


async def test_a_member_snoozes_a_reminder(stage: Stage) -> None:
    kim = await stage.person("Kim")
    await stage.advance(hours=1)
    await kim.hears("In a week: Network meeting", CHANNEL)
    await kim.press("Remind me")
    await kim.submit(when="1d", scope="this")
    await stage.advance(days=6)
    await kim.hears("Tomorrow: Network meeting")
    assert "I will remind you once more" in (await kim.press("Snooze until an hour before")).text
    await stage.advance(hours=22, minutes=45)
    assert "Snooze until an hour before" not in (await kim.hears("In an hour: Network meeting")).buttons


async def test_a_member_is_told_in_person_that_a_meeting_is_cancelled(stage: Stage) -> None:
    kim = await stage.person("Kim")
    await stage.advance(hours=1)
    await kim.hears("In a week: Network meeting", CHANNEL)
    await kim.press("Remind me")
    await kim.submit(when="1d", scope="all")
    await stage.advance(days=6)
    await kim.hears("Tomorrow: Network meeting")
    await manage(stage, "Cancel")
    assert "It does not take place." in (await kim.hears("Cancelled: Network meeting")).text


async def test_a_change_is_said_once_and_what_was_said_before_is_put_right(stage: Stage) -> None:
    kim = await stage.person("Kim")
    await stage.advance(hours=1)
    assert await kim.count("Network meeting", CHANNEL) == 1

    await manage(stage, "Move", date="2026-03-04", time="11:00")
    moved = await kim.hears("Moved: Network meeting", CHANNEL)
    assert CHANGED in moved.text
    await stage.advance(minutes=5)
    assert await kim.count("Network meeting", CHANNEL) == 2
    assert await kim.count(CHANGED, CHANNEL) == 2
    await kim.hears("Moved: Network meeting", CHANNEL)
    assert "you: going" in (await kim.press("Going")).text

    await manage(stage, "Cancel")
    await stage.advance(minutes=5)
    assert await kim.count("Network meeting", CHANNEL) == 3
    assert await kim.count("Cancelled: Network meeting", CHANNEL) == 3
    assert list((await kim.hears("It does not take place.", CHANNEL)).buttons) == []
    await stage.advance(days=9)
    assert await kim.count("Network meeting", CHANNEL) == 3


async def test_a_member_answers_a_reminder_and_only_they_see_it(stage: Stage) -> None:
    kim, robin = await stage.person("Kim"), await stage.person("Robin")
    await stage.advance(hours=1)
    await kim.hears("In a week: Network meeting", CHANNEL)
    assert "you: going" in (await kim.press("Going")).text

    for person in (kim, robin):
        heard = await person.hears("In a week: Network meeting", CHANNEL)
        assert list(heard.buttons) == ["Going", "Maybe", "Not going", "Remind me"]
        assert "going" not in heard.text
    assert "1 going, 1 maybe · you: maybe" in (await robin.press("Maybe")).text

    olu = await stage.person("Olu", Role.ORGANISER)
    await olu.type("/meetings")
    seen = await olu.press("Details")
    assert "Only organisers see these names." in seen.text


async def test_a_member_asks_to_be_reminded_and_changes_their_mind(me: Skin) -> None:
    await me.type("/meetings")
    await me.press("Details")
    form = await me.press("Remind me")
    assert list(form.fields) == ["when", "scope"]
    told = await me.submit(when="1h", scope="this")
    assert "I will remind you in private of this Network meeting, an hour before." in told.text.replace("\n", " ")

    await me.type("/meetings")
    await me.press("Details")
    await me.press("Remind me")
    told = await me.submit(when="off", scope="this")
    assert "I will say no more to you about this meeting" in told.text.replace("\n", " ")


@pytest.mark.parametrize("scene", [replace(SCENE, announced=["NOWHERE"])], ids=["a channel that is not there"])
async def test_an_organiser_is_told_what_could_not_be_posted_and_sends_it_again_or_drops_it(stage: Stage) -> None:
    olu = await stage.person("Olu", Role.ORGANISER)
    await stage.advance(hours=1)

    await olu.hears("Something could not be delivered")
    for _ in range(2):
        assert "Network meeting" in (await olu.type("/meetings-log")).text
        assert "I am sending it again." in (await olu.press("Send again")).text
        await stage.advance(minutes=1)
    await olu.type("/meetings-log")
    await olu.press("Drop")
    assert "Send again" not in (await olu.type("/meetings-log")).buttons


async def manage(stage: Stage, change: str, **answers: str) -> None:
    """Let an organiser move or cancel the next meeting."""
    olu = await stage.person("Olu", Role.ORGANISER)
    await olu.type("/meetings")
    await olu.press("Manage")
    await olu.press(change)
    await (olu.submit(**answers) if answers else olu.press("Yes, cancel it"))
