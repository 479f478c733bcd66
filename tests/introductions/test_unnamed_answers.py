"""What is said to somebody who asked without their name, and how they say who they are."""

from dataclasses import replace

import pytest

from bot.support.model import CAP, KEEP, Stage, Talking
from bot.support.wishes import AGAIN, REST
from tests.introductions.unnamed import (
    ADA,
    ADA_ELSEWHERE,
    ASKED,
    BEA,
    ENTRY,
    FAY,
    GLAD,
    NOT_THERE,
    NUDGE,
    OTHER,
    THANKS,
    accepted,
    ask,
    house_of,
    opens,
)
from tests.support.house import KIM, LEE, House, person


@pytest.fixture
def house() -> House:
    return house_of()


# What is said to it --------------------------------------------------------------


async def test_accepted_the_two_write_to_each_other(house: House) -> None:
    await accepted(house)
    await house.press("Write", ADA, text=GLAD)
    await house.settle()
    assert [NUDGE in text for text in house.private(KIM)] == [True]
    page = await opens(house, KIM)
    assert "They have accepted your request. You can both write here now." in page
    assert "It is forgotten 7 days after it is closed, and it closes by itself after 90 days at the latest." in page
    assert f"Ada Lister\n{GLAD}" in page
    await house.press("Write", KIM, text=THANKS)
    page = await opens(house, ADA)
    assert f"{(await house.case()).name}, who asked\n{THANKS}" in page
    assert "Kim" not in page


async def test_not_now_is_said_kindly_and_nothing_of_it_is_kept_for_long(house: House) -> None:
    await ask(house)
    await opens(house, ADA)
    await house.press("Not now", ADA)
    await house.press("Yes, tell them", ADA)
    await house.settle()
    page = await opens(house, KIM)
    assert "It does not suit them just now. That says nothing about you." in page
    assert "Find somebody else" in [button.label for button in house.buttons()]
    assert (await house.case()).stage is Stage.CLOSED
    await house.wait(days=KEEP.days + 1)
    assert await house.cases() == []


async def test_somebody_else_is_suggested_and_can_be_asked_either_way(house: House) -> None:
    await ask(house)
    await opens(house, ADA)
    assert "Thank you." in await house.press("Suggest someone else", ADA, person="Bea Other", remark="She teaches it.")
    await house.settle()
    page = await opens(house, KIM)
    assert "They think that Bea Other may be able to help you better. “She teaches it.”" in page
    assert [one.label for one in house.buttons()][:2] == ["Ask them without my name", "Ask them by name"]
    assert house.button("Ask them by name") == "introduce?entry=bea"
    assert house.button("Ask them without my name") == "introduce-unnamed?entry=bea"
    assert house.private(BEA) == []


async def test_whoever_suggests_somebody_needs_no_more_than_a_part_of_the_name(house: House) -> None:
    await ask(house)
    await opens(house, ADA)
    said = await house.press("Suggest someone else", ADA, person="Dr OTHER")
    assert "I have told them that Bea Other may be able to help." in said
    assert "you suggested somebody else" in await house.press("‹ My inbox", ADA)


async def test_that_the_suggested_one_is_who_asks_is_not_told_to_whoever_suggests(house: House) -> None:
    await ask(house)
    await opens(house, ADA)
    of_the_asker = await house.press("Suggest someone else", ADA, person="Kim Canary")
    assert of_the_asker == "Thank you. I have told them that Kim Canary may be able to help."


@pytest.mark.parametrize("name", ["Ada Lister", "Nobody Known"])
async def test_a_suggestion_has_to_be_somebody_else_who_is_listed(house: House, name: str) -> None:
    await ask(house)
    await opens(house, ADA)
    assert "I find nobody of that name" in await house.press("Suggest someone else", ADA, person=name)
    assert (await house.case()).talks[0].standing is Talking.OFFERED


async def test_what_is_settled_cannot_be_settled_again(house: House) -> None:
    await ask(house)
    await opens(house, ADA)
    accept, decline, suggest = (house.button(one) for one in ("Accept", "Not now", "Suggest someone else"))
    await house.do(decline, ADA)
    sure = house.button("Yes, tell them")
    await house.do(sure, ADA)
    for call in (accept, decline, sure):
        assert "This is closed" in await house.do(call, ADA)
    assert "This is closed" in await house.do(suggest, ADA, person="Bea Other")


async def test_who_answers_nothing_is_asked_once_more_and_then_left_alone(house: House) -> None:
    await ask(house)
    await house.wait(days=AGAIN.days, hours=1)
    assert len(house.private(ADA)) == 2
    await house.wait(days=(REST - AGAIN).days - 1)
    assert len(house.private(ADA)) == 2
    assert house.private(KIM) == []
    await house.wait(days=1)
    assert [NUDGE in text for text in house.private(KIM)] == [True]
    page = await opens(house, KIM)
    assert "They have not answered, which is no answer to you: people are busy. I have let it rest." in page


