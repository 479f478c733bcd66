"""A network with a calendar, and people who talk to the bot about it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.chat.calls import Call
from bot.chat.commands import Form
from bot.chat.requests import Account, Actor, Address, Request, Role
from bot.chat.views import Actions, Button, Card, Reply, Text, plain
from bot.delivery.letterbox import Letterbox
from bot.meetings.model import Series
from config.meeting_parts import build_diary
from config.settings import load_settings
from tests.house import memory_core, memory_stores
from tests.meetings.series import NOW, network_meeting

OZ = Actor(Account("core", "*", "oz"), "Oz", frozenset({Role.ORGANISER}))
PIA = Actor(Account("core", "*", "pia"), "Pia", frozenset({Role.ORGANISER}))
KIM = Actor(Account("core", "*", "kim"), "Kim")


class Room:
    """One core over stores in memory, at a time that the test sets."""

    def __init__(self, *series: Series) -> None:
        self.now = NOW
        self.stores = memory_stores(series=series)
        self.core = memory_core(stores=self.stores, now=self._tell)
        letterbox = Letterbox(self.stores.outbox)
        self.diary = build_diary(self.stores, load_settings(_env_file=None), letterbox, self._tell, lambda: "")

    def _tell(self) -> datetime:
        return self.now

    def person(self, actor: Actor) -> "Person":
        return Person(self, actor)

    async def series(self) -> Sequence[Series]:
        return await self.stores.calendar.all()


def open_room(**more: object) -> Room:
    """The network's meeting, the first Tuesday of every other month."""
    return Room(network_meeting(**more))  # type: ignore[arg-type]


@dataclass
class Person:
    """Somebody who presses buttons and fills forms in; `reply` is what they see, `form` the form that is open."""

    room: Room
    actor: Actor
    reply: Reply = field(default_factory=lambda: Reply(()))
    form: Form | None = None

    async def say(self, call: str) -> str:
        return await self.call(Call.parse(call.removeprefix("/")))

    async def press(self, label: str, nth: int = 0) -> str:
        return await self.call([button.call for button in self._buttons if button.label == label][nth])

    async def fill(self, **answers: str) -> str:
        """Send the form as it stands, but for these fields."""
        assert self.form, self.text
        values = {**self.form.values, **{name.replace("_", "-"): text for name, text in answers.items()}}
        call = self.form.call.with_args({name: text for name, text in values.items() if text})
        self.reply = await self.room.core.bot.answer(self._request(call))
        if self.reply.unclear is None:
            self.form = None
        return self.text

    async def call(self, call: Call) -> str:
        self.form = await self.room.core.bot.form_for(self._request(call))
        if self.form:
            return self.form.title
        self.reply = await self.room.core.bot.answer(self._request(call))
        return self.text

    @property
    def text(self) -> str:
        return plain(self.reply.blocks)

    @property
    def labels(self) -> list[str]:
        return [button.label for button in self._buttons]

    @property
    def _buttons(self) -> list[Button]:
        found: list[Button] = []
        for block in self.reply.blocks:
            if isinstance(block, Actions | Card):
                found += [one for one in block.controls if isinstance(one, Button)]
            elif isinstance(block, Text) and block.button:
                found.append(block.button)
        return found

    def _request(self, call: Call) -> Request:
        return Request(call, self.actor, Address("core", "lobby"))
