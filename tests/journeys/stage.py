"""Several people in front of one platform, who share a bot and hear what it says unasked, while time passes."""

import asyncio
import time
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from adapters.clock import Clock
from bot.chat.calls import Call
from bot.chat.requests import NOBODY, Account, Address, Request, Role
from bot.delivery.courier import Composer
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import ENDED, Messenger, State
from bot.directory.model import Consent, Entry, Setting
from bot.meetings.model import Kind as MeetingKind
from bot.meetings.model import Series
from config.directory_parts import GROUPS
from config.run import end
from config.settings import Settings, load_settings
from config.stores import Stores
from config.wiring import Core, build_clock, build_core
from tests.house import memory_stores
from tests.journeys.skin import Skin

# Who there is on every stage, and what they may do. Platforms have to know the roles before anybody comes.
CAST: Mapping[str, frozenset[Role]] = {
    "Kim": frozenset(),
    "Robin": frozenset(),
    "Lee": frozenset(),
    "Olu": frozenset({Role.ORGANISER}),
    "Fay": frozenset({Role.FACILITATOR}),
    "Fin": frozenset({Role.FACILITATOR}),
}
# Whom authors may tell who they are; not one of the facilitators.
LEAD = "Olu"
# The channel that everybody is in, on every stage, and where the network's meetings are announced.
CHANNEL = "general"