async def test_who_looked_and_said_nothing_is_asked_once_more_too(house: House) -> None:
    await ask(house)
    await opens(house, ADA)
    await house.wait(days=AGAIN.days, hours=1)
    assert len(house.private(ADA)) == 2


async def test_who_answered_is_not_asked_again(house: House) -> None:
    await accepted(house)
    await house.wait(days=REST.days + 1)
    assert len(house.private(ADA)) == 1
    assert (await house.case()).talks[0].standing is Talking.ACCEPTED


async def test_whoever_asked_takes_it_back_and_nobody_reads_it_any_more(house: House) -> None:
    await ask(house)
    await opens(house, KIM)
    assert "is taken away" in await house.press("Take it back", KIM)
    await house.press("Take it away", KIM)
    assert "Nothing is waiting for you." in await house.do("inbox", ADA)
    await house.settle()
    assert not [one.text for one in (await house.case()).entries if one.text]
    assert house.private(ADA) == []
    await house.wait(days=KEEP.days + 1)
    assert await house.cases() == []


async def test_who_writes_on_is_asked_first_about_what_may_give_them_away(house: House) -> None:
    await accepted(house)
    await opens(house, KIM)
    asked = await house.press("Write", KIM, text="Ring me on 07700 900123, Kim")
    assert "This might give you away. “07700 900123”" in asked
    assert "Nothing is sent yet." in asked
    assert "07700" not in await opens(house, ADA)
    await opens(house, KIM)
    assert "Thank you, Ada" in await house.press("Write", KIM, text="Thank you, Ada Lister.")
    assert "Thank you, Ada" in await opens(house, ADA)
    await opens(house, KIM)
    danger = await house.press("Write", KIM, text="I want to end my life. Ring me on 07700 900123, Kim")
    assert "Nothing is sent yet." not in danger
    assert "116 123" in danger


async def test_who_writes_on_reads_what_may_give_them_away_and_takes_it_back_in_time(house: House) -> None:
    await accepted(house)
    await opens(house, KIM)
    page = await house.press("Write", KIM, text="Ring me on 07700 900123, Kim", anyhow="send")
    assert "This might give you away" in page
    back = house.button("Take it back")
    page = await house.do(back, KIM)
    assert "It is taken back before they opened it" in page
    assert "07700" not in page
    assert "07700" not in await opens(house, ADA)
    await opens(house, KIM)
    await house.press("Write", KIM, text="Ring me on 07700 900123, Kim", anyhow="send")
    back = house.button("Take it back")
    assert "07700" in await opens(house, ADA)
    assert "They have opened it already, so it stays." in await house.do(back, KIM)
    assert await house.do(back, LEE) == NOT_THERE


async def test_nobody_takes_back_what_another_wrote(house: House) -> None:
    await accepted(house)
    await house.press("Write", ADA, text=GLAD)
    dossier = await house.case()
    which = {"case": dossier.id, "talk": dossier.talks[0].id, "entry": dossier.entries[-1].id}
    assert await house.do("support-unsay", KIM, **which) == NOT_THERE
    assert await house.do("support-unsay", KIM, **{**which, "entry": dossier.request.id}) == NOT_THERE
    assert (await house.case()).entries[-1].text == GLAD


async def test_whoever_writes_by_name_is_not_warned_of_it(house: House) -> None:
    await accepted(house)
    assert "give you away" not in await house.press("Write", ADA, text="I am Ada Lister, on 07700 900123.")


async def test_what_facilitators_say_to_a_report_is_opened_first(house: House) -> None:
    await ask(house)
    await opens(house, ADA)
    await house.press("Report what they wrote", ADA, text="This is not about my skills.")
    await house.wait(minutes=30)
    await house.do("support-look", FAY, case=(await house.case()).id)
    await house.press("Settled", FAY)
    await house.press("Settle it", FAY)
    assert "Facilitators have looked at it, and it can stay." in await opens(house, ADA)
    assert ASKED in await opens(house, ADA)


@pytest.mark.parametrize(
    ("contact", "told"),
    [("Ring after three", "Reach them: Ring after three"), ("", "Not on this chat yet: ask an organiser.")],
)
async def test_somebody_who_cannot_be_asked_here_is_suggested_with_how_to_reach_them(contact: str, told: str) -> None:
    other = replace(OTHER, accounts=(), contact=contact, email="")
    house = House(entries=(ENTRY, other))
    await ask(house)
    await opens(house, ADA)
    await house.press("Suggest someone else", ADA, person="Bea Other")
    page = await opens(house, KIM)
    assert told in page
    assert "Ask them without my name" not in [button.label for button in house.buttons()]


