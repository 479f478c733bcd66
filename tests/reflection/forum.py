"""The whole bot with sessions that run on Slack and on Discord at once, both in memory, with a clock moved by hand."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.chat.calls import Call
from bot.chat.commands import Form
from bot.chat.requests import Account, Actor, Address, Request, Role
from bot.chat.veil import salted
from bot.chat.views import Block, Reply
from bot.clockwork import Clockwork
from bot.delivery.courier import Courier
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Delivery, Later, State
from bot.reflection.model import Session
from bot.support.kept import Blocked
from bot.support.relay import SEALED
from config.reflection_parts import build_book
from config.settings import load_settings
from config.stores import Stores
from config.wiring import build_core
from tests.delivery.platform import Clock, Platform
from tests.fakes import MemoryVault
from tests.house import memory_stores

CHANNELS = (Address("slack", "C1"), Address("discord", "2"))
# How long it takes at most until nothing more is to be said, where every platform can be reached.
_PATIENCE = timedelta(minutes=20)
# What is due later than this is not waited for: clocks run for minutes.
_SOON = timedelta(seconds=45)
_UNDER_WAY = frozenset({State.WAITING, State.SENDING})


def person(name: str, *roles: Role, platform: str = "slack") -> Actor:
    return Actor(Account(platform, "T1", f"U0{name.upper()}CANARY"), f"{name} Canary", frozenset(roles))


@dataclass
class Wall(Platform):
    """A platform that remembers what stands there with its buttons, and can be `down`."""

    down: bool = False
    standing: dict[str, tuple[Address, Sequence[Block]]] = field(default_factory=dict)

    async def post(self, to: Address, blocks: Sequence[Block], key: str) -> str:
        self._reach()
        before = len(self.history)
        try:
            return await super().post(to, blocks, key)
        finally:
            if len(self.history) > before:
                self.standing[str(before + 1)] = (to, blocks)

    async def edit(self, to: Address, posted: str, blocks: Sequence[Block]) -> None:
        self._reach()
        await super().edit(to, posted, blocks)
        self.standing[posted] = (to, blocks)

    async def remove(self, to: Address, posted: str) -> None:
        self._reach()
        await super().remove(to, posted)
        del self.standing[posted]

    async def find(self, to: Address, key: str, since: datetime) -> str | None:
        self._reach()
        return await super().find(to, key, since)

    def _reach(self) -> None:
        if self.down:
            raise Later(20, everywhere=True)


class Forum:
    """The bot, its stores and its platforms; `restart` makes all but the last two anew, as a new process would."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.clock.time = datetime(2026, 5, 12, 15, 0, tzinfo=UTC)
        self.stores: Stores = replace(memory_stores(), vault=MemoryVault(self.clock.now))
        self.walls = {"slack": Wall(), "discord": Wall()}
        self.restart()

    def restart(self) -> None:
        letterbox, now = Letterbox(self.stores.outbox), self.clock.now
        settings = load_settings(_env_file=None, reflection={"channels": tuple(map(str, CHANNELS))})
        core = build_core(self.stores, settings, letterbox, now)
        core.voices.update(self.walls)
        self.bot = core.bot
        self.book = build_book(self.stores, letterbox, now)
        self._courier = Courier(self.stores.outbox, {**self.walls, SEALED: core.relay}, core.composers, now)
        self._work = Clockwork(core.planners, self._courier, now)

    async def block(self, who: Actor) -> None:
        """Let somebody be blocked from writing without a name."""
        epoch = (await self.stores.vault.epochs(self.clock.now()))[0]
        mark, until = f"{who.account.platform}:{who.account.user}", self.clock.now() + timedelta(days=365)
        blocked = Blocked(epoch=epoch.number, mark=salted(epoch.mark(mark), "case"), until=until, case="case")
        await self.stores.cases.block(blocked)

    def request(self, call: Call, who: Actor) -> Request:
        return Request(call, who, Address(who.account.platform, "C9"))

    async def form(self, call: Call, who: Actor) -> Form | None:
        return await self.bot.form_for(self.request(call, who))

    async def ask(self, call: Call, who: Actor) -> Reply:
        return await self.bot.answer(self.request(call, who))

    async def settle(self) -> bool:
        """Let everything be said that is due about now; False when something was still to be said after a long time."""
        end = self.clock.now() + _PATIENCE
        while (now := self.clock.now()) < end:
            ahead = await self._work.look()
            await self._courier.finish()
            if not ahead or (ahead > now + _SOON and not await self.under_way()):
                return True
            self.clock.time = max(min(ahead, now + _SOON), now + timedelta(milliseconds=100))
        return False

    async def wait(self, time: timedelta) -> bool:
        """Let time pass, in steps of a day at most: who is away for longer keeps no promise of days."""
        steps = max(_STEPS, time.days)
        settled = [await self._wait(time / steps) for _ in range(steps)]
        return settled[-1]

    async def _wait(self, time: timedelta) -> bool:
        self.clock.time += time
        return await self.settle()

    async def under_way(self) -> list[Delivery]:
        """List what is to be said in channels and has not been yet."""
        now = self.clock.now()
        rows = await self.stores.outbox.show(_UNDER_WAY, most=10_000)
        return [row for row in rows if row.due_at <= now and not row.to.people and row.to.platform in self.walls]

    async def sessions(self) -> Sequence[Session]:
        return await self.book.all()

    def seen(self, session: Session, place: int) -> dict[int, Sequence[Block]]:
        """Return what stands in a channel of a session, by the number of what was said."""
        here = session.places[place]
        wall = self.walls[here.channel.platform]
        numbers = range(len(here.said))
        return {number: wall.standing[at][1] for number in numbers if (at := here.posted(number)) in wall.standing}


_STEPS = 3
