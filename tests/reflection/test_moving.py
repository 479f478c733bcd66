"""The buttons that move a session on: each once, and nothing is ended or lost by a single press."""

from datetime import timedelta

import pytest

from bot.chat.calls import call
from bot.reflection import course
from bot.reflection.model import Told
from tests.reflection.facilitators import BEA, DISCORD, KIM, LEE, OLU, House


@pytest.fixture
def house() -> House:
    return House()


async def test_a_whole_session_is_led_by_pressing_what_stands_there(house: House) -> None:
    await house.gather()
    await house.look()
    await house.press("Begin")
    await house.write_enough()
    await house.look()
    await house.press("Show contributions")
    assert len((await house.find()).order(0)) == 5
    assert "2 of 3: So what?" in await house.press("Next phase")
    assert "3 of 3: Now what?" in await house.press("Next phase")
    assert "Phase: Check-out" in await house.press("To the check-out")
    await house.press("Close")
    assert "It is over" in await house.press("Close for everyone")


async def test_a_button_that_is_pressed_twice_moves_it_once(house: House) -> None:
    await house.open()
    pressed = call("session-next", session=house.id, phase=0)
    await house.does(pressed)
    assert "quicker" in await house.does(pressed)
    assert house.buttons == ["Back to the panel"]
    assert "2 of 3: So what?" in await house.press("Back to the panel")
    assert (await house.find()).phase == 1


async def test_more_time_is_five_minutes_and_a_day_in_slow_time(house: House) -> None:
    for days, label, more in ((0, "5 more minutes", timedelta(minutes=5)), (3, "One more day", timedelta(days=1))):
        await house.open(days=days)
        before = (await house.find()).ends_at
        await house.look()
        await house.press(label)
        assert before
        assert (await house.find()).ends_at == before + more


async def test_a_pause_holds_for_everyone_until_it_goes_on(house: House) -> None:
    await house.open()
    await house.join(KIM)
    await house.look()
    await house.press("Pause for everyone")
    assert "Take a breath" in await house.write(KIM)
    await house.look()
    await house.press("Go on")
    assert "Thank you" in await house.write(KIM)


# What cannot be undone ---------------------------------------------------------------


async def test_what_was_not_shown_is_passed_over_only_after_asking(house: House) -> None:
    await house.open()
    await house.join(KIM)
    await house.write(KIM)
    await house.look()
    assert "Go on without showing them?" in await house.press("Next phase")
    assert house.buttons == ["Go on without showing them", "Back to the panel"]
    assert (await house.find()).phase == 0
    await house.press("Go on without showing them")
    assert (await house.find()).phase == 1


async def test_what_could_be_shown_is_offered_once_more(house: House) -> None:
    await house.open()
    await house.write_enough()
    await house.look()
    await house.press("Next phase")
    await house.press("Show contributions")
    assert (await house.find()).revealed(0)
    assert "2 of 3" in await house.press("Next phase")


# Little --------------------------------------------------------------------------------


async def test_too_little_is_not_shown_and_says_what_to_do(house: House) -> None:
    await house.open()
    await house.join(KIM)
    await house.write(KIM)
    await house.look()
    said = await house.press("Show contributions")
    assert "too early" in said
    assert "more time" in said
    assert house.buttons == ["5 more minutes", "Ask everybody to agree", "Go on without showing", "Back to the panel"]
    await house.press("Ask everybody to agree")
    assert "too early" in await house.press("Show contributions")
    assert house.buttons == ["5 more minutes", "Go on without showing", "Back to the panel"]
    assert "never read it" in await house.press("Go on without showing")
    await house.press("Go on without showing them")
    assert (await house.find()).phase == 1


async def test_what_cannot_begin_yet_leads_back_to_the_panel(house: House) -> None:
    await house.gather("balint")
    await house.look()
    assert "Nobody has offered to bring the case" in await house.press("Begin")
    assert "Who brings something" in await house.press("Back to the panel")


async def test_everybody_is_asked_once_in_words_that_tell_nothing_of_who_wrote(house: House) -> None:
    await house.open()
    await house.join(KIM, LEE)
    await house.write(KIM, "What Kim wrote")
    await house.look()
    assert "Everybody was asked" in await house.press("Ask everybody to agree")
    assert "Ask everybody to agree" not in house.buttons
    again = call("session-ask", session=house.id, phase=0)
    assert "asked in this phase already" in await house.does(again)
    await house.settle()
    (asked,) = [one for one in house.in_thread() if "Not much has been written" in one]
    assert "Everybody may press this, also whoever wrote nothing" in asked
    assert house.in_thread(house.discord).count(asked) == 1
    assert "Kim" not in asked


async def test_it_is_shown_once_all_who_wrote_agree_whoever_else_pressed(house: House) -> None:
    await house.open()
    await house.join(KIM, LEE)
    await house.write(KIM)
    agree = call("session-agree", session=house.id, phase=0)
    assert "Thank you" in await house.does(agree, LEE)
    await house.look()
    assert "too early" in await house.press("Show contributions")
    await house.does(agree, KIM)
    await house.look()
    await house.press("Show contributions")
    assert len((await house.find()).order(0)) == 1


async def test_nobody_is_asked_where_nothing_waits_or_enough_does(house: House) -> None:
    await house.open()
    asked = call("session-ask", session=house.id, phase=0)
    assert "Nobody needs to agree" in await house.does(asked)
    await house.write_enough()
    assert "Nobody needs to agree" in await house.does(asked)
    assert not any(one.kind is Told.ASKED for one in (await house.find()).sayings)


async def test_what_was_asked_is_settled_when_the_session_moves_on(house: House) -> None:
    await house.open()
    await house.join(KIM)
    await house.write(KIM)
    await house.does(call("session-ask", session=house.id, phase=0))
    await house.settle()
    await house.book.change(house.id, lambda now: course.advance(now, 0, house.time))
    await house.settle()
    (asked,) = [one for one in house.in_thread() if "Not much has been written" in one]
    assert "This part is over." in asked


async def test_only_who_takes_part_agrees(house: House) -> None:
    await house.open()
    assert "not in this session" in await house.does(call("session-agree", session=house.id, phase=0), KIM)


async def test_two_facilitators_who_press_at_once_move_it_once(house: House) -> None:
    await house.open(facilitators=(str(OLU.account), str(BEA.account)))
    house.close(DISCORD)
    await house.look(OLU)
    mine = house.seen
    await house.look(BEA)
    await house.press("Next phase", BEA)
    house.seen = mine
    assert "quicker" in await house.press("Next phase", OLU)
    assert (await house.find()).phase == 1
