"""A small anonymous feature made of the real parts: what is asked, answered, nudged about, read and forgotten.

It is the smallest thing that the search can be tried on, and, leaking on purpose, the proof that the search works.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat.calls import call
from bot.chat.commands import Command, Kind, Option
from bot.chat.requests import Address, Request
from bot.chat.veil import Lock
from bot.chat.views import Actions, Button, Reply, Text, say
from bot.delivery.composers import Composer, Said, Words
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Delivery, Draft
from bot.support import model
from bot.support.casebook import Casebook
from bot.support.model import Dossier, Entry, Part, Voice
from bot.support.names import new_name
from bot.support.nudges import Nudges
from config.stores import Stores

log = logging.getLogger("bot.whisper")

_POST = "whisper-post"
_CASE = Option("case", "Which", carried=True)
_WORDS = Option("words", "What you would like to say", Kind.PARAGRAPH)


class Whispering:
    """Declares the commands; `leak` is called with every request, as it comes to the handler."""

    def __init__(
        self,
        stores: Stores,
        letterbox: Letterbox,
        now: Callable[[], datetime],
        place: Address,
        *,
        anonymous: bool = True,
        named: bool = False,
        leak: Callable[[Request], None] = lambda _: None,
    ) -> None:
        self._casebook = Casebook(stores.cases, stores.vault, letterbox.wake)
        self._nudges = Nudges(self._casebook, letterbox, now)
        self._letterbox = letterbox
        self._now = now
        self._place = place
        self._anonymous = anonymous
        self._named = named
        self._leak = leak

    def composers(self) -> Mapping[str, Composer]:
        return {_POST: self._post}

    def commands(self) -> Iterator[Command]:
        for name, run, options in (
            ("whisper", self.ask, (_WORDS,)),
            ("whisper-answer", self.answer, (_CASE, _WORDS)),
            ("whispers", self.mine, ()),
            ("whisper-close", self.close, (_CASE,)),
            ("whisper-fail", self.fail, (_CASE,)),
        ):
            yield Command(name, f"Whisper: {name}", run, options, unlisted=bool(options[1:]), anonymous=self._anonymous)

    async def ask(self, request: Request) -> Reply:
        """Begin a case, and have it posted."""

        def make(case_id: str, lock: Lock) -> Dossier:
            voice = self._voice(request, lock, Part.AUTHOR)
            entry = self._entry(request, voice, model.Kind.REQUEST)
            hour = self._now().replace(minute=0, second=0, microsecond=0)
            name = voice.name
            return Dossier(id=case_id, place=self._place, name=name, opened=hour, voices=(voice,), entries=(entry,))

        dossier = await self._casebook.start(make)
        await self._say(dossier, dossier.request)
        await self._leaks(request)
        return say("It will be posted in a moment.")

    async def answer(self, request: Request) -> Reply:
        """Answer somebody's case, and nudge them."""
        await self._leaks(request)
        opened = await self._casebook.find(request.text("case"))
        voice = opened.voice_of(request.veil) or self._voice(request, opened.lock, Part.HELPER)
        entry = self._entry(request, voice, model.Kind.ANSWER)

        def edit(dossier: Dossier) -> Dossier:
            voices = dossier.voices if voice in dossier.voices else (*dossier.voices, voice)
            return replace(dossier, voices=voices, entries=(*dossier.entries, entry))

        dossier = await self._casebook.change(request.text("case"), edit)
        await self._say(dossier, entry)
        await self._nudges.tell(dossier, dossier.author)
        return say("Thank you. It will be posted in a moment.")

    async def mine(self, request: Request) -> Reply:
        """List somebody's cases."""
        await self._leaks(request)
        found = await self._casebook.mine(request.veil)
        buttons = [
            button
            for opened, _ in found
            for button in (
                Button("Close it", call("whisper-close", case=opened.dossier.id)),
                Button("Fail at it", call("whisper-fail", case=opened.dossier.id)),
            )
        ]
        said = [entry.text for opened, _ in found for entry in opened.dossier.entries]
        return say(f"Whispers: {len(found)}", *said, Actions(tuple(buttons[:4])))

    async def close(self, request: Request) -> Reply:
        """Take nudges back, and forget a case."""
        await self._leaks(request)
        opened = await self._casebook.find(request.text("case"))
        await self._nudges.take_back(opened.dossier)
        return say("It is closed.", replaces=True)

    async def fail(self, request: Request) -> Reply:
        """Fail, with an error that says all it knows."""
        raise RuntimeError(request, request.actor, request.place, request.veil)

    async def _leaks(self, request: Request) -> None:
        # Beside the bot, as another program would: what writes waits for what is written, and must not hold it up.
        await asyncio.to_thread(self._leak, request)

    def _voice(self, request: Request, lock: Lock, part: Part) -> Voice:
        veil, name = request.veil, request.actor.name if self._named else new_name()
        return Voice(id=secrets.token_hex(4), part=part, mark=veil.mark(lock), name=name, address=veil.address(lock))

    def _entry(self, request: Request, voice: Voice, kind: model.Kind) -> Entry:
        return Entry(id=secrets.token_hex(4), voice=voice.id, kind=kind, text=request.text("words"))

    async def _say(self, dossier: Dossier, entry: Entry) -> None:
        now = self._now()
        draft = Draft(
            key=f"{_POST}/{dossier.id}/{entry.id}",
            kind=_POST,
            payload=f"{dossier.id}.{entry.id}",
            to=self._place,
            due_at=now,
            expires_at=now + timedelta(days=1),
            about=dossier.id,
        )
        await self._letterbox.put(draft)

    async def _post(self, delivery: Delivery, now: datetime) -> Said:
        del now
        case_id, _, entry_id = delivery.payload.partition(".")
        dossier = (await self._casebook.find(case_id)).dossier
        entry = dossier.entry(entry_id) or dossier.request
        answer = Button("Answer without my name", call("whisper-answer", case=case_id))
        return Words([Text((dossier.voice(entry.voice).name, ": ", entry.text)), Actions((answer,))])
