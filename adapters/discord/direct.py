"""From a direct message to its answer: whoever is in distress writes plain words there, and knows no command."""

import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from adapters.discord import inbound, render
from adapters.discord.answering import BROKEN, UNSHOWABLE, unshowable
from adapters.discord.errors import Rejected
from adapters.discord.inbound import NOWHERE, Home
from adapters.discord.pictures import Files, files
from adapters.discord.replies import by_person
from adapters.seen import Seen
from bot.chat.calls import Call
from bot.chat.commands import PARAGRAPH_LENGTH, Catalog, Command
from bot.chat.errors import Refusal
from bot.chat.requests import Request
from bot.chat.roles import RoleBook
from bot.chat.views import Actions, Button, Code, Reply, refuse, say
from bot.service import Bot

log = logging.getLogger(__name__)

Json = Mapping[str, Any]

# Nobody who writes by hand has so many messages waiting for an answer; a program that does is answered no more often.
MOST_WAITING = 10

_DIRECT = 1  # the type of a channel between two
_WORDS_ALONE = say("I can only read words: please write to me what you are looking for, or what you need.")


@dataclass(frozen=True, slots=True)
class Words:
    """What a person wrote to the bot; `text` is empty when they sent something else, such as a picture or a sticker."""

    id: str
    person: str
    channel: str
    text: str
    message: Json


class Wire(Protocol):
    async def post(self, channel: str, body: dict[str, Any], pictures: Files | None = None) -> None:
        """Say something in a channel, once for each nonce. Raises `Rejected`."""


def read(message: Json) -> Words | None:
    """Read a message as in https://docs.discord.com/developers/resources/message.

    Returns None for what is none of a person's to the bot alone: the bot's own, other programs', Discord's.
    """
    try:
        channel_type = message.get("channel_type", _DIRECT)
        if message.get("guild_id") or channel_type != _DIRECT or not by_person(message):
            return None
        author, text = message["author"], message.get("content") or ""
        return Words(str(message["id"]), str(author["id"]), str(message["channel_id"]), str(text).strip(), message)
    except (AttributeError, KeyError, TypeError):
        log.warning("cannot read a direct message")
        return None


class Direct:
    """Answers what people write to the bot, in the same place. Nothing of it is kept but the newest messages' ids."""

    def __init__(self, bot: Bot, roles: RoleBook) -> None:
        self._bot = bot
        self._roles = roles
        self._seen = Seen()
        self._waiting: Counter[str] = Counter()

    async def handle(self, words: Words, wire: Wire, home: Home = NOWHERE) -> None:
        """Answer a message once. Never raises; `home` is where the conversation belongs."""
        if self._waiting[words.channel] >= MOST_WAITING or not self._seen.first(words.id):
            return
        self._waiting[words.channel] += 1
        try:
            await self._handle(words, wire, home)
        except Rejected as rejected:
            log.warning(
                "an answer to a direct message did not arrive", extra={"status": rejected.status, "code": rejected.code}
            )
        finally:
            self._waiting[words.channel] -= 1
            self._waiting += Counter()  # forgets who waits no longer

    async def _handle(self, words: Words, wire: Wire, home: Home) -> None:
        try:
            await _post(words, wire, await self._reply(words, home))
        except Rejected as rejected:
            if not unshowable(rejected):
                raise
            log.warning(
                "discord refused an answer to a direct message",
                extra={"status": rejected.status, "code": rejected.code},
            )
            await _post(words, wire, UNSHOWABLE)
        except Exception:
            log.exception("a direct message was not answered")
            await _post(words, wire, BROKEN)

    async def _reply(self, words: Words, home: Home) -> Reply:
        if not words.text:
            return _WORDS_ALONE
        catalog = self._bot.catalog
        typed = _typed(catalog, words.text)
        try:
            call = catalog.read(*typed) if typed else catalog.heard(_both_ends(words.text))
        except Refusal as refusal:
            return refuse(refusal)
        request = inbound.spoken(call, words.message, self._roles, home)
        if await self._belongs_elsewhere(request):
            return _pointer(catalog[call.command])
        return await self._bot.answer(request)

    async def _belongs_elsewhere(self, request: Request) -> bool:
        """Whether an answer must not stand here, or something is lacking that a form asks for.

        What is there and cannot be read is said here: to be pointed elsewhere would not tell why.
        """
        if not self._bot.lasts(request.call.command):
            return True
        lacking = self._bot.catalog[request.call.command].missing(request.call)
        return bool(lacking) and await self._bot.form_for(request) is not None


def _both_ends(text: str) -> str:
    """Leave out the middle of what is longer than any command takes; danger is heard at its beginning and its end."""
    half = PARAGRAPH_LENGTH // 2 - 1
    return text if len(text) <= PARAGRAPH_LENGTH else f"{text[:half]}\n\n{text[-half:]}"


def _typed(catalog: Catalog, text: str) -> tuple[str, str] | None:
    """Split a command from what follows it; a slash that Discord did not take for one may stand before it."""
    bare = text.removeprefix("/")
    name, _, rest = bare.partition(" ")
    if bare != text and name in {command.name for command in catalog.listed}:
        return name, rest
    return catalog.unslashed(bare)


def _pointer(command: Command) -> Reply:
    """Say how a command is given so that its answer is private; the same whoever asks, and nothing about them."""
    name = f"/{command.name}"
    how = (" with its slash, or press the button: then only you see what comes of it, and it does not stay here.",)
    return say("Please type ", Code(name), *how, Actions((Button(name, Call(command.name)),)))


async def _post(words: Words, wire: Wire, reply: Reply) -> None:
    """Say it as the answer to a message, also when that was taken back; at most once."""
    pointing = {"message_id": words.id, "fail_if_not_exists": False}
    body = {**render.post(reply.blocks, words.id), "message_reference": pointing}
    await wire.post(words.channel, body, files(body, reply.blocks))
