"""Who is in the workspace, and how many people can see a channel of it."""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from adapters.lately import Lately
from adapters.slack.mailboxes import Asks
from adapters.slack.names import called
from bot.chat.requests import Address

log = logging.getLogger(__name__)

# Somebody waits for the answer.
_SECONDS = 2.0
# docs.slack.dev/reference/methods/users.list: no more than so many at a time are recommended. There is an end to
# the pages: a network of researchers has no more members than that.
_PAGE, _PAGES = 200, 25
# It is listed among the members, and not as a bot.
_SLACKBOT = "USLACKBOT"


class SlackAudience:
    """Implements `Audience`. Slack counts the members of a channel, and the bot is one of them."""

    def __init__(self, api: Callable[[], Asks | None], lately: Lately[int] | None = None) -> None:
        """`api` returns None while the bot is not signed in."""
        self._api = api
        self._lately: Lately[int] = lately or Lately()
        self._names = Lately[tuple[str, ...]]()

    async def size(self, channel: Address) -> int | None:
        if channel.people:
            return len(channel.people)
        return await self._lately.find(channel.channel, lambda: self._ask(channel.channel))

    async def names(self) -> Collection[str]:
        return await self._names.find("", self._list) or ()

    async def _list(self) -> tuple[str, ...] | None:
        """Read the names of all members, page by page; None when Slack does not say, or takes too long."""
        found: dict[str, None] = {}
        api, cursor = self._api(), ""
        if api is None:
            return None
        try:
            async with asyncio.timeout(_SECONDS):
                for _ in range(_PAGES):
                    told = await api.ask("users.list", {"limit": str(_PAGE), "cursor": cursor}, 0.0)
                    if told.error:
                        log.warning("the members were not listed", extra={"error": told.error, "status": told.status})
                        return None
                    found.update((name, None) for member in told.data["members"] for name in _called_here(member))
                    cursor = (told.data.get("response_metadata") or {}).get("next_cursor") or ""
                    if not cursor:
                        break
        except TimeoutError:
            log.warning("the members were not listed in time")
            return None
        return tuple(found)

    async def _ask(self, channel: str) -> int | None:
        api = self._api()
        if api is None:
            return None
        try:
            async with asyncio.timeout(_SECONDS):
                told = await api.ask("conversations.info", {"channel": channel, "include_num_members": "true"}, 0.0)
        except TimeoutError:
            return None
        if told.error:
            log.warning("a channel's members were not counted", extra={"error": told.error, "status": told.status})
            return None
        members = told.data["channel"].get("num_members")
        return max(int(members) - 1, 0) if isinstance(members, int) else None


def _called_here(member: Mapping[str, Any]) -> Iterator[str]:
    """Say what people call a member; nothing for bots, and for those who left."""
    if not (member.get("is_bot") or member.get("deleted") or member.get("id") == _SLACKBOT):
        yield from called(member)
