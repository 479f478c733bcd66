"""Who does something without a name is found in no place, in no encoding, whatever goes wrong."""

from pathlib import Path

import pytest

from bot.chat.commands import Command
from config.settings import load_settings
from config.wiring import build_catalog
from tests.leaks import reflected, reflected_otherwise, unnamed, wishing
from tests.leaks.acts import Flow
from tests.leaks.conftest import Play
from tests.leaks.halls import Watched
from tests.leaks.world import World

FLOWS = (*unnamed.FLOWS, *wishing.UNNAMED, *reflected.FLOWS, *reflected_otherwise.FLOWS)
# Commands that do what another does, and cannot be reached in a short flow; each with that other.
ALIKE = {
    "support-desk-page": "support-desk",
    "session-where": "session-change",
    "session-led": "session-panel",
    "session-announce-again": "session-announce",
}


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.name.partition(",")[0])
async def test_whoever_is_unnamed_is_found_nowhere(flow: Flow, hall: Watched, tmp_path: Path, play: Play) -> None:
    world = World(hall, tmp_path, support=flow.settings, listed=flow.listed)
    verdict = await play(flow, world)
    assert verdict.leaks == []
    assert flow.runs <= world.ran


def test_everything_that_is_done_without_a_name_or_about_it_is_in_a_flow() -> None:
    run = {name for flow in FLOWS for name in flow.runs}
    concerned = {command.name for command in build_catalog(load_settings(_env_file=None)) if _concerns(command)}
    assert concerned - run == set(ALIKE)
    assert set(ALIKE.values()) <= run


def _concerns(command: Command) -> bool:
    return command.anonymous or command.run.__module__.startswith(("bot.support", "bot.reflection"))
