"""Facilitators look after requests without a name: they learn what needs them, and never who wrote it."""

from collections.abc import Sequence

import pytest

from bot.chat.requests import Role
from bot.support.asking import short
from tests.journeys.skin import Skin
from tests.journeys.stage import CHANNEL, Scene, Stage

WORDS = "I dread going back to that ward."
REASON = "It says too much about the ward."
SOMETHING = "There is something new for you."
NEW = "There is a new request for support"


async def facilitators(stage: Stage) -> Sequence[Skin]:
    return [await stage.person(name, Role.FACILITATOR) for name in ("Fay", "Fin")]


async def ask(stage: Stage, kim: Skin, send: str = "Post now", **more: str) -> None:
    """Ask, and let it be posted."""
    await kim.type("/peer-support")
    await kim.submit(text=WORDS, **more)
    await kim.press(send)
    await stage.advance(minutes=1)


async def test_facilitators_are_told_of_a_request_and_remove_it_with_a_reason(stage: Stage) -> None:
    kim, (fay, fin) = await stage.person("Kim"), await facilitators(stage)
    await ask(stage, kim)

    told = await fay.hears(NEW)
    assert WORDS not in told.text
    seen = await fay.press("Have a look")
    assert WORDS in seen.text
    assert "Kim" not in seen.text
    form = await fay.press("Remove")
    assert list(form.fields) == ["reason"]
    assert "It is removed" in (await fay.submit(reason=REASON)).text

    await stage.advance(minutes=1)
    assert await kim.count(WORDS, CHANNEL) == 0
    await kim.hears("A request for support stood here.", CHANNEL)
    await kim.hears(SOMETHING)
    await kim.press("Open my inbox")
    assert REASON in (await kim.press("Open")).text

    await fin.hears(NEW)
    assert "not to be seen" in (await fin.type("/support-desk")).text


async def test_what_facilitators_ask_is_answered_through_the_case(stage: Stage) -> None:
    kim, (fay, _) = await stage.person("Kim"), await facilitators(stage)
    await ask(stage, kim)
    await fay.hears(NEW)
    await fay.press("Have a look")
    await fay.press("Ask the author")
    await fay.submit(text="Are you safe at home?")
    await stage.advance(minutes=1)

    await kim.hears(SOMETHING)
    await kim.press("Open my inbox")
    assert "Are you safe at home?" in (await kim.press("Open")).text
    await kim.press("Answer them")
    assert "without learning who you are" in (await kim.submit(text="I am, thank you.")).text

    await stage.advance(minutes=6)
    await fay.hears("There is an answer to what facilitators asked")
    assert "I am, thank you." in (await fay.press("Have a look")).text
    assert "It cannot be undone" in (await fay.press("Settled")).text
    assert "they are told" in (await fay.press("Settle it")).text


async def test_a_report_reaches_facilitators_without_who_wrote_it(stage: Stage) -> None:
    kim, lee, (fay, _) = await stage.person("Kim"), await stage.person("Lee"), await facilitators(stage)
    await ask(stage, kim)
    await lee.hears(WORDS, CHANNEL)
    form = await lee.press("Report")
    assert list(form.fields) == ["text"]
    assert "without learning who reported it" in (await lee.submit(text=REASON)).text

    await stage.advance(minutes=6)
    await fay.hears("Somebody reported something")
    seen = await fay.press("Have a look")
    assert REASON in seen.text
    assert "Lee" not in seen.text
    assert "It cannot be undone" in (await fay.press("Settled")).text
    assert "It is settled" in (await fay.press("Settle it")).text


async def test_a_paused_request_takes_no_answer_until_it_goes_on(stage: Stage) -> None:
    kim, robin, (fay, _) = await stage.person("Kim"), await stage.person("Robin"), await facilitators(stage)
    await ask(stage, kim)
    await robin.hears(WORDS, CHANNEL)
    await fay.hears(NEW)
    await fay.press("Have a look")
    assert "It is paused" in (await fay.press("Pause")).text
    assert "Facilitators have paused that request" in (await robin.press("Answer without my name")).text

    await stage.advance(minutes=1)
    paused = await robin.hears("Facilitators have paused this", CHANNEL)
    assert "Answer without my name" not in paused.buttons
    assert "People can answer again." in (await fay.press("Resume")).text
    await stage.advance(minutes=1)
    assert "Answer without my name" in (await robin.hears("You can also simply answer here", CHANNEL)).buttons


async def test_two_facilitators_block_whoever_wrote_it_who_can_appeal(stage: Stage) -> None:
    kim, (fay, fin) = await stage.person("Kim"), await facilitators(stage)
    await ask(stage, kim)
    await fay.hears(NEW)
    await fay.press("Have a look")
    form = await fay.press("Block who wrote this")
    assert list(form.fields) == ["days", "reason"]
    proposed = await fay.submit(days="7", reason=REASON)
    assert "Nothing happens before a second" in proposed.text
    assert "it takes a second facilitator" in proposed.text
    assert "Agree" not in proposed.buttons

    await stage.advance(minutes=1)
    await fin.hears("A facilitator proposes to block")
    await fin.press("Have a look")
    assert "is blocked for 7 days" in (await fin.press("Agree")).text

    refused = await kim.type("/peer-support")
    assert REASON in refused.text
    await kim.press("Appeal without my name")
    assert "without learning who you are" in (await kim.submit(text="I quoted somebody.")).text

    await stage.advance(minutes=6)
    await fin.hears("There is an appeal against the block")
    assert "I quoted somebody." in (await fin.press("Have a look")).text
    assert "The block is lifted" in (await fin.press("Lift it")).text
    assert "text" in (await kim.type("/peer-support")).fields


async def test_whoever_was_left_out_before_they_ever_came_hears_and_finds_nothing(stage: Stage) -> None:
    kim, (fay, fin) = await stage.person("Kim"), await facilitators(stage)
    await ask(stage, kim, without=short(str(stage.account("Fay"))))

    await fin.hears(NEW)
    assert WORDS in (await fin.type("/support-desk")).text
    assert await fay.count(NEW) == 0
    assert "There is no open request" in (await fay.type("/support-desk")).text


@pytest.mark.parametrize("scene", [Scene(settings={"support": {"review": True}})], ids=["facilitators read first"])
async def test_a_facilitator_reads_first_where_that_is_wanted(stage: Stage) -> None:
    kim, (fay, _) = await stage.person("Kim"), await facilitators(stage)
    await ask(stage, kim, "Send to the facilitators")
    await stage.advance(minutes=25)
    assert await kim.count(WORDS, CHANNEL) == 0

    await fay.hears("waits for a facilitator before it is posted")
    assert WORDS in (await fay.press("Read it")).text
    assert "after the usual wait" in (await fay.press("Post it")).text
    await stage.advance(minutes=21)
    await kim.hears(WORDS, CHANNEL)


async def test_a_request_that_nobody_answers_is_raised_again(stage: Stage) -> None:
    kim, (fay, fin) = await stage.person("Kim"), await facilitators(stage)
    await ask(stage, kim)
    await stage.advance(hours=25)
    for facilitator in (fay, fin):
        await facilitator.hears("Nobody has answered")
