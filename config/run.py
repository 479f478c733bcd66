"""Run every platform that has a token, side by side, until told to stop."""

import asyncio
import gc
import logging
import signal
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from typing import Any, Protocol, runtime_checkable

from aiohttp import web

from adapters.backoff import delays, leaving
from adapters.calendar_feed import calendar_routes
from adapters.errors import Misconfigured
from adapters.http import HttpServer
from bot.chat.calls import Call
from bot.chat.requests import NOBODY, Address, Request
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Messenger
from bot.directory.claims import Mailboxes
from bot.meetings.events import EventBoard
from bot.service import Bot
from bot.support.audience import Audience
from config.errors import NothingToRun
from config.keys import prepare_keys
from config.parts import Now, utc_now
from config.settings import Settings, given_variables, strangers, variable
from config.stores import open_stores
from config.wiring import Core, build_clock, build_core, build_discord, build_slack

log = logging.getLogger(__name__)

# The longest pause, in seconds, before a platform that fell over is started again.
_LONGEST_PAUSE = 300.0
# How long, in seconds, what is due waits for its platform to be ready before it is tried regardless.
_LONGEST_ARRIVAL = 15.0

# Slack over HTTP is two halves, and neither is of use without the other; but where calendars are fetched from the
# server, too, it goes on.
_HALVES = {"http": "slack", "slack": "http"}
_HALVES_WITH_CALENDAR = {"http": "slack"}


class Platform(Protocol):
    """What is run: serves until cancelled; `Misconfigured` means that trying again will not help."""

    ready: asyncio.Event

    async def run(self) -> None: ...


@runtime_checkable
class Speaking(Protocol):
    """A platform that can say something unasked."""

    @property
    def messenger(self) -> Messenger: ...


@runtime_checkable
class Planning(Protocol):
    """A platform that has a calendar of its own."""

    @property
    def events(self) -> EventBoard: ...


@runtime_checkable
class Vouching(Protocol):
    """A platform that knows its members' e-mail addresses."""

    @property
    def mailboxes(self) -> Mailboxes: ...


@runtime_checkable
class Counting(Protocol):
    """A platform that can say about how many people see a channel."""

    @property
    def audience(self) -> Audience: ...


async def run(settings: Settings, now: Now = utc_now) -> None:
    """Serve until SIGINT or SIGTERM. Raises `NothingToRun` when no platform is, or is any longer, usable."""
    for name in _blank(settings):
        log.warning("a token is set but empty, so its platform is not started", extra={"setting": name})
    for sentence in strangers(given_variables()):
        log.warning("a setting is passed over", extra={"reason": sentence})
    await prepare_keys(settings)
    async with open_stores(settings, now) as stores:
        rung = asyncio.Event()
        core = build_core(stores, settings, Letterbox(stores.outbox, rung.set), now)
        platforms = _platforms(core, settings)
        if not platforms:
            raise NothingToRun(_no_token(settings))
        core.mailboxes.update(mailboxes_of(platforms))
        core.audiences.update(audiences_of(platforms))
        for sentence in unheard(settings, platforms):
            log.warning("a channel gets no reminders", extra={"reason": sentence})
        voices, boards = messengers_of(platforms), boards_of(platforms)
        absent = set(voices)
        clock = build_clock(core, stores, voices, boards, settings=settings, rung=rung, now=now, absent=absent)
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        arrivals = [arrive(name, platforms[name].ready, absent, rung) for name in voices]
        beside = [asyncio.create_task(work) for work in (settle(core.bot), _keep_up("clock", clock), *arrivals)]
        try:
            await serve(platforms, stop, halves=_halves(settings))
        finally:
            await end(beside)


async def arrive(name: str, ready: asyncio.Event, absent: set[str], rung: asyncio.Event) -> None:
    """Take a platform from the `absent` ones when it is ready, or has taken long: it may be able to speak all the same.

    Asked too early it could only say to come back later, and everything due would wait for that.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(_LONGEST_ARRIVAL):
            await ready.wait()
    absent.discard(name)
    rung.set()


def mailboxes_of(platforms: Mapping[str, object]) -> dict[str, Mailboxes]:
    """Return those platforms that know their members' addresses, by the name of the platform."""
    return {name: platform.mailboxes for name, platform in platforms.items() if isinstance(platform, Vouching)}


def audiences_of(platforms: Mapping[str, object]) -> dict[str, Audience]:
    """Return the counts of those platforms that say how many see a channel, by the name of the platform."""
    return {name: platform.audience for name, platform in platforms.items() if isinstance(platform, Counting)}


def messengers_of(platforms: Mapping[str, object]) -> dict[str, Messenger]:
    """Return the voices of those platforms that have one, by the name of the platform."""
    return {name: platform.messenger for name, platform in platforms.items() if isinstance(platform, Speaking)}


def boards_of(platforms: Mapping[str, object]) -> dict[str, EventBoard]:
    """Return the calendars of those platforms that have one, by the name of the platform."""
    return {name: platform.events for name, platform in platforms.items() if isinstance(platform, Planning)}


def unheard(settings: Settings, platforms: Collection[str]) -> Iterator[str]:
    """Say which channels for reminders are on a platform that is not started."""
    for kind, places in settings.meetings.channels.items():
        for place in places:
            if place.partition(":")[0] not in platforms:
                named = variable("meetings", "channels", kind)
                yield f"{named}: {place.split()[0]} is on a platform that is not started."


