"""The cast in front of the web chat, each with a socket of their own."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from adapters.web.app import Web
from adapters.web.model import WebPerson
from bot.chat.requests import Account, Role
from tests.adapters.web.server import opened, serving
from tests.journeys.stage import CAST, House, Player, Stage, cast
from tests.journeys.web_skin import WebSkin

PEOPLE = tuple(
    WebPerson(Account("web", "test", name.lower()), name, "One of us", roles) for name, roles in CAST.items()
)


class WebStage:
    """Implements `Stage`."""

    def __init__(self, web: Web, pages: AsyncExitStack) -> None:
        self._web = web
        self._pages = pages

    def account(self, name: str) -> Account:
        return next(person.account for person in PEOPLE if person.name == name)

    async def person(self, name: str, *roles: Role) -> Player:
        return WebSkin(await self._pages.enter_async_context(opened(self._web, cast(name, roles))))


@asynccontextmanager
async def open_web_stage(house: House) -> AsyncIterator[Stage]:
    """Serve the chat to the cast."""
    async with (
        serving(house.core.bot, people=PEOPLE) as web,
        house.speaking({"web": web.messenger}),
        AsyncExitStack() as pages,
    ):
        yield WebStage(web, pages)
