"""How Slack reaches an app: over Socket Mode, or by signed HTTP requests. Both count missed acknowledgements."""

import asyncio
import hashlib
import hmac
import io
import json
import secrets
import time
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode

import aiohttp
from aiohttp import WSMsgType, web

from tests.simulators.wiretap import Wiretap

Json = dict[str, Any]

DEADLINE = 3.0
MOST_SOCKETS = 10


@dataclass(frozen=True)
class Delivery:
    """How one delivery went: what the app sent back with its acknowledgement, and after how long."""

    kind: str
    payload: Json
    acknowledged: bool
    seconds: float
    response: Json | None = None
    status: int = 200


class Transport(Protocol):
    async def deliver(self, kind: str, payload: Json, retry: int = 0) -> Delivery:
        """Send a payload of kind slash_commands, interactive or events_api, and wait for the acknowledgement."""


class Sockets:
    """Socket Mode: each envelope goes to one of at most ten sockets."""

    def __init__(self, wire: Wiretap | None = None) -> None:
        self.opened = 0
        # What was sent to the app, by the id of its envelope.
        self.envelopes: dict[str, Json] = {}
        self._wire = wire or Wiretap()
        self.strays: list[str] = []
        self._open: list[web.WebSocketResponse] = []
        self._tickets: set[str] = set()
        self._waiting: dict[str, asyncio.Future[Json]] = {}
        self._next = 0
        self._changed = asyncio.Event()

    @property
    def count(self) -> int:
        return len(self._open)

    def ticket(self) -> str:
        """Issue a ticket, good for one connection."""
        ticket = secrets.token_hex(8)
        self._tickets.add(ticket)
        return ticket

    async def link(self, request: web.Request) -> web.StreamResponse:
        """Serve one socket until either side closes it."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=403)
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if len(self._open) >= MOST_SOCKETS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        await self._greet(socket)
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._wire.frames.append(message.data)
                    self._acknowledged(json.loads(message.data))
        finally:
            self._open.remove(socket)
            self._changed.set()
        return socket

    async def _greet(self, socket: web.WebSocketResponse) -> None:
        debug = {"host": "applink-1", "build_number": 125, "approximate_connection_time": 18060}
        hello = {"type": "hello", "num_connections": len(self._open) + 1, "debug_info": debug}
        await socket.send_json({**hello, "connection_info": {"app_id": "A0HIRGBOT"}})
        self._open.append(socket)
        self.opened += 1
        self._changed.set()

    def _acknowledged(self, message: Json) -> None:
        waiting = self._waiting.pop(message.get("envelope_id", ""), None)
        if waiting is None or waiting.done():
            self.strays.append(str(message.get("envelope_id")))
        else:
            waiting.set_result(message)

    async def deliver(self, kind: str, payload: Json, retry: int = 0) -> Delivery:
        if not self._open:
            return Delivery(kind, payload, acknowledged=False, seconds=0.0, status=0)
        envelope_id = secrets.token_hex(8)
        self.envelopes[envelope_id] = payload
        envelope = {
            "envelope_id": envelope_id,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
            **({"retry_attempt": retry, "retry_reason": "timeout" if retry else ""} if kind == "events_api" else {}),
        }
        self._next += 1
        started = time.monotonic()
        answer = self._waiting[envelope_id] = asyncio.get_running_loop().create_future()
        await self._open[self._next % len(self._open)].send_json(envelope)
        try:
            response = (await asyncio.wait_for(answer, DEADLINE)).get("payload")
        except TimeoutError:
            return Delivery(kind, payload, acknowledged=False, seconds=DEADLINE)
        return Delivery(kind, payload, acknowledged=True, seconds=time.monotonic() - started, response=response)

    async def refresh(self) -> None:
        """Ask every socket to move, as Slack does every few hours, and close it."""
        for socket in list(self._open):
            await socket.send_json({"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})

    def drop(self) -> None:
        """Cut every socket off without a word."""
        for socket in list(self._open):
            if transport := socket._req and socket._req.transport:
                transport.abort()

    async def until_open(self, opened: int = 1, seconds: float = 15.0) -> None:
        """Wait until a socket stands and `opened` were opened in all."""
        async with asyncio.timeout(seconds):
            while not self._open or self.opened < opened:
                self._changed.clear()
                await self._changed.wait()

    async def close(self) -> None:
        for socket in list(self._open):
            await socket.close()


class SignedRequests:
    """HTTP mode: every payload is a signed POST to the app's address."""

    def __init__(self, url: str, signing_secret: str, session: aiohttp.ClientSession) -> None:
        self._url = url
        self._secret = signing_secret
        self._session = session

    async def deliver(self, kind: str, payload: Json, retry: int = 0) -> Delivery:
        body, content_type = encoded(kind, payload)
        headers = {"Content-Type": content_type}
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"}
        started = time.monotonic()
        try:
            status, text = await self.post(body, headers)
        except TimeoutError:
            return Delivery(kind, payload, acknowledged=False, seconds=DEADLINE)
        response = json.loads(text) if text.startswith("{") else None
        seconds = time.monotonic() - started
        return Delivery(kind, payload, status == web.HTTPOk.status_code, seconds, response, status)

    async def post(
        self, body: str, headers: dict[str, str], *, secret: str | None = None, stamp: str | None = None
    ) -> tuple[int, str]:
        """Sign and send; with another secret, or another time, if wanted."""
        stamp = stamp if stamp is not None else str(int(time.time()))
        signed = hmac.new((secret or self._secret).encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256)
        signature = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={signed.hexdigest()}"}
        timeout = aiohttp.ClientTimeout(total=DEADLINE)
        async with self._session.post(
            self._url, data=io.BytesIO(body.encode()), headers={**headers, **signature}, timeout=timeout
        ) as response:
            return response.status, await response.text()


def encoded(kind: str, payload: Json) -> tuple[str, str]:
    """Write a payload as the body of a request; returns it and its content type."""
    if kind == "events_api":
        return json.dumps(payload), "application/json"
    fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(fields), "application/x-www-form-urlencoded"
