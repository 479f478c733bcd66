"""The journey without a platform: straight into the core, and hearing what it says."""

import asyncio
import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.chat.calls import Call
from bot.chat.commands import Form
from bot.chat.errors import Refusal
from bot.chat.requests import Actor, Address, Request
from bot.chat.views import Actions, Block, Button, Card, Reply, Text, plain, plain_line, say
from bot.delivery.model import Gone, Refused
from bot.service import Bot
from tests.journeys.skin import Seen

PATIENCE = 10.0
WHERE = "general"
CHANNELS = (WHERE, "workshops")


class Voice:
    """Implements `Messenger`, and passes its contract suite, for a platform that is nothing but what was said on it.

    Nothing can be said to those who are `away`.
    """

    pace, patience, groups = 0.0, 5.0, True

    def __init__(self) -> None:
        self.said: dict[str, tuple[Address, str, Sequence[Block]]] = {}
        self.answered = Counter[str]()
        self.away: set[str] = set()
        self._numbers = itertools.count(1)
        self._changed = asyncio.Condition()

    async def post(self, to: Address, blocks: Sequence[Block], key: str) -> str:
        self._check(to)
        posted = str(next(self._numbers))
        await self._put(posted, to, key, blocks)
        return posted

    async def find(self, to: Address, key: str, since: datetime) -> str | None:
        del since
        self._check(to)
        return next((posted for posted, (place, told, _) in self.said.items() if (place, told) == (to, key)), None)

    async def edit(self, to: Address, posted: str, blocks: Sequence[Block]) -> None:
        if posted not in self.said or self.said[posted][0] != to:
            raise Gone
        await self._put(posted, to, self.said[posted][1], blocks)

    async def remove(self, to: Address, posted: str) -> None:
        await self.edit(to, posted, ())
        del self.said[posted]

    async def replies(self, to: Address, posted: str) -> int:
        if posted not in self.said or self.said[posted][0] != to:
            raise Gone
        return self.answered[posted]

    def seen(self, part: str, user: str, channel: str) -> list[Sequence[Block]]:
        """List the words that hold `part`, in a channel or else in private with somebody, oldest first."""

        def meant(to: Address) -> bool:
            return to.channel == channel if channel else user in to.people

        return [blocks for to, _, blocks in self.said.values() if meant(to) and part in plain(blocks)]

    def posted(self, part: str, channel: str) -> str:
        """Return the reference of the newest words in a channel that hold `part`."""
        said = [ref for ref, (to, _, blocks) in self.said.items() if to.channel == channel and part in plain(blocks)]
        return said[-1]

    async def heard(self, part: str, user: str, channel: str) -> Sequence[Block]:
        """Wait for such words, and return the newest."""
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(lambda: self.seen(part, user, channel))
        return self.seen(part, user, channel)[-1]

    async def _put(self, posted: str, to: Address, key: str, blocks: Sequence[Block]) -> None:
        async with self._changed:
            self.said[posted] = (to, key, blocks)
            self._changed.notify_all()

    def _check(self, to: Address) -> None:
        if not to.people and to.channel not in CHANNELS:
            raise Refused("There is no such channel.")
        if to.thread and to.thread not in self.said:
            raise Refused("There is no such message to answer.")
        if self.away.intersection(to.people):
            raise Refused("They are out of reach.")


class CoreSkin:
    """Implements `Skin` by calling `Bot` as an adapter would."""

    def __init__(self, bot: Bot, actor: Actor, voice: Voice) -> None:
        self._bot = bot
        self._actor = actor
        self._voice = voice
        self._place = self._general = Address(actor.account.platform, WHERE)
        self._buttons: list[Button] = []
        self._form: Form | None = None

    async def type(self, line: str) -> Seen:
        self._place = self._general
        command, _, text = line.removeprefix("/").partition(" ")
        try:
            return await self._make(self._bot.catalog.read(command, text))
        except Refusal as refusal:
            return self._look(say(str(refusal)))

    async def press(self, label: str, nth: int = 0) -> Seen:
        return await self._make([button for button in self._buttons if button.label == label][nth].call)

    async def submit(self, **answers: str) -> Seen:
        assert self._form, "no form is open"
        form, written = self._form, {**self._form.values, **answers}
        call = form.call.with_args({name: text for name, text in written.items() if text})
        reply = await self._bot.answer(self._request(call))
        if reply.unclear is not None:
            # As platforms do, the form stays open with what was written into it.
            self._form = replace(form, values=written)
            return replace(_asked(form), text=plain(reply.blocks), kept=written)
        return self._look(reply)

    async def complete(self, command: str, option: str, typed: str) -> list[str]:
        return [choice.label for choice in await self._bot.suggest(self._request(Call(command)), option, typed)]

    async def hears(self, part: str, channel: str = "") -> Seen:
        self._place = self._general if channel else Address.of(self._actor.account)
        return self._look(Reply(tuple(await self._voice.heard(part, self._actor.account.user, channel))))

    async def count(self, part: str, channel: str = "") -> int:
        return len(self._voice.seen(part, self._actor.account.user, channel))

    async def reply(self, text: str, to: str, channel: str) -> None:
        del text  # nobody here reads what people write
        self._voice.answered[self._voice.posted(to, channel)] += 1

    async def _make(self, call: Call) -> Seen:
        request = self._request(call)
        self._form = await self._bot.form_for(request)
        if self._form:
            return _asked(self._form)
        return self._look(await self._bot.answer(request))

    def _request(self, call: Call) -> Request:
        return Request(call, self._actor, self._place)

    def _look(self, reply: Reply) -> Seen:
        self._buttons = [button for block in reply.blocks for button in _buttons(block)]
        return Seen(plain(reply.blocks), [button.label for button in self._buttons])


def _asked(form: Form) -> Seen:
    notice = "\n".join(map(plain_line, form.notice))
    return Seen(form=form.title, fields=[option.name for option in form.options], notice=notice)


def _buttons(block: Block) -> list[Button]:
    match block:
        case Actions(controls) | Card(controls=controls):
            return [control for control in controls if isinstance(control, Button)]
        case Text(button=Button() as button):
            return [button]
        case _:
            return []
