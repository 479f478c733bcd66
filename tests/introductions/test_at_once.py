"""Two people of one request without a name press something in the same moment, in two processes."""

import asyncio

import pytest

from bot.introductions.model import Introduction, Limits
from bot.support.kept import SealedCase
from bot.support.model import Talking
from tests.introductions.unnamed import ADA, accepted, ask, house_of
from tests.support.house import KIM, House


@pytest.fixture
def house() -> House:
    return house_of()


async def test_who_ends_a_talk_first_learns_no_name_by_any_way(house: House) -> None:
    await accepted(house)
    dossier = await house.case()
    which = {"case": dossier.id, "talk": dossier.talks[0].id}
    other, added = House(beside=house), house.stores.introductions.add

    # The other of the two is quicker by as little as can be.
    async def just_before(one: Introduction, limits: Limits) -> bool:
        done = await added(one, limits)
        await other.do("support-end-talk", ADA, **which, sure="yes")
        return done

    house.stores.introductions.add = just_before  # type: ignore[method-assign, assignment]
    assert "This is closed" in await house.do("introduction-name", KIM, **which, sure="yes")
    await house.settle()
    assert await house.stores.introductions.of(ADA.account) == []
    assert "Kim" not in await house.do("my-data", ADA)
    assert "Kim" not in str(house.private(ADA))


@pytest.mark.parametrize("answered", [True, False], ids=["accepted", "not answered yet"])
async def test_whoever_is_stopped_while_they_say_who_they_are_says_it_once(house: House, *, answered: bool) -> None:
    await (accepted(house) if answered else ask(house))
    dossier = await house.case()
    call = f"introduction-name?case={dossier.id}&talk={dossier.talks[0].id}&sure=yes"
    change = house.stores.cases.save

    async def stopped(case: SealedCase, *, for_good: bool = False) -> bool:
        del for_good
        raise SystemExit(case.id)

    house.stores.cases.save = stopped  # type: ignore[method-assign]
    with pytest.raises(SystemExit):
        await house.do(call, KIM)
    house.stores.cases.save = change  # type: ignore[method-assign]
    other = House(beside=house)
    await other.settle()
    assert "This is closed" not in await other.do(call, KIM)
    await other.settle()
    assert len(await house.stores.introductions.of(KIM.account)) == 1
    together = [text for where, _, text in house.slack.history if len(where.people) == 2]
    asked = [text for text in house.private(ADA) if "would like to be introduced" in text]
    assert (len(together), len(asked)) == ((1, 0) if answered else (0, 1))
    assert (await house.case()).talks[0].standing is Talking.NAMED


async def test_pressed_twice_at_once_they_are_brought_together_once(house: House) -> None:
    await accepted(house)
    dossier = await house.case()
    call = f"introduction-name?case={dossier.id}&talk={dossier.talks[0].id}&sure=yes"
    await asyncio.gather(house.do(call, KIM), House(beside=house).do(call, KIM))
    await house.settle()
    assert len(await house.stores.introductions.of(KIM.account)) == 1
    assert len([text for where, _, text in house.slack.history if len(where.people) == 2]) == 1


@pytest.mark.parametrize("number", range(4))
async def test_accepted_and_taken_back_at_once_it_is_one_of_the_two_for_both(house: House, number: int) -> None:
    await ask(house)
    dossier = await house.case()
    which = {"case": dossier.id, "talk": dossier.talks[0].id}
    presses = [
        house.do("support-accept", ADA, **which),
        House(beside=house).do("support-end-talk", KIM, **which),
    ]
    await asyncio.gather(*(presses if number % 2 else reversed(presses)))
    await house.settle()
    after = await house.case()
    assert after.talks[0].standing in {Talking.ACCEPTED, Talking.ENDED}
    assert after.closed is (after.talks[0].standing is Talking.ENDED)
    told = [one for one in after.entries if one.talk == after.talks[0].id]
    assert len(told) == 2, "their words, and what one of them did"
