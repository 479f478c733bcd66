"""The cast in one simulated workspace, the real adapter and SDK behind it."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

from bot.chat.requests import Account, Address
from bot.chat.roles import RoleBook
from bot.delivery.model import Messenger
from config.settings import Settings
from config.wiring import Core
from tests.journeys.skin import Skin
from tests.journeys.slack_skin import SlackSkin, obeyed
from tests.journeys.stage import CAST, Seats
from tests.simulators.slack import Person, SlackPlatform
from tests.simulators.slack_hosting import hosted
from tests.simulators.slack_payloads import TEAM
from tests.simulators.slack_platform import GENERAL


class SlackHall:
    """Implements `Hall`."""

    everybody = Address("slack", GENERAL)

    def __init__(self) -> None:
        self._slack: SlackPlatform | None = None
        self._people: dict[str, Person] = {}

    @property
    def slack(self) -> SlackPlatform:
        """The workspace, while it is there."""
        assert self._slack
        return self._slack

    def account(self, name: str) -> Account:
        return Account("slack", TEAM, f"U0{name.upper()}")

    @asynccontextmanager
    async def open(self, core: Core, settings: Settings, away: Collection[str]) -> AsyncIterator[Seats]:
        async with self.standing(), hosted(self.slack, core.bot, roles=RoleBook(settings.roles)) as adapter:
            self.slack.conversations.gone.update(self.account(name).user for name in away)
            yield SlackSeats(self._people, adapter.messenger)

    @asynccontextmanager
    async def standing(self) -> AsyncIterator[None]:
        """Let the workspace be there while the block runs, though the bot comes and goes; one that is there stays."""
        if self._slack:
            yield
            return
        async with SlackPlatform.running() as slack:
            self._slack = slack
            self._people = {name: Person(slack, self.account(name).user, name) for name in CAST}
            try:
                yield
            finally:
                self._slack = None
            obeyed(slack)


class SlackSeats:
    """Implements `Seats`."""

    def __init__(self, people: dict[str, Person], messenger: Messenger) -> None:
        self.messenger = messenger
        self._people = people

    async def sit(self, name: str) -> Skin:
        return SlackSkin(self._people[name])

    def mention(self, name: str) -> str:
        return f"@{self._people[name].member.user_id}"
