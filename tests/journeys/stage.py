"""Several people in front of one platform, who share a bot and hear what it says unasked."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from adapters.clock import Clock
from bot.chat.requests import Account, Role
from bot.delivery.courier import Composer
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Messenger
from bot.directory.model import Entry
from config.run import end
from config.settings import Settings, load_settings
from config.wiring import Stores, build_clock, build_core
from tests.house import memory_stores
from tests.journeys.skin import Hearing, Skin

# Who there is on every stage, and what they may do. Platforms have to know the roles before anybody comes.
CAST: Mapping[str, frozenset[Role]] = {
    "Kim": frozenset(),
    "Robin": frozenset(),
    "Olu": frozenset({Role.ORGANISER}),
    "Tove": frozenset({Role.FACILITATOR}),
}


class Player(Skin, Hearing, Protocol):
    """One person on a stage."""


class Stage(Protocol):
    """One platform with the cast in front of it."""

    def account(self, name: str) -> Account:
        """Return the account of one of the cast, before or after they come."""

    async def person(self, name: str, *roles: Role) -> Player:
        """Sit down as one of the cast, who has exactly these roles; the same name is the same person."""


class House:
    """What the cast of a stage shares: the core over memory stores, and a time of its own that can pass."""

    def __init__(
        self,
        stores: Stores | None = None,
        settings: Settings | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.stores = stores or memory_stores()
        self.settings = settings or load_settings(_env_file=None, network="the network")
        self._time = now
        self._passed = timedelta()
        self._rung = asyncio.Event()
        self.letterbox = Letterbox(self.stores.outbox, self._rung.set)
        self.core = build_core(self.stores, self.settings, self.letterbox, self.now)
        self._clock: Clock | None = None

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> "House":
        """Return one with these people in the Directory."""
        return cls(memory_stores(entries))

    def learn(self, kind: str, composer: Composer) -> None:
        """Let deliveries of a kind be worded by `composer`, too."""
        self.core = replace(self.core, composers={**self.core.composers, kind: composer})

    def now(self) -> datetime:
        return self._time() + self._passed

    async def wait(self, span: timedelta) -> None:
        """Let time pass; what is due by then is on its way when this returns."""
        self._passed += span
        if self._clock:
            await self._clock.look_now()

    @asynccontextmanager
    async def speaking(self, messengers: Mapping[str, Messenger]) -> AsyncIterator[None]:
        """Say what is due on these platforms while the block runs."""
        self._clock = build_clock(
            self.core, self.stores, messengers, settings=self.settings, rung=self._rung, now=self.now
        )
        running = asyncio.create_task(self._clock.run())
        try:
            await self._clock.ready.wait()
            yield
        finally:
            self._clock = None
            await end([running])


def cast(name: str, roles: Sequence[Role]) -> str:
    """Check that one of the cast has exactly these roles, and return the name as platforms' ids go by it."""
    assert CAST[name] == frozenset(roles), f"{name} has other roles"
    return name.lower()
