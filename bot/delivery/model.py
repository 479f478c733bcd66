"""One row for each message to one place, and the two ports it travels through."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.chat.errors import Refusal
from bot.chat.requests import Account, Address
from bot.chat.views import Block


class State(StrEnum):
    """Where a delivery stands. `SENDING` means that the platform may or may not have it."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    MISSED = "missed"
    UNWANTED = "unwanted"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Something to be said once.

    `key` says what, for which revision, to where: a second draft of the same key is no second message. `kind`
    names who words it when the time has come, from `payload`: identifiers, never what somebody wrote. An account there,
    other than whom it goes to, is a word of its own, which may be taken out; or, where it is said in somebody's name,
    what a JSON object calls `by`. `about` names the one thing it belongs to, such as a meeting, by which all that was
    said about that can be found again. From `expires_at` on it is better left unsaid. Times are aware.
    """

    key: str
    kind: str
    payload: str
    to: Address
    due_at: datetime
    expires_at: datetime
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery(Draft):
    """A draft on its way.

    `id` is random, at most 25 characters, and goes along with the message, so that the message can be found again
    by it. `act_at` is when to send it while it is `WAITING`, and when to look for it while it is `SENDING`: the
    end of the lease of whoever claimed it, to whom `token` belongs. `attempts` counts how often it was claimed to be
    sent, without those that the platform put off. `looks` counts complete readings of the place's history that did not
    show it. `posted` is the platform's own reference, `said` what its composer called the words that went out; that is
    lost when the answer of the platform was.
    """

    id: str
    state: State
    act_at: datetime
    token: str = ""
    attempts: int = 0
    looks: int = 0
    posted: str = ""
    reason: str = ""
    said: str = ""

    def goes_to(self, account: Account) -> bool:
        """Whether its place is a private conversation with this person, alone or among others."""
        return self.to.platform == account.platform and account.user in self.to.people

    def concerns(self, account: Account) -> bool:
        """Whether it goes to this person, or its payload names them."""
        return self.without(account) != self.payload

    def without(self, account: Account) -> str | None:
        """Return its payload without this person; None when it goes to them, or is said in their name."""
        if self.goes_to(account):
            return None
        fields = _fields(self.payload)
        if fields is not None:
            return None if _is(str(fields.get("by")), account) else self.payload
        return " ".join(word for word in self.payload.split(" ") if not _is(word, account))


def _fields(payload: str) -> Mapping[str, object] | None:
    """Read a payload that is a JSON object; None when it is something else."""
    try:
        read = json.loads(payload)
    except ValueError:
        return None
    return read if isinstance(read, dict) else None


def _is(word: str, account: Account) -> bool:
    try:
        return Account.parse(word).same(account)
    except ValueError:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a claimed delivery.

    `WAITING` and `SENDING` go on at `act_at`: the first sends again, the second looks whether it was sent. `put_off`
    says that the platform took nothing and wants to be asked later, which is no attempt.
    """

    state: State
    act_at: datetime | None = None
    posted: str = ""
    reason: str = ""
    looks: int = 0
    said: str = ""
    put_off: bool = False


# Why something is `UNWANTED` whose place, or the message that it was to change, somebody took away.
GONE = "It is there no longer."
# What a platform put off holds up what was due after it in its place, in every process, while it comes back within this
# time: as long as platforms ask for when too much is said in one place.
HOLDS_UP = timedelta(minutes=1)
# What nobody acts on any more.
ENDED = frozenset(State) - {State.WAITING, State.SENDING}


def check_change(delivery: Delivery, state: State) -> None:
    """Raise `Refusal` when a person may not put a delivery into `state`, `WAITING` or `DROPPED`, as it stands."""
    if delivery.state is State.SENT:
        raise Refusal("It has been sent already.")
    if delivery.state is State.SENDING:
        raise Refusal("It is being sent, or looked for, just now.", "Try again in a minute.")
    if delivery.state is state:
        raise Refusal(f"It is {state} already.")


