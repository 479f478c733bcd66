"""From an interaction to its answer, within the time that Discord gives."""

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from dataclasses import replace
from typing import Any, Protocol, assert_never

from adapters.discord import commands, inbound, render
from adapters.discord.errors import INVALID_TOKEN, UNKNOWN_INTERACTION, UNKNOWN_WEBHOOK, Rejected
from adapters.discord.inbound import NOWHERE, Home, Interaction, Kind
from adapters.discord.pictures import Files, files
from adapters.repeats import Repeats
from adapters.seen import Seen
from bot.chat.calls import Call
from bot.chat.errors import NotFound, Refusal, Unclear
from bot.chat.forms import ask_again
from bot.chat.requests import Request
from bot.chat.roles import RoleBook
from bot.chat.views import Note, Reply, refuse, say
from bot.service import SUGGEST_SECONDS, Bot

log = logging.getLogger(__name__)

# Discord waits 3 seconds for the first response, counted from its own clock. It is asked for time this long after an
# interaction arrived, whatever has been done meanwhile.
PATIENCE = 1.5

# Callback types, https://docs.discord.com/developers/interactions/receiving-and-responding.
MESSAGE, LATER, LATER_IN_PLACE, IN_PLACE, COMPLETIONS, MODAL = 4, 5, 6, 7, 8, 9

_BAD_REQUEST = 400
_GONE = {UNKNOWN_INTERACTION, UNKNOWN_WEBHOOK, INVALID_TOKEN}
UNSHOWABLE = say("I have an answer, but Discord would not show it.", Note(("Please tell an organiser what you did.",)))
BROKEN = say("Something went wrong on our side. Please try again.")

Json = dict[str, Any]


class Wire(Protocol):
    """The three ways to answer; each raises `Rejected`. Pictures in a body come along as `pictures`."""

    async def respond(self, interaction: Interaction, body: Json, pictures: Files | None = None) -> bool:
        """Give the first response. Returns False when there was one already, be it this one with its receipt lost."""

    async def edit(self, interaction: Interaction, body: Json, pictures: Files | None = None) -> None:
        """Replace the first response, or the message that held the control."""

    async def follow_up(self, interaction: Interaction, body: Json, pictures: Files | None = None) -> None:
        """Send one more message."""


class Answering:
    """Turns interactions into requests and the bot's replies into private responses."""

    def __init__(self, bot: Bot, roles: RoleBook) -> None:
        self._bot = bot
        self._roles = roles
        self._seen = Seen()
        self._repeats = Repeats()

    async def handle(self, payload: Mapping[str, Any], wire: Wire, arrived: float, home: Home = NOWHERE) -> None:
        """Answer one interaction. Never raises, and leaves nobody without a word while Discord can be reached.

        `arrived` is when it came, on the clock of the event loop; `home` is where a private conversation belongs.
        """
        try:
            interaction = inbound.interaction(payload, arrived)
        except (AttributeError, KeyError, TypeError, ValueError):
            log.warning("cannot read an interaction")
            return
        if not self._seen.first(interaction.id):
            log.info("an interaction was delivered twice", extra={"interaction": interaction.id})
            return
        if interaction.stays and not self._bot.lasts(inbound.command(payload)):
            interaction = replace(interaction, in_place=False)
        try:
            await self._handle(interaction, payload, wire, home)
        except Rejected as rejected:
            _report("an answer did not arrive", interaction, rejected)
        except Exception:
            log.exception("an interaction failed", extra={"interaction": interaction.id})
            await self._apologise(interaction, wire)

    async def _handle(self, interaction: Interaction, payload: Mapping[str, Any], wire: Wire, home: Home) -> None:
        try:
            request = inbound.request(payload, self._roles, home)
        except Unclear as refusal:
            await _first(interaction, wire, refuse(refusal))
            return
        if interaction.kind is Kind.COMMAND:
            request = self._as_declared(request)
        match interaction.kind:
            case Kind.COMPLETION:
                await self._complete(interaction, request, *inbound.focus(payload), wire)
            case Kind.FORM:
                # Discord takes a form as the answer to anything but a form: what is amiss in one is said in words.
                await self._answer_form(interaction, request, payload, wire)
            case Kind.COMMAND | Kind.CONTROL:
                await self._open_or_answer(interaction, request, wire)
            case Kind.PING:
                pass  # sent to web servers only, not over the gateway
            case _:
                assert_never(interaction.kind)

    def _as_declared(self, request: Request) -> Request:
        """Drop what came along with a command that takes nothing typed: a client may go by an older declaration."""
        try:
            typed = self._bot.catalog[request.call.command].typed
        except NotFound:
            return request
        return request if typed else replace(request, call=Call(request.call.command))

    async def _answer_form(
        self, interaction: Interaction, request: Request, payload: Mapping[str, Any], wire: Wire
    ) -> None:
        """Answer a form; it stays open when the first response is rejected, and may be sent again as it is."""
        sent = str(request.actor.account), str(request.call)
        reply = self._repeats.take(*sent) or asyncio.create_task(self._bot.answer(request))

        async def answer() -> Reply:
            return ask_again(await reply, inbound.form(payload), inbound.written(payload))

        self._repeats.keep(reply, *sent)
        await self._answer(interaction, answer(), wire)
        self._repeats.take(*sent)

    async def _complete(self, interaction: Interaction, request: Request, option: str, typed: str, wire: Wire) -> None:
        try:
            async with asyncio.timeout(_left(interaction, SUGGEST_SECONDS)):
                choices = await self._bot.suggest(request, option, typed)
        except TimeoutError:
            choices = []
        await wire.respond(interaction, {"type": COMPLETIONS, "data": commands.completions(choices)})

    async def _open_or_answer(self, interaction: Interaction, request: Request, wire: Wire) -> None:
        form = await self._bot.form_for(request)
        if form is None:
            await self._answer(interaction, self._bot.answer(request), wire)
            return
        if sentence := commands.too_much(form):
            why = Refusal(sentence, "An organiser can change it for you; nothing of it is lost.")
            await _first(interaction, wire, refuse(why))
            return
        body = commands.modal(form, self._bot.catalog[request.call.command])
        try:
            await wire.respond(interaction, {"type": MODAL, "data": body})
        except Rejected as rejected:
            if not unshowable(rejected):
                raise
            _report("discord refused a form", interaction, rejected)
            await _first(interaction, wire, UNSHOWABLE)

    async def _answer(self, interaction: Interaction, answer: Coroutine[Any, Any, Reply], wire: Wire) -> None:
        """Answer at once, or ask for time first when the answer is slow to come."""
        answering = asyncio.create_task(answer)
        try:
            done, _ = await asyncio.wait({answering}, timeout=_left(interaction, PATIENCE))
            if done:
                await _first(interaction, wire, answering.result())
                return
            try:
                await wire.respond(interaction, _deferral(interaction))
            finally:
                # What was asked for is done, even if nobody can be told: half of it would be worse.
                reply = await answering
            await _later(interaction, wire, reply)
        finally:
            answering.cancel()

    async def _apologise(self, interaction: Interaction, wire: Wire) -> None:
        if interaction.kind is Kind.COMPLETION:
            return
        try:
            if not await wire.respond(interaction, *_response(interaction, BROKEN)):
                await _put(interaction, wire, BROKEN)
        except Rejected as rejected:
            _report("an apology did not arrive", interaction, rejected)


