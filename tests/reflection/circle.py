"""People who hold a session over the core, and the channel in which all of them read it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.chat.calls import Call, call
from bot.chat.commands import Catalog
from bot.chat.errors import Refusal
from bot.chat.requests import Account, Actor, Address, Request, Role
from bot.chat.veil import Veil
from bot.chat.views import Button, Reply, calls, plain
from bot.clockwork import Clockwork
from bot.delivery.courier import Courier
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import State
from bot.reflection.model import Session
from bot.service import Bot
from config.reflection_parts import build_book, build_reflection
from config.rota_parts import build_facilitating
from config.settings import Settings, load_settings
from tests.house import memory_stores
from tests.journeys.core_skin import WHERE, Voice
from tests.reflection.sessions import NOW

CHANNEL = Address("core", WHERE)
OPENED = {"topic": "A hard week", "when": "", "pace": "0", "details": ""}
# Who leads every session.
LEADER = "Olu"
_MOMENT = timedelta(seconds=1)


class Circle:
    """A session in one channel, led by Olu; whoever is `blocked` may not write without a name."""

    def __init__(self) -> None:
        self.time, self.blocked, self.panel, self.voice = NOW, set[str](), Reply(()), Voice()
        stores = memory_stores()
        settings, letterbox = _settings(), Letterbox(stores.outbox)
        self.outbox, self.book = stores.outbox, build_book(stores, letterbox, self.now)
        roster = build_facilitating(stores, settings, letterbox, self.now).roster
        part = build_reflection(self.book, stores, settings, letterbox, self.now, roster=roster, barrier=self._barrier)
        self.bot = Bot(Catalog(command for one in part.features for command in one.commands()))
        self.courier = Courier(self.outbox, {"core": self.voice}, part.composers, self.now)
        self.clockwork = Clockwork(part.planners, self.courier, self.now)

    def now(self) -> datetime:
        return self.time

    @property
    def read(self) -> list[str]:
        """List what stands in the channel, oldest first."""
        return [plain(blocks) for _, _, blocks in self.voice.said.values()]

    @property
    def headings(self) -> list[str]:
        """List the first line of each message."""
        return [text.partition("\n")[0] for text in self.read]

    async def session(self) -> Session:
        (session,) = await self.book.all()
        return session

    async def open(self, key: str, **chosen: str) -> None:
        """Open a session, and announce it."""
        preview = await self.asks(LEADER, Call("session-open", {"format": key, **OPENED, **chosen}))
        self.panel = await self._pressed(LEADER, preview, "Announce it")
        await self.pass_on()

    async def leads(self, button: str) -> str:
        """Press a button of the panel, as whoever leads; returns what the panel says then."""
        shown = await self._pressed(LEADER, self.panel, button)
        if any(one.command == "session-panel" for one in calls(shown.blocks)):
            self.panel = shown
        await self.pass_on()
        return plain(shown.blocks)

    async def join(self, *people: str, **answers: str) -> str:
        """Press *Join* beneath the announcement; returns what the last of them is told."""
        told = [plain((await self.presses(who, 0, "Join", tell="no", **answers)).blocks) for who in people]
        return told[-1]

    async def brings(self, who: str, thing: str) -> str:
        """Press beneath the announcement that somebody brings something."""
        return plain((await self.presses(who, 0, f"I’ll bring {thing}")).blocks)

    async def writes(self, who: str, text: str) -> Reply:
        """Contribute to the phase that runs, as whoever has its form open."""
        session = await self.session()
        asked = call("session-contribute", session=session.id, phase=session.phase)
        told = await self.asks(who, asked.with_args({"text": text}))
        await self.pass_on()
        return told

    async def opens_form(self, who: str) -> str:
        """Press *Contribute*; returns why no form opens, or nothing."""
        session = await self.session()
        asked = Request(call("session-contribute", session=session.id, phase=session.phase), _actor(who), CHANNEL)
        return "" if await self.bot.form_for(asked) else plain((await self.bot.answer(asked)).blocks)

    async def replies(self, who: str, to: str, text: str) -> Reply:
        """Reply to what stands in the channel in these words."""
        session = await self.session()
        said = next(one for one in await self.book.contributions(session.id) if one.text == to)
        number = next(at for at, one in enumerate(session.sayings) if said.id in one.papers)
        asked = call("session-reply", session=session.id, saying=number)
        told = await self.asks(who, asked.with_args({"to": said.id, "text": text}))
        await self.pass_on()
        return told

    async def presses(self, who: str, message: int, button: str, **answers: str) -> Reply:
        """Press a button beneath a message in the channel, and fill in its form."""
        blocks = [*self.voice.said.values()][message][2]
        told = await self._pressed(who, Reply(tuple(blocks)), button, answers)
        await self.pass_on()
        return told

    async def asks(self, who: str, asked: Call) -> Reply:
        return await self.bot.answer(Request(asked, _actor(who), CHANNEL))

    async def says(self, who: str, command: str) -> str:
        return plain((await self.asks(who, Call(command))).blocks)

    async def pass_on(self) -> None:
        """Let be said what has to be, until nothing more is."""
        while True:
            before = await self._waiting()
            self.time += _MOMENT
            await self.clockwork.look()
            await self.courier.finish()
            if before == await self._waiting():
                return

    async def _waiting(self) -> object:
        said = await self.outbox.show({*State}, most=1000)
        return {one.id: one.state for one in said}, await self.book.next_due()

    async def _pressed(self, who: str, seen: Reply, label: str, answers: Mapping[str, str] | None = None) -> Reply:
        pressed = next(one for one in buttons(seen) if one.label == label)
        return await self.asks(who, pressed.call.with_args(answers or {}))

    async def _barrier(self, veil: Veil) -> None:
        if any(veil.named_in(name) for name in self.blocked):
            raise Refusal("You cannot write without your name just now.")


def buttons(seen: Reply) -> list[Button]:
    """List the buttons of what somebody sees, in order."""
    controls = [getattr(block, "controls", ()) for block in seen.blocks]
    beside = [getattr(block, "button", None) for block in seen.blocks]
    return [one for one in (*beside, *(one for some in controls for one in some)) if isinstance(one, Button)]


def _settings() -> Settings:
    settings = load_settings(_env_file=None, network="the network")
    sessions = settings.reflection.model_copy(update={"channels": (str(CHANNEL),)})
    roles = {Role.FACILITATOR: frozenset({str(_actor(LEADER).account)})}
    return settings.model_copy(update={"reflection": sessions, "roles": roles})


def _actor(who: str) -> Actor:
    return Actor(Account("core", "*", who.lower()), who, frozenset({Role.FACILITATOR} if who == LEADER else ()))
