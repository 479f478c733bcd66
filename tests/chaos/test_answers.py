"""Answers that are lost on the way, histories that lag behind, and versions that do not know what to say."""

from bot.delivery.model import State
from bot.meetings.notices import REMINDER
from tests.chaos.conftest import Databases, Everywhere
from tests.chaos.gremlin import Harm, always, at_first
from tests.chaos.world import World

ROUNDS = 3


async def test_every_answer_is_lost_after_the_platform_took_it_or_the_post_before(
    everywhere: Everywhere, sqlite: Databases
) -> None:
    async def play(world: World) -> None:
        await world.remind_once(channels=10, meetings=ROUNDS)
        for harm in (Harm.LOSE, Harm.DROP, Harm.LOSE):
            world.go_on()
            async with world.living(at_first(harm)):
                await world.drained()
        await world.finish()

    for tally in await everywhere(play, "answers and posts lost", sqlite):
        assert (tally.once, tally.twice, tally.never, tally.unsure) == (tally.reminders, 0, 0, 0)
        assert tally.lost == tally.reminders


async def test_a_history_that_lags_behind_no_longer_than_is_set(everywhere: Everywhere, sqlite: Databases) -> None:
    async def play(world: World) -> None:
        await world.remind_once(channels=10, meetings=ROUNDS)
        for _ in range(ROUNDS):
            world.go_on()
            for place in world.places:
                world.stage.lag(place, 1)
            async with world.living(always(Harm.LOSE)):
                await world.drained()

    for tally in await everywhere(play, "answers lost, and the history lags", sqlite):
        assert (tally.once, tally.twice, tally.never, tally.unsure) == (tally.reminders, 0, 0, 0)
        assert tally.lost == tally.reminders


async def test_a_version_that_does_not_know_a_kind_puts_it_back_for_one_that_does(
    everywhere: Everywhere, sqlite: Databases
) -> None:
    async def play(world: World) -> None:
        await world.remind_once(channels=10, meetings=1)
        world.go_on()
        async with world.living(without={REMINDER}):
            await world.put_back(len(world.places))
        assert sum(world.sightings()) == 0
        waiting = await world.outbox.show({State.WAITING}, most=100, kinds={REMINDER})
        assert {row.reason for row in waiting} == {"Nobody here knows how to say it."}
        await world.finish()

    for tally in await everywhere(play, "a kind renamed between versions", sqlite):
        assert (tally.once, tally.twice, tally.never, tally.unsure) == (tally.reminders, 0, 0, 0)
