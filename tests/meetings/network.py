"""A whole network around its meetings: people are reminded as the time passes, and a test looks at what they see."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.chat.calls import Call
from bot.chat.commands import Catalog
from bot.chat.requests import Account, Actor, Address, Request, Role
from bot.chat.views import Block, Reply, plain
from bot.clockwork import Clockwork
from bot.delivery.composers import Words
from bot.delivery.courier import Courier
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Delivery, Gone, State
from bot.meetings.events import PublicEvent
from bot.meetings.model import Series
from bot.service import Bot
from config.meeting_parts import build_unasked
from config.settings import load_settings
from config.stores import Stores
from tests.delivery.platform import Clock, Platform
from tests.house import memory_stores
from tests.meetings.series import utc

KIM, LEE = Account("slack", "T1", "KIM"), Account("slack", "T1", "LEE")
BOSS = Account("slack", "T1", "BOSS")
CHANNEL = "slack:C1"


class Watched(Platform):
    """A platform that notes when it was spoken to, by its own clock."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(pace=0.0)
        self.clock = clock
        self.times: list[datetime] = []

    async def post(self, to: Address, blocks: Sequence[Block], key: str) -> str:
        reference = await super().post(to, blocks, key)
        self.times.append(self.clock.now())
        return reference


class Board:
    """Implements `EventBoard` in memory. `faults` are raised by the next calls, after they were done."""

    platform = "discord"

    def __init__(self) -> None:
        self.events: dict[str, PublicEvent] = {}
        self.keys: dict[str, str] = {}
        self.faults: list[Exception] = []

    async def put(self, key: str, event: PublicEvent, known: str) -> str:
        if known and known not in self.events:
            raise Gone
        reference = known or self.keys.get(key) or str(len(self.keys) + 1)
        self.keys[key] = reference
        self.events[reference] = event
        self._fail()
        return reference

    async def cancel(self, known: str) -> None:
        self.events.pop(known, None)
        self.keys = {key: reference for key, reference in self.keys.items() if reference != known}
        self._fail()

    def _fail(self) -> None:
        if self.faults:
            raise self.faults.pop(0)


@dataclass(frozen=True, slots=True)
class Said:
    """One message as it stands now."""

    to: str
    text: str

    @property
    def title(self) -> str:
        return self.text.splitlines()[0] if self.text else ""


class Network:
    """Several processes of it may share `stores`; the time passes only in `run`."""

    def __init__(
        self,
        *series: Series,
        now: str = "2026-02-20T09:00",
        stores: Stores | None = None,
        slack: Watched | None = None,
        **settings: object,
    ) -> None:
        self.clock = Clock()
        self.clock.time = utc(now)
        self.stores = stores or memory_stores(series=series)
        self.slack = slack or Watched(self.clock)
        self.board = Board()
        chosen: dict[str, object] = {"channels": {"network": [CHANNEL]}, "quiet": ""}
        self._settings = load_settings(
            _env_file=None,
            roles={Role.ORGANISER: [str(BOSS), "discord:role:7"]},
            discord={"token": "x"} if settings.pop("discord", False) else {},
            meetings=chosen | settings,
        )
        self.start()

    def start(self) -> None:
        """Start the program, anew if it ran already."""
        letterbox = Letterbox(self.stores.outbox)
        self.unasked = build_unasked(self.stores, self._settings, letterbox, self.clock.now)
        self.bot = Bot(Catalog(command for feature in self.unasked.features for command in feature.commands()))
        self.courier = Courier(
            self.stores.outbox,
            {"slack": self.slack},
            self.unasked.composers,
            self.clock.now,
            performers=self.unasked.events.performers({"discord": self.board}),
            troubled=self.unasked.troubled,
        )
        self._work = Clockwork(self.unasked.planners, self.courier, self.clock.now)

    async def look(self) -> datetime | None:
        """Do what is due just now, and return when there is more."""
        ahead = await self._work.look()
        while self.courier._under_way:
            await self.courier.finish()
            ahead = await self._work.look()
        return ahead

    async def glance(self) -> None:
        """Start what is due just now, and do not wait for it."""
        await self._work.look()
        await asyncio.sleep(0.01)

    async def run(self, until: str | timedelta) -> None:
        """Let the time pass, doing what is due whenever it is."""
        end = self.clock.now() + until if isinstance(until, timedelta) else utc(until)
        while (ahead := await self.look()) and ahead <= end:
            self.clock.time = max(ahead, self.clock.time + timedelta(milliseconds=1))
        self.clock.time = max(end, self.clock.time)

    async def away(self, until: str) -> None:
        """Let the time pass while the program does not run, and start it again."""
        self.clock.time = utc(until)
        self.start()
        await self.run(timedelta(seconds=1))

    async def edit(self, change: Callable[[Series], Series], series_id: str = "5e71e5") -> None:
        """Let an organiser change a series."""
        found = await self.stores.calendar.find(series_id)
        assert found
        await self.stores.calendar.save(change(found))

    def request(self, command: str, account: Account = KIM, /, **args: str) -> Request:
        roles = frozenset({Role.ORGANISER}) if account == BOSS else frozenset()
        return Request(Call(command, args), Actor(account, account.user, roles), Address(account.platform, "lobby"))

    async def ask(self, command: str, account: Account = KIM, /, **args: str) -> Reply:
        """Press a button, or type a command."""
        return await self.bot.answer(self.request(command, account, **args))

    async def asked(self, command: str, account: Account = KIM, /, **args: str) -> str:
        return plain((await self.ask(command, account, **args)).blocks)

    async def composed(self, row: Delivery, at: str) -> Sequence[Block]:
        """Word a delivery as if it were sent then."""
        said = await self.unasked.composers[row.kind](row, utc(at))
        assert isinstance(said, Words)
        return said.blocks

    def said(self, to: str = CHANNEL) -> list[Said]:
        """List the messages in a place, as they stand now."""
        return [Said(str(where), text) for where, _, text in self.slack.history if str(where) == to]

    def titles(self, to: str = CHANNEL) -> list[str]:
        return [one.title for one in self.said(to)]

    async def rows(self, *kinds: str) -> Sequence[Delivery]:
        """List deliveries, earliest due first."""
        return [*reversed(await self.stores.outbox.show(list(State), most=10_000, kinds=kinds))]

    async def states(self, *kinds: str) -> Mapping[State, int]:
        """Count deliveries by what became of them."""
        found = [row.state for row in await self.rows(*kinds)]
        return {state: found.count(state) for state in State if state in found}
