"""What happens between a person's action and the answer on their screen: forms at once, answers privately."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Protocol, assert_never

from adapters.repeats import Repeats
from adapters.seen import Seen
from adapters.slack import commands, inbound, render
from adapters.slack.fields import too_much
from adapters.slack.inbound import InMessage, InModal, OnHome, Origin, Payload
from adapters.slack.markup import Json
from adapters.slack.names import SlackNames
from adapters.slack.patience import Outcome
from adapters.slack.pictures import Files, Gallery
from adapters.slack.render import Pictures
from bot.chat.commands import Command
from bot.chat.errors import Refusal, Unclear
from bot.chat.forms import ask_again, faults
from bot.chat.requests import Request
from bot.chat.roles import RoleBook
from bot.chat.views import Choice, Image, Reply, refuse, say
from bot.service import Bot

log = logging.getLogger(__name__)

# Slack waits 3 s for an acknowledgement, and a trigger_id opens a view for 3 s
# (docs.slack.dev/interactivity/handling-user-interaction): stay clear of both.
_TRIGGER_SECONDS = 2.5
# A form stays open this long for its answer, which may have to point at a field, or takes the form's place.
_QUICK_SECONDS = 1.0
# Lets Slack put a modal up before it is updated: the two travel on different ways.
_SETTLE_SECONDS = 0.5
# How long delivering an answer is tried again while Slack limits or fails.
_ANSWER_SECONDS = 60.0

_ONE_MOMENT = say("One moment …")
_SORRY = say("Something went wrong on our side. Please try again.")

Ack = Callable[..., Awaitable[object]]


class Api(Files, Protocol):
    """The calls to Slack that answers need. None raises: what went wrong is in the outcome."""

    async def call(self, method: str, arguments: Json, within: float) -> Outcome:
        """Call a method of the Web API, trying again for `within` seconds."""

    async def respond(self, response_url: str, message: Json, within: float) -> Outcome:
        """Send a message that only the person sees, unless it says how it is to be seen; likewise."""


class Conversation:
    """Acknowledges every action at once, then answers it where the person is looking.

    No method raises, and none leaves a person without a word while Slack can be reached.
    """

    def __init__(self, bot: Bot, roles: RoleBook, api: Api, gallery: Gallery, names: SlackNames) -> None:
        self._bot = bot
        self._roles = roles
        self._api = api
        self._gallery = gallery
        self._names = names
        self._seen = Seen()
        self._repeats = Repeats()

    async def typed(self, ack: Ack, body: Payload) -> None:
        """Take a slash command."""
        await ack()
        await self._act(body, lambda: inbound.typed(body, self._bot.catalog, self._roles))

    async def pressed(self, ack: Ack, body: Payload) -> None:
        """Take a press on a button, or a choice in a select."""
        await ack()
        await self._act(body, lambda: inbound.pressed(body, self._roles))

    async def opened_home(self, body: Payload) -> None:
        """Fill somebody's App Home, which Slack has acknowledged already."""
        await self._act(body, lambda: inbound.opened_home(body, self._roles))

    async def completing(self, ack: Ack, body: Payload) -> None:
        """Offer completions; what was typed itself is always among them."""
        found: list[Choice] = []
        try:
            request, option = inbound.completing(body, self._roles)
            found = await self._bot.suggest(request, option, inbound.typing(body))
        except Refusal:
            pass  # the form is none of ours
        except Exception:
            log.exception("nothing was suggested")
        await ack(options=commands.suggestions(inbound.typing(body), found))

    async def submitted(self, ack: Ack, body: Payload) -> None:
        """Take a form, or hand it back with what is wrong in it."""
        try:
            request = inbound.submitted(body, self._roles)
            # Before it counts as seen: a repeated delivery has to hear of its mistakes again.
            wrong = self._bot.problems(request) | commands.too_long(request.call)
            if errors := commands.errors(wrong, inbound.fields(body)):
                await ack(response_action="errors", errors=errors)
            elif self._seen.first(inbound.delivery(body)):
                await self._answer_form(ack, body, request)
            else:
                await ack()
        except Refusal as refusal:
            await ack(response_action="update", view=render.modal(refuse(refusal)))
        except Exception:
            log.exception("a form was not answered")
            await ack(response_action="update", view=render.modal(_SORRY))

    # Forms -----------------------------------------------------------------------

    async def _answer_form(self, ack: Ack, body: Payload, request: Request) -> None:
        """Wait a moment for the answer with the form still open: it may have to point at a field."""
        form, written = inbound.form(body), inbound.written(body)
        origin = inbound.form_origin(body, time.time())
        # Where the acknowledgement is lost, the form stays open, and is sent again under another trigger.
        sent = inbound.form_id(body), str(request.call)
        answer = self._repeats.take(*sent) or asyncio.create_task(self._answer(request))
        self._repeats.keep(answer, *sent)
        try:
            quick, _ = await asyncio.wait({answer}, timeout=_QUICK_SECONDS)
            if quick and (unclear := faults(answer.result(), inbound.fields(body))):
                await ack(response_action="errors", errors=commands.errors(unclear, unclear))
                return
            if quick and isinstance(origin, InModal) and not _pictured(answer.result()):
                await ack(response_action="update", view=_modal(ask_again(answer.result(), form, written), origin))
            else:
                await self._close_form(ack, origin)
                await self._show(ask_again(await answer, form, written), origin)
            await self._refresh_home(body, origin)
        finally:
            answer.cancel()

    async def _close_form(self, ack: Ack, origin: Origin) -> None:
        """Close a form whose answer comes elsewhere, or later."""
        if isinstance(origin, InModal):
            await ack(response_action="update", view=_modal(_ONE_MOMENT, origin))
            await asyncio.sleep(_SETTLE_SECONDS)
        else:
            await ack()

    # Answering -----------------------------------------------------------------

    async def _act(self, body: Payload, read: Callable[[], Request]) -> None:
        """Answer a command or a press once, whatever becomes of it."""
        if not self._seen.first(inbound.delivery(body)):
            return
        try:
            await self._meet(body, read)
        except Exception:
            log.exception("a request was not answered")
            await self._apologise(body)

    async def _meet(self, body: Payload, read: Callable[[], Request]) -> None:
        """Answer a request: with a form if one is needed, which opens at once or not at all."""
        origin, trigger = inbound.origin(body), str(body.get("trigger_id", ""))
        try:
            request = await self._names.named(read())
            if isinstance(origin, InMessage) and not self._bot.lasts(request.call.command):
                origin = replace(origin, alone=False)
        except Refusal as refusal:
            await self._show(refuse(refusal), await self._room(origin, trigger))
            return
        form = await self._bot.form_for(request)
        if form and (sentence := too_much(form)):
            why = Refusal(sentence, "An organiser can change it for you; nothing of it is lost.")
            await self._show(refuse(why), await self._room(origin, trigger))
            return
        view = form and commands.modal(form, inbound.carry(replace(request, call=form.call), origin, time.time()))
        if not view:
            room = await self._room(origin, trigger)
            await self._show(await self._bot.answer(request), room)
            await self._refresh_home(body, room)
        elif not await self._open(view, origin, trigger):
            await self._show(_not_opened(self._bot.catalog[request.call.command]), origin)

    async def _answer(self, request: Request) -> Reply:
        """Answer a request once it is known what whoever asks is called."""
        return await self._bot.answer(await self._names.named(request))

    async def _apologise(self, body: Payload) -> None:
        try:
            origin = inbound.origin(body)
        except (AttributeError, KeyError, TypeError, Unclear):
            return  # Slack did not say where to answer
        await self._show(_SORRY, origin)

    async def _show(self, reply: Reply, origin: Origin) -> None:
        try:
            outcome = await self._deliver(reply, origin)
        except Exception:
            log.exception("an answer could not be drawn")
            outcome = await self._deliver(_SORRY, origin)
        if outcome.error.startswith("invalid_"):
            # Better plain than silent: Slack refuses a message that mentions somebody it does not know.
            outcome = await self._deliver(Reply(render.plainly(reply.blocks), reply.replaces), origin)
        if outcome.error:
            log.warning("an answer was not delivered", extra={"error": outcome.error, "status": outcome.status})

    async def _deliver(self, reply: Reply, origin: Origin) -> Outcome:
        return await self._gallery.show(reply.blocks, lambda pictures: self._send(reply, origin, pictures))

    async def _send(self, reply: Reply, origin: Origin, pictures: Pictures) -> Outcome:
        match origin:
            case InMessage(response_url, ephemeral, alone, thread):
                replaces = reply.replaces and (ephemeral or alone)
                message = {**render.message(reply, pictures), "replace_original": replaces}
                if thread and not replaces:
                    message["thread_ts"] = thread
                if replaces and not ephemeral:
                    # What takes the place of a message that stays has to stay; the two of them alone see it.
                    message["response_type"] = "in_channel"
                return await self._api.respond(response_url, message, _ANSWER_SECONDS)
            case InModal(view_id):
                shown = {"view_id": view_id, "view": _modal(reply, origin, pictures)}
                return await self._api.call("views.update", shown, _ANSWER_SECONDS)
            case OnHome(user_id):
                shown = {"user_id": user_id, "view": render.home(reply, pictures)}
                return await self._api.call("views.publish", shown, _ANSWER_SECONDS)
            case _:
                assert_never(origin)

    async def _room(self, origin: Origin, trigger: str) -> Origin:
        """Make room for an answer: an App Home has none, so a modal opens over it while its trigger lives."""
        if not isinstance(origin, OnHome) or not trigger:
            return origin
        shown = {"trigger_id": trigger, "view": _modal(_ONE_MOMENT, origin)}
        opened = await self._api.call("views.open", shown, _TRIGGER_SECONDS)
        return origin if opened.error else InModal(opened.data["view"]["id"], home=True)

    async def _refresh_home(self, body: Payload, origin: Origin) -> None:
        """Show somebody's App Home anew below the modal that was begun there: what they did may have changed it."""
        if isinstance(origin, InModal) and origin.home:
            request = inbound.opened_home(body, self._roles)
            await self._show(await self._answer(request), OnHome(request.actor.account.user))

    async def _open(self, view: Json, origin: Origin, trigger: str) -> bool:
        """Open a form, on top of the modal it was asked for in, if any."""
        method = "views.push" if isinstance(origin, InModal) else "views.open"
        opened = await self._api.call(method, {"trigger_id": trigger, "view": view}, _TRIGGER_SECONDS)
        if opened.error == "push_limit_reached" and isinstance(origin, InModal):
            opened = await self._api.call("views.update", {"view_id": origin.view_id, "view": view}, _ANSWER_SECONDS)
        if opened.error:
            log.warning("a form was not opened", extra={"error": opened.error, "status": opened.status})
        return not opened.error


def _modal(reply: Reply, origin: Origin, pictures: Pictures = render.NO_PICTURES) -> Json:
    """Draw a modal that remembers where it was begun."""
    carried = inbound.carry_home(origin)
    return {**render.modal(reply, pictures), **({"private_metadata": carried} if carried else {})}


def _pictured(reply: Reply) -> bool:
    """Whether an answer may be refused at first: Slack hides a form's refused answer behind an error of its own."""
    return any(isinstance(block, Image) for block in reply.blocks)


def _not_opened(command: Command) -> Reply:
    hint = f"Or type it all at once: {command.usage}" if command.typed and not command.unlisted else ""
    return refuse(Refusal("Slack did not open the form in time. Please try again.", hint))
