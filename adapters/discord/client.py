"""discord.py's client, bent to what this bot wants of it: what people do as it comes, and answers at any address."""

import asyncio
import json
import logging
import re
from collections.abc import Callable
from typing import Any, Protocol

import aiohttp
import discord
from discord.gateway import DiscordWebSocket
from discord.http import HTTPClient, Ratelimit, Route
from discord.state import ConnectionState
from yarl import URL

from adapters.discord.answering import Json
from adapters.discord.credentials import DiscordOptions
from adapters.discord.errors import Rejected
from adapters.discord.inbound import Interaction
from adapters.discord.pictures import Files

log = logging.getLogger(__name__)

FAREWELL = 2.0  # how long Discord may take to close its end of the socket

_HEARD = ("READY", "RESUMED", "GUILD_CREATE", "GUILD_DELETE", "INTERACTION_CREATE", "MESSAGE_CREATE")

# discord.py repeats after 429, 500, 502, 504 and 524, but not after 503 or a connection that broke.
_PAUSES = (0.1, 0.5)
_UNAVAILABLE = 503
_ACKNOWLEDGED = 40060


class Reached(Protocol):
    """Told whether interactions arrive at present."""

    def __call__(self, *, yes: bool) -> None: ...


class Accept(Protocol):
    """Takes what somebody did, as the JSON that came; must not raise, which would end the connection."""

    def __call__(self, client: "Client", payload: Json, /) -> None: ...


class Client(discord.Client):
    """discord.py's client, which hands on interactions and direct messages as they come, as JSON.

    Its own views and command trees keep state in memory, which a restart would lose; the ids of controls say it all.
    """

    def __init__(self, options: DiscordOptions, reached: Reached, accept: Accept, hear: Accept) -> None:
        """`accept` is handed interactions, `hear` messages in private conversations."""
        intents = discord.Intents.none()
        intents.guilds = True
        # What is written to the bot alone comes with its words; those on servers stay hidden from it. Not privileged:
        # https://docs.discord.com/developers/events/gateway#message-content-intent.
        intents.dm_messages = True
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            guild_ready_timeout=0.0,
        )
        self.http = self._connection.http = Http(options, self.loop)
        self._reached = reached
        self._accept = accept
        self._hear = hear

    def _get_state(self, **options: Any) -> "ConnectionState[Client]":  # noqa: ANN401 - as there
        state: State = State(
            dispatch=self.dispatch, handlers=self._handlers, hooks=self._hooks, http=self.http, **options
        )
        state.accept = lambda payload: self._accept(self, payload)
        state.hear = lambda payload: self._hear(self, payload)
        self._state = state
        return state

    @property
    def servers(self) -> list[str]:
        """The ids of the servers this bot is in just now."""
        return sorted(self._state.servers)

    async def on_connect(self) -> None:
        self._reached(yes=True)
        log.info("connected to discord")

    async def on_resumed(self) -> None:
        self._reached(yes=True)
        log.info("resumed the connection to discord")

    async def on_disconnect(self) -> None:
        self._reached(yes=False)

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


class State(ConnectionState[Client]):
    """What discord.py makes of events: of all there are, this bot hears six, and keeps the ids of its servers.

    Anything else would be kept in memory for nobody; and what discord.py cannot read would end the connection.
    """

    accept: Callable[[Json], None]
    hear: Callable[[Json], None]

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - as there
        super().__init__(**options)
        self.parsers = {event: self.parsers[event] for event in _HEARD}
        self.servers: set[str] = set()

    def parse_ready(self, data: Any) -> None:  # noqa: ANN401 - JSON
        self.servers = {_server(guild) for guild in data["guilds"]} - {""}
        super().parse_ready(data)

    def parse_guild_create(self, data: Any) -> None:  # noqa: ANN401 - JSON
        self.servers |= {_server(data)} - {""}

    def parse_guild_delete(self, data: Any) -> None:  # noqa: ANN401 - JSON
        """Forget a server that the bot has left; one that is away for a while is its own still."""
        server = _server(data)
        if server and not data.get("unavailable"):
            self.servers.discard(server)

    def parse_interaction_create(self, data: Any) -> None:  # noqa: ANN401 - JSON
        self.accept(data)

    def parse_message_create(self, data: Any) -> None:  # noqa: ANN401 - JSON
        self.hear(data)


