"""Connects to Discord, keeps the connection, and takes answers there: the only file that touches discord.py."""

import asyncio
import logging
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import discord
from discord.gateway import DiscordWebSocket
from discord.http import HTTPClient, Ratelimit, Route
from discord.state import ConnectionState
from yarl import URL

from adapters.discord import commands, credentials
from adapters.discord.answering import Answering, Json, Rejected
from adapters.discord.inbound import Interaction
from adapters.errors import Misconfigured
from bot.chat.roles import RoleBook
from bot.service import Bot

log = logging.getLogger(__name__)

LONGEST_PAUSE = 60.0
STEADY_AFTER = 30.0  # a connection that held this long starts the back-off anew
GRACE = 5.0  # how long in-flight answers may take at shutdown
FAREWELL = 2.0  # how long Discord may take to close its end of the socket

# discord.py repeats after 429, 500, 502, 504 and 524, but not after 503 or a connection that broke.
_PAUSES = (0.1, 0.5)
_UNAVAILABLE = 503
_ACKNOWLEDGED = 40060
_AUTHENTICATION_FAILED = 4004


@dataclass(frozen=True, slots=True)
class DiscordOptions:
    """Where and as whom to connect; an empty `gateway_url` is Discord's own."""

    token: str = field(repr=False)
    api_url: str = Route.BASE
    gateway_url: str = ""


