"""The control panel, as facilitators read it: how a session stands, in bands, and what is best done now."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.calls import call
from bot.chat.requests import Role
from bot.chat.views import Fields, Reply
from bot.reflection.formats import Speaker
from bot.reflection.model import Keeping, Place, Seat, Stage
from tests.contract.reading import controls_in
from tests.contract.renderers import RENDERERS, Renderer
from tests.reflection.facilitators import BEA, DISCORD, KIM, LEE, OLU, OLU_TOO, House
from tests.reflection.sessions import begun, session

MINUTE = timedelta(minutes=1)


@pytest.fixture
def house() -> House:
    return House()


# Finding it ------------------------------------------------------------------------


async def test_typed_alone_it_opens_the_one_session_that_i_lead(house: House) -> None:
    await house.open()
    assert "Phase: 1 of 3: What?" in await house.does(call("session-panel"))
    assert "Other sessions" not in house.buttons


async def test_several_that_i_lead_are_a_list_with_how_far_each_is(house: House) -> None:
    await house.open()
    await house.gather(topic="A good week")
    said = await house.does(call("session-panel"))
    assert "A hard week\nWhat? So what? Now what?, under way: What?" in said
    assert "A good week\nWhat? So what? Now what?, people can join" in said
    assert house.buttons == ["Open its panel"] * 2


async def test_what_others_lead_is_said_by_name_and_can_be_taken_over(house: House) -> None:
    await house.open()
    said = await house.does(call("session-panel"), BEA)
    assert "Led by Olu; under way: What?" in said
    assert house.buttons == ["Take over"]


async def test_from_my_own_panel_i_find_the_others(house: House) -> None:
    await house.open()
    await house.open(facilitators=(str(BEA.account),), topic="Hers")
    assert "A hard week" in await house.does(call("session-panel"))
    assert "Hers\nLed by Bea" in await house.press("Other sessions")


async def test_neither_closed_ones_nor_drafts_of_others_are_there_to_lead(house: House) -> None:
    await house.open(replace(session(), stage=Stage.DRAFT))
    assert "No session is open" in await house.does(call("session-panel"), BEA)
    assert "Nobody sees this yet" in await house.does(call("session-panel"))
    assert {"session-announce", "session-change", "session-discard"} <= set(house.leads_to)
    other = House()
    await other.open()
    await other.facilitation.close(other.id)
    assert "No session is open" in await other.does(call("session-panel"), BEA)
    assert other.leads_to == ["session-open"]


async def test_one_of_mine_that_is_closed_stands_last_and_on_no_front_page(house: House) -> None:
    await house.open(topic="A week that is over")
    await house.facilitation.close(house.id)
    assert "A week that is over\nWhat? So what? Now what?, closed" in await house.does(call("session-panel"))
    assert await house.home(OLU) == ""
    await house.open()
    assert "Phase: 1 of 3" in await house.does(call("session-panel"))
    said = await house.press("Other sessions")
    assert said.index("A hard week") < said.index("A week that is over")


async def test_drafts_stand_after_what_runs(house: House) -> None:
    await house.open(replace(session(), stage=Stage.DRAFT), topic="A week to come")
    await house.open()
    said = await house.does(call("session-panel"))
    assert "A week to come\nWhat? So what? Now what?, not announced yet" in said
    assert said.index("A hard week") < said.index("A week to come")


async def test_very_many_are_listed_page_by_page(house: House) -> None:
    for number in range(11):
        await house.open(topic=f"Week {number:02}")
    first = await house.does(call("session-panel"))
    second = await house.press("More")
    assert ("Week 07" in first, "Week 08" in first, "Week 08" in second, "Week 10" in second) == (
        True,
        False,
        True,
        True,
    )
    assert "More" not in house.buttons


async def test_somebody_who_leads_on_one_platform_is_known_on_another(house: House) -> None:
    await house.open()
    assert "Phase: 1 of 3" in await house.does(call("session-panel"), OLU_TOO)
    await house.press("Next phase", OLU_TOO)
    assert (await house.find()).phase == 1


async def test_who_does_not_lead_reads_who_does_and_may_take_over(house: House) -> None:
    await house.open()
    said = await house.look(BEA)
    assert "That session is led by Olu." in said
    assert house.leads_to == ["session-take-over"]


async def test_every_button_refuses_who_is_no_facilitator_any_more(house: House) -> None:
    await house.open()
    for command in house.bot.catalog:
        if command.role:
            asked = call(command.name, session=house.id, phase=0, paper="x")
            assert "is for facilitators" in await house.does(asked, replace(OLU, roles=frozenset()))


# What it says ----------------------------------------------------------------------


async def test_how_many_is_said_in_bands_and_never_exactly(house: House) -> None:
    await house.open()
    said = await house.look()
    assert "Contributions: none yet" in said
    assert "Passed: nobody yet" in said
    await house.join(KIM, LEE)
    await house.write(KIM)
    await house.does(call("session-pass", session=house.id, phase=0), LEE)
    said = await house.look()
    assert "Contributions: fewer than 5" in said
    assert "Passed: fewer than 5" in said
    assert "Taking part: fewer than 5" in said


async def test_it_says_who_is_still_looked_for_and_never_who_offered(house: House) -> None:
    await house.gather("balint")
    await house.settle()
    assert "Who brings something: One person is still wanted" in await house.look()
    await house.join(KIM)
    assert "Ask in the thread who would like to." in await house.look()
    await house.does(call("session-bring", session=house.id, part=Speaker.PRESENTER), KIM)
    (kim,) = await house.book.participants(house.id)
    said = await house.look()
    assert "Somebody has been found who brings the case." in said
    assert kim.name not in said
    assert "Kim" not in said


async def test_of_two_who_bring_something_the_other_is_looked_for(house: House) -> None:
    seat = Seat(part=Speaker.PRESENTER, mark="nobody there")
    await house.gather("story-rounds", seats=(seat,))
    assert "One person is still wanted, to bring the second story." in await house.look()


@pytest.mark.parametrize(
    ("keeps", "words"), [(Keeping.NOTHING, "nothing"), (Keeping.SUMMARY, "a summary"), (Keeping.EVERYTHING, "what was")]
)
async def test_it_says_what_is_left_of_it(house: House, keeps: Keeping, words: str) -> None:
    await house.open(keeps=keeps)
    assert f"Kept afterwards: {words}" in await house.look()


async def test_it_says_where_it_cannot_be_posted_and_why(house: House) -> None:
    house.close(DISCORD)
    await house.open()
    assert "Still being posted in Slack and Discord." in await house.look()
    await house.settle()
    said = await house.look()
    assert "It cannot be posted in Discord. The channel is archived." in said
    assert "Everything is posted in Slack." in said


async def test_the_clock_is_a_guide(house: House) -> None:
    await house.open()
    assert "about 12 min left; a guide only" in await house.look()
    house.time += 12 * MINUTE
    assert "Until: the time is up; you go on" in await house.look()


# What is best done now -------------------------------------------------------------


async def test_before_it_begins(house: House) -> None:
    await house.gather()
    assert "It is being announced" in await house.look()
    await house.settle()
    assert "Nobody has joined yet" in await house.look()
    await house.join(KIM)
    assert "Begin when you are ready" in await house.look()


async def test_nothing_to_begin_where_it_could_not_be_announced(house: House) -> None:
    house.close(DISCORD)
    await house.gather(places=(Place(channel=DISCORD),))
    await house.settle()
    assert "could not be announced anywhere" in await house.look()


async def test_while_people_write(house: House) -> None:
    await house.open()
    assert "quiet is fine" in await house.look()
    await house.join(KIM)
    await house.write(KIM)
    assert "Give it time" in await house.look()
    house.time += 10 * MINUTE
    assert "ask everybody to agree" in await house.look()


async def test_when_enough_has_come(house: House) -> None:
    await house.open()
    await house.write_enough()
    assert "Let people write until the time is up" in await house.look()
    assert "Show contributions" in house.buttons
    house.time += 10 * MINUTE
    assert "show it now, or give people five minutes more" in await house.look()
    house.time += 10 * MINUTE
    assert "The time is up, and enough has come" in await house.look()
    assert "What was written is shown" in await house.press("Show contributions")
    assert "Show contributions" not in house.buttons


async def test_when_nothing_came_or_all_of_it_is_held_back(house: House) -> None:
    await house.open()
    house.time += 20 * MINUTE
    assert "nothing has come. Give it more time, or go on" in await house.look()
    await house.write_enough()
    for one in await house.book.contributions(house.id):
        await house.does(call("session-hold", session=house.id, paper=one.id))
    said = await house.look()
    assert "All that has come is held back" in said
    assert "Held back: 5" in said


async def test_paused_live_at_the_check_out_and_closed(house: House) -> None:
    await house.open()
    await house.look()
    assert "Everybody waits" in await house.press("Pause for everyone")
    assert "Pause for everyone" not in house.buttons
    await house.open(begun(phase=3))
    said = await house.look()
    assert "then close" in said
    assert "Phase: Check-out\nUntil: you close it" in said
    await house.open(begun("action-learning", 1))
    assert "appears as it comes" in await house.look()
    await house.facilitation.close(house.id)
    assert "remove something" in await house.look()
    assert house.buttons == ["What was contributed", "Debrief notes"]


# What stands out -------------------------------------------------------------------


async def test_begin_stands_out_only_when_it_can_begin(house: House) -> None:
    await house.gather("balint")
    await house.look()
    assert house.primary == ["Look again"]
    await house.settle()
    await house.join(KIM)
    await house.look()
    assert house.primary == ["Look again"]
    await house.does(call("session-bring", session=house.id, part=Speaker.PRESENTER), KIM)
    await house.look()
    assert house.primary == ["Begin"]


async def test_while_people_say_something_live_going_on_stands_out_once_it_makes_sense(house: House) -> None:
    await house.open(begun("action-learning", 1))
    await house.look()
    assert house.primary == ["Look again"]
    await house.join(KIM)
    await house.write(KIM, "What would help?")
    await house.settle()
    await house.look()
    assert house.primary == ["Next phase"]
    await house.open(begun("action-learning", 1))
    house.time += 60 * MINUTE
    await house.look()
    assert house.primary == ["Next phase"]


async def test_while_people_write_hidden_one_button_stands_out(house: House) -> None:
    await house.open()
    await house.look()
    assert house.primary == ["Look again"]
    await house.join(KIM)
    await house.write(KIM)
    await house.look()
    assert house.primary == ["Look again"]
    house.time += 10 * MINUTE
    await house.look()
    assert house.primary == ["Ask everybody to agree"]
    await house.press("Ask everybody to agree")
    assert house.primary == ["Look again"]
    await house.does(call("session-agree", session=house.id, phase=0), KIM)
    assert "Everybody who wrote something agreed: you can show it now." in await house.look()
    assert house.primary == ["Show contributions"]
    await house.press("Show contributions")
    assert house.primary == ["Next phase"]


async def test_what_is_held_or_has_not_come_when_the_time_is_up(house: House) -> None:
    await house.open()
    house.time += 20 * MINUTE
    await house.look()
    assert house.primary == ["Next phase"]
    await house.write_enough()
    for one in await house.book.contributions(house.id):
        await house.facilitation.hold(house.id, one.id)
    await house.look()
    assert house.primary == ["What was contributed"]


async def test_at_the_check_out_closing_stands_out_once_words_have_come(house: House) -> None:
    await house.open(begun(phase=2))
    await house.join(KIM)
    await house.look()
    await house.press("To the check-out")
    assert house.primary == ["Look again"]
    await house.write(KIM, "Lighter")
    await house.look()
    assert house.primary == ["Close"]


async def test_the_red_button_never_stands_alone(house: House) -> None:
    await house.open(begun(phase=3))
    await house.home(OLU)
    assert house.primary == ["Open its panel"]
    await house.look()
    await house.press("Pause for everyone")
    assert house.primary == ["Go on"]


async def test_closing_gently_stands_with_the_first_buttons(house: House) -> None:
    await house.open()
    await house.look()
    first = next(place for place, block in enumerate(house.seen) if isinstance(block, Fields))
    above = [one.label for block in house.seen[:first] for one in controls_in(block)]
    assert above[3:] == ["Pause for everyone", "Close gently", "What was contributed", "Look again"]
    assert house.buttons[-2:] == ["Who leads", "Close"]


# On the front page -----------------------------------------------------------------


async def test_the_front_page_of_a_facilitator_shows_what_they_lead_with_buttons(house: House) -> None:
    await house.open()
    await house.write_enough()
    said = await house.home(OLU)
    assert "A hard week\nYou lead this session: under way: What?." in said
    assert {"Show contributions", "Next phase", "Pause for everyone", "Open its panel"} <= set(house.buttons)


async def test_nobody_else_finds_anything_there(house: House) -> None:
    await house.open()
    await house.join(KIM)
    assert await house.home(KIM) == ""
    assert await house.home(BEA) == ""
    assert await house.home(replace(OLU, roles=frozenset({Role.ORGANISER}))) == ""


async def test_many_are_shown_there_in_part(house: House) -> None:
    for _ in range(5):
        await house.open()
    assert "You lead 2 more." in await house.home(OLU)


# Everywhere ------------------------------------------------------------------------


@pytest.mark.parametrize("renderer", RENDERERS, ids=lambda renderer: renderer.platform)
async def test_the_fullest_panel_is_one_that_every_platform_takes(house: House, renderer: Renderer) -> None:
    house.close(DISCORD)
    await house.open(begun("story-rounds", 2), topic="W" * 200, facilitators=(str(OLU.account), str(BEA.account)))
    await house.settle()
    await house.look()
    assert renderer.faults(Reply(house.seen)) == []


@pytest.mark.parametrize("renderer", RENDERERS, ids=lambda renderer: renderer.platform)
async def test_what_stands_on_a_front_page_is_what_every_platform_takes(house: House, renderer: Renderer) -> None:
    for _ in range(4):
        await house.open(topic="W" * 200)
        await house.write_enough()
    await house.home(OLU)
    assert renderer.faults(Reply(house.seen)) == []
