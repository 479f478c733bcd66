"""A meeting before it is saved: what was written into the forms, and the series that makes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.chat.errors import Unclear
from bot.chat.requests import Account
from bot.meetings.edits import checked
from bot.meetings.model import Kind, Series
from bot.meetings.reading import read_duration, read_seats, read_start
from bot.meetings.rhythms import rule_for
from bot.meetings.splitting import uid_of
from bot.meetings.times import find_zone, moment

# How long a proposal is kept for its owner.
KEPT = timedelta(days=1)

EVERYONE, ORGANISERS = "everyone", "organisers"


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a meeting is where nobody said otherwise."""

    zone: str = "Europe/London"
    duration: timedelta = timedelta(hours=1)
    kind: Kind = Kind.NETWORK


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """`answers` is what `owner`, who alone sees it, wrote by option; `id` will be that of the series."""

    id: str
    owner: Account
    answers: Mapping[str, str]
    made_at: datetime


class Proposals(Protocol):
    """Keeps proposals for as long as their owner may come back to them."""

    async def keep(self, proposal: Proposal) -> None:
        """Add a proposal, or replace the one of the same id."""

    async def find(self, proposal_id: str) -> Proposal | None:
        """Return a proposal; None when there is none of that id."""

    async def remove(self, proposal_id: str) -> None:
        """Delete a proposal, if it is there."""

    async def forget_before(self, when: datetime) -> None:
        """Delete what was made before `when`."""

    async def of(self, account: Account) -> list[Proposal]:
        """List those of this account, or the `same` one, oldest first."""

    async def forget(self, account: Account) -> None:
        """Delete everything of this account, or the `same` one."""


def series_of(proposal: Proposal, defaults: Defaults, now: datetime) -> Series:
    """Make the series that was asked for. Raises Unclear, naming the option at fault."""
    said = proposal.answers
    zone = find_zone(said.get("zone") or defaults.zone)
    start = read_start(said["date"], said["time"])
    check_ahead(start, zone, now)
    duration = said.get("duration", "")
    return checked_start(
        Series(
            id=proposal.id,
            uid=uid_of(proposal.id),
            title=said["title"],
            start=start,
            zone=zone.key,
            duration=read_duration(duration) if duration else defaults.duration,
            kind=Kind(said.get("kind") or defaults.kind),
            rule=rule_for(said["repeats"], start.date()),
            host=said.get("host", ""),
            place=said.get("place", ""),
            about=said.get("about", ""),
            capacity=read_seats(said.get("capacity", "")),
            names_shown=said.get("names") == EVERYONE,
            changed_at=now,
        )
    )


def with_answers(proposal: Proposal, answers: Mapping[str, str], asked: tuple[str, ...]) -> Proposal:
    """Take in a form that came back whole: what is absent of what was `asked` was emptied."""
    kept = {name: value for name, value in proposal.answers.items() if name not in asked}
    given = {name: answers[name].strip() for name in asked if answers.get(name, "").strip()}
    return replace(proposal, answers=kept | given)


def checked_start(series: Series) -> Series:
    """Return the series if it can be held. Raises Unclear, naming the option of a form instead of the field."""
    try:
        return checked(series)
    except Unclear as unclear:
        if unclear.option != "start":
            raise
        raise Unclear(str(unclear), unclear.hint, option="date") from None


def check_ahead(start: datetime, zone: ZoneInfo, now: datetime) -> None:
    """Raise Unclear when a local time is over."""
    if moment(start, zone).utc <= now:
        raise Unclear(
            f"{start.day} {start:%B %Y}, {start:%H:%M} is over already.",
            "Choose a date that is to come.",
            option="date",
        )
