"""A session with people who want to be told in private, and what carries words to them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from bot.chat.requests import Address
from bot.chat.veil import Veil
from bot.delivery.courier import Courier
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Messenger, State
from bot.reflection.contributions import Contribution, Participant
from bot.reflection.ears import Ears
from bot.reflection.folder import Folder
from bot.reflection.model import Session, Stage
from bot.reflection.whispers import Whispers
from bot.support.casebook import Casebook
from bot.support.model import KEEP
from bot.support.relay import SEALED, Relay
from tests.delivery.platform import Clock, Platform
from tests.fakes import MemoryCases, MemoryKept, MemoryOutbox, MemoryPapers
from tests.reflection.test_sessionbook import CHANCE, KIM, LEE, MAX, House
from tests.support.stuck import StuckVault

# No word is said before this is over.
WAIT = 600


class Hall(House):
    """Kim and Lee want to be told, and Max does not."""

    def __init__(self) -> None:
        kept = MemoryKept()
        super().__init__(kept, MemoryPapers(kept))
        self.clock, self.outbox, self.slack = Clock(), MemoryOutbox(), Platform()
        self.vault: StuckVault = StuckVault(self.clock.now)
        self.book = self.another()
        self.whispers = Whispers(self.book, Letterbox(self.outbox), self.clock.now, CHANCE)
        self.voices: dict[str, Messenger] = {"slack": self.slack}
        relay = Relay(Casebook(MemoryCases(), self.vault), self.voices, beside=(Ears(self.book),))
        self.courier = Courier(self.outbox, {SEALED: relay}, self.whispers.composers(), self.clock.now)
        self.key = ""

    async def gather(self) -> None:
        self.key = await self.begin(MAX)
        for veil in (KIM, LEE):
            await self.book.join(self.key, veil, "Quiet Heron", tell=True)

    async def wrote(self, *veils: Veil) -> list[Contribution]:
        return await self.write(self.key, *veils)

    async def holds(self, *said: Contribution) -> None:
        """Let a facilitator hold something back, as the panel does."""
        for one in said:
            await self.whispers.tell(self.key, await self.facilitation.hold(self.key, one.id))

    async def lets_through(self, said: Contribution) -> None:
        await self.whispers.tell(self.key, await self.facilitation.let_through(self.key, said.id))

    async def removes(self, said: Contribution) -> None:
        await self.whispers.tell(self.key, await self.facilitation.remove(self.key, said.id))

    async def curious(self, veil: Veil) -> None:
        """Let somebody join who wants to be asked afterwards."""
        _, lock = await self.book.open(self.key)
        who = Participant(mark=veil.mark(lock), name="Calm Otter", address=veil.address(lock), follow_up=True)
        assert await Folder(self.papers, self.key, lock).enter(who)

    async def settle(self) -> None:
        """Let everything be said that was handed in till now."""
        self.clock.move(WAIT)
        for _ in range(10):
            await self.courier.work()
            await self.courier.finish()
            self.clock.move(2)

    async def closed(self) -> Session:
        over = self.clock.now() + KEEP
        return await self.book.change(self.key, lambda now: replace(now, stage=Stage.CLOSED, shred_at=over))

    @property
    def heard(self) -> Mapping[str, int]:
        """How much each can read in private, by their name."""
        places = {Address("slack", f"@{name}"): name for name in ("KIM", "LEE", "MAX", "UNA")}
        return Counter(places[to] for to, _, text in self.slack.history if text)

    @property
    def states(self) -> list[State]:
        return [row.state for row in self.outbox.rows.values()]
