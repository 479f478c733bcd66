"""What a case is.

Everything about a case is one dossier, sealed as a whole under the key of the case: whoever has the database alone sees
that there is a case, when it has to be looked at next, and roughly how long it is.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.chat.requests import Address

# A closed case can still be read by its author for so long; no case is kept longer than the cap, whatever happens.
KEEP, CAP = timedelta(days=7), timedelta(days=90)
# How long before the cap closes a case its author is told.
WARNING = timedelta(days=7)
# Words that were written and never sent are forgotten after this.
DRAFTS = timedelta(days=7)


class Need(StrEnum):
    """What would help somebody who asks."""

    HEARD = "heard"
    ADVICE = "advice"
    EXPERIENCE = "experience"
    PRACTICAL = "practical"
    TALK = "talk"


class Part(StrEnum):
    """What somebody is in a case. A facilitator acts in their role, and is unnamed only to the author."""

    AUTHOR = "author"
    HELPER = "helper"
    REPORTER = "reporter"
    FACILITATOR = "facilitator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Somebody who takes part in a case.

    `mark` is what their `Veil` says of them in this case, `also` what it says of their other accounts, where those are
    known; `name` how the others read them: neutral words, or the name they go by. `address` and `moderation` are sealed
    once more, so that reading a dossier does not tell them; `address` is None for who wants no nudges. `seen` entries
    and `heard` open replies were there when they last looked, which they did `looks` times.
    """

    id: str
    part: Part
    mark: str
    name: str
    named: bool = False
    address: bytes | None = None
    moderation: bytes | None = None
    seen: int = 0
    heard: int = 0
    looks: int = 0
    also: tuple[str, ...] = ()


class Kind(StrEnum):
    """What somebody said in a case, and so who reads it.

    A `REQUEST`, and under it every `NOTE` and `REPLY` of its author and every unnamed `ANSWER`, are posted for all. A
    `WISH` stands in the place of a request, and is read by the one whom it asks alone.
    `PRIVATE` is read by the two of a talk; `QUESTION`, `RESPONSE`, `REPORT` and `APPEAL` go between facilitators and
    one voice; a `NOTICE` tells a voice what was done, and why.
    """

    REQUEST = "request"
    WISH = "wish"
    NOTE = "note"
    REPLY = "reply"
    ANSWER = "answer"
    PRIVATE = "private"
    QUESTION = "question"
    RESPONSE = "response"
    REPORT = "report"
    APPEAL = "appeal"
    NOTICE = "notice"


PUBLIC = frozenset({Kind.REQUEST, Kind.NOTE, Kind.REPLY, Kind.ANSWER})
# What its author sees before it is sent, and what then waits for its time.
SENT = PUBLIC | {Kind.WISH}
# What the two of a talk read, and nobody else.
BETWEEN_TWO = frozenset({Kind.WISH, Kind.PRIVATE})