async def test_withdrawn_it_is_gone_for_both(house: House) -> None:
    await accepted(house)
    await opens(house, KIM)
    await house.press("‹ The whole request", KIM)
    assert "What you and Ada Lister wrote here is taken away" in await house.press("Withdraw it", KIM)
    await house.press("Take it away", KIM)
    assert [await house.do("inbox", one) for one in (ADA, KIM)] == [await house.do("inbox", BEA)] * 2
    assert not [one.text for one in (await house.case()).entries if one.text]


async def test_a_talk_that_goes_on_ends_at_the_cap_like_any_case(house: House) -> None:
    await accepted(house)
    await house.wait(days=(CAP + KEEP).days + 1)
    assert await house.cases() == []


# Saying who one is ---------------------------------------------------------------


async def test_whoever_asked_says_who_they_are_and_the_two_are_brought_together(house: House) -> None:
    await accepted(house)
    await opens(house, KIM)
    page = await house.press("Say who I am", KIM)
    assert "Ada Lister will see your name" in page
    assert (await house.case()).talks[0].standing is Talking.ACCEPTED, "nothing is told before they are sure"
    await house.press("Yes, say who I am", KIM)
    await house.settle()
    together = [text for where, _, text in house.slack.history if len(where.people) == 2]
    assert len(together) == 1
    assert ASKED in together[0]
    assert "They have told you who they are: Kim" in await opens(house, ADA)
    dossier = await house.case()
    assert (dossier.talks[0].standing, dossier.stage) == (Talking.NAMED, Stage.CLOSED)


async def test_where_they_get_no_conversation_together_each_is_told_how_to_reach_the_other(house: House) -> None:
    zoe = person("Zoe", "discord")
    await ask(house, zoe)
    await opens(house, ADA_ELSEWHERE)
    await house.press("Accept", ADA_ELSEWHERE)
    await opens(house, zoe)
    assert "I then tell you how to reach them, as their entry says" in await house.press("Say who I am", zoe)
    await house.press("Yes, say who I am", zoe)
    await house.settle()
    told = "They have told you who they are: Zoe. I have told them how to reach you, as your entry says."
    assert told in await opens(house, ADA_ELSEWHERE)
    assert "They have said who they are" in house.private(ADA_ELSEWHERE)[-1]
    assert "Zoe" in house.private(ADA_ELSEWHERE)[-1]
    assert "Teams, after three" in house.private(zoe)[-1]


async def test_nobody_says_who_they_are_to_somebody_they_would_not_know_how_to_reach(house: House) -> None:
    zoe = person("Zoe", "discord")
    await ask(house, zoe)
    await opens(house, ADA_ELSEWHERE)
    await house.press("Accept", ADA_ELSEWHERE)
    hidden = replace(ENTRY, accounts=(ADA.account,), contact="")
    await house.stores.directory.change(await house.stores.directory.version(), put=[hidden])
    await opens(house, zoe)
    said = await house.press("Say who I am", zoe)
    assert "does not show how to reach Ada Lister just now" in said
    assert await house.stores.introductions.of(zoe.account) == []
    assert (await house.case()).talks[0].standing is Talking.ACCEPTED


async def test_before_it_is_answered_it_becomes_a_request_by_name(house: House) -> None:
    await ask(house)
    await opens(house, KIM)
    assert "I then ask them by name" in await house.press("Say who I am", KIM)
    await house.press("Yes, say who I am", KIM)
    await house.settle()
    asked = house.private(ADA)[-1]
    assert "Kim" in asked
    assert ASKED in asked
    [one] = await house.stores.introductions.of(KIM.account)
    assert (one.entry_id, one.reason) == ("ada", ASKED)


async def test_pressed_twice_it_is_said_once(house: House) -> None:
    await accepted(house)
    await opens(house, KIM)
    await house.press("Say who I am", KIM)
    sure = house.button("Yes, say who I am")
    await house.do(sure, KIM)
    assert "This is closed" in await house.do(sure, KIM)
    assert len(await house.stores.introductions.of(KIM.account)) == 1


async def test_how_the_two_go_on_is_said_before_and_after(house: House) -> None:
    await accepted(house)
    await opens(house, KIM)
    assert "I then open a conversation for the two of you." in await house.press("Say who I am", KIM)
    await house.press("Yes, say who I am", KIM)
    page = await opens(house, ADA)
    assert "They have told you who they are: Kim. I am opening a conversation for the two of you." in page
    assert "Your name stands beside" not in page, "nothing can be written there any more"


async def test_staying_unnamed_leads_back(house: House) -> None:
    await accepted(house)
    await opens(house, KIM)
    await house.press("Say who I am", KIM)
    assert "Your request to Ada Lister" in await house.press("Stay unnamed", KIM)
