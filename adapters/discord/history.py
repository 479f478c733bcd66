"""What was said in one channel, thread or private conversation of Discord's, read page by page in the time there is."""

import asyncio
import math
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import Any

from adapters.discord import marks
from adapters.discord.errors import UNKNOWN_MESSAGE, Rejected
from adapters.discord.rest import PATIENCE, SOON, Rest
from bot.delivery.model import Later, Unknown, Unreadable

# Ids count milliseconds since then, times 2^22; https://docs.discord.com/developers/reference#snowflakes
_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
_PAGE = 100
_TOO_LONG = "More was said in that channel since then than I can read through. Please look whether it has the message."


class History:
    """Reads within what is left of the messenger's patience. Every method may raise `Rejected` or `Later`."""

    def __init__(self, rest: Rest, channel: str, until: float = 0.0) -> None:
        """`until` is when time is up, by the loop's clock, where more is to be read than this."""
        self.until = until or asyncio.get_running_loop().time() + PATIENCE
        self._rest = rest
        self._path = f"/channels/{channel}"
        self._begun = False

    async def find(self, key: str, since: datetime, *, private: bool) -> str | None:
        """Look for the bot's message of that key. Raises `Unreadable` when more was said than can be read."""
        empty = True
        async for message in self.after(_snowflake(since)):
            empty = False
            own = message["author"]["id"] == self._rest.me
            if own and marks.carry(message.get("components") or (), key):
                return str(message["id"])
        if empty and not private:
            await self.prove_readable()
        return None

    async def after(self, message_id: int, most: float = math.inf) -> AsyncIterator[Mapping[str, Any]]:
        """Go through what was said after a message, `most` pages of it. Raises `Unreadable` when time is up before."""
        while most > 0 and (page := await self._page(message_id)):
            for message in page:
                yield message
            if len(page) < _PAGE:
                return
            message_id = max(int(message["id"]) for message in page)
            most -= 1

    async def check(self, message_id: str) -> None:
        """Make sure that a message is there, and may be read; otherwise `Rejected` is raised."""
        await self._read(f"/messages/{message_id}", {})

    async def prove_readable(self) -> None:
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

    async def _page(self, after: int) -> list[Mapping[str, Any]]:
        """Return the messages that come next, as many as there are on a page."""
        page: list[Mapping[str, Any]] = await self._read("/messages", {"after": str(after), "limit": str(_PAGE)})
        return page

    async def _read(self, path: str, query: Mapping[str, str]) -> Any:  # noqa: ANN401 - JSON
        """Read once, waiting for the time that Discord names if that is soon enough."""
        clock = asyncio.get_running_loop().time
        while clock() < self.until:
            try:
                found = await self._rest.ask("GET", self._path + path, query=query)
            except Unknown:
                raise Later(SOON) from None
            except Later as later:
                if later.everywhere or not (self._begun or clock() + later.seconds < self.until):
                    raise
                pause = later.seconds
            else:
                self._begun = True
                return found
            await asyncio.sleep(min(pause, self.until - clock()))
        # Begun anew, it would take as long again.
        raise Unreadable(_TOO_LONG)


def _snowflake(time: datetime) -> int:
    """Return an id that is older than all that was said from `time` on."""
    return max(int((time - _EPOCH).total_seconds() * 1000) << 22, 1) - 1
