"""A network in front of each platform in turn."""

from collections.abc import AsyncIterator

import pytest

from tests.journeys.core_stage import CoreHall
from tests.journeys.discord_stage import DiscordHall
from tests.journeys.network import ENTRIES
from tests.journeys.skin import Skin
from tests.journeys.slack_stage import SlackHall
from tests.journeys.stage import Hall, Scene, Stage
from tests.journeys.web_stage import WebHall

HALLS: dict[str, Hall] = {"core": CoreHall(), "web": WebHall(), "slack": SlackHall(), "discord": DiscordHall()}


@pytest.fixture
def scene() -> Scene:
    """What there is before anybody comes; journeys of other networks have a scene of their own."""
    return Scene(entries=ENTRIES)


@pytest.fixture(params=HALLS)
async def stage(request: pytest.FixtureRequest, scene: Scene) -> AsyncIterator[Stage]:
    """The cast on every platform in turn."""
    async with Stage(HALLS[request.param], scene).opened() as stage:
        yield stage


@pytest.fixture
async def me(stage: Stage) -> Skin:
    """A member of the network, once on every platform."""
    return await stage.person("Kim")
