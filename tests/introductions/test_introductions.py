"""An introduction, from the button on a card to a conversation, or to a kind end."""

from dataclasses import replace
from typing import Any

import pytest

from bot.chat.calls import Call
from bot.chat.requests import Actor, Address, Request
from bot.chat.views import plain_line
from bot.delivery.model import Later, Refused, Unknown, Unreadable
from bot.delivery.model import State as Delivery
from bot.directory.model import Availability, Consent
from bot.introductions.model import Introduction, Limits, State
from tests.introductions.house import ADA, BEA, ENTRY, KIM, OTHER, House, account

WHY = "I am new to NVivo and would value half an hour."


async def asked(house: House, actor: Actor = KIM) -> str:
    """Let somebody ask to be introduced to Ada; returns the introduction's id."""
    await house.do("introduce", actor, entry=ENTRY.id, reason=WHY)
    await house.settle()
    return list(house.introductions.rows)[-1]


async def state(house: House, key: str) -> State:
    found = await house.introductions.find(key)
    assert found
    return found.state


async def test_a_card_of_somebody_with_an_account_offers_an_introduction() -> None:
    house = House()
    await house.do("find-skill", skill="nvivo")
    assert [one.label for one in house.buttons()].count("Ask for an introduction") == 1
    await house.do("find-skill", ADA, skill="nvivo")
    assert "Ask for an introduction" not in [one.label for one in house.buttons()]


async def test_the_listed_person_is_asked_in_private_with_the_reason() -> None:
    house = House()
    key = await asked(house)
    (question,) = house.heard(ADA)
    assert "Kim Canary found you in the Directory" in question
    assert WHY in question
    assert await state(house, key) is State.ASKED
    assert house.heard(KIM) == []


async def test_the_listed_person_reads_for_which_of_their_skills_they_were_found() -> None:
    house = House()
    await house.do("find-skill", skill="somebody for nvvio")
    (ask,) = [one.call for one in house.buttons() if one.label == "Ask for an introduction"]
    assert ask.args == {"entry": ENTRY.id, "skill": "NVivo"}
    form = await house.form(str(ask))
    assert form
    notice = "They see your name, what you write, and that you found them for NVivo; nobody else does."
    assert notice in plain_line(form.notice[0])
    said = await house.do(str(ask), reason=WHY)
    assert "They see your name, what you wrote, and that you found them for NVivo; nobody else does." in said
    await house.settle()
    (question,) = house.heard(ADA)
    assert "Kim Canary found you in the Directory for NVivo and would like to be introduced to you." in question


@pytest.mark.parametrize("made_up", ["<!channel>", "nvivo", "Grant writing"])
async def test_a_skill_that_they_do_not_list_is_told_to_nobody(made_up: str) -> None:
    house = House()
    await house.do("introduce", entry=ENTRY.id, reason=WHY, skill=made_up)
    await house.settle()
    (question,) = house.heard(ADA)
    assert "Kim Canary found you in the Directory and would like to be introduced to you." in question


async def test_a_skill_too_long_for_a_button_is_left_out() -> None:
    house = House()
    await house.directory.save(replace(await house.directory.find(ENTRY.id) or ENTRY, skills=("NVivo " + "x" * 90,)))
    await house.do("find-skill", skill="nvivo")
    (ask,) = [one.call for one in house.buttons() if one.label == "Ask for an introduction"]
    assert ask.args == {"entry": ENTRY.id}


async def test_accepting_opens_a_conversation_for_the_two_where_the_platform_can() -> None:
    house = House()
    key = await asked(house)
    said = await house.do("introduction-accept", ADA, introduction=key)
    assert "opening a conversation for you and Kim Canary" in said
    assert house.reply.replaces
    await house.settle()
    (together,) = house.heard(KIM, ADA)
    assert WHY in together
    assert "Your introduction was accepted" in house.heard(KIM)[0]
    assert "ada@example.org" not in house.heard(KIM)[0]


async def test_a_private_conversation_that_names_no_workspace_is_the_same_persons() -> None:
    house = House()
    key = await asked(house)
    alone = replace(ADA, account=replace(ADA.account, workspace="*"))
    assert "opening a conversation" in await house.do("introduction-accept", alone, introduction=key)


