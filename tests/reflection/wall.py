"""What everybody sees of a session: the channels it runs in, on two platforms, and all that carries words there."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat.requests import Address
from bot.chat.veil import Veil
from bot.chat.views import Block
from bot.delivery.composers import Edit, Words
from bot.delivery.courier import Courier
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Delivery
from bot.reflection.afterwards import Afterwards
from bot.reflection.boards import Boards
from bot.reflection.counts import Counting
from bot.reflection.debrief import Debrief
from bot.reflection.facilitation import Facilitation
from bot.reflection.following import Following
from bot.reflection.model import Place, Session
from bot.reflection.planner import SessionPlanner
from bot.reflection.sessionbook import SessionBook
from bot.reflection.whispers import Whispers
from bot.support.relay import SEALED
from tests.delivery.platform import Platform
from tests.fakes import MemoryCounts, MemoryKept, MemoryOutbox, MemoryPapers
from tests.reflection.desk import Desk
from tests.reflection.meetings import Meetings
from tests.reflection.sessions import session
from tests.reflection.test_sessionbook import CHANCE, House

CHANNELS = (Address("slack", "C1"), Address("discord", "2"))


class Wall:
    """A session in two channels; the outbox, and what carries it."""

    def __init__(self) -> None:
        kept = MemoryKept()
        self.house = House(kept, MemoryPapers(kept))
        self.outbox, self.counts = MemoryOutbox(), MemoryCounts(kept)
        self.slack, self.discord, self.unnamed = Platform(), Platform(), Platform()
        self.absent = set[str]()
        self._woken = asyncio.Event()
        self.id = ""
        self.start()

    def start(self, book: SessionBook | None = None) -> None:
        """Start the program, anew if it ran already; what it had begun is lost."""
        self.book = book or self.house.another()
        facilitation = Facilitation(self.book, lambda: self.house.time, chance=CHANCE)
        self.boards = Boards(self.book, Letterbox(self.outbox))
        following = Following(self.book, Meetings().diary, Letterbox(self.outbox))
        whispers = Whispers(self.book, Letterbox(self.outbox), lambda: self.house.time, CHANCE)
        counting = Counting(self.book, self.counts)
        news = Desk(self.book, lambda: self.house.time, outbox=self.outbox).news
        self.debrief = Debrief(self.book, Letterbox(self.outbox))
        afterwards = Afterwards(self.debrief, whispers)
        self.planner = SessionPlanner(
            self.book, facilitation, self.boards, following, afterwards, counting=counting, news=news
        )
        private = {**news.composers(), **self.debrief.composers(), **whispers.composers()}
        self.courier = Courier(
            self.outbox,
            {"slack": self.slack, "discord": self.discord, SEALED: self.unnamed},
            {**self.boards.composers(), **private},
            lambda: self.house.time,
            self._woken.set,
            absent=self.absent,
        )

    async def announce(self, of: Session | None = None, *veils: Veil, **fields: object) -> None:
        """Open a session that these have joined, and let all that is said of it so far stand in both channels."""
        places = tuple(Place(channel=one) for one in CHANNELS)
        self.id = await self.house.open(replace(of or session(), places=places, **fields))  # type: ignore[arg-type]
        for veil in veils:
            await self.house.book.join(self.id, veil, "Quiet Heron")
        await self.settle()

    async def session(self) -> Session:
        return await self.house.book.find(self.id)

    @property
    def platforms(self) -> tuple[Platform, Platform]:
        return self.slack, self.discord

    async def see_to(self) -> bool:
        return await self.boards.see_to(await self.session(), self.house.time)

    async def deliver(self) -> None:
        """Let everything be said that is due within a day, one message a second in each place."""
        until = self.house.time + timedelta(days=1)
        due: datetime | None = self.house.time
        while due and due <= until:
            self.house.time = max(self.house.time, due)
            self._woken.clear()
            due = await self.courier.work()
            await self.courier.finish()
            due = self.house.time if self._woken.is_set() else due

    async def settle(self) -> None:
        """See to it until there is nothing left to do, or a platform is away."""
        for _ in range(5):
            await self.see_to()
            await self.deliver()

    async def run(self, **span: float) -> None:
        """Let time pass, and all that is due be done."""
        end = self.house.time + timedelta(**span)
        while (due := await self.planner.plan(self.house.time)) and due <= end:
            await self.deliver()
            self.house.time = max(self.house.time, due)
        await self.deliver()
        self.house.time = max(self.house.time, end)

    async def put(self, kind: str) -> list[Delivery]:
        return [one for one in await self.outbox.about(self.id) if one.kind == kind]

    async def words(self, delivery: Delivery) -> list[Block]:
        """Word something as it would be said now."""
        said = await self.boards.composers()[delivery.kind](delivery, self.house.time)
        assert isinstance(said, Words | Edit)
        return list(said.blocks)
