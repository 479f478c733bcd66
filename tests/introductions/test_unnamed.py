"""“Ask without my name”: only the one who is asked reads it, and learns who it was when whoever asked says so."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

import pytest

from bot.chat.requests import Account, Actor, Role
from bot.chat.views import plain_line
from bot.directory.model import Consent, Entry
from bot.support.model import CAP, KEEP, Stage, Standing, Talking
from bot.support.vault import OutOfOrder
from bot.support.wishes import AGAIN, REST
from tests.fakes import MemoryEpoch, MemoryLock, MemoryVault
from tests.support.house import KIM, LEE, ROBIN, House, person

ADA, BEA = person("Ada"), person("Bea")
ADA_ELSEWHERE = person("Adal", "discord")
FAY, FIN = person("Fay", "slack", Role.FACILITATOR), person("Fin", "slack", Role.FACILITATOR)
ENTRY = Entry(
    id="ada",
    name="Ada Lister",
    skills=("NVivo",),
    contact="Teams, after three",
    consent=Consent.GIVEN,
    accounts=(ADA.account, ADA_ELSEWHERE.account),
)
OTHER = Entry(id="bea", name="Bea Other", skills=("NVivo",), consent=Consent.GIVEN, accounts=(BEA.account,))
KIMS = Entry(id="kim", name="Kim Canary", skills=("R",), consent=Consent.GIVEN, accounts=(KIM.account,))
ASKED = "I am new to interviews and rather lost. Could I ask you some things?"
GLAD, THANKS = "Of course. What is hardest?", "The coding, I think."
NUDGE = "There is something new for you. Type /inbox to read it; only you can see it."
NOT_THERE = "There is nothing there for you.\nType /inbox to see what is."


class Closed(MemoryVault):
    """A vault whose master key is elsewhere."""

    async def epochs(self, now: datetime) -> list[MemoryEpoch]:
        del now
        raise OutOfOrder

    async def locks(self, cases: Collection[str]) -> dict[str, MemoryLock]:
        del cases
        raise OutOfOrder


@pytest.fixture
def house() -> House:
    return _house()


def _house(*, review: bool = False) -> House:
    return House(
        entries=(ENTRY, OTHER, KIMS), roles={Role.FACILITATOR: [str(FAY.account), str(FIN.account)]}, review=review
    )


async def _begin(house: House, actor: Actor = KIM, whom: str = "ada", **more: str) -> str:
    return await house.do(f"introduce-unnamed?entry={whom}", actor, text=ASKED, **more)


async def _ask(house: House, actor: Actor = KIM, whom: str = "ada", **more: str) -> None:
    """Ask, send at once, and let it arrive."""
    await _begin(house, actor, whom, **more)
    await house.press("Send now", actor)
    await house.settle()


async def _open(house: House, actor: Actor) -> str:
    """Open the first thing in an inbox."""
    await house.do("inbox", actor)
    return await house.press("Open", actor)


async def _accept(house: House) -> None:
    await _ask(house)
    await _open(house, ADA)
    await house.press("Accept", ADA)


# Asking --------------------------------------------------------------------------


async def test_it_is_offered_beside_the_introduction_by_name(house: House) -> None:
    await house.do("find-skill", KIM, skill="NVivo")
    labels = [button.label for button in house.buttons()]
    assert labels.count("Ask for an introduction") == labels.count("Ask without my name") == 2


async def test_nobody_is_offered_to_ask_themselves(house: House) -> None:
    await house.do("find-skill", BEA, skill="NVivo")
    offered = [button.call.args["entry"] for button in house.buttons() if button.label == "Ask without my name"]
    assert offered == ["ada"]


@pytest.mark.parametrize("actor", [ADA, ADA_ELSEWHERE], ids=["here", "elsewhere"])
async def test_nobody_asks_themselves_by_any_of_their_accounts(house: House, actor: Actor) -> None:
    assert "That is your own entry." in await _begin(house, actor)
    assert await house.cases() == []


async def test_who_wants_to_be_asked_by_name_alone_is(house: House) -> None:
    entry = await house.stores.directory.find("ada")
    assert entry
    await house.stores.directory.save(replace(entry, unnamed=False))
    await house.do("find-skill", KIM, skill="NVivo")
    offered = [button.call.args["entry"] for button in house.buttons() if button.label == "Ask without my name"]
    assert offered == ["bea"]
    assert "Ada Lister is asked by name alone." in await _begin(house)
    assert house.button("Ask by name") == "introduce?entry=ada"


async def test_a_network_may_not_want_it() -> None:
    house = House(entries=(ENTRY,), introductions={"unnamed": False})
    await house.do("find-skill", KIM, skill="NVivo")
    assert "Ask without my name" not in [button.label for button in house.buttons()]
    assert "Ada Lister is asked by name alone." in await _begin(house)


async def test_the_form_says_who_reads_it_before_anything_is_written(house: House) -> None:
    form = await house.form("introduce-unnamed?entry=ada")
    assert form is not None
    [notice] = form.notice
    text = "".join(str(getattr(part, "text", part)) for part in notice)
    assert text.startswith("Only Ada Lister reads it, and does not learn who you are.")
    assert "Nothing is sent yet" in text
    assert form.submit == "See it before it is sent"
    assert form.values == {"nudge": "yes"}


async def test_the_one_who_asks_is_unknown_to_what_takes_it(house: House) -> None:
    learns = {command.name for command in house.bot.catalog if not command.anonymous}
    ours = {"introduce-unnamed", "introduction-pass-on", "introduction-name"}
    assert ours & learns == {"introduction-name"}


async def test_the_words_are_shown_before_they_are_sent_with_who_will_read_them(house: House) -> None:
    page = await _begin(house)
    dossier = await house.case()
    assert f"{dossier.name}\n{ASKED}" in page
    assert f"Ada Lister: these words, under the name {dossier.name}." in page
    assert "Facilitators: nothing, unless Ada Lister reports it" in page
    assert "Everybody" not in page
    assert "channel" not in page
    assert [button.label for button in house.buttons()] == [
        "Send",
        "In the next slot",
        "Send now",
        "Change my words",
        "Discard",
    ]


async def test_what_may_give_somebody_away_is_pointed_out(house: House) -> None:
    page = await house.do("introduce-unnamed?entry=ada", KIM, text="It is Kim from ward 7, on 07700 900123.")
    assert "This might give you away" in page


async def test_the_name_of_the_one_it_is_for_gives_nobody_away_and_that_of_another_may(house: House) -> None:
    page = await house.do("introduce-unnamed?entry=ada", KIM, text="Hi Ada, dear Dr Lister: Bea sent me.")
    assert "“Bea” looks like the name of somebody in the network" in page
    assert "“Ada”" not in page
    assert "“Dr Lister”" not in page


async def test_words_of_danger_make_the_help_lines_large(house: House) -> None:
    page = await house.do("introduce-unnamed?entry=ada", KIM, text="I want to end my life.")
    assert page.index("116 123") < page.index("Your request, before they see it")
    assert "116 123" not in await _begin(house, LEE)


async def test_nothing_is_with_them_before_it_is_sent(house: House) -> None:
    await _begin(house)
    await house.settle()
    dossier = await house.case()
    assert house.private(ADA) == []
    assert "Nothing is waiting for you." in await house.do("inbox", ADA)
    assert await house.do("inbox-case", ADA, case=dossier.id) == NOT_THERE
    assert await house.do("inbox-talk", ADA, case=dossier.id, talk=dossier.talks[0].id) == NOT_THERE


async def test_it_arrives_after_a_while_so_that_the_time_says_little(house: House) -> None:
    await _begin(house)
    assert "Sent: it waits for its time" in await house.press("Send")
    await house.settle()
    assert house.private(ADA) == []
    await house.wait(minutes=21)
    assert [NUDGE in text for text in house.private(ADA)] == [True]


async def test_it_can_be_changed_taken_back_and_discarded_until_then(house: House) -> None:
    await _begin(house)
    await house.press("Change my words", KIM, text="Shorter.")
    await house.press("Send")
    assert "Shorter." in await house.press("Take it back")
    assert "It is discarded" in await house.press("Discard")
    assert await house.cases() == []


async def test_only_the_one_who_is_asked_hears_of_it_and_never_who_asks(house: House) -> None:
    await _ask(house)
    assert house.public() == []
    assert [NUDGE in text for text in house.private(ADA)] == [True]
    assert house.private(FAY) == house.private(LEE) == house.private(BEA) == []
    page = await _open(house, ADA)
    dossier = await house.case()
    assert f"{dossier.name} would like to ask you something" in page
    assert ASKED in page
    assert "Kim" not in str(house.seen)
    labels = [button.label for button in house.buttons()]
    assert labels[:4] == ["Accept", "Not now", "Suggest someone else", "Report what they wrote"]


async def test_each_of_the_two_reads_how_it_stands_from_their_own_side(house: House) -> None:
    await _ask(house)
    assert "You asked Ada Lister without your name: waits for an answer" in await house.do("inbox", KIM)
    assert "You are asked something without a name: waits for your answer" in await house.do("inbox", ADA)
    assert "they may tell you their name then" in await house.press("Open", ADA)
    assert "They know that you accepted, and you can both write here." in await house.press("Accept", ADA)
    whole = await house.press("‹ The whole request", ADA)
    assert "Private talk with" in whole
    assert "Offered" not in whole
    await _open(house, KIM)
    await house.press("Say who I am", KIM)
    await house.press("Yes, say who I am", KIM)
    assert "over, as you have said who you are" in await house.do("inbox", KIM)
    assert "over, as they have said who they are" in await house.do("inbox", ADA)


async def test_each_of_the_two_reads_that_it_was_not_taken_on(house: House) -> None:
    await _ask(house)
    await _open(house, ADA)
    told = await house.press("Not now", ADA)
    assert "Not now. They are told that it does not suit you now, and nothing else." in told
    assert "You asked Ada Lister without your name: not now" in await house.do("inbox", KIM)


async def test_each_of_the_two_reads_that_it_was_passed_on(house: House) -> None:
    await _ask(house)
    await _open(house, ADA)
    await house.press("Suggest someone else", ADA, person="Bea Other")
    assert "You are asked something without a name: you suggested somebody else" in await house.do("inbox", ADA)
    assert "does not suit you" not in await house.press("Open", ADA)
    assert "You asked Ada Lister without your name: they suggest somebody else" in await house.do("inbox", KIM)


async def test_whoever_reports_reads_that_they_may_be_guessed(house: House) -> None:
    await _ask(house)
    await _open(house, ADA)
    form = await house.form(house.button("Report what they wrote"), ADA)
    assert form
    assert "Whoever wrote it may guess that it was you" in plain_line(form.notice[0])


async def test_whoever_waits_knows_for_how_long(house: House) -> None:
    await _begin(house)
    silence = "If they say nothing within a week, I let it rest and say so in your inbox."
    assert silence in await house.press("Send now", KIM)
    await house.settle()
    assert silence in await _open(house, KIM)


async def test_nothing_that_was_sent_to_one_person_is_said_to_be_posted(house: House) -> None:
    await _begin(house)
    send, edit = house.button("Send"), house.button("Change my words")
    await house.press("Send now", KIM)
    await house.settle()
    dossier = await house.case()
    for made in (send, f"support-take-back?case={dossier.id}&entry={dossier.request.id}"):
        assert "It was sent already, and is with them." in await house.do(made, KIM)
    assert "posted" not in await house.do(edit, KIM, text="Other words.")


async def test_they_read_it_by_any_of_their_accounts(house: House) -> None:
    await _ask(house)
    assert ASKED in await _open(house, ADA_ELSEWHERE)
    await house.press("Accept", ADA_ELSEWHERE)
    assert (await house.case()).talks[0].standing is Talking.ACCEPTED


async def test_they_are_told_where_they_first_came_wherever_somebody_asks(house: House) -> None:
    await _ask(house, person("Zoe", "discord"))
    assert [NUDGE in text for text in house.private(ADA)] == [True]
    assert house.private(ADA_ELSEWHERE) == []


async def test_nobody_else_finds_it_whatever_they_call(house: House) -> None:
    await _ask(house)
    dossier = await house.case()
    which = {"case": dossier.id, "talk": dossier.talks[0].id}
    for command in ("inbox-talk", "support-accept", "support-decline", "support-end-talk", "introduction-pass-on"):
        assert (
            await house.do(command, LEE, **which, **({"person": "Bea Other"} if "pass" in command else {})) == NOT_THERE
        )
    assert await house.do("introduction-name", LEE, **which, sure="yes") == NOT_THERE
    assert await house.do("introduction-name", ADA, **which, sure="yes") == NOT_THERE
    assert (await house.case()).talks == dossier.talks


async def test_nothing_is_posted_about_it_whatever_is_called(house: House) -> None:
    await _ask(house)
    dossier = await house.case()
    for actor in (KIM, ADA, LEE):
        for command in ("support-answer", "support-note", "support-reply", "support-offer-unnamed"):
            answer = await house.do(command, actor, case=dossier.id, text="Hello")
            assert (
                "That is between two people" in answer or "Only whoever asked" in answer or "your own request" in answer
            )
    await house.settle()
    assert house.public() == []
    assert (await house.case()).entries == dossier.entries


# What is said to it --------------------------------------------------------------


async def test_accepted_the_two_write_to_each_other(house: House) -> None:
    await _accept(house)
    await house.press("Write", ADA, text=GLAD)
    await house.settle()
    assert [NUDGE in text for text in house.private(KIM)] == [True]
    page = await _open(house, KIM)
    assert "They are glad to hear from you. You can both write here now." in page
    assert f"Ada Lister\n{GLAD}" in page
    await house.press("Write", KIM, text=THANKS)
    page = await _open(house, ADA)
    assert f"{(await house.case()).name}, who asked\n{THANKS}" in page
    assert "Kim" not in page


async def test_not_now_is_said_kindly_and_nothing_of_it_is_kept_for_long(house: House) -> None:
    await _ask(house)
    await _open(house, ADA)
    await house.press("Not now", ADA)
    await house.settle()
    page = await _open(house, KIM)
    assert "They have read it, and cannot take this on just now." in page
    assert "Find somebody else" in [button.label for button in house.buttons()]
    assert (await house.case()).stage is Stage.CLOSED
    await house.wait(days=KEEP.days + 1)
    assert await house.cases() == []


async def test_somebody_else_is_suggested_and_can_be_asked_either_way(house: House) -> None:
    await _ask(house)
    await _open(house, ADA)
    assert "Thank you." in await house.press("Suggest someone else", ADA, person="Bea Other", remark="She teaches it.")
    await house.settle()
    page = await _open(house, KIM)
    assert "They think that Bea Other may be able to help you better. “She teaches it.”" in page
    assert [one.label for one in house.buttons()][:2] == ["Ask them without my name", "Ask them by name"]
    assert house.button("Ask them by name") == "introduce?entry=bea"
    assert house.button("Ask them without my name") == "introduce-unnamed?entry=bea"
    assert house.private(BEA) == []


async def test_that_the_suggested_one_is_who_asks_is_not_told_to_whoever_suggests(house: House) -> None:
    await _ask(house)
    await _open(house, ADA)
    of_the_asker = await house.press("Suggest someone else", ADA, person="Kim Canary")
    assert of_the_asker == "Thank you. I have told them that Kim Canary may be able to help."


@pytest.mark.parametrize("name", ["Ada Lister", "Nobody Known"])
async def test_a_suggestion_has_to_be_somebody_else_who_is_listed(house: House, name: str) -> None:
    await _ask(house)
    await _open(house, ADA)
    assert "I find nobody of that name" in await house.press("Suggest someone else", ADA, person=name)
    assert (await house.case()).talks[0].standing is Talking.OFFERED


async def test_what_is_settled_cannot_be_settled_again(house: House) -> None:
    await _ask(house)
    await _open(house, ADA)
    accept, decline, suggest = (house.button(one) for one in ("Accept", "Not now", "Suggest someone else"))
    await house.do(decline, ADA)
    for call in (accept, decline):
        assert "This is closed" in await house.do(call, ADA)
    assert "This is closed" in await house.do(suggest, ADA, person="Bea Other")


async def test_who_answers_nothing_is_asked_once_more_and_then_left_alone(house: House) -> None:
    await _ask(house)
    await house.wait(days=AGAIN.days, hours=1)
    assert len(house.private(ADA)) == 2
    await house.wait(days=(REST - AGAIN).days - 1)
    assert len(house.private(ADA)) == 2
    assert house.private(KIM) == []
    await house.wait(days=1)
    assert [NUDGE in text for text in house.private(KIM)] == [True]
    page = await _open(house, KIM)
    assert "They have not answered, which is no answer to you: people are busy. I have let it rest." in page


async def test_who_looked_and_said_nothing_is_asked_once_more_too(house: House) -> None:
    await _ask(house)
    await _open(house, ADA)
    await house.wait(days=AGAIN.days, hours=1)
    assert len(house.private(ADA)) == 2


async def test_who_answered_is_not_asked_again(house: House) -> None:
    await _accept(house)
    await house.wait(days=REST.days + 1)
    assert len(house.private(ADA)) == 1
    assert (await house.case()).talks[0].standing is Talking.ACCEPTED


async def test_whoever_asked_takes_it_back_and_nobody_reads_it_any_more(house: House) -> None:
    await _ask(house)
    await _open(house, KIM)
    await house.press("Take it back", KIM)
    await house.settle()
    assert "It was taken back. Nothing is expected of you." in await _open(house, ADA)


async def test_withdrawn_it_is_gone_for_both(house: House) -> None:
    await _accept(house)
    await _open(house, KIM)
    await house.press("‹ The whole request", KIM)
    assert "What you and Ada Lister wrote here is taken away" in await house.press("Withdraw it", KIM)
    await house.press("Take it away", KIM)
    assert "Nothing is waiting for you." in await house.do("inbox", ADA)
    await house.settle()
    assert await house.cases() == []


async def test_a_talk_that_goes_on_ends_at_the_cap_like_any_case(house: House) -> None:
    await _accept(house)
    await house.wait(days=(CAP + KEEP).days + 1)
    assert await house.cases() == []


# Saying who one is ---------------------------------------------------------------


async def test_whoever_asked_says_who_they_are_and_the_two_are_brought_together(house: House) -> None:
    await _accept(house)
    await _open(house, KIM)
    page = await house.press("Say who I am", KIM)
    assert "Ada Lister will see your name" in page
    assert (await house.case()).talks[0].standing is Talking.ACCEPTED, "nothing is told before they are sure"
    await house.press("Yes, say who I am", KIM)
    await house.settle()
    together = [text for where, _, text in house.slack.history if len(where.people) == 2]
    assert len(together) == 1
    assert ASKED in together[0]
    assert "They have told you who they are: Kim" in await _open(house, ADA)
    dossier = await house.case()
    assert (dossier.talks[0].standing, dossier.stage) == (Talking.NAMED, Stage.CLOSED)


async def test_where_they_get_no_conversation_together_each_is_told_how_to_reach_the_other(house: House) -> None:
    zoe = person("Zoe", "discord")
    await _ask(house, zoe)
    await _open(house, ADA_ELSEWHERE)
    await house.press("Accept", ADA_ELSEWHERE)
    await _open(house, zoe)
    assert "I then tell you how to reach them, as their entry says" in await house.press("Say who I am", zoe)
    await house.press("Yes, say who I am", zoe)
    await house.settle()
    told = "They have told you who they are: Zoe. I have told them how to reach you, as your entry says."
    assert told in await _open(house, ADA_ELSEWHERE)
    assert "They have said who they are" in house.private(ADA_ELSEWHERE)[-1]
    assert "Zoe" in house.private(ADA_ELSEWHERE)[-1]
    assert "Teams, after three" in house.private(zoe)[-1]


async def test_before_it_is_answered_it_becomes_a_request_by_name(house: House) -> None:
    await _ask(house)
    await _open(house, KIM)
    assert "I then ask them by name" in await house.press("Say who I am", KIM)
    await house.press("Yes, say who I am", KIM)
    await house.settle()
    asked = house.private(ADA)[-1]
    assert "Kim" in asked
    assert ASKED in asked
    [one] = await house.stores.introductions.of(KIM.account)
    assert (one.entry_id, one.reason) == ("ada", ASKED)


async def test_pressed_twice_it_is_said_once(house: House) -> None:
    await _accept(house)
    await _open(house, KIM)
    await house.press("Say who I am", KIM)
    sure = house.button("Yes, say who I am")
    await house.do(sure, KIM)
    assert "This is closed" in await house.do(sure, KIM)
    assert len(await house.stores.introductions.of(KIM.account)) == 1


async def test_how_the_two_go_on_is_said_before_and_after(house: House) -> None:
    await _accept(house)
    await _open(house, KIM)
    assert "I then open a conversation for the two of you." in await house.press("Say who I am", KIM)
    await house.press("Yes, say who I am", KIM)
    page = await _open(house, ADA)
    assert "They have told you who they are: Kim. I have opened a conversation for the two of you." in page
    assert "Your name stands beside" not in page, "nothing can be written there any more"


async def test_staying_unnamed_leads_back(house: House) -> None:
    await _accept(house)
    await _open(house, KIM)
    await house.press("Say who I am", KIM)
    assert "Your request to Ada Lister" in await house.press("Stay unnamed", KIM)


# Limits, and those who shall not be harmed -----------------------------------------


async def test_asked_again_they_are_led_to_what_they_wrote(house: House) -> None:
    await _begin(house)
    assert "You have written to Ada Lister already." in await _begin(house)
    await house.do("inbox", KIM)
    await house.press("Open", KIM)
    await house.press("Send now", KIM)
    await house.settle()
    again = await _begin(house)
    assert "Your request is with Ada Lister already." in again
    assert ASKED in again, "their words are given back"
    assert ASKED in await house.press("Open it", KIM)


async def test_nobody_is_asked_too_often_with_and_without_names_together(house: House) -> None:
    await _ask(house, KIM)
    await house.do("introduce?entry=ada", LEE, reason="Hello")
    await _ask(house, ROBIN)
    assert "Ada Lister has been asked as often this week" in await _begin(house, person("Pat"))
    assert "Ada Lister has been asked as often this week" in await house.do("introduce?entry=ada", BEA, reason="Hello")
    await house.wait(days=8)
    assert "before they see it" in await _begin(house, person("Pat"))


async def test_so_many_a_day_and_support_can_still_be_asked_for() -> None:
    others = [
        replace(OTHER, id=f"x{n}", name=f"Other {n}", accounts=(Account("slack", "T1", f"X{n}"),)) for n in range(4)
    ]
    house = House(entries=others)
    for n in range(3):
        await _ask(house, KIM, f"x{n}")
    assert "3 requests in a day" in await _begin(house, KIM, "x3")
    assert "before anybody sees it" in await house.ask(KIM)


async def test_facilitators_see_nothing_of_it_even_where_they_read_everything_first() -> None:
    house = _house(review=True)
    await _ask(house)
    dossier = await house.case()
    assert dossier.request.standing is Standing.SAID
    assert dossier.name not in await house.do("support-desk", FAY)
    page = await house.do("support-look", FAY, case=dossier.id)
    assert ASKED not in page
    assert "Ada" not in page


async def test_reported_they_see_the_words_and_whoever_wrote_them_can_be_stopped(house: House) -> None:
    await _ask(house)
    await _open(house, ADA)
    await house.press("Report what they wrote", ADA, text="This is not about my skills.")
    await house.wait(minutes=30)
    dossier = await house.case()
    assert "not to be seen" in await house.do("support-desk", FAY)
    page = await house.do("support-look", FAY, case=dossier.id)
    assert ASKED in page
    assert "Kim" not in page
    await house.do("support-block", FAY, case=dossier.id, entry=dossier.request.id, days="7", reason="Not here.")
    await house.do("support-blocks", FIN)
    await house.press("Agree", FIN)
    assert "Two facilitators have decided" in await _begin(house, KIM, "bea")


async def test_what_a_blocked_person_sent_before_does_not_arrive(house: House) -> None:
    await _ask(house)
    first = await house.case()
    await _begin(house, KIM, "bea")
    await house.press("Send", KIM)
    await house.do("support-report", ADA, case=first.id, entry=first.request.id, text="No.")
    await house.do("support-block", FAY, case=first.id, entry=first.request.id, days="7", reason="Not here.")
    await house.do("support-blocks", FIN)
    await house.press("Agree", FIN)
    await house.wait(minutes=30)
    assert house.private(BEA) == []
    [second] = [one for one in await house.cases() if one.asks == "bea"]
    assert second.request.standing is Standing.UNSAID
    assert "It could not be sent." in await house.do("support-draft", KIM, case=second.id, entry=second.request.id)


async def test_who_leaves_the_directory_is_named_nowhere_any_more(house: House) -> None:
    await _accept(house)
    await house.press("Write", ADA, text=GLAD)
    await house.do("my-delete?sure=yes", ADA)
    await house.settle()
    dossier = await house.case()
    assert "Ada" not in str(dossier.voices)
    assert GLAD not in str(dossier.entries)
    assert "They are not in the Directory any more" in await _open(house, KIM)
    assert "Nothing is waiting for you." in await house.do("inbox", ADA)


async def test_what_waits_for_somebody_who_leaves_is_given_back(house: House) -> None:
    await _begin(house)
    await house.press("Send")
    await house.do("my-delete?sure=yes", ADA)
    await house.wait(minutes=30)
    dossier = await house.case()
    assert (dossier.request.standing, dossier.request.text) == (Standing.UNSAID, ASKED)
    await house.do("support-draft", KIM, case=dossier.id, entry=dossier.request.id)
    assert "They are not in the Directory any more." in await house.press("Try again")


async def test_a_question_to_somebody_who_is_not_listed_any_more_gives_the_words_back(house: House) -> None:
    await house.stores.directory.remove("ada")
    answer = await _begin(house)
    assert "They cannot be asked here any more." in answer
    assert ASKED in answer


async def test_without_its_keys_people_are_found_and_told_that_they_cannot_ask_so() -> None:
    house = House(entries=(ENTRY,), vault=Closed())
    assert "Ada Lister" in await house.do("find-skill", KIM, skill="NVivo")
    answer = await _begin(house)
    assert "Unnamed requests do not work just now" in answer
    assert ASKED in answer


async def test_whoever_else_removes_an_entry_lets_what_was_asked_of_it_end(house: House) -> None:
    await _ask(house)
    await house.stores.directory.remove("ada")
    await house.wait(minutes=20)
    assert (await house.case()).stage is Stage.CLOSED
    assert "They are not in the Directory any more" in await _open(house, KIM)


async def test_what_a_listed_person_wrote_is_reported_with_the_name_that_it_stood_under(house: House) -> None:
    await _accept(house)
    await house.press("Write", ADA, text="What a silly question.")
    await _open(house, KIM)
    await house.press("Report what they wrote", KIM, text="That hurts.")
    await house.wait(minutes=30)
    page = await house.do("support-look", FAY, case=(await house.case()).id)
    assert "Reported, from a private talk, written by Ada Lister under their own name\nWhat a silly question." in page
    assert "Kim" not in page
