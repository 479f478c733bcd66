"""The peer of the whole program: bare slack-bolt and bare discord.py in one process, which echo what they hear.

Takes the same `HIRG_…` variables as the program, so that both can be started alike.
"""

import asyncio
import os
from typing import Any

import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from yarl import URL


async def _slack() -> None:
    client = AsyncWebClient(token=os.environ["HIRG_SLACK__BOT_TOKEN"], base_url=os.environ["HIRG_SLACK__API_URL"])
    app = AsyncApp(name="bare", client=client)

    @app.command("/find-skill")
    async def echo(ack: Any, respond: Any, command: dict[str, str]) -> None:
        await ack()
        await respond(command["text"], response_type="ephemeral")

    await AsyncSocketModeHandler(app, os.environ["HIRG_SLACK__APP_TOKEN"]).start_async()  # type: ignore[no-untyped-call] # the SDK has no annotation here


async def _discord() -> None:
    intents = discord.Intents.none()
    intents.guilds = True
    client = discord.Client(intents=intents)
    Route.BASE = os.environ["HIRG_DISCORD__API_URL"]
    DiscordWebSocket.DEFAULT_GATEWAY = URL(os.environ["HIRG_DISCORD__GATEWAY_URL"])

    @client.event
    async def on_interaction(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("echo", ephemeral=True)

    await client.start(os.environ["HIRG_DISCORD__TOKEN"])


async def _main() -> None:
    await asyncio.gather(_slack(), _discord())


if __name__ == "__main__":
    asyncio.run(_main())
