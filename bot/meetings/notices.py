"""What the bot says unasked about meetings: the kinds of it, and what each carries along."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Self

from bot.chat.requests import Account, Address
from bot.delivery.model import Delivery, State
from bot.meetings.occurrences import Meeting
from bot.meetings.offsets import read_offset, write_offset

# A reminder in a channel; one in private; that a meeting was moved, cancelled or is held after all; an earlier message
# changed in place; an event in a platform's own calendar. They are kept in the database: rename none.
REMINDER, PERSONAL, CHANGE, EDIT, EVENT = (
    "meeting-reminder",
    "meeting-personal",
    "meeting-change",
    "meeting-edit",
    "meeting-event",
)
KINDS = frozenset({REMINDER, PERSONAL, CHANGE, EDIT, EVENT})
# Those that tell people when a meeting is.
TELLING = frozenset({REMINDER, PERSONAL, CHANGE})

# Who did not come by then will not come for a reminder.
GRACE = timedelta(minutes=15)
_START = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a delivery is to say: that the meeting begins at `start` (UTC), or was `cancelled`.

    `before` is how long before it a reminder was to be given; `account` is whom a private one is for, and `again` tells
    that they snoozed it. `message` is the id of the delivery that an edit changes.
    """

    start: datetime
    cancelled: bool = False
    before: timedelta | None = None
    account: Account | None = None
    again: bool = False
    message: str = ""

    def __str__(self) -> str:
        fields = {
            "start": self.start.strftime(_START),
            "cancelled": self.cancelled,
            "before": write_offset(self.before) if self.before else "",
            "account": str(self.account) if self.account else "",
            "again": self.again,
            "message": self.message,
        }
        return json.dumps({name: value for name, value in fields.items() if value})

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read back `str(notice)`. Raises ValueError or KeyError."""
        fields = json.loads(text)
        return cls(
            start=datetime.strptime(fields["start"], _START).replace(tzinfo=UTC),
            cancelled=fields.get("cancelled", False),
            before=read_offset(fields["before"]) if "before" in fields else None,
            account=Account.parse(fields["account"]) if "account" in fields else None,
            again=fields.get("again", False),
            message=fields.get("message", ""),
        )


def closing(meeting: Meeting) -> datetime:
    """Return from when on a reminder of a meeting is of no use."""
    return min(meeting.end, meeting.start + GRACE)


def fingerprint(meeting: Meeting) -> str:
    """Name all that messages show of a meeting: where two are the same, nothing has to be changed."""
    one = meeting.occurrence
    shown = (meeting.title, one.speaker, one.speaker_wanted, one.abstract, meeting.series.host, meeting.place)
    when = (meeting.start, meeting.end, meeting.cancelled)
    # Said only where it is so: what was shown before this could be said keeps its name.
    names = ("names",) if meeting.series.names_shown else ()
    return sha256(repr((shown, when, *names)).encode()).hexdigest()[:16]


# What was said already ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """What people in one place believe about a meeting."""

    start: datetime
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """One message about a meeting that stands somewhere; `shows` is the fingerprint of what it shows, empty if unknown.

    `style` is what it was from the beginning, as its composer named it.
    """

    row: Delivery
    notice: Notice
    style: str
    shows: str


def told(rows: Iterable[Delivery], to: Address) -> Told | None:
    """Return what a place was told last; None when it was told nothing. What may have been said counts as said."""
    said = [row for row in _telling(rows) if row.to == to and row.state in (State.SENT, State.UNCERTAIN)]
    if not said:
        return None
    notice = Notice.parse(max(said, key=lambda row: (row.act_at, row.due_at)).payload)
    return Told(notice.start, notice.cancelled)


def messages(rows: Iterable[Delivery]) -> list[Message]:
    """List the messages that stand, as they read after every change made to them."""
    rows = sorted(rows, key=lambda row: (row.act_at, row.due_at))
    said = {row.id: row.said for row in _telling(rows) if row.state is State.SENT}
    for row in rows:
        if row.kind == EDIT and row.state is State.SENT:
            said[Notice.parse(row.payload).message] = row.said
    return [
        Message(row, Notice.parse(row.payload), *name_of(said[row.id])) for row in rows if row.id in said and row.posted
    ]


def places(rows: Iterable[Delivery]) -> dict[Address, Account | None]:
    """Name every place where something was, or may have been, told; with whom a private one belongs to."""
    known = (State.SENT, State.UNCERTAIN, State.SENDING)
    return {row.to: Notice.parse(row.payload).account for row in _telling(rows) if row.state in known}


def under_way(rows: Iterable[Delivery], to: Address) -> list[Delivery]:
    """List what is being told in a place just now, or will be as soon as it is free: it may be old news by then."""
    return [
        row
        for row in _telling(rows)
        if row.to == to and (row.state is State.SENDING or (row.kind == CHANGE and row.state is State.WAITING))
    ]


def name(style: str, meeting: Meeting) -> str:
    """Name what is said, for the delivery to keep; see `name_of`."""
    return f"{style} {fingerprint(meeting)}"


def name_of(said: str) -> tuple[str, str]:
    """Return the style and the fingerprint; both empty when the name was lost."""
    style, _, shows = said.partition(" ")
    return style, shows


def _telling(rows: Iterable[Delivery]) -> list[Delivery]:
    return [row for row in rows if row.kind in TELLING]
