"""What the bot says unasked on Discord: plain messages in channels, threads and private conversations."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from adapters.discord import marks, render, replies, threads
from adapters.discord.errors import (
    ARCHIVED,
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
    Rejected,
    sentence,
)
from adapters.discord.history import History
from adapters.discord.pictures import files
from adapters.discord.rest import PATIENCE, SOON, Rest
from adapters.punctual import sent_within
from bot.chat.requests import Address
from bot.chat.views import Block
from bot.delivery.model import Gone, Later, Refused, Unknown, Unreadable

_HIDDEN = {MISSING_ACCESS, MISSING_PERMISSIONS}
_GONE = {UNKNOWN_CHANNEL, UNKNOWN_MESSAGE}
_HOW_TO_NAME_ONE = "With Discord's Developer Mode on, a right click on a channel copies its id."
_UNREADABLE = (
    "I may not read what was said in that channel, so I cannot tell whether it has the message. An organiser can mend "
    "that in the channel's settings, under Permissions: add me, and allow View Channel and Read Message History."
)


class DiscordMessenger:
    """Implements `bot.delivery.model.Messenger`."""

    pace = 1.0
    # Four requests, as for changing what is in a thread that closed: look, change in vain, open the thread, change.
    patience = 4 * PATIENCE + 1
    groups = False

    def __init__(self, rest: Rest) -> None:
        self._rest = rest
        self._conversations: dict[str, str] = {}

    async def post(self, to: Address, blocks: Sequence[Block], key: str) -> str:
        channel = await self._channel(to)
        with sent_within(self.patience):
            try:
                return await self._say(channel, blocks, key)
            except Rejected as rejected:
                if rejected.code != UNKNOWN_CHANNEL or channel != to.thread:
                    raise Refused(sentence(rejected)) from None
            await threads.start(self._rest, _named(to.channel), channel)
            try:
                return await self._say(channel, blocks, key)
            except Rejected as rejected:
                raise Refused(sentence(rejected)) from None

    async def find(self, to: Address, key: str, since: datetime) -> str | None:
        channel = await self._channel(to)
        try:
            return await History(self._rest, channel).find(key, since, private=bool(to.people))
        except Rejected as rejected:
            if rejected.code == UNKNOWN_CHANNEL and channel == to.thread:
                return None  # nobody has said anything there that would have started the thread
            raise Unreadable(_UNREADABLE if rejected.code in _HIDDEN else sentence(rejected)) from None

    async def edit(self, to: Address, posted: str, blocks: Sequence[Block]) -> None:
        channel = await self._channel(to)
        body = render.change(blocks, await self._marked(f"/channels/{channel}/messages/{posted}"))
        await self._change("PATCH", channel, posted, body, files(body, blocks))

    async def remove(self, to: Address, posted: str) -> None:
        await self._change("DELETE", await self._channel(to), posted)

    async def replies(self, to: Address, posted: str) -> int:
        try:
            return await replies.count(self._rest, await self._channel(to), posted)
        except Rejected as rejected:
            if rejected.code in _GONE:
                raise Gone from None
            raise Unreadable(_UNREADABLE if rejected.code in _HIDDEN else sentence(rejected)) from None

    async def _say(self, channel: str, blocks: Sequence[Block], key: str) -> str:
        """Send a message once. Raises `Rejected`, `Later` or `Unknown`."""
        body = render.post(blocks, key)
        sent = await self._rest.ask("POST", f"/channels/{channel}/messages", body, files(body, blocks))
        if not isinstance(sent, Mapping) or "id" not in sent:
            raise Unknown
        return str(sent["id"])

    async def _marked(self, message: str) -> tuple[int, ...]:
        """Read the marks that an edit would wipe out; none when the bot may not read there."""
        try:
            return marks.read((await self._rest.ask("GET", message)).get("components") or ())
        except Unknown:
            raise Later(SOON) from None
        except Rejected as rejected:
            if rejected.code in _HIDDEN:
                return ()
            raise _unchanged(rejected) from None

    async def _change(self, method: str, channel: str, posted: str, *content: Any) -> None:  # noqa: ANN401 - JSON
        """Change a message, in a thread that closed by itself, too: such a one lets nothing be changed."""
        message = f"/channels/{channel}/messages/{posted}"
        try:
            try:
                await self._rest.ask(method, message, *content)
            except Rejected as rejected:
                if rejected.code != ARCHIVED or not await threads.reopen(self._rest, channel):
                    raise
                await self._rest.ask(method, message, *content)
        except Rejected as rejected:
            raise _unchanged(rejected) from None

    async def _channel(self, to: Address) -> str:
        """Return the id of a place; a thread is a channel, too."""
        if len(to.people) > 1:
            raise Refused("On Discord I can speak to one person at a time only.")
        # There are no threads in private conversations.
        place = _named(to.people[0] if to.people else to.thread or to.channel)
        return await self._conversation(place) if to.people else place

    async def _conversation(self, person: str) -> str:
        if person not in self._conversations:
            try:
                opened = await self._rest.ask("POST", "/users/@me/channels", {"recipient_id": person})
            except Rejected as rejected:
                raise Refused(sentence(rejected)) from None
            except Unknown:
                raise Later(SOON) from None  # an open conversation without a word in it is seen by nobody
            self._conversations[person] = str(opened["id"])
        return self._conversations[person]


def _named(place: str) -> str:
    """Return an id as it is. Raises `Refused` for what is none."""
    if not (place.isascii() and place.isdigit()):
        raise Refused(f"“{place}” is no place on Discord. {_HOW_TO_NAME_ONE}")
    return place


def _unchanged(rejected: Rejected) -> Gone | Refused:
    return Gone() if rejected.code in _GONE else Refused(sentence(rejected))
