"""A proxy between the program and a platform that does harm at the worst moment of a delivery."""

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from enum import StrEnum
from typing import Self

import aiohttp
from aiohttp import web
from yarl import URL

# What posts a message, and what changes one or takes it away: Slack's methods, and Discord's routes.
POST = re.compile(r"^POST .*/chat\.postMessage$|^POST /api/v10/channels/\d+/messages$")
CHANGE = re.compile(r"^POST .*/chat\.(update|delete)$|^(PATCH|DELETE) /api/v10/channels/\d+/messages/\d+$")
_HEADERS = {"Authorization", "Content-Type", "User-Agent"}
_HOP = {"content-length", "transfer-encoding", "date", "server", "connection"}


class Harm(StrEnum):
    """What happens to a post, from the claim before it to its settling after it."""

    KILL_BEFORE = "killed after the claim, before the platform has it"
    KILL_TAKEN = "killed after the platform took it, before the answer"
    KILL_AFTER = "killed with the answer, before it is settled"
    STALL_BEFORE = "stands still after the claim, and the platform never has it"
    STALL_TAKEN = "stands still after the platform took it"
    LOSE = "taken, and the answer lost"
    DROP = "lost on the way there"
    DELAY = "held up on the way there until `release`"
    NONE = "nothing"

    @property
    def loses(self) -> bool:
        """Whether a living process waits for an answer in vain."""
        return self in {Harm.LOSE, Harm.DROP, Harm.DELAY}


# Says what happens to the next post, which is for that channel.
Plan = Callable[[str], Harm]


class Gremlin:
    """One process's way to one platform. `plan` says what happens to a post, `kill` and `stall` to it."""

    def __init__(self, target: str, plan: Plan, harmed: re.Pattern[str] = POST) -> None:
        """`target` is where the platform is: scheme, host and port. `harmed` are the requests that `plan` is about."""
        self._target = target
        self._harmed = harmed
        self._plan = plan
        self._port = 0
        self._asked = time.monotonic()
        self._held: list[tuple[str, str, bytes, dict[str, str]]] = []
        self.kill: Callable[[], None] = lambda: None
        self.stall: Callable[[], None] = lambda: None
        self.lost = 0
        # Set when the process has asked for anything, and when it was made to stand still.
        self.greeted, self.stalled = asyncio.Event(), asyncio.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def quiet(self) -> float:
        """For how many seconds the process has asked for nothing."""
        return time.monotonic() - self._asked

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[Self]:
        app = web.Application(client_max_size=2**24)
        app.router.add_route("*", "/{path:.*}", self._handle)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        async with aiohttp.ClientSession(auto_decompress=False) as self._session:
            await runner.setup()
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            self._port = runner.addresses[0][1]
            try:
                yield self
            finally:
                await runner.cleanup()

    async def calmed(self, seconds: float = 0.4) -> None:
        """Wait until the process has asked for nothing for so long."""
        self._asked = time.monotonic()
        while (left := seconds - self.quiet) > 0:  # noqa: ASYNC110 - what does not happen has no event
            await asyncio.sleep(left)

    async def release(self) -> None:
        """Let what was held up arrive."""
        while self._held:
            method, path, body, headers = self._held.pop()
            await self._send(method, path, body, headers)

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        self._asked = time.monotonic()
        self.greeted.set()
        posting = self._harmed.search(f"{request.method} {request.path}")
        harm = self._plan(_place(request, body)) if posting else Harm.NONE
        self.lost += harm.loses
        match harm:
            case Harm.KILL_BEFORE:
                self.kill()
            case Harm.KILL_TAKEN:
                await self._forward(request, body)
                self.kill()
            case Harm.KILL_AFTER:
                response = await self._forward(request, body)
                asyncio.get_running_loop().call_later(0.002, self.kill)
                return response
            case Harm.STALL_BEFORE:
                self.stall()
            case Harm.STALL_TAKEN:
                response = await self._forward(request, body)
                self.stall()
                return response
            case Harm.LOSE:
                await self._forward(request, body)
            case Harm.DELAY:
                self._held.append((request.method, request.raw_path, body, _kept(request)))
            case Harm.DROP:
                pass
            case Harm.NONE:
                return await self._forward(request, body)
        return self._cut(request)

    async def _forward(self, request: web.Request, body: bytes) -> web.Response:
        return await self._send(request.method, request.raw_path, body, _kept(request))

    async def _send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> web.Response:
        url = URL(self._target + path, encoded=True)
        async with self._session.request(method, url, data=body, headers=headers) as answer:
            kept = {name: value for name, value in answer.headers.items() if name.lower() not in _HOP}
            return web.Response(status=answer.status, body=await answer.read(), headers=kept)

    def _cut(self, request: web.Request) -> web.Response:
        """Drop the connection instead of answering."""
        if request.transport:
            request.transport.abort()
        return web.Response()


def calm(_: str) -> Harm:
    return Harm.NONE


def after(posts: int, harm: Harm) -> Plan:
    """Do harm once, to that post: the first is 1."""
    count = iter(range(1, posts + 1))
    return lambda _: harm if next(count, None) == posts else Harm.NONE


def always(harm: Harm) -> Plan:
    return lambda _: harm


def at_first(harm: Harm) -> Plan:
    """Do harm to the first post in each channel."""
    harmed = set[str]()

    def plan(place: str) -> Harm:
        known = place in harmed
        harmed.add(place)
        return Harm.NONE if known else harm

    return plan


def _place(request: web.Request, body: bytes) -> str:
    """Name the channel that a post is for: Slack has it in the body, Discord in the path."""
    return request.path if "/messages" in request.path else str(json.loads(body)["channel"])


def _kept(request: web.Request) -> dict[str, str]:
    return {name: value for name, value in request.headers.items() if name in _HEADERS}