async def test_accepting_exchanges_the_contact_where_the_two_share_no_conversation() -> None:
    house = House()
    key = await asked(house, BEA)
    said = await house.do("introduction-accept", ADA, introduction=key)
    assert "Bea will write to you." in said
    assert "how to reach you, as your entry says" in said
    await house.settle()
    (answer,) = house.heard(BEA)
    assert "Reach them: Teams, after 15:00; ada@example.org" in answer


@pytest.mark.parametrize(
    "changed", [{"contact": "", "email": ""}, {"consent": Consent.REFUSED}, {"availability": Availability(paused=True)}]
)
async def test_nobody_accepts_whom_the_asker_would_not_know_how_to_reach(changed: dict[str, Any]) -> None:
    house = House()
    key = await asked(house, BEA)
    await house.directory.change(await house.directory.version(), put=[replace(ENTRY, **changed)])
    said = await house.do("introduction-accept", ADA, introduction=key)
    assert "Members do not see how to reach you, so Bea could not write to you." in said
    assert house.button("See my entry") == "my-skills"
    assert await state(house, key) is State.ASKED
    await house.directory.change(await house.directory.version(), put=[ENTRY])
    assert "Bea will write to you." in await house.do("introduction-accept", ADA, introduction=key)


async def test_whoever_may_not_be_reached_any_more_once_they_accepted_is_not_said_to_be() -> None:
    house = House()
    key = await asked(house, BEA)
    await house.do("introduction-accept", ADA, introduction=key)
    await house.directory.change(await house.directory.version(), put=[replace(ENTRY, consent=Consent.REFUSED)])
    await house.settle()
    (answer,) = house.heard(BEA)
    assert "ask an organiser to put you in touch" in answer
    assert "first message" not in answer


async def test_whoever_gets_no_conversation_though_the_platform_can_reads_whom_to_write_to() -> None:
    house = House()
    key = await asked(house)
    house.slack.closed[Address.of(KIM.account, ADA.account)] = Refused("They share no channel.")
    await house.do("introduction-accept", ADA, introduction=key)
    await house.settle()
    assert house.heard(KIM, ADA) == []
    assert "If you do not see it, write to Ada Lister here." in house.heard(KIM)[0]
    assert "If you do not see it, write to them here." in await house.do("introduce", entry="ada")


async def test_how_to_reach_whoever_asks_is_not_told_where_nobody_may_find_their_entry() -> None:
    theirs = replace(OTHER, email="bea@example.org", contact="Door 3", accounts=(BEA.account,))
    for consent, told in ((Consent.GIVEN, True), (Consent.REFUSED, False)):
        house = House(ENTRY, replace(theirs, consent=consent))
        key = await asked(house, BEA)
        said = await house.do("introduction-accept", ADA, introduction=key)
        assert ("bea@example.org" in said, "Door 3" in said) == (told, told)


async def test_whoever_asks_is_the_same_person_in_a_private_conversation_that_names_no_workspace() -> None:
    house = House(limits=Limits(open=1))
    key = await asked(house)
    alone = replace(KIM, account=replace(KIM.account, workspace="*"))
    assert "on its way already" in await house.do("introduce", alone, entry="ada", reason=WHY)
    assert "It is taken back" in await house.do("introduction-withdraw", alone, introduction=key)
    own = replace(ADA, account=replace(ADA.account, workspace="*"))
    assert "That is your own entry" in await house.do("introduce", own, entry="ada", reason=WHY)


async def test_somebody_with_two_accounts_is_asked_where_the_asker_is() -> None:
    both = replace(ENTRY, accounts=(ADA.account, account("ada9", "discord")))
    house = House(both)
    await asked(house, BEA)
    assert house.heard(ADA) == []
    (question,) = house.heard(Actor(both.accounts[1], "Ada"))
    assert WHY in question


