"""Several processes on one database: killed, and standing still while others work."""

from itertools import cycle
from random import Random

import pytest

from tests.chaos.conftest import Databases, Everywhere
from tests.chaos.gremlin import Harm, after
from tests.chaos.world import World

ROUNDS = 9
STALLS = (Harm.STALL_BEFORE, Harm.STALL_TAKEN)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_two_at_once_and_both_are_killed(
    kind: str, everywhere: Everywhere, request: pytest.FixtureRequest
) -> None:
    databases: Databases = request.getfixturevalue(kind)

    async def play(world: World) -> None:
        random = Random(world.stage.name)  # noqa: S311 - so that each run is alike
        harms = cycle((Harm.KILL_BEFORE, Harm.KILL_TAKEN, Harm.KILL_AFTER))
        await world.remind_once(channels=8, meetings=ROUNDS)
        for _ in range(ROUNDS):
            world.go_on()
            await world.round(*(after(random.randint(1, 5), next(harms)) for _ in range(2)))
        await world.finish()

    names = {"sqlite": "two processes on one SQLite file", "postgresql": "two replicas on one PostgreSQL"}
    for tally in await everywhere(play, names[kind], databases):
        assert (tally.once, tally.twice, tally.never, tally.unsure) == (tally.reminders, 0, 0, 0)
        assert tally.kills > 2 * ROUNDS


async def test_one_stands_still_past_its_lease_while_another_works(
    everywhere: Everywhere, postgresql: Databases
) -> None:
    fenced: list[str] = []

    async def play(world: World) -> None:
        await world.remind_once(channels=1, meetings=2 * len(STALLS))
        for harm in STALLS * 2:
            world.go_on()
            await world.overtake(after(1, harm))
        await world.finish()
        fenced.extend(line for line in world.log() if "somebody else claimed it meanwhile" in line)

    for tally in await everywhere(play, "stands still past its lease", postgresql):
        assert (tally.once, tally.twice, tally.never, tally.unsure) == (tally.reminders, 0, 0, 0)
        assert tally.stalled == 2 * len(STALLS)
    assert fenced
