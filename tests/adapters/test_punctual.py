"""Requests that are sent in time or not at all."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from adapters.punctual import punctual, sent_within


class Server:
    """Writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.url = ""

    async def hear(self, request: web.Request) -> web.Response:
        self.told.append(await request.text())
        return web.Response(text="ok")


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    server, app = Server(), web.Application()
    app.router.add_route("*", "/", server.hear)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    try:
        yield server
    finally:
        await runner.cleanup()


async def test_what_is_too_late_when_it_would_be_written_is_not_sent(server: Server) -> None:
    async with aiohttp.ClientSession(trace_configs=[punctual()]) as session:
        with sent_within(0), pytest.raises(aiohttp.ClientError):
            await session.post(server.url, json={"text": "hello"})
        assert server.told == []

        await session.post(server.url, data="later")
    assert server.told == ["later"]


async def test_what_is_in_time_is_sent_and_what_only_reads_is_never_too_late(server: Server) -> None:
    async with aiohttp.ClientSession(trace_configs=[punctual()]) as session:
        with sent_within(60):
            await session.post(server.url, data="hello")
        with sent_within(0):
            await session.get(server.url)
    assert server.told == ["hello", ""]