def _left(interaction: Interaction, seconds: float) -> float:
    """Return what is left of so many seconds since an interaction arrived."""
    return max(0.0, interaction.arrived + seconds - asyncio.get_running_loop().time())


def _deferral(interaction: Interaction) -> Json:
    """Ask for time. Discord fixes here whether the answer is private."""
    if interaction.in_place:
        return {"type": LATER_IN_PLACE}
    return {"type": LATER, "data": {"flags": render.EPHEMERAL}}


async def _first(interaction: Interaction, wire: Wire, reply: Reply) -> None:
    """Answer as the first response."""
    try:
        await wire.respond(interaction, *_response(interaction, reply))
    except Rejected as rejected:
        if not unshowable(rejected):
            raise
        _report("discord refused an answer", interaction, rejected)
        await wire.respond(interaction, *_response(interaction, UNSHOWABLE))


def _response(interaction: Interaction, reply: Reply) -> tuple[Json, Files]:
    if reply.replaces and interaction.in_place:
        kind, body = IN_PLACE, render.change(reply.blocks, interaction.marks)
    else:
        kind, body = MESSAGE, render.message(reply)
    return {"type": kind, "data": body}, files(body, reply.blocks)


async def _later(interaction: Interaction, wire: Wire, reply: Reply) -> None:
    """Answer after having asked for time."""
    try:
        await _put(interaction, wire, reply)
    except Rejected as rejected:
        if not unshowable(rejected):
            raise
        _report("discord refused an answer", interaction, rejected)
        await _put(interaction, wire, UNSHOWABLE)


async def _put(interaction: Interaction, wire: Wire, reply: Reply) -> None:
    if interaction.in_place and not reply.replaces:
        body = render.message(reply)
        await wire.follow_up(interaction, body, files(body, reply.blocks))
    else:
        body = render.change(reply.blocks, interaction.marks)
        await wire.edit(interaction, body, files(body, reply.blocks))


def unshowable(rejected: Rejected) -> bool:
    """Whether Discord will never take it, rather than being away or not waiting any longer."""
    return rejected.status == _BAD_REQUEST and rejected.code not in _GONE


def _report(event: str, interaction: Interaction, rejected: Rejected) -> None:
    """Log by Discord's own numbers; its messages may quote what was sent."""
    level = logging.INFO if rejected.code in _GONE else logging.WARNING
    log.log(level, event, extra={"interaction": interaction.id, "status": rejected.status, "code": rejected.code})