async def test_not_now_is_told_kindly_and_without_a_reason() -> None:
    house = House()
    key = await asked(house)
    said = await house.do("introduction-decline", ADA, introduction=key)
    assert "I then tell Kim Canary: “Ada Lister cannot take this on just now.”" in said
    assert "They hear nothing else, and no reason." in said
    await house.settle()
    assert (await state(house, key), house.heard(KIM)) == (State.ASKED, [])
    assert "That is fine." in await house.press("Yes, tell them", ADA)
    await house.settle()
    assert "Ada Lister cannot take this on just now." in house.heard(KIM)[0]


@pytest.mark.parametrize("answer", ["Accept", "Not now", "Suggest someone else"])
async def test_whoever_pressed_not_now_by_a_slip_is_asked_the_same_again(answer: str) -> None:
    house = House()
    await house.do("introduce", entry=ENTRY.id, reason=WHY, skill="NVivo")
    (key,) = house.introductions.rows
    await house.do("introduction-decline", ADA, introduction=key)
    said = await house.press("Back to the question", ADA)
    assert "Kim Canary found you in the Directory for NVivo" in said
    assert WHY in said
    assert house.reply.replaces
    assert answer in [one.label for one in house.buttons()]
    assert await state(house, key) is State.ASKED


async def refused(house: House, skill: str = "NVivo") -> None:
    """Ask Ada, found for a skill of hers, who cannot take it on; what the asker is told is what was seen last."""
    await house.do("introduce", entry=ENTRY.id, reason=WHY, skill=skill)
    (key,) = house.introductions.rows
    await house.do("introduction-decline", ADA, introduction=key, sure="yes")
    await house.settle()
    house.seen = tuple(house.slack.newest)


async def test_somebody_else_is_found_for_the_same_skill_and_not_whoever_could_not_take_it_on() -> None:
    house = House()
    await refused(house)
    found = await house.press("Find somebody else")
    assert "People who can help with NVivo" in found
    assert "Other One" in found
    assert "I left out Ada Lister." in found
    assert "Penmoor" not in found
    assert not house.reply.replaces


async def test_that_nobody_else_lists_the_skill_is_said() -> None:
    house = House(ENTRY)
    await refused(house)
    assert "Nobody else lists NVivo, but 1 person does whom you left out." in await house.press("Find somebody else")


@pytest.mark.parametrize("skill", ["", "Grant writing"])
async def test_for_which_skill_somebody_else_is_wanted_is_asked_where_it_is_not_known(skill: str) -> None:
    house = House()
    await refused(house, skill)
    assert house.button("Find somebody else") == "find-skill"


async def test_a_skill_in_words_of_their_own_leads_to_those_who_list_the_like() -> None:
    house = House(replace(ENTRY, skills=("coding interviews, not surveys, in NVivo " + "x" * 70,)), OTHER)
    await refused(house, "coding interviews, not surveys, in NVivo " + "x" * 70)
    assert Call.parse(house.button("Find somebody else")).fits
    assert "Something went wrong" not in await house.press("Find somebody else")


async def test_whoever_left_the_directory_meanwhile_leads_to_others_for_the_skill() -> None:
    house = House()
    await house.do("introduce", entry=ENTRY.id, reason=WHY, skill="NVivo")
    await house.settle()
    await house.directory.remove(ENTRY.id)
    await house.wait(minutes=10)
    house.seen = tuple(house.slack.newest)
    assert "Other One" in await house.press("Find somebody else")


async def test_a_no_that_comes_after_another_answer_is_not_asked_about() -> None:
    house = House()
    key = await asked(house)
    await house.do("introduction-decline", ADA, introduction=key)
    sure = house.button("Yes, tell them")
    await house.do("introduction-withdraw", introduction=key)
    for late in (sure, f"introduction-decline?introduction={key}", f"introduction-look?introduction={key}"):
        assert "settled already" in await house.do(late, ADA)


async def test_somebody_else_can_be_suggested_by_name() -> None:
    house = House(ENTRY, replace(OTHER, accounts=(account("other"),)))
    key = await asked(house)
    request = Request(Call("introduction-suggest"), ADA, Address("slack", "D1"))
    assert [choice.value for choice in await house.bot.suggest(request, "person", "oth")] == ["Other One"]
    said = await house.do("introduction-suggest", ADA, introduction=key, person="other one", remark="She taught me.")
    assert "Other One may be able to help" in said
    await house.settle()
    assert "Other One" in house.heard(KIM)[0]
    assert "She taught me." in house.heard(KIM)[0]
    assert await house.introductions.asked(house.clock.time) == {}