class Outbox(Protocol):
    """Where deliveries are kept, shared by every process."""

    async def put(self, drafts: Sequence[Draft]) -> int:
        """Add the drafts whose key is new; returns how many those are."""

    async def claim(
        self, now: datetime, lease_until: datetime, *, most: int, avoid: Collection[str] = ()
    ) -> list[Delivery]:
        """Take up to `most` due deliveries to send, oldest first, committed as `SENDING` before this returns.

        At most one for a place, in the order in which they were due there, whichever was put back meanwhile; none for a
        place where one is under way, in any process, or where an earlier one that the platform put off comes back
        within `HOLDS_UP`. `avoid` names places (`slack:C1`) and platforms (`slack`) to pass over.
        """

    async def claim_lost(
        self, now: datetime, lease_until: datetime, *, most: int, avoid: Collection[str] = ()
    ) -> list[Delivery]:
        """Take up to `most` deliveries whose lease ran out while `SENDING`: they may have been sent."""

    async def settle(self, delivery: Delivery, outcome: Outcome) -> bool:
        """Write what became of a claimed delivery; False, and nothing written, when somebody else claimed it since."""

    async def next_due(self, *, avoid: Collection[str] = ()) -> datetime | None:
        """Return when there is next something to claim, in the past when it is overdue; None when there is nothing."""

    async def about(self, *subjects: str) -> list[Delivery]:
        """List all deliveries that belong to one thing, or to any of several, earliest due first."""

    async def subjects(self, kinds: Collection[str], since: datetime) -> list[str]:
        """Name what something of these kinds was, or may have been, said about that had not expired by `since`."""

    async def find(self, delivery_id: str) -> Delivery | None:
        """Return one delivery; None when there is no such."""

    async def show(
        self, states: Collection[State], *, most: int, kinds: Collection[str] = (), start: int = 0
    ) -> list[Delivery]:
        """List deliveries in these states, latest due first, from the `start`-th on; only of some `kinds` if named."""

    async def change(self, delivery_id: str, state: State, act_at: datetime) -> Delivery:
        """Send an ended delivery again (`WAITING`), or give one up (`DROPPED`); returns it as it is then.

        Raises `NotFound`, and `Refusal` for one that is being sent or has been sent.
        """

    async def addressed(self, account: Account) -> list[Delivery]:
        """List what goes to private conversations with one person, or names them elsewhere, earliest due first."""

    async def forget(self, account: Account) -> None:
        """Delete what goes to private conversations with one person, or is said in their name.

        From what else names them, their account is taken out. What is being sent stays as it is.
        """

    async def prune(self, before: datetime) -> int:
        """Delete what ended before then; returns how many that were."""


class Later(Exception):  # noqa: N818 - it is an answer
    """The platform took nothing, and says when to try again; `everywhere` when that goes for the whole platform."""

    def __init__(self, seconds: float, *, everywhere: bool = False) -> None:
        super().__init__()
        self.seconds = seconds
        self.everywhere = everywhere


class Refused(Exception):  # noqa: N818 - it is an answer
    """The platform took nothing and never will; the message says why, and what an organiser can do."""


class Unknown(Exception):  # noqa: N818 - it is what we know
    """The answer was lost: the platform may have taken it."""


class Unreadable(Exception):  # noqa: N818 - it is what the history is
    """The place's history cannot be read, or not far enough back; the message says why."""


class Gone(Exception):  # noqa: N818 - it is what happened
    """The message that was to be changed or removed is there no longer; or the whole place is not, for good."""


class Messenger(Protocol):
    """One platform's voice. Every method ends within `patience` seconds.

    `pace` is how many seconds the platform wants between two messages to one place. `groups` says whether it can speak
    to several people in one private conversation; to one it always can. See `Address.of`.
    """

    @property
    def pace(self) -> float: ...

    @property
    def patience(self) -> float: ...

    @property
    def groups(self) -> bool: ...

    async def post(self, to: Address, blocks: Sequence[Block], key: str) -> str:
        """Say something in a place, `key` going along unseen; returns the message's reference.

        Raises `Later`, `Refused`, `Gone` or `Unknown`; never tries a second time by itself, and lets nothing leave this
        machine when `patience` is over, though the process stood still meanwhile.
        """

    async def find(self, to: Address, key: str, since: datetime) -> str | None:
        """Look through all that was said in a place since then for `key`; returns the reference, or None.

        Raises `Later`, `Refused`, `Gone` or `Unreadable`; None only after a complete reading.
        """

    async def edit(self, to: Address, posted: str, blocks: Sequence[Block]) -> None:
        """Let the message `posted` say something else. Raises `Later`, `Refused`, `Gone` or `Unknown`."""

    async def remove(self, to: Address, posted: str) -> None:
        """Take the message `posted` back. Raises `Later`, `Refused`, `Gone` or `Unknown`."""

    async def replies(self, to: Address, posted: str) -> int:
        """Count what people, not this bot, said openly in answer to the message `posted`.

        That is in its thread, or as a reply to it; where very much was said since, only as far as can be read. Raises
        `Later`, `Refused`, `Gone` or `Unreadable`.
        """
