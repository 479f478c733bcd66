"""The one HTTP server."""

import asyncio

import aiohttp
import pytest
from aiohttp import web

from adapters.errors import Misconfigured
from adapters.http import HttpServer


async def hello(_: web.Request) -> web.Response:
    return web.Response(text="hello")


async def test_serves_its_routes_until_cancelled() -> None:
    server = HttpServer("127.0.0.1", 0, [web.get("/", hello)])
    running = asyncio.create_task(server.run())
    await asyncio.wait_for(server.ready.wait(), 10)
    async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{server.port}/") as response:
        assert await response.text() == "hello"
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert not server.ready.is_set()


@pytest.mark.parametrize("host", ["not an address", "bot..example", "192.0.2.1"])
async def test_a_host_that_is_none_is_not_blamed_on_the_port(host: str) -> None:
    with pytest.raises(Misconfigured, match="It is not an address of this machine") as caught:
        await HttpServer(host, 0, []).run()
    assert caught.value.setting == "host"


async def test_says_which_port_is_taken() -> None:
    first = HttpServer("127.0.0.1", 0, [])
    running = asyncio.create_task(first.run())
    await asyncio.wait_for(first.ready.wait(), 10)
    with pytest.raises(Misconfigured, match=rf"Port {first.port} cannot be used: .*in use"):
        await HttpServer("127.0.0.1", first.port, []).run()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
