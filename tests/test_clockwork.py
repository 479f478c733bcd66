"""Clockwork: features plan, the courier carries, and one that fails holds up no other."""

from datetime import UTC, datetime, timedelta

from bot.clockwork import Clockwork
from bot.delivery.courier import Courier
from tests.fakes import MemoryOutbox

NOON = datetime(2026, 3, 29, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Planner:
    def __init__(self, *answers: datetime | Exception | None) -> None:
        self.answers = list(answers)
        self.asked: list[datetime] = []

    async def plan(self, now: datetime) -> datetime | None:
        self.asked.append(now)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


class Hall:
    def __init__(self, *planners: Planner) -> None:
        self.now = NOON
        plans = [planner.plan for planner in planners]
        self.work = Clockwork(plans, Courier(MemoryOutbox(), {}, {}), lambda: self.now)


async def test_asks_every_planner_at_every_look_and_says_when_to_look_again() -> None:
    hall = Hall(planner := Planner(NOON + MINUTE, None), Planner(NOON + 2 * MINUTE, None))
    assert await hall.work.look() == NOON + MINUTE
    assert await hall.work.look() is None
    assert planner.asked == [NOON, NOON]


async def test_one_that_fails_holds_up_no_other_and_is_asked_again() -> None:
    hall = Hall(Planner(RuntimeError(), None), other := Planner(None, None))
    assert await hall.work.look() == NOON + MINUTE
    assert other.asked == [NOON]
    hall.now += MINUTE
    assert await hall.work.look() is None