async def test_somebody_suggested_who_has_no_account_is_reached_as_their_entry_says_and_not_mentioned() -> None:
    house = House(ENTRY, replace(OTHER, contact="Phone", email="other@example.org"))
    key = await asked(house)
    await house.do("introduction-suggest", ADA, introduction=key, person="Other One")
    await house.settle()
    (said,) = house.heard(KIM)
    assert "Other One\nElsewhere\nReach them: Phone · other@example.org" in said
    assert "Write to" not in said


async def test_it_is_said_of_somebody_suggested_whom_nothing_reaches_who_may_know_how() -> None:
    house = House()
    key = await asked(house)
    await house.do("introduction-suggest", ADA, introduction=key, person="Other One", remark="She taught me.")
    await house.settle()
    (said,) = house.heard(KIM)
    assert "“She taught me.”\nNot on this chat yet: ask an organiser." in said


async def test_whoever_asks_cannot_be_suggested_to_themselves() -> None:
    house = House(ENTRY, replace(OTHER, accounts=(KIM.account,)))
    key = await asked(house)
    said = await house.do("introduction-suggest", ADA, introduction=key, person="Other One")
    assert "Other One is the one who asks you." in said
    assert await state(house, key) is State.ASKED


@pytest.mark.parametrize("name", ["Nobody Known", "Ada Lister", ""])
async def test_nobody_can_be_suggested_who_is_not_listed_or_is_the_one_asked(name: str) -> None:
    house = House()
    key = await asked(house)
    said = await house.do("introduction-suggest", ADA, introduction=key, person=name)
    assert "I find nobody of that name" in said or "I need to know" in said
    assert await state(house, key) is State.ASKED


async def test_a_suggested_name_that_is_misspelt_is_asked_about() -> None:
    house = House(ENTRY, OTHER, replace(OTHER, id="hidden", name="Other Ones", consent=Consent.REFUSED))
    key = await asked(house)
    request = Request(Call("introduction-suggest"), ADA, Address("slack", "D1"))
    assert [choice.value for choice in await house.bot.suggest(request, "person", "Othre One")] == ["Other One"]
    for typed in ("Othre One", "Othe"):
        said = await house.do("introduction-suggest", ADA, introduction=key, person=typed)
        assert f"Nobody in the Directory is called “{typed}”.\nDid you mean Other One?" in said
        assert house.reply.unclear == "person"
    assert await state(house, key) is State.ASKED


@pytest.mark.parametrize(
    "typed",
    [
        "Dr Niamh Ní Dhálaigh-O'Rourke",
        "niamh ni dhalaigh orourke",
        "NIAMH NI DHALAIGH O’ROURKE",
        "Prof. Niamh Ni Dhalaigh O Rourke",
        "O'Rourke, Niamh",
        "Niamh O’Rourke (elsewhere)",
        "orourke",
        "O Rourke",
        "Dhalaigh",
        "niamh",
    ],
)
async def test_a_name_is_known_whatever_its_title_accents_and_apostrophes_and_by_a_part_one_alone_has(
    typed: str,
) -> None:
    niamh = replace(OTHER, id="niamh", name="Dr Niamh Ní Dhálaigh-O'Rourke")
    hidden = replace(niamh, id="hidden", name="Niamh Ní Dhálaigh O'Rourke", consent=Consent.REFUSED)
    house = House(ENTRY, OTHER, niamh, hidden)
    key = await asked(house)
    said = await house.do("introduction-suggest", ADA, introduction=key, person=typed)
    assert "Thank you. I have told them that Dr Niamh Ní Dhálaigh-O'Rourke may be able to help." in said


@pytest.mark.parametrize("typed", ["O", "n", "Niam", "Dr", "Niamh Other", "Niamh O'Rourke (Penmoor)"])
async def test_a_letter_a_title_or_how_a_name_begins_is_nobodys_name(typed: str) -> None:
    house = House(ENTRY, OTHER, replace(OTHER, id="niamh", name="Dr Niamh O'Rourke"))
    key = await asked(house)
    assert "Thank you" not in await house.do("introduction-suggest", ADA, introduction=key, person=typed)
    assert await state(house, key) is State.ASKED


