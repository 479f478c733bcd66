"""The platforms, and where this machine listens."""

from typing import Literal

from pydantic import SecretStr

from config.settings_part import Part, Port


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
    public_url: str = ""

    def base(self) -> str:
        """Where a path can be put behind; empty without a public address."""
        return self.public_url.rstrip("/")
