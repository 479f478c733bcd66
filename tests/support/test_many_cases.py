"""The planner of cases over many of them: one that fails holds up no other, and none is kept too long."""

import logging
from datetime import datetime, timedelta

import pytest

from bot.support.casebook import Opened
from bot.support.model import CAP, KEEP
from bot.support.planner import CasePlanner
from tests.support.office import Office

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


class Noting:
    """A step that notes what it was given, and wants to look again when it is told to."""

    def __init__(self, again: timedelta | None = None) -> None:
        self.taken: list[str] = []
        self.again = again

    async def take(self, opened: Opened, now: datetime) -> datetime | None:
        self.taken.append(opened.dossier.id)
        return now + self.again if self.again else None


class Failing(Noting):
    async def take(self, opened: Opened, now: datetime) -> datetime | None:
        await super().take(opened, now)
        raise RuntimeError(opened.dossier.request.text)


class Shredding(Noting):
    def __init__(self, company: Office) -> None:
        super().__init__()
        self.company = company

    async def take(self, opened: Opened, now: datetime) -> datetime | None:
        await super().take(opened, now)
        await self.company.casebook.shred(opened.dossier.id)
        return None


@pytest.fixture
def company() -> Office:
    return Office()


async def test_takes_every_step_with_what_is_due_and_with_nothing_else(company: Office) -> None:
    now, steps = company.clock.now(), (Noting(), Noting())
    due = await company.ask(look_at=now)
    later = await company.ask(look_at=now + HOUR)
    planner = CasePlanner(company.casebook, steps)
    assert await planner.plan(now) == now + HOUR
    assert [step.taken for step in steps] == [[due], [due]]
    await planner.plan(now + HOUR)
    assert [step.taken for step in steps] == [[due, later]] * 2


async def test_a_step_that_fails_holds_up_neither_steps_nor_cases_and_is_told_without_either(
    company: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    now, failing, noting = company.clock.now(), Failing(), Noting()
    cases = {await company.ask(look_at=now) for _ in range(2)}
    again = await CasePlanner(company.casebook, [failing, noting]).plan(now)
    assert set(failing.taken) == set(noting.taken) == cases
    assert again is not None
    assert now < again <= now + MINUTE
    told = [record for record in caplog.records if record.name == "bot.support.planner"]
    assert [record.getMessage() for record in told] == ["a step failed"] * 2
    assert not any(case in str(record.__dict__.items()) for case in cases for record in told)


async def test_the_steps_after_one_that_shreds_a_case_are_not_taken(company: Office) -> None:
    now, after = company.clock.now(), Noting()
    await company.ask(look_at=now)
    other = await company.ask(look_at=now + HOUR)
    planner = CasePlanner(company.casebook, [Shredding(company), after])
    assert await planner.plan(now) == now + HOUR
    assert after.taken == []
    assert {case.id for case in await company.cases.all()} == {other}


async def test_where_there_is_no_case_nothing_is_waited_for(company: Office) -> None:
    assert await CasePlanner(company.casebook, ()).plan(company.clock.now()) is None


async def test_what_is_too_old_is_destroyed_at_the_start_and_every_hour(company: Office) -> None:
    planner = CasePlanner(company.casebook, ())
    await company.ask()
    await planner.plan(company.clock.now())
    company.clock.time += CAP + KEEP + timedelta(days=1)
    await planner.plan(company.clock.now())
    assert await company.cases.all() == []
    case = await company.ask()
    await company.vault.shred(case)
    await planner.plan(company.clock.now() + 59 * MINUTE)
    assert await company.vault.shredded() == [case]
    await planner.plan(company.clock.now() + HOUR)
    assert await company.vault.shredded() == []