async def settle(bot: Bot) -> None:
    """Do what takes long the first time before anybody waits for it, and let it lie.

    Python's garbage collector stops everything to look at each object there is, again and again: a fifth of a second
    for the vocabulary and the search index, all of which stay. What is frozen it passes over.
    """
    for command in bot.catalog:
        for option in command.options:
            if option.complete:
                try:
                    await option.complete("", Request(Call(command.name), NOBODY, Address("nowhere", "nowhere")))
                except Exception:
                    log.exception("not ready for the first question", extra={"command": command.name})
    gc.collect()
    gc.freeze()


def _platforms(core: Core, settings: Settings) -> dict[str, Platform]:
    """Build what has a token, by the name of its settings; and one server for whatever is fetched or sent over HTTP."""
    platforms: dict[str, Platform] = {}
    routes: list[web.RouteDef] = []
    if any(settings.slack.secrets.values()):
        slack = build_slack(core.bot, settings)
        platforms["slack"] = slack
        routes += slack.routes() if settings.slack.mode == "http" else ()
    if any(settings.discord.secrets.values()):
        platforms["discord"] = build_discord(core.bot, settings)
    if settings.http.public_url:
        routes += calendar_routes(core.feeds)
    if platforms and routes:
        server = HttpServer(settings.http.host, settings.http.port, [*routes, web.get("/healthz", _alive)])
        platforms["http"] = server
    return platforms


def _halves(settings: Settings) -> Mapping[str, str]:
    """Say which platform is of no use without which other."""
    if settings.slack.mode != "http":
        return {}
    return _HALVES_WITH_CALENDAR if settings.http.public_url else _HALVES


async def serve(platforms: Mapping[str, Platform], stop: asyncio.Event, *, halves: Mapping[str, str] = _HALVES) -> None:
    """Keep platforms up, by the name of their settings, until `stop`. Raises `NothingToRun` when none is left.

    `halves` says which ends with which. A server alone, without anybody to talk to, is nothing to run.
    """
    tasks = {name: asyncio.create_task(_keep_up(name, platform)) for name, platform in platforms.items()}
    stopping = asyncio.create_task(stop.wait())
    log.info("started", extra={"platforms": sorted(platforms)})
    left, refusals = dict(tasks), list[str]()
    try:
        while left.keys() - {"http"} and not stop.is_set():
            await asyncio.wait({*left.values(), stopping}, return_when=asyncio.FIRST_COMPLETED)
            for name in [name for name, task in left.items() if task.done()]:
                refusals.append(_refusal(name, left.pop(name)))
                if half := left.pop(halves.get(name, ""), None):
                    half.cancel()
        if not stop.is_set():
            raise NothingToRun("\n".join(refusals))
    finally:
        await end({stopping, *tasks.values()})
        log.info("stopped")


def _refusal(name: str, task: asyncio.Task[None]) -> str:
    error = task.exception()
    if not isinstance(error, Misconfigured):
        raise error or RuntimeError(f"{name} ended by itself")
    sentence = f"{variable(name, error.setting)}: {error}"
    log.error("a platform cannot be started", extra={"platform": name, "reason": sentence})
    return sentence


async def _keep_up(name: str, platform: Platform) -> None:
    """Start a platform again whenever it falls over: one that is broken must not take the other with it.

    Pauses grow while it falls over again and again, and are short anew once it has stood for long.
    """
    loop, pauses = asyncio.get_running_loop(), delays(first=1.0, most=_LONGEST_PAUSE)
    while True:
        began, failure = loop.time(), None
        try:
            await platform.run()
        except Misconfigured:
            raise
        except Exception as error:
            if leaving():
                raise
            failure = error
        if loop.time() - began > _LONGEST_PAUSE:
            pauses = delays(first=1.0, most=_LONGEST_PAUSE)
        pause = next(pauses)
        again = {"platform": name, "again_in_seconds": round(pause)}
        if failure:
            log.error("a platform fell over", exc_info=failure, extra=again)
        else:
            log.warning("a platform ended", extra=again)
        await asyncio.sleep(pause)


async def end(tasks: Collection[asyncio.Task[Any]]) -> None:
    """End everything, even if one of them ends badly."""
    for task in tasks:
        task.cancel()
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(outcome, Exception) and not isinstance(outcome, Misconfigured):
            log.error("a platform did not end well", exc_info=outcome)


async def _alive(_: web.Request) -> web.Response:
    return web.Response(text="ok\n")


def _blank(settings: Settings) -> list[str]:
    """Tokens that were set, but to nothing."""
    return [
        variable(platform, name)
        for platform, part in (("slack", settings.slack), ("discord", settings.discord))
        for name, value in part.secrets.items()
        if name in part.model_fields_set and not value
    ]


def _no_token(settings: Settings) -> str:
    wanted = (
        "No platform has a token. For Slack set HIRG_SLACK__BOT_TOKEN and HIRG_SLACK__APP_TOKEN, "
        "for Discord HIRG_DISCORD__TOKEN; or try `hirg-bot demo`, which needs none."
    )
    empty = [f"{name} is set, but empty." for name in _blank(settings)]
    return "\n".join([*empty, *strangers(given_variables()), wanted])
