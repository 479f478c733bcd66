"""A meeting at 15:00 in London, across the nights in which its clocks change, by a bot that is killed."""

from datetime import UTC, datetime
from itertools import cycle
from random import Random

import pytest

from bot.meetings.rules import Rule, Unit
from tests.chaos.conftest import Databases, Everywhere
from tests.chaos.gremlin import Harm, after
from tests.chaos.world import CLAIMED, Wanted, World

SUNDAY = 6
# When reminders a day and an hour before three Sundays at 15:00 are due, in UTC: the second is when the clocks change.
MARCH = ("03-21T15:00", "03-22T14:00", "03-28T15:00", "03-29T13:00", "04-04T14:00", "04-05T13:00")
OCTOBER = ("10-17T14:00", "10-18T13:00", "10-24T14:00", "10-25T14:00", "10-31T15:00", "11-01T14:00")


@pytest.mark.parametrize(
    ("first", "expected"), [("2026-03-22T15:00", MARCH), ("2026-10-18T15:00", OCTOBER)], ids=["March", "October"]
)
async def test_reminders_come_once_and_when_it_is_time_on_the_wall(
    first: str, expected: tuple[str, ...], everywhere: Everywhere, sqlite: Databases
) -> None:
    dues = [datetime.fromisoformat(f"2026-{due}").replace(tzinfo=UTC) for due in expected]

    async def play(world: World) -> None:
        random = Random(world.stage.name)  # noqa: S311 - so that each run is alike
        harms = cycle((Harm.KILL_BEFORE, Harm.KILL_TAKEN, Harm.KILL_AFTER))
        world.before, world.places = "1d 1h", world.stage.channels(6)
        rule = Rule(unit=Unit.WEEK, weekday=SUNDAY, count=3)
        await world.meet("Reading circle", datetime.fromisoformat(first), rule)
        world.wanted = [Wanted(to, "Reading circle", due) for to in world.places for due in dues]
        for due in dues:
            world.jump_to(due)
            await world.round(after(random.randint(1, 5), next(harms)))
            world.jump(CLAIMED)
            async with world.living():
                await world.drained()
        assert await world.due_times() == dues

    start = dues[0].replace(day=1)
    for tally in await everywhere(play, f"the clocks change, {first[:7]}", sqlite, start=start):
        assert (tally.once, tally.twice, tally.never, tally.unsure) == (tally.reminders, 0, 0, 0)
        assert tally.kills == 2 * len(dues)
