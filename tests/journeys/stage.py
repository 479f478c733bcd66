"""Several people in front of one platform, who share a bot and hear what it says unasked, while time passes."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from adapters.clock import Clock
from bot.chat.calls import Call
from bot.chat.requests import NOBODY, Account, Address, Request, Role
from bot.delivery.composers import Composer
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
    "Noor": frozenset(),
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
# Where nothing could be said for so many seconds of a real clock, by which platforms count what they let through, a
# platform is away: what is overdue is left to wait for it, and is tried again at such steps.
_GIVEN_UP = 5.0
_HELD_UP = timedelta(seconds=30)
# What has to wait so little was put back a moment ago.
_LIMITED = timedelta(seconds=2)
_ALL = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What there is before anybody comes.

    `listed` are those of the cast who are in the Directory, and their skills; `entries` are strangers to the platform.
    `away` are those of the cast to whom nothing can be said in private. Meetings are `announced` in these channels,
    too, by the platform's own names for them. Requests for support are posted `asked_in` a channel, by the
    platform's own name for it; in that which everybody is in, if that is empty, and nowhere, if it is None. Reflective
    sessions run where everybody is, on every platform that there is. `settings`
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

    Unless there are `stores` already, with whatever is in them. The same bot is on the platforms `beside` it, too,
    with the whole cast in front of each.
    """

    def __init__(self, hall: Hall, scene: Scene, stores: Stores | None = None, *, beside: Sequence[Hall] = ()) -> None:
        self.stores = stores or memory_stores((*scene.entries, *listed_in(hall, scene)), scene.series)
        self.groups = hall.everybody.platform in GROUPS
        self._hall = hall
        self._halls = (hall, *beside)
        self._begins, self._started = scene.begins, time.monotonic()
        self._passed = timedelta()
        # Since when a platform has let nothing through, by a real clock, and how much it had before.
        self._stuck: dict[str, tuple[int, float]] = {}
        self._settings = _settings(self._halls, scene)
        self._rung = asyncio.Event()
        self.letterbox = Letterbox(self.stores.outbox, self._rung.set)
        self._core = build_core(self.stores, self._settings, self.letterbox, self.now)
        self._words, self._away = scene.words, scene.away
        self._clock: Clock
        self._seats: dict[str, Seats] = {}

    @property
    def everybody(self) -> Address:
        """The channel that everybody is in."""
        return self._hall.everybody

    @property
    def messenger(self) -> Messenger:
        """How the bot speaks here, and looks what was answered."""
        return self._seats[self.everybody.platform].messenger

    def account(self, name: str) -> Account:
        """Return the account of one of the cast, before or after they come."""
        return self._hall.account(name)

    def mention(self, name: str) -> str:
        """Return how one of the cast is read where the bot mentions them."""
        return self._seats[self.everybody.platform].mention(name)

    async def person(self, name: str, *roles: Role, on: str = "") -> Skin:
        """Sit down as one of the cast, who has exactly these roles; the same name is the same person.

        They sit in front of the first platform, unless another is named.
        """
        assert CAST[name] == frozenset(roles), f"{name} has other roles"
        return await self._seats[on or self.everybody.platform].sit(name)

    def now(self) -> datetime:
        """Return the time on this stage, which goes on by itself, and by `advance`."""
        return self._begins + timedelta(seconds=time.monotonic() - self._started) + self._passed

    async def advance(self, **span: float) -> None:
        """Let so many `days`, `hours` or `minutes` pass; whatever falls due by then has been said."""
        until = self.now() + timedelta(**span)
        await self._speak()
        while (left := until - self.now()) > timedelta():
            idle = min(left, await self._idle() or left, _STEP)
            if idle <= _LIMITED:
                # A platform let nothing more through, and counts by a real clock until it does.
                await asyncio.sleep(idle.total_seconds())
            self._passed += idle
            await self._speak()
        while rest := await self._put_off(until):
            await asyncio.sleep(rest.total_seconds())
            self._passed += rest
            await self._speak()

    async def _put_off(self, until: datetime) -> timedelta | None:
        """Return how long what fell due by then is still put off by a platform that let nothing more through.

        None when nothing is, or for longer than such a limit.
        """
        now = self.now()
        waiting = await self.stores.outbox.show({State.WAITING}, most=_ALL)
        put_off = [one.act_at - now for one in waiting if one.due_at <= until < one.act_at <= now + _LIMITED]
        return max(min(put_off), _MOMENT) if put_off else None

    async def _idle(self) -> timedelta | None:
        """Return how long nothing can be said; None when nothing waits."""
        if not (due := await self.stores.outbox.next_due()):
            return None
        return _HELD_UP if self._held_up() else max(due - self.now(), _MOMENT)

    def skip(self, **span: float) -> None:
        """Let time pass as when the machine sleeps: nothing is said meanwhile."""
        self._passed += timedelta(**span)

    async def _speak(self) -> None:
        """Let everything be said that is due, and what follows from it.

        Where a place wants a pause between two messages, it passes at once.
        """
        async with asyncio.timeout(_PATIENCE):
            while True:
                await self._clock.look_now()
                while await self._sends():  # noqa: ASYNC110 - nobody tells
                    await asyncio.sleep(0.005)
                if await self._overdue() and not self._held_up():
                    self._passed += _PAUSE
                elif self._clock.at_rest:
                    return

    async def _overdue(self) -> bool:
        """Whether something is overdue; notes where, and whether anything got through there since it was asked last."""
        outbox, now = self.stores.outbox, self.now()
        waiting = await outbox.show({State.WAITING, State.SENDING}, most=_ALL)
        late = {one.to.platform for one in waiting if one.act_at <= now}
        if not late:
            self._stuck = {}
            return False
        through = Counter(one.to.platform for one in await outbox.show(ENDED, most=_ALL))
        fresh = {platform: (through[platform], time.monotonic()) for platform in late}
        kept = {name: was for name, was in self._stuck.items() if name in late and was[0] == through[name]}
        self._stuck = {**fresh, **kept}
        return bool(late)

    def _held_up(self) -> bool:
        """Whether all that is overdue waits for platforms that are away."""
        now = time.monotonic()
        return bool(self._stuck) and all(now - since >= _GIVEN_UP for _, since in self._stuck.values())

    async def _sends(self) -> bool:
        """Whether something is being sent, and not only to be looked for later on, because an answer was lost."""
        looked_for = self.now() + timedelta(seconds=self._settings.delivery.lag)
        return any(one.act_at > looked_for for one in await self.stores.outbox.show({State.SENDING}, most=_ALL))

    @asynccontextmanager
    async def opened(self) -> AsyncIterator["Stage"]:
        """Let the bot in, and let it say what is due, while the block runs."""
        # Building the index takes its time on a busy machine, more than a platform waits for completions.
        await self._core.bot.answer(Request(Call("find-skill", {"skill": "anything"}), NOBODY, self.everybody))
        async with AsyncExitStack() as stack:
            for hall in self._halls:
                seats = await stack.enter_async_context(hall.open(self._core, self._settings, self._away))
                self._seats[hall.everybody.platform] = seats
            core = replace(self._core, composers={**self._core.composers, **self._words})
            messengers = {platform: seats.messenger for platform, seats in self._seats.items()}
            self._clock = build_clock(
                core, self.stores, messengers, settings=self._settings, rung=self._rung, now=self.now
            )
            running = asyncio.create_task(self._clock.run())
            try:
                await self._clock.ready.wait()
                yield self
            finally:
                await end([running])


