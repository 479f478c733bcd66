"""Facilitators look after cases: they see what was posted, and never who wrote it, or when."""

from dataclasses import replace

import pytest

from adapters.limits import MORE
from bot.chat.views import plain
from bot.support.model import Kind, Part, Standing
from tests.contract.renderers import RENDERERS
from tests.support.moderation import ANSWERED, ASKED, FAY, FIN, KIM, LEE, REASON, ROBIN, House, voice_in

VOICES = {"author": [Kind.REQUEST], "helper": [Kind.ANSWER]}


async def test_the_desk_lists_cases_by_their_neutral_names() -> None:
    house = House()
    await house.asks()
    seen = await house.do("support-desk")
    assert f"Quiet Heron (open): {ASKED}" in seen
    assert KIM.name not in seen
    await house.press("Look")
    assert house.buttons()[0].label == "Remove"


async def test_a_case_shows_what_everybody_reads_and_nothing_else() -> None:
    house = House()
    await house.asks()
    await house.helps()
    seen = await house.look()
    assert seen.splitlines()[:5] == [
        "Quiet Heron: open",
        "Quiet Heron, the request",
        ASKED,
        "Warm Otter, an answer without a name",
        ANSWERED,
    ]
    assert not any(word in seen for word in ("2026", "00:", "Kim", "Robin", "KIM"))


async def test_an_empty_desk_says_so() -> None:
    assert "There is no open request that you look after." in await House().do("support-desk")


async def test_drafts_and_what_waits_for_its_time_are_not_on_the_desk() -> None:
    house = House()
    dossier = await house.asks()
    for standing in (Standing.DRAFT, Standing.WAITING, Standing.UNSAID):
        entry = replace(dossier.request, standing=standing)
        await house.puts(entry)
        assert ASKED not in await house.do("support-desk")
        assert ASKED not in await house.look()


async def test_removing_an_answer_takes_it_back_and_tells_who_wrote_it_why() -> None:
    house = House()
    await house.asks()
    await house.helps()
    await house.wait(minutes=1)
    before = house.heard(KIM)
    await house.look()
    assert "It is removed, and whoever wrote it is told why." in await house.press("Remove", nth=1, reason=REASON)
    await house.wait(minutes=1)
    assert not [text for text in house.public() if ANSWERED in text]
    assert [text for text in house.public() if ASKED in text]
    (why,) = await house.told(Kind.NOTICE, Part.HELPER)
    assert why == f"Facilitators removed something you wrote: “{ANSWERED}” Their reason: “{REASON}”"
    assert len(house.heard(ROBIN, "There is something new for you.")) == 1
    assert house.heard(KIM) == before


async def test_a_request_that_is_removed_leaves_a_neutral_sentence_and_no_way_to_answer() -> None:
    house = House()
    await house.asks()
    await house.look()
    await house.press("Remove", reason=REASON)
    await house.wait(minutes=1)
    (post,) = house.public()
    assert post == "A request for support stood here. Facilitators removed it, and told its author why."
    assert (await house.dossier()).paused
    assert f"“{REASON}”" in (await house.told(Kind.NOTICE))[0]
    assert "not to be seen" in await house.do("support-desk")
    assert "Its request is not to be seen" in await house.do("support-resume", case=house.id)


async def test_only_one_of_two_facilitators_removes_it() -> None:
    house = House()
    await house.asks()
    await house.look()
    remove = house.button("Remove")
    await house.do(remove, reason=REASON)
    for actor in (FIN, FAY):
        said = await house.do(remove, actor, reason=REASON)
        assert "It has been removed already." in said
        assert "Another facilitator was quicker." in said
    assert len(await house.told(Kind.NOTICE)) == 1


async def test_a_form_is_not_opened_for_what_is_gone() -> None:
    house = House()
    await house.asks()
    await house.look()
    remove = house.button("Remove")
    assert await house.do(remove) == "Remove what somebody wrote"
    await house.do(remove, reason=REASON)
    assert "It has been removed already." in await house.do(remove, FIN)


