"""“Ask without my name”: only the one who is asked reads it, and nobody learns who asks."""

from dataclasses import replace

import pytest

from bot.chat.requests import Actor
from bot.chat.views import plain_line
from bot.support.facilitators import told
from bot.support.model import Kind, Talking
from tests.introductions.unnamed import (
    ADA,
    ADA_ELSEWHERE,
    ASKED,
    BEA,
    ENTRY,
    FAY,
    NOT_THERE,
    NUDGE,
    ask,
    begin,
    house_of,
    opens,
)
from tests.support.house import KIM, LEE, House, person


@pytest.fixture
def house() -> House:
    return house_of()


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
    assert "That is your own entry." in await begin(house, actor)
    assert await house.cases() == []


async def test_who_wants_to_be_asked_by_name_alone_is(house: House) -> None:
    entry = await house.stores.directory.find("ada")
    assert entry
    await house.stores.directory.save(replace(entry, unnamed=False))
    await house.do("find-skill", KIM, skill="NVivo")
    offered = [button.call.args["entry"] for button in house.buttons() if button.label == "Ask without my name"]
    assert offered == ["bea"]
    assert "Ada Lister is asked by name alone." in await begin(house)
    assert house.button("Ask by name") == "introduce?entry=ada"


async def test_a_network_may_not_want_it() -> None:
    house = House(entries=(ENTRY,), introductions={"unnamed": False})
    await house.do("find-skill", KIM, skill="NVivo")
    assert "Ask without my name" not in [button.label for button in house.buttons()]
    assert "Ada Lister is asked by name alone." in await begin(house)


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
    page = await begin(house)
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
    assert "116 123" not in await begin(house, LEE)


async def test_nothing_is_with_them_before_it_is_sent(house: House) -> None:
    await begin(house)
    await house.settle()
    dossier = await house.case()
    assert house.private(ADA) == []
    assert "Nothing is waiting for you." in await house.do("inbox", ADA)
    assert await house.do("inbox-case", ADA, case=dossier.id) == NOT_THERE
    assert await house.do("inbox-talk", ADA, case=dossier.id, talk=dossier.talks[0].id) == NOT_THERE


async def test_it_arrives_after_a_while_so_that_the_time_says_little(house: House) -> None:
    await begin(house)
    assert "Sent: it waits for its time" in await house.press("Send")
    await house.settle()
    assert house.private(ADA) == []
    await house.wait(minutes=21)
    assert [NUDGE in text for text in house.private(ADA)] == [True]


async def test_it_can_be_changed_taken_back_and_discarded_until_then(house: House) -> None:
    await begin(house)
    await house.press("Change my words", KIM, text="Shorter.")
    await house.press("Send")
    assert "Shorter." in await house.press("Take it back")
    assert "It is discarded" in await house.press("Discard")
    await house.settle()
    assert await house.cases() == []


async def test_only_the_one_who_is_asked_hears_of_it_and_never_who_asks(house: House) -> None:
    await ask(house)
    assert house.public() == []
    assert [NUDGE in text for text in house.private(ADA)] == [True]
    assert house.private(FAY) == house.private(LEE) == house.private(BEA) == []
    page = await opens(house, ADA)
    dossier = await house.case()
    assert f"{dossier.name} would like to ask you something" in page
    assert ASKED in page
    assert "Kim" not in str(house.seen)
    labels = [button.label for button in house.buttons()]
    assert labels[:4] == ["Accept", "Not now", "Suggest someone else", "Report what they wrote"]


async def test_each_of_the_two_reads_how_it_stands_from_their_own_side(house: House) -> None:
    await ask(house)
    assert "You asked Ada Lister without your name: waits for an answer" in await house.do("inbox", KIM)
    assert "You are asked something without a name: waits for your answer" in await house.do("inbox", ADA)
    assert "they may tell you their name then" in await house.press("Open", ADA)
    assert "They know that you accepted, and you can both write here." in await house.press("Accept", ADA)
    whole = await house.press("‹ The whole request", ADA)
    assert "Private talk with" in whole
    assert "Offered" not in whole
    await opens(house, KIM)
    await house.press("Say who I am", KIM)
    await house.press("Yes, say who I am", KIM)
    assert "over, as you have said who you are" in await house.do("inbox", KIM)
    assert "over, as they have said who they are" in await house.do("inbox", ADA)


