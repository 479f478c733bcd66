"""The cast in front of the web chat, each with a socket of their own."""

from collections.abc import AsyncIterator, Collection
from contextlib import AsyncExitStack, asynccontextmanager

from adapters.web.app import Web
from adapters.web.model import WebPerson
from bot.chat.requests import Account, Address
from bot.delivery.model import Messenger
from config.settings import Settings
from config.wiring import Core
from tests.adapters.web.server import opened, serving
from tests.journeys.skin import Skin
from tests.journeys.stage import CAST, Seats
from tests.journeys.web_skin import WHERE, WebSkin


class WebHall:
    """Implements `Hall`."""

    everybody = Address("web", WHERE)

    def account(self, name: str) -> Account:
        return Account("web", "test", name.lower())

    @asynccontextmanager
    async def open(self, core: Core, settings: Settings, away: Collection[str]) -> AsyncIterator[Seats]:
        del settings
        here = {name: roles for name, roles in CAST.items() if name not in away}
        people = [WebPerson(self.account(name), name, "One of us", roles) for name, roles in here.items()]
        async with serving(core.bot, people=people) as web, AsyncExitStack() as pages:
            yield WebSeats(web, pages)


class WebSeats:
    """Implements `Seats`."""

    def __init__(self, web: Web, pages: AsyncExitStack) -> None:
        self.messenger: Messenger = web.messenger
        self._web = web
        self._pages = pages

    async def sit(self, name: str) -> Skin:
        return WebSkin(await self._pages.enter_async_context(opened(self._web, name.lower())))

    def mention(self, name: str) -> str:
        return name
