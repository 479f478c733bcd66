"""Two facilitators can block whoever wrote something, without anybody learning who that is."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.requests import Account, Actor
from bot.directory.model import Consent
from bot.directory.model import Entry as Listed
from bot.support.model import KEEP, Entry, Kind, Part, Standing
from bot.support.names import new_id
from bot.support.vault import NEWEST
from store.keys import FileVault
from tests.fakes import OneMaster
from tests.support.moderation import ANSWERED, ASKED, FAY, FIN, FLO, KIM, ROBIN, House, voice_in

REASON = "It mocks somebody."
FAY_ELSEWHERE = replace(FAY, account=Account("discord", "T2", "77"))
FAY_LISTED = Listed(
    id="fay", name="Fay", skills=("R",), consent=Consent.GIVEN, accounts=(FAY.account, FAY_ELSEWHERE.account)
)


async def asked(house: House, reason: str = REASON, days: str = "7") -> None:
    """Let Fay propose to block the author."""
    await house.asks()
    await house.look()
    await house.press("Block who wrote this", FAY, days=days, reason=reason)


async def blocked(house: House, days: str = "7") -> None:
    await asked(house, days=days)
    await house.look(FIN)
    await house.press("Agree", FIN)


async def tries(house: House, actor: Actor = KIM) -> str:
    return await house.do("peer-support", actor, text="May I ask again?")


async def blocks(house: House, entry_id: str, days: str = "7") -> str:
    """Let Fay and Fin block whoever wrote something; returns what Fin reads."""
    await house.do("support-block", FAY, case=house.id, entry=entry_id, days=days, reason=REASON)
    await house.look(FIN)
    return await house.press("Agree", FIN)


async def asked_under_an_old_key(house: House) -> None:
    """Let a request be written two days before its key stops being the newest, and 25 more go by."""
    await house.stores.vault.epochs(house.clock.time)
    house.clock.time += NEWEST - timedelta(days=2)
    await house.asks()
    house.clock.time += timedelta(days=25)


async def which(house: House) -> dict[str, str]:
    return {"case": house.id, "voice": (await house.dossier()).author.id}


async def test_one_facilitator_alone_blocks_nobody() -> None:
    house = House()
    await house.asks()
    await house.look()
    said = await house.press("Block who wrote this", days="7", reason=REASON)
    assert "Nothing happens before a second facilitator agrees" in said
    assert "Quiet Heron, who asked: a block of 7 days is proposed" in said
    assert await house.stores.cases.blocked(house.clock.time) == []
    assert "cannot write here" not in await tries(house)


async def test_whoever_proposed_a_block_is_not_offered_to_agree_and_reads_why() -> None:
    house = House()
    await asked(house)
    own = "You proposed it yourself; it takes a second facilitator to agree. You can drop it."
    for page in (f"support-look?case={house.id}", "support-blocks"):
        for reader, offered in ((FAY, ["Drop it"]), (FIN, ["Agree", "Drop it"])):
            said = await house.do(page, reader)
            assert [one.label for one in house.buttons() if one.label in {"Agree", "Drop it"}] == offered
            assert (own in said) == (reader is FAY)


async def test_a_button_that_whoever_proposed_a_block_should_not_have_is_refused() -> None:
    house = House()
    await asked(house)
    await house.look(FIN)
    said = await house.press("Agree", FAY)
    assert "You proposed it yourself; it takes a second facilitator to agree." in said
    assert await house.stores.cases.blocked(house.clock.time) == []


async def test_two_accounts_of_one_facilitator_are_not_two_facilitators() -> None:
    house = House(entries=[FAY_LISTED])
    await asked(house)
    await house.look(FIN)
    agree = house.button("Agree")
    for page in (f"support-look?case={house.id}", "support-blocks"):
        assert "You proposed it yourself" in await house.do(page, FAY_ELSEWHERE)
        assert "Agree" not in [one.label for one in house.buttons()]
    assert "You proposed it yourself" in await house.do(agree, FAY_ELSEWHERE)
    again = {"case": house.id, "entry": (await house.dossier()).request.id, "days": "30", "reason": REASON}
    assert "You proposed it already" in await house.do("support-block", FAY_ELSEWHERE, **again)
    assert await house.stores.cases.blocked(house.clock.time) == []
    assert "is blocked for 7 days" in await house.do(agree, FIN)


@pytest.mark.parametrize("others", [[], [FAY_LISTED]], ids=["all others were left out", "but for an account of theirs"])
async def test_who_proposes_a_block_does_not_learn_whether_all_others_are_left_out(others: list[Listed]) -> None:
    house = House(entries=others)
    if others:
        await house.do("support-desk", FAY_ELSEWHERE)
    await house.asks(left_out=(str(FIN.account), str(FLO.account)))
    await house.look()
    said = await house.press("Block who wrote this", FAY, days="7", reason=REASON)
    told = "whoever else looks after this case is told. If nobody agrees, ask an organiser."
    assert told in said
    free = House()
    await free.asks()
    await free.look()
    assert told in await free.press("Block who wrote this", FAY, days="7", reason=REASON)
    assert house.heard(FAY_ELSEWHERE, "proposes to block") == []


async def test_where_a_block_is_decided_on_it_is_said_that_it_is_of_one_account() -> None:
    house = House()
    await blocked(house)
    assert "A block is of the account it was written from." in await house.do("support-blocks")
    answer = await house.helps()
    form = await house.form(f"support-block?case={house.id}&entry={answer.id}", FAY)
    assert form
    assert "the account that this was written from" in str([option.summary for option in form.options])


async def test_the_others_are_told_that_a_second_one_is_needed() -> None:
    house = House()
    await asked(house)
    await house.wait(minutes=1)
    told = "A facilitator proposes to block Quiet Heron, who asked. It needs a second one to agree."
    assert [len(house.heard(one, told)) for one in (FAY, FIN, FLO)] == [0, 1, 1]


async def test_the_second_one_reads_which_of_several_is_meant_and_what_they_wrote() -> None:
    house = House()
    await house.asks()
    answer = await house.helps()
    await house.do("support-block", FAY, case=house.id, entry=answer.id, days="7", reason=REASON)
    await house.wait(minutes=1)
    assert len(house.heard(FIN, "A facilitator proposes to block Warm Otter, who answered Quiet Heron.")) == 1

    meant = "Warm Otter, who answered Quiet Heron: a block of 7 days is proposed"
    for page in (await house.look(FIN), await house.do("support-blocks", FIN)):
        assert f"{meant}\nThey wrote: “{ANSWERED}”\nReason: {REASON}" in page
    assert "Warm Otter, who answered Quiet Heron, is blocked for 7 days" in await house.press("Agree", FIN)
    assert "Warm Otter, who answered Quiet Heron: blocked for 7 days more" in await house.look(FLO)

    await house.do("support-appeal", ROBIN, case=house.id, text="I meant well.")
    await house.wait(minutes=6)
    assert len(house.heard(FLO, "an appeal against the block of Warm Otter, who answered Quiet Heron.")) == 1
    assert "An appeal against a block, by Warm Otter, who answered Quiet Heron\nI meant well." in await house.look(FLO)


async def test_what_was_written_in_a_private_talk_is_read_whole_as_long_as_a_block_of_it_is_looked_at() -> None:
    house = House()
    await house.asks()
    letter = Entry(id=new_id(), voice="", kind=Kind.PRIVATE, text="You are a coward. " * 10, standing=Standing.SAID)
    helper = replace((await house.dossier()).author, id=new_id(), part=Part.HELPER, name="Warm Otter", mark="m")
    letter = replace(letter, voice=helper.id)
    await house.casebook.change(
        house.id, lambda one: replace(one, voices=(*one.voices, helper), entries=(*one.entries, letter))
    )
    assert "coward" not in await house.look()
    await house.do("support-block", FAY, case=house.id, entry=letter.id, days="7", reason=REASON)
    page = await house.look(FIN)
    assert f"Written in a private talk\n{letter.text}" in page
    assert "Warm Otter, who talked in private with Quiet Heron: a block" in page
    await house.press("Drop it", FIN)
    assert "coward" not in await house.look(FIN)


async def test_words_that_were_taken_back_are_not_quoted() -> None:
    house = House()
    await house.asks()
    answer = await house.helps()
    await house.do("support-block", FAY, case=house.id, entry=answer.id, days="7", reason=REASON)
    await house.puts(replace(answer, standing=Standing.WITHDRAWN))
    page = await house.look(FIN)
    assert "Warm Otter, who answered Quiet Heron: a block" in page
    assert ANSWERED not in page


async def test_two_facilitators_block_and_whoever_it_is_hears_why_and_until_when() -> None:
    house = House()
    await blocked(house)
    (notice,) = await house.told(Kind.NOTICE)
    assert notice == (
        "Two facilitators have decided that you cannot write here without your name until Monday 9 March. They do not "
        f"know who you are. Their reason: “{REASON}” What you sent and is not posted yet comes back to you. "
        "You can appeal without your name."
    )
    await house.wait(minutes=1)
    assert len(house.heard(KIM, "There is something new for you.")) == 1

    said = await tries(house)
    assert "you cannot write here without your name until Monday 9 March." in said
    assert f"Their reason: “{REASON}”" in said
    assert [one.label for one in house.buttons()] == ["Appeal without my name", "I’m not safe"]


async def test_nobody_else_is_blocked() -> None:
    house = House()
    await blocked(house)
    assert "cannot write here" not in await tries(house, ROBIN)


async def test_a_block_holds_on_a_private_conversation_too() -> None:
    house = House()
    await blocked(house)
    there = replace(KIM, account=replace(KIM.account, workspace="*"))
    assert "you cannot write here without your name" in await tries(house, there)


async def test_a_block_ends_by_itself() -> None:
    house = House()
    await blocked(house)
    house.clock.time += timedelta(days=6, hours=23)
    assert "cannot write here" in await tries(house)
    house.clock.time += timedelta(hours=2)
    assert "cannot write here" not in await tries(house)
    assert "is blocked already" not in await house.look()


async def test_an_appeal_reaches_facilitators_later_and_a_block_can_be_lifted() -> None:
    house = House()
    await blocked(house)
    await tries(house)
    said = await house.press("Appeal without my name", KIM, text="It was a quotation.")
    assert "without learning who you are" in said
    again = await house.do("support-appeal", KIM, case=house.id, text="Please.")
    assert "Your appeal is with the facilitators already." in again
    assert "Please." in again
    assert "It was a quotation." not in await house.look()

    await house.wait(minutes=6)
    assert len(house.heard(FIN, "There is an appeal against the block of Quiet Heron, who asked.")) == 1
    assert "An appeal against a block, by Quiet Heron, who asked\nIt was a quotation." in await house.look(FIN)
    assert "The block is lifted, and they are told." in await house.press("Lift it", FIN)
    assert (await house.told(Kind.NOTICE))[
        -1
    ] == "Facilitators lifted the block: you can write without your name again."
    assert "It was a quotation." not in await house.look()
    assert "cannot write here" not in await tries(house)


async def test_an_appeal_can_be_turned_down_with_a_reason_and_made_again() -> None:
    house = House()
    await blocked(house)
    await house.do("support-appeal", KIM, case=house.id, text="It was a quotation.")
    await house.wait(minutes=6)
    await house.look()
    keep = house.button("Keep the block")
    assert "The block stays, and they are told why." in await house.do(keep, reason="Quotations mock, too.")
    assert "“Quotations mock, too.”" in (await house.told(Kind.NOTICE))[-1]
    assert "That is settled already." in await house.do(keep, FIN, reason="No.")
    assert "Thank you." in await house.do("support-appeal", KIM, case=house.id, text="I am sorry.")


async def test_lifting_one_block_settles_no_appeal_of_somebody_else() -> None:
    house = House()
    dossier = await house.asks()
    answer = await house.helps()
    await blocks(house, dossier.request.id)
    await blocks(house, answer.id)
    for actor, text in ((KIM, "It was a quotation."), (ROBIN, "I meant well.")):
        await house.do("support-appeal", actor, case=house.id, text=text)
    await house.wait(minutes=6)

    said = await house.do("support-unblock", FIN, case=house.id, voice=answer.voice)
    assert "The block is lifted, and they are told." in said
    assert "I meant well." not in said
    assert "It was a quotation." in said
    said = await house.press("Lift it", FIN)
    assert "The block is lifted, and they are told." in said
    assert "It was a quotation." not in said


async def test_an_appeal_that_outlives_its_block_is_settled_and_no_block_is_said_to_be_kept() -> None:
    house = House()
    await blocked(house)
    await house.do("support-appeal", KIM, case=house.id, text="It was a quotation.")
    await house.wait(minutes=6)
    await house.look()
    keep, told = house.button("Keep the block"), await house.told(Kind.NOTICE)
    house.clock.time += timedelta(days=8)

    said = await house.look()
    assert "An appeal against a block that is over, by Quiet Heron, who asked\nIt was a quotation." in said
    assert not {"Keep the block", "Lift it"} & {one.label for one in house.buttons()}
    for filled_in in ({}, {"reason": "Quotations mock, too."}):
        assert "The block is over, so there is nothing to keep." in await house.do(keep, **filled_in)
    assert await house.told(Kind.NOTICE) == told

    await house.press("Look at it")
    assert "They are told: “Facilitators have read your appeal.”" in await house.press("Settled")
    assert "It is settled, and they are told." in await house.press("Settle it")
    assert "It was a quotation." not in await house.look()


async def test_only_whoever_is_blocked_can_appeal() -> None:
    house = House()
    await blocked(house)
    assert "There is no block to appeal against" in await house.do("support-appeal", ROBIN, case=house.id, text="Me!")


async def test_a_proposal_can_be_dropped_and_is_never_heard_of() -> None:
    house = House()
    await asked(house)
    await house.look(FIN)
    drop = house.button("Drop it")
    assert "Whoever it was about never hears of it." in await house.press("Drop it", FIN)
    assert await house.told(Kind.NOTICE) == []
    assert "lifted, or was never agreed to" in await house.do(drop)
    assert "lifted, or was never agreed to" in await house.do("support-block-confirm", FIN, **await which(house))


async def test_two_who_agree_at_once_block_once() -> None:
    house = House()
    await asked(house)
    await house.look(FIN)
    agree = house.button("Agree")
    assert "is blocked for 7 days" in await house.do(agree, FIN)
    assert "Another facilitator was quicker" in await house.do(agree, FLO)
    assert "is blocked for 7 days" in await house.do(agree, FIN)
    assert len(await house.told(Kind.NOTICE)) == 1
    assert len(await house.stores.cases.blocked(house.clock.time)) == 1


async def test_two_who_agree_in_the_same_moment_block_once() -> None:
    house = House()
    await asked(house)
    await house.look(FIN)
    agree = house.button("Agree")
    said = await asyncio.gather(house.do(agree, FIN), house.do(agree, FLO))
    assert sorted("Another facilitator was quicker" in one for one in said) == [False, True]
    assert len(await house.told(Kind.NOTICE)) == 1


async def test_whoever_is_blocked_or_about_to_be_is_not_proposed_again() -> None:
    house = House()
    await asked(house)
    entry = (await house.dossier()).request.id
    again = {"case": house.id, "entry": entry, "days": "30", "reason": "Me too."}
    assert "You proposed it already" in await house.do("support-block", FAY, **again)
    assert "Another facilitator proposed a block already." in await house.do("support-block", FIN, **again)
    assert "Quiet Heron, who asked: a block of 7 days is proposed" in await house.press("Look at it", FIN)
    await house.press("Agree", FIN)
    assert "Whoever wrote this is blocked already." in await house.do("support-block", FLO, **again)


async def test_who_wrote_under_their_name_cannot_be_blocked() -> None:
    house = House()
    await house.asks()
    answer = await house.helps()
    named = replace(voice_in(await house.dossier(), Part.HELPER), named=True, moderation=None)
    await house.casebook.change(house.id, lambda one: replace(one, voices=(one.author, named)))
    said = await house.do("support-block", case=house.id, entry=answer.id)
    assert "They wrote under their own name" in said


async def test_what_was_written_under_a_key_that_is_gone_cannot_be_blocked() -> None:
    house = House()
    await house.asks()
    house.clock.time += timedelta(days=125)
    said = await house.do("support-block", case=house.id, entry=(await house.dossier()).request.id)
    assert "That was written too long ago for a block to hold." in said


async def test_the_list_shows_name_words_days_and_reason_and_not_whether_anybody_tried() -> None:
    house = House()
    assert "Nobody is blocked." in await house.do("support-blocks")
    await blocked(house)
    house.clock.time += timedelta(days=2, hours=1)
    before = await house.do("support-blocks")
    assert f"Quiet Heron, who asked: blocked for 5 days more\nThey wrote: “{ASKED}”\nReason: {REASON}" in before
    await tries(house)
    await tries(house)
    assert await house.do("support-blocks") == before
    await house.do("support-desk")
    assert "Blocks: 1" in [one.label for one in house.buttons()]


async def test_whoever_was_left_out_sees_no_block_of_the_case() -> None:
    house = House()
    await blocked(house)
    await house.casebook.change(house.id, lambda one: replace(one, left_out=(str(FLO.account),)))
    assert "Nobody is blocked." in await house.do("support-blocks", FLO)


async def test_a_case_is_kept_until_its_block_is_over_so_that_the_reason_can_be_read() -> None:
    house = House()
    await blocked(house, days="14")
    shred_at = house.clock.time + KEEP
    await house.casebook.change(house.id, lambda one: replace(one, closed=True, close_at=None, shred_at=shred_at))
    await house.wait(days=8)
    assert (await house.dossier()).shred_at == (await house.stores.cases.blocked(house.clock.time))[0].until
    assert f"Their reason: “{REASON}”" in await tries(house)


async def test_no_block_holds_longer_than_its_case_may_be_kept() -> None:
    house = House()
    await house.asks(KIM, ASKED)
    house.clock.time += timedelta(days=85)
    await house.do("support-block", case=house.id, entry=(await house.dossier()).request.id, days="30", reason="x")
    await house.look(FIN)
    said = await house.press("Agree", FIN)
    assert "is blocked for 12 days, and told why. More than 12 days is not possible" in said


async def test_no_block_holds_longer_than_whoever_is_meant_can_be_recognised(tmp_path: Path) -> None:
    house = House(vault=FileVault(tmp_path / "keys.db", OneMaster(), lambda: house.clock.time))
    await asked_under_an_old_key(house)
    await house.look()
    said = await house.press("Block who wrote this", FAY, days="30", reason=REASON)
    assert "More than 7 days is not possible: after that, nobody can tell who is meant, or why." in said
    assert "Quiet Heron, who asked: a block of 7 days is proposed" in await house.look(FIN)
    assert "is blocked for 7 days, and told why." in await house.press("Agree", FIN)
    assert "without your name until Tuesday 30 June." in (await house.told(Kind.NOTICE))[-1]

    house.clock.time += timedelta(days=6, hours=13)
    assert "cannot write here" in await tries(house)
    assert "Quiet Heron, who asked: blocked for 1 day more" in await house.do("support-blocks")
    house.clock.time += timedelta(hours=1)
    assert "cannot write here" not in await tries(house)
    assert "Nobody is blocked." in await house.do("support-blocks")


async def test_whoever_agrees_late_reads_that_fewer_days_are_left_than_were_proposed() -> None:
    house = House()
    await asked_under_an_old_key(house)
    await house.look()
    assert "is not possible" not in await house.press("Block who wrote this", FAY, days="7", reason=REASON)
    house.clock.time += timedelta(days=3)
    await house.look(FIN)
    agree, said = house.button("Agree"), "is blocked for 4 days, and told why."
    assert f"{said} More than 4 days is not possible" in await house.do(agree, FIN)
    again = await house.do(agree, FIN)
    assert said in again
    assert "is not possible" not in again


async def test_the_form_of_a_block_says_when_not_every_choice_is_possible() -> None:
    house = House()
    await asked_under_an_old_key(house)
    await house.look()
    form = await house.form(house.button("Block who wrote this"), FAY)
    assert form is not None
    assert form.notice == (("More than 7 days is not possible: after that, nobody can tell who is meant, or why.",),)

    await house.asks()
    await house.look()
    form = await house.form(house.button("Block who wrote this"), FAY)
    assert form is not None
    assert form.notice == ()


async def test_when_the_case_is_withdrawn_facilitators_are_asked_to_look_at_its_block_again_and_can_lift_it() -> None:
    house = House()
    await house.asks()
    answer = await house.helps()
    await house.do("support-block", FAY, case=house.id, entry=answer.id, days="7", reason=REASON)
    await house.look(FIN)
    await house.press("Agree", FIN)
    await house.do("support-withdraw", KIM, case=house.id, sure="yes")
    await house.wait(minutes=3)
    assert await house.casebook.all() == []
    assert [len(house.heard(one, "please look whether the block should stay")) for one in (FAY, FIN, FLO)] == [1, 1, 1]

    said = await tries(house, ROBIN)
    assert "until Monday 9 March. The request that it came of was withdrawn, and their reason with it" in said
    assert [one.label for one in house.buttons()] == ["I’m not safe"]
    await house.do("support-desk")
    assert "Blocks: 1" in [one.label for one in house.buttons()]
    listed = await house.do("support-blocks", FLO)
    assert "A request that was withdrawn: somebody is blocked for 7 days more" in listed
    lift = house.button("Lift it")
    assert "The block is lifted." in await house.do(lift, FLO)
    assert "Nobody is blocked." in await house.do("support-blocks", FLO)
    assert "lifted, or was never agreed to" in await house.do(lift, FAY)
    assert "cannot write here" not in await tries(house, ROBIN)


@pytest.mark.parametrize("author", [KIM, FAY, FIN], ids=["a member", "who proposes", "who agrees"])
async def test_it_makes_no_difference_that_a_facilitator_wrote_it(author: Actor) -> None:
    house = House()
    await house.asks(author)
    said = [await house.look(), await house.press("Block who wrote this", days="3", reason=REASON)]
    said += [await house.look(FIN), await house.press("Agree", FIN)]
    assert "Quiet Heron, who asked, is blocked for 3 days, and told why." in said[-1]
    assert (await house.dossier()).request.standing is Standing.SAID
    assert not any(word in "\n".join(said) for word in ("Kim", "Fay", "Fin "))
