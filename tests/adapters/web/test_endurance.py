"""What a page does badly, or too much of, harms neither the chat nor anybody else in it."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
from aiohttp import ClientSession, WSServerHandshakeError

from adapters.web.app import Web, WebOptions
from adapters.web.connection import FAREWELL_SECONDS
from bot.chat.commands import Catalog, Command
from bot.chat.requests import Request
from bot.chat.views import Reply, say
from bot.service import Bot
from tests.adapters.web.catalog import CHANNELS, PEOPLE
from tests.adapters.web.server import PATIENCE, Page, opened, serving


@pytest.mark.parametrize("frame", ["", "{", "[]", '{"id": 3}', '{"id": 3, "kind": "dance"}', "[" * 60_000])
async def test_answers_what_it_cannot_read_and_stays(ada: Page, frame: str) -> None:
    await ada.socket.send_str(frame)
    refused = await ada.until(lambda answer: answer["kind"] == "refused")

    assert refused["message"].endswith(".")
    assert (await ada.type("Still here"))["kind"] == "done"


async def test_answers_bytes_with_a_sentence(ada: Page) -> None:
    await ada.socket.send_bytes(b"\x00")

    assert (await ada.until(lambda answer: answer["kind"] == "refused"))[
        "message"
    ] == "This socket speaks JSON in text."


async def test_closes_a_socket_that_sends_too_much(ada: Page) -> None:
    await ada.socket.send_str("x" * 200_000)

    closed = await asyncio.wait_for(ada.socket.receive(), PATIENCE)
    assert closed.data == 1009


async def test_a_flood_of_posts_is_met_with_a_sentence_and_nobody_else_has_to_wait(ada: Page, olu: Page) -> None:
    for number in range(1, 301):
        await ada.socket.send_json({"id": 1000 + number, "kind": "post", "place": "general", "text": "/hirg"})
    assert (await olu.type("Still here"))["kind"] == "done"
    answers = [await ada.until(lambda answer: answer["id"] > 1000) for _ in range(300)]

    assert {answer["kind"] for answer in answers} <= {"done", "refused"}


async def test_a_page_that_does_not_read_is_let_go(web: Web, olu: Page) -> None:
    async with deaf_page(web, olu):
        assert web.pages == 2
        async with asyncio.timeout(PATIENCE):
            while web.pages > 1:
                await olu.type("tick")
    assert (await olu.type("Still here"))["kind"] == "done"


async def test_the_chat_stops_in_spite_of_a_page_that_does_not_read() -> None:
    clock = asyncio.get_running_loop().time
    async with AsyncExitStack() as pages:
        async with serving() as web:
            olu = await pages.enter_async_context(opened(web, "olu"))
            await pages.enter_async_context(deaf_page(web, olu))
            leaving = clock()
        assert clock() - leaving < 2 * FAREWELL_SECONDS + 3


async def test_no_more_pages_than_a_small_network_has_are_served() -> None:
    async with serving(most_pages=1) as web:
        async with opened(web, "ada"), ClientSession() as session:
            with pytest.raises(WSServerHandshakeError) as refused:
                await session.ws_connect(f"{web.url}socket", headers={"Origin": web.url.rstrip("/")})
            assert refused.value.status == 503
        async with asyncio.timeout(PATIENCE):
            while web.pages:  # noqa: ASYNC110 - a page that has left sends no event
                await asyncio.sleep(0.005)
        async with opened(web, "ada") as page:
            assert (await page.type("Hello"))["kind"] == "done"


@asynccontextmanager
async def deaf_page(web: Web, other: Page) -> AsyncIterator[None]:
    """Keep a page open that asked for more than any buffer holds, and reads none of it."""
    for number in range(500):
        await other.type("é" * 8000, key=str(number))
    host, port = web.url.split("/")[2].split(":")
    with socket.socket() as line:
        # Set before connecting, or else the window is as large as it ever gets.
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.setblocking(False)  # noqa: FBT003 - as the standard library has it
        loop = asyncio.get_running_loop()
        await loop.sock_connect(line, (host, int(port)))
        lines = [f"GET /socket HTTP/1.1\r\nHost: {host}:{port}", f"Origin: http://{host}:{port}", "Upgrade: websocket"]
        lines += ["Connection: Upgrade", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="]
        await loop.sock_sendall(line, "\r\n".join([*lines, "", ""]).encode())
        assert b" 101 " in await loop.sock_recv(line, 64)
        hello = json.dumps({"id": 1, "kind": "hello", "person": "ada"}).encode()
        # A text frame with a mask that changes nothing.
        await loop.sock_sendall(line, bytes([0x81, 0x80 | len(hello), 0, 0, 0, 0]) + hello)
        # It is heard when somebody else's answer, asked for later, has arrived.
        await other.type("tick")
        yield


def slow_bot(begun: asyncio.Event, release: asyncio.Event) -> Bot:
    async def wait(request: Request) -> Reply:
        del request
        begun.set()
        await release.wait()
        return say("Done at last.")

    return Bot(Catalog((Command("wait", "Take a while", wait),)))


async def test_finishes_answers_under_way_before_it_stops() -> None:
    begun, release = asyncio.Event(), asyncio.Event()
    web = Web(slow_bot(begun, release), WebOptions(port=0), PEOPLE, CHANNELS, {})
    running = asyncio.create_task(web.run())
    await asyncio.wait_for(web.ready.wait(), PATIENCE)
    async with opened(web, "ada") as page:
        asking = asyncio.create_task(page.answer_to("/wait"))
        await asyncio.wait_for(begun.wait(), PATIENCE)
        running.cancel()
        release.set()

        assert (await asking)["text"] == "Done at last."
        assert (await asyncio.wait_for(page.socket.receive(), PATIENCE)).data == 1001
        with pytest.raises(asyncio.CancelledError):
            await running


async def test_an_answer_under_way_survives_its_page() -> None:
    begun, release = asyncio.Event(), asyncio.Event()
    async with serving(slow_bot(begun, release)) as web:
        async with opened(web, "ada") as page:
            await page.socket.send_json({"id": 50, "kind": "post", "place": "general", "text": "/wait"})
            await asyncio.wait_for(begun.wait(), PATIENCE)
        async with opened(web, "ada") as again:
            release.set()
            told: dict[str, Any] = await again.until(lambda answer: answer["kind"] == "message")

    assert told["message"]["text"] == "Done at last."
