"""The platforms, and where this machine listens."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, SecretStr

from config.settings_part import Part, Port

# Paths are put behind it. On this machine alone it may be without TLS, to try something.
_PUBLIC = re.compile(
    r"(https://[^\s/?#]+|http://(localhost|127(\.\d+){3}|\[::1\])(:\d+)?)(/[^\s?#]*)?", re.ASCII | re.IGNORECASE
)


def _public(given: str) -> str:
    """Refuse what is no address that others can open."""
    if given and not _PUBLIC.fullmatch(given):
        raise ValueError("It must look like https://bot.example.org.")
    return given


class SlackSettings(Part):
    """Slack is started when a token is given. `mode` says how events arrive."""

    bot_token: SecretStr = SecretStr("")
    app_token: SecretStr = SecretStr("")
    signing_secret: SecretStr = SecretStr("")
    mode: Literal["socket", "http"] = "socket"
    api_url: str = "https://slack.com/api/"


class DiscordSettings(Part):
    """Discord is started when a token is given."""

    token: SecretStr = SecretStr("")
    api_url: str = "https://discord.com/api/v10"
    gateway_url: str = ""


class WebSettings(Part):
    """Where `hirg-bot demo` listens: this machine alone, unless told otherwise."""

    host: str = "127.0.0.1"
    port: Port = 8321


class HttpSettings(Part):
    """Where calendars are fetched, once there is a `public_url`, and signed Slack events received in `http` mode."""

    host: str = "0.0.0.0"  # noqa: S104 - a proxy in front of a container reaches it from outside
    port: Port = 3000
    public_url: Annotated[str, AfterValidator(_public)] = ""

    def base(self) -> str:
        """Where a path can be put behind; empty without a public address."""
        return self.public_url.rstrip("/")
