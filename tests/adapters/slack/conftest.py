from collections.abc import AsyncIterator

import pytest

from tests.adapters.slack.desk import Desk
from tests.simulators.slack import Person, SlackPlatform
from tests.simulators.slack_hosting import hosted


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
async def slack() -> AsyncIterator[SlackPlatform]:
    """A simulated workspace; a test fails when the bot broke a rule of Slack's in it."""
    async with SlackPlatform.running() as platform:
        yield platform
    assert platform.violations == []
    assert platform.sockets.strays == []


@pytest.fixture(params=["socket", "http"])
async def ada(request: pytest.FixtureRequest, slack: SlackPlatform, desk: Desk) -> AsyncIterator[Person]:
    """A member of a workspace where the bot is at work, over Socket Mode and over HTTP."""
    async with hosted(slack, desk.bot, mode=request.param):
        yield Person(slack)
    assert all(delivery.acknowledged for delivery in slack.deliveries)