def _settings(halls: Sequence[Hall], scene: Scene) -> Settings:
    """Give out the roles, and name the channels; the core, which no settings know of, is taken as well."""
    settings, hall = load_settings(_env_file=None, network="the network", **scene.settings), halls[0]
    roles = {
        role: frozenset(str(hall.account(name)) for hall in halls for name, has in CAST.items() if role in has)
        for role in Role
    }
    places = (hall.everybody, *(replace(hall.everybody, channel=name) for name in scene.announced))
    channels = dict.fromkeys(MeetingKind, tuple(map(str, places)))
    meetings = settings.meetings.model_copy(update={"channels": channels})
    where = replace(hall.everybody, channel=scene.asked_in or hall.everybody.channel)
    requests = () if scene.asked_in is None else (str(where),)
    lead = frozenset({str(hall.account(LEAD))})
    support = settings.support.model_copy(update={"channels": requests, "lead": lead})
    reflection = settings.reflection.model_copy(update={"channels": tuple(str(hall.everybody) for hall in halls)})
    return settings.model_copy(
        update={"roles": roles, "meetings": meetings, "support": support, "reflection": reflection}
    )


def listed_in(hall: Hall, scene: Scene) -> list[Entry]:
    """List the entries of those of the cast who are in the Directory."""
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
