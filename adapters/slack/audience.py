"""Who is in the workspace, and how many people can see a channel of it."""

import asyncio
import logging
from collections.abc import Callable, Collection

from adapters.lately import Lately
from adapters.slack.mailboxes import Asks
from adapters.slack.members import SlackMembers
from bot.chat.requests import Address

log = logging.getLogger(__name__)

# Somebody waits for the answer.
_SECONDS = 2.0


class SlackAudience:
    """Implements `Audience`. Slack counts the members of a channel, and the bot is one of them."""

    def __init__(self, api: Callable[[], Asks | None], lately: Lately[int] | None = None) -> None:
        """`api` returns None while the bot is not signed in."""
        self._api = api
        self._lately: Lately[int] = lately or Lately()
        self._members = SlackMembers(api)

    async def size(self, channel: Address) -> int | None:
        if channel.people:
            return len(channel.people)
        return await self._lately.find(channel.channel, lambda: self._ask(channel.channel))

    async def names(self) -> Collection[str]:
        return await self._members.names()

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
