"""What the design does not promise, brought about on purpose: each is counted, and none hidden."""

import pytest

from tests.chaos.conftest import STAGES, Databases, Everywhere
from tests.chaos.gremlin import Harm, after, always, at_first
from tests.chaos.stages import open_remembering_discord
from tests.chaos.world import World

CHANNELS = 6
THREE = (*STAGES, open_remembering_discord)


async def test_a_message_that_shows_later_than_the_lag_that_is_set_is_said_twice_unless_discord_knows_it_again(
    everywhere: Everywhere, sqlite: Databases
) -> None:
    async def play(world: World) -> None:
        await world.remind_once(channels=CHANNELS, meetings=1)
        world.go_on()
        for place in world.places:
            world.stage.lag(place, 2)
        async with world.living(at_first(Harm.LOSE)):
            await world.drained()

    tallies = await everywhere(play, "shows later than the lag", sqlite, stages=THREE, exception=True)
    assert [(tally.once, tally.twice, tally.never) for tally in tallies] == [(0, 6, 0), (0, 6, 0), (6, 0, 0)]


async def test_a_post_that_arrives_after_it_was_given_up_is_said_twice_unless_discord_knows_it_again(
    everywhere: Everywhere, sqlite: Databases
) -> None:
    async def play(world: World) -> None:
        await world.remind_once(channels=CHANNELS, meetings=1)
        world.go_on()
        async with world.living(at_first(Harm.DELAY)) as (_, way):
            await world.drained()
            await way.release()

    tallies = await everywhere(play, "held up longer than the lag", sqlite, stages=THREE, exception=True)
    assert [(tally.once, tally.twice, tally.never) for tally in tallies] == [(0, 6, 0), (0, 6, 0), (6, 0, 0)]


@pytest.mark.parametrize(("harm", "once"), [(Harm.LOSE, CHANNELS), (Harm.DROP, 0)])
async def test_where_the_history_cannot_be_read_an_organiser_decides(
    harm: Harm, once: int, everywhere: Everywhere, sqlite: Databases
) -> None:
    async def play(world: World) -> None:
        await world.remind_once(channels=CHANNELS, meetings=1)
        world.stage.close_history()
        world.go_on()
        async with world.living(always(harm)):
            await world.drained()

    for tally in await everywhere(play, f"unreadable, {harm}", sqlite, exception=True):
        assert (tally.once, tally.twice, tally.never) == (once, 0, CHANNELS - once)
        assert tally.unsure == CHANNELS


async def test_a_process_that_stands_still_between_its_last_look_at_the_clock_and_the_post_may_say_it_twice(
    everywhere: Everywhere, postgresql: Databases
) -> None:
    """While one post makes it stand still, others may have just that before them."""

    async def play(world: World) -> None:
        await world.remind_once(channels=CHANNELS, meetings=4)
        for number in range(4):
            world.go_on()
            await world.overtake(after(1 + number % 2, Harm.STALL_TAKEN))
        await world.finish()

    for tally in await everywhere(play, "stands still just before a post", postgresql, exception=True):
        assert (tally.once + tally.twice, tally.never, tally.unsure) == (tally.reminders, 0, 0)
        assert tally.twice <= tally.stalled * CHANNELS
