"""kill −9 in every phase of a session: everything is said once, in order, and nothing before its time."""

from collections.abc import Sequence
from datetime import timedelta

from bot.reflection import course
from bot.reflection.model import Stage
from bot.support.model import KEEP
from tests.chaos.conftest import Databases, Everywhere
from tests.chaos.gathering import OVER, PEOPLE, TITLES, Gathering, gathering
from tests.chaos.gremlin import Harm, Plan, after
from tests.chaos.world import World

KILLED = (Harm.KILL_BEFORE, Harm.KILL_TAKEN, Harm.KILL_AFTER)
LOST = (Harm.LOSE, Harm.DROP)


async def session(world: Gathering, harms: Sequence[Harm]) -> None:
    """Hold a session from its announcement to its end, while each step of it meets all of the harms."""

    def plans() -> list[Plan]:
        return [after(1, harm) for harm in harms]

    await world.announce()
    await world.suffer(*plans())
    await world.move(course.begin)
    await world.suffer(*plans())
    for phase in range(3):
        await world.write()
        if phase == 0:
            await world.reveal()
            await world.suffer(*plans())
            await world.facilitation.remove(world.key, world.words[0].said.id)
            await world.book.withdraw(world.key, PEOPLE[1], world.words[1].said.id)
            await world.suffer(*plans())
        await world.go_to_next()
    await world.suffer(*plans())
    # What is still on its way when a session closes is not said any more.
    await world.recover()
    await world.move(course.close)
    await world.suffer(*plans())
    await world.recover()
    assert world.titles() == [OVER, *TITLES[1:]]
    assert world.read() == await world.order()
    await world.count()


async def forgotten(world: Gathering, harms: Sequence[Harm]) -> None:
    """Let the time come at which a session is forgotten, and what was shown taken away."""
    world.jump(KEEP.total_seconds())
    for harm in harms:
        await world.round(after(1, harm))
        world.jump(100)
    async with world.living():
        await world.drained()
    world.jump(100)
    async with world.living():
        await world.drained()
    assert world.read() == []
    assert await world.book.all() == []


async def test_killed_before_and_after_everything_that_is_said_changed_and_taken_away(
    everywhere: Everywhere, sqlite: Databases
) -> None:
    async def play(world: World) -> None:
        await session(gathering(world), KILLED)
        await forgotten(gathering(world), KILLED)

    for tally in await everywhere(play, "a session, killed in every phase", sqlite, kind=Gathering):
        assert (tally.once, tally.twice, tally.never, tally.unsure) == (tally.reminders, 0, 0, 0)
        assert tally.kills >= len(KILLED) * 7


async def test_answers_and_requests_are_lost_in_every_phase(everywhere: Everywhere, sqlite: Databases) -> None:
    async def play(world: World) -> None:
        await session(gathering(world), LOST)
        await forgotten(gathering(world), LOST)

    for tally in await everywhere(play, "a session, answers lost", sqlite, kind=Gathering):
        assert (tally.once, tally.twice, tally.never, tally.unsure) == (tally.reminders, 0, 0, 0)
        assert tally.lost >= len(LOST) * 4


async def test_the_clock_of_a_session_goes_on_from_what_is_kept(everywhere: Everywhere, sqlite: Databases) -> None:
    async def play(world: World) -> None:
        one = gathering(world)
        await one.announce(begins=one.clock.now() + timedelta(minutes=10))
        await one.suffer(after(1, Harm.KILL_TAKEN))
        assert (await one.session()).stage is Stage.GATHERING
        one.jump(600)
        await one.suffer(after(1, Harm.KILL_BEFORE))
        begun = await one.session()
        assert begun.stage is Stage.RUNNING
        assert begun.ends_at
        await one.recover()
        assert (await one.session()).ends_at == begun.ends_at
        one.jump_to(begun.ends_at)
        await one.recover()
        assert (await one.session()).ends_at is None
        assert one.titles() == list(TITLES[:2])
        await one.count()

    for tally in await everywhere(play, "a session that begins by itself", sqlite, kind=Gathering):
        assert tally.once == 2
