"""/meetings: what everybody sees, and says."""

from collections.abc import Awaitable, Callable, Collection
from datetime import timedelta
from functools import partial

import pytest

from bot.chat.calls import Call
from bot.chat.requests import Account, Actor, Address, Request
from bot.chat.views import plain
from bot.meetings.agenda import Agenda
from bot.meetings.attendance import GuestList
from bot.meetings.commands import Meetings
from bot.meetings.latest import Latest
from tests.fakes import MemoryAttendance
from tests.meetings.room import KIM, OZ, PIA, Room, open_room
from tests.meetings.series import network_meeting, utc

JANUARY = "5e71e5@20260106T150000"


@pytest.mark.parametrize(
    ("start", "zone", "words"),
    [
        ("2026-03-03T15:00", "Europe/London", "· 15:00 London time\n"),
        ("2026-03-03T18:30", "Europe/London", "· Tuesday 18:30 London time\n"),
        ("2026-03-03T09:00", "Australia/Sydney", "· Tuesday 09:00 Sydney time\n"),
        ("2026-03-03T12:00", "UTC", "· 12:00 UTC\n"),
        ("2026-03-03T12:00", "EST", "· Tuesday 12:00 EST\n"),
    ],
)
async def test_names_the_weekday_only_where_readers_may_have_another(start: str, zone: str, words: str) -> None:
    assert words in await Room(network_meeting("", start, zone=zone)).person(KIM).say("/meetings")


async def test_shows_what_is_coming_with_its_time_place_and_what_can_be_done() -> None:
    kim = open_room().person(KIM)
    text = await kim.say("/meetings")

    assert "Tue 06 Jan 15:00 UTC · 15:00 London time" in text
    assert "Where: Room 4; https://meet.example/health" in text
    assert "1–4 of 6 in the coming year." in text
    assert kim.labels[:5] == ["Going", "Maybe", "Not going", "Details", "Add to calendar"]


async def test_turns_the_pages_there_and_back() -> None:
    kim = open_room().person(KIM)
    await kim.say("/meetings")
    assert "5–6 of 6" in await kim.press("Later ›")
    assert kim.reply.replaces
    assert "1–4 of 6" in await kim.press("‹ Earlier")


async def test_the_summer_is_at_the_same_hour_there_and_another_in_utc() -> None:
    assert "Tue 05 May 14:00 UTC · 15:00 London time" in await open_room().person(KIM).say("/meetings")


async def test_says_so_when_nothing_is_planned_and_offers_organisers_to_plan() -> None:
    kim, oz = Room().person(KIM), Room().person(OZ)
    assert (await kim.say("/meetings"), kim.labels) == ("No meeting is planned for the coming year.", [])
    await oz.say("/meetings")
    assert oz.labels == ["Plan a meeting"]


async def test_a_meeting_under_way_is_still_shown_and_one_that_is_over_is_not() -> None:
    room = open_room(rule="", start="2026-01-06T15:00")
    room.now = utc("2026-01-06T16:00")
    assert "Network meeting" in await room.person(KIM).say("/meetings")
    room.now = utc("2026-01-06T16:31")
    assert "No meeting is planned" in await room.person(KIM).say("/meetings")


async def test_an_answer_is_shown_counted_and_can_be_changed() -> None:
    room = open_room()
    kim, oz = room.person(KIM), room.person(OZ)
    await kim.say("/meetings")
    assert "1 going · you: going" in await kim.press("Going")
    assert kim.labels[0] == "✓ Going"
    assert "1 maybe · you: maybe" in await kim.press("Maybe")
    assert "1 going, 1 maybe · you: going" in await oz.say(f"meeting-answer?meeting={JANUARY}&answer=going")
    assert not oz.reply.replaces


async def test_answering_from_the_list_stays_on_its_page() -> None:
    kim = open_room().person(KIM)
    await kim.say("/meetings")
    await kim.press("Later ›")
    assert "5–6 of 6" in await kim.press("Going")


async def test_details_say_everything_and_lead_back() -> None:
    kim = open_room(about="Bring a question.").person(KIM)
    await kim.say("/meetings")
    text = await kim.press("Details", 1)
    assert "Bring a question." in text
    assert "Host: Ana Núñez" in text
    assert "Lasts 1 hour 30 minutes." in text
    assert "Held every other month on the first Tuesday, 15:00 London time." in text
    await kim.press("Going")
    assert "you: going" in kim.text
    assert "1–4 of 6" in await kim.press("‹ All meetings")


