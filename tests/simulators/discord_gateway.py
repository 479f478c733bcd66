"""Discord's gateway: sessions that outlive their sockets, on a WebSocket that expects to be spoken to correctly."""

import asyncio
import json
import secrets
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.simulators.wiretap import Wiretap

Json = dict[str, Any]

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 0, 1, 2, 6, 7, 9, 10, 11
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15  # members, presences, message content
GUILD_MESSAGES, DIRECT_MESSAGES = 1 << 9, 1 << 12
KNOWN_INTENTS = (1 << 26) - 1
MOST_SENDS = 120  # a minute


@dataclass
class Session:
    """What a bot can come back to: everything that was dispatched, numbered."""

    id: str
    intents: int
    events: list[Json] = field(default_factory=list)
    socket: "Socket | None" = None


class Socket:
    """One connection, compressed as a whole when the bot asks for it."""

    def __init__(self, response: web.WebSocketResponse, compression: str) -> None:
        self.response = response
        self.heard = asyncio.Event()
        self.sends = 0
        self.hung_up = False
        self._deflate = zlib.compressobj() if compression else None
        self._sending = asyncio.Lock()

    async def send(self, payload: Json) -> None:
        async with self._sending:
            if self.response.closed:
                return
            try:
                text = json.dumps(payload)
                if self._deflate is None:
                    await self.response.send_str(text)
                    return
                data = self._deflate.compress(text.encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
                await self.response.send_bytes(data)
            except ConnectionError:
                return  # it is about to be closed; the session keeps the event


class Gateway:
    """Accepts bots and tells them what happens."""

    def __init__(
        self, token: str, heartbeat: float, welcome: Callable[[], tuple[Json, list[Json]]], wire: Wiretap | None = None
    ) -> None:
        self.sessions: dict[str, Session] = {}
        self.identified = asyncio.Event()
        self.resumed = asyncio.Event()
        self.identifications: list[Json] = []
        self.resumptions: list[str] = []
        self.heartbeats = 0
        self.refuse_next = 0
        self.refusing = False
        self._token = token
        self._heartbeat = heartbeat
        self._welcome = welcome
        self._sockets: set[Socket] = set()
        self._wire = wire or Wiretap()

    async def dispatch(self, event: str, data: Json) -> None:
        """Tell every session that asked for it; those without a socket hear it when they resume."""
        for session in [each for each in self.sessions.values() if _hears(each, event, data)]:
            payload = {"op": DISPATCH, "t": event, "s": len(session.events) + 1, "d": data}
            session.events.append(payload)
            if session.socket:
                await session.socket.send(payload)

    async def send(self, op: int, data: Any = None) -> None:
        for socket in list(self._sockets):
            await socket.send({"op": op, "d": data, "s": None, "t": None})

    async def ask_to_reconnect(self) -> None:
        await self.send(RECONNECT)

    async def invalidate(self, *, resumable: bool) -> None:
        if not resumable:
            self.sessions.clear()
        await self.send(INVALID_SESSION, resumable)

    async def close(self, code: int) -> None:
        for socket in list(self._sockets):
            socket.hung_up = True
            await socket.response.close(code=code)

    def drop(self) -> None:
        """Cut every connection without a word, as a network does."""
        for session in self.sessions.values():
            session.socket = None
        for socket in list(self._sockets):
            transport = socket.response._req.transport if socket.response._req else None
            if transport:
                transport.abort()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if self.refusing:
            return web.Response(status=503)
        if self.refuse_next:
            self.refuse_next -= 1
            return web.Response(status=503)
        assert request.query["v"] == "10"
        assert request.query["encoding"] == "json"
        assert request.query.get("compress", "") in {"", "zlib-stream"}, "this simulator compresses with zlib only"
        response = web.WebSocketResponse()
        await response.prepare(request)
        socket = Socket(response, request.query.get("compress", ""))
        self._sockets.add(socket)
        watching = asyncio.create_task(self._expect_heartbeats(socket))
        try:
            await socket.send({"op": HELLO, "d": {"heartbeat_interval": int(self._heartbeat * 1000)}})
            await self._listen(socket)
        finally:
            watching.cancel()
            self._sockets.discard(socket)
            self._part(socket)
        return response

    def _part(self, socket: Socket) -> None:
        """A bot that closes with 1000 or 1001 means it, and its session ends; after any other end it may resume."""
        for session in list(self.sessions.values()):
            if session.socket is socket:
                session.socket = None
                if not socket.hung_up and socket.response.close_code in {1000, 1001}:
                    del self.sessions[session.id]

    async def _expect_heartbeats(self, socket: Socket) -> None:
        while True:
            try:
                async with asyncio.timeout(2 * self._heartbeat):
                    await socket.heard.wait()
            except TimeoutError:
                await socket.response.close(code=4009)
                return
            socket.heard.clear()

    async def _listen(self, socket: Socket) -> None:
        async for message in socket.response:
            if message.type is not WSMsgType.TEXT:
                await socket.response.close(code=4002)
                return
            self._wire.frames.append(message.data)
            payload = message.json()
            socket.sends += 1
            if socket.sends > MOST_SENDS:
                await socket.response.close(code=4008)
            code = await self._receive(socket, payload["op"], payload.get("d"))
            if code:
                await socket.response.close(code=code)

    async def _receive(self, socket: Socket, op: int, data: Any) -> int:
        """Act on one payload; returns the code to close with, or 0."""
        if op == HEARTBEAT:
            self.heartbeats += 1
            socket.heard.set()
            await socket.send({"op": HEARTBEAT_ACK})
            return 0
        if op == IDENTIFY:
            return await self._identify(socket, data)
        if op == RESUME:
            return await self._resume(socket, data)
        known = any(session.socket is socket for session in self.sessions.values())
        return 4001 if known else 4003

    async def _identify(self, socket: Socket, data: Json) -> int:
        if any(session.socket is socket for session in self.sessions.values()):
            return 4005
        if data["token"] != self._token:
            return 4004
        intents = data["intents"]
        if intents & ~KNOWN_INTENTS:
            return 4013
        if intents & PRIVILEGED:
            return 4014
        session = Session(secrets.token_hex(16), intents, socket=socket)
        self.sessions[session.id] = session
        self.identifications.append(data)
        ready, guilds = self._welcome()
        for event, content in (("READY", {**ready, "session_id": session.id}), *(("GUILD_CREATE", g) for g in guilds)):
            payload = {"op": DISPATCH, "t": event, "s": len(session.events) + 1, "d": content}
            session.events.append(payload)
            await socket.send(payload)
        self.identified.set()
        return 0

    async def _resume(self, socket: Socket, data: Json) -> int:
        session = self.sessions.get(data["session_id"])
        if data["token"] != self._token:
            return 4004
        if session is None:
            await socket.send({"op": INVALID_SESSION, "d": False})
            return 0
        if data["seq"] > len(session.events):
            return 4007
        self.resumptions.append(session.id)
        for payload in session.events[data["seq"] :]:
            await socket.send(payload)
        session.socket = socket
        await socket.send({"op": DISPATCH, "t": "RESUMED", "s": len(session.events), "d": {}})
        self.resumed.set()
        return 0


def _hears(session: Session, event: str, data: Json) -> bool:
    """Whether a bot's intents bring it an event; see https://docs.discord.com/developers/events/gateway#list-of-intents."""
    if not event.startswith("MESSAGE_"):
        return True
    return bool(session.intents & (GUILD_MESSAGES if data.get("guild_id") else DIRECT_MESSAGES))
