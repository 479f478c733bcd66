"""The platforms of the journeys, with somebody among the cast who is to be found nowhere, and all that is sent kept."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Protocol

from adapters.web.app import Web
from adapters.web.model import WebPerson
from bot.chat.commands import Catalog, Command
from bot.chat.requests import Account
from bot.chat.roles import RoleBook
from bot.service import Bot
from config.settings import Settings
from config.wiring import Core
from tests.adapters.discord.house import connected
from tests.adapters.web.server import Page, opened, serving
from tests.journeys.discord_skin import READY_WITHIN
from tests.journeys.discord_stage import DiscordHall, DiscordSeats
from tests.journeys.skin import Skin
from tests.journeys.slack_skin import obeyed
from tests.journeys.slack_stage import SlackHall, SlackSeats
from tests.journeys.stage import CAST, Hall, Seats
from tests.journeys.web_skin import WebSkin
from tests.journeys.web_stage import WebHall, WebSeats
from tests.leaks.people import CANARIES
from tests.leaks.readers import Read, on_discord, on_slack
from tests.simulators.discord import DiscordSimulator, open_simulator
from tests.simulators.discord_client import Person as DiscordPerson
from tests.simulators.discord_state import Place
from tests.simulators.slack import Person as SlackPerson
from tests.simulators.slack import SlackPlatform
from tests.simulators.slack_hosting import hosted
from tests.simulators.slack_payloads import BOT_USER, Member
from tests.simulators.slack_transport import Delivery

# No form is late here, however busy the machine: what is searched for is who, not how fast.
_PATIENT = 30.0

# What a command is done with before it runs, such as to note that it did.
Around = Callable[[Command], Command]


class Watched(Hall, Protocol):
    """A hall whose platform stays while the bot is killed and started again, and keeps what the bot sends.

    It `forgets` when it is one process with the bot. `extra` commands are there beside those of the core; `around` is
    put about each. With `alone`, those who must not be found act from their private conversation with the bot.
    """

    name: str
    forgets: bool
    extra: Sequence[Command]
    around: Around
    alone: bool

    def standing(self) -> AbstractAsyncContextManager[None]:
        """Let the platform be there while the block runs; the bot comes and goes with `open`."""

    def reads(self) -> Iterator[Read]:
        """Go through all that was sent, and who alone reads it."""

    async def settle(self) -> None:
        """Wait until everything has arrived that was sent by now."""

    async def trouble(self, what: str) -> None:
        """Let something go wrong, of which a platform that cannot knows nothing; see `Trouble`."""


def bot_of(core: Core, extra: Sequence[Command], around: Around) -> Bot:
    commands = (*core.bot.catalog, *extra)
    return Bot(Catalog([around(command) for command in commands]), prefill_seconds=_PATIENT)


class WatchedSlack(SlackHall):
    """Implements `Watched`."""

    name, forgets = "slack", False

    def __init__(self) -> None:
        self.extra: Sequence[Command] = ()
        self.around: Around = lambda command: command
        self.alone = False
        self._slack: SlackPlatform
        self._people: dict[str, SlackPerson] = {}

    def account(self, name: str) -> Account:
        canary = CANARIES[self.name].get(name)
        return canary.account if canary else super().account(name)

    @asynccontextmanager
    async def open(self, core: Core, settings: Settings, away: Collection[str]) -> AsyncIterator[Seats]:
        del away
        bot = bot_of(core, self.extra, self.around)
        async with hosted(self._slack, bot, roles=RoleBook(settings.roles)) as adapter:
            yield SlackSeats(self._people, adapter.messenger)

    @asynccontextmanager
    async def standing(self) -> AsyncIterator[None]:
        async with SlackPlatform.running() as self._slack:
            self._people = {name: self._person(self._slack, name) for name in CAST}
            yield
            obeyed(self._slack)

    def reads(self) -> Iterator[Read]:
        return on_slack(self._slack)

    async def settle(self) -> None:
        """What the bot sends is taken down as it arrives."""

    async def trouble(self, what: str) -> None:
        slack = self._slack
        match what.split():
            case ["answers", "fail"]:
                slack.fail("response_url", 500)
            case ["answers", "are", "limited"]:
                slack.fail("response_url", 429, retry_after=1)
            case ["answers", "are", "lost"]:
                slack.lose("response_url")
            case ["posts", "fail"]:
                slack.fail("chat.postMessage", 500)
            case ["posts", "are", "limited"]:
                slack.fail("chat.postMessage", 429, retry_after=1)
            case ["posts", "are", "lost"]:
                slack.lose("chat.postMessage")
            case ["channel", "is", "archived"]:
                slack.conversations.by_id[self.everybody.channel].archived = True
            case [name, "opens", "home"]:
                await self._people[name].open_home()
                await self._people[name].sees("Welcome")
            case [name, "leaves"]:
                slack.conversations.gone.add(self.account(name).user)
            case _:
                raise ValueError(what)

    def _person(self, slack: SlackPlatform, name: str) -> SlackPerson:
        canary = CANARIES[self.name].get(name)
        if canary is None:
            return SlackPerson(slack, self.account(name).user, name)
        user = canary.account.user
        private = slack.conversations.add(canary.conversation, "", "im", (BOT_USER, user))
        person = _Alone(slack, user, private.id) if self.alone else SlackPerson(slack, user)
        person.member = Member(user, canary.name, canary.email, handle=canary.handle)
        slack.conversations.admit(person.member)
        return person


class _Alone(SlackPerson):
    """Somebody who types in their private conversation with the bot."""

    def __init__(self, slack: SlackPlatform, user_id: str, conversation: str) -> None:
        super().__init__(slack, user_id)
        self._conversation = conversation

    async def type(self, line: str, channel: str = "") -> Delivery:
        return await super().type(line, channel or self._conversation)


class WatchedDiscord(DiscordHall):
    """Implements `Watched`."""

    name, forgets = "discord", False

    def __init__(self) -> None:
        self.extra: Sequence[Command] = ()
        self.around: Around = lambda command: command
        self.alone = False
        self._discord: DiscordSimulator
        self._people: dict[str, DiscordPerson] = {}

    def account(self, name: str) -> Account:
        canary = CANARIES[self.name].get(name)
        return canary.account if canary else super().account(name)

    @asynccontextmanager
    async def open(self, core: Core, settings: Settings, away: Collection[str]) -> AsyncIterator[Seats]:
        del away
        bot = bot_of(core, self.extra, self.around)
        async with connected(self._discord, bot, roles=RoleBook(settings.roles)) as adapter:
            async with asyncio.timeout(READY_WITHIN):
                await self._discord.declared.wait()
            yield DiscordSeats(self._discord, self._people, adapter.messenger)

    @asynccontextmanager
    async def standing(self) -> AsyncIterator[None]:
        async with open_simulator() as self._discord:
            self._people = {name: self._person(self._discord, name) for name in CAST}
            yield
            assert not self._discord.problems, self._discord.problems

    def reads(self) -> Iterator[Read]:
        return on_discord(self._discord)

    async def settle(self) -> None:
        """What the bot sends is taken down as it arrives."""

    async def trouble(self, what: str) -> None:
        discord = self._discord
        posts = r"POST /channels/\d+/messages"
        match what.split():
            case ["answers", "fail"]:
                discord.fail("callback", status=503)
            case ["answers", "are", "limited"]:
                discord.fail("callback", status=429)
            case ["answers", "are", "lost"]:
                discord.fail("callback", status=503, lost=True)
            case ["posts", "fail"]:
                discord.fail(posts, status=500)
            case ["posts", "are", "limited"]:
                discord.fail(posts, status=429)
            case ["posts", "are", "lost"]:
                discord.fail(posts, status=0, lost=True)
            case ["channel", "is", "archived"]:
                discord.places.all[self.everybody.channel].allowed -= {"send"}
            case [_, "opens", "home"]:
                pass  # there is none
            case [name, "leaves"]:
                discord.places.unreachable.add(self.account(name).user)
            case _:
                raise ValueError(what)

    def _person(self, discord: DiscordSimulator, name: str) -> DiscordPerson:
        canary = CANARIES[self.name].get(name)
        if canary is None:
            return DiscordPerson(discord, name, id=self.account(name).user)
        user = canary.account.user
        discord.places.all[canary.conversation] = Place(canary.conversation, recipient=user)
        place = "direct" if self.alone else "guild"
        person = DiscordPerson(discord, canary.name, nick=canary.name, id=user, place=place)
        person._user["username"] = canary.handle
        return person


class WatchedWeb(WebHall):
    """Implements `Watched`."""

    name, forgets = "web", True

    def __init__(self) -> None:
        self.extra: Sequence[Command] = ()
        self.around: Around = lambda command: command
        self.alone = False
        self._pages: list[tuple[str, Page]] = []

    def account(self, name: str) -> Account:
        canary = CANARIES[self.name].get(name)
        return canary.account if canary else super().account(name)

    @asynccontextmanager
    async def open(self, core: Core, settings: Settings, away: Collection[str]) -> AsyncIterator[Seats]:
        del settings, away
        bot = bot_of(core, self.extra, self.around)
        people = [WebPerson(self.account(name), self._name(name), "One of us", roles) for name, roles in CAST.items()]
        async with serving(bot, people=people) as web, AsyncExitStack() as pages:
            here = {name: await pages.enter_async_context(opened(web, self.account(name).user)) for name in CAST}
            self._pages += [(self.account(name).user, page) for name, page in here.items()]
            yield _WatchedWebSeats(web, pages, {name: self._skin(name, page) for name, page in here.items()})
            await self.settle()

    @asynccontextmanager
    async def standing(self) -> AsyncIterator[None]:
        yield

    def reads(self) -> Iterator[Read]:
        for user, page in self._pages:
            yield from (Read("frames", user, _told(frame)) for frame in page.frames)

    async def settle(self) -> None:
        for _, page in self._pages:
            # Whatever was told before this is answered is read then.
            await page.ask("suggest", place="general", call="find-skill", option="skill", typed="")

    async def trouble(self, what: str) -> None:
        """The web chat is one process with the bot, and nothing is lost between the two."""

    def _name(self, name: str) -> str:
        canary = CANARIES[self.name].get(name)
        return canary.name if canary else name

    def _skin(self, name: str, page: Page) -> Skin:
        canary = CANARIES[self.name].get(name)
        return WebSkin(page, canary.conversation) if canary and self.alone else WebSkin(page)


class _WatchedWebSeats(WebSeats):
    def __init__(self, web: Web, pages: AsyncExitStack, skins: dict[str, Skin]) -> None:
        super().__init__(web, pages)
        self._skins = skins

    async def sit(self, name: str) -> Skin:
        return self._skins[name]


def _told(frame: str) -> bytes:
    """Return what a page was told, but for who is there, and the places of every two: everybody knows that."""
    told = json.loads(frame)
    return json.dumps({key: value for key, value in told.items() if key not in {"people", "places", "reads"}}).encode()
