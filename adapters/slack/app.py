"""Slack's side of the bot: connects, listens, acknowledges."""

import asyncio
import logging
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiohttp import web
from slack_bolt import BoltResponse
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.socket_mode.aiohttp import SocketModeClient

from adapters.backoff import Outage, delays, leaving
from adapters.punctual import punctual
from adapters.slack.audience import SlackAudience
from adapters.slack.client import Calls, Handler, once, quiet
from adapters.slack.conversation import Ack, Conversation
from adapters.slack.inbound import read
from adapters.slack.mailboxes import SlackMailboxes
from adapters.slack.markup import PLATFORM, Json
from adapters.slack.messenger import SlackMessenger
from adapters.slack.names import SlackNames
from adapters.slack.options import PATH, SlackOptions, refused
from adapters.slack.pictures import Gallery
from adapters.slack.signature import Refusals, fresh, signed
from bot.chat.roles import RoleBook
from bot.service import Bot

__all__ = ["Slack", "SlackOptions"]

log = logging.getLogger(__name__)

_REQUEST_SECONDS = 10.0
_CONNECT_SECONDS = 15.0
# How often to look whether the socket still stands.
_CHECK_SECONDS = 0.2
# A socket that stood this long was fine: the next one is opened without a growing pause.
_STEADY_SECONDS = 30.0
# How long answers under way may take when the bot is stopped.
_GRACE_SECONDS = 5.0

_ANYTHING = re.compile("")


