"""A call names a command and its arguments: what a link is to the web, a call is to this bot."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Self
from urllib.parse import unquote_plus

from bot.chat.errors import Unclear

# Discord takes 100 characters in a custom_id; four are left to tell apart equal calls in one message.
MAX_LENGTH = 96

_NAME = re.compile(r"[a-z][a-z0-9-]{0,31}")
_RESERVED = str.maketrans({c: f"%{ord(c):02X}" for c in "%&=+?#\n\r\t"} | {" ": "+"})


@dataclass(frozen=True, slots=True)
class Call:
    """A command with some or all of its arguments filled in.

    Its text form, `skill-people?id=7&from=5`, is what buttons, links and forms carry. Unlike a query string
    it leaves letters of every script as they are, because platforms count characters, not bytes.
    """

    command: str
    args: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        query = "&".join(f"{name}={value.translate(_RESERVED)}" for name, value in self.args.items())
        return f"{self.command}?{query}" if query else self.command

    def with_args(self, more: Mapping[str, str]) -> Self:
        """Return the same call with `more` arguments filled in."""
        return type(self)(self.command, {**self.args, **more})

    @property
    def fits(self) -> bool:
        """Whether a button can carry it on every platform."""
        return len(str(self)) <= MAX_LENGTH

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read back what `str(call)` wrote; anything else, such as an id made by hand, is `Unclear`."""
        command, _, query = text.partition("?")
        pairs = [pair.partition("=") for pair in query.split("&") if pair]
        if not _NAME.fullmatch(command) or not all(_NAME.fullmatch(name) for name, _, _ in pairs):
            raise Unclear("That button leads nowhere.", "It may come from an older version. Type /hirg to start again.")
        return cls(command, {name: unquote_plus(value) for name, _, value in pairs})


def call(command: str, **args: object) -> Call:
    """Build a call that fits on a button; put identifiers in it, never what somebody wrote.

    Arguments that are None or empty are left out. Raises ValueError when it is longer than a button can carry.
    """
    given = {name: str(value) for name, value in args.items() if value is not None and value != ""}
    built = Call(command, given)
    if not built.fits:
        raise ValueError(f"a call to {command} is longer than {MAX_LENGTH} characters")
    return built
