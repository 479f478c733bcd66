"""The address that Slack knows somebody by: proof, for the Directory, that an entry with that address is theirs."""

import logging
from collections.abc import Callable, Mapping
from typing import Protocol

from adapters.slack.markup import PLATFORM
from adapters.slack.patience import Outcome
from bot.chat.requests import Account

log = logging.getLogger(__name__)

# Somebody waits for the answer.
_SECONDS = 2.0


class Asks(Protocol):
    async def ask(self, method: str, arguments: Mapping[str, str], within: float) -> Outcome:
        """Call a method that takes no JSON, trying again for `within` seconds; never raises."""


class SlackMailboxes:
    def __init__(self, api: Callable[[], Asks | None], team: Callable[[], str | None]) -> None:
        """`api` returns None while the bot is not signed in, and `team` the workspace that it is signed in to."""
        self._api = api
        self._team = team

    async def verified_email(self, account: Account) -> str:
        """Return the confirmed address of an account, empty when Slack does not vouch for one."""
        api = self._api()
        if api is None or account.platform != PLATFORM:
            return ""
        told = await api.ask("users.info", {"user": account.user}, _SECONDS)
        if told.error:
            log.warning("an account was not looked up", extra={"error": told.error, "status": told.status})
            return ""
        user = told.data["user"]
        # Who comes from another workspace, over Slack Connect, has an address that only that workspace vouches for.
        stranger = user.get("team_id") != self._team() or user.get("is_stranger")
        if stranger or user.get("deleted") or user.get("is_bot") or not user.get("is_email_confirmed", True):
            return ""
        return str(user.get("profile", {}).get("email") or "")
