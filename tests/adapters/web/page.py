"""The page as its readers meet it: by roles and names, not by classes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser, BrowserContext, Locator, Page, WebSocketRoute, expect

from adapters.web.app import Web
from tests.adapters.web.browser import PATIENCE_MS, open_context

expect.set_options(timeout=PATIENCE_MS)


class Chat:
    """One open page, and what went wrong in it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.line = page.get_by_role("textbox", name="Message", exact=True)
        self.suggestions = page.get_by_role("listbox", name="Suggestions")
        self.notice = page.get_by_role("main").get_by_role("alert")
        self.form = page.get_by_role("dialog")
        self.pane = page.get_by_role("complementary")
        self.troubles: list[str] = []
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", lambda said: self.troubles.append(said.text) if said.type == "error" else None)

    async def open(self, web: Web, query: str = "") -> None:
        await self.page.goto(f"{web.url}{query}")
        # On a phone the list of places is there, but not to be seen.
        await expect(self.page.locator(".place[aria-current]")).to_have_count(1)

    @property
    def messages(self) -> Locator:
        return (
            self.page.get_by_role("list", name="Messages in")
            .get_by_role("listitem")
            .filter(has=self.page.locator("time"))
        )

    @property
    def answer(self) -> Locator:
        """The newest message that only one person sees."""
        return self.messages.filter(has_text="Only you can see this").last

    async def send(self, text: str) -> None:
        await self.line.fill(text)
        await self.line.press("Escape")
        await self.line.press("Enter")

    async def find(self) -> Locator:
        """Search, and return the answer once it is there."""
        await self.send("/find-skill nvivo")
        await expect(self.answer).to_contain_text("people can help")
        return self.answer


@asynccontextmanager
async def open_chat(browser: Browser, web: Web, query: str = "", **options: Any) -> AsyncIterator[Chat]:
    """A page of the chat in a context of its own; fails when the page complained of anything."""
    async with open_context(browser, **options) as context, open_tab(context, web, query) as chat:
        yield chat


@asynccontextmanager
async def open_tab(context: BrowserContext, web: Web, query: str = "") -> AsyncIterator[Chat]:
    chat = Chat(await context.new_page())
    await chat.open(web, query)
    yield chat
    assert chat.troubles == []


class Cable:
    """What the page's socket runs through: it can be cut, what the page sends held back, and what it is told lost."""

    def __init__(self) -> None:
        self.hold = ""
        self.held: list[str] = []
        self.deaf = False
        self.missed_receipt = asyncio.Event()
        self._cut = False
        self._routes: list[WebSocketRoute] = []
        self._servers: list[WebSocketRoute] = []

    async def lay(self, page: Page) -> None:
        await page.route_web_socket("**/socket", self._plug_in)

    async def cut(self) -> None:
        self._cut = True
        await self._routes[-1].close()

    def mend(self) -> None:
        self._cut = False
        self.deaf = False

    def let_go(self) -> None:
        """Let what was held back reach the server after all."""
        self.hold = ""
        for frame in self.held:
            self._servers[-1].send(frame)

    async def _plug_in(self, route: WebSocketRoute) -> None:
        if self._cut:
            await route.close()
            return
        self._routes.append(route)
        server = route.connect_to_server()
        self._servers.append(server)
        route.on_message(self._pass_on)
        server.on_message(lambda frame: self._hand_over(route, frame))

    def _hand_over(self, route: WebSocketRoute, frame: str | bytes) -> None:
        if not self.deaf:
            route.send(frame)
        elif '"kind": "done"' in str(frame):
            self.missed_receipt.set()

    def _pass_on(self, frame: str | bytes) -> None:
        if self.hold and f'"{self.hold}"' in str(frame):
            self.held.append(str(frame))
            self.hold = ""
        else:
            self._servers[-1].send(frame)


@asynccontextmanager
async def open_on_a_cable(browser: Browser, web: Web) -> AsyncIterator[tuple[Chat, Cable]]:
    """A page with the meetings of a fair on it, and the cable to it."""
    cable = Cable()
    async with open_context(browser) as context:
        page = Chat(await context.new_page())
        await cable.lay(page.page)
        await page.open(web)
        await page.send("/coming")
        await expect(page.answer.get_by_role("button", name="Edit: ")).to_have_count(2)
        yield page, cable
        assert page.troubles == []
