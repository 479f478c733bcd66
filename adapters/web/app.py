"""The web chat's server: the page, its parts, and one socket for each open page."""

import asyncio
import errno
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from adapters.errors import Misconfigured
from adapters.web.audience import WebAudience
from adapters.web.connection import Connection
from adapters.web.conversation import Conversation, Previews
from adapters.web.guard import add_headers, is_loopback, only_loopback, same_origin
from adapters.web.messenger import WebMessenger
from adapters.web.model import WebChannel, WebLink, WebPerson, WebTry
from adapters.web.room import Room, utc_now
from adapters.web.timekeeping import Timekeeper, Timekeeping
from bot.service import Bot

log = logging.getLogger(__name__)

STATIC = Path(__file__).parent / "static"
# 8,000 characters of any script, escaped by any JSON writer, and what stands around them.
MOST_BYTES = 128 * 1024
# Proxies and phones drop sockets that are silent for a minute.
HEARTBEAT_SECONDS = 25
# How long answers under way may take when the server has to stop.
PATIENCE_SECONDS = 5


@dataclass(frozen=True, slots=True)
class WebOptions:
    """Where the page is served; port 0 takes any free one. A script gone wild finds its end at `most_pages`.

    `others` read along in every channel beside those one can act as.
    """

    host: str = "127.0.0.1"
    port: int = 8321
    most_pages: int = 256
    others: int = 0


class Web:
    """Serves the chat. Needs at least one person to act as and one channel.

    `previews` maps the names of other platforms to what they would be sent for an answer, as JSON; `tries` is what a
    first visit suggests to type; `routes` are served beside the page, and `links` lead to them. With a `timekeeper`,
    it goes by that time, and people can move it on.
    """

    def __init__(
        self,
        bot: Bot,
        options: WebOptions,
        people: Sequence[WebPerson],
        channels: Sequence[WebChannel],
        previews: Previews,
        *,
        tries: Sequence[WebTry] = (),
        timekeeper: Timekeeper | None = None,
        routes: Sequence[web.RouteDef] = (),
        links: Sequence[WebLink] = (),
    ) -> None:
        self.ready = asyncio.Event()
        self._bot = bot
        self._options = options
        self._routes = routes
        now = timekeeper.now if timekeeper else utc_now
        self._room = Room(people, channels, tries, links, now=now, movable=timekeeper is not None)
        self.messenger = WebMessenger(self._room)
        self.audience = WebAudience(self._room, options.others)
        timekeeping = Timekeeping(timekeeper, self._room) if timekeeper else None
        self._conversation = Conversation(bot, self._room, previews, timekeeping)
        self._port = options.port
        self._under_way: set[asyncio.Task[None]] = set()
        self._connections: set[Connection] = set()

    @property
    def url(self) -> str:
        """The page's address; complete once `ready` is set."""
        host = self._options.host
        if host in {"", "0.0.0.0", "::"}:  # noqa: S104 - it is read here, not bound
            host = "127.0.0.1"
        return f"http://[{host}]:{self._port}/" if ":" in host else f"http://{host}:{self._port}/"

    @property
    def pages(self) -> int:
        """How many are open."""
        return len(self._connections)

    async def run(self) -> None:
        """Serve until cancelled. Raises `Misconfigured` when the address cannot be had."""
        runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=1)
        await runner.setup()
        try:
            await self._listen(runner)
            self.ready.set()
            await asyncio.Event().wait()
        finally:
            self.ready.clear()
            await self._finish(runner)

    async def _listen(self, runner: web.AppRunner) -> None:
        options = self._options
        if not is_loopback(options.host):
            log.warning("the web chat can be reached from other machines, and knows no passwords")
        try:
            await web.TCPSite(runner, options.host, options.port).start()
        except OverflowError:
            raise Misconfigured("port", "The web chat's port has to be a number from 0 to 65535.") from None
        except OSError as error:
            raise _misconfigured(error, options) from None
        self._port = runner.addresses[0][1]

    async def _finish(self, runner: web.AppRunner) -> None:
        for site in runner.sites:
            await site.stop()
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=PATIENCE_SECONDS)
        await asyncio.gather(*(connection.close(1001, b"the chat is stopping") for connection in self._connections))
        await runner.cleanup()

    def _application(self) -> web.Application:
        guards = [only_loopback()] if is_loopback(self._options.host) else []
        app = web.Application(middlewares=guards)
        app.on_response_prepare.append(add_headers)
        app.router.add_get("/", _page)
        app.router.add_get("/socket", self._socket)
        app.router.add_get("/static/{name}", _part)
        app.router.add_get("/pictures/{name}", self._picture)
        app.add_routes(self._routes)
        return app

    async def _picture(self, request: web.Request) -> web.StreamResponse:
        png = self._room.picture(request.match_info["name"])
        if png is None:
            raise web.HTTPNotFound(text="There is no such picture.")
        return web.Response(body=png, content_type="image/png")

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if not same_origin(request):
            raise web.HTTPForbidden(text="This socket is for the chat's own page.")
        if len(self._connections) >= self._options.most_pages:
            raise web.HTTPServiceUnavailable(text="Too many pages are open. Close some, then reload this one.")
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT_SECONDS, max_msg_size=MOST_BYTES)
        await socket.prepare(request)
        connection = Connection(
            socket, request.transport, self._room, self._bot.catalog, self._conversation, start=self._start
        )
        self._connections.add(connection)
        try:
            await connection.serve()
        finally:
            self._connections.discard(connection)
        return socket

    def _start(self, task: asyncio.Task[None]) -> None:
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)


async def _page(_request: web.Request) -> web.StreamResponse:
    return web.FileResponse(STATIC / "index.html", headers={"Cache-Control": "no-store"})


async def _part(request: web.Request) -> web.StreamResponse:
    name = request.match_info["name"]
    if name not in {path.name for path in STATIC.iterdir()}:
        raise web.HTTPNotFound(text="There is no such page.")
    return web.FileResponse(STATIC / name, headers={"Cache-Control": "no-cache"})


def _misconfigured(error: OSError, options: WebOptions) -> Misconfigured:
    if error.errno == errno.EADDRINUSE:
        taken = f"Port {options.port} is taken by another program."
        return Misconfigured("port", f"{taken} Stop it, choose another port, or 0 for any free one.")
    if error.errno == errno.EACCES:
        return Misconfigured("port", f"Port {options.port} may not be used by this account. Choose one above 1023.")
    return Misconfigured("host", "The web chat's host is not an address of this machine. Try 127.0.0.1.")
