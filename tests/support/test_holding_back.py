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
    await block(house, waiting)
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
    await block(house, waiting)
    await house.press("Lift it", FIN)
    await house.wait(minutes=11)
    assert entry_in(await house.dossier(), waiting).standing is Standing.SAID
