"""Facilitators are told of what needs them: those on duty first, never who was left out, and nobody is forgotten."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.requests import Actor
from bot.rota.model import Facilitator, Turn
from tests.support.moderation import FAY, FIN, FLO, KIM, ROBIN, House

NEW, ALONE = "There is a new request for support: Quiet Heron.", "Nobody has answered Quiet Heron yet."


async def on_duty(house: House, actor: Actor) -> None:
    today = house.clock.time.date()
    await house.stores.rota.sign(Facilitator(account=actor.account, name=actor.name))
    await house.stores.rota.take(Turn(id=actor.name, account=actor.account, start=today, end=today + timedelta(days=6)))


def told(house: House, part: str) -> list[int]:
    return [len(house.heard(one, part)) for one in (FAY, FIN, FLO)]


async def test_those_on_duty_are_told_of_a_new_request() -> None:
    house = House()
    await on_duty(house, FIN)
    await house.asks()
    await house.wait(minutes=1)
    assert told(house, NEW) == [0, 1, 0]


async def test_when_nobody_is_on_duty_everybody_is_told() -> None:
    house = House()
    await house.asks()
    await house.wait(minutes=1)
    assert told(house, NEW) == [1, 1, 1]


async def test_when_all_on_duty_were_left_out_the_others_are_told() -> None:
    house = House()
    await on_duty(house, FIN)
    await house.asks(left_out=(str(FIN.account),))
    await house.wait(minutes=1)
    assert told(house, NEW) == [1, 0, 1]


async def test_news_leads_to_the_case_and_says_nothing_of_it() -> None:
    house = House()
    await house.asks(text="A secret.")
    await house.wait(minutes=1)
    assert not [text for text in house.heard(FAY) if "secret" in text]


async def test_a_request_that_nobody_answers_is_raised_again_for_all_who_may_handle_it() -> None:
    house = House()
    await on_duty(house, FIN)
    await house.asks(left_out=(str(FLO.account),))
    await house.wait(hours=23)
    assert told(house, ALONE) == [0, 0, 0]
    await house.wait(hours=2)
    assert told(house, ALONE) == [1, 1, 0]
    for days, times in ((2, 3), (6, 3), (2, 4)):
        await house.wait(days=days)
        assert (await house.dossier()).raised == times
        # The newest takes the place of the others.
        assert told(house, ALONE) == [1, 1, 0]


@pytest.mark.parametrize("answered", ["openly", "without a name"])
async def test_a_request_that_was_answered_is_not_raised(answered: str) -> None:
    house = House()
    await house.asks()
    if answered == "openly":
        await house.casebook.change(house.id, lambda one: replace(one, replies=1))
    else:
        await house.helps()
    await house.wait(days=3)
    assert told(house, ALONE) == [0, 0, 0]
    assert (await house.dossier()).raise_at is None


async def test_a_paused_request_is_not_raised_before_it_goes_on() -> None:
    house = House()
    await house.asks()
    await house.wait(minutes=1)
    await house.do("support-pause", case=house.id)
    await house.wait(days=3)
    assert told(house, ALONE) == [0, 0, 0]
    await house.do("support-resume", case=house.id)
    await house.wait(days=1)
    assert told(house, ALONE) == [1, 1, 1]


async def test_that_nobody_answered_is_taken_back_when_somebody_did() -> None:
    house = House()
    await house.asks()
    await house.wait(hours=25)
    await house.helps()
    await house.wait(hours=25)
    assert told(house, ALONE) == [0, 0, 0]


@pytest.mark.parametrize("over", ["support-close", "support-withdraw"])
async def test_what_names_a_case_that_is_over_is_taken_back(over: str) -> None:
    house = House()
    await house.asks()
    await house.wait(hours=25)
    assert (told(house, NEW), told(house, ALONE)) == ([1, 1, 1], [1, 1, 1])
    await house.do(over, KIM, case=house.id, sure="yes")
    await house.wait(minutes=5)
    assert told(house, "Quiet Heron") == [0, 0, 0]


async def test_a_report_stands_until_a_closed_case_is_forgotten() -> None:
    house = House()
    case = await house.asks()
    await house.do("support-report", ROBIN, case=house.id, entry=case.request.id, text="It names a ward.")
    await house.wait(minutes=6)
    await house.do("support-close", KIM, case=house.id, sure="yes")
    await house.wait(hours=1)
    assert told(house, "Quiet Heron") == [1, 1, 1]
    await house.wait(days=8)
    assert told(house, "Quiet Heron") == [0, 0, 0]


async def test_a_closed_request_is_not_raised() -> None:
    house = House()
    await house.asks()
    await house.wait(minutes=1)
    await house.closes()
    await house.wait(days=2)
    assert told(house, ALONE) == [0, 0, 0]


async def test_the_time_after_which_a_request_is_raised_is_a_setting() -> None:
    house = House(raise_hours=2)
    await house.asks()
    await house.wait(hours=3)
    assert told(house, ALONE) == [1, 1, 1]


async def test_news_of_what_was_seen_to_meanwhile_is_left_unsaid() -> None:
    house = House()
    await house.asks()
    await house.do("support-report", KIM, case=house.id, entry=(await house.dossier()).request.id, text="Oops.")
    await house.casebook.shred(house.id)
    await house.wait(minutes=6)
    assert told(house, "reported") == [0, 0, 0]


async def test_without_any_facilitator_the_log_says_so_and_not_of_which_case(caplog: pytest.LogCaptureFixture) -> None:
    house = House()
    await house.asks(left_out=tuple(str(one.account) for one in (FAY, FIN, FLO)))
    await house.wait(minutes=1)
    (record,) = [one for one in caplog.records if one.message == "there is no facilitator to tell"]
    assert house.id not in str(record.__dict__)
    assert told(house, "") == [0, 0, 0]
