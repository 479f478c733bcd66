"""The one way in: every adapter hands its requests to `Bot`."""

import asyncio
import logging
import secrets
from dataclasses import replace

from bot.chat.calls import Call
from bot.chat.commands import PARAGRAPH_LENGTH, Catalog, Command, Filled, Form, Option
from bot.chat.errors import NotAllowed, Refusal, Unclear
from bot.chat.requests import Request
from bot.chat.views import Choice, Note, Reply, refuse, say

log = logging.getLogger(__name__)

# What every platform can show as completions of one option.
MOST_SUGGESTIONS = 25
SUGGEST_SECONDS = 2.0
# How long what stands in a form already may take to find: platforms open none after 3 seconds.
PREFILL_SECONDS = 1.0


class Bot:
    """Answers requests; authorises every one of them anew, wherever it comes from."""

    def __init__(
        self, catalog: Catalog, *, suggest_seconds: float = SUGGEST_SECONDS, prefill_seconds: float = PREFILL_SECONDS
    ) -> None:
        self.catalog = catalog
        self._suggest_seconds = suggest_seconds
        self._prefill_seconds = prefill_seconds
        self._suggesting: set[asyncio.Task[list[Choice]]] = set()

    async def answer(self, request: Request) -> Reply:
        """Run a request's command. Never raises: whatever happens, there is something to say."""
        try:
            return await self._run(request)
        except Refusal as refusal:
            return refuse(refusal)
        except Exception:
            incident = secrets.token_hex(3)
            # Arguments and actor stay out of the log: they may be what somebody wrote, or who wrote it.
            log.exception("incident", extra={"incident": incident, "command": request.call.command})
            return say(
                "Something went wrong on our side. Please try again.",
                Note((f"If it happens again, tell an organiser this reference: {incident}",)),
            )

    async def form_for(self, request: Request) -> Form | None:
        """Return the form to open instead of answering, when a required option is missing or one cannot be read.

        Takes a second at most: platforms take a form only as the first, immediate response. Never raises; a request
        that will be refused gets no form, and `answer` then says why. What was typed and cannot be read is asked for
        again, and the form says so: a call that carried it could never be answered. It stands in its field, too, where
        that is one that can hold it. A command that requires nothing has no form.
        """
        try:
            command = self._allowed(request)
            missing, wrong = command.missing(request.call), _unreadable(command, request.call)
            if not command.asks or not (missing or wrong) or any(option.carried for option in missing):
                return None
            right = {name: value for name, value in request.call.args.items() if name not in wrong}
            asking = replace(request, call=Call(command.name, right))
            async with asyncio.timeout(self._prefill_seconds):
                filled_in = await _prefilled(command, asking)
                options = await _offered(command, asking)
        except Exception:  # noqa: BLE001 - `answer` meets the same again, and says it
            return None
        asked = tuple(o for o in options if not o.carried and not right.get(o.name, "").strip())
        typed = [(command.option(name), request.call.args[name], unclear) for name, unclear in wrong.items()]
        # What usually stands in a field goes, too, where something else was meant.
        values = {**filled_in.values, **{option.name: value if option.free else "" for option, value, _ in typed}}
        notice = (*((_misread(*each),) for each in typed), *filled_in.notice, *command.notice)
        carried = {o.name: values[o.name] for o in command.options if o.carried and values.get(o.name)}
        filled = {o.name: values[o.name] for o in asked if values.get(o.name)}
        return Form(command.summary, asking.call.with_args(carried), asked, filled, notice, command.submit)

    def lasts(self, command: str) -> bool:
        """Whether an answer of this command may stand in a private conversation with the bot, and stay there.

        What is shown to somebody for their role may be what others wrote in confidence.
        """
        return not any(known.passing or known.role for known in self.catalog if known.name == command)

    def problems(self, request: Request) -> dict[str, str]:
        """Say, by option, what is wrong with a filled-in form; empty when nothing is.

        It is empty, too, for what `answer` will refuse whatever the form says.
        """
        try:
            return self._allowed(request).problems(request.call)
        except Refusal:
            return {}

    async def suggest(self, request: Request, option: str, typed: str) -> list[Choice]:
        """Complete what has been typed into an option so far: at most 25 choices, best first.

        Never raises, and offers nothing rather than keep somebody waiting: platforms show completions for 3 seconds
        from the key that was pressed. What took too long goes on, and is ready for the next key.
        """
        suggesting = asyncio.create_task(self._suggest(request, option, typed))
        self._suggesting.add(suggesting)
        suggesting.add_done_callback(self._suggesting.discard)
        done, _ = await asyncio.wait({suggesting}, timeout=self._suggest_seconds)
        return suggesting.result() if done else []

    async def _suggest(self, request: Request, option: str, typed: str) -> list[Choice]:
        try:
            command = self._allowed(request)
            complete = command.option(option).complete
            asker = request.unnamed if command.anonymous else request
            return (await complete(typed.strip(), asker))[:MOST_SUGGESTIONS] if complete else []
        except Refusal:
            return []
        except Exception:
            log.exception("no suggestions", extra={"command": request.call.command})
            return []

    async def _run(self, request: Request) -> Reply:
        command = self._allowed(request)
        for name, value in request.call.args.items():
            command.option(name).check(value)
        for option in command.missing(request.call):
            await _prefilled(command, request)  # which may know better why there is nothing to fill in
            raise Unclear(f"I need to know: {option.summary}", f"Type {command.usage}", option=option.name)
        return await command.run(request.unnamed if command.anonymous else request)

    def _allowed(self, request: Request) -> Command:
        command = self.catalog[request.call.command]
        if command.role and command.role not in request.actor.roles:
            raise NotAllowed(f"/{command.name} is for {command.role}s.", "An organiser can tell you who that is.")
        return command


def _unreadable(command: Command, call: Call) -> dict[str, Unclear]:
    """Say by option what none takes as it is. Raises `Unclear` for what a form cannot ask for again."""
    wrong: dict[str, Unclear] = {}
    for name, value in call.args.items():
        option = command.option(name)
        try:
            option.check(value)
        except Unclear as unclear:
            # No field of any platform holds more.
            if option.carried or len(value) > PARAGRAPH_LENGTH:
                raise
            wrong[name] = unclear
    return wrong


def _misread(option: Option, value: str, unclear: Unclear) -> str:
    """Say what is wrong with what was typed, and give back what its field cannot hold."""
    name = option.name.replace("-", " ").capitalize()
    if option.free:
        return f"{name}: {unclear.sentence}"
    hint = "" if option.choices else unclear.hint  # the choices are there to be seen, below
    return f"“{value}” could not be read as “{name}”. {hint}".rstrip()


async def _prefilled(command: Command, request: Request) -> Filled:
    if not command.prefill:
        return Filled()
    found = await command.prefill(request.unnamed if command.anonymous else request)
    return found if isinstance(found, Filled) else Filled(found)


async def _offered(command: Command, request: Request) -> list[Option]:
    """Return the options of a command with the choices there are just now, without those that then have none."""
    asker = request.unnamed if command.anonymous else request
    now = [replace(o, choices=await o.offer(asker)) if o.offer else o for o in command.options]
    return [option for option in now if option.choices or not option.offer]