async def test_which_of_several_is_meant_is_asked_until_it_is_clear() -> None:
    two = [replace(OTHER, id=name, name=name) for name in ("Nnamdi Eze", "Dr Nnamdi Eze", "Chidi Eze", "Ezekiel Ash")]
    house = House(replace(ENTRY, name="Ada Eze"), *two)
    key = await asked(house)
    said = await house.do("introduction-suggest", ADA, introduction=key, person="eze")
    assert "Several people in the Directory are called “eze”.\nWhich one: " in said
    assert all(one.name in said for one in two[:3])
    assert "Ada" not in said
    assert "Ezekiel" not in said
    assert house.reply.unclear == "person"
    assert "Several people" in await house.do("introduction-suggest", ADA, introduction=key, person="Prof nnamdi eze")
    said = await house.do("introduction-suggest", ADA, introduction=key, person="nnamdi eze")
    assert "Thank you. I have told them that Nnamdi Eze may be able to help." in said


async def test_silence_is_followed_up_once_and_then_closed_kindly() -> None:
    house = House()
    key = await asked(house)
    await house.wait(days=2)
    assert len(house.heard(ADA)) == 1
    await house.wait(days=2)
    assert len(house.heard(ADA)) == 2
    assert "I asked you a few days ago" in house.heard(ADA)[1]
    await house.wait(days=5)
    assert await state(house, key) is State.SILENT
    assert len(house.heard(ADA)) == 2
    assert all("Nothing is expected of you" in question for question in house.heard(ADA))
    assert "which is no answer to you" in house.heard(KIM)[0]
    await house.wait(days=30)
    assert await house.introductions.find(key) is None


async def test_what_was_taken_back_is_settled_for_both() -> None:
    house = House()
    await house.do("find-skill", skill="nvivo")
    await house.press("Ask for an introduction", reason=WHY)
    await house.settle()
    assert "taken back" in await house.press("Take it back")
    await house.settle()
    assert "Kim Canary asked to be introduced to you. They have taken it back." in house.heard(ADA)[0]
    assert WHY not in house.heard(ADA)[0]
    (key,) = house.introductions.rows
    assert "settled already" in await house.do("introduction-accept", ADA, introduction=key)


async def test_both_questions_that_somebody_was_asked_say_no_more_what_was_taken_back() -> None:
    house = House()
    key = await asked(house)
    await house.wait(days=4)
    await house.do("introduction-withdraw", introduction=key)
    await house.settle()
    assert len(house.heard(ADA)) == 2
    for question in house.heard(ADA):
        assert "They have taken it back." in question
        assert WHY not in question


async def test_nobody_answers_or_takes_back_what_is_somebody_elses() -> None:
    house = House()
    key = await asked(house)
    for command in ("introduction-accept", "introduction-decline", "introduction-look"):
        assert "somebody else's" in await house.do(command, BEA, introduction=key)
    assert "somebody else's" in await house.do("introduction-withdraw", BEA, introduction=key)
    assert await state(house, key) is State.ASKED


async def test_of_two_presses_only_the_first_counts() -> None:
    house = House()
    key = await asked(house)
    await house.do("introduction-accept", ADA, introduction=key)
    assert "settled already" in await house.do("introduction-decline", ADA, introduction=key)
    await house.settle()
    assert len(house.heard(KIM)) == 1


async def test_somebody_asked_often_enough_this_week_is_left_alone() -> None:
    house = House(limits=Limits(weekly=1))
    await asked(house, BEA)
    await house.do("find-skill", skill="nvivo")
    assert await house.form() is None
    assert "as often this week as one person should be" in await house.press("Ask for an introduction")
    await house.wait(days=8)
    await house.do("find-skill", skill="nvivo")
    assert "I have asked Ada Lister privately" in await house.press("Ask for an introduction", reason=WHY)


