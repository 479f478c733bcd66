"""Turns of duty, those who take them, and the port both are kept behind."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.chat.requests import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class Facilitator:
    """Somebody who acted as a facilitator once, and how the platform showed them then."""

    account: Account
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Whole days on which one facilitator is on duty, from `start` to `end`, both included."""

    id: str
    account: Account
    start: date
    end: date

    def covers(self, day: date) -> bool:
        return self.start <= day <= self.end

    def meets(self, start: date, end: date) -> bool:
        """Whether it has a day in common with these."""
        return self.start <= end and start <= self.end


class Rota(Protocol):
    """Everybody's turns. Several may be on duty on the same day; nobody twice from the same day on."""

    async def people(self) -> list[Facilitator]:
        """List everybody who signed in, ordered by name and account."""

    async def sign(self, facilitator: Facilitator) -> None:
        """Keep somebody, in the place of what was known of the same account."""

    async def turns(self, since: date) -> list[Turn]:
        """List the turns that are not over before that day, ordered by start, end and id."""

    async def find(self, turn_id: str) -> Turn | None: ...

    async def take(self, turn: Turn) -> bool:
        """Add a turn; False, and nothing written, when the same account has one that starts then."""

    async def hand_over(self, turn: Turn, to: Account) -> bool:
        """Give a turn to somebody else; False when it is not its account's any more, or `to` has one that starts then.

        It keeps its id.
        """

    async def give_up(self, turn: Turn) -> bool:
        """Delete a turn; False when it is not its account's any more."""

    async def forget(self, account: Account) -> None:
        """Delete somebody and their turns."""

    async def prune(self, before: date) -> None:
        """Delete the turns that were over before that day."""