async def test_names_are_told_to_organisers_alone() -> None:
    room = open_room()
    await room.person(KIM).say(f"meeting-answer?meeting={JANUARY}&answer=going")
    assert "Going: Kim" in await room.person(OZ).say(f"meeting?meeting={JANUARY}")
    lea = room.person(Actor(Account("core", "*", "lea"), "Lea"))
    assert "Kim" not in await lea.say(f"meeting?meeting={JANUARY}")


async def test_names_are_told_to_everybody_where_the_meeting_says_so_before_one_answers() -> None:
    room = open_room(names_shown=True)
    kim = room.person(KIM)
    assert "Everybody sees who comes." in await kim.say("/meetings")
    assert "Others see how many come, and who where it says so; organisers see who, too." in kim.text
    await kim.press("Going")
    assert "Going: Kim" in await room.person(Actor(Account("core", "*", "lea"), "Lea")).say(
        f"meeting?meeting={JANUARY}"
    )


async def test_who_finds_no_place_is_told_their_turn() -> None:
    room = open_room(capacity=1)
    kim, oz, pia = room.person(KIM), room.person(OZ), room.person(PIA)
    await kim.say("/meetings")
    assert "1 of 1 places taken · you: going" in await kim.press("Going")
    await oz.say("/meetings")
    assert "The one place is taken: you are number 1 in the line." in await oz.press("Wait for a place")
    await pia.say("/meetings")
    assert "you are number 2 in the line" in await pia.press("Wait for a place")
    assert "1 of 1 places taken, 2 waiting · you wait for a place" in pia.text


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("meeting?meeting=nonsense", "There is no such meeting."),
        ("meeting?meeting=0ther@20260107T150000", "There is no such meeting."),
        (f"meeting?meeting={JANUARY}&view=x9", "That button leads nowhere."),
        (f"meeting-answer?meeting={JANUARY}&answer=perhaps", "Say whether you come"),
        ("meetings-page?start=9999", "5–6 of 6"),
    ],
)
async def test_says_something_useful_to_whatever_comes_from_old_or_made_up_buttons(call: str, said: str) -> None:
    assert said in await open_room().person(KIM).say(call)


async def test_nobody_can_come_to_a_meeting_that_is_over() -> None:
    room = open_room()
    room.now += timedelta(days=30)
    assert "That meeting is over." in await room.person(KIM).say(f"meeting-answer?meeting={JANUARY}&answer=going")


async def test_meetings_of_several_series_come_in_their_order() -> None:
    other = network_meeting("FREQ=WEEKLY;INTERVAL=2", "2026-01-08T12:30", id="b", uid="b", title="Peer support")
    text = await Room(network_meeting(), other).person(KIM).say("/meetings")
    assert text.index("Network meeting") < text.index("Peer support")


class Delayed(MemoryAttendance):
    """Lists of the room in which something else happens just before the next answer is written down."""

    def __init__(self, room: Room, meanwhile: Callable[[], Awaitable[object]]) -> None:
        super().__init__()
        self._room = room
        self._meanwhile: Callable[[], Awaitable[object]] | None = meanwhile

    async def lists(self, meetings: Collection[str]) -> dict[str, GuestList]:
        return await self._room.stores.attendance.lists(meetings)

    async def drop(self, meetings: Collection[str]) -> None:
        await self._room.stores.attendance.drop(meetings)

    async def change(self, meeting: str, by: Callable[[GuestList], GuestList]) -> GuestList:
        meanwhile, self._meanwhile = self._meanwhile, None
        if meanwhile:
            await meanwhile()
        return await self._room.stores.attendance.change(meeting, by)


async def test_an_answer_given_while_a_series_is_divided_is_not_lost() -> None:
    room = open_room()
    oz = room.person(OZ)
    await oz.say(f"meeting-later-edit?meeting={JANUARY.replace('0106', '0303')}")
    agenda = Agenda(Latest(room.stores.calendar), lambda: room.now)
    meetings = Meetings(agenda, Delayed(room, partial(oz.fill, host="Somebody else")), lambda: None)
    said = Call.parse(f"meeting-answer?meeting={JANUARY.replace('0106', '0303')}&answer=going")
    reply = await meetings.answer(Request(said, KIM, Address("core", "lobby")))
    assert "1 going · you: going" in plain(reply.blocks)
    (later,) = (one for one in await room.series() if one.follows)
    assert await room.stores.attendance.meetings() == [f"{later.id}@20260303T150000"]
    assert "you: going" in await room.person(KIM).say(f"meeting?meeting={JANUARY.replace('0106', '0303')}")
