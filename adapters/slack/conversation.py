"""What happens between a person's action and the answer on their screen: forms at once, answers privately."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Protocol, assert_never

from adapters.slack import commands, inbound, render
from adapters.slack.inbound import InMessage, InModal, OnHome, Origin, Payload
from adapters.slack.markup import Json
from adapters.slack.patience import Outcome
from bot.chat.commands import Command
from bot.chat.errors import NotFound, Refusal
from bot.chat.requests import Request
from bot.chat.roles import RoleBook
from bot.chat.views import Note, Reply, plain, say
from bot.service import Bot

log = logging.getLogger(__name__)

# Slack waits 3 s for an acknowledgement, and a trigger_id opens a view for 3 s
# (docs.slack.dev/interactivity/handling-user-interaction): stay clear of both.
_TRIGGER_SECONDS = 2.5
_SUGGEST_SECONDS = 2.0
# An answer to a form that is ready this soon takes the form's place in one step.
_QUICK_SECONDS = 1.0
# Lets Slack put a modal up before it is updated: the two travel on different ways.
_SETTLE_SECONDS = 0.5
# How long delivering an answer is tried again while Slack limits or fails.
_ANSWER_SECONDS = 60.0

_ONE_MOMENT = say("One moment …")

Ack = Callable[..., Awaitable[object]]


class Api(Protocol):
    """The calls to Slack that answers need. Neither raises: what went wrong is in the outcome."""

    async def call(self, method: str, arguments: Json, within: float) -> Outcome:
        """Call a method of the Web API, trying again for `within` seconds."""

    async def respond(self, response_url: str, message: Json, within: float) -> Outcome:
        """Send a message that only the person sees, likewise."""


class Conversation:
    """Acknowledges every action at once, then answers it where the person is looking."""

    def __init__(self, bot: Bot, roles: RoleBook, api: Api) -> None:
        self._bot = bot
        self._roles = roles
        self._api = api
        self._seen = inbound.Seen()

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
        if self._seen.first(body):
            await self._answer(inbound.opened_home(body, self._roles), inbound.origin(body))

    async def completing(self, ack: Ack, body: Payload) -> None:
        """Offer completions; what was typed itself is always among them."""
        typed = body.get("value") or ""
        try:
            request, option, typed = inbound.completing(body, self._roles)
            async with asyncio.timeout(_SUGGEST_SECONDS):
                found = await self._bot.suggest(request, option, typed)
        except (Refusal, TimeoutError):
            found = []
        await ack(options=commands.suggestions(typed, found))

    async def submitted(self, ack: Ack, body: Payload) -> None:
        """Take a form, or hand it back with what is wrong in it."""
        try:
            request = inbound.submitted(body, self._roles)
        except Refusal as refusal:
            await ack(response_action="update", view=render.modal(_refuse(refusal)))
            return
        origin = inbound.form_origin(body, time.time())
        # Before it counts as seen: a repeated delivery has to hear of its mistakes again.
        if errors := self._mistakes(request, body):
            await ack(response_action="errors", errors=errors)
        elif not self._seen.first(body):
            await ack()
        elif isinstance(origin, InModal):
            await self._answer_in_place(ack, request, origin)
        else:
            await ack()
            await self._answer(request, origin)

    # Answering -----------------------------------------------------------------

    async def _act(self, body: Payload, read: Callable[[], Request]) -> None:
        """Answer a command or a press: with a form if one is needed, which opens at once or not at all."""
        if not self._seen.first(body):
            return
        origin, trigger = inbound.origin(body), body["trigger_id"]
        try:
            request = read()
        except Refusal as refusal:
            await self._show(_refuse(refusal), await self._room(origin, trigger))
            return
        form = self._bot.form_for(request)
        view = form and commands.modal(form, inbound.carry(request, origin, time.time()))
        if not view:
            await self._answer(request, await self._room(origin, trigger))
        elif not await self._open(view, origin, trigger):
            await self._show(_not_opened(self._bot.catalog[request.call.command]), origin)

    async def _answer(self, request: Request, origin: Origin) -> None:
        await self._show(await self._bot.answer(request), origin)

    async def _answer_in_place(self, ack: Ack, request: Request, origin: InModal) -> None:
        """Turn the form into its answer, or into a notice first when the answer takes a while."""
        answer = asyncio.ensure_future(self._bot.answer(request))
        done, _ = await asyncio.wait({answer}, timeout=_QUICK_SECONDS)
        await ack(response_action="update", view=render.modal(answer.result() if done else _ONE_MOMENT))
        if not done:
            await asyncio.sleep(_SETTLE_SECONDS)
            await self._show(await answer, origin)

    async def _show(self, reply: Reply, origin: Origin) -> None:
        outcome = await self._deliver(reply, origin)
        if outcome.error.startswith("invalid_"):
            # Better plain than silent: Slack refuses a message that mentions somebody it does not know.
            outcome = await self._deliver(say(plain(reply.blocks)), origin)
        if outcome.error:
            log.warning("an answer was not delivered", extra={"error": outcome.error, "status": outcome.status})

    async def _deliver(self, reply: Reply, origin: Origin) -> Outcome:
        match origin:
            case InMessage(response_url, ephemeral):
                message = {**render.message(reply), "replace_original": reply.replaces and ephemeral}
                return await self._api.respond(response_url, message, _ANSWER_SECONDS)
            case InModal(view_id):
                shown = {"view_id": view_id, "view": render.modal(reply)}
                return await self._api.call("views.update", shown, _ANSWER_SECONDS)
            case OnHome(user_id):
                shown = {"user_id": user_id, "view": render.home(reply)}
                return await self._api.call("views.publish", shown, _ANSWER_SECONDS)
            case _:
                assert_never(origin)

    async def _room(self, origin: Origin, trigger: str) -> Origin:
        """Make room for an answer: an App Home has none, so a modal opens over it while its trigger lives."""
        if not isinstance(origin, OnHome):
            return origin
        shown = {"trigger_id": trigger, "view": render.modal(_ONE_MOMENT)}
        opened = await self._api.call("views.open", shown, _TRIGGER_SECONDS)
        return origin if opened.error else InModal(opened.data["view"]["id"])

    async def _open(self, view: Json, origin: Origin, trigger: str) -> bool:
        """Open a form, on top of the modal it was asked for in, if any."""
        method = "views.push" if isinstance(origin, InModal) else "views.open"
        opened = await self._api.call(method, {"trigger_id": trigger, "view": view}, _TRIGGER_SECONDS)
        if opened.error == "push_limit_reached" and isinstance(origin, InModal):
            opened = await self._api.call("views.update", {"view_id": origin.view_id, "view": view}, _ANSWER_SECONDS)
        if opened.error:
            log.warning("a form was not opened", extra={"error": opened.error, "status": opened.status})
        return not opened.error

    def _mistakes(self, request: Request, body: Payload) -> dict[str, str]:
        """Find what the person can mend in the form before them."""
        fields = {block["block_id"] for block in body["view"]["blocks"] if block["type"] == "input"}
        try:
            command = self._bot.catalog[request.call.command]
        except NotFound:
            return {}
        found = commands.mistakes(command, request.call)
        return {field: sentence for field, sentence in found.items() if field in fields}


def _not_opened(command: Command) -> Reply:
    hint = "" if command.unlisted else f"Or type it all at once: {command.usage}"
    return _refuse(Refusal("Slack did not open the form in time. Please try again.", hint))


def _refuse(refusal: Refusal) -> Reply:
    return say(str(refusal), *([Note((refusal.hint,))] if refusal.hint else []))
