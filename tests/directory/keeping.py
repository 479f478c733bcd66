"""A network whose people keep their own entries: the whole core over memory, a clock to turn, people who type."""

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.chat.calls import Call
from bot.chat.commands import Form
from bot.chat.requests import Account, Actor, Address, Request, Role
from bot.chat.views import Button, Reply, calls, plain
from bot.delivery.composers import Said
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Delivery, State
from bot.directory.model import Entry
from config.settings import load_settings
from config.wiring import build_core
from tests.contract.reading import controls_in
from tests.house import memory_stores

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
KIM, LEE, OLA = Account("slack", "T1", "UKIM"), Account("discord", "9", "7"), Account("slack", "T1", "UOLA")


class Network:
    """Everything but platforms; `at` is what time it is."""

    def __init__(self, entries: Sequence[Entry] = (), **directory: object) -> None:
        self.at = NOON
        self.stores = memory_stores(entries)
        roles = {Role.ORGANISER: [str(OLA), "discord:role:5"]}
        settings = load_settings(_env_file=None, directory=directory, roles=roles)
        self.core = build_core(self.stores, settings, Letterbox(self.stores.outbox), lambda: self.at)

    def person(self, account: Account = KIM, name: str = "kim", *roles: Role) -> "Member":
        return Member(self, Actor(account, name, frozenset(roles)))

    def organiser(self) -> "Member":
        return self.person(OLA, "ola", Role.ORGANISER)

    async def plan(self) -> datetime | None:
        """Look ahead as the clock does; returns when the Directory wants to be asked again."""
        ahead = [await planner(self.at) for planner in self.core.planners]
        return ahead[0]

    async def waiting(self) -> list[Delivery]:
        """What is to be said, earliest first."""
        return sorted(await self.stores.outbox.show([State.WAITING], most=99), key=lambda one: (one.due_at, one.key))

    async def compose(self, delivery: Delivery) -> Said:
        return await self.core.composers[delivery.kind](delivery, self.at)

    async def entry(self, account: Account = KIM) -> Entry:
        found = await self.stores.directory.of(account)
        assert found
        return found


class Member:
    """Somebody who types, presses and fills in; every button is read back from its text, as after a restart."""

    def __init__(self, network: Network, actor: Actor) -> None:
        self._bot = network.core.bot
        self._actor = actor
        self.form: Form | None = None
        self.reply = Reply(())

    async def type(self, line: str) -> str:
        command, _, text = line.removeprefix("/").partition(" ")
        return await self.make(self._bot.catalog.read(command, text))

    async def press(self, label: str, nth: int = 0) -> str:
        return await self.make(Call.parse(str([b.call for b in self.buttons if b.label == label][nth])))

    async def submit(self, **answers: str) -> str:
        """Send the form that is open, changed in these answers; what is empty is left out, as platforms do."""
        assert self.form, "no form is open"
        filled = {name: value for name, value in {**self.form.values, **answers}.items() if value}
        return await self._answer(self.form.call.with_args(filled))

    async def make(self, made: Call) -> str:
        self.form = await self._bot.form_for(self._request(made))
        if self.form:
            assert len(self.form.options) <= 5, "no platform shows more"
            return self.form.title
        return await self._answer(made)

    async def complete(self, command: str, option: str, typed: str) -> list[str]:
        return [choice.label for choice in await self._bot.suggest(self._request(Call(command)), option, typed)]

    @property
    def buttons(self) -> list[Button]:
        return [one for block in self.reply.blocks for one in controls_in(block) if isinstance(one, Button)]

    @property
    def labels(self) -> list[str]:
        return [button.label for button in self.buttons]

    async def _answer(self, made: Call) -> str:
        self.reply = await self._bot.answer(self._request(made))
        assert all(each.fits for each in calls(self.reply.blocks))
        assert "Something went wrong" not in plain(self.reply.blocks)
        return plain(self.reply.blocks)

    def _request(self, made: Call) -> Request:
        return Request(made, self._actor, Address(self._actor.account.platform, "general"))
