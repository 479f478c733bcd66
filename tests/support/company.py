"""People around one case: who asked, who helps, who reports; and what each reads of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.chat.calls import Call
from bot.chat.commands import Form
from bot.chat.requests import Account, Actor, Address, Request
from bot.chat.veil import Lock, Veil
from bot.chat.views import Block, Button, Reply, Text, plain
from bot.delivery.courier import Courier
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Messenger
from bot.support.casebook import Casebook, Opened
from bot.support.model import Dossier, Entry, Kind, Part, Standing, Talk, Talking, Voice
from bot.support.nudges import Nudges
from bot.support.relay import SEALED
from config.settings import load_settings
from config.wiring import build_core
from tests.contract.reading import controls_in
from tests.delivery.platform import Clock, Platform
from tests.fakes import MemoryVault
from tests.house import memory_stores

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

    def __init__(self, **settings: object) -> None:
        """`settings` are those of support."""
        self.clock = Clock()
        self.stores = replace(memory_stores(), vault=MemoryVault(self.clock.now))
        self.letterbox = Letterbox(self.stores.outbox)
        given = load_settings(_env_file=None, support={"channels": (str(PLACE),), **settings})
        core = build_core(self.stores, given, self.letterbox, self.clock.now)
        self.slack = Platform()
        core.voices["slack"] = self.slack
        platforms: dict[str, Messenger] = {"slack": self.slack, SEALED: core.relay}
        self.courier = Courier(self.stores.outbox, platforms, core.composers, self.clock.now)
        self.planners = core.planners
        self.casebook = Casebook(self.stores.cases, self.stores.vault)
        self.nudges = Nudges(self.casebook, self.letterbox, self.clock.now)
        self.bot = core.bot
        self.case = ""
        self.seen: Sequence[Block] = ()
        self.reply = Reply(())

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

        self.case = (await self.casebook.start(make)).id
        return self.case

    async def post(self) -> str:
        """Begin a case whose post is there to be seen, so that something can be said under it."""
        posted = await self.slack.post(PLACE, (Text((ASKED,)),), "request")
        return await self.ask(entries=(entry("q", "k", Kind.REQUEST, ASKED, posted=posted),))

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

    async def form(self, text: str, actor: Actor = KIM, /, **args: str) -> Form | None:
        """Open the form that a call leads to, if it does."""
        return await self.bot.form_for(Request(Call.parse(text).with_args(args), actor, PLACE))

    async def row(self) -> tuple[int, int]:
        """Return what the database shows of the case: how long it is, and how often it was changed."""
        sealed = await self.stores.cases.find(self.case)
        assert sealed
        return len(sealed.sealed), sealed.version

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

    async def wait(self, **span: float) -> None:
        """Let time pass in small steps, and all that is due be done."""
        end = self.clock.time + timedelta(**span)
        while self.clock.time < end:
            self.clock.move(30)
            for plan in self.planners:
                await plan(self.clock.now())
            await self.courier.work()
            await self.courier.finish()

    def heard(self, actor: Actor) -> int:
        """Count what somebody was told in private."""
        return sum(place == Address.of(actor.account) for place, _, _ in self.slack.history)
