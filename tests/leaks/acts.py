"""What people do one after the other, and what goes wrong meanwhile: flows are lists of these."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from tests.journeys.stage import CHANNEL

NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody of the cast does something: types a line, presses the `nth` button of a label, or sends a form.

    To `hear` is to look at what was said with these words in a channel, or in private. `sees` must be read afterwards.
    An answer such as “@Fin” chooses one of the cast.
    """

    who: str
    does: Literal["types", "presses", "submits", "hears", "hears alone"]
    what: str = ""
    sees: str = ""
    answers: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Passing:
    """Time passes, and whatever falls due is said."""

    minutes: float


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something goes wrong.

    The next of the `answers` or `posts` `fail`, `are limited`, or `are lost` after they arrived; the `channel is
    archived`; somebody of the cast `leaves`, or `opens home`, which is none; the `store breaks`, and `mends`; the
    program is `killed`, and started again.
    """

    what: str


Step = Act | Passing | Trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Something that can be done without a name, from end to end.

    `unnamed` are those of the cast who are to be found nowhere. With `alone`, they act from their private conversation
    with the bot. `runs` are the commands that are meant to run in it. `settings` are those of peer support that are not
    as usual. `confided` are those to whom the unnamed tell in private who they are. With `by_name`, everybody is meant
    to read what they are called, which is to be kept and printed nowhere all the same. `listed` are those of the cast
    who are in the Directory, and their skills.
    """

    name: str
    steps: Sequence[Step]
    runs: frozenset[str]
    unnamed: tuple[str, ...] = ("Kim",)
    confided: tuple[str, ...] = ()
    alone: bool = False
    by_name: bool = False
    settings: Mapping[str, object] = field(default_factory=lambda: NOTHING)
    listed: Mapping[str, Sequence[str]] = field(default_factory=lambda: NOTHING)


def types(who: str, line: str, sees: str = "") -> Act:
    return Act(who, "types", line, sees)


def presses(who: str, label: str, sees: str = "", nth: int = 0) -> Act:
    return Act(who, "presses", label, sees, nth=nth)


def submits(who: str, sees: str = "", **answers: str) -> Act:
    return Act(who, "submits", "", sees, answers)


def hears(who: str, part: str, sees: str = "") -> Act:
    """Look at what was said in the channel."""
    return Act(who, "hears", part, sees)


def hears_alone(who: str, part: str, sees: str = "") -> Act:
    """Look at what was said in private."""
    return Act(who, "hears alone", part, sees)


def where(act: Act) -> str:
    """Return the channel where somebody listens; empty for their private conversation."""
    return CHANNEL if act.does == "hears" else ""