_PATIENCE = 20.0
# What is planned shortly before it is due is planned in time when time passes in such steps.
_STEP = timedelta(hours=6)
_MOMENT = timedelta(milliseconds=100)
# How much of a place's pause passes between two looks.
_PAUSE = timedelta(milliseconds=500)
_ALL = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What there is before anybody comes.

    `listed` are those of the cast who are in the Directory, and their skills; `entries` are strangers to the platform.
    `away` are those of the cast to whom nothing can be said in private. Meetings are `announced` in these channels,
    too, by the platform's own names for them. Requests for support are posted `asked_in` a channel, by the
    platform's own name for it; in that which everybody is in, if that is empty, and nowhere, if it is None. `settings`
    are those that are not as usual, and `words` says how deliveries of other kinds than the bot's own are worded.
    """

    entries: Sequence[Entry] = ()
    listed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    away: Collection[str] = ()
    series: Sequence[Series] = ()
    announced: Sequence[str] = ()
    asked_in: str | None = ""
    settings: Mapping[str, object] = field(default_factory=dict)
    begins: datetime = datetime(2026, 1, 2, 9, 30, tzinfo=UTC)
    words: Mapping[str, Composer] = field(default_factory=dict)


class Seats(Protocol):
    """A platform with the cast in front of it."""

    messenger: Messenger

    async def sit(self, name: str) -> Skin:
        """Sit down as one of the cast."""

    def mention(self, name: str) -> str:
        """Return how one of the cast is read where the bot mentions them."""


class Hall(Protocol):
    """A platform, before anybody comes; `everybody` is the channel of that name."""

    everybody: Address

    def account(self, name: str) -> Account:
        """Return the account of one of the cast."""

    def open(self, core: Core, settings: Settings, away: Collection[str]) -> AbstractAsyncContextManager[Seats]:
        """Start it, and let the bot in; at the end, no rule of the platform's may be broken.

        Nothing can be said in private to those of the cast who are `away`: they left, or blocked the bot.
        """


class Stage:
    """One platform with the cast in front of it; everything behind it is the bot's own, but its stores forget.

    Unless there are `stores` already, with whatever is in them.
    """

    def __init__(self, hall: Hall, scene: Scene, stores: Stores | None = None) -> None:
        self.stores = stores or memory_stores((*scene.entries, *_listed(hall, scene)), scene.series)
        self.groups = hall.everybody.platform in GROUPS
        self._hall = hall
        self._begins, self._started = scene.begins, time.monotonic()
        self._passed = timedelta()
        self._settings = _settings(hall, scene)
        self._rung = asyncio.Event()
        self.letterbox = Letterbox(self.stores.outbox, self._rung.set)
        self._core = build_core(self.stores, self._settings, self.letterbox, self.now)
        self._words, self._away = scene.words, scene.away
        self._clock: Clock
        self._seats: Seats

    @property
    def everybody(self) -> Address:
        """The channel that everybody is in."""
        return self._hall.everybody

    @property
    def messenger(self) -> Messenger:
        """How the bot speaks here, and looks what was answered."""
        return self._seats.messenger

    def account(self, name: str) -> Account:
        """Return the account of one of the cast, before or after they come."""
        return self._hall.account(name)

    def mention(self, name: str) -> str:
        """Return how one of the cast is read where the bot mentions them."""
        return self._seats.mention(name)

    async def person(self, name: str, *roles: Role) -> Skin:
        """Sit down as one of the cast, who has exactly these roles; the same name is the same person."""
        assert CAST[name] == frozenset(roles), f"{name} has other roles"
        return await self._seats.sit(name)

    def now(self) -> datetime:
        """Return the time on this stage, which goes on by itself, and by `advance`."""
        return self._begins + timedelta(seconds=time.monotonic() - self._started) + self._passed

    async def advance(self, **span: float) -> None:
        """Let so many `days`, `hours` or `minutes` pass; whatever falls due by then has been said."""
        until = self.now() + timedelta(**span)
        await self._speak()
        while (left := until - self.now()) > timedelta():
            due = await self.stores.outbox.next_due()
            wait = max(due - self.now(), _MOMENT) if due else left
            self._passed += min(left, wait, _STEP)
            await self._speak()

    def skip(self, **span: float) -> None:
        """Let time pass as when the machine sleeps: nothing is said meanwhile."""
        self._passed += timedelta(**span)

    async def _speak(self) -> None:
        """Let everything be said that is due, and what follows from it.

        Where a place wants a pause between two messages, it passes at once.
        """
        async with asyncio.timeout(_PATIENCE):
            ended = -1
            while True:
                await self._clock.look_now()
                while await self.stores.outbox.show({State.SENDING}, most=1):  # noqa: ASYNC110 - nobody tells
                    await asyncio.sleep(0.005)
                before, ended = ended, len(await self.stores.outbox.show(ENDED, most=_ALL))
                due = await self.stores.outbox.next_due()
                if due and due <= self.now():
                    self._passed += _PAUSE
                elif ended == before:
                    return

    @asynccontextmanager
    async def opened(self) -> AsyncIterator["Stage"]:
        """Let the bot in, and let it say what is due, while the block runs."""
        # Building the index takes its time on a busy machine, more than a platform waits for completions.
        await self._core.bot.answer(Request(Call("find-skill", {"skill": "anything"}), NOBODY, self.everybody))
        async with self._hall.open(self._core, self._settings, self._away) as self._seats:
            core = replace(self._core, composers={**self._core.composers, **self._words})
            messengers = {self.everybody.platform: self._seats.messenger}
            self._clock = build_clock(
                core, self.stores, messengers, settings=self._settings, rung=self._rung, now=self.now
            )
            running = asyncio.create_task(self._clock.run())
            try:
                await self._clock.ready.wait()
                yield self
            finally:
                await end([running])


def _settings(hall: Hall, scene: Scene) -> Settings:
    """Give out the roles, and name the channels; the core, which no settings know of, is taken as well."""
    settings = load_settings(_env_file=None, network="the network", **scene.settings)
    roles = {role: frozenset(str(hall.account(name)) for name, has in CAST.items() if role in has) for role in Role}
    places = (hall.everybody, *(replace(hall.everybody, channel=name) for name in scene.announced))
    channels = dict.fromkeys(MeetingKind, tuple(map(str, places)))
    meetings = settings.meetings.model_copy(update={"channels": channels})
    where = replace(hall.everybody, channel=scene.asked_in or hall.everybody.channel)
    requests = () if scene.asked_in is None else (str(where),)
    lead = frozenset({str(hall.account(LEAD))})
    support = settings.support.model_copy(update={"channels": requests, "lead": lead})
    return settings.model_copy(update={"roles": roles, "meetings": meetings, "support": support})


def _listed(hall: Hall, scene: Scene) -> list[Entry]:
    return [
        Entry(
            id=name.lower(),
            name=f"{name} Lister",
            settings=frozenset({Setting.ACADEMIC}),
            skills=tuple(skills),
            email=f"{name.lower()}@example.org",
            consent=Consent.GIVEN,
            accounts=(hall.account(name),),
            checked_on=scene.begins.date(),
        )
        for name, skills in scene.listed.items()
    ]
