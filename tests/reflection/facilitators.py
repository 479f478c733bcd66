"""A session in two channels, the people in it, and facilitators who press what they see."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat.calls import Call, call
from bot.chat.commands import Catalog, Form
from bot.chat.requests import Account, Actor, Address, Request, Role
from bot.chat.veil import Lock
from bot.chat.views import Block, Button, Select, Tone, calls, plain
from bot.clockwork import Clockwork
from bot.delivery.courier import Courier
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Refused
from bot.reflection.afterwards import Afterwards
from bot.reflection.boards import Boards
from bot.reflection.contributions import Contribution
from bot.reflection.counts import Counting
from bot.reflection.debrief import Debrief
from bot.reflection.facilitation import Facilitation
from bot.reflection.following import Following
from bot.reflection.joining import Joining
from bot.reflection.leaving import Leaving
from bot.reflection.model import Place, Session
from bot.reflection.planner import SessionPlanner
from bot.reflection.reading import Reading
from bot.reflection.sessionbook import SessionBook
from bot.reflection.taking_part import TakingPart
from bot.reflection.whispers import Whispers
from bot.service import Bot
from tests.contract.reading import controls_in
from tests.delivery.platform import Platform
from tests.fakes import MemoryCounts, MemoryKept, MemoryOutbox, MemoryPapers, MemoryVault
from tests.reflection.desk import EVERYBODY, Desk
from tests.reflection.meetings import Meetings
from tests.reflection.sessions import NOW, begun, session
from tests.reflection.test_sessionbook import CHANCE

SLACK, DISCORD = Address("slack", "C1"), Address("discord", "2")
OLU, BEA, CEM = (
    Actor(Account("slack", "T1", name.upper()), name, frozenset({Role.FACILITATOR})) for name in ("Olu", "Bea", "Cem")
)
# Olu once more, elsewhere.
OLU_TOO = Actor(Account("discord", "1", "7"), "Olu", frozenset({Role.FACILITATOR}))
KIM, LEE, MAX = (Actor(Account("slack", "T1", name.upper()), name) for name in ("Kim", "Lee", "Max"))


class House:
    """Whatever answers people about a session that Olu leads, over fakes. Bea is a facilitator, too; Cem never came."""

    def __init__(self, *holders: str) -> None:
        self.time = NOW
        kept, self.outbox = MemoryKept(), MemoryOutbox()
        letterbox = Letterbox(self.outbox)
        self.book = SessionBook(kept, MemoryPapers(kept), MemoryVault(self.now), now=self.now)
        self.facilitation = Facilitation(self.book, self.now, chance=CHANCE)
        self.told = list[Contribution]()
        desk = Desk(
            self.book,
            self.now,
            outbox=self.outbox,
            holders=holders or EVERYBODY,
            selves=_selves,
            tell=self._tell,
        )
        self.panel, self.roster, self.rota = desk.panel, desk.roster, desk.rota
        parts = (*desk.features, Joining(self.book), Leaving(self.book), TakingPart(self.book), Reading(self.book))
        self.bot = Bot(Catalog(command for part in parts for command in part.commands()))
        self.slack, self.discord = Platform(), Platform()
        boards = Boards(self.book, letterbox)
        self._planner = SessionPlanner(
            self.book,
            self.facilitation,
            boards,
            Following(self.book, Meetings().diary, letterbox),
            Afterwards(Debrief(self.book, letterbox), Whispers(self.book, letterbox, self.now, CHANCE)),
            counting=Counting(self.book, MemoryCounts(kept)),
            news=desk.news,
        )
        platforms = {"slack": self.slack, "discord": self.discord}
        self._courier = Courier(self.outbox, platforms, {**boards.composers(), **desk.news.composers()}, self.now)
        self._work = Clockwork([self._planner.plan], self._courier, self.now)
        self.seen: tuple[Block, ...] = ()
        self.id = ""

    def now(self) -> datetime:
        return self.time

    async def open(self, of: Session | None = None, **fields: object) -> str:
        """Let a session be there that has begun, or `of` this kind; returns its id."""
        for one in (OLU, BEA):
            await self.roster.sign(one)
        places = tuple(Place(channel=channel) for channel in (SLACK, DISCORD))
        given: dict[str, object] = {"places": places, "facilitators": (str(OLU.account),), "look_at": NOW} | fields

        def make(session_id: str, lock: Lock) -> Session:
            del lock
            return replace(of or begun(), id=session_id, **given)  # type: ignore[arg-type] # a test's short-hand

        self.id = (await self.book.start(make)).id
        return self.id

    async def gather(self, key: str = "rolfe", **fields: object) -> str:
        """Let a session be there that was announced and has not begun."""
        return await self.open(session(key), **fields)

    async def find(self) -> Session:
        return await self.book.find(self.id)

    async def does(self, asked: Call, actor: Actor = OLU) -> str:
        """Make a call, and return what is answered."""
        self.seen = (await self.bot.answer(self._request(asked, actor))).blocks
        return plain(self.seen)

    async def look(self, actor: Actor = OLU) -> str:
        """Open the panel."""
        return await self.does(call("session-panel", session=self.id), actor)

    async def press(self, label: str, actor: Actor = OLU, filled_in: Mapping[str, str] | None = None) -> str:
        """Press a button of what was seen last, and fill in its form."""
        (pressed, *_) = [one for block in self.seen for one in controls_in(block) if _label(one) == label]
        return await self.does(pressed.call.with_args(filled_in or {}), actor)

    async def form(self, command: str, actor: Actor = OLU) -> Form | None:
        return await self.bot.form_for(self._request(call(command, session=self.id), actor))

    @property
    def buttons(self) -> Sequence[str]:
        return [_label(one) for block in self.seen for one in controls_in(block)]

    @property
    def primary(self) -> Sequence[str]:
        """List the buttons that stand out."""
        seen = [one for block in self.seen for one in controls_in(block)]
        return [one.label for one in seen if isinstance(one, Button) and one.tone is Tone.PRIMARY]

    @property
    def leads_to(self) -> Sequence[str]:
        return [one.command for one in calls(self.seen)]

    async def home(self, actor: Actor) -> str:
        """Read what stands on somebody's front page."""
        self.seen = tuple(await self.panel.home(self._request(call("home"), actor)))
        return plain(self.seen)

    async def join(self, *people: Actor) -> None:
        for who in people:
            assert "You are in" in await self.does(call("session-join", session=self.id, tell="no"), who)

    async def write(self, who: Actor, text: str = "Words") -> str:
        phase = str((await self.find()).phase)
        return await self.does(Call("session-contribute", {"session": self.id, "phase": phase, "text": text}), who)

    async def write_enough(self) -> None:
        """Let three people write five contributions."""
        await self.join(KIM, LEE, MAX)
        for who in (KIM, LEE, MAX, KIM, LEE):
            await self.write(who, f"What {who.name} wrote")

    async def settle(self, *, after: timedelta = timedelta()) -> None:
        """Let time pass, and everything be planned and said that is due then."""
        self.time += after
        # What waits for an announcement to stand is looked at again after some seconds.
        for _ in range(4):
            await self._work.look()
            await self._courier.finish()
            self.time += timedelta(seconds=20)

    async def plan(self) -> None:
        """Let be handed in what is due, and nothing be said yet."""
        await self._planner.plan(self.time)

    async def carry(self) -> None:
        """Let be said what was handed in."""
        await self._courier.work()
        await self._courier.finish()

    def heard(self, actor: Actor) -> list[str]:
        """List what somebody was told in private."""
        platform = self.slack if actor.account.platform == "slack" else self.discord
        return [text for where, _, text in platform.history if where == Address.of(actor.account)]

    def in_thread(self, platform: Platform | None = None) -> list[str]:
        return [text for where, _, text in (platform or self.slack).history if where.thread]

    def close(self, channel: Address) -> None:
        """Let a channel be archived."""
        platform = self.slack if channel.platform == "slack" else self.discord
        platform.closed[channel] = Refused("The channel is archived.")

    async def _tell(self, session_id: str, said: Contribution) -> None:
        assert session_id == self.id
        self.told.append(said)

    def _request(self, asked: Call, actor: Actor) -> Request:
        return Request(asked, actor, SLACK)


async def _selves(account: Account) -> Sequence[Account]:
    olu = (OLU.account, OLU_TOO.account)
    return olu if account in olu else (account,)


def _label(control: Button | Select) -> str:
    return control.label
