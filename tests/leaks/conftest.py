"""Worlds in which somebody acts without a name, and the table of where they were looked for."""

from collections import Counter
from collections.abc import Awaitable, Callable

import pytest

from tests.leaks.acts import Flow
from tests.leaks.halls import Watched, WatchedDiscord, WatchedSlack, WatchedWeb
from tests.leaks.tally import Tally
from tests.leaks.world import Verdict, World

HALLS: dict[str, Callable[[], Watched]] = {"slack": WatchedSlack, "discord": WatchedDiscord, "web": WatchedWeb}

Play = Callable[[Flow, World], Awaitable[Verdict]]


@pytest.fixture(params=HALLS)
def hall(request: pytest.FixtureRequest) -> Watched:
    """Every platform in turn."""
    return HALLS[request.param]()


@pytest.fixture
def play(hall: Watched, request: pytest.FixtureRequest) -> Play:
    """Plays a flow to its end in a world, and puts what was found into the table."""

    async def play(flow: Flow, world: World) -> Verdict:
        hall.alone = flow.alone
        async with world.running():
            await world.play(flow.steps)
        verdict = world.verdict(flow.unnamed, flow.confided, by_name=flow.by_name)
        tally = Tally(
            flow=flow.name,
            platform=hall.name,
            searched=verdict.searched,
            found=Counter(leak.place for leak in verdict.leaks),
            needles=verdict.needles,
        )
        request.node.user_properties.append(tally.record())
        return verdict

    return play
