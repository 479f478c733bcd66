"""What the calendar holds about somebody by name."""

from collections.abc import Callable, Sequence

from bot.chat.requests import Account
from bot.meetings.attendance import Attendance, Guest, Standing
from bot.meetings.latest import Latest
from bot.meetings.offsets import write_offset
from bot.meetings.proposals import Proposal, Proposals
from bot.meetings.whereabouts import trace
from bot.meetings.wishes import Wish, Wishes
from bot.my_data.model import Held, said_day

_STANDINGS = {
    Standing.GOING: "you come",
    Standing.WAITING: "you wait for a place",
    Standing.OFFERED: "a place is kept for you",
    Standing.MAYBE: "you may come",
    Standing.NOT_GOING: "you do not come",
}


class AttendanceHolding:
    """Implements `bot.my_data.model.Holding`: what somebody said about coming. A place that becomes free is offered."""

    name = "Meetings you answered"

    def __init__(self, attendance: Attendance, latest: Latest, wake: Callable[[], None]) -> None:
        self._attendance = attendance
        self._latest = latest
        self._wake = wake

    async def show(self, accounts: Sequence[Account]) -> Sequence[Held]:
        found = [one for account in accounts for one in await self._attendance.of(account)]
        return [await self._held(key, guest) for key, guest in found]

    async def erase(self, accounts: Sequence[Account]) -> None:
        for account in accounts:
            await self._attendance.forget(account)
        self._wake()

    async def _held(self, key: str, guest: Guest) -> Held:
        meeting = await title_of(self._latest, key)
        data = {"meeting": meeting, "shown as": guest.name, "answer": guest.standing.value, "order": guest.number}
        return Held(f"{meeting}: {_STANDINGS[guest.standing]}", data)


class WishHolding:
    """Implements `bot.my_data.model.Holding`: reminders in person."""

    name = "Reminders you asked for"

    def __init__(self, wishes: Wishes, latest: Latest) -> None:
        self._wishes = wishes
        self._latest = latest

    async def show(self, accounts: Sequence[Account]) -> Sequence[Held]:
        mine = [wish for wish in await self._wishes.all() if any(wish.account.same(one) for one in accounts)]
        return [await self._held(wish) for wish in mine]

    async def erase(self, accounts: Sequence[Account]) -> None:
        for account in accounts:
            await self._wishes.forget(account)

    async def _held(self, wish: Wish) -> Held:
        about = await title_of(self._latest, wish.subject)
        before = f"{write_offset(wish.before)} before" if wish.before else "not at all"
        return Held(f"{about}: {before}", {"about": about, "when": before, "since": wish.since.isoformat()})


class ProposalHolding:
    """Implements `bot.my_data.model.Holding`: meetings that somebody is about to plan."""

    name = "Meetings you are planning"

    def __init__(self, proposals: Proposals) -> None:
        self._proposals = proposals

    async def show(self, accounts: Sequence[Account]) -> Sequence[Held]:
        found = [one for account in accounts for one in await self._proposals.of(account)]
        return [Held(_planned(one), dict(one.answers)) for one in found]

    async def erase(self, accounts: Sequence[Account]) -> None:
        for account in accounts:
            await self._proposals.forget(account)


async def title_of(latest: Latest, subject: str) -> str:
    """Name a series by its id, or a meeting by its key, with its day; where it is gone, by what is kept of it."""
    calendar = await latest.series()
    if series := calendar.get(subject):
        return f"{series.title}, all dates"
    meeting = trace(calendar, subject)
    return f"{meeting.title}, {said_day(meeting.when.local)}" if meeting else f"a meeting that is gone ({subject})"


def _planned(one: Proposal) -> str:
    return one.answers.get("title") or "without a title yet"
