"""Slack's side of the bot: connects, listens, calls. Only this file touches Slack's SDK."""

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
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack.conversation import Conversation
from adapters.slack.markup import Json
from adapters.slack.options import PATH, SlackOptions, refused
from adapters.slack.patience import Outage, Outcome, delays, patiently
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
        self._conversation = Conversation(bot, roles, self)
        self._outage = Outage()
        self._tasks: set[asyncio.Task[None]] = set()
        self._identity = AuthorizeResult(enterprise_id=None, team_id=None)

    async def run(self) -> None:
        """Serve until cancelled. Raises `Misconfigured` when Slack refuses the credentials for good."""
        self._options.check()
        timeout = aiohttp.ClientTimeout(total=_REQUEST_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as self._session:
            self._client = self._web_client(self._options.bot_token)
            self._app = self._bolt_app()
            try:
                await self._sign_in()
                if self._options.mode == "socket":
                    await self._hold_socket()
                self.ready.set()
                await asyncio.Event().wait()
            finally:
                self.ready.clear()
                await self._finish()

    def routes(self) -> list[web.RouteDef]:
        """What to mount on the HTTP server in http mode: one address for commands, controls, options and events."""
        return [web.post(PATH, self._receive)]

    # Signing in ----------------------------------------------------------------

    def _web_client(self, token: str | None) -> AsyncWebClient:
        # Retries are ours: the SDK's own repeat what may have arrived, and ignore how long a trigger_id lives.
        quiet = _quiet(logging.WARNING)
        base = self._options.api_url
        return AsyncWebClient(token=token, base_url=base, session=self._session, retry_handlers=[], logger=quiet)

    async def _sign_in(self) -> None:
        """Learn who the bot is; tell a wrong token from a network that is down."""
        who = await self._insist("bot_token", self._client.auth_test)
        self._identity = AuthorizeResult(
            enterprise_id=who.get("enterprise_id"),
            team_id=who.get("team_id"),
            bot_id=who.get("bot_id"),
            bot_user_id=who.get("user_id"),
            bot_token=self._options.bot_token,
        )

    async def _insist(self, setting: str, call: Callable[[], Awaitable[Any]]) -> Mapping[str, Any]:
        """Call until it works, however long that takes. Raises `Misconfigured` when Slack refuses the token."""
        waits = delays()
        while (outcome := await _once(call)).error:
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
                reason = "socket not opened"
            self.ready.clear()
            self._outage.begin(reason)
            if time.monotonic() - started > _STEADY_SECONDS:
                waits = delays()
            await asyncio.sleep(next(waits))

    @asynccontextmanager
    async def _socket(self) -> AsyncIterator[SocketModeClient]:
        token = self._options.app_token
        opened = await self._insist("app_token", lambda: self._client.apps_connections_open(app_token=token))
        # The SDK reports every failed attempt, with addresses and payloads: `_hold_socket` says it once instead.
        handler = AsyncSocketModeHandler(self._app, token, logger=_quiet(logging.CRITICAL), web_client=self._client)
        # Left alone, the SDK would try the same one-time address for ever.
        handler.client.auto_reconnect_enabled = handler.client.default_auto_reconnect_enabled = False
        handler.client.wss_uri = opened["url"]
        try:
            async with asyncio.timeout(_CONNECT_SECONDS):
                await handler.connect_async()  # type: ignore[no-untyped-call] # the SDK has no annotation here
            yield handler.client
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call] # likewise

    # HTTP events -------------------------------------------------------------------

    async def _receive(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        if not self._signed(request.headers, body):
            log.warning("refused a request whose signature is forged or stale")
            return web.json_response({"error": "invalid request"}, status=401)
        if not self.ready.is_set():
            return web.json_response({"error": "not ready"}, status=503)
        asked = AsyncBoltRequest(body=body.decode(), query=request.query_string, headers=dict(request.headers))
        return await to_aiohttp_response(await self._app.async_dispatch(asked))

    def _signed(self, headers: Mapping[str, str], body: bytes) -> bool:
        stamp, signature = headers.get("X-Slack-Request-Timestamp", ""), headers.get("X-Slack-Signature", "")
        try:
            return SignatureVerifier(self._options.signing_secret).is_valid(body, stamp, signature)
        except (TypeError, ValueError):  # a stamp that is no number, a signature or body that is no text
            return False

    # Listening -----------------------------------------------------------------

    def _bolt_app(self) -> AsyncApp:
        async def authorize() -> AuthorizeResult:  # Bolt looks at the names of its arguments, so it is no method
            return self._identity

        app = AsyncApp(
            name="slack",
            client=self._web_client(None),
            authorize=authorize,
            # Bolt logs the body of a request it refuses, so `_receive` verifies signatures itself ...
            request_verification_enabled=False,
            # ... and it prints what it has no listener for, so such requests become errors, told by `_on_error`.
            raise_error_for_unhandled_request=True,
            logger=_quiet(logging.WARNING),
        )
        app.command(_ANYTHING)(self._on_command)
        app.action(_ANYTHING)(self._on_action)
        app.view_submission(_ANYTHING)(self._on_submission)
        app.options(_ANYTHING)(self._on_options)
        app.event(_ANYTHING)(self._on_event)
        app.error(self._on_error)
        return app

    async def _on_command(self, ack: AsyncAck, body: Json) -> None:
        self._start(self._conversation.typed(ack, body))

    async def _on_action(self, ack: AsyncAck, body: Json) -> None:
        self._start(self._conversation.pressed(ack, body))

    async def _on_submission(self, ack: AsyncAck, body: Json) -> None:
        self._start(self._conversation.submitted(ack, body))

    async def _on_options(self, ack: AsyncAck, body: Json) -> None:
        self._start(self._conversation.completing(ack, body))

    async def _on_event(self, body: Json) -> None:
        if body["event"]["type"] == "app_home_opened" and body["event"].get("tab") == "home":
            self._start(self._conversation.opened_home(body))

    async def _on_error(self, error: Exception) -> BoltResponse:
        log.error("a request from Slack was not understood", extra={"error": type(error).__name__})
        return BoltResponse(status=200, body="")

    # Calling ---------------------------------------------------------------------

    async def call(self, method: str, arguments: Json, within: float) -> Outcome:
        """Call a method of the Web API, trying again for `within` seconds."""
        return await patiently(lambda: _once(lambda: self._client.api_call(method, json=arguments)), within)

    async def respond(self, response_url: str, message: Json, within: float) -> Outcome:
        """Send a message that only the person sees, likewise."""
        quiet = _quiet(logging.WARNING)
        hook = AsyncWebhookClient(response_url, session=self._session, retry_handlers=[], logger=quiet)
        private = {**message, "response_type": "ephemeral"}
        return await patiently(lambda: _once(lambda: hook.send_dict(private)), within)

    # Tasks -----------------------------------------------------------------------

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("a request from Slack was not answered", exc_info=error)

    async def _finish(self) -> None:
        """Let answers that are under way arrive."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=_GRACE_SECONDS)
            for task in late:
                task.cancel()


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


async def _once(call: Callable[[], Awaitable[Any]]) -> Outcome:
    try:
        return _outcome(await call())
    except SlackApiError as error:
        return _outcome(error.response)
    except aiohttp.ClientConnectorError:
        return Outcome(0, "unreachable")
    except (aiohttp.ClientError, TimeoutError, OSError):
        return Outcome(-1, "no answer")  # it may have arrived, so it must not count as passing


def _outcome(response: Any) -> Outcome:  # noqa: ANN401 - the SDK hands out three unrelated kinds of response
    """Read what the Web API or a response_url answered, or aiohttp's own response when the SDK could not read it."""
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    data = getattr(response, "data", None)
    body = getattr(response, "body", None)
    after = str(response.headers.get("Retry-After", ""))
    wait = float(after) if after.isdigit() else 0.0
    if isinstance(data, dict):
        error = (
            "" if data.get("ok") and status == web.HTTPOk.status_code else str(data.get("error", f"status {status}"))
        )
        return Outcome(status, error, data, wait)
    if status == web.HTTPOk.status_code and isinstance(body, str):
        return Outcome(status)
    # A response_url tells its errors as a bare word.
    word = body if isinstance(body, str) and re.fullmatch(r"[a-z_]{1,40}", body) else f"status {status}"
    return Outcome(status, word, retry_after=wait)


def _quiet(level: int) -> logging.Logger:
    """Return a logger for the SDK that never goes down to DEBUG, where the SDK logs payloads."""
    logger = logging.getLogger(f"{__name__}.sdk.{logging.getLevelName(level).lower()}")
    if logger.level != level:
        logger.setLevel(level)
    return logger