def _server(guild: Any) -> str:  # noqa: ANN401 - JSON
    """Return the id of a server; empty when it cannot be read."""
    named = str(guild.get("id", "")) if isinstance(guild, dict) else ""
    return named if named.isdecimal() else ""


class Http(HTTPClient):
    """discord.py's HTTP client at other addresses.

    discord.py keeps its addresses in class attributes; a subclass leaves those alone, so that two bots in one
    process, such as in tests, do not move each other.
    """

    def __init__(self, options: DiscordOptions, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(loop)
        self._api = options.api_url.rstrip("/")
        self._gateway = options.gateway_url

    async def request(self, route: Route, **options: Any) -> Any:  # noqa: ANN401 - as there
        if route.url.startswith(Route.BASE):
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


class Wire:
    """Answers over discord.py's own HTTP client rather than its webhook adapter.

    Both respect rate limits and repeat alike, but the adapter knows no other address than Discord's.
    """

    def __init__(self, http: HTTPClient) -> None:
        self._http = http

    async def respond(self, interaction: Interaction, body: Json, pictures: Files | None = None) -> bool:
        path = "/interactions/{webhook_id}/{webhook_token}/callback"
        route = Route("POST", path, webhook_id=interaction.id, webhook_token=interaction.token)
        try:
            await self._send(route, body, pictures)
        except Rejected as rejected:
            if rejected.code != _ACKNOWLEDGED:
                raise
            log.info("an interaction was acknowledged before", extra={"interaction": interaction.id})
            return False
        return True

    async def edit(self, interaction: Interaction, body: Json, pictures: Files | None = None) -> None:
        path = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
        await self._send(self._webhook("PATCH", path, interaction), body, pictures)

    async def follow_up(self, interaction: Interaction, body: Json, pictures: Files | None = None) -> None:
        """Send one more message; a lost receipt may show it twice, which is better than not at all."""
        await self._send(self._webhook("POST", "/webhooks/{webhook_id}/{webhook_token}", interaction), body, pictures)

    async def post(self, channel: str, body: Json, pictures: Files | None = None) -> None:
        """Say something in a channel; its nonce makes one message of it, however often it is sent."""
        route = Route("POST", "/channels/{channel_id}/messages", channel_id=channel)
        await self._send(route, body, pictures)

    def _webhook(self, method: str, path: str, interaction: Interaction) -> Route:
        """Fill in a route. The names of the parameters make discord.py's rate limit buckets."""
        return Route(method, path, webhook_id=interaction.application, webhook_token=interaction.token)

    async def _send(self, route: Route, body: Json, pictures: Files | None) -> None:
        """Send, and try again where discord.py does not."""
        for pause in (*_PAUSES, None):
            try:
                await self._http.request(route, **_payload(body, pictures))
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


def _payload(body: Json, pictures: Files | None) -> dict[str, Any]:
    if not pictures:
        return {"json": body}
    parts = [
        {"name": f"files[{number}]", "value": content, "filename": name, "content_type": "image/png"}
        for number, (name, content) in enumerate(pictures.items())
    ]
    return {"form": [{"name": "payload_json", "value": json.dumps(body)}, *parts]}


class Discretion(logging.Filter):
    """Keeps out of the log what stands in addresses, and bodies, which are logged at DEBUG.

    An interaction's token opens a door, and the id of a private conversation says whose it is.
    """

    _TELLING = re.compile(r"(/(?:interactions|webhooks)/\d+/|/channels/)[^/\s]+")

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(self._TELLING.sub(r"\1…", a) if isinstance(a, str) else a for a in record.args)
        return record.levelno > logging.DEBUG