async def test_whoever_was_asked_less_often_comes_first_among_equals() -> None:
    alike = [replace(ENTRY, id=name, name=f"Person {name}", accounts=(account(name),)) for name in "abcd"]
    house = House(*alike)
    await house.do("find-skill", skill="nvivo")
    first = house.button("Ask for an introduction")
    await house.press("Ask for an introduction", BEA, reason=WHY)
    await house.wait(minutes=2)
    await house.do("find-skill", skill="nvivo")
    assert house.button("Ask for an introduction", 3) == first


async def test_nobody_asks_the_same_person_twice_or_too_many_at_once() -> None:
    house = House(ENTRY, replace(OTHER, accounts=(account("other"),)), limits=Limits(open=1))
    await asked(house)
    assert "on its way already" in await house.do("introduce", entry="ada", reason=WHY)
    enough = await house.do("introduce", entry="other", reason=WHY)
    assert "several introductions waiting" in enough
    assert "once one of them is answered, after a week at the latest" in enough
    assert await house.form("introduce?entry=other") is None


async def test_whoever_cannot_ask_any_more_once_they_have_written_has_their_words_back() -> None:
    house = House()
    assert await house.form()
    await house.directory.change(await house.directory.version(), put=[replace(ENTRY, consent=Consent.REFUSED)])
    said = await house.do("introduce", entry="ada", reason=WHY)
    assert "cannot be asked here any more" in said
    assert WHY in said


async def test_a_form_sent_twice_confirms_that_the_request_is_on_its_way() -> None:
    house = House()
    key = await asked(house)
    said = await house.do("introduce", entry="ada", reason=WHY)
    assert said.startswith("Your request to Ada Lister is on its way already. You sent it on 29 March 2026.")
    assert "If they say nothing by 5 April 2026, I let it rest and tell you so." in said
    assert list(house.introductions.rows) == [key]
    await house.press("Take it back")
    assert await state(house, key) is State.WITHDRAWN


async def test_the_form_says_before_anything_is_sent_who_reads_it_and_that_a_name_goes_with_it() -> None:
    form = await House().form()
    assert form
    (line,) = form.notice
    expected = "I ask Ada Lister privately. They see your name and what you write, and nobody else does."
    assert plain_line(line) == expected


async def test_two_who_met_are_told_so_before_anything_is_sent_and_ask_again_on_purpose() -> None:
    house = House()
    key = await asked(house)
    await house.do("introduction-accept", ADA, introduction=key)
    await house.settle()
    assert await house.form() is None
    said = await house.do("introduce", entry="ada")
    assert "You and Ada Lister have been introduced already." in said
    assert "the conversation that I opened for the two of you" in said
    assert "have been introduced already" in await house.do("introduce", entry="ada", reason=WHY)
    again = house.button("Ask again all the same")
    assert await house.form(again)
    assert "I have asked Ada Lister privately" in await house.do(again, reason=WHY)


async def test_two_who_met_without_a_conversation_read_again_how_to_reach_each_other() -> None:
    house = House(ENTRY, replace(OTHER, accounts=(BEA.account,), contact="Phone"))
    key = await asked(house, BEA)
    await house.do("introduction-accept", ADA, introduction=key)
    assert "Reach them: Teams, after 15:00; ada@example.org." in await house.do("introduce", BEA, entry="ada")
    assert "Reach them: Phone." in await house.do("introduce", ADA, entry="other")


async def test_a_month_later_two_who_met_are_asked_nothing() -> None:
    house = House()
    key = await asked(house)
    await house.do("introduction-accept", ADA, introduction=key)
    await house.wait(days=31)
    assert await house.form()


async def test_a_no_is_not_asked_for_again_for_a_month_by_the_same_person() -> None:
    house = House()
    key = await asked(house)
    await house.do("introduction-decline", ADA, introduction=key, sure="yes")
    assert "not long ago, and it did not suit" in await house.do("introduce", entry="ada", reason=WHY)
    assert "I have asked Ada Lister privately" in await house.do("introduce", BEA, entry="ada", reason=WHY)
    await house.wait(days=31)
    assert "I have asked Ada Lister privately" in await house.do("introduce", entry="ada", reason=WHY)


