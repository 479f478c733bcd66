"""Places that become free: offered in order, in private, for a time."""

from datetime import timedelta

import pytest

from bot.chat.requests import Account, Actor
from bot.chat.views import plain
from bot.delivery.composers import Unsaid, Words
from bot.delivery.model import Outcome, State
from bot.meetings.attendance import Standing
from bot.meetings.seats import OFFER
from tests.fakes import MemoryOutbox
from tests.meetings.room import OZ, Person, Room, open_room
from tests.meetings.series import network_meeting, utc

MARCH = "5e71e5@20260303T150000"


def people(room: Room, *names: str) -> list[Person]:
    return [room.person(Actor(Account("core", "*", name), name.upper())) for name in names]


async def queue(room: Room, *names: str, meeting: str = MARCH) -> list[Person]:
    """Let each say that they come, and the first then that they do not."""
    found = people(room, *names)
    for one in found:
        await one.say(f"meeting-answer?meeting={meeting}&answer=going")
    await found[0].say(f"meeting-answer?meeting={meeting}&answer=not")
    return found


def offers(room: Room) -> list[str]:
    outbox = room.stores.outbox
    assert isinstance(outbox, MemoryOutbox)
    return [str(row.to) for row in outbox.rows.values() if row.kind == OFFER]


async def worded(room: Room, nth: int = 0) -> Words | Unsaid:
    outbox = room.stores.outbox
    assert isinstance(outbox, MemoryOutbox)
    said = await room.diary.composers[OFFER](list(outbox.rows.values())[nth], room.now)
    assert isinstance(said, Words | Unsaid)
    return said


async def look(room: Room) -> object:
    return await room.diary.planners[0](room.now)


async def test_nothing_is_offered_while_every_place_is_taken() -> None:
    room = open_room(capacity=1)
    for one in people(room, "a", "b"):
        await one.say(f"meeting-answer?meeting={MARCH}&answer=going")
    assert (await look(room), offers(room)) == (None, [])


async def test_offers_a_freed_place_to_the_first_in_the_line_with_a_time_to_answer() -> None:
    room = open_room(capacity=1)
    await queue(room, "a", "b", "c")
    assert await look(room) == room.now + timedelta(hours=24)
    assert offers(room) == ["core:@b"]

    said = await worded(room)
    assert isinstance(said, Words)
    text = plain(said.blocks)
    assert "You were waiting for a place at Network meeting, Tue 03 Mar 15:00 UTC." in text
    assert "It is kept for you until Sat 03 Jan 09:30 UTC." in text


async def test_looking_again_makes_no_second_offer() -> None:
    room = open_room(capacity=1)
    await queue(room, "a", "b")
    for _ in range(3):
        await look(room)
    assert offers(room) == ["core:@b"]


async def test_whoever_takes_the_place_comes_and_the_offer_is_not_said_any_more() -> None:
    room = open_room(capacity=1)
    _, b, _ = await queue(room, "a", "b", "c")
    await look(room)
    assert "you: going" in await b.say(f"meeting-answer?meeting={MARCH}&answer=going")
    assert await look(room) is None
    assert await worded(room) == Unsaid(State.UNWANTED, "The place is no longer kept.")


async def test_a_place_that_nobody_answered_for_goes_to_the_next_in_the_line() -> None:
    room = open_room(capacity=1)
    _, b, _ = await queue(room, "a", "b", "c")
    await look(room)
    room.now += timedelta(hours=24)
    await look(room)
    assert offers(room) == ["core:@b", "core:@c"]
    assert isinstance(await worded(room, 1), Words)
    assert "you are number 1 in the line" in await b.say(f"meeting-answer?meeting={MARCH}&answer=going")


async def test_a_place_that_is_let_go_goes_to_the_next_in_the_line() -> None:
    room = open_room(capacity=1)
    _, b, _ = await queue(room, "a", "b", "c")
    await look(room)
    await b.say(f"meeting-answer?meeting={MARCH}&answer=not")
    await look(room)
    assert offers(room) == ["core:@b", "core:@c"]


async def test_there_is_less_time_to_answer_when_the_meeting_is_near_and_none_at_its_door() -> None:
    room = open_room(capacity=1)
    await queue(room, "a", "b", "c")
    room.now = utc("2026-03-03T13:00")
    assert await look(room) == utc("2026-03-03T14:00")
    room.now = utc("2026-03-03T14:50")
    await look(room)
    assert offers(room) == ["core:@b"]


async def test_nothing_is_offered_for_a_meeting_that_is_cancelled() -> None:
    room = open_room(capacity=1)
    await queue(room, "a", "b")
    oz = room.person(OZ)
    await oz.say(f"meeting-cancel?meeting={MARCH}")
    await oz.press("Yes, cancel it")
    assert (await look(room), offers(room)) == (None, [])


