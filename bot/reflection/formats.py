"""How a session goes: a format is a list of phases, and is data."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.chat.errors import NotFound

# What a platform shows of a list of formats, and what a session can bear.
MOST_PHASES = 12
BLANK = "blank"


class Speaker(StrEnum):
    """Who may contribute in a phase; `OTHERS` are all but the presenters, who sit back."""

    EVERYONE = "everyone"
    PRESENTER = "presenter"
    SECOND = "second"
    OTHERS = "others"


class Showing(StrEnum):
    """When contributions are seen: together at the reveal, or as they come."""

    REVEAL = "reveal"
    LIVE = "live"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """One step of a session; `questions` when only questions are wanted."""

    title: str
    prompt: str
    guidance: str
    minutes: int
    who: Speaker
    shows: Showing
    questions: bool = False

    def length(self, *, days: int = 0) -> timedelta:
        """How long it lasts by the clock; in slow time, so many days."""
        return timedelta(days=days) if days else timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A way to reflect together; `source` says where it comes from."""

    key: str
    name: str
    about: str
    source: str
    phases: tuple[Phase, ...]

    @property
    def minutes(self) -> int:
        return sum(phase.minutes for phase in self.phases)

    @property
    def presenters(self) -> tuple[Speaker, ...]:
        """Who has to be found before it can begin."""
        wanted = {phase.who for phase in self.phases}
        return tuple(one for one in (Speaker.PRESENTER, Speaker.SECOND) if one in wanted)


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
