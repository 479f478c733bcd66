"""The whole bot over stores in memory, a case that was posted, and members and facilitators around it."""

from dataclasses import replace
from datetime import timedelta

from bot.chat.calls import Call
from bot.chat.requests import Account, Actor, Address, Request, Role
from bot.chat.veil import Lock, Veil
from bot.chat.views import Block, Button, plain
from bot.clockwork import Clockwork
from bot.delivery.courier import Courier
from bot.delivery.letterbox import Letterbox
from bot.support.casebook import Casebook, Opened
from bot.support.drafting import changed, new_id, voice_behind
from bot.support.model import CAP, Dossier, Entry, Kind, Part, Standing, Voice
from bot.support.posts import Posts
from bot.support.relay import SEALED
from config.settings import load_settings
from config.wiring import build_core
from tests.contract.reading import controls_in
from tests.delivery.platform import Clock, Platform
from tests.fakes import MemoryVault
from tests.house import memory_stores

CHANNEL = Address("slack", "C1")


def _person(name: str, *roles: Role) -> Actor:
    return Actor(Account("slack", "T1", name.upper()), name, frozenset(roles))


KIM, ROBIN, LEE = _person("Kim"), _person("Robin"), _person("Lee")
FAY, FIN, FLO = (_person(name, Role.FACILITATOR) for name in ("Fay", "Fin", "Flo"))
ASKED, ANSWERED = "I dread going back to that ward.", "I left mine, and it was right."
REASON = "It names a patient."


