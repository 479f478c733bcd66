"""The real server on a free port of this machine, and a plain client for its socket."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from itertools import count
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType

from adapters.web.app import Web, WebOptions
from adapters.web.model import WebPerson
from adapters.web.timekeeping import Timekeeper
from bot.service import Bot
from tests.adapters.web.catalog import CHANNELS, PEOPLE, TRIES, build_bot, previews_of

PATIENCE = 10
PREVIEWS = {name: partial(previews_of, name) for name in ("Slack", "Discord")}


@asynccontextmanager
async def serving(
    bot: Bot | None = None,
    port: int = 0,
    most_pages: int = 256,
    timekeeper: Timekeeper | None = None,
    people: Sequence[WebPerson] = PEOPLE,
) -> AsyncIterator[Web]:
    """Serve the chat while the block runs."""
    options = WebOptions(port=port, most_pages=most_pages)
    web = Web(bot or build_bot(), options, people, CHANNELS, PREVIEWS, tries=TRIES, timekeeper=timekeeper)
    async with started(web):
        yield web


@asynccontextmanager
async def started(web: Web) -> AsyncIterator[None]:
    """Let a chat serve while the block runs."""
    running = asyncio.create_task(web.run())
    ready = asyncio.create_task(web.ready.wait())
    try:
        await asyncio.wait((running, ready), return_when=asyncio.FIRST_COMPLETED, timeout=PATIENCE)
        if running.done():
            await running
        assert web.ready.is_set()
        yield
    finally:
        ready.cancel()
        running.cancel()
        await asyncio.gather(running, ready, return_exceptions=True)


class Page:
    """What the page's scripts do, without a page: asks by number, and collects what is told unasked."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket
        self.messages: dict[int, dict[str, Any]] = {}
        self.frames: list[str] = []
        self._numbers = count(1)
        self.welcome: dict[str, Any] = {}

    async def hello(self, person: str, **seen: object) -> dict[str, Any]:
        self.welcome = await self.ask("hello", person=person, **seen)
        for message in self.welcome.get("messages", []):
            self.messages[message["id"]] = message
        return self.welcome

    async def ask(self, kind: str, **fields: object) -> dict[str, Any]:
        """Send a wish and return its answer."""
        number = next(self._numbers)
        await self.socket.send_json({"id": number, "kind": kind, **fields})
        return await self.until(lambda answer: answer["id"] == number)

    async def until(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Read until an answer is as `wanted`; messages on the way are kept."""
        async with asyncio.timeout(PATIENCE):
            while True:
                frame = await self.socket.receive()
                assert frame.type is WSMsgType.TEXT, frame
                self.frames.append(frame.data)
                answer: dict[str, Any] = frame.json()
                if answer["kind"] == "message":
                    self.messages[answer["message"]["id"]] = answer["message"]
                if wanted(answer):
                    return answer

    async def type(self, text: str, place: str = "general", **fields: object) -> dict[str, Any]:
        return await self.ask("post", place=place, text=text, **fields)

    async def answer_to(self, text: str) -> dict[str, Any]:
        """Type a command and return the message that answers it."""
        done = await self.type(text)
        assert done["kind"] == "done", done
        return self.messages[done["message"]]


@asynccontextmanager
async def opened(web: Web, person: str = "", **seen: object) -> AsyncIterator[Page]:
    """A socket to the chat, as the page opens it; says hello when a person is given."""
    origin = web.url.rstrip("/")
    async with ClientSession() as session, session.ws_connect(f"{web.url}socket", headers={"Origin": origin}) as socket:
        page = Page(socket)
        if person:
            await page.hello(person, **seen)
        yield page


def controls(message: dict[str, Any]) -> list[dict[str, Any]]:
    """List the controls of an answer, in reading order."""
    return [control for block in message["blocks"] for control in block.get("controls", [])]
