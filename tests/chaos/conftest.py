"""Worlds to do harm to, side by side on every platform, and where to write down what came of it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import pytest

from tests import postgres
from tests.chaos.stages import StageOpener, open_discord, open_slack
from tests.chaos.tally import Tally
from tests.chaos.world import World

START = datetime(2026, 6, 2, 9, tzinfo=UTC)
STAGES: tuple[StageOpener, ...] = (open_slack, open_discord)

Play = Callable[[World], Coroutine[Any, Any, None]]
# Returns the address of an empty database of that name.
Databases = Callable[[str], str]


class Everywhere(Protocol):
    """Plays the same in a world of its own on every platform, all at once, and puts what came of it into the table.

    Nothing but what is wanted may be said there, and no rule of a platform be broken.
    """

    async def __call__(
        self,
        play: Play,
        scenario: str,
        databases: Databases,
        *,
        start: datetime = START,
        stages: Sequence[StageOpener] = STAGES,
        exception: bool = False,
        kind: type[World] = World,
    ) -> list[Tally]: ...


@pytest.fixture
def sqlite(tmp_path: Path) -> Databases:
    return lambda name: f"sqlite:///{tmp_path}/{name}.db"


@pytest.fixture
def postgresql(postgres_server: str) -> Databases:
    def address(name: str) -> str:
        postgres.empty_database(postgres_server, name)
        return postgres_server.replace("/postgres", f"/{name}")

    return address


@pytest.fixture
def everywhere(tmp_path: Path, request: pytest.FixtureRequest) -> Everywhere:
    async def everywhere(
        play: Play,
        scenario: str,
        databases: Databases,
        *,
        start: datetime = START,
        stages: Sequence[StageOpener] = STAGES,
        exception: bool = False,
        kind: type[World] = World,
    ) -> list[Tally]:
        async with AsyncExitStack() as stack:
            # One after the other: Alembic cannot open two databases at once in one process.
            worlds = [
                await stack.enter_async_context(_world(open_, databases, tmp_path, start, kind)) for open_ in stages
            ]
            async with asyncio.TaskGroup() as group:
                for world in worlds:
                    group.create_task(play(world))
            tallies = [await world.tally(scenario, exception=exception) for world in worlds]
        request.node.user_properties.extend(tally.record() for tally in tallies)
        return tallies

    return everywhere


@asynccontextmanager
async def _world(
    open_: StageOpener, databases: Databases, folder: Path, start: datetime, kind: type[World]
) -> AsyncIterator[World]:
    async with open_() as stage:
        name = stage.name.lower().replace(" ", "_")
        (folder / name).mkdir()
        async with kind.opened(stage, databases(name), folder / name, start) as world:
            yield world
            assert world.unwanted == 0
            assert list(stage.complaints()) == []
