"""People around one case: who asked, who helps, who reports; and what each reads of it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.chat.calls import Call
from bot.chat.commands import Catalog, Command
from bot.chat.requests import Account, Actor, Address, Request
from bot.chat.veil import Lock, Veil
from bot.chat.views import Block, Button, Reply, plain
from bot.delivery.courier import Courier
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Messenger
from bot.service import Bot
from bot.support.casebook import Casebook, Opened
from bot.support.model import Dossier, Entry, Kind, Part, Standing, Talk, Talking, Voice
from bot.support.nudges import Nudges
from bot.support.relay import SEALED, Relay
from tests.contract.reading import controls_in
from tests.delivery.platform import Clock, Platform
from tests.fakes import MemoryCases, MemoryOutbox, MemoryVault

PLACE = Address("slack", "C1")
ASKED = "I dread every ward round."


def somebody(name: str) -> Actor:
    return Actor(Account("slack", "T1", name.lower()), name)


KIM, LEE, ADA, MAX = map(somebody, ("Kim", "Lee", "Ada", "Max"))


def veil(actor: Actor) -> Veil:
    return Veil(str(actor.account), actor.name)


def entry(entry_id: str, voice: str, kind: Kind, text: str, **more: str) -> Entry:
    """Make something that was said."""
    posted = f"1{entry_id}" if kind in (Kind.REQUEST, Kind.NOTE, Kind.REPLY, Kind.ANSWER) else ""
    said = Entry(id=entry_id, voice=voice, kind=kind, text=text, standing=Standing.SAID, posted=posted)
    return replace(said, **more)  # type: ignore[arg-type]


class Company:
    """One case over fakes: Kim asked as Quiet Heron, Lee answered as Calm Otter, Ada offered a talk by name."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.cases, self.vault, self.outbox = MemoryCases(), MemoryVault(self.clock.now), MemoryOutbox()
        self.slack = Platform()
        self.casebook = Casebook(self.cases, self.vault)
        self.letterbox = Letterbox(self.outbox)
        self.nudges = Nudges(self.casebook, self.letterbox, self.clock.now)
        relay = Relay(self.casebook, {"slack": self.slack})
        platforms: dict[str, Messenger] = {"slack": self.slack, SEALED: relay}
        self.courier = Courier(self.outbox, platforms, self.nudges.composers(), self.clock.now)
        self.bot = Bot(Catalog(()))
        self.case = ""
        self.seen: Sequence[Block] = ()
        self.reply = Reply(())

    def offers(self, *commands: Iterable[Command]) -> None:
        """Let people use these commands."""
        self.bot = Bot(Catalog(command for some in commands for command in some))

    async def ask(self, author: Actor = KIM, **more: object) -> str:
        """Begin a case that is posted already, in which nothing was said yet; returns its id."""

        def make(case_id: str, lock: Lock) -> Dossier:
            made = self.voice("k", author, lock, Part.AUTHOR, "Quiet Heron")
            dossier = Dossier(
                id=case_id,
                place=PLACE,
                name="Quiet Heron",
                opened=datetime(2026, 3, 29, tzinfo=UTC),
                voices=(made,),
                entries=(entry("q", "k", Kind.REQUEST, ASKED),),
            )
            return replace(dossier, **more)  # type: ignore[arg-type]

        self.case = (await self.casebook.begin(make)).id
        return self.case

    async def add(self, *added: Entry | Voice | Talk) -> Dossier:
        """Let something come into the case."""

        def more(dossier: Dossier) -> Dossier:
            for one in added:
                match one:
                    case Entry():
                        dossier = replace(dossier, entries=(*dossier.entries, one))
                    case Voice():
                        dossier = replace(dossier, voices=(*dossier.voices, one))
                    case Talk():
                        dossier = replace(dossier, talks=(*dossier.talks, one))
            return dossier

        return await self.casebook.change(self.case, more)

    async def change(self, **fields: object) -> Dossier:
        """Let the case be otherwise."""
        return await self.casebook.change(self.case, lambda dossier: replace(dossier, **fields))  # type: ignore[arg-type]

    async def joins(self) -> None:
        """Let Lee answer without a name, and Ada, whose offer of a talk was accepted, have a voice by name."""
        lock = (await self.opened()).lock
        await self.add(
            self.voice("l", LEE, lock, Part.HELPER, "Calm Otter"),
            replace(self.voice("a", ADA, lock, Part.HELPER, "Ada"), named=True),
            Talk(id="t", helper="a", standing=Talking.ACCEPTED),
            entry("1", "l", Kind.ANSWER, "I know that dread."),
        )

    def voice(self, voice_id: str, actor: Actor, lock: Lock, part: Part, name: str) -> Voice:
        mark, address = veil(actor).mark(lock), veil(actor).address(lock)
        return Voice(id=voice_id, part=part, mark=mark, name=name, address=address)

    async def opened(self) -> Opened:
        return await self.casebook.find(self.case)

    async def dossier(self) -> Dossier:
        return (await self.opened()).dossier

    # What people do --------------------------------------------------------------

    async def do(self, text: str, actor: Actor = KIM, /, **args: str) -> str:
        """Make a call, and return what is answered."""
        self.reply = await self.bot.answer(Request(Call.parse(text).with_args(args), actor, PLACE))
        self.seen = self.reply.blocks
        return plain(self.seen)

    async def press(self, label: str, actor: Actor = KIM, /, nth: int = 0, **args: str) -> str:
        """Press the nth button of that label on what was seen last."""
        pressed = [one for one in self.buttons() if one.label == label][nth]
        return await self.do(str(pressed.call), actor, **args)

    async def form(self, text: str, actor: Actor = KIM) -> bool:
        """Whether a call opens a form."""
        return await self.bot.form_for(Request(Call.parse(text), actor, PLACE)) is not None

    def buttons(self) -> list[Button]:
        return [one for block in self.seen for one in controls_in(block) if isinstance(one, Button)]

    def labels(self) -> list[str]:
        return [one.label for one in self.buttons()]

    async def settle(self) -> None:
        """Let everything be said that is due, one message a second in each place."""
        for _ in range(10):
            await self.courier.work()
            await self.courier.finish()
            self.clock.move(2)

    def heard(self, actor: Actor) -> int:
        """Count what somebody was told in private."""
        return sum(place == Address.of(actor.account) for place, _, _ in self.slack.history)
