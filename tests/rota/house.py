"""A few facilitators, and a calendar that is moved by hand."""

from datetime import UTC, date, datetime, time

from bot.chat.calls import Call
from bot.chat.commands import Catalog
from bot.chat.requests import Account, Actor, Address, Request, Role
from bot.chat.views import Block, Button, plain
from bot.clockwork import Clockwork
from bot.delivery.courier import Courier
from bot.delivery.letterbox import Letterbox
from bot.rota.commands import OnDuty
from bot.rota.handing import Handing
from bot.rota.roster import Roster
from bot.service import Bot
from tests.contract.reading import controls_in
from tests.delivery.platform import Platform
from tests.fakes import MemoryOutbox, MemoryRota

MONDAY = date(2026, 1, 5)


def facilitator(user: str, name: str, workspace: str = "T1") -> Actor:
    return Actor(Account("slack", workspace, user), name, frozenset({Role.FACILITATOR}))


FAY, FIN = facilitator("fay", "Fay"), facilitator("fin", "Fin")
HOLDERS = ("slack:T1:fay", "slack:T1:fin", "slack:T1:never", "discord:role:7")
DIRECTORY = {"never": "Nell Rivers"}


async def called(account: Account) -> str:
    return DIRECTORY.get(account.user, "")


class House:
    """The rota over fakes, on Slack."""

    def __init__(self, *holders: str) -> None:
        self.today = MONDAY
        self.rota, self.outbox, self.slack = MemoryRota(), MemoryOutbox(), Platform()
        self.roster = Roster(self.rota, holders or HOLDERS, lambda: self.today, called)
        handing = Handing(self.rota, self.roster, Letterbox(self.outbox), self.now)
        on_duty = OnDuty(self.rota, self.roster, handing)
        self.bot = Bot(Catalog(on_duty.commands()))
        courier = Courier(self.outbox, {"slack": self.slack}, handing.composers(), self.now)
        self._courier, self._work = courier, Clockwork([on_duty.plan], courier, self.now)
        self.seen: tuple[Block, ...] = ()

    def now(self) -> datetime:
        return datetime.combine(self.today, time(9), UTC)

    async def do(self, text: str, actor: Actor = FAY, /, **args: str) -> str:
        """Make a call, and return what is answered."""
        request = Request(Call.parse(text).with_args(args), actor, Address("slack", "C1"))
        self.seen = (await self.bot.answer(request)).blocks
        return plain(self.seen)

    async def press(self, label: str, actor: Actor = FAY, /, nth: int = 0, **args: str) -> str:
        """Press the nth button of that label on what was seen last."""
        buttons = [one for block in self.seen for one in controls_in(block) if isinstance(one, Button)]
        return await self.do([str(one.call) for one in buttons if one.label == label][nth], actor, **args)

    async def settle(self) -> None:
        """Let everything be planned and said that is due."""
        await self._work.look()
        await self._courier.finish()

    def heard(self, actor: Actor) -> list[str]:
        place = Address.of(actor.account)
        return [text for where, _, text in self.slack.history if where == place]
