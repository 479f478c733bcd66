"""`hirg-bot demo`: a whole small network on this machine, fictional from end to end."""

import asyncio
import signal
from importlib.resources import files
from pathlib import Path

from rich.console import Console

from adapters.discord import render as discord
from adapters.slack import render as slack
from adapters.web.app import Web, WebOptions
from adapters.web.demo import DEMO_CHANNELS, DEMO_PEOPLE, DEMO_TRIES
from bot.delivery.letterbox import Letterbox
from bot.directory.model import Directory
from bot.service import Bot
from config.cli_import import apply_plan, plan_import, read_sheet
from config.logs import set_up_logs
from config.run import end, messengers_of
from config.settings import Settings, load_settings
from config.wiring import build_clock, build_core, open_stores

_DATA = Path("data/demo")
_SAMPLE = Path(str(files("config"))) / "sample" / "directory.csv"


async def run_demo() -> None:
    """Serve the demo until SIGINT or SIGTERM, with the sample Directory where none is yet.

    It keeps to a folder of its own, apart from a real network's data, unless the settings name another.
    """
    settings = load_settings()
    if not {"data_dir", "database_url"} & settings.model_fields_set:
        settings = settings.model_copy(update={"data_dir": _DATA})
    set_up_logs(settings.log)
    async with open_stores(settings) as stores:
        if not await stores.directory.version():
            await fill(stores.directory)
        rung = asyncio.Event()
        core = build_core(stores, settings, Letterbox(stores.outbox, rung.set))
        web = build_web(core.bot, settings)
        clock = build_clock(core, stores, messengers_of({"web": web}), settings=settings, rung=rung)
        ticking = asyncio.create_task(clock.run())
        try:
            await _serve(web)
        finally:
            await end([ticking])


async def fill(directory: Directory) -> None:
    """Bring the sample into an empty Directory, through the importer that real sheets take."""
    version, plan = await plan_import(directory, read_sheet(_SAMPLE))
    await apply_plan(directory, version, plan)


def build_web(bot: Bot, settings: Settings) -> Web:
    """Build the web chat around a bot, with the other platforms' JSON beside every answer."""
    options = WebOptions(settings.web.host, settings.web.port)
    previews = {"Slack": slack.message, "Discord": discord.message}
    return Web(bot, options, DEMO_PEOPLE, DEMO_CHANNELS, previews, tries=DEMO_TRIES)


async def _serve(web: Web) -> None:
    serving = asyncio.create_task(web.run())
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, serving.cancel)
    ready = asyncio.create_task(web.ready.wait())
    try:
        await asyncio.wait({serving, ready}, return_when=asyncio.FIRST_COMPLETED)
        if web.ready.is_set():
            _greet(web.url)
        await serving
    except asyncio.CancelledError:
        if not serving.cancelled():
            raise
    finally:
        ready.cancel()


def _greet(url: str) -> None:
    console = Console(highlight=False)
    console.print(f"\nThe demo is ready: [bold]{url}[/bold]")
    console.print("Type [bold]/find-skill nvivo[/bold] there. Press Ctrl+C here to stop.\n")