async def test_the_author_is_asked_and_answers_through_the_case() -> None:
    house = House()
    await house.asks()
    await house.look()
    assert "They are asked." in await house.press("Ask the author", text="Are you safe at home?")
    await house.wait(minutes=1)
    assert len(house.heard(KIM, "There is something new for you.")) == 1
    (question,) = [one for one in (await house.dossier()).entries if one.kind is Kind.QUESTION]
    which = {"case": house.id, "entry": question.id}

    assert "Only whoever was asked can answer that." in await house.do("support-respond", ROBIN, **which, text="Yes.")
    assert "without learning who you are" in await house.do("support-respond", KIM, **which, text="Yes, I am.")
    assert "You have answered that already." in await house.do("support-respond", KIM, **which, text="Yes, I am.")

    assert "Yes, I am." not in await house.look()
    await house.wait(minutes=6)
    assert len(house.heard(FAY, "There is an answer to what facilitators asked in Quiet Heron.")) == 1
    assert "An answer to facilitators, to “Are you safe at home?”\nYes, I am." in await house.look()
    assert "They are told: “Facilitators have read your answer. Thank you.”" in await house.press("Settled")
    assert "It is settled, and they are told." in await house.press("Settle it")
    assert (await house.told(Kind.NOTICE))[-1] == "Facilitators have read your answer. Thank you."
    assert "Yes, I am." not in await house.look()


async def test_the_same_question_is_not_asked_twice_by_a_double_click() -> None:
    house = House()
    await house.asks()
    await house.do("support-ask", case=house.id, text="Are you safe?")
    assert "That has been asked already." in await house.do("support-ask", FIN, case=house.id, text="Are you safe?")


async def test_words_that_come_too_late_are_given_back() -> None:
    house = House()
    await house.asks()
    await house.do("support-ask", case=house.id, text="Are you safe?")
    (question,) = [one for one in (await house.dossier()).entries if one.kind is Kind.QUESTION]
    await house.closes()
    said = await house.do("support-respond", KIM, case=house.id, entry=question.id, text="Yes, I am.")
    assert "That case is closed." in said
    assert "Yes, I am." in said


async def test_a_paused_case_says_so_and_takes_no_answer_without_a_name() -> None:
    house = House()
    await house.asks()
    await house.look()
    assert "It is paused: nobody can answer without a name now." in await house.press("Pause")
    await house.wait(minutes=1)
    (post,) = house.public()
    assert "Facilitators have paused this" in post
    assert "Facilitators have paused your request for now" in (await house.told(Kind.NOTICE))[0]
    assert "It is paused already." in await house.do("support-pause", FIN, case=house.id)

    await house.look()
    assert "People can answer again." in await house.press("Resume")
    await house.wait(minutes=1)
    assert "paused" not in house.public()[0]


async def test_a_case_that_ended_meanwhile_is_over_for_facilitators_too() -> None:
    house = House()
    await house.asks()
    await house.casebook.shred(house.id)
    for command in ("support-look", "support-pause"):
        said = await house.do(command, case=house.id)
        assert "That case is over, and nothing of it is kept any more." in said
        assert "/support-desk" in said


async def test_in_a_closed_case_nothing_is_asked_or_paused_but_posts_can_still_be_removed() -> None:
    house = House()
    await house.asks()
    await house.closes()
    assert "That case is closed." in await house.do("support-ask", case=house.id, text="Are you safe?")
    assert "That case is closed." in await house.do("support-pause", case=house.id)
    await house.look()
    assert "It is removed" in await house.press("Remove", reason=REASON)


async def test_whoever_was_left_out_finds_the_case_nowhere() -> None:
    house = House()
    await house.asks(left_out=(str(FAY.account),))
    assert "There is no open request that you look after." in await house.do("support-desk")
    assert ASKED in await house.do("support-desk", FIN)
    for command in ("support-look", "support-pause", "support-resume"):
        assert "Other facilitators handle this one." in await house.do(command, case=house.id)
    assert "Other facilitators handle this one." in await house.do("support-ask", case=house.id)


async def test_a_private_conversation_is_no_way_around_being_left_out() -> None:
    house = House()
    await house.asks(left_out=("slack:*:U0FAY",))
    assert "Other facilitators handle this one." in await house.look()


