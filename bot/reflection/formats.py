"""How a session goes: a format is a list of phases, and is data."""

import unicodedata
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.chat.errors import NotFound

# What a platform shows of a list of formats, and what a session can bear.
MOST_PHASES = 12
# A title stands above a form and in a list; a prompt and its guidance are read at one look, before somebody writes.
TITLE_LENGTH, PROMPT_LENGTH = 60, 300
# Nobody sits through one phase for longer; where it lasts days, its minutes do not count.
MOST_MINUTES = 180
# The key of a format that a facilitator builds.
BLANK = "blank"
# What is brought stands above each contribution of whoever brought it.
LONGEST_THING = 30


class Speaker(StrEnum):
    """Who may contribute in a phase; `OTHERS` are all but the presenters, who sit back."""

    EVERYONE = "everyone"
    PRESENTER = "presenter"
    SECOND = "second"
    OTHERS = "others"


# Who brings something, in order.
PRESENTERS = (Speaker.PRESENTER, Speaker.SECOND)


class Showing(StrEnum):
    """When contributions are seen: together at the reveal, or as they come."""

    REVEAL = "reveal"
    LIVE = "live"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """One step of a session; `questions` when only questions are wanted.

    Where it is `marked`, everybody can write, and what the presenters write is recognised as theirs.
    """

    title: str
    prompt: str
    guidance: str
    minutes: int
    who: Speaker
    shows: Showing
    questions: bool = False
    marked: bool = False

    def length(self, *, days: int = 0) -> timedelta:
        """How long it lasts by the clock; in slow time, so many days."""
        return timedelta(days=days) if days else timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A way to reflect together; `source` says where it comes from.

    `brings` is what each of the presenters brings, in words such as “the case”.
    """

    key: str
    name: str
    about: str
    source: str
    phases: tuple[Phase, ...]
    brings: tuple[str, ...] = ()

    @property
    def is_own(self) -> bool:
        """Whether its facilitator puts it together for one session."""
        return self.key == BLANK

    @property
    def minutes(self) -> int:
        return sum(phase.minutes for phase in self.phases)

    @property
    def presenters(self) -> tuple[Speaker, ...]:
        """Who has to be found before it can begin."""
        wanted = {phase.who for phase in self.phases}
        return tuple(one for one in PRESENTERS if one in wanted)

    def thing(self, part: Speaker) -> str:
        """Say what a presenter brings."""
        told = dict(zip(self.presenters, self.brings, strict=False))
        return told.get(part, "something else" if part is Speaker.SECOND else "something")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why phases make no format: in which of them, from 0; about which of its fields; and a clause that says it."""

    phase: int
    field: str
    says: str


def fault(phases: Sequence[Phase]) -> Fault | None:
    """Find the first thing that would keep a session from going well, in whatever way the phases were written."""
    parts = {phase.who for phase in phases}
    for number, phase in enumerate(phases):
        for field, says in (*_faults(phase), *_out_of_place(phase, parts)):
            return Fault(phase=number, field=field, says=says)
    return None


def _faults(phase: Phase) -> Iterator[tuple[str, str]]:
    read = len(phase.prompt) + len(phase.guidance)
    if not any(unicodedata.category(sign)[0] in "LNPS" for sign in phase.title):
        yield "title", "it has no title"
    if len(phase.title) > TITLE_LENGTH:
        yield "title", f"its title has {len(phase.title)} characters, and {TITLE_LENGTH} are the most"
    if read > PROMPT_LENGTH:
        yield "prompt", f"what people read before they write has {read} characters, and {PROMPT_LENGTH} are the most"
    if not 1 <= phase.minutes <= MOST_MINUTES:
        yield "minutes", f"it lasts {phase.minutes:,} minutes, and can last from 1 to {MOST_MINUTES}"


def _out_of_place(phase: Phase, parts: AbstractSet[Speaker]) -> Iterator[tuple[str, str]]:
    """Find what does not go with who speaks, here and in the other phases."""
    alone = phase.who in PRESENTERS
    if alone and phase.shows is Showing.REVEAL:
        # It would never be shown: too few people wrote it.
        yield "shows", "what one person tells cannot be hidden among what others write"
    if phase.who is Speaker.OTHERS and Speaker.PRESENTER not in parts:
        yield "who", "“others” are all but a presenter, and no phase has one"
    if phase.who is Speaker.SECOND and Speaker.PRESENTER not in parts:
        yield "who", "there is a second presenter, and no first"
    if phase.marked and not (phase.who is Speaker.EVERYONE and phase.shows is Showing.LIVE and parts & {*PRESENTERS}):
        yield "marks", "what a presenter writes is marked where everybody writes, and all of it is live"
    if alone and parts <= {*PRESENTERS}:
        yield "who", "only a presenter would ever speak, and nobody else"


# Its phases are written in a form, see `bot.reflection.building`.
OWN = Format(key=BLANK, name="Steps of your own", about="Put together for this session.", source="", phases=())


class Formats:
    """The formats a facilitator chooses from, in the order they are written; the last is the blank one."""

    def __init__(self, formats: Sequence[Format]) -> None:
        self._formats = {one.key: one for one in (*formats, OWN)}

    def __iter__(self) -> Iterator[Format]:
        return iter(self._formats.values())

    def __getitem__(self, key: str) -> Format:
        try:
            return self._formats[key]
        except KeyError:
            raise NotFound("There is no such format any more.", "Type /session-open to choose another.") from None
