"""Whispers: one neutral sentence in private, and nothing in the outbox that tells who, of what, or whose it is."""

import logging
from collections import Counter
from dataclasses import replace

import pytest

from bot.chat.calls import call
from bot.chat.requests import Address
from bot.chat.veil import Veil
from bot.chat.views import Moment, Text, calls, plain
from bot.delivery.composers import Words
from bot.delivery.model import Delivery, Later, Refused, State, Unknown
from bot.reflection.whispers import FOLLOW_UP, WHISPER
from bot.support.relay import SEALED
from tests.reflection.test_sessionbook import KIM, LEE, MAX
from tests.reflection.whispering import WAIT, Hall

SENTENCE = (
    "There is something new for you in a session you take part in. Type /sessions to read it; only you can see it."
)
HOUR = 3600
DAY = 24 * HOUR


@pytest.fixture
async def hall() -> Hall:
    made = Hall()
    await made.gather()
    return made


async def worded(hall: Hall, row: Delivery) -> Words:
    said = await hall.whispers.composers()[row.kind](row, hall.clock.now())
    assert isinstance(said, Words)
    return said


async def test_says_the_same_whatever_became_of_it_and_names_no_session(hall: Hall) -> None:
    said, other = await hall.wrote(KIM, KIM)
    for doing in (hall.holds(said), hall.lets_through(said), hall.removes(other)):
        await doing
        (row,) = [row for row in hall.outbox.rows.values() if row.state is State.WAITING]
        assert calls((await worded(hall, row)).blocks) == [call("sessions")]
        hall.clock.move(HOUR)
        await hall.settle()
    assert hall.slack.said == [SENTENCE] * 3
    assert hall.heard == {"KIM": 3}


async def test_when_it_is_said_does_not_say_what_it_is_about(hall: Hall) -> None:
    pressed = hall.clock.now()
    await hall.holds(*await hall.wrote(*[KIM, LEE] * 5))
    waits = {(row.due_at - pressed).total_seconds() for row in hall.outbox.rows.values()}
    assert (min(waits) >= 60, max(waits) <= WAIT, len(waits)) == (True, True, 10)
    await hall.settle()
    assert hall.heard == {"KIM": 1, "LEE": 1}


async def test_says_it_once_for_each_standing_however_often_it_is_pressed(hall: Hall) -> None:
    (said,) = await hall.wrote(KIM)
    for _ in range(3):
        await hall.holds(said)
        await hall.settle()
    assert hall.heard == {"KIM": 1}


async def test_several_that_wait_are_said_as_one_and_to_each_of_several_people(hall: Hall) -> None:
    await hall.holds(*await hall.wrote(KIM, LEE, KIM, KIM))
    await hall.settle()
    assert hall.heard == {"KIM": 1, "LEE": 1}
    assert Counter(hall.states) == {State.SENT: 2, State.UNWANTED: 2}


async def test_what_follows_soon_after_one_that_was_said_is_said_as_one_an_hour_later(hall: Hall) -> None:
    first, second = await hall.wrote(KIM, KIM)
    await hall.holds(first)
    await hall.settle()
    await hall.holds(second)
    await hall.settle()
    await hall.removes(first)
    await hall.settle()
    assert hall.heard == {"KIM": 1}
    hall.clock.move(HOUR)
    await hall.settle()
    assert hall.heard == {"KIM": 2}
    assert Counter(hall.states) == {State.SENT: 2, State.UNWANTED: 1}


async def test_what_one_is_told_puts_off_nobody_else(hall: Hall) -> None:
    first, second = await hall.wrote(KIM, LEE)
    await hall.holds(first)
    await hall.settle()
    await hall.holds(second)
    await hall.settle()
    assert hall.heard == {"KIM": 1, "LEE": 1}


async def test_one_that_has_to_wait_is_said_with_the_next(hall: Hall) -> None:
    first, second = await hall.wrote(KIM, KIM)
    hall.slack.faults = [Later(WAIT + 100)]
    await hall.holds(first)
    await hall.settle()
    await hall.holds(second)
    # The second comes first then, because it was due before the first is tried again.
    hall.clock.move(100)
    await hall.settle()
    assert hall.heard == {"KIM": 1}
    assert hall.states == [State.UNWANTED, State.SENT]


async def test_whoever_wants_to_look_by_themselves_is_left_alone(hall: Hall) -> None:
    await hall.holds(*await hall.wrote(MAX))
    await hall.settle()
    assert (hall.slack.said, hall.outbox.rows) == ([], {})


async def test_who_cannot_be_reached_is_not_told_apart(hall: Hall) -> None:
    hall.slack.closed[Address("slack", "@KIM")] = Refused("Kim left.")
    await hall.holds(*await hall.wrote(KIM, LEE))
    await hall.settle()
    kim, lee = hall.outbox.rows.values()
    assert hall.heard == {"LEE": 1}
    assert (kim.state, kim.reason) == (lee.state, lee.reason) == (State.SENT, "")
    assert len(kim.posted) == len(lee.posted)


async def test_until_its_platform_is_there_it_waits(hall: Hall) -> None:
    slack = hall.voices.pop("slack")
    await hall.holds(*await hall.wrote(KIM))
    await hall.settle()
    assert hall.states == [State.WAITING]
    hall.voices["slack"] = slack
    hall.clock.move(30)
    await hall.settle()
    assert hall.slack.said == [SENTENCE]


async def test_keys_that_do_not_work_just_now_lose_nothing(hall: Hall, caplog: pytest.LogCaptureFixture) -> None:
    await hall.holds(*await hall.wrote(KIM))
    hall.vault.stuck = True
    await hall.settle()
    assert hall.states == [State.WAITING]
    hall.vault.stuck = False
    hall.clock.move(300)
    await hall.settle()
    assert hall.slack.said == [SENTENCE]
    assert [one for one in caplog.records if one.levelno >= logging.WARNING] == []


