"""What a capability has to offer, so that people see and erase what it holds about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.chat.requests import Account


@dataclass(frozen=True, slots=True)
class Held:
    """One thing that is held about somebody: in a sentence or a line, and whole, as JSON can be written."""

    said: str
    data: Mapping[str, object]


class Holding(Protocol):
    """What one capability holds about people by name. `accounts` are all of one person."""

    @property
    def name(self) -> str:
        """What it is, in a few words, as a heading."""

    async def show(self, accounts: Sequence[Account]) -> Sequence[Held]:
        """List what is held about one person, in an order that stays."""

    async def erase(self, accounts: Sequence[Account]) -> None:
        """Erase all that `show` lists; where there is nothing, nothing happens."""


def said_day(on: date) -> str:
    """Write a day as it stands in what is held, 2 March 2026."""
    return f"{on.day} {on:%B %Y}"
