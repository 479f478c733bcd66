"""A proxy between the program and a platform that does harm at the worst moment of a delivery."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from enum import StrEnum
from typing import Self

import aiohttp
from aiohttp import web
from yarl import URL

# What posts a message: Slack's method, and Discord's route.
_POST = re.compile(r"/chat\.postMessage$|^/api/v10/channels/\d+/messages$")
_HEADERS = {"Authorization", "Content-Type", "User-Agent"}


class Harm(StrEnum):
    """What happens to a post, from the claim before it to its settling after it."""

    KILL_BEFORE = "killed after the claim, before the platform has it"
    KILL_TAKEN = "killed after the platform took it, before the answer"
    KILL_AFTER = "killed with the answer, before it is settled"
    LOSE = "taken, and the answer lost"
    NONE = "nothing"

    @property
    def kills(self) -> bool:
        return self in {Harm.KILL_BEFORE, Harm.KILL_TAKEN, Harm.KILL_AFTER}


class Gremlin:
    """One process's way to one platform. `plan` says what happens to its next post; `kill` ends the process."""

    def __init__(self, target: str, plan: Callable[[], Harm], kill: Callable[[], None]) -> None:
        self._target = target
        self._plan = plan
        self._kill = kill
        self._port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

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

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        harm = self._plan() if request.method == "POST" and _POST.search(request.path) else Harm.NONE
        match harm:
            case Harm.KILL_BEFORE:
                self._kill()
                return self._cut(request)
            case Harm.KILL_TAKEN:
                await self._forward(request, body)
                self._kill()
                return self._cut(request)
            case Harm.LOSE:
                await self._forward(request, body)
                return self._cut(request)
            case Harm.KILL_AFTER:
                response = await self._forward(request, body)
                asyncio.get_running_loop().call_later(0.002, self._kill)
                return response
            case Harm.NONE:
                return await self._forward(request, body)

    async def _forward(self, request: web.Request, body: bytes) -> web.Response:
        headers = {name: value for name, value in request.headers.items() if name in _HEADERS}
        url = URL(self._target + request.raw_path, encoded=True)
        async with self._session.request(request.method, url, data=body, headers=headers) as answer:
            skipped = {"content-length", "transfer-encoding", "date", "server", "connection"}
            kept = {name: value for name, value in answer.headers.items() if name.lower() not in skipped}
            return web.Response(status=answer.status, body=await answer.read(), headers=kept)

    def _cut(self, request: web.Request) -> web.Response:
        """Drop the connection instead of answering."""
        if request.transport:
            request.transport.abort()
        return web.Response()


def plans(stages: Iterator[Harm], every: Callable[[], int]) -> Callable[[], Harm]:
    """Do harm once after so many posts, then once more after so many, and so on."""
    left = every()

    def plan() -> Harm:
        nonlocal left
        left -= 1
        if left > 0:
            return Harm.NONE
        left = every()
        return next(stages)

    return plan
