"""How a session goes: a format is a list of phases, and is data."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.chat.errors import NotFound

# What a platform shows of a list of formats, and what a session can bear.
MOST_PHASES = 12
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
_FIRST = PRESENTERS[:1]


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

    @property
    def problem(self) -> str:
        """Say why nobody could hold a session in this format; empty when one can."""
        if not 1 <= len(self.phases) <= MOST_PHASES:
            return f"It has {len(self.phases)} phases; it needs one at least and {MOST_PHASES} at most."
        if len(self.brings) not in (0, len(self.presenters)):
            return "“brings” has to say what each presenter brings, such as “the case”."
        if any(not 1 <= len(one) <= LONGEST_THING for one in self.brings):
            return f"What is brought is said in {LONGEST_THING} characters at most, such as “the case”."
        return next((f"“{phase.title}”: {why}" for phase in self.phases if (why := self._problem(phase))), "")

    def _problem(self, phase: Phase) -> str:
        if phase.who is not Speaker.PRESENTER and phase.who is not Speaker.EVERYONE and self.presenters[:1] != _FIRST:
            return "somebody has to bring something in a phase of their own first."
        if phase.who in PRESENTERS and phase.shows is Showing.REVEAL:
            return "what one person tells is shown at once, because it is mixed with nothing."
        if phase.marked and (phase.who is not Speaker.EVERYONE or phase.shows is Showing.REVEAL or not self.presenters):
            return "only where everybody writes, and it is shown at once, can what a presenter writes be marked."
        return ""


class Formats:
    """The formats a facilitator chooses from, in the order they are written."""

    def __init__(self, formats: Sequence[Format]) -> None:
        self._formats = {one.key: one for one in formats}

    def __iter__(self) -> Iterator[Format]:
        return iter(self._formats.values())

    def __getitem__(self, key: str) -> Format:
        try:
            return self._formats[key]
        except KeyError:
            raise NotFound("There is no such format any more.", "Type /session-open to choose another.") from None
