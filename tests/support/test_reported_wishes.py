"""What one person was asked without a name, and reported: it stays with facilitators, whatever either does then."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.requests import Actor, Role
from bot.support.model import BETWEEN_TWO, KEEP, Kind
from tests.introductions.unnamed import ADA, ASKED, ENTRY, FAY, FIN, KIMS, OTHER, ask, begin, opens
from tests.support.house import KIM, House, person

# One of those who are listed, and a facilitator.
BEA = person("Bea", "slack", Role.FACILITATOR)
WHY, THREAT = "That is a threat.", "Tell me who you are, or else."


@pytest.fixture
def house() -> House:
    roles = {Role.FACILITATOR: [str(one.account) for one in (FAY, FIN, BEA)]}
    return House(entries=(ENTRY, OTHER, KIMS), roles=roles)


async def reports(house: House, actor: Actor, *, settled: bool = True) -> None:
    await opens(house, actor)
    await house.press("Report what they wrote", actor, text=WHY)
    await house.wait(minutes=30 * settled)


async def withdraws(house: House) -> str:
    """Let whoever asked take it away; returns what they read before and after."""
    case = (await house.case()).id
    before = await house.do("support-withdraw", KIM, case=case)
    return f"{before} {await house.press('Take it away', KIM)}"


async def settles(house: House, actor: Actor = FAY) -> None:
    await house.do("support-look", actor, case=(await house.case()).id)
    await house.press("Settled", actor)
    await house.press("Settle it", actor)
    await house.settle()


async def private(house: House) -> list[str]:
    """List what is kept of what was written between the two."""
    return [one.text for one in (await house.case()).entries if one.kind in BETWEEN_TWO and one.text]


# Its author takes it away ----------------------------------------------------------


@pytest.mark.parametrize("arrived", [True, False], ids=["facilitators were told", "they were not told yet"])
async def test_what_was_reported_stays_until_it_is_settled_and_whoever_wrote_it_can_be_blocked(
    house: House, *, arrived: bool
) -> None:
    await ask(house)
    await reports(house, ADA, settled=arrived)
    await withdraws(house)
    await house.wait(minutes=30)
    assert len([text for text in house.private(FAY) if "Somebody reported something" in text]) == 1
    assert "1 for you to look at" in await house.do("support-desk", FAY)
    page = await house.press("Look", FAY)
    assert f"Reported, from a private talk\n{ASKED}" in page
    assert WHY in page
    await house.press("Block who wrote it", FAY, days="7", reason="Not here.")
    assert f"Written in a private talk\n{ASKED}" in await house.do("support-look", FIN, case=(await house.case()).id)
    await house.press("Agree", FIN)
    assert "Two facilitators have decided" in await begin(house, KIM, "bea")
    assert "Why: Not here." in await opens(house, KIM)
    await settles(house)
    assert await private(house) == []


async def test_it_is_gone_for_both_and_who_reported_it_reads_what_facilitators_decide(house: House) -> None:
    await ask(house)
    await reports(house, ADA)
    await withdraws(house)
    await house.settle()
    assert "Nothing is waiting for you." in await house.do("inbox", KIM)
    assert ASKED not in await house.do("inbox", ADA)
    assert ASKED not in await house.press("Open", ADA)
    assert WHY in await house.do("inbox-case", ADA, case=(await house.case()).id)
    await settles(house)
    page = await opens(house, ADA)
    assert "Facilitators have looked at it, and it can stay." in page
    assert "taken back" in page
    await house.wait(days=KEEP.days + 1)
    assert await house.cases() == []


async def test_who_takes_it_away_cannot_tell_whether_it_was_reported() -> None:
    seen = []
    for reported in (True, False):
        roles = {Role.FACILITATOR: [str(one.account) for one in (FAY, FIN)]}
        house = House(entries=(ENTRY, OTHER, KIMS), roles=roles)
        await ask(house)
        if reported:
            await reports(house, ADA)
        else:
            await opens(house, ADA)
            await house.wait(minutes=30)
        case = await house.case()
        told = [await withdraws(house)]
        for days in (0.1, 1, 6.5):
            await house.wait(days=days)
            pressed = ("support-withdraw", "support-close", "inbox-case", "support-draft")
            told += [await house.do(one, KIM, case=case.id, entry=case.request.id) for one in pressed]
            told.append(await house.do("inbox", KIM))
        seen.append([text.replace(case.name, "") for text in told])
    assert seen[0] == seen[1]
    assert (
        "Whatever they reported of your words stays with facilitators until they have seen to it, for 7 days at most; "
        "what you reported yourself goes with the rest." in seen[0][0]
    )


async def test_nothing_is_kept_of_what_nobody_reported(house: House) -> None:
    await ask(house)
    await opens(house, ADA)
    await withdraws(house)
    assert not [one.text for one in (await house.case()).entries if one.text]
    await house.settle()
    assert "There is no open request that you look after." in await house.do("support-desk", FAY)
    assert house.private(ADA) == house.private(KIM) == []


async def test_what_its_author_reported_goes_with_it(house: House) -> None:
    await ask(house)
    await opens(house, ADA)
    await house.press("Accept", ADA)
    await house.press("Write", ADA, text=THREAT)
    await reports(house, KIM)
    await withdraws(house)
    assert await private(house) == []


# The one who was asked leaves --------------------------------------------------------


async def threatened(house: House) -> None:
    """Let Bea, who is a facilitator, write what Kim reports."""
    await ask(house, KIM, "bea")
    await opens(house, BEA)
    await house.press("Accept", BEA)
    await house.press("Write", BEA, text=THREAT)
    await reports(house, KIM)


async def test_a_facilitator_who_deletes_their_entry_settles_no_report_about_themselves(house: House) -> None:
    await threatened(house)
    await house.do("my-delete?sure=yes", BEA)
    await house.settle()
    case = (await house.case()).id
    assert "Other facilitators handle this one." in await house.do("support-look", BEA, case=case)
    assert "There is no open request" in await house.do("support-desk", BEA)
    assert THREAT in await house.do("support-look", FAY, case=case)
    await settles(house)
    after = await house.case()
    assert after.left_out == ()
    assert THREAT not in str(after.entries)
    assert [one.text for one in after.entries if one.kind is Kind.REPORT] == [WHY]


async def test_nor_do_they_agree_to_a_block_that_came_of_their_own_report(house: House) -> None:
    await ask(house, KIM, "bea")
    await reports(house, BEA)
    case = await house.case()
    await house.do("support-block", FAY, case=case.id, entry=case.request.id, days="7", reason="Not here.")
    await settles(house)
    await house.do("my-delete?sure=yes", BEA)
    await house.settle()
    which = {"case": case.id, "voice": case.author.id}
    assert "Other facilitators handle this one." in await house.do("support-block-confirm", BEA, **which)
    await house.do("support-unblock", FIN, **which)
    await house.casebook.change(case.id, lambda one: replace(one, look_at=house.clock.time - timedelta(minutes=1)))
    await house.settle()
    assert (await house.case()).left_out == ()
