"""The real adapter, started against a simulated Slack."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import aiohttp
from aiohttp import web

from adapters.slack.app import Slack
from adapters.slack.options import PATH, Mode, SlackOptions
from bot.chat.roles import RoleBook
from bot.service import Bot
from tests.simulators.slack_platform import SlackPlatform


def options_for(slack: SlackPlatform, mode: Mode = "socket") -> SlackOptions:
    """Return the right settings for a simulated workspace."""
    return SlackOptions(
        bot_token=slack.bot_token,
        app_token=slack.app_token if mode == "socket" else "",
        signing_secret=slack.signing_secret if mode == "http" else "",
        mode=mode,
        api_url=slack.api_url,
    )


@asynccontextmanager
async def hosted(
    slack: SlackPlatform, bot: Bot, *, mode: Mode = "socket", roles: RoleBook | None = None
) -> AsyncIterator[Slack]:
    """Run the adapter until the block ends; it is ready inside."""
    adapter = Slack(bot, options_for(slack, mode), roles or RoleBook({}))
    async with _mounted(slack, adapter) if mode == "http" else _nothing():
        running = asyncio.create_task(adapter.run())
        try:
            async with asyncio.timeout(15):
                await adapter.ready.wait()
            yield adapter
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running


@asynccontextmanager
async def _nothing() -> AsyncIterator[None]:
    yield


@asynccontextmanager
async def _mounted(slack: SlackPlatform, adapter: Slack) -> AsyncIterator[None]:
    """Mount the adapter's routes on a server of loopback, and let Slack know its address."""
    app = web.Application()
    app.add_routes(adapter.routes())
    runner = web.AppRunner(app, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        async with aiohttp.ClientSession() as session:
            slack.send_signed_requests_to(f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}", session)
            yield
    finally:
        await runner.cleanup()
