"""kill −9 at every step of a delivery: each reminder is seen once all the same."""

from itertools import cycle
from random import Random

from tests.chaos.conftest import Databases, Everywhere
from tests.chaos.gremlin import Harm, after
from tests.chaos.world import World

ROUNDS = 24


async def test_killed_before_the_platform_has_it_before_the_answer_and_before_it_is_settled(
    everywhere: Everywhere, sqlite: Databases
) -> None:
    async def play(world: World) -> None:
        random = Random(world.stage.name)  # noqa: S311 - so that each run is alike
        harms = cycle((Harm.KILL_BEFORE, Harm.KILL_TAKEN, Harm.KILL_AFTER))
        await world.remind_once(channels=5, meetings=ROUNDS)
        for _ in range(ROUNDS):
            world.go_on()
            await world.round(after(random.randint(1, 5), next(harms)))
        await world.finish()

    for tally in await everywhere(play, "killed at each stage of a post", sqlite):
        assert (tally.once, tally.twice, tally.never, tally.unsure) == (tally.reminders, 0, 0, 0)
        assert tally.kills > ROUNDS


async def test_killed_at_any_moment_while_it_starts_before_a_claim_and_after_settling(
    everywhere: Everywhere, sqlite: Databases
) -> None:
    async def play(world: World) -> None:
        random = Random(world.stage.name)  # noqa: S311 - likewise
        await world.remind_once(channels=5, meetings=ROUNDS)
        for number in range(ROUNDS):
            world.go_on()
            # A start takes half a second or so, and what follows it as long again.
            await world.cut_short(random.uniform(0, 0.8), greeted=number % 3 > 0)
        await world.finish()

    for tally in await everywhere(play, "killed at any moment", sqlite):
        assert (tally.once, tally.twice, tally.never, tally.unsure) == (tally.reminders, 0, 0, 0)
        assert tally.kills > ROUNDS