class House:
    """Everybody on Slack, and time that is moved by hand."""

    def __init__(self, **support: object) -> None:
        self.clock, self.slack = Clock(), Platform()
        self.stores = replace(memory_stores(), vault=MemoryVault(self.clock.now))
        facilitators = frozenset(str(one.account) for one in (FAY, FIN, FLO))
        self.settings = load_settings(
            _env_file=None,
            roles={Role.FACILITATOR: facilitators},
            support={"channels": str(CHANNEL), **support},
        )
        letterbox = Letterbox(self.stores.outbox)
        core = build_core(self.stores, self.settings, letterbox, self.clock.now)
        core.voices["slack"] = self.slack
        self.bot = core.bot
        self.casebook = Casebook(self.stores.cases, self.stores.vault)
        self._posts = Posts(self.casebook, letterbox)
        platforms = {"slack": self.slack, SEALED: core.relay}
        self._courier = Courier(self.stores.outbox, platforms, core.composers, self.clock.now)
        self._work = Clockwork(core.planners, self._courier, self.clock.now)
        self.seen: tuple[Block, ...] = ()
        self.case = ""

    # What people do --------------------------------------------------------------

    async def do(self, text: str, actor: Actor = FAY, /, **args: str) -> str:
        """Make a call, and return what is answered; for a form that opens, its title."""
        request = Request(Call.parse(text).with_args(args), actor, Address("slack", "C1"))
        if form := await self.bot.form_for(request):
            return form.title
        self.seen = (await self.bot.answer(request)).blocks
        return plain(self.seen)

    async def press(self, label: str, actor: Actor = FAY, /, nth: int = 0, **args: str) -> str:
        """Press the nth button of that label on what was seen last."""
        return await self.do(self.button(label, nth), actor, **args)

    def button(self, label: str, nth: int = 0) -> str:
        return [str(one.call) for one in self.buttons() if one.label == label][nth]

    def buttons(self) -> list[Button]:
        return [one for block in self.seen for one in controls_in(block) if isinstance(one, Button)]

    async def look(self, actor: Actor = FAY) -> str:
        """Look at the case as a facilitator."""
        return await self.do("support-look", actor, case=self.case)

    # What there is ---------------------------------------------------------------

    async def asks(self, actor: Actor = KIM, text: str = ASKED, **more: object) -> Dossier:
        """Let a request of somebody be posted, and be the case that is looked at."""
        epoch = (await self.stores.vault.epochs(self.clock.time))[0]
        opened = self.clock.time.replace(minute=0)

        def make(case_id: str, lock: Lock) -> Dossier:
            author = voice_behind(_veil(actor), lock, epoch, part=Part.AUTHOR, name="Quiet Heron", nudge=True)
            request = Entry(id=new_id(), voice=author.id, kind=Kind.REQUEST, text=text)
            one = Dossier(
                id=case_id,
                place=CHANNEL,
                name="Quiet Heron",
                opened=opened,
                voices=(author,),
                entries=(request,),
                close_at=opened + CAP,
            )
            return replace(one, **more)  # type: ignore[arg-type]

        dossier = await self.casebook.begin(make)
        self.case = dossier.id
        return dossier if "entries" in more else await self._posted(dossier.request)

    async def answers(self, actor: Actor = ROBIN, text: str = ANSWERED) -> Entry:
        """Let an answer without a name be posted."""
        opened = await self.opened()
        epoch = (await self.stores.vault.epochs(self.clock.time))[0]
        voice = voice_behind(_veil(actor), opened.lock, epoch, part=Part.HELPER, name="Warm Otter", nudge=True)
        entry = Entry(id=new_id(), voice=voice.id, kind=Kind.ANSWER, text=text)
        await self.casebook.change(
            self.case, lambda one: replace(one, voices=(*one.voices, voice), entries=(*one.entries, entry))
        )
        return entry_in(await self._posted(entry), entry.id)

    async def closes(self) -> None:
        """Let the author close the case."""
        await self.casebook.change(self.case, lambda one: replace(one, closed=True, close_at=None))

    async def puts(self, entry: Entry) -> Dossier:
        """Let an entry of the case be as given."""
        return await self.casebook.change(self.case, lambda one: changed(one, entry))

    async def opened(self) -> Opened:
        return await self.casebook.find(self.case)

    async def dossier(self) -> Dossier:
        return (await self.opened()).dossier

    async def _posted(self, entry: Entry) -> Dossier:
        released = replace(entry, standing=Standing.RELEASED, release_at=self.clock.time)
        dossier = await self.casebook.change(self.case, lambda one: changed(one, released))
        await self._posts.put(dossier, released, self.clock.time)
        await self._courier.work()
        await self._courier.finish()
        sent = await self._posts.put(dossier, released, self.clock.time)
        assert sent
        said = replace(released, standing=Standing.SAID, release_at=None, posted=sent.posted)
        self.clock.move(2)
        return await self.casebook.change(self.case, lambda one: replace(changed(one, said), look_at=self.clock.time))

    # What comes of it ------------------------------------------------------------

    async def wait(self, **span: float) -> None:
        """Let time pass, and all that is due be done and said."""
        end = self.clock.time + timedelta(**span)
        while True:
            await self._work.look()
            await self._courier.finish()
            if self.clock.time >= end:
                return
            step = timedelta(hours=1) if end - self.clock.time > timedelta(hours=3) else timedelta(seconds=20)
            self.clock.time = min(self.clock.time + step, end)

    def heard(self, actor: Actor, part: str = "") -> list[str]:
        """List what was said to somebody in private, oldest first."""
        place = Address.of(actor.account)
        return [text for where, _, text in self.slack.history if where == place and part in text]

    def channel(self) -> list[str]:
        return [text for where, _, text in self.slack.history if where.channel == CHANNEL.channel and text]

    async def told(self, kind: Kind, part: Part = Part.AUTHOR) -> list[str]:
        """List what facilitators said to those who are that part in the case."""
        dossier = await self.dossier()
        theirs = {voice.id for voice in dossier.voices if voice.part is part}
        return [one.text for one in dossier.entries if one.kind is kind and one.to in theirs]


def entry_in(dossier: Dossier, entry_id: str) -> Entry:
    entry = dossier.entry(entry_id)
    assert entry
    return entry


def voice_in(dossier: Dossier, part: Part) -> Voice:
    return next(voice for voice in dossier.voices if voice.part is part)


def _veil(actor: Actor) -> Veil:
    return Veil(str(actor.account), actor.name)
