"""What people are called where they read each other: commands and presses tell no more than the name of an account."""

import asyncio
import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from adapters.lately import Lately
from adapters.slack.mailboxes import Asks
from bot.chat.requests import Account, Request

log = logging.getLogger(__name__)

# A form has to open within three seconds of the press, and what stands in it may take one of them.
_SECONDS = 0.5


class SlackNames:
    """Knows people by the name that Slack shows them by; what was found holds for an hour."""

    def __init__(self, api: Asks, lately: Lately[str] | None = None) -> None:
        self._api = api
        self._lately: Lately[str] = lately or Lately()

    async def named(self, request: Request) -> Request:
        """Return the request of somebody by that name; as it was when Slack does not say in time."""
        actor = request.actor
        name = await self._lately.find(str(actor.account), lambda: self._ask(actor.account))
        return replace(request, actor=replace(actor, name=name)) if name else request

    async def _ask(self, account: Account) -> str | None:
        try:
            async with asyncio.timeout(_SECONDS):
                told = await self._api.ask("users.info", {"user": account.user}, 0.0)
        except TimeoutError:
            log.warning("a name was not found out in time")
            return None
        if told.error:
            log.warning("a name was not found out", extra={"error": told.error, "status": told.status})
            return None
        return next(called(told.data["user"]), "")


def called(member: Mapping[str, Any]) -> Iterator[str]:
    """Say what people call a member: first the name they chose to be shown by, where they did."""
    profile = member.get("profile") or {}
    for name in (profile.get("display_name"), profile.get("real_name") or member.get("real_name")):
        if name:
            yield str(name)
