"""Pictures in messages and views: uploaded to Slack once, and shown as soon as Slack is ready to.

A file that was not shared with any channel is private to the bot, which may show it in its own blocks
(docs.slack.dev/reference/block-kit/composition-objects/slack-file-object). Slack processes it after the upload, and
refuses blocks that show it until that is over, by observation for about a second.
"""

import asyncio
import json
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from hashlib import sha256
from typing import Protocol

from adapters.backoff import delays
from adapters.slack.patience import Outcome
from adapters.slack.render import NO_PICTURES, Pictures
from bot.chat.views import Block, Image

log = logging.getLogger(__name__)

# How long an upload may take, and for how long a picture that was uploaded is tried before words take its place.
UPLOAD_SECONDS = 8.0
READY_SECONDS = 6.0
# A call on the way to an upload is tried again for this long.
_TRY_SECONDS = 2.0
_REMEMBERED = 200


class Files(Protocol):
    """The calls to Slack that pictures need. Neither raises: what went wrong is in the outcome."""

    async def ask(self, method: str, arguments: Mapping[str, str], within: float) -> Outcome:
        """Call a method that takes no JSON, trying again for `within` seconds."""

    async def upload(self, url: str, content: bytes, within: float) -> Outcome:
        """Send a file to the address that Slack gave for it, likewise."""


class Gallery:
    """Knows which pictures Slack has already."""

    def __init__(self, api: Files) -> None:
        self._api = api
        self._known: OrderedDict[bytes, str] = OrderedDict()

    async def show(self, blocks: Sequence[Block], send: Callable[[Pictures], Awaitable[Outcome]]) -> Outcome:
        """Send blocks with their pictures, again and again while Slack is not ready for them; in the end, without.

        `send` is called a second time only when Slack has refused what it sent before.
        """
        pictures = await self._hang(blocks)
        waits, until = delays(first=1.0, most=3.0), time.monotonic() + READY_SECONDS
        while True:
            outcome = await send(pictures)
            if not pictures or not outcome.error.startswith("invalid_"):
                return outcome
            pause = next(waits)
            if time.monotonic() + pause > until:
                log.warning("pictures were not shown", extra={"error": outcome.error})
                self._forget(pictures)
                pictures = NO_PICTURES
            else:
                await asyncio.sleep(pause)

    async def _hang(self, blocks: Sequence[Block]) -> Pictures:
        """Upload what Slack does not have yet; what cannot be uploaded is missing from what this returns."""
        hung: dict[bytes, str] = {}
        try:
            async with asyncio.timeout(UPLOAD_SECONDS):
                for png in dict.fromkeys(block.png for block in blocks if isinstance(block, Image)):
                    if file_id := self._known.get(_digest(png)) or await self._upload(png):
                        hung[png] = self._known[_digest(png)] = file_id
        except TimeoutError:
            log.warning("a picture was not uploaded", extra={"error": "too slow"})
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return hung

    async def _upload(self, png: bytes) -> str:
        told = {"filename": "picture.png", "length": str(len(png))}
        ticket = await self._api.ask("files.getUploadURLExternal", told, _TRY_SECONDS)
        error = ticket.error
        file_id = str(ticket.data.get("file_id", ""))
        if not error:
            error = (await self._api.upload(str(ticket.data["upload_url"]), png, _TRY_SECONDS)).error
        if not error:
            named = {"files": json.dumps([{"id": file_id, "title": "Picture"}])}
            error = (await self._api.ask("files.completeUploadExternal", named, _TRY_SECONDS)).error
        if error:
            log.warning("a picture was not uploaded", extra={"error": error})
        return "" if error else file_id

    def _forget(self, pictures: Pictures) -> None:
        """Workspaces delete files after a while, if they like."""
        for png in pictures:
            self._known.pop(_digest(png), None)


def _digest(png: bytes) -> bytes:
    return sha256(png).digest()