async def test_each_of_the_two_reads_that_it_was_not_taken_on(house: House) -> None:
    await ask(house)
    await opens(house, ADA)
    asked = await house.press("Not now", ADA)
    assert "They then read: “It does not suit them just now. That says nothing about you.”" in asked
    assert ASKED in await house.press("Back to the question", ADA)
    assert "You are asked something without a name: waits for your answer" in await house.do("inbox", ADA)
    await opens(house, ADA)
    await house.press("Not now", ADA)
    told = await house.press("Yes, tell them", ADA)
    assert "Not now. They are told that it does not suit you now, and nothing else." in told
    assert "You asked Ada Lister without your name: not now" in await house.do("inbox", KIM)


async def test_each_of_the_two_reads_that_it_was_passed_on(house: House) -> None:
    await ask(house)
    await opens(house, ADA)
    await house.press("Suggest someone else", ADA, person="Bea Other")
    assert "You are asked something without a name: you suggested somebody else" in await house.do("inbox", ADA)
    assert "does not suit you" not in await house.press("Open", ADA)
    assert "You asked Ada Lister without your name: they suggest somebody else" in await house.do("inbox", KIM)


async def test_whoever_reports_reads_that_they_may_be_guessed(house: House) -> None:
    await ask(house)
    await opens(house, ADA)
    form = await house.form(house.button("Report what they wrote"), ADA)
    assert form
    assert "Whoever wrote it may guess that it was you" in plain_line(form.notice[0])


async def test_whoever_waits_knows_for_how_long(house: House) -> None:
    await begin(house)
    silence = "If they say nothing within a week, I let it rest and say so in your inbox."
    assert silence in await house.press("Send now", KIM)
    await house.settle()
    assert silence in await opens(house, KIM)


async def test_nothing_that_was_sent_to_one_person_is_said_to_be_posted(house: House) -> None:
    await begin(house)
    send, edit = house.button("Send"), house.button("Change my words")
    await house.press("Send now", KIM)
    await house.settle()
    dossier = await house.case()
    for made in (send, f"support-take-back?case={dossier.id}&entry={dossier.request.id}"):
        assert "It was sent already, and is with them." in await house.do(made, KIM)
    assert "posted" not in await house.do(edit, KIM, text="Other words.")


async def test_they_read_it_by_any_of_their_accounts(house: House) -> None:
    await ask(house)
    assert ASKED in await opens(house, ADA_ELSEWHERE)
    await house.press("Accept", ADA_ELSEWHERE)
    assert (await house.case()).talks[0].standing is Talking.ACCEPTED


async def test_they_answer_facilitators_by_any_of_their_accounts(house: House) -> None:
    await ask(house)
    dossier = await house.case()
    await house.change(lambda case: told(case, Kind.QUESTION, case.listed.id, "Are you well?"))
    assert "Facilitators ask you\nAre you well?" in await opens(house, ADA_ELSEWHERE)
    assert "without learning who you are" in await house.press("Answer them", ADA_ELSEWHERE, text="Yes.")
    which = {"case": dossier.id, "entry": (await house.case()).entries[-1].about}
    assert "Only whoever was asked can answer that." in await house.do("support-respond", LEE, **which, text="Yes.")


async def test_they_are_told_where_they_first_came_wherever_somebody_asks(house: House) -> None:
    await ask(house, person("Zoe", "discord"))
    assert [NUDGE in text for text in house.private(ADA)] == [True]
    assert house.private(ADA_ELSEWHERE) == []


async def test_nobody_else_finds_it_whatever_they_call(house: House) -> None:
    await ask(house)
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
    await ask(house)
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
