"""Who does something without a name is found in no place, in no encoding, whatever goes wrong."""

import pytest

from tests.leaks.acts import Flow
from tests.leaks.conftest import Play
from tests.leaks.unnamed import FLOWS
from tests.leaks.world import World


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.name.replace(" ", "-"))
async def test_whoever_is_unnamed_is_found_nowhere(flow: Flow, world: World, play: Play) -> None:
    verdict = await play(flow, world)
    assert verdict.leaks == []
    assert flow.runs <= world.ran
