"""The bot over a database that stays, ended and started again in front of platforms that stay, too."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from config.keys import open_vault
from config.settings import load_settings
from config.stores import sql_stores
from store.database import open_database
from tests.journeys.discord_stage import DiscordHall
from tests.journeys.slack_stage import SlackHall
from tests.journeys.stage import Scene, Stage


class Program:
    """One bot on Slack and on Discord. Whoever sat down there stays, and `stage` is always the one that runs."""

    def __init__(self, folder: Path) -> None:
        self.slack, self.discord = SlackHall(), DiscordHall()
        self._folder = folder
        self._begins = Scene().begins
        self._life = AsyncExitStack()
        self.stage: Stage

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Program"]:
        """Let the platforms be there while the block runs, and the bot as well."""
        async with self.slack.standing(), self.discord.standing():
            await self._start()
            try:
                yield self
            finally:
                await self._life.aclose()

    async def restart(self, **span: float) -> None:
        """End the bot, and start it again so many `days`, `hours` or `minutes` later."""
        self._begins = self.stage.now() + timedelta(**span)
        await self._life.aclose()
        await self._start()

    def _now(self) -> datetime:
        return self.stage.now()

    async def _start(self) -> None:
        engine = await self._life.enter_async_context(open_database(f"sqlite:///{self._folder}/hirg.db"))
        vault = open_vault(load_settings(_env_file=None, data_dir=self._folder), self._now)
        scene = Scene(begins=self._begins)
        self.stage = Stage(self.slack, scene, sql_stores(engine, vault), beside=[self.discord])
        await self._life.enter_async_context(self.stage.opened())
