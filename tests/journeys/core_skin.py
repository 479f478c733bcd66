"""The journey without a platform: straight into the core."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from bot.chat.calls import Call
from bot.chat.commands import Form
from bot.chat.errors import Refusal
from bot.chat.requests import Account, Actor, Address, Request, Role
from bot.chat.views import Actions, Block, Button, Card, Reply, Text, plain, say
from bot.service import Bot
from tests.journeys.skin import Seen, Skin

KIM = Actor(Account("core", "*", "kim"), "Kim")


class CoreSkin:
    """Implements `Skin` by calling `Bot` as an adapter would."""

    def __init__(self, bot: Bot, actor: Actor = KIM) -> None:
        self._bot = bot
        self._actor = actor
        self._buttons: list[Button] = []
        self._form: Form | None = None

    async def type(self, line: str) -> Seen:
        command, _, text = line.removeprefix("/").partition(" ")
        try:
            return await self._make(self._bot.catalog.read(command, text))
        except Refusal as refusal:
            return self._look(say(str(refusal)))

    async def press(self, label: str, nth: int = 0) -> Seen:
        return await self._make([button for button in self._buttons if button.label == label][nth].call)

    async def submit(self, **answers: str) -> Seen:
        assert self._form, "no form is open"
        form, call = self._form, self._form.call.with_args(answers)
        reply = await self._bot.answer(self._request(call))
        if reply.unclear is not None:
            return Seen(plain(reply.blocks), form=form.title, fields=[o.name for o in form.options], kept=answers)
        return self._look(reply)

    async def complete(self, command: str, option: str, typed: str) -> list[str]:
        return [choice.label for choice in await self._bot.suggest(self._request(Call(command)), option, typed)]

    async def _make(self, call: Call) -> Seen:
        request = self._request(call)
        self._form = await self._bot.form_for(request)
        if self._form:
            return Seen(form=self._form.title, fields=[option.name for option in self._form.options])
        return self._look(await self._bot.answer(request))

    def _request(self, call: Call) -> Request:
        return Request(call, self._actor, Address("core", "lobby"))

    def _look(self, reply: Reply) -> Seen:
        self._buttons = [button for block in reply.blocks for button in _buttons(block)]
        return Seen(plain(reply.blocks), [button.label for button in self._buttons])


def _buttons(block: Block) -> list[Button]:
    match block:
        case Actions(controls) | Card(controls=controls):
            return [control for control in controls if isinstance(control, Button)]
        case Text(button=Button() as button):
            return [button]
        case _:
            return []


@asynccontextmanager
async def open_core(bot: Bot, *roles: Role) -> AsyncIterator[Skin]:
    """Open the core as a skin, to somebody with these roles."""
    yield CoreSkin(bot, replace(KIM, roles=frozenset(roles)))
