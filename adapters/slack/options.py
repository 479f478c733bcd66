"""What an operator sets for Slack, and what can be wrong with it."""

from dataclasses import dataclass, field
from typing import Literal

from adapters.errors import Misconfigured

Mode = Literal["socket", "http"]

# Where signed requests arrive in http mode: commands, controls, options and events alike.
PATH = "/slack/events"


@dataclass(frozen=True, slots=True)
class SlackOptions:
    """Slack's settings, one field each; `api_url` is the base address of the Web API."""

    bot_token: str = field(repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    mode: Mode = "socket"
    api_url: str = "https://slack.com/api/"

    def check(self) -> None:
        """Raise `Misconfigured` for what is wrong on the face of it, before anything is sent anywhere."""
        if self.mode not in ("socket", "http"):
            raise Misconfigured("mode", "The mode has to be “socket” or “http”.")
        if not self.api_url.startswith(("https://", "http://")):
            raise Misconfigured("api_url", "The address of Slack's Web API has to start with https:// (or http://).")
        _check_secret("bot_token", self.bot_token)
        _check_secret("app_token" if self.mode == "socket" else "signing_secret", self._second)

    @property
    def _second(self) -> str:
        return self.app_token if self.mode == "socket" else self.signing_secret


# Where each secret is found on the app's page at api.slack.com/apps, and how it starts.
_FOUND = {
    "bot_token": ("bot token", "xoxb-", "“OAuth & Permissions”, as “Bot User OAuth Token”"),
    "app_token": (
        "app-level token",
        "xapp-",
        "“Basic Information”, under “App-Level Tokens” (scope connections:write)",
    ),
    "signing_secret": ("signing secret", "", "“Basic Information”, under “App Credentials”"),
}

# What the Web API answers when a token will never do: docs.slack.dev/reference/methods/auth.test and
# /apps.connections.open, section “Errors”. Anything else may pass, so it is tried again.
_REFUSED = {
    "access_denied": "Slack denies it access",
    "account_inactive": "it belongs to an app or workspace that was removed",
    "app_not_installed": "the app is not installed in the workspace",
    "forbidden_team": "it belongs to a workspace that may not use it",
    "invalid_auth": "Slack does not know it",
    "missing_scope": "it lacks a permission that is needed",
    "no_permission": "it lacks a permission that is needed",
    "not_allowed_token_type": "it is another kind of token",
    "not_authed": "Slack did not receive it",
    "org_login_required": "the workspace is being moved to an organisation",
    "team_access_not_granted": "it was not granted access to the workspace",
    "token_expired": "it has expired",
    "token_revoked": "it was revoked",
}


def _check_secret(setting: str, value: str) -> None:
    what, start, where = _FOUND[setting]
    if not value.strip():
        raise Misconfigured(setting, f"The {what} is empty. Find it on your app's page at api.slack.com/apps: {where}.")
    if value != value.strip():
        raise Misconfigured(setting, f"The {what} has a space or line break before or after it. Remove that.")
    if not value.startswith(start) or not value.isascii() or any(map(str.isspace, value)):
        shape = f"starts with {start} and " if start else ""
        raise Misconfigured(
            setting,
            f"That is no {what}: one {shape}has no spaces in it. "
            f"Find it on your app's page at api.slack.com/apps: {where}.",
        )


def refused(setting: str, error: str) -> Misconfigured | None:
    """Say what is wrong when Slack answers `error`; None when trying again may help."""
    if error not in _REFUSED:
        return None
    what, _, where = _FOUND[setting]
    return Misconfigured(
        setting,
        f"Slack refuses the {what}: {_REFUSED[error]} ({error}). Copy it anew from your app's page at "
        f"api.slack.com/apps: {where}.",
    )