async def test_what_was_taken_back_before_they_saw_it_counts_for_nothing() -> None:
    house = House(limits=Limits(weekly=1))
    for _ in range(3):
        assert "I have asked Ada Lister privately" in await house.do("introduce", entry="ada", reason=WHY)
        assert "It is taken back. I had not told them of it yet." in await house.press("Take it back")
        await house.settle()
    assert "I have asked Ada Lister privately" in await house.do("introduce", BEA, entry="ada", reason=WHY)
    await house.settle()
    (question,) = house.heard(ADA)
    assert "Bea" in question


async def test_what_was_taken_back_once_they_saw_it_is_asked_anew_after_a_week() -> None:
    house = House()
    key = await asked(house)
    assert "ask them again from 6 April 2026" in await house.do("introduction-withdraw", introduction=key)
    said = await house.do("introduce", entry="ada", reason=WHY)
    assert "You took back what you asked Ada Lister not long ago" in said
    assert WHY in said
    assert "I have asked Ada Lister privately" in await house.do("introduce", BEA, entry="ada", reason=WHY)
    await house.wait(days=8)
    assert "I have asked Ada Lister privately" in await house.do("introduce", entry="ada", reason=WHY)


@pytest.mark.parametrize("entry", ["other", "gone", ""])
async def test_somebody_who_cannot_be_asked_here_is_not(entry: str) -> None:
    assert "cannot be asked here" in await House().do("introduce", entry=entry or "x", reason=WHY)


async def test_says_so_when_somebody_cannot_be_reached() -> None:
    house = House()
    house.slack.closed[Address.of(ADA.account)] = Refused("They take no messages from me.")
    key = await asked(house)
    await house.wait(minutes=30)
    assert await state(house, key) is State.UNREACHED
    assert "I could not reach Ada Lister" in house.heard(KIM)[0]


async def test_of_somebody_whose_platform_was_out_of_reach_all_the_week_nobody_says_that_they_did_not_answer() -> None:
    house = House()
    house.slack.closed[Address.of(ADA.account)] = Later(3600)
    key = await asked(house)
    await house.wait(days=8)
    assert await state(house, key) is State.UNREACHED
    assert "I could not reach Ada Lister" in house.heard(KIM)[0]


async def test_what_may_have_reached_them_waits_for_their_answer() -> None:
    house = House()
    house.slack.faults, house.slack.takes_first = [Unknown()], True
    house.slack.history_fault = Unreadable("I may not read it.")
    key = await asked(house)
    await house.wait(hours=1)
    (question,) = await house.outbox.about(key)
    assert question.state is Delivery.UNCERTAIN
    assert "opening a conversation" in await house.do("introduction-accept", ADA, introduction=key)


async def test_an_answer_counts_though_they_are_asked_once_more_in_the_same_moment() -> None:
    house = House()
    key = await asked(house)
    before = house.introductions.rows[key]
    house.introductions.rows[key] = replace(before, reminded=True)
    assert await house.post.conclude(before, replace(before, state=State.ACCEPTED))
    assert (house.introductions.rows[key].state, house.introductions.rows[key].reminded) == (State.ACCEPTED, True)


async def test_what_was_kept_is_asked_though_whoever_asked_was_stopped_before_it_was_on_its_way() -> None:
    house = House()
    one = Introduction(
        id="1",
        asker=KIM.account,
        asker_name=KIM.name,
        entry_id=ENTRY.id,
        account=ADA.account,
        reason=WHY,
        asked_at=house.clock.time,
    )
    await house.introductions.add(one, Limits())
    await house.wait(hours=1)
    (question,) = house.heard(ADA)
    assert "Kim Canary found you in the Directory" in question


async def test_an_end_is_told_even_after_a_crash_in_the_middle_of_it() -> None:
    house = House()
    key = await asked(house)
    before = house.introductions.rows[key]
    house.introductions.rows[key] = replace(before, state=State.ACCEPTED)
    await house.wait(minutes=10)
    assert "Your introduction was accepted" in house.heard(KIM)[0]
    assert len(house.heard(KIM, ADA)) == 1
    await house.wait(minutes=30)
    assert len(house.heard(KIM)) == 1
