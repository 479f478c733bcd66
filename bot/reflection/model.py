"""What a session is: its course, the voices in it, and what they contribute.

A session has a key of its own, as a case has, and everything here is kept sealed under it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.chat.requests import Address
from bot.reflection.formats import Format, Phase, Speaker

# Contributions are shown together once there are so many, by so many people: fewer would tell who wrote what.
FEWEST, FEWEST_AUTHORS = 5, 3
# What one voice may contribute to one phase; and all together to a session, with one more for each who takes part.
MOST_EACH, MOST_ALL = 10, 2500


class Stage(StrEnum):
    """How far a session is. `GATHERING` is from its announcement to its first phase, `CLOSING` is the check-out."""

    GATHERING = "gathering"
    RUNNING = "running"
    CLOSING = "closing"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A channel in which a session runs; `posted` is its announcement there, under which everything else is said."""

    channel: Address
    posted: str = ""

    @property
    def thread(self) -> Address:
        return Address(self.channel.platform, self.channel.channel, self.posted or None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reveal:
    """What was shown together of a phase: ids of contributions, in an order that says nothing about who or when."""

    phase: int
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One session, as its facilitators opened it and as far as it is.

    `facilitators` are accounts, the first of them leads. `days` is how long a phase lasts in slow time, 0 with a clock.
    `ends_at` is when the phase that runs is over by the clock, `left` how much of it was left when it was paused.
    `summary` says that everybody knew from the start that a summary may be posted. `meeting` is the reference of the
    meeting that it begins with, empty where there is none. Without `starts_at` it waits for somebody to begin it.
    """

    id: str
    format: Format
    topic: str
    places: tuple[Place, ...]
    facilitators: tuple[str, ...]
    named: bool = False
    days: int = 0
    summary: bool = False
    stage: Stage = Stage.GATHERING
    phase: int = -1
    starts_at: datetime | None = None
    meeting: str = ""
    ends_at: datetime | None = None
    left: timedelta | None = None
    reveals: tuple[Reveal, ...] = ()
    agreed: tuple[str, ...] = ()
    look_at: datetime | None = None
    close_at: datetime | None = None
    shred_at: datetime | None = None

    @property
    def current(self) -> Phase | None:
        """The phase that runs; None before the first and after the last."""
        running = self.stage is Stage.RUNNING and 0 <= self.phase < len(self.format.phases)
        return self.format.phases[self.phase] if running else None

    @property
    def paused(self) -> bool:
        return self.left is not None

    @property
    def act_at(self) -> datetime | None:
        """When it has to be looked at next."""
        ends_at = None if self.paused else self.ends_at
        times = (self.look_at, ends_at, self.starts_at, self.close_at, self.shred_at)
        return min((time for time in times if time), default=None)

    def revealed(self, phase: int) -> bool:
        return any(reveal.phase == phase for reveal in self.reveals)


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """A voice that joined a session, by its mark there; it agreed to the ground rules when it did.

    `name` is the neutral words it goes by, or its own name in a session with names. `address` is sealed once more, and
    None for who wants no word in private.
    """

    mark: str
    name: str
    part: Speaker = Speaker.EVERYONE
    address: bytes | None = None
    follow_up: bool = False


class Standing(StrEnum):
    """How far a contribution is: `SEALED` until it is shown, `HELD` by a facilitator, and the ends."""

    SEALED = "sealed"
    HELD = "held"
    SHOWN = "shown"
    REMOVED = "removed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """Something a voice wrote in a phase; `resonates` are the marks of those whom it touched, counted in bands only."""

    id: str
    by: str
    phase: int
    text: str
    standing: Standing = Standing.SEALED
    answers: str = ""
    resonates: frozenset[str] = frozenset()
