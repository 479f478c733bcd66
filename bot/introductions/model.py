"""What an introduction is, and the ports it is kept behind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.chat.requests import Account

# Somebody who answers nothing is asked once more, and then left alone.
FOLLOW_UP, CLOSE = timedelta(days=3), timedelta(days=7)
# How long an introduction that came to an end is kept, for its limits and for nothing else.
KEEP = timedelta(days=30)
WEEK = timedelta(days=7)
# How long their random ids are.
ID_BYTES = 8


class State(StrEnum):
    """How far an introduction is. All but `ASKED` are ends."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    PASSED_ON = "passed on"
    SILENT = "silent"
    UNREACHED = "unreached"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """One member's wish to meet somebody who is listed.

    `account` is where the listed person, `entry_id`, is asked. `reason` is in the asker's words. `skill` is the one for
    which they were found, as their own entry lists it; empty when that is not known. `other` is the entry
    that was suggested instead, and `remark` what was said about it. `asked_at` is in UTC. `told` says that what came of
    it is on its way to the two.
    """

    id: str
    asker: Account
    asker_name: str
    entry_id: str
    account: Account
    reason: str
    asked_at: datetime
    state: State = State.ASKED
    reminded: bool = False
    told: bool = False
    other: str = ""
    remark: str = ""
    skill: str = ""


def where_asked(accounts: Sequence[Account], platform: str) -> Account:
    """Choose where to ask somebody: on the asker's platform, where the two can talk, or where they first came."""
    return next((one for one in accounts if one.platform == platform), accounts[0])


@dataclass(frozen=True, slots=True)
class Limits:
    """How many introductions somebody listed is asked for in a week, and how many one member may have open."""

    weekly: int = 3
    open: int = 5


class Introductions(Protocol):
    """Every introduction, by whichever process."""

    async def add(self, introduction: Introduction, limits: Limits) -> bool:
        """Keep a new one; False, and nothing kept, when that would be one too many for either of the two.

        Nor is it kept while the asker has one open with the same person.
        """

    async def find(self, introduction_id: str) -> Introduction | None:
        """Return one; None when it is not, or no longer, there."""

    async def change(self, introduction: Introduction, was: Introduction) -> bool:
        """Write one whose state, `reminded` and `told` are still as they were; False when somebody was quicker."""

    async def remove(self, introduction_id: str) -> None:
        """Remove one of which nobody is to be told; one that is not there is passed over."""

    async def open(self) -> list[Introduction]:
        """List those that wait for an answer, or whose end nobody was told of, oldest first."""

    async def asked(self, since: datetime) -> Mapping[str, int]:
        """Count by entry how often somebody was asked since then."""

    async def of(self, account: Account) -> list[Introduction]:
        """List those in which an account, or the `same` one, asks or is asked, oldest first."""

    async def forget(self, before: datetime) -> None:
        """Remove those that were asked before then and came to an end."""

    async def forget_account(self, account: Account) -> None:
        """Remove all in which an account, or the `same` one, asks or is asked."""

    async def forget_suggested(self, entry_id: str) -> None:
        """Take from all in which that entry was suggested instead that it was, and what was said about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Somebody wants to be told when a skill is listed; `told` is when that was."""

    id: str
    account: Account
    skill: str
    since: datetime
    told: datetime | None = None


# One member watches for at most so many skills, and for so long.
MOST_WATCHES = 10
WATCH_FOR = timedelta(days=365)


class Watches(Protocol):
    """Skills that somebody waits for."""

    async def add(self, watch: Watch) -> bool:
        """Keep one, once for the same skill; False when that account waits for too many others already."""

    async def waiting(self) -> list[Watch]:
        """List those that were not told yet, oldest first."""

    async def find(self, watch_id: str) -> Watch | None:
        """Return one; None when it is not, or no longer, there."""

    async def tell(self, watch_id: str, at: datetime) -> None:
        """Note that somebody is told."""

    async def remove(self, watch_id: str, account: Account) -> None:
        """Remove one of an account; anything else is passed over."""

    async def forget(self, begun: datetime, told: datetime) -> None:
        """Remove those that began, or that were told, before these times."""

    async def of(self, account: Account) -> list[Watch]:
        """List all of an account, or the `same` one, told or not, oldest first."""

    async def forget_account(self, account: Account) -> None:
        """Remove all of an account, or the `same` one."""