async def test_whoever_lost_the_role_is_told_so() -> None:
    house = House()
    await house.asks()
    assert "/support-look is for facilitators." in await house.look(KIM)


async def test_a_facilitator_can_look_after_their_own_case_like_any_other() -> None:
    """Whatever they are told, it is what another facilitator would be told of it, and of any other case."""
    mine, others = House(), House()
    await mine.asks(FAY)
    await others.asks(KIM)
    told = []
    for house in (mine, others):
        await house.do("support-desk")
        said = [await house.press("Look"), await house.press("Pause"), await house.press("Resume")]
        said.append(await house.press("Ask the author", text="Are you safe?"))
        said.append(await house.press("Remove", reason=REASON))
        told.append(said)
    assert told[0] == told[1]


async def test_looking_after_cases_puts_a_facilitator_on_the_list_to_leave_out() -> None:
    house = House()
    await house.asks()
    await house.do("support-desk", FIN)
    assert [one.name for one in await house.stores.rota.people()] == ["Fin"]


async def test_a_long_case_is_shown_in_pages() -> None:
    house = House()
    await house.asks()
    for number in range(5):
        await house.helps(text=f"Answer number {number}.")
    seen = await house.look()
    assert "Answer number 4." in seen
    assert ASKED not in seen
    assert ASKED in await house.press("‹ Before")
    assert "Answer number 4." in await house.press("To the end ›")


@pytest.mark.parametrize("length", [100, 3000])
async def test_everything_is_shown_whole_on_every_platform(length: int) -> None:
    house = House(review=True)
    await house.asks(text="a" * length)
    for answer in [await house.helps(text=number * length) for number in "0123"]:
        await house.do("support-report", LEE, case=house.id, entry=answer.id, text="r" * length)
    await house.do("support-ask", case=house.id, text="q" * length)
    (question,) = [one.id for one in (await house.dossier()).entries if one.kind is Kind.QUESTION]
    await house.do("support-respond", KIM, case=house.id, entry=question, text="o" * length)
    await house.wait(minutes=6)
    for voice in ("author", "helper"):
        entry = next(one for one in (await house.dossier()).entries if one.kind in VOICES[voice])
        await house.do("support-block", case=house.id, entry=entry.id, days="7", reason="w" * length)
    await house.puts(replace(await house.helps(text="h" * length), standing=Standing.HELD))
    letters = ""
    for page in (f"support-look?case={house.id}", "support-blocks", "support-review", "support-desk"):
        await house.do(page)
        while True:
            letters += plain(house.seen)
            for renderer in RENDERERS:
                assert renderer.faults(house.reply) == []
                assert MORE not in [text for _, text in renderer.pieces(house.reply)]
            if "‹ Before" not in [one.label for one in house.buttons()]:
                break
            await house.press("‹ Before")
    assert [one for one in "a0123rqow" if one * length not in letters.replace("\n", "")] == []


async def test_many_cases_are_shown_in_pages_those_that_need_somebody_first() -> None:
    house = House()
    for number in range(9):
        await house.asks(text=f"Request {number}.", name=f"Calm Heron {number}")
    await house.do("support-desk")
    assert "Request 8." not in await house.do("support-desk")
    assert "Request 8." in await house.press("More ›")


@pytest.mark.parametrize("entry", ["", "ffffffff"])
async def test_what_is_not_there_cannot_be_removed(entry: str) -> None:
    house = House()
    await house.asks()
    said = await house.do("support-remove", case=house.id, entry=entry or "0", reason=REASON)
    assert "its author took it back" in said


async def test_the_facilitators_speak_with_one_voice() -> None:
    house = House()
    await house.asks()
    await house.do("support-ask", case=house.id, text="Are you safe?")
    await house.do("support-pause", FIN, case=house.id)
    dossier = await house.dossier()
    voice = voice_in(dossier, Part.FACILITATOR)
    assert [one.voice for one in dossier.entries[1:]] == [voice.id, voice.id]
    assert (voice.mark, voice.address, voice.moderation) == ("", None, None)
