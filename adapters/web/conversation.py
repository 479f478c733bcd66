"""What happens when somebody types, presses or fills something in: the chat's own rules, and the way to the bot."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import assert_never

from adapters.repeats import Repeats
from adapters.web import wire
from adapters.web.commands import choices_json, form_json, nearest, values_for
from adapters.web.inbound import Hello, Move, Post, Press, Preview, Read, Submit, Suggest, Wish, request, slash
from adapters.web.markup import Json
from adapters.web.model import BOT, Message, Place, PlaceKind, WebPerson
from adapters.web.room import Room
from adapters.web.timekeeping import Timekeeping
from bot.chat.calls import Call
from bot.chat.errors import NotFound, Refusal, Unclear
from bot.chat.forms import faults
from bot.chat.requests import Request
from bot.chat.views import Reply, plain, refuse
from bot.service import Bot

Previews = Mapping[str, Callable[[Reply], object]]


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where an answer goes, what it answers, and which message it may take the place of."""

    place: Place
    thread: int | None = None
    asked: str = ""
    origin: Message | None = None


class Conversation:
    """Answers wishes. Every wish gets one answer; messages reach people through the room."""

    def __init__(self, bot: Bot, room: Room, previews: Previews, timekeeping: Timekeeping | None = None) -> None:
        self._bot = bot
        self._room = room
        self._previews = previews
        self._timekeeping = timekeeping
        self._repeats = Repeats()

    async def handle(self, person: WebPerson, wish: Wish) -> Json:  # noqa: PLR0911 - one for each type
        """Do what somebody wants. Raises `Refusal` when it cannot be done."""
        match wish:
            case Hello():
                raise Unclear("You are here already.", "Reload the page to act as somebody else.")
            case Post():
                return await self._post(person, wish)
            case Press():
                return await self._press(person, wish)
            case Submit():
                return await self._submit(person, wish)
            case Suggest():
                return await self._suggest(person, wish)
            case Preview():
                return self._preview(person, wish)
            case Read():
                self._room.mark_read(person, self._room.place(person, wish.place), wish.message)
                return {"kind": "done"}
            case Move():
                return await self._move(person, wish)
            case _:
                assert_never(wish)

    async def _post(self, person: WebPerson, post: Post) -> Json:
        place, thread = self._where(person, post.place, post.thread)
        private = place.kind is PlaceKind.BOT
        typed = slash(post.text) or (self._bot.catalog.unslashed(post.text) if private else None)
        if typed:
            return await self._command(person, _Spot(place, thread), *typed)
        if not post.text.strip():
            raise Unclear("There is nothing to post yet.")
        message = self._room.post(person, place, post.text.strip(), thread=thread, key=post.key)
        if private:
            self._room.answer(person, place, await self._heard(person, post.text, place, thread), thread=thread)
        return {"kind": "done", "message": message.id}

    async def _command(self, person: WebPerson, spot: _Spot, name: str, rest: str) -> Json:
        command = next((c for c in self._bot.catalog.listed if c.name == name), None)
        if command is None:
            return self._unknown(name, rest)
        # What is typed after an anonymous command is nobody's business, not even this chat's memory.
        asked = f"/{name} {rest}".strip() if command.typed else f"/{name}"
        call = self._bot.catalog.read(name, rest)
        return await self._run(person, call, _Spot(spot.place, spot.thread, asked))

    def _unknown(self, name: str, rest: str) -> Json:
        close = nearest(self._bot.catalog, name or rest.partition(" ")[0])
        if close and not self._bot.catalog[close].typed:
            rest = ""  # it may have been meant for nobody's eyes
        typed = f"“/{name}”" if name else "A lone “/”"
        return wire.refusal_json(
            NotFound(
                f"{typed} is not a command, so nothing was posted.",
                f"Did you mean /{close}?" if close else "Type / to see every command.",
            ),
            suggestion=f"/{close} {rest}".strip() if close and name else "",
        )

    async def _press(self, person: WebPerson, press: Press) -> Json:
        origin = self._room.message(person, press.message)
        # On a phone, an answer in the channel would be out of sight of whoever has the thread open.
        place, thread = self._where(person, origin.place, None if origin.thread else press.thread)
        call = Call.parse(press.call).with_args(press.values)
        return await self._run(person, call, _Spot(place, origin.thread or thread, origin=origin))

    async def _submit(self, person: WebPerson, form: Submit) -> Json:
        place, thread = self._where(person, form.place, form.thread)
        origin = self._room.message(person, form.message) if form.message else None
        call = Call.parse(form.call)
        command = self._bot.catalog[call.command]
        asking = request(call.with_args(values_for(command, form.values)), person, place, thread)
        if wrong := self._bot.problems(asking):
            return {"kind": "invalid", "problems": wrong}
        reply = await self._answer_once(person, form.key, asking)
        if unclear := faults(reply, form.values):
            return {"kind": "invalid", "problems": unclear}
        if reply.unclear is not None:
            # Whatever it is about, the form stays open, and so do the words in it.
            return wire.refusal_json(Unclear(" ".join(plain(reply.blocks).split())))
        asked = "" if command.unlisted else f"/{command.name}"
        return self._show(person, reply, _Spot(place, thread, asked, origin), call, key=form.key)

    async def _answer_once(self, person: WebPerson, key: str, asking: Request) -> Reply:
        """Answer a form; sent again under its key, because the receipt was lost, it is not done again."""
        if not key:
            return await self._bot.answer(asking)
        answer = self._repeats.take(person.id, key) or asyncio.create_task(self._bot.answer(asking))
        self._repeats.keep(answer, person.id, key)
        return await answer

    async def _run(self, person: WebPerson, call: Call, spot: _Spot) -> Json:
        asking = request(call, person, spot.place, spot.thread)
        form = await self._bot.form_for(asking)
        if form:
            return {"kind": "form", "form": form_json(form, self._bot.catalog[call.command])}
        return self._show(person, await self._bot.answer(asking), spot, call)

    def _show(self, person: WebPerson, reply: Reply, spot: _Spot, call: Call, *, key: str = "") -> Json:
        goes = any(command.fleeting for command in self._bot.catalog if command.name == call.command)
        if reply.replaces and spot.origin and self._is_private(spot.origin, spot.place):
            message = self._room.replace(spot.origin, reply, fleeting=goes)
        else:
            message = self._room.answer(
                person, spot.place, reply, thread=spot.thread, asked=spot.asked, fleeting=goes, key=key
            )
        return {"kind": "done", "message": message.id}

    def _is_private(self, message: Message, place: Place) -> bool:
        """Whether the bot said something to one person alone, so that another answer may take its place."""
        return bool(message.only_for) or (message.author == BOT and place.kind is PlaceKind.BOT)

    async def _move(self, person: WebPerson, move: Move) -> Json:
        if self._timekeeping is None:
            raise Unclear("The time here is everybody's, and cannot be moved.")
        spoke = await self._timekeeping.move(move.step)
        return {"kind": "moved", "said": wire.spoke_line(self._room, person, spoke)}

    async def _suggest(self, person: WebPerson, wish: Suggest) -> Json:
        place = self._room.place(person, wish.place)
        asking = request(Call.parse(wish.call), person, place)
        choices = await self._bot.suggest(asking, wish.option, wish.typed)
        return {"kind": "suggestions", "choices": choices_json(choices)}

    def _preview(self, person: WebPerson, wish: Preview) -> Json:
        reply = self._room.message(person, wish.message).reply
        if reply is None:
            raise Unclear("Only the bot's answers have another form.")
        return {"kind": "preview", "previews": {name: show(reply) for name, show in self._previews.items()}}

    def _where(self, person: WebPerson, place_id: str, root: int | None) -> tuple[Place, int | None]:
        place = self._room.place(person, place_id)
        return place, self._room.thread(person, place, root) if root else None

    async def _heard(self, person: WebPerson, text: str, place: Place, thread: int | None) -> Reply:
        """Answer plain words to the bot: whoever is in distress writes them here, and knows no command."""
        try:
            call = self._bot.catalog.heard(text)
        except Refusal as refusal:
            return refuse(refusal)
        return await self._bot.answer(request(call, person, place, thread))
