"""Who asked to be reminded in person, and the port that is kept behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.chat.requests import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What one person asked for about a series (its id) or one meeting (its key), at `since`.

    `before` is how long before, in whole minutes; None: not at all, whatever they asked for about the series.
    """

    account: Account
    subject: str
    before: timedelta | None
    since: datetime


class Wishes(Protocol):
    """Everybody's wishes; one person has at most one for each subject."""

    async def all(self) -> list[Wish]:
        """Return every wish, ordered by account and then by subject."""

    async def of(self, account: Account) -> list[Wish]:
        """Return the wishes of this account, or the `same` one, ordered by subject."""

    async def keep(self, wish: Wish) -> None:
        """Add a wish, in the place of what the same person asked for about the same subject."""

    async def drop(self, account: Account, subjects: Sequence[str]) -> None:
        """Delete what this account, or the `same` one, asked for about these subjects."""

    async def forget(self, account: Account) -> None:
        """Delete everything that was asked for by this account, or the `same` one."""
