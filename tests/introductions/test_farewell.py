"""Somebody deletes their entry while others wait for them, or they for others."""

from dataclasses import replace

from bot.introductions.model import State
from tests.introductions.house import ADA, ENTRY, KIM, OTHER, House

WHY = "I am new to NVivo."


async def asked(house: House) -> str:
    await house.do("introduce", entry=ENTRY.id, reason=WHY)
    await house.settle()
    return list(house.introductions.rows)[-1]


async def test_whoever_asked_is_told_when_the_other_leaves_and_nothing_is_kept() -> None:
    house = House()
    key = await asked(house)
    await house.farewell.forget(ENTRY)
    await house.directory.remove(ENTRY.id)
    assert house.introductions.rows == {}
    await house.settle()
    (said,) = house.heard(KIM)
    assert "not in the Directory any more" in said
    assert "settled already" in await house.do("introduction-accept", ADA, introduction=key)


async def test_a_question_whose_asker_leaves_says_no_more_who_asked_what() -> None:
    house = House(ENTRY, OTHER)
    await asked(house)
    await house.do("skill-watch-for", skill="photovoice")
    await house.farewell.forget(replace(OTHER, accounts=(KIM.account,)))
    assert (house.introductions.rows, house.watches.rows) == ({}, {})
    await house.settle()
    (question,) = house.heard(ADA)
    assert "has taken it back" in question
    assert "Kim" not in question
    assert WHY not in question


async def test_an_end_that_came_before_is_forgotten_without_a_word() -> None:
    house = House()
    key = await asked(house)
    await house.do("introduction-decline", ADA, introduction=key, sure="yes")
    await house.settle()
    before = house.heard(KIM)
    await house.farewell.forget(ENTRY)
    await house.settle()
    assert house.heard(KIM) == before
    assert house.introductions.rows == {}


async def test_an_entry_that_an_organiser_took_out_ends_what_waits_for_it() -> None:
    house = House()
    key = await asked(house)
    await house.directory.remove(ENTRY.id)
    assert "settled already" in await house.do("introduction-accept", ADA, introduction=key)
    await house.wait(minutes=10)
    found = await house.introductions.find(key)
    assert found
    assert found.state is State.UNREACHED
    assert "not in the Directory any more" in house.heard(KIM)[0]


async def test_an_answer_that_was_given_and_not_told_yet_is_not_waited_for_in_vain() -> None:
    house = House()
    key = await asked(house)
    await house.do("introduction-decline", ADA, introduction=key, sure="yes")
    await house.farewell.forget(ENTRY)
    await house.directory.remove(ENTRY.id)
    await house.settle()
    (said,) = house.heard(KIM)
    assert "not in the Directory any more" in said


async def test_nothing_tells_any_more_that_whoever_leaves_was_suggested_or_what_was_said_of_them() -> None:
    house = House()
    key = await asked(house)
    await house.do("introduction-suggest", ADA, introduction=key, person="Other One", remark="She taught me.")
    await house.settle()
    await house.farewell.forget(OTHER)
    assert (house.introductions.rows[key].other, house.introductions.rows[key].remark) == ("", "")