class Standing(StrEnum):
    """How far an entry is.

    `DRAFT` is seen by who wrote it alone, `HELD` by facilitators, too; `WAITING` goes out at its time; `RELEASED` is on
    its way; `SAID` can be read by those it is for. The others are ends: `UNSAID` could not be posted, and can be sent
    again; `REMOVED` was taken away by facilitators, `WITHDRAWN` by who wrote it.
    """

    DRAFT = "draft"
    HELD = "held"
    WAITING = "waiting"
    RELEASED = "released"
    SAID = "said"
    UNSAID = "unsaid"
    REMOVED = "removed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something said in a case; `voice` said it, in `talk` or to the voice `to` if it is not for all.

    `release_at` is set until it is said, and forgotten then; of one that is held it is when facilitators are told.
    `moderation` is kept as long as it waits, too: what stands for its sender in every moderation key of the day on
    which it was sent, sealed once more. A voice keeps one alone, so that no two are connected for longer than that.
    `posted` is the platform's reference of the post, `about` the entry that a report or a response speaks of.
    """

    id: str
    voice: str
    kind: Kind
    text: str
    standing: Standing = Standing.DRAFT
    talk: str = ""
    to: str = ""
    release_at: datetime | None = None
    posted: str = ""
    about: str = ""
    moderation: bytes | None = None


class Talking(StrEnum):
    """How far a private talk is; `NAMED` is one whose author said who they are, so that it goes on elsewhere."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ENDED = "ended"
    NAMED = "named"


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A private conversation of the author with the voice `helper`, which one offered to the other.

    `asked` is which of the two accepts it or not. `author_seen` and `helper_seen` count how much of what is new to each
    was there when they last looked; it is part of what `Voice.seen` counts.
    """

    id: str
    helper: str
    asked: Part = Part.AUTHOR
    standing: Talking = Talking.OFFERED
    author_seen: int = 0
    helper_seen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocking:
    """That whoever is behind `voice` may write nothing unnamed until then; it needs two facilitators.

    `entry` is what they wrote that it came of. `proposed` and `confirmed` are the marks of the two in this case, the
    second empty while it is a proposal.
    """

    voice: str
    days: int
    reason: str
    proposed: str
    entry: str = ""
    confirmed: str = ""
    until: datetime | None = None
    lifted: bool = False


class Stage(StrEnum):
    """How far a case is, which follows from what is in its dossier."""

    DRAFT = "draft"
    HELD = "held"
    WAITING = "waiting"
    UNPOSTED = "unposted"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """All of one case. Its first voice is the author, its first entry the request.

    `asks` is whom alone it asks: the id of an entry in the Directory, empty for what is posted for all. Then the
    request is a `WISH`, nothing is posted, and there is one talk; `came` is the hour in which it was with them, and
    `instead` whom they suggested in their place.

    `place` is the channel it is posted in, `name` the neutral words it goes by. `left_out` are the accounts of
    facilitators who shall not handle it. `opened` is known to the hour. `replies` counts what was answered openly.
    `introduction` is who wrote it, sealed for the safeguarding lead, at the author's wish, until it is delivered;
    `introduced` says that it was. `announced` says that
    facilitators on duty were told of it, `raised` how often it was raised with them again because nobody answered; or,
    once it was raised with whom alone it asks, how often those count as having looked by then. `sent` says that its
    request was sent once, and so counts as asked, `lapsed` that nobody closed it. The times that end in `_at` say when
    to look at it again: for what is under way, to raise it, to close it, to shred it.
    """

    id: str
    place: Address
    name: str
    opened: datetime
    voices: tuple[Voice, ...]
    entries: tuple[Entry, ...]
    needs: tuple[Need, ...] = ()
    left_out: tuple[str, ...] = ()
    talks: tuple[Talk, ...] = ()
    blocks: tuple[Blocking, ...] = ()
    replies: int = 0
    announced: bool = False
    asks: str = ""
    instead: str = ""
    came: datetime | None = None
    raised: int = 0
    paused: bool = False
    sent: bool = False
    closed: bool = False
    lapsed: bool = False
    warned: bool = False
    introduction: bytes | None = None
    introduced: bool = False
    look_at: datetime | None = None
    raise_at: datetime | None = None
    close_at: datetime | None = None
    shred_at: datetime | None = None

    @property
    def author(self) -> Voice:
        return self.voices[0]

    @property
    def listed(self) -> Voice:
        """The one whom alone it asks; only where `asks` says that there is one."""
        return self.voices[1]

    @property
    def request(self) -> Entry:
        return self.entries[0]

    @property
    def wish(self) -> Talk | None:
        """The talk with the one whom alone it asks; None for what is posted for all, and when nothing is left of it."""
        return self.talks[0] if self.asks and self.talks else None

    @property
    def posted(self) -> str:
        """The reference of its post, under which everything else about it is said; empty until there is one."""
        return self.request.posted

    @property
    def thread(self) -> Address:
        """Where everybody reads what is said under its post."""
        return Address(self.place.platform, self.place.channel, self.posted or None)

    @property
    def stage(self) -> Stage:
        if self.closed:
            return Stage.CLOSED
        match self.request.standing:
            case Standing.DRAFT | Standing.WITHDRAWN:
                return Stage.DRAFT
            case Standing.HELD:
                return Stage.HELD
            case Standing.WAITING | Standing.RELEASED:
                return Stage.WAITING
            case Standing.UNSAID:
                return Stage.UNPOSTED
            case _:
                return Stage.PAUSED if self.paused else Stage.OPEN

    @property
    def act_at(self) -> datetime | None:
        """When it has to be looked at next."""
        releases = [entry.release_at for entry in self.entries if entry.standing in (Standing.WAITING, Standing.HELD)]
        times = (self.look_at, self.raise_at, self._warn_at, self.close_at, self.shred_at, *releases)
        return min((time for time in times if time), default=None)

    @property
    def _warn_at(self) -> datetime | None:
        return None if self.warned or self.closed or not self.close_at else self.close_at - WARNING

    def voice(self, voice_id: str) -> Voice:
        return next(voice for voice in self.voices if voice.id == voice_id)

    def entry(self, entry_id: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.id == entry_id), None)

    def talk(self, talk_id: str) -> Talk | None:
        return next((talk for talk in self.talks if talk.id == talk_id), None)
