"""What an operator sets for Discord, and what can be told about a bot token by looking at it."""

import base64
import binascii
import re
from dataclasses import dataclass, field

from adapters.errors import Misconfigured

_WHERE = "Copy it from the Bot page of your application on discord.com/developers (Reset Token shows a new one)."
_TOKEN = re.compile(r"[\w-]{10,}\.[\w-]+\.[\w-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class DiscordOptions:
    """Where and as whom to connect; an empty `gateway_url` is Discord's own."""

    token: str = field(repr=False)
    api_url: str = "https://discord.com/api/v10"
    gateway_url: str = ""


def check(token: str) -> None:
    """Raise `Misconfigured` when `token` cannot be a bot token, before anything is sent anywhere."""
    if amiss := _amiss(token):
        raise Misconfigured("token", f"The Discord token {amiss}")


def application_id(token: str) -> str:
    """Read the application's id from the first part of its token, where Discord writes it in base64.

    Raises `Misconfigured` when it is not there.
    """
    check(token)
    if not _TOKEN.fullmatch(token):
        raise Misconfigured("token", f"The Discord token has another shape than bot tokens have. {_WHERE}")
    first = token.partition(".")[0]
    try:
        written = base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        written = ""
    if not written.isdigit():
        raise Misconfigured("token", f"The Discord token does not carry an application's id. {_WHERE}")
    return written


def _amiss(token: str) -> str:
    if not token.strip():
        return f"is empty. {_WHERE}"
    if token != token.strip():
        return "has a space or a line break around it. Remove it."
    if token[0] in "\"'" or token[-1] in "\"'":
        return "stands in quotation marks. Remove them."
    if token.lower().startswith("bot "):
        return "starts with “Bot ”. Leave that word out: it is added for you."
    if any(map(str.isspace, token)):
        return f"has a space in it, which no token has. {_WHERE}"
    return ""