async def test_what_was_offered_while_a_meeting_is_cancelled_is_offered_anew_once_it_is_held() -> None:
    room = open_room(capacity=1)
    await queue(room, "a", "b", "c")
    await look(room)
    oz = room.person(OZ)
    await oz.say(f"meeting-cancel?meeting={MARCH}")
    await oz.press("Yes, cancel it")
    assert await look(room) is None
    room.now += timedelta(days=2)
    await look(room)
    await oz.say(f"meeting-restore?meeting={MARCH}")
    assert await look(room) == room.now + timedelta(hours=24)
    assert offers(room) == ["core:@b", "core:@b"]
    assert isinstance(await worded(room, 1), Words)


async def test_once_there_is_room_for_everybody_who_waited_comes_and_is_told() -> None:
    room = open_room(capacity=1)
    _, b, _ = await queue(room, "a", "b", "c")
    await look(room)
    oz = room.person(OZ)
    await oz.say(f"meeting-who?meeting={MARCH}")
    await oz.fill(capacity="")
    await look(room)
    assert await look(room) is None
    guests = (await room.stores.attendance.lists([MARCH]))[MARCH]
    assert [one.account.user for one in guests.who(Standing.GOING)] == ["b", "c"]
    assert offers(room) == ["core:@b", "core:@b", "core:@c"]
    assert await worded(room) == Unsaid(State.UNWANTED, "The place is no longer kept.")
    said = await worded(room, 1)
    assert isinstance(said, Words)
    assert "You have a place\nYou were waiting for a place at Network meeting, Tue 03 Mar 15:00 UTC." in plain(
        said.blocks
    )

    room.now += timedelta(days=30)
    assert (await look(room), len(offers(room))) == (None, 3)
    await b.say(f"meeting-answer?meeting={MARCH}&answer=not")
    assert await worded(room, 1) == Unsaid(State.UNWANTED, "The place is not taken.")


async def test_whoever_comes_because_there_is_room_is_told_so_in_the_morning() -> None:
    room = open_room(capacity=1)
    for one in people(room, "a", "b"):
        await one.say(f"meeting-answer?meeting={MARCH}&answer=going")
    room.now = utc("2026-02-10T23:00")
    oz = room.person(OZ)
    await oz.say(f"meeting-who?meeting={MARCH}")
    await oz.fill(capacity="")
    await look(room)
    outbox = room.stores.outbox
    assert isinstance(outbox, MemoryOutbox)
    assert [row.due_at for row in outbox.rows.values()] == [utc("2026-02-11T07:00")]
    assert "you: going" in await people(room, "b")[0].say(f"meeting?meeting={MARCH}")


@pytest.mark.parametrize(("state", "made"), [(State.SENT, 1), (State.UNWANTED, 2)])
async def test_an_offer_that_was_made_is_not_made_again_because_the_series_goes_on_as_another(
    state: State, made: int
) -> None:
    room = open_room(capacity=1)
    await queue(room, "a", "b")
    await look(room)
    outbox = room.stores.outbox
    [row] = await outbox.claim(room.now, room.now + timedelta(minutes=1), most=9)
    await outbox.settle(row, Outcome(state=state))
    oz = room.person(OZ)
    await oz.say(f"meeting-later-edit?meeting={MARCH}")
    await oz.fill(host="Somebody else")
    room.now += timedelta(minutes=5)
    await look(room)
    assert offers(room) == ["core:@b"] * made


async def test_more_room_is_offered_at_once() -> None:
    room = open_room(capacity=1)
    for one in people(room, "a", "b", "c"):
        await one.say(f"meeting-answer?meeting={MARCH}&answer=going")
    await look(room)
    oz = room.person(OZ)
    await oz.say(f"meeting-who?meeting={MARCH}")
    await oz.fill(capacity="2")
    await look(room)
    assert offers(room) == ["core:@b"]


async def test_who_waited_is_forgotten_when_the_meeting_is_over() -> None:
    room = open_room(capacity=1)
    for one in people(room, "a", "b"):
        await one.say(f"meeting-answer?meeting={MARCH}&answer=going")
    room.now = utc("2026-03-03T17:00")
    await look(room)
    guests = (await room.stores.attendance.lists([MARCH]))[MARCH]
    assert [guest.account.user for guest in guests.guests] == ["a"]


async def test_an_offer_that_comes_too_late_is_missed() -> None:
    room = open_room(capacity=1)
    await queue(room, "a", "b")
    await look(room)
    room.now += timedelta(hours=25)
    assert await worded(room) == Unsaid(State.MISSED, "The time to answer is over.")


async def test_what_becomes_free_at_night_is_offered_in_the_morning() -> None:
    room = open_room(capacity=1)
    room.now = utc("2026-02-10T23:00")
    await queue(room, "a", "b")
    assert (await look(room), offers(room)) == (utc("2026-02-11T07:00"), [])
    room.now = utc("2026-02-11T07:00")
    assert (await look(room), offers(room)) == (utc("2026-02-12T07:00"), ["core:@b"])


async def test_nobody_sleeps_through_a_place_at_a_meeting_before_the_night_is_over() -> None:
    room = Room(network_meeting("", "2026-03-03T07:10", capacity=1))
    room.now = utc("2026-03-03T04:00")
    await queue(room, "a", "b", meeting="5e71e5@20260303T071000")
    assert (await look(room), offers(room)) == (utc("2026-03-03T05:35"), ["core:@b"])
