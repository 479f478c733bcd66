"""What the bot says unasked on Discord: plain messages in channels, threads and private conversations."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from adapters.discord import marks, render
from adapters.discord.errors import (
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
    Rejected,
    sentence,
)
from adapters.discord.pictures import files
from adapters.discord.rest import PATIENCE, SOON, Rest
from adapters.punctual import sent_within
from bot.chat.requests import Address
from bot.chat.views import Block
from bot.delivery.model import Gone, Later, Refused, Unknown, Unreadable

# Ids count milliseconds since then, times 2^22; https://docs.discord.com/developers/reference#snowflakes
_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
_PAGE = 100
_HIDDEN = {MISSING_ACCESS, MISSING_PERMISSIONS}
_HOW_TO_NAME_ONE = "With Discord's Developer Mode on, a right click on a channel copies its id."
_UNREADABLE = (
    "I may not read what was said in that channel, so I cannot tell whether it has the message. An organiser can mend "
    "that in the channel's settings, under Permissions: add me, and allow View Channel and Read Message History."
)
_TOO_LONG = "More was said in that channel since then than I can read through. Please look whether it has the message."


class DiscordMessenger:
    """Implements `bot.delivery.model.Messenger`."""

    pace = 1.0
    # Opening a conversation, then reading what was said in it until time is up, and the last request of that.
    patience = 3 * PATIENCE + 1
    groups = False

    def __init__(self, rest: Rest) -> None:
        self._rest = rest
        self._conversations: dict[str, str] = {}

    async def post(self, to: Address, blocks: Sequence[Block], key: str) -> str:
        channel = await self._channel(to)
        body = render.post(blocks, key)
        try:
            with sent_within(PATIENCE):
                sent = await self._rest.ask("POST", f"/channels/{channel}/messages", body, files(body, blocks))
        except Rejected as rejected:
            raise Refused(sentence(rejected)) from None
        if not isinstance(sent, Mapping) or "id" not in sent:
            raise Unknown
        return str(sent["id"])

    async def find(self, to: Address, key: str, since: datetime) -> str | None:
        history = _History(self._rest, await self._channel(to))
        try:
            return await history.find(key, since, private=bool(to.people))
        except Rejected as rejected:
            raise Unreadable(_UNREADABLE if rejected.code in _HIDDEN else sentence(rejected)) from None

    async def edit(self, to: Address, posted: str, blocks: Sequence[Block]) -> None:
        message = f"/channels/{await self._channel(to)}/messages/{posted}"
        body = render.change(blocks, await self._marked(message))
        await self._change("PATCH", message, body, files(body, blocks))

    async def remove(self, to: Address, posted: str) -> None:
        await self._change("DELETE", f"/channels/{await self._channel(to)}/messages/{posted}")

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

    async def _change(self, method: str, message: str, *content: Any) -> None:  # noqa: ANN401 - JSON
        try:
            await self._rest.ask(method, message, *content)
        except Rejected as rejected:
            raise _unchanged(rejected) from None

    async def _channel(self, to: Address) -> str:
        """Return the id of a place; a thread is a channel, too."""
        if len(to.people) > 1:
            raise Refused("On Discord I can speak to one person at a time only.")
        place = to.people[0] if to.people else to.thread or to.channel
        if not (place.isascii() and place.isdigit()):
            raise Refused(f"“{place}” is no place on Discord. {_HOW_TO_NAME_ONE}")
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


class _History:
    """What was said in one channel, read within what is left of the messenger's patience."""

    def __init__(self, rest: Rest, channel: str) -> None:
        self._rest = rest
        self._path = f"/channels/{channel}"
        self._until = asyncio.get_running_loop().time() + PATIENCE
        self._begun = False

    async def find(self, key: str, since: datetime, *, private: bool) -> str | None:
        after, page = _snowflake(since), await self._page(_snowflake(since))
        if not page and not private:
            await self._prove_readable()
        while page:
            for message in page:
                own = message["author"]["id"] == self._rest.me
                if own and marks.carry(message.get("components") or (), key):
                    return str(message["id"])
            if len(page) < _PAGE:
                break
            after = max(int(message["id"]) for message in page)
            page = await self._page(after)
        return None

    async def _page(self, after: int) -> list[Mapping[str, Any]]:
        """Return the messages that come next, as many as there are on a page."""
        page: list[Mapping[str, Any]] = await self._read("/messages", {"after": str(after), "limit": str(_PAGE)})
        return page

    async def _prove_readable(self) -> None:
        """Make sure that an empty history is what it seems; raises `Rejected` when it may not be read.

        Without the permission to read it, Discord shows every history as empty, and does not say so; of a single
        message it does.
        """
        newest = (await self._read("", {})).get("last_message_id")
        try:
            if newest:
                await self._read(f"/messages/{newest}", {})
        except Rejected as rejected:
            if rejected.code != UNKNOWN_MESSAGE:
                raise

    async def _read(self, path: str, query: Mapping[str, str]) -> Any:  # noqa: ANN401 - JSON
        """Read once, waiting for the time that Discord names if that is soon enough."""
        clock = asyncio.get_running_loop().time
        while clock() < self._until:
            try:
                found = await self._rest.ask("GET", self._path + path, query=query)
            except Unknown:
                raise Later(SOON) from None
            except Later as later:
                if later.everywhere or not (self._begun or clock() + later.seconds < self._until):
                    raise
                pause = later.seconds
            else:
                self._begun = True
                return found
            await asyncio.sleep(min(pause, self._until - clock()))
        # Begun anew, it would take as long again.
        raise Unreadable(_TOO_LONG)


def _unchanged(rejected: Rejected) -> Gone | Refused:
    gone = rejected.code in {UNKNOWN_CHANNEL, UNKNOWN_MESSAGE}
    return Gone() if gone else Refused(sentence(rejected))


def _snowflake(time: datetime) -> int:
    """Return an id that is older than all that was said from `time` on."""
    return max(int((time - _EPOCH).total_seconds() * 1000) << 22, 1) - 1
