"""What the members of a workspace are called, read page by page."""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from time import monotonic
from typing import Any

from adapters.lately import KEPT, UNSAID_KEPT
from adapters.slack.mailboxes import Asks
from adapters.slack.names import called

log = logging.getLogger(__name__)

# Somebody waits for the answer.
_SECONDS = 2.0
# docs.slack.dev/reference/methods/users.list: no more than so many at a time are recommended, and some twenty pages a
# minute are given out. There is an end to them: a network of researchers has no more members than that.
_PAGE, _PAGES = 200, 25
# How long each further page is waited for while Slack limits or fails.
_PATIENCE = 120.0
# It is listed among the members, and not as a bot.
_SLACKBOT = "USLACKBOT"


class SlackMembers:
    """Knows the names of members for an hour; where there are many, some are known before all are."""

    def __init__(self, api: Callable[[], Asks | None], now: Callable[[], float] = monotonic) -> None:
        """`api` returns None while the bot is not signed in."""
        self._api = api
        self._now = now
        self._found: dict[str, None] = {}
        self._reading: asyncio.Task[None] | None = None
        self._begun, self._until = 0.0, 0.0

    async def names(self) -> Collection[str]:
        """Return the names that were read so far; nobody waits until the pages of a large workspace are through."""
        api = self._api()
        if api and (self._reading is None or self._now() >= self._until):
            self._begin(api)
        left = self._begun + _SECONDS - self._now()
        if self._reading and left > 0:
            await asyncio.wait({self._reading}, timeout=left)
        return tuple(self._found)

    def _begin(self, api: Asks) -> None:
        if self._reading:
            self._reading.cancel()
        self._found = {}
        self._begun = self._now()
        self._until = self._begun + KEPT
        self._reading = asyncio.create_task(self._read(api, self._found))

    async def _read(self, api: Asks, found: dict[str, None]) -> None:
        cursor = ""
        for _ in range(_PAGES):
            told = await api.ask("users.list", {"limit": str(_PAGE), "cursor": cursor}, _PATIENCE if cursor else 0.0)
            if told.error:
                log.warning("the members were not listed", extra={"error": told.error, "status": told.status})
                self._until = self._now() + UNSAID_KEPT
                return
            found.update((name, None) for member in told.data["members"] for name in _called_here(member))
            cursor = (told.data.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return


def _called_here(member: Mapping[str, Any]) -> Iterator[str]:
    """Say what people call a member; nothing for bots, and for those who left."""
    if not (member.get("is_bot") or member.get("deleted") or member.get("id") == _SLACKBOT):
        yield from called(member)