class Discord:
    """The bot on Discord."""

    def __init__(self, bot: Bot, options: DiscordOptions, roles: RoleBook) -> None:
        self.ready = asyncio.Event()
        self._catalog = bot.catalog
        self._options = options
        self._answering = Answering(bot, roles)
        self._answers: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Serve until cancelled, reconnecting by itself. Raises `Misconfigured` when the token is refused."""
        credentials.check(self._options.token)
        # No operator has to hear that a bot without a voice misses the libraries for one.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        discretion = _Discretion()
        libraries = [logging.getLogger(name) for name in ("discord.http", "discord.gateway")]
        for library in libraries:
            library.addFilter(discretion)
        try:
            await self._keep_serving()
        finally:
            for library in libraries:
                library.removeFilter(discretion)

    async def _keep_serving(self) -> None:
        loop = asyncio.get_running_loop()
        pause = 1.0
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
            if loop.time() - started > STEADY_AFTER:
                pause = 1.0
            wait = random.uniform(pause / 2, pause)  # noqa: S311 - jitter keeps no secret
            log.warning("discord is out of reach, trying again", extra={"reason": reason, "seconds": round(wait, 1)})
            await asyncio.sleep(wait)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _serve(self) -> None:
        """Connect once and serve for as long as discord.py manages to reconnect."""
        client = _Client(self._options, self.ready, self._accept)
        declaring: asyncio.Task[None] | None = None
        try:
            await client.login(self._options.token)
            declaring = asyncio.create_task(self._declare(client))
            await client.connect()
        finally:
            self.ready.clear()
            if declaring is not None:
                declaring.cancel()
            await self._leave(client)

    async def _leave(self, client: "_Client") -> None:
        """Hear nothing new, finish what is being answered, and close."""
        await client.hang_up()
        if self._answers:
            _, late = await asyncio.wait(self._answers, timeout=GRACE)
            for answer in late:
                answer.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await client.close()

    def _accept(self, client: "_Client", payload: Json) -> None:
        answer = asyncio.create_task(self._answering.handle(payload, _Wire(client.http)))
        self._answers.add(answer)
        answer.add_done_callback(self._answers.discard)

    async def _declare(self, client: "_Client") -> None:
        """Tell Discord about the commands if it does not know them yet. A failure leaves those it has."""
        application = client.application_id
        if application is None:
            return
        declared = commands.declare(self._catalog)
        try:
            known: Any = await client.http.get_global_commands(application)
            if commands.same(declared, known):
                log.info("discord knows the commands")
                return
            await client.http.bulk_upsert_global_commands(application, declared)
            log.info("commands declared", extra={"commands": len(declared)})
        except discord.HTTPException as error:
            log.warning("commands not declared", extra={"status": error.status, "code": error.code})
        except (OSError, aiohttp.ClientError) as error:
            log.warning("commands not declared", extra={"reason": type(error).__name__})


class _Client(discord.Client):
    """discord.py's client, which hands on interactions as they come, as JSON.

    Its own views and command trees keep state in memory, which a restart would lose; the ids of controls say it all.
    """

    def __init__(
        self, options: DiscordOptions, ready: asyncio.Event, accept: Callable[["_Client", Json], None]
    ) -> None:
        intents = discord.Intents.none()
        intents.guilds = True
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            guild_ready_timeout=0.0,
        )
        self.http = self._connection.http = _Http(options, self.loop)
        self._serving = ready
        self._accept = accept

    def _get_state(self, **options: Any) -> "ConnectionState[_Client]":  # noqa: ANN401 - as there
        state: _State = _State(
            dispatch=self.dispatch, handlers=self._handlers, hooks=self._hooks, http=self.http, **options
        )
        state.accept = lambda payload: self._accept(self, payload)
        return state

    async def on_connect(self) -> None:
        self._serving.set()
        log.info("connected to discord")

    async def on_resumed(self) -> None:
        self._serving.set()
        log.info("resumed the connection to discord")

    async def on_disconnect(self) -> None:
        self._serving.clear()

    async def hang_up(self) -> None:
        """Close the gateway, while answers can still be sent."""
        socket: DiscordWebSocket | None = self.ws
        if socket is None:
            return
        try:
            async with asyncio.timeout(FAREWELL):
                await socket.close(code=1000)
        except (TimeoutError, OSError, aiohttp.ClientError):
            log.info("discord did not close its end")


class _State(ConnectionState[_Client]):
    accept: Callable[[Json], None]

    def parse_interaction_create(self, data: Any) -> None:  # noqa: ANN401 - JSON
        self.accept(data)


class _Http(HTTPClient):
    """discord.py's HTTP client at other addresses.

    discord.py keeps its addresses in class attributes; a subclass leaves those alone, so that two bots in one
    process, such as in tests, do not move each other.
    """

    def __init__(self, options: DiscordOptions, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(loop)
        self._api = options.api_url.rstrip("/")
        self._gateway = options.gateway_url

    async def request(self, route: Route, **options: Any) -> Any:  # noqa: ANN401 - as there
        route.url = self._api + route.url.removeprefix(Route.BASE)
        return await super().request(route, **options)

    def get_ratelimit(self, key: str) -> Ratelimit:
        """Forget the rate limits of interactions at once.

        Each has a bucket of its own, `id+token`, for one or two requests; discord.py would keep every one for five
        minutes and look through all of them at each request. A 429 is heeded all the same.
        """
        return Ratelimit(self.max_ratelimit_timeout) if "+" in key else super().get_ratelimit(key)

    async def ws_connect(self, url: str, *, compress: int = 0) -> aiohttp.ClientWebSocketResponse:
        # A resumed session goes to the address that Discord named for it.
        asked = URL(url)
        if self._gateway and asked.host == DiscordWebSocket.DEFAULT_GATEWAY.host:
            url = str(URL(self._gateway).with_query(asked.query))
        return await super().ws_connect(url, compress=compress)


class _Wire:
    """Answers over discord.py's own HTTP client rather than its webhook adapter.

    Both respect rate limits and repeat alike, but the adapter knows no other address than Discord's.
    """

    def __init__(self, http: HTTPClient) -> None:
        self._http = http

    async def respond(self, interaction: Interaction, body: Json) -> bool:
        path = "/interactions/{webhook_id}/{webhook_token}/callback"
        try:
            await self._send("POST", path, interaction.id, interaction.token, body)
        except Rejected as rejected:
            if rejected.code != _ACKNOWLEDGED:
                raise
            log.info("an interaction was acknowledged before", extra={"interaction": interaction.id})
            return False
        return True

    async def edit(self, interaction: Interaction, body: Json) -> None:
        path = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
        await self._send("PATCH", path, interaction.application, interaction.token, body)

    async def follow_up(self, interaction: Interaction, body: Json) -> None:
        """Send one more message; a lost receipt may show it twice, which is better than not at all."""
        path = "/webhooks/{webhook_id}/{webhook_token}"
        await self._send("POST", path, interaction.application, interaction.token, body)

    async def _send(self, method: str, path: str, webhook: str, token: str, body: Json) -> None:
        """Send, and try again where discord.py does not. The names of the parameters make its rate limit buckets."""
        for pause in (*_PAUSES, None):
            try:
                await self._http.request(Route(method, path, webhook_id=webhook, webhook_token=token), json=body)
            except discord.HTTPException as error:
                rejected = Rejected(error.status, error.code)
                if error.status != _UNAVAILABLE:
                    raise rejected from None
            except (OSError, aiohttp.ClientError):
                rejected = Rejected(0, 0)
            else:
                return
            if pause is None:
                raise rejected
            await asyncio.sleep(pause)


class _Discretion(logging.Filter):
    """Keeps interactions' tokens, which stand in addresses, and bodies, which are logged at DEBUG, out of the log."""

    _TOKEN = re.compile(r"(/(?:interactions|webhooks)/\d+/)[^/\s]+")

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(self._TOKEN.sub(r"\1…", a) if isinstance(a, str) else a for a in record.args)
        return record.levelno > logging.DEBUG


def _refused() -> Misconfigured:
    return Misconfigured(
        "token",
        "Discord does not accept the token. It may have been reset, or be the public key or the client secret instead: "
        "on discord.com/developers open your application, Bot, Reset Token, and put the new one here.",
    )
