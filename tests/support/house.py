"""The whole bot over stores that forget, on Slack and Discord in memory, with a clock that is moved by hand."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.chat.calls import Call
from bot.chat.commands import Form
from bot.chat.requests import Account, Actor, Address, Request, Role
from bot.chat.views import Block, Button, Reply, plain
from bot.clockwork import Clockwork
from bot.delivery.courier import Courier
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Later, Refused
from bot.directory.model import Consent, Entry
from bot.support.casebook import Casebook
from bot.support.kept import Cases
from bot.support.model import Dossier, Kind, Part, Standing, Voice
from bot.support.model import Entry as Said
from bot.support.names import new_id
from bot.support.relay import SEALED
from bot.support.vault import Vault
from config.settings import load_settings
from config.stores import Stores
from config.wiring import build_core
from tests.contract.reading import controls_in
from tests.delivery.platform import Clock, Platform
from tests.fakes import MemoryCases, MemoryVault
from tests.house import memory_stores

CHANNEL = Address("slack", "C1")
ARCHIVED = Refused("The channel is archived.")
BUSY = Later(30)
WORDS = "I am shouted at on every round, and I do not know whom to tell."


def person(name: str, platform: str = "slack", *roles: Role) -> Actor:
    return Actor(Account(platform, "T1", f"U0{name.upper()}"), name, frozenset(roles))


KIM, ROBIN, LEE = person("Kim"), person("Robin"), person("Lee")
AWAY = person("Ash", "discord")


LISTED = Entry(id="ada", name="Ada Lister", skills=("R",), consent=Consent.GIVEN)


class Crowd:
    """An `Audience` of so many."""

    def __init__(self, size: int | None) -> None:
        self.people = size
        self.called: tuple[str, ...] = ()

    async def size(self, channel: Address) -> int | None:
        del channel
        return self.people

    async def names(self) -> Collection[str]:
        return self.called


def _clock() -> Clock:
    clock = Clock()
    clock.time = datetime(2026, 3, 2, 10, 20, tzinfo=UTC)
    return clock


class House:
    """Requests and sessions are in one channel on Slack, unless `channels` says so; `settings` are of support."""

    def __init__(
        self,
        *,
        channels: tuple[str, ...] = (str(CHANNEL),),
        cases: Cases | None = None,
        vault: Vault | None = None,
        roles: Mapping[Role, Collection[str]] | None = None,
        beside: "House | None" = None,
        entries: Sequence[Entry] = (LISTED,),
        introductions: Mapping[str, object] | None = None,
        **settings: object,
    ) -> None:
        """One `beside` another is a second process over the same stores; `entries` are those of the Directory."""
        self.clock: Clock = beside.clock if beside else _clock()
        now = self.clock.now
        own = replace(memory_stores(entries), cases=cases or MemoryCases(), vault=vault or MemoryVault(now))
        self.stores: Stores = beside.stores if beside else own
        self.letterbox = Letterbox(self.stores.outbox)
        self.slack: Platform = beside.slack if beside else Platform(groups=True)
        self.discord: Platform = beside.discord if beside else Platform()
        support, reflection = {"channels": channels, **settings}, {"channels": channels}
        settings_of = {"support": support, "reflection": reflection, "introductions": introductions or {}}
        given = load_settings(_env_file=None, roles=roles or {}, **settings_of)
        core = build_core(self.stores, given, self.letterbox, now)
        platforms = {"slack": self.slack, "discord": self.discord}
        core.voices.update(platforms)
        self.crowd = core.audiences["slack"] = Crowd(41)
        self.bot = core.bot
        self._courier = Courier(self.stores.outbox, {**platforms, SEALED: core.relay}, core.composers, now)
        self._work = Clockwork(core.planners, self._courier, now)
        self.casebook = Casebook(self.stores.cases, self.stores.vault)
        self.seen: tuple[Block, ...] = ()
        self.reply = Reply(())

    # What people do -------------------------------------------------------------

    async def do(self, text: str, actor: Actor = KIM, /, **args: str) -> str:
        """Make a call, and return what is answered."""
        reply = await self.bot.answer(self.request(text, actor, **args))
        self.reply, self.seen = reply, reply.blocks
        return plain(reply.blocks)

    def request(self, text: str, actor: Actor, /, **args: str) -> Request:
        call = Call.parse(text).with_args(args)
        return Request(call, actor, Address(actor.account.platform, "C9"))

    async def form(self, text: str, actor: Actor = KIM, /) -> Form | None:
        return await self.bot.form_for(self.request(text, actor))

    async def press_on(self, command: str, case: Dossier, actor: Actor = KIM, /, **args: str) -> str:
        """Do something with a request, or call it `entry`, as a button of its author's page would."""
        return await self.do(f"{command}?case={case.id}&entry={case.request.id}", actor, **args)

    async def press(self, label: str, actor: Actor = KIM, /, nth: int = 0, **args: str) -> str:
        """Press the nth button of that label on what was seen last; `args` are what its form is filled in with."""
        return await self.do(self.button(label, nth), actor, **args)

    async def ask(self, actor: Actor = KIM, /, **args: str) -> str:
        return await self.do("peer-support", actor, **{"text": WORDS, **args})

    async def post(self, actor: Actor = KIM, /, **args: str) -> Dossier:
        """Ask, send, and let it be posted; returns the case as it is then."""
        await self.ask(actor, **args)
        await self.press("Post now", actor)
        await self.settle()
        return (await self.cases())[-1]

    async def answers(self, actor: Actor, words: str, *, minutes: float = 0) -> None:
        """Let somebody have answered the only case without a name; it is posted so many minutes from now."""
        opened = await self.casebook.find((await self.case()).id)
        veil = self.request("inbox", actor).veil
        address = veil.address(opened.lock)
        voice = Voice(id=new_id(), part=Part.HELPER, mark=veil.mark(opened.lock), name="Calm Otter", address=address)
        entry = Said(id=new_id(), voice=voice.id, kind=Kind.ANSWER, text=words, standing=Standing.WAITING)
        entry = replace(entry, release_at=self.clock.now() + timedelta(minutes=minutes))
        await self.change(lambda case: replace(case, voices=(*case.voices, voice), entries=(*case.entries, entry)))
        await self.settle()

    def button(self, label: str, nth: int = 0) -> str:
        return [str(one.call) for one in self.buttons() if one.label == label][nth]

    def buttons(self, blocks: Sequence[Block] | None = None) -> list[Button]:
        shown = self.seen if blocks is None else blocks
        return [one for block in shown for one in controls_in(block) if isinstance(one, Button)]

    # What time does -------------------------------------------------------------

    async def wait(self, **time: float) -> None:
        """Let time pass, and all that is due be said."""
        end = self.clock.time + timedelta(**time)
        step = max((end - self.clock.time) / 60, timedelta(seconds=20))
        while True:
            await self._work.look()
            await self._courier.finish()
            if self.clock.time >= end:
                return
            self.clock.time = min(self.clock.time + step, end)

    async def settle(self) -> None:
        """Let everything be said that is due now, and be written down."""
        await self.wait(minutes=1)

    # What can be seen -----------------------------------------------------------

    def public(self) -> list[str]:
        """List what stands in the channel and its threads, oldest first."""
        return [text for where, key, text in self.slack.history if key and not where.people]

    def private(self, actor: Actor = KIM) -> list[str]:
        """List what stands in the private conversation with somebody, oldest first."""
        history = self.slack.history if actor.account.platform == "slack" else self.discord.history
        return [text for where, key, text in history if key and where == Address.of(actor.account)]

    async def cases(self) -> list[Dossier]:
        """Open every case there is, by id."""
        return [opened.dossier for opened in await self.casebook.all()]

    async def case(self) -> Dossier:
        """Open the only case there is."""
        [dossier] = await self.cases()
        return dossier

    async def change(self, edit: Callable[[Dossier], Dossier]) -> None:
        """Change the only case there is."""
        await self.casebook.change((await self.case()).id, edit)
