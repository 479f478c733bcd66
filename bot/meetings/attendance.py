"""Who comes to a meeting, who waits for a place, and the port their answers are kept behind."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.chat.requests import Account


class Standing(StrEnum):
    """How somebody stands to a meeting: what they said, or what became of it where the room is full."""

    GOING = "going"
    WAITING = "waiting"
    OFFERED = "offered"
    MAYBE = "maybe"
    NOT_GOING = "not"


# What somebody can say.
ANSWERS = (Standing.GOING, Standing.MAYBE, Standing.NOT_GOING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Somebody's answer. `number` rises in the order of answers; `name` is how they were shown then.

    Until `until`, a whole second, a place is kept for whoever is `OFFERED` one.
    """

    account: Account
    name: str
    standing: Standing
    number: int
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class GuestList:
    """Everybody who answered about one meeting, in the order of their `number`; every change gives a new list."""

    guests: tuple[Guest, ...] = ()

    def of(self, account: Account) -> Guest | None:
        """Return what one person said; None when they said nothing."""
        return next((guest for guest in self.guests if guest.account.same(account)), None)

    def who(self, *standings: Standing) -> tuple[Guest, ...]:
        """List everybody who stands so."""
        return tuple(guest for guest in self.guests if guest.standing in standings)

    def count(self, *standings: Standing) -> int:
        return len(self.who(*standings))

    def turn(self, account: Account) -> int:
        """Say how soon somebody who waits is offered a place: 1 is next; 0 when they do not wait."""
        waiting = enumerate(self.who(Standing.WAITING), 1)
        return next((place for place, guest in waiting if guest.account.same(account)), 0)

    def free(self, capacity: int) -> int:
        """Say how many places are neither taken nor kept for somebody; `capacity` 0 has one for everybody."""
        taken = self.count(Standing.GOING, Standing.OFFERED)
        return max(capacity - taken, 0) if capacity else len(self.guests) + 1

    def answered(self, account: Account, name: str, said: Standing, capacity: int) -> "GuestList":
        """Take in one of `ANSWERS`; whoever wants to come where no place is free waits at the end of the line.

        Somebody stays under the account of their first answer.
        """
        before = self.of(account)
        known = before.account if before else account
        standing = self._standing(before, said, capacity)
        if before and before.standing is standing:
            return self._with(replace(before, name=name))
        number = before.number if before and standing is not Standing.WAITING else self._next_number()
        return self._with(Guest(account=known, name=name, standing=standing, number=number))

    def offered(self, capacity: int, now: datetime, until: datetime | None) -> "GuestList":
        """Take back what was offered and not answered in time, and offer what is free to who waited longest.

        Nothing more is offered when `until`, by which to answer, is None.
        """
        kept = tuple(guest for guest in self.guests if not _lapsed(guest, now))
        free = GuestList(kept).free(capacity) if until else 0
        lucky = {guest.account for guest in GuestList(kept).who(Standing.WAITING)[:free]}
        return GuestList(
            tuple(
                replace(guest, standing=Standing.OFFERED, until=until) if guest.account in lucky else guest
                for guest in kept
            )
        )

    def opened(self) -> "GuestList":
        """Give a place to everybody who waits for one: there is room for all."""
        return self._standing_so(Standing.GOING, Standing.WAITING, Standing.OFFERED)

    def paused(self) -> "GuestList":
        """Take back what was offered while the meeting is cancelled; nobody loses their turn by that."""
        return self._standing_so(Standing.WAITING, Standing.OFFERED)

    def closed(self) -> "GuestList":
        """Forget who waited: the meeting is over."""
        return GuestList(tuple(one for one in self.guests if one.standing in ANSWERS))

    def _standing_so(self, new: Standing, *old: Standing) -> "GuestList":
        return GuestList(
            tuple(replace(one, standing=new, until=None) if one.standing in old else one for one in self.guests)
        )

    def _standing(self, before: Guest | None, said: Standing, capacity: int) -> Standing:
        if said is not Standing.GOING:
            return said
        if before and before.standing in {Standing.GOING, Standing.OFFERED}:
            return Standing.GOING
        others = [guest for guest in self.who(Standing.WAITING) if guest != before]
        # What is free belongs to those who wait, in their order.
        return Standing.GOING if self.free(capacity) > len(others) else Standing.WAITING

    def _next_number(self) -> int:
        return max((guest.number for guest in self.guests), default=0) + 1

    def _with(self, guest: Guest) -> "GuestList":
        others = [one for one in self.guests if not one.account.same(guest.account)]
        return GuestList(tuple(sorted([*others, guest], key=lambda one: one.number)))


def _lapsed(guest: Guest, now: datetime) -> bool:
    return guest.standing is Standing.OFFERED and guest.until is not None and guest.until <= now


class Attendance(Protocol):
    """Everybody's answers, by the key of the meeting. The version rises with every change, whoever makes it.

    When a meeting gets another key, the `Calendar` takes its answers along, in the transaction that gives it.
    """

    async def version(self) -> int:
        """Return the current version; 0 when nothing was ever written."""

    async def lists(self, meetings: Collection[str]) -> dict[str, GuestList]:
        """Return the list of each of these meetings, an empty one where nobody answered."""

    async def queues(self) -> dict[str, GuestList]:
        """Return the list of every meeting where somebody waits, or is offered a place."""

    async def meetings(self) -> list[str]:
        """List every meeting about which somebody answered."""

    async def drop(self, meetings: Collection[str]) -> None:
        """Delete everything that was said about these meetings."""

    async def change(self, meeting: str, by: Callable[[GuestList], GuestList]) -> GuestList:
        """Replace a list by what `by` makes of it, and return that; changes, in any process, take turns.

        `by` may be called in the middle of a transaction: it must not wait for anything.
        """

    async def of(self, account: Account) -> list[tuple[str, Guest]]:
        """Return all that was said by this account, or the `same` one, each with its meeting, in the order of those."""

    async def forget(self, account: Account) -> None:
        """Delete everything that was said by this account, or the `same` one."""