class Slack:
    """One workspace, served until cancelled."""

    def __init__(self, bot: Bot, options: SlackOptions, roles: RoleBook) -> None:
        self.ready = asyncio.Event()
        self._options = options
        self._bot = bot
        self._roles = roles
        self._outage = Outage(PLATFORM)
        self._tasks: set[asyncio.Task[None]] = set()
        self._identity = AuthorizeResult(enterprise_id=None, team_id=None)
        self._refusals = Refusals()
        self._signed_in: tuple[Calls, Gallery] | None = None
        self.messenger = SlackMessenger(lambda: self._signed_in)
        self.mailboxes = SlackMailboxes(self._asking, lambda: self._identity.team_id)
        self.audience = SlackAudience(self._asking)

    async def run(self) -> None:
        """Serve until cancelled. Raises `Misconfigured` when Slack refuses the credentials for good."""
        self._options.check()
        timeout = aiohttp.ClientTimeout(total=_REQUEST_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout, trace_configs=[punctual()]) as session:
            self._calls = Calls(self._options, session)
            gallery = Gallery(self._calls)
            names = SlackNames(self._calls)
            self._conversation = Conversation(self._bot, self._roles, self._calls, gallery, names)
            self._app = self._bolt_app()
            try:
                await self._sign_in()
                self._signed_in = (self._calls, gallery)
                if self._options.mode == "socket":
                    await self._hold_socket()
                self.ready.set()
                await asyncio.Event().wait()
            finally:
                self.ready.clear()
                self._signed_in = None
                await self._finish()

    def routes(self) -> list[web.RouteDef]:
        """What to mount on the HTTP server in http mode: one address for commands, controls, options and events."""
        return [web.post(PATH, self._receive)]

    def _asking(self) -> Calls | None:
        return self._signed_in[0] if self._signed_in else None

    # Signing in ----------------------------------------------------------------

    async def _sign_in(self) -> None:
        """Learn who the bot is; tell a wrong token from a network that is down."""
        who = await self._insist("bot_token", self._calls.web.auth_test)
        self._identity = AuthorizeResult(
            enterprise_id=who.get("enterprise_id"),
            team_id=who.get("team_id"),
            bot_id=who.get("bot_id"),
            bot_user_id=who.get("user_id"),
            bot_token=self._options.bot_token,
        )
        self._outage.end()
        log.info("signed in to slack", extra={"mode": self._options.mode})

    async def _insist(self, setting: str, call: Callable[[], Awaitable[Any]]) -> Mapping[str, Any]:
        """Call until it works, however long that takes. Raises `Misconfigured` when Slack refuses the token."""
        waits = delays()
        while (outcome := await once(call)).error:
            if wrong := refused(setting, outcome.error):
                raise wrong
            self._outage.begin(outcome.error)
            await asyncio.sleep(max(next(waits), outcome.retry_after))
        return outcome.data

    # Socket Mode -----------------------------------------------------------------

    async def _hold_socket(self) -> None:
        """Keep a socket open: when one is lost, open another, with growing pauses while they do not last."""
        waits = delays()
        while True:
            started = time.monotonic()
            try:
                async with self._socket() as client:
                    self.ready.set()
                    self._outage.end()
                    await _lost(client)
                reason = "socket lost"
            except TimeoutError:
                if leaving():
                    raise
                reason = "socket not opened"
            self.ready.clear()
            self._outage.begin(reason)
            if time.monotonic() - started > _STEADY_SECONDS:
                waits = delays()
            await asyncio.sleep(next(waits))

    @asynccontextmanager
    async def _socket(self) -> AsyncIterator[SocketModeClient]:
        token = self._options.app_token
        opened = await self._insist("app_token", lambda: self._calls.web.apps_connections_open(app_token=token))
        handler = Handler(self._app, token, opened["url"], self._calls.web)
        try:
            async with asyncio.timeout(_CONNECT_SECONDS):
                await handler.connect_async()  # type: ignore[no-untyped-call] # the SDK has no annotation here
            yield handler.client
        except asyncio.CancelledError:
            # Answers to open forms travel back over this socket.
            await self._finish()
            raise
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call] # likewise

    # HTTP events -------------------------------------------------------------------

    async def _receive(self, request: web.Request) -> web.StreamResponse:
        if not fresh(request.headers, time.time()):
            return self._refuse()
        try:
            async with asyncio.timeout(_REQUEST_SECONDS):
                body = await request.read()
        except TimeoutError:
            return _error("too slow", web.HTTPRequestTimeout)
        if not signed(request.headers, body, self._options.signing_secret):
            return self._refuse()
        if not self.ready.is_set():
            return _error("not ready", web.HTTPServiceUnavailable)
        try:
            payload = read(body)
        except ValueError:
            log.warning("a request that Slack signed cannot be read")
            return _error("unreadable", web.HTTPBadRequest)
        # The mode tells Bolt that the payload was verified and read already.
        asked = AsyncBoltRequest(body=payload, mode="socket_mode")
        return await to_aiohttp_response(await self._app.async_dispatch(asked))

    def _refuse(self) -> web.Response:
        self._refusals.note()
        return _error("invalid request", web.HTTPUnauthorized)

    # Listening -----------------------------------------------------------------

    def _bolt_app(self) -> AsyncApp:
        async def authorize() -> AuthorizeResult:  # Bolt looks at the names of its arguments, so it is no method
            return self._identity

        app = AsyncApp(
            name="slack",
            client=self._calls.web_client(None),
            authorize=authorize,
            # Bolt logs the body of a request it refuses, so `_receive` verifies signatures itself ...
            request_verification_enabled=False,
            # ... and it prints what it has no listener for, so such requests become errors, told by `_on_error`.
            raise_error_for_unhandled_request=True,
            # Listeners return as soon as they have acknowledged; otherwise Bolt looks every 10 ms whether they have.
            process_before_response=True,
            logger=quiet(logging.WARNING),
        )
        app.command(_ANYTHING)(self._on_command)
        app.action(_ANYTHING)(self._on_action)
        app.view_submission(_ANYTHING)(self._on_submission)
        app.options(_ANYTHING)(self._on_options)
        app.event(_ANYTHING)(self._on_event)
        app.error(self._on_error)
        return app

    async def _on_command(self, ack: AsyncAck, body: Json) -> None:
        await self._until_acknowledged(ack, lambda ack: self._conversation.typed(ack, body))

    async def _on_action(self, ack: AsyncAck, body: Json) -> None:
        await self._until_acknowledged(ack, lambda ack: self._conversation.pressed(ack, body))

    async def _on_submission(self, ack: AsyncAck, body: Json) -> None:
        await self._until_acknowledged(ack, lambda ack: self._conversation.submitted(ack, body))

    async def _on_options(self, ack: AsyncAck, body: Json) -> None:
        await self._until_acknowledged(ack, lambda ack: self._conversation.completing(ack, body))

    async def _on_event(self, body: Json) -> None:
        if body["event"]["type"] == "app_home_opened" and body["event"].get("tab") == "home":
            self._start(self._conversation.opened_home(body))

    async def _until_acknowledged(self, ack: AsyncAck, work: Callable[[Ack], Coroutine[Any, Any, None]]) -> None:
        """Start work, and wait for its acknowledgement; what it does besides takes as long as it takes."""
        acknowledged = asyncio.Event()

        async def acknowledge(**response: object) -> None:
            if not acknowledged.is_set():
                await ack(**response)  # type: ignore[arg-type] # Bolt names each of them, and takes what it names
            acknowledged.set()

        task = self._start(work(acknowledge))
        task.add_done_callback(lambda _: acknowledged.set())
        await acknowledged.wait()

    async def _on_error(self, error: Exception) -> BoltResponse:
        log.error("a request from Slack was not understood", extra={"error": type(error).__name__})
        return BoltResponse(status=200, body="")

    # Tasks -----------------------------------------------------------------------

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _finish(self) -> None:
        """Let answers that are under way arrive."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=_GRACE_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)


async def _lost(client: SocketModeClient) -> None:
    """Wait until a socket is gone. Slack's request to move to a new one is followed by the SDK, under its lock."""
    up = time.monotonic()
    while True:
        now = time.monotonic()
        if await client.is_connected():
            up = now
        elif not client.connect_operation_lock.locked() or now - up > _CONNECT_SECONDS:
            return
        await asyncio.sleep(_CHECK_SECONDS)


def _error(error: str, kind: type[web.HTTPError]) -> web.Response:
    return web.json_response({"error": error}, status=kind.status_code)
