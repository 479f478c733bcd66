"""The planner of cases: what is due is seen to, and looked at again when a step wants to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.requests import Address
from bot.chat.veil import Lock
from bot.support.casebook import Casebook, Opened
from bot.support.model import CAP, Dossier, Entry, Kind, Part, Voice
from bot.support.planner import CasePlanner, Step
from tests.fakes import MemoryCases, MemoryVault

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER, MUCH_LATER = NOW + timedelta(hours=1), NOW + timedelta(hours=5)


class Wanting:
    """A step that wants a case looked at then, and does something with it first."""

    def __init__(self, when: datetime | None, do: Callable[[Dossier], Dossier] = lambda dossier: dossier) -> None:
        self.when, self.do = when, do
        self.taken = 0
        self.casebook: Casebook

    async def take(self, opened: Opened, now: datetime) -> datetime | None:
        del now
        self.taken += 1
        await self.casebook.change(opened.dossier.id, self.do)
        return self.when


class Failing:
    async def take(self, opened: Opened, now: datetime) -> datetime | None:
        del now
        raise OSError(opened.dossier.name)


class Office:
    """One case that has to be looked at now, and a planner with these steps."""

    def __init__(self, *steps: Step) -> None:
        self.wakes = 0
        self.casebook = Casebook(MemoryCases(), MemoryVault(lambda: NOW), self._wake)
        for step in steps:
            if isinstance(step, Wanting):
                step.casebook = self.casebook
        self.planner = CasePlanner(self.casebook, steps)

    def _wake(self) -> None:
        self.wakes += 1

    async def begin(self) -> None:
        def make(case_id: str, lock: Lock) -> Dossier:
            del lock
            voice = Voice(id="a", part=Part.AUTHOR, mark="", name="Quiet Heron")
            request = Entry(id="r", voice="a", kind=Kind.REQUEST, text="Hello")
            place = Address("slack", "C1")
            return Dossier(
                id=case_id,
                place=place,
                name="Quiet Heron",
                opened=NOW,
                voices=(voice,),
                entries=(request,),
                look_at=NOW,
            )

        await self.casebook.start(make)

    async def look_at(self) -> datetime | None:
        [opened] = await self.casebook.all()
        return opened.dossier.look_at


async def test_it_is_looked_at_again_when_the_first_step_wants_to() -> None:
    office = Office(Wanting(MUCH_LATER), Wanting(None), Wanting(LATER))
    await office.begin()
    assert await office.planner.plan(NOW) == LATER
    assert await office.look_at() == LATER


async def test_what_nobody_waits_for_is_looked_at_when_no_case_may_be_kept_longer() -> None:
    step = Wanting(None)
    office = Office(step)
    await office.begin()
    assert await office.planner.plan(NOW) == NOW + CAP
    assert step.taken == 1


async def test_a_case_that_stays_due_wakes_nobody_and_is_not_written_again() -> None:
    office = Office(Wanting(NOW))
    await office.begin()
    wakes = office.wakes
    for _ in range(3):
        assert await office.planner.plan(NOW) == NOW + timedelta(seconds=15)
    assert office.wakes == wakes


async def test_what_somebody_wants_meanwhile_is_not_lost() -> None:
    office = Office(Wanting(MUCH_LATER, lambda dossier: replace(dossier, look_at=LATER)))
    await office.begin()
    await office.planner.plan(NOW)
    assert await office.look_at() == LATER


async def test_a_time_in_the_future_outlives_a_look_for_another_reason() -> None:
    office = Office(Wanting(None, lambda dossier: replace(dossier, close_at=None)))
    await office.begin()
    [opened] = await office.casebook.all()
    due = lambda dossier: replace(dossier, look_at=LATER, close_at=NOW, warned=True)  # noqa: E731
    await office.casebook.change(opened.dossier.id, due)
    await office.planner.plan(NOW)
    assert await office.look_at() == LATER


async def test_a_step_that_fails_is_tried_again_and_holds_up_no_other(caplog: pytest.LogCaptureFixture) -> None:
    other = Wanting(MUCH_LATER)
    office = Office(Failing(), other)
    await office.begin()
    await office.planner.plan(NOW)
    assert other.taken == 1
    assert await office.look_at() == NOW + timedelta(seconds=15)
    [record] = caplog.records
    assert (record.message, record.__dict__["step"]) == ("a step failed", "Failing")
