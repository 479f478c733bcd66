"""`hirg-bot demo`: a whole small network on this machine, fictional from end to end."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from pydantic import SecretStr
from rich.console import Console

from adapters.calendar_feed import calendar_routes
from adapters.discord import render as discord
from adapters.slack import render as slack
from adapters.web.app import Web, WebOptions
from adapters.web.demo import DEMO_CHANNELS, DEMO_OTHERS, DEMO_PEOPLE, DEMO_TRIES
from adapters.web.skills_page import LINK, skills_map_routes
from adapters.web.timekeeping import Timekeeper
from bot.chat.requests import Role
from bot.delivery.letterbox import Letterbox
from bot.meetings.model import Kind
from bot.rota.model import Facilitator
from config.alone import alone_in
from config.cli_import import apply_plan, plan_import, read_sheet
from config.demo_calendar import fill_calendar
from config.demo_clock import DemoClock
from config.logs import set_up_logs
from config.run import audiences_of, end, messengers_of
from config.settings import Settings, load_settings
from config.settings_support import KeySettings
from config.stores import Stores, open_stores
from config.wiring import Core, build_clock, build_core

# The folder in `data_dir` that is the demo's, whose time is moved on: what it found elsewhere would be over by then.
_FOLDER = "demo"
# Where each kind of meeting is announced.
_CHANNELS = {Kind.NETWORK: ("web:meetings",), Kind.SUPPORT: ("web:peer-support",), Kind.WORKSHOP: ("web:workshops",)}
# Whom authors may tell who they are.
_LEAD = frozenset({"web:demo:aoife"})
_SAMPLE = Path(str(files("config"))) / "sample" / "directory.csv"


# Fills the demo with something, going by the demo's time; leaves alone what it finds there already.
Seed = Callable[[Stores, datetime], Awaitable[None]]


async def run_demo() -> None:
    """Serve the demo until SIGINT or SIGTERM, with the sample Directory where none is yet.

    It keeps to a folder, a database and keys of its own, apart from a real network's. Raises `Refusal` when another
    demo runs there.
    """
    settings = demo_settings(load_settings())
    set_up_logs(settings.log)
    with alone_in(settings.data_dir):
        await _run(settings)


async def _run(settings: Settings) -> None:
    time = DemoClock(settings.data_dir / "demo-time.txt")
    async with open_stores(settings, time.now) as stores:
        for seed in SEEDS:
            await seed(stores, time.now())
        rung = asyncio.Event()
        letterbox = Letterbox(stores.outbox, rung.set)
        core = build_core(stores, settings, letterbox, time.now, address=lambda: web.url.rstrip("/"))
        web = build_web(core, settings, time)
        core.audiences.update(audiences_of({"web": web}))
        clock = build_clock(core, stores, messengers_of({"web": web}), settings=settings, rung=rung, now=time.now)
        time.follow(clock, stores.outbox)
        ticking = asyncio.create_task(clock.run())
        try:
            await _serve(web)
        finally:
            await end([ticking])


def demo_settings(settings: Settings) -> Settings:
    """Fit settings to the demo: its own data, keys, people and channels, whatever is set for those."""
    roles = {role: frozenset(str(p.account) for p in DEMO_PEOPLE if role in p.roles) for role in Role}
    meetings: dict[str, object] = {"events": False}
    named = [place for places in settings.meetings.channels.values() for place in places]
    if not named or not all(place.startswith("web:") for place in named):
        meetings["channels"] = _CHANNELS
    support = {"channels": ("web:peer-support",), "lead": _LEAD}
    own: dict[str, object] = {
        "data_dir": settings.data_dir / _FOLDER,
        "database_url": SecretStr(""),
        "keys": KeySettings(),
        "roles": roles,
        "meetings": settings.meetings.model_copy(update=meetings),
        "support": settings.support.model_copy(update=support),
        "reflection": settings.reflection.model_copy(update={"channels": ("web:reflective-practice",)}),
    }
    return settings.model_copy(update=own)


async def fill_directory(stores: Stores, now: datetime) -> None:
    """Bring the sample into an empty Directory, through the importer that real sheets take.

    Whoever in the chat is listed there keeps that entry.
    """
    del now
    if await stores.directory.version():
        return
    version, plan = await plan_import(stores.directory, read_sheet(_SAMPLE))
    await apply_plan(stores.directory, version, plan)
    here = {person.name: person.account for person in DEMO_PEOPLE}
    for entry in await stores.directory.entries():
        if account := here.get(entry.name):
            await stores.directory.save(replace(entry, accounts=(account,)))


async def name_facilitators(stores: Stores, now: datetime) -> None:
    """Let the facilitators be known by name, as if each had looked at the rota once."""
    del now
    for person in DEMO_PEOPLE:
        if Role.FACILITATOR in person.roles:
            await stores.rota.sign(Facilitator(account=person.account, name=person.name))


# In this order, each time the demo starts.
SEEDS: tuple[Seed, ...] = (fill_directory, fill_calendar, name_facilitators)


def build_web(core: Core, settings: Settings, time: Timekeeper) -> Web:
    """Build the web chat around a core, with the other platforms' JSON beside every answer, calendars and the map."""
    options = WebOptions(settings.web.host, settings.web.port, others=DEMO_OTHERS)
    previews = {"Slack": slack.message, "Discord": discord.message}
    return Web(
        core.bot,
        options,
        DEMO_PEOPLE,
        DEMO_CHANNELS,
        previews,
        tries=DEMO_TRIES,
        timekeeper=time,
        routes=(*calendar_routes(core.feeds), *skills_map_routes(core.skills_map)),
        links=(LINK,),
    )


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
