"""Who leads a session changes in the open: among facilitators alone, by name, and never to nobody."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.calls import call
from bot.chat.requests import Account, Request
from bot.chat.views import plain_line
from bot.reflection.course import Moved
from bot.reflection.handing import Handing
from bot.reflection.leading import Leading
from bot.reflection.model import Stage, Told
from bot.reflection.news import LEAD
from bot.rota.model import Facilitator
from tests.reflection.desk import Desk
from tests.reflection.facilitators import BEA, CEM, KIM, OLU, OLU_TOO, SLACK, House
from tests.reflection.sessions import session


@pytest.fixture
async def house() -> House:
    house = House()
    await house.open()
    return house


async def leaders(house: House) -> list[str]:
    return [one.rsplit(":", 1)[1] for one in (await house.find()).facilitators]


async def beside(house: House) -> None:
    """Let Bea lead it, too."""
    await house.does(call("session-add", session=house.id, person=str(BEA.account)))


async def said(house: House) -> list[str]:
    """List what everybody was told of who leads."""
    await house.settle()
    return [one.partition("\n")[0] for one in house.in_thread() if "leads this session now" in one]


async def test_a_co_facilitator_is_chosen_told_and_does_all_that_the_first_does(house: House) -> None:
    form = await house.form("session-add")
    assert form
    assert [(one.label, one.value) for one in form.options[0].choices] == [("Bea", str(BEA.account))]
    assert "Led by: Olu and Bea" in await house.does(form.call.with_args({"person": str(BEA.account)}))
    await house.settle()
    assert house.heard(BEA) == ["Olu asked you to lead the session A hard week together with them."]
    assert await said(house) == ["Olu leads this session now, together with Bea."]
    await house.look(BEA)
    await house.press("Next phase", BEA)
    assert (await house.find()).phase == 1


async def test_everybody_reads_what_leading_means_for_those_without_names(house: House) -> None:
    await beside(house)
    await house.settle()
    assert "and not whose it is" in house.in_thread()[-1]
    assert house.in_thread(house.discord)[-1] == house.in_thread()[-1]


async def test_nobody_is_chosen_who_is_not_offered(house: House) -> None:
    for command in ("session-add", "session-hand-over"):
        for wrong in (str(KIM.account), str(CEM.account), "anybody"):
            assert "no facilitator whom" in await house.does(call(command, session=house.id, person=wrong))
    await beside(house)
    assert await leaders(house) == ["OLU", "BEA"]
    await beside(house)
    assert await leaders(house) == ["OLU", "BEA"]


async def test_where_no_other_is_known_it_says_how_one_becomes_it(house: House) -> None:
    await house.rota.forget(BEA.account)
    assert await house.form("session-add") is None
    for command in ("session-add", "session-hand-over"):
        assert "type /rota once" in await house.does(call(command, session=house.id))


async def test_somebody_who_is_known_on_two_platforms_is_not_offered_to_themselves(house: House) -> None:
    await house.roster.sign(OLU_TOO)
    form = await house.form("session-add")
    assert form
    assert [one.label for one in form.options[0].choices] == ["Bea"]


async def test_two_accounts_under_one_name_are_told_apart(house: House) -> None:
    await house.rota.sign(Facilitator(account=replace(OLU_TOO.account, user="8"), name="Bea"))
    form = await house.form("session-hand-over")
    assert form
    assert [one.label for one in form.options[0].choices] == ["Bea (Discord)", "Bea (Slack)"]


async def test_handing_over_makes_another_the_first_and_keeps_whoever_did(house: House) -> None:
    await house.does(call("session-hand-over", session=house.id, person=str(BEA.account)))
    assert await leaders(house) == ["BEA", "OLU"]
    await house.settle()
    assert house.heard(BEA) == ["Olu handed the session A hard week over to you: you lead it now."]
    assert await said(house) == ["Bea leads this session now, together with Olu."]


async def test_it_is_handed_over_to_a_co_facilitator_too(house: House) -> None:
    await beside(house)
    form = await house.form("session-hand-over")
    assert form
    assert [one.label for one in form.options[0].choices] == ["Bea"]
    assert "You stay as a co-facilitator." in plain_line(form.notice[0])
    await house.does(form.call.with_args({"person": str(BEA.account)}))
    assert await leaders(house) == ["BEA", "OLU"]


async def test_the_last_one_does_not_step_down(house: House) -> None:
    await house.does(call("session-leaders", session=house.id))
    assert "Step down" not in house.buttons
    assert "You are the only one" in await house.does(call("session-step-down", session=house.id))
    assert await leaders(house) == ["OLU"]


async def test_who_steps_down_leads_no_more_and_the_others_know(house: House) -> None:
    await beside(house)
    await house.settle()
    assert "Olu leads it, together with Bea." in await house.does(call("session-leaders", session=house.id))
    assert "Bea does." in await house.press("Step down")
    assert await leaders(house) == ["BEA"]
    await house.settle()
    assert house.heard(BEA)[-1] == "Olu does not lead the session A hard week any more. You still do."
    assert "led by Bea" in await house.look()


async def test_stepping_down_on_one_platform_is_stepping_down_on_all(house: House) -> None:
    await beside(house)
    await house.does(call("session-step-down", session=house.id), OLU_TOO)
    assert await leaders(house) == ["BEA"]


async def test_any_facilitator_takes_over_and_all_are_told(house: House) -> None:
    await house.look(BEA)
    asked = await house.press("Take over", BEA)
    assert "You see what is not shown yet, too" in asked
    assert "Olu is told, and so is everybody in the thread" in asked
    assert await leaders(house) == ["OLU"]
    assert "Led by: Bea and Olu" in await house.press("Take it over", BEA)
    await house.settle()
    assert house.heard(OLU) == ["Bea leads the session A hard week now. You can still do so, too."]
    assert house.heard(BEA) == []
    assert await said(house) == ["Bea leads this session now, together with Olu."]
    assert "You lead that session already" in await house.does(call("session-take-over", session=house.id), BEA)


async def test_a_co_facilitator_takes_the_lead(house: House) -> None:
    await beside(house)
    await house.does(call("session-leaders", session=house.id), BEA)
    await house.press("Take the lead", BEA)
    assert await leaders(house) == ["BEA", "OLU"]
    assert "Take the lead" not in house.buttons


async def test_who_is_a_facilitator_no_more_is_not_kept_by_whoever_takes_over() -> None:
    house = House(str(BEA.account))
    await house.open()
    await house.does(call("session-take-over", session=house.id, sure="yes"), BEA)
    assert await leaders(house) == ["BEA"]
    assert await said(house) == ["Bea leads this session now."]


async def test_whose_name_nobody_knows_is_still_spoken_of(house: House) -> None:
    await house.book.change(house.id, lambda now: replace(now, facilitators=(str(CEM.account),)))
    assert "is led by a facilitator" in await house.look(BEA)
    await house.press("Take over", BEA)
    await house.press("Take it over", BEA)
    assert await leaders(house) == ["BEA"]


async def test_nobody_but_a_facilitator_takes_over(house: House) -> None:
    assert "is for facilitators" in await house.does(call("session-take-over", session=house.id), KIM)
    assert await leaders(house) == ["OLU"]


async def test_a_draft_is_taken_over_by_nobody(house: House) -> None:
    await house.open(replace(session(), stage=Stage.DRAFT))
    for command in ("session-take-over", "session-panel", "session-leaders"):
        assert "prepared by somebody else" in await house.does(call(command, session=house.id), BEA)


async def test_nothing_is_said_where_nobody_sees_it_yet_or_any_more(house: House) -> None:
    await house.open(replace(session(), stage=Stage.DRAFT))
    await beside(house)
    assert await leaders(house) == ["OLU", "BEA"]
    assert [one.kind for one in (await house.find()).sayings] == [Told.ANNOUNCED]


async def test_what_is_told_of_who_did_it_is_theirs_to_find_and_erase(house: House) -> None:
    await house.settle()
    await beside(house)
    assert [one.kind for one in await house.outbox.addressed(OLU.account)] == [LEAD]
    await house.outbox.forget(OLU.account)
    assert str(OLU.account) not in str([one for one in house.outbox.rows.values() if one.kind == LEAD])
    await house.settle()
    assert house.heard(BEA) == ["A facilitator asked you to lead the session A hard week together with them."]


async def test_of_two_who_step_down_before_anybody_sees_it_each_is_told_of(house: House) -> None:
    await house.open(replace(session(), stage=Stage.DRAFT))
    await beside(house)
    await house.roster.sign(CEM)
    await house.does(call("session-add", session=house.id, person=str(CEM.account)))
    await house.settle()
    for who in (BEA, CEM):
        await house.does(call("session-step-down", session=house.id), who)
        await house.settle(after=timedelta(minutes=5))
    told = [one.partition(" does not lead")[0] for one in house.heard(OLU) if "does not lead" in one]
    assert told == ["Bea", "Cem"]


async def test_one_that_is_over_is_taken_over_by_nobody_and_whoever_led_it_still_leads_it(house: House) -> None:
    await beside(house)
    await house.facilitation.close(house.id)
    await house.roster.sign(CEM)
    for command in ("session-take-over", "session-panel", "session-notes"):
        said = await house.does(call(command, session=house.id), CEM)
        assert "That session is over, and was led by Olu and Bea." in said
        assert "Take over" not in house.buttons
    assert await leaders(house) == ["OLU", "BEA"]
    await house.does(call("session-take-over", session=house.id), BEA)
    assert await leaders(house) == ["BEA", "OLU"]


async def test_one_that_is_closed_just_then_is_not_taken_over(house: House) -> None:
    class Quick(Leading):
        async def known(self) -> Sequence[Account]:
            await house.facilitation.close(house.id)
            return await super().known()

    leading, news = Quick(house.book, house.roster), Desk(house.book, house.now).news
    handing = Handing(house.book, leading, news, house.panel.panel)
    with pytest.raises(Moved):
        await handing.take_over(Request(call("session-take-over", session=house.id, sure="yes"), BEA, SLACK))
    assert await leaders(house) == ["OLU"]