async def test_after_three_days_they_find_it_by_themselves(hall: Hall) -> None:
    hall.voices.clear()
    await hall.holds(*await hall.wrote(KIM))
    hall.clock.move(3 * DAY)
    await hall.settle()
    assert (hall.states, hall.slack.said) == ([State.MISSED], [])


# The end -------------------------------------------------------------------------------


async def test_everything_is_taken_back_and_what_was_not_sent_never_is(hall: Hall) -> None:
    await hall.holds(*await hall.wrote(KIM))
    await hall.settle()
    await hall.holds(*await hall.wrote(LEE))
    assert not await hall.whispers.take_back(hall.key)
    await hall.settle()
    assert hall.slack.said == [""]
    assert await hall.whispers.settled(hall.key)
    assert await hall.whispers.take_back(hall.key)
    assert len(hall.outbox.rows) == 4


async def test_one_whose_answer_was_lost_is_found_and_taken_back(hall: Hall) -> None:
    hall.slack.faults, hall.slack.takes_first = [Unknown()], True
    await hall.holds(*await hall.wrote(KIM))
    hall.clock.move(WAIT)
    await hall.courier.work()
    await hall.courier.finish()
    assert not await hall.whispers.take_back(hall.key)
    for _ in range(4):
        hall.clock.move(60)
        await hall.settle()
    assert hall.slack.said == [""]
    assert await hall.whispers.settled(hall.key)


async def test_nothing_is_said_about_a_session_that_was_shredded_meanwhile(hall: Hall) -> None:
    await hall.curious(Veil("slack:T1:UNA", "Una"))
    await hall.holds(*await hall.wrote(KIM))
    await hall.whispers.ask(await hall.closed())
    await hall.book.shred(hall.key)
    hall.clock.move(5 * DAY)
    await hall.settle()
    assert hall.slack.said == []
    assert set(hall.states) <= {State.UNWANTED, State.MISSED}


async def test_other_sessions_are_left_as_they_are(hall: Hall) -> None:
    await hall.holds(*await hall.wrote(KIM))
    await hall.settle()
    await hall.gather()
    assert await hall.whispers.take_back(hall.key)
    assert hall.slack.said == [SENTENCE]


# What they tried -----------------------------------------------------------------------


async def test_those_who_wanted_it_are_asked_once_some_days_after_the_end(hall: Hall) -> None:
    await hall.curious(Veil("slack:T1:UNA", "Una"))
    await hall.whispers.ask(replace(await hall.closed(), shred_at=None))
    assert hall.outbox.rows == {}
    until = (await hall.closed()).tried_at
    assert until
    for _ in range(2):
        await hall.whispers.ask(await hall.closed())
    await hall.settle()
    assert hall.slack.said == []
    hall.clock.move(5 * DAY)
    await hall.settle()
    assert hall.heard == {"UNA": 1}
    assert "what did you try?" in hall.slack.said[0]
    (row,) = hall.outbox.rows.values()
    assert plain([Text(("Answer until ", Moment(until)))]) in hall.slack.said[0]
    assert row.kind == FOLLOW_UP
    assert calls((await worded(hall, row)).blocks) == [call("session-tried", session=hall.key)]
    await hall.whispers.take_back(hall.key)
    await hall.settle()
    assert hall.slack.said == [""]


async def test_whoever_wants_to_be_asked_no_more_is_not(hall: Hall) -> None:
    una = Veil("slack:T1:UNA", "Una")
    await hall.curious(una)
    await hall.book.tell(hall.key, KIM, tell=True, follow_up=True)
    await hall.whispers.ask(await hall.closed())
    await hall.book.tell(hall.key, una, tell=True, follow_up=False)
    for follow_up in (False, True):
        await hall.book.tell(hall.key, KIM, tell=False, follow_up=follow_up)
    hall.clock.move(5 * DAY)
    await hall.settle()
    assert hall.heard == {"KIM": 1}


async def test_nobody_is_asked_what_was_taken_back_before_its_time(hall: Hall) -> None:
    await hall.curious(Veil("slack:T1:UNA", "Una"))
    await hall.whispers.ask(await hall.closed())
    await hall.whispers.take_back(hall.key)
    hall.clock.move(5 * DAY)
    await hall.settle()
    assert hall.slack.said == []


# What the outbox tells -------------------------------------------------------------------


async def test_no_row_says_who_or_connects_what_somebody_wrote_with_them(hall: Hall) -> None:
    written = await hall.wrote(KIM, KIM, LEE)
    await hall.holds(*written)
    await hall.settle()
    await hall.whispers.take_back(hall.key)
    await hall.settle()
    _, lock = await hall.book.open(hall.key)
    # What is sealed is noise.
    rows = repr([replace(row, posted="") for row in hall.outbox.rows.values()])
    told = [*(one.id for one in written), *(veil.mark(lock)[:16] for veil in (KIM, LEE)), "slack", "Quiet", "held"]
    assert [one for one in told if one in rows] == []
    assert {row.about for row in hall.outbox.rows.values()} == {f"{hall.key}/whispers"}
    assert {row.to.platform for row in hall.outbox.rows.values()} == {SEALED}


async def test_the_rows_of_two_people_look_alike(hall: Hall) -> None:
    for said in await hall.wrote(KIM, LEE):
        await hall.holds(said)
        await hall.settle()
    one, other = hall.outbox.rows.values()
    assert one.kind == other.kind == WHISPER
    for part in ("key", "payload", "posted", "reason", "about"):
        assert len(getattr(one, part)) == len(getattr(other, part))
    assert not set(one.payload.split(".")[1:]) & set(other.payload.split(".")[1:])
