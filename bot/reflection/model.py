"""What a session is: its format, how far it is, and all that is said of it in its channels.

A session has a key of its own, as a case has, and everything here is kept sealed under it. Who takes part, and what
they contribute, is in `contributions`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.chat.requests import Address
from bot.reflection.formats import Format, Phase, Showing, Speaker

# So long before a session is forgotten, what people tried since is shown.
TRIED = timedelta(days=1)
# One that nobody announces is forgotten after this.
DRAFTS = timedelta(days=1)
# What follows the last phase of every format.
CHECK_OUT = Phase(
    title="Check-out",
    prompt="If you like, leave one word for how you go from here.",
    guidance="Nobody has to. The words are shown together when you close the session, if there are enough of them.",
    minutes=5,
    who=Speaker.EVERYONE,
    shows=Showing.REVEAL,
)
# What those who wanted it are asked some days after the end.
FOLLOW_UP = Phase(
    title="What we tried",
    prompt="What did you try since the session, and how did it go?",
    guidance="Only those who asked for it are asked, and they need not answer.",
    minutes=5,
    who=Speaker.EVERYONE,
    shows=Showing.REVEAL,
)


class Stage(StrEnum):
    """How far a session is.

    A `DRAFT` is its facilitator’s alone; `GATHERING` is from its announcement to its first phase, `CLOSING` is the
    check-out.
    """

    DRAFT = "draft"
    GATHERING = "gathering"
    RUNNING = "running"
    CLOSING = "closing"
    CLOSED = "closed"


class Keeping(StrEnum):
    """What is left of a session, as everybody knew from the start."""

    NOTHING = "nothing"
    SUMMARY = "summary"
    EVERYTHING = "everything"


class Told(StrEnum):
    """What is said of a session in its channels."""

    ANNOUNCED = "announced"
    PHASE = "phase"
    SHOWN = "shown"
    PAUSED = "paused"
    GOING_ON = "going on"
    ASKED = "asked"
    LED = "led"
    CLOSED = "closed"
    SUMMARY = "summary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One message, the same in every channel.

    `phase` is what it is about; `papers` are the contributions that it shows; `names` are those who lead it from then
    on, the first of them first. It was said anew `edits` times, because something in it, or what can be done about it,
    has changed.
    """

    kind: Told
    phase: int = 0
    papers: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    edits: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A channel in which a session runs; `said` is what it calls each saying of the session there, empty until it is.

    The first of them is the announcement, under which everything else is said. Where that was taken away, all is said
    anew: that is another `round`.
    """

    channel: Address
    said: tuple[str, ...] = ()
    round: int = 0

    @property
    def thread(self) -> Address:
        return Address(self.channel.platform, self.channel.channel, self.posted(0) or None)

    def posted(self, number: int) -> str:
        """Return what the channel calls a saying; empty when it does not stand there yet."""
        return self.said[number] if number < len(self.said) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Who brings something to a session, by their mark there."""

    part: Speaker
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Debriefing:
    """What a facilitator wrote for themselves and those who led with them; `by` is their account."""

    by: str
    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One session, as its facilitators opened it and as far as it is.

    `facilitators` are accounts, the first of them leads. `days` is how long a phase lasts in slow time, 0 with a clock.
    `phase` counts the steps of the session. `ends_at` is when the one that runs is over by the clock, `left` how much
    of it was left when it was paused. `sayings` are all that is said in its channels, in order; whenever they change,
    `changes` does, and they are looked at: by now for the first `seen` changes. `late` is what came just after its
    phase was shown. `meeting` is the reference of the meeting that it begins with, empty where there is none. Without
    `starts_at` it waits for somebody to begin it.

    Of the phase that runs: `listed` are the contributions that facilitators may look through before they are shown, in
    no order; `rested` is the phase of which all was listed when its time was up, and `shut` the one in which nobody
    writes any more. `most` is how many took part at once, at most, as far as somebody left since, and `passed` how many
    passed in the phase that runs and left.

    `farewell` is what a facilitator said when they closed it gently. `draft` is a summary that nobody else has seen,
    and was changed `drafts` times by hand; `summary` is what was posted. `tried` is set once it was decided whether
    what people tried since is shown.
    """

    id: str
    format: Format
    topic: str
    places: tuple[Place, ...]
    facilitators: tuple[str, ...]
    named: bool = False
    days: int = 0
    keeps: Keeping = Keeping.NOTHING
    stage: Stage = Stage.GATHERING
    phase: int = -1
    starts_at: datetime | None = None
    meeting: str = ""
    ends_at: datetime | None = None
    left: timedelta | None = None
    seats: tuple[Seat, ...] = ()
    sayings: tuple[Saying, ...] = (Saying(kind=Told.ANNOUNCED),)
    changes: int = 0
    seen: int = -1
    late: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    rested: int = -1
    shut: int = -1
    most: int = 0
    passed: int = 0
    gently: bool = False
    farewell: str = ""
    draft: str = ""
    drafts: int = 0
    summary: str = ""
    notes: tuple[Debriefing, ...] = ()
    tried: bool = False
    look_at: datetime | None = None
    close_at: datetime | None = None
    shred_at: datetime | None = None

    @property
    def steps(self) -> tuple[Phase, ...]:
        """The phases of its format, the check-out after them, and what people are asked some days after the end."""
        return (*self.format.phases, CHECK_OUT, FOLLOW_UP)

    @property
    def check_out(self) -> int:
        """Which step is the check-out."""
        return len(self.format.phases)

    @property
    def follow_up(self) -> int:
        """Which step is asked after the end."""
        return self.check_out + 1

    @property
    def asks_again(self) -> bool:
        """Whether those who wanted it are asked what they tried: where it took place, and did not end gently."""
        return self.stage is Stage.CLOSED and self.phase >= 0 and not self.gently and not self.tried

    @property
    def tried_at(self) -> datetime | None:
        """When to show what people tried; None when that is not to come, or is over."""
        return self.shred_at - TRIED if self.shred_at and self.asks_again else None

    @property
    def current(self) -> Phase | None:
        """The step that runs; None before the first and after the last."""
        running = self.stage in (Stage.RUNNING, Stage.CLOSING) and 0 <= self.phase < len(self.steps)
        return self.steps[self.phase] if running else None

    @property
    def empty_seats(self) -> tuple[Speaker, ...]:
        """Who has to be found before it can begin."""
        taken = {seat.part for seat in self.seats}
        return tuple(part for part in self.format.presenters if part not in taken)

    @property
    def paused(self) -> bool:
        return self.left is not None

    @property
    def act_at(self) -> datetime | None:
        """When it has to be looked at next."""
        ends_at = None if self.paused else self.ends_at
        times = (self.look_at, ends_at, self.starts_at, self.close_at, self.tried_at, self.shred_at)
        return min((time for time in times if time), default=None)

    @property
    def is_shut(self) -> bool:
        """Whether nobody writes to the phase that runs any more, because it is about to be shown."""
        return self.shut == self.phase >= 0

    def joined(self, people: int) -> int:
        """Say how many take part, of whom so many are there: told lower when somebody leaves, it would tell of that."""
        return max(self.most, people)

    def part(self, mark: str) -> Speaker:
        """Say what part somebody has, by their mark."""
        return next((seat.part for seat in self.seats if seat.mark == mark), Speaker.EVERYONE)

    def order(self, phase: int) -> tuple[str, ...]:
        """List what was shown of a phase, as everybody reads it."""
        shown = (one.papers for one in self.sayings if one.kind is Told.SHOWN and one.phase == phase)
        return tuple(paper for papers in shown for paper in papers)

    def revealed(self, phase: int) -> bool:
        """Whether what was hidden in a phase has been shown."""
        return self.steps[phase].shows is Showing.REVEAL and any(
            one.kind is Told.SHOWN and one.phase == phase and one.papers for one in self.sayings
        )
