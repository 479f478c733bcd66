"""What somebody sent before they were blocked is not posted, and comes back to them alone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.requests import Actor
from bot.support.model import Dossier, Kind, Standing
from tests.support.moderation import FAY, FIN, KIM, REASON, ROBIN, House, entry_in

BLOCKED = (
    "Two facilitators have decided that you cannot write here without your name until Monday 9 March. Their reason: "
    f"“{REASON}” Your words are kept; nobody saw them."
)


async def sent(house: House, actor: Actor, standing: Standing = Standing.WAITING) -> str:
    """Let somebody have sent an answer that is due in ten minutes."""
    answer = await house.helps(actor, "And another thing.")
    at = house.clock.time + timedelta(minutes=10)
    await house.puts(replace(answer, standing=standing, posted="", release_at=at))
    return answer.id


async def block(house: House, entry_id: str) -> None:
    await house.do("support-block", FAY, case=house.id, entry=entry_id, days="7", reason=REASON)
    await house.look(FIN)
    await house.press("Agree", FIN)


def notices(dossier: Dossier) -> list[str]:
    """List what the bot itself told somebody."""
    return [one.text for one in dossier.entries if one.kind is Kind.NOTICE and not one.voice]


@pytest.mark.parametrize("standing", [Standing.WAITING, Standing.HELD])
async def test_what_waits_is_given_back_with_the_reason_when_its_time_comes(standing: Standing) -> None:
    house = House()
    await house.asks()
    waiting = await sent(house, ROBIN, standing)
    await block(house, (await house.helps(ROBIN)).id)
    assert entry_in(await house.dossier(), waiting).standing is standing
    said = len(house.slack.history)

    await house.wait(minutes=11)
    after = await house.dossier()
    assert entry_in(after, waiting).standing is Standing.UNSAID
    assert notices(after) == [BLOCKED]
    assert not [text for _, _, text in house.slack.history[said:] if "And another thing" in text]
    assert not house.heard(FAY, "waits for a facilitator")
    assert house.heard(ROBIN, "There is something new for you.")


async def test_it_is_held_back_in_every_case_of_theirs() -> None:
    house = House()
    await house.asks()
    await block(house, (await house.helps(ROBIN)).id)
    await house.asks(KIM, "Does anybody else dread Mondays?")
    elsewhere = await house.helps(ROBIN, "I do.")
    assert elsewhere.standing is Standing.UNSAID
    assert notices(await house.dossier()) == [BLOCKED]


async def two_keys(house: House) -> tuple[str, str]:
    """Let Robin have answered in two cases, each under another moderation key; returns what they wrote."""
    await house.asks()
    house.clock.time += timedelta(days=80)
    await house.asks(KIM, "Does anybody else dread Mondays?")
    older = await house.helps(ROBIN, "I do.")
    house.clock.time += timedelta(days=15)
    await house.asks(KIM, "And Tuesdays?")
    newer = await house.helps(ROBIN, "Those too.")
    return older.id, newer.id


async def case_of(house: House, entry_id: str) -> str:
    cases = [one.dossier for one in await house.casebook.all()]
    return next(one.id for one in cases if one.entry(entry_id))


@pytest.mark.parametrize("blocked_for_the_older", [True, False])
async def test_it_is_held_back_whichever_moderation_key_the_block_is_made_with(blocked_for_the_older: bool) -> None:
    house = House()
    older, newer = await two_keys(house)
    wrote, elsewhere = (older, newer) if blocked_for_the_older else (newer, older)
    house.id = await case_of(house, elsewhere)
    await house.do("support-answer", ROBIN, case=house.id, text="And another thing.", nudge="no")
    await house.press("Send", ROBIN)
    waiting = (await house.dossier()).entries[-1]
    assert (waiting.standing, waiting.moderation is None) == (Standing.WAITING, False)

    house.id = await case_of(house, wrote)
    await block(house, wrote)
    house.id = await case_of(house, elsewhere)
    await house.wait(minutes=21)
    back = entry_in(await house.dossier(), waiting.id)
    assert (back.standing, back.moderation) == (Standing.UNSAID, None)


async def test_what_connects_two_moderation_keys_is_forgotten_when_it_waits_no_more() -> None:
    house = House()
    older, _ = await two_keys(house)
    house.id = await case_of(house, older)
    for ends in ("Send", "Take it back"):
        await house.do("support-answer", ROBIN, case=house.id, text=f"{ends}, please.", nudge="no")
        await house.press("Send", ROBIN)
        assert (await house.dossier()).entries[-1].moderation
        if ends == "Take it back":
            await house.press(ends, ROBIN)
        await house.wait(minutes=21)
        assert not any(one.moderation for one in (await house.dossier()).entries)


async def test_what_others_sent_goes_out() -> None:
    house = House()
    first = await house.asks()
    waiting = await sent(house, ROBIN)
    await block(house, first.request.id)
    await house.wait(minutes=11)
    assert entry_in(await house.dossier(), waiting).standing is Standing.SAID


async def test_after_the_block_is_lifted_it_goes_out_in_its_time() -> None:
    house = House()
    await house.asks()
    waiting = await sent(house, ROBIN)
    await block(house, (await house.helps(ROBIN)).id)
    await house.press("Lift it", FIN)
    await house.wait(minutes=11)
    assert entry_in(await house.dossier(), waiting).standing is Standing.SAID
