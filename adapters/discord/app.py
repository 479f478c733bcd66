"""Connects to Discord, keeps the connection, and hands on what arrives."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

import aiohttp
import discord

from adapters.backoff import Outage, delays, leaving
from adapters.discord import commands, credentials, direct, inbound
from adapters.discord.answering import Answering, Json
from adapters.discord.audience import DiscordAudience
from adapters.discord.client import Client, Discretion, Wire
from adapters.discord.credentials import DiscordOptions
from adapters.discord.direct import Direct, Words
from adapters.discord.events import DiscordEvents
from adapters.discord.homes import Homes
from adapters.discord.inbound import NOWHERE
from adapters.discord.messenger import DiscordMessenger
from adapters.discord.rest import Rest
from adapters.errors import Misconfigured
from bot.chat.roles import RoleBook
from bot.service import Bot

__all__ = ["Discord", "DiscordOptions"]

log = logging.getLogger(__name__)

STEADY_AFTER = 30.0  # a connection that held this long starts the back-off anew
GRACE = 5.0  # how long in-flight answers may take at shutdown
_AUTHENTICATION_FAILED = 4004
_OUR_FAULT = range(400, 500)


class Discord:
    """The bot on Discord: `messenger` says what nobody asked for, `events` keeps meetings in the servers' calendars."""

    def __init__(self, bot: Bot, options: DiscordOptions, roles: RoleBook) -> None:
        self.ready = asyncio.Event()
        self._rest = Rest(options)
        self.messenger = DiscordMessenger(self._rest)
        self.events = DiscordEvents(self._rest)
        self.audience = DiscordAudience(self._rest)
        self._homes = Homes(self._rest)
        self._catalog = bot.catalog
        self._options = options
        self._answering = Answering(bot, roles)
        self._direct = Direct(bot, roles)
        self._outage = Outage("discord")
        self._answers: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Serve until cancelled, reconnecting by itself. Raises `Misconfigured` when the token is refused."""
        credentials.check(self._options.token)
        # No operator has to hear that a bot without a voice misses the libraries for one.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        discretion = Discretion()
        libraries = [logging.getLogger(name) for name in ("discord.http", "discord.gateway")]
        for library in libraries:
            library.addFilter(discretion)
        try:
            async with self._rest.open():
                await self._keep_serving()
        finally:
            for library in libraries:
                library.removeFilter(discretion)

    async def _keep_serving(self) -> None:
        loop = asyncio.get_running_loop()
        waits = delays()
        while True:
            started = loop.time()
            try:
                await self._serve()
            except discord.LoginFailure:
                raise _refused() from None
            except discord.ConnectionClosed as closed:
                if closed.code == _AUTHENTICATION_FAILED:
                    raise _refused() from None
                reason = f"closed with {closed.code}"
            except (OSError, aiohttp.ClientError, discord.HTTPException) as error:
                reason = type(error).__name__
            except Exception as error:
                # discord.py leaves with an AttributeError when its very first connection to the gateway fails.
                log.exception("the connection to discord ended unexpectedly")
                reason = type(error).__name__
            else:
                reason = "closed"
            if leaving():
                raise asyncio.CancelledError
            self._outage.begin(reason)
            if loop.time() - started > STEADY_AFTER:
                waits = delays()
            await asyncio.sleep(next(waits))

    async def _serve(self) -> None:
        """Connect once and serve for as long as discord.py manages to reconnect."""
        client = Client(self._options, self._reached, self._accept, self._hear)
        declaring: asyncio.Task[None] | None = None
        try:
            await client.login(self._options.token)
            self._rest.me = str(client.user.id) if client.user else ""
            declaring = asyncio.create_task(self._declare(client))
            await client.connect()
        finally:
            self.ready.clear()
            if declaring is not None:
                declaring.cancel()
                await asyncio.gather(declaring, return_exceptions=True)
            await self._leave(client)

    def _reached(self, *, yes: bool) -> None:
        if yes:
            self.ready.set()
            self._outage.end()
        else:
            self.ready.clear()

    async def _leave(self, client: Client) -> None:
        """Hear nothing new, finish what is being answered, and close."""
        await client.hang_up()
        if self._answers:
            _, late = await asyncio.wait(self._answers, timeout=GRACE)
            for answer in late:
                answer.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await client.close()

    def _accept(self, client: Client, payload: Json) -> None:
        self._begin(self._answer(client, payload, asyncio.get_running_loop().time()))

    def _hear(self, client: Client, payload: Json) -> None:
        if words := direct.read(payload):
            self._begin(self._speak(client, words))

    def _begin(self, answering: Coroutine[Any, Any, None]) -> None:
        answer = asyncio.create_task(answering)
        self._answers.add(answer)
        answer.add_done_callback(self._answers.discard)

    async def _answer(self, client: Client, payload: Json, arrived: float) -> None:
        person = inbound.in_private(payload)
        home = await self._homes.of(person, client.servers) if person else NOWHERE
        await self._answering.handle(payload, Wire(client.http), arrived, home)

    async def _speak(self, client: Client, words: Words) -> None:
        home = await self._homes.of(words.person, client.servers)
        await self._direct.handle(words, Wire(client.http), home)

    async def _declare(self, client: Client) -> None:
        """Tell Discord about the commands if it does not know them yet. A failure leaves those it has."""
        for wait in delays():
            try:
                await self._declare_once(client)
            except discord.HTTPException as error:
                log.warning("commands not declared", extra={"status": error.status, "code": error.code})
                if error.status in _OUR_FAULT:
                    return
            except (OSError, aiohttp.ClientError) as error:
                log.warning("commands not declared", extra={"reason": type(error).__name__})
            except Exception:
                log.exception("commands not declared")
                return
            else:
                return
            await asyncio.sleep(wait)

    async def _declare_once(self, client: Client) -> None:
        application = client.application_id
        if application is None:
            return
        declared = commands.declare(self._catalog)
        known: Any = await client.http.get_global_commands(application)
        if commands.same(declared, known):
            log.info("discord knows the commands")
            return
        await client.http.bulk_upsert_global_commands(application, declared)
        log.info("commands declared", extra={"commands": len(declared)})


def _refused() -> Misconfigured:
    return Misconfigured(
        "token",
        "Discord does not accept the token. It may have been reset, or be the public key or the client secret instead: "
        "on discord.com/developers open your application, Bot, Reset Token, and put the new one here.",
    )
