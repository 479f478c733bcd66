"""One person in front of each platform in turn."""

from collections.abc import AsyncIterator

import pytest

from bot.chat.calls import Call
from bot.chat.requests import NOBODY, Address, Request
from bot.service import Bot
from tests.house import memory_core
from tests.journeys.core_skin import open_core
from tests.journeys.core_stage import open_core_stage
from tests.journeys.discord_skin import open_discord
from tests.journeys.network import ENTRIES
from tests.journeys.skin import Skin
from tests.journeys.slack_skin import open_slack
from tests.journeys.web_skin import open_web
from tests.journeys.web_stage import open_web_stage

# What takes several people is played on those that have a stage; see tests/journeys/stage.py.
STAGES = {"core": open_core_stage, "web": open_web_stage}
SKINS = {"core": open_core, "web": open_web, "slack": open_slack, "discord": open_discord}


@pytest.fixture
async def bot() -> Bot:
    """The bot that the member is in front of."""
    bot = memory_core(ENTRIES).bot
    # Building the index takes its time on a busy machine, more than a platform waits for completions.
    await bot.answer(Request(Call("find-skill", {"skill": "anything"}), NOBODY, Address("core", "lobby")))
    return bot


@pytest.fixture(params=SKINS)
async def me(request: pytest.FixtureRequest, bot: Bot) -> AsyncIterator[Skin]:
    """A member of the network, once on every platform."""
    async with SKINS[request.param](bot) as skin:
        yield skin
