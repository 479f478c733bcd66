"""What those who lead a session are told in private: once, while it holds, and nothing of who wrote anything."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot.chat.calls import call
from bot.delivery.model import State
from bot.reflection import course
from bot.reflection.model import Session
from bot.reflection.news import LEAD
from tests.reflection.facilitators import BEA, DISCORD, KIM, OLU, SLACK, House
from tests.reflection.sessions import NOW, begun, session

MINUTE = timedelta(minutes=1)
Edit = Callable[[Session, datetime], Session]
UP = "The time for “What?” in the session A hard week is up. Nothing moves on until one of you presses."


@pytest.fixture
def house() -> House:
    return House()


# The clock ---------------------------------------------------------------------------


async def test_all_who_lead_are_told_once_that_the_time_is_up(house: House) -> None:
    await house.open(facilitators=(str(OLU.account), str(BEA.account)))
    await house.settle(after=11 * MINUTE - timedelta(seconds=20))
    assert house.heard(OLU) == []
    await house.settle(after=MINUTE)
    await house.settle(after=MINUTE)
    assert (house.heard(OLU), house.heard(BEA)) == ([UP], [UP])


async def test_they_are_told_again_when_it_was_given_more_time(house: House) -> None:
    await house.open()
    await house.settle(after=13 * MINUTE)
    await house.look()
    await house.press("5 more minutes")
    await house.settle(after=6 * MINUTE)
    assert house.heard(OLU) == [UP, UP]


async def test_who_is_a_facilitator_no_more_is_told_nothing() -> None:
    house = House(str(BEA.account))
    await house.open(facilitators=(str(OLU.account), str(BEA.account)))
    await house.settle(after=13 * MINUTE)
    assert (house.heard(OLU), house.heard(BEA)) == ([], [UP])


async def test_it_is_the_same_in_slow_time(house: House) -> None:
    await house.open(days=3, ends_at=NOW + timedelta(days=3))
    await house.settle(after=timedelta(days=2))
    assert house.heard(OLU) == []
    await house.settle(after=timedelta(days=1))
    assert house.heard(OLU) == [UP]


@pytest.mark.parametrize(
    "edit",
    [
        lambda session, now: course.extend(session, 0, 5 * MINUTE, now),
        course.pause,
        lambda session, now: course.advance(session, 0, now),
        course.close,
    ],
    ids=["goes on", "was paused", "moved on", "was closed"],
)
async def test_nobody_is_told_of_a_time_that_is_no_matter_any_more(house: House, edit: Edit) -> None:
    await house.open()
    house.time += 13 * MINUTE
    await house.plan()
    await house.book.change(house.id, lambda session: edit(session, house.time))
    await house.settle()
    assert house.heard(OLU) == []
    assert [one.state for one in await house.outbox.about(house.id) if one.kind == LEAD] == [State.UNWANTED]


async def test_a_paused_session_and_its_check_out_have_no_time_that_is_up(house: House) -> None:
    await house.open()
    await house.book.change(house.id, lambda now: course.pause(now, house.time))
    await house.open(begun(phase=3))
    await house.settle(after=timedelta(hours=2))
    assert house.heard(OLU) == []


# What cannot be posted ------------------------------------------------------------------


async def test_they_are_told_where_it_could_not_be_announced(house: House) -> None:
    house.close(DISCORD)
    await house.open(session())
    await house.settle()
    (told,) = house.heard(OLU)
    assert "A hard week cannot be posted in Discord: The channel is archived. It goes on elsewhere." in told


async def test_a_channel_that_is_archived_meanwhile_is_told_of_once(house: House) -> None:
    await house.open()
    await house.settle()
    house.close((await house.find()).places[1].thread)
    for phase in range(3):
        await house.does(call("session-next", session=house.id, phase=phase))
        await house.settle()
    assert len([one for one in house.heard(OLU) if "cannot be posted in Discord" in one]) == 1
    assert "Check-out" in house.in_thread()[-1]


async def test_nobody_is_told_of_what_is_posted_by_then(house: House) -> None:
    house.close(DISCORD)
    await house.open(session())
    await house.plan()
    await house.carry()
    await house.plan()
    (failed,) = [one for one in await house.outbox.about(house.id) if one.to == DISCORD]
    house.discord.closed.clear()
    await house.outbox.change(failed.id, State.WAITING, house.time)
    await house.settle()
    assert house.heard(OLU) == []


# Always ---------------------------------------------------------------------------------


async def test_what_they_are_told_leads_to_the_panel_and_names_nobody_who_writes(house: House) -> None:
    await house.open()
    await house.join(KIM)
    await house.write(KIM, "What Kim wrote")
    await house.settle(after=13 * MINUTE)
    (told,) = house.heard(OLU)
    (kim,) = await house.book.participants(house.id)
    assert not any(secret in told for secret in ("Kim", kim.name))
    (delivery,) = [one for one in await house.outbox.about(house.id) if one.kind == LEAD]
    assert not any(secret in delivery.payload for secret in (kim.mark, KIM.account.user))


async def test_who_leads_no_more_and_a_session_that_is_gone_are_told_of_nothing(house: House) -> None:
    await house.open(facilitators=(str(OLU.account), str(BEA.account)))
    house.time += 13 * MINUTE
    await house.plan()
    await house.does(call("session-step-down", session=house.id))
    await house.settle()
    assert [one for one in house.heard(OLU) if "is up" in one] == []
    await house.open(facilitators=(str(OLU.account),))
    house.time += 13 * MINUTE
    await house.plan()
    await house.book.shred(house.id)
    await house.settle()
    assert house.heard(OLU) == []


async def test_every_place_is_known_by_its_platform(house: House) -> None:
    house.close(SLACK)
    house.close(DISCORD)
    await house.open(session())
    await house.settle()
    said = await house.look()
    assert "It cannot be posted in Slack. The channel is archived." in said
    assert "It could not be announced anywhere" in said
