"""What the bot says unasked on Slack: posted once, found again by its key, changed and taken back.

Every message carries its key as metadata, which nobody sees and conversations.history gives back
(docs.slack.dev/messaging/message-metadata).
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from adapters.punctual import sent_within
from adapters.slack import render
from adapters.slack.markup import Json
from adapters.slack.patience import Outcome
from adapters.slack.pictures import Files, Gallery
from adapters.slack.render import Pictures
from adapters.slack.verdicts import AGAIN_SECONDS, NO_THREAD, check, check_again
from bot.chat.requests import Address
from bot.chat.views import Block, Reply
from bot.delivery.model import Gone, Later, Refused, Unknown, Unreadable

EVENT = "hirg_delivery"

# Opening a conversation, or reading a page of a history, is safe to try again for this long.
_TRY_SECONDS = 3.0
# How much of a history is looked through: a week of a busy channel.
_PAGE, _MOST_PAGES = "200", 30
# docs.slack.dev/reference/events/message: plain words, words with a file, words shown in the channel as well, “/me”.
_WRITTEN = frozenset({"", "file_share", "thread_broadcast", "me_message"})
# Slack limits each channel and the workspace as a whole, and does not say which it was: docs.slack.dev/apis/web-api/
# rate-limits. Where nothing was said for this long, it cannot have been the channel.
_QUIET_SECONDS = 10.0


class Api(Files, Protocol):
    """The calls to Slack that messages need. None raises: what went wrong is in the outcome."""

    async def call(self, method: str, arguments: Json, within: float) -> Outcome:
        """Call a method of the Web API, trying again for `within` seconds."""


class SlackMessenger:
    """Implements `Messenger`."""

    pace = 1.0
    patience = 40.0
    groups = True

    def __init__(self, api: Callable[[], tuple[Api, Gallery] | None]) -> None:
        """`api` returns None while the bot is not signed in."""
        self._connected = api
        self._opened: dict[str, str] = {}
        self._spoke: dict[str, float] = {}

    async def post(self, to: Address, blocks: Sequence[Block], key: str) -> str:
        try:
            async with asyncio.timeout(self.patience):
                with sent_within(self.patience):
                    return await self._post(to, blocks, key)
        except TimeoutError:
            raise Unknown from None

    async def find(self, to: Address, key: str, since: datetime) -> str | None:
        try:
            async with asyncio.timeout(self.patience):
                return await self._find(to, key, since)
        except TimeoutError:
            raise Later(AGAIN_SECONDS) from None

    async def replies(self, to: Address, posted: str) -> int:
        try:
            async with asyncio.timeout(self.patience):
                return await self._replies(to, posted)
        except TimeoutError:
            raise Later(AGAIN_SECONDS) from None

    async def edit(self, to: Address, posted: str, blocks: Sequence[Block]) -> None:
        # Without `metadata`, a message keeps the one it has, and so can still be found.
        await self._change(to, posted, lambda api, gallery, named: _draw(api, gallery, "chat.update", blocks, named))

    async def remove(self, to: Address, posted: str) -> None:
        await self._change(to, posted, lambda api, _, named: api.call("chat.delete", named, 0.0))

    # Saying ------------------------------------------------------------------------------

    async def _post(self, to: Address, blocks: Sequence[Block], key: str) -> str:
        api, gallery = self._api()
        channel = await self._channel(api, to)
        named: Json = {"channel": channel, "metadata": {"event_type": EVENT, "event_payload": {"key": key}}}
        if to.thread:
            named["thread_ts"] = to.thread
        outcome = await _draw(api, gallery, "chat.postMessage", blocks, named)
        quiet = self._quiet(channel)
        if outcome.error in {"channel_not_found", "is_archived"}:
            self._opened.pop(to.channel, None)
        check(outcome, to, everywhere=quiet)
        posted = str(outcome.data["ts"])
        if to.thread and outcome.data.get("message", {}).get("thread_ts") != to.thread:
            # Of a message that is gone there is no thread, and Slack puts the answer before everybody instead.
            await api.call("chat.delete", {"channel": channel, "ts": posted}, _TRY_SECONDS)
            raise Refused(NO_THREAD)
        return posted

    async def _change(
        self, to: Address, posted: str, change: Callable[[Api, Gallery, Json], Awaitable[Outcome]]
    ) -> None:
        try:
            async with asyncio.timeout(self.patience):
                api, gallery = self._api()
                outcome = await change(api, gallery, {"channel": await self._channel(api, to), "ts": posted})
        except TimeoutError:
            raise Unknown from None
        check(outcome, to)

    def _quiet(self, channel: str) -> bool:
        """Whether nothing was said in a channel for a while, until now."""
        now = time.monotonic()
        self._spoke = {where: at for where, at in self._spoke.items() if now - at < _QUIET_SECONDS}
        quiet = channel not in self._spoke
        self._spoke[channel] = now
        return quiet

    # Reading -----------------------------------------------------------------------------

    async def _find(self, to: Address, key: str, since: datetime) -> str | None:
        api, _ = self._api()
        asked = {
            "channel": await self._channel(api, to),
            "oldest": f"{since.timestamp():.6f}",
            "include_all_metadata": "true",
        }
        try:
            async for message in _read(api, to, asked, thread=to.thread):
                # The message that a thread belongs to comes with it.
                if _key(message) == key and message["ts"] != to.thread:
                    return str(message["ts"])
        except Gone:
            return None
        return None

    async def _replies(self, to: Address, posted: str) -> int:
        api, _ = self._api()
        asked = {"channel": await self._channel(api, to)}
        said = 0
        async for message in _read(api, to, asked, thread=posted):
            if message["ts"] == posted and message.get("subtype") == "tombstone":
                raise Gone
            # What stands in a thread itself has no thread, and Slack gives out the one that it stands in.
            said += message["ts"] != posted and message.get("thread_ts") == posted and _of_a_person(message)
        return said

    # Places ------------------------------------------------------------------------------

    def _api(self) -> tuple[Api, Gallery]:
        connected = self._connected()
        if connected is None:
            raise Later(AGAIN_SECONDS, everywhere=True)
        return connected

    async def _channel(self, api: Api, to: Address) -> str:
        """Return the id of the conversation at an address, opened if it is one with people."""
        if not to.people:
            return to.channel
        if to.channel not in self._opened:
            opened = await api.call("conversations.open", {"users": ",".join(to.people)}, _TRY_SECONDS)
            check_again(opened, to)
            self._opened[to.channel] = str(opened.data["channel"]["id"])
        return self._opened[to.channel]


async def _draw(api: Api, gallery: Gallery, method: str, blocks: Sequence[Block], named: Json) -> Outcome:
    """Call a method with blocks, and, only if Slack refuses those, with plain ones."""

    async def send(pictures: Pictures, blocks: Sequence[Block] = blocks) -> Outcome:
        return await api.call(method, {**render.message(Reply(tuple(blocks)), pictures), **named}, 0.0)

    outcome = await gallery.show(blocks, send)
    # As for answers: Slack refuses a message that mentions somebody it does not know.
    return await send(render.NO_PICTURES, render.plainly(blocks)) if outcome.error == "invalid_blocks" else outcome


async def _read(api: Api, to: Address, asked: Json, *, thread: str | None) -> AsyncIterator[Mapping[str, Any]]:
    """Go through a history, or through a thread and the message that it belongs to.

    Raises `Gone` when there is no such thread, and `Unreadable` when there is more than can be read.
    """
    method = "conversations.replies" if thread else "conversations.history"
    asked = {**asked, "limit": _PAGE, **({"ts": thread} if thread else {})}
    for _ in range(_MOST_PAGES):
        page = await api.ask(method, asked, _TRY_SECONDS)
        if page.error == "thread_not_found":
            raise Gone
        check_again(page, to)
        for message in page.data.get("messages", ()):
            yield message
        cursor = page.data.get("response_metadata", {}).get("next_cursor")
        if not page.data.get("has_more") or not cursor:
            return
        asked["cursor"] = cursor
    raise Unreadable("So much was said there since that I could not look through all of it.")


def _of_a_person(message: Mapping[str, Any]) -> bool:
    """Whether somebody wrote it, rather than an app, or Slack about something that happened."""
    return bool(message.get("user")) and not message.get("bot_id") and message.get("subtype", "") in _WRITTEN


def _key(message: Mapping[str, Any]) -> object:
    metadata = message.get("metadata", {})
    return metadata.get("event_payload", {}).get("key") if metadata.get("event_type") == EVENT else None
