"""Who takes part in a session, and what they contribute: one paper for each, sealed under the key of the session."""

from dataclasses import dataclass
from enum import StrEnum

from bot.reflection.formats import Speaker

# Contributions are shown together once there are so many, by so many people: fewer would tell who wrote what.
FEWEST, FEWEST_AUTHORS = 5, 3
# What one voice may contribute to one phase; and all together to a session, with one more for each who takes part.
MOST_EACH, MOST_ALL = 10, 2500


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """A voice that joined a session, by its mark there; it agreed to the ground rules when it did.

    `name` is the neutral words it goes by, or its own name in a session with names. `address` is sealed once more, and
    None for who wants no word in private: with `tell` about their own words, with `follow_up` when they are asked what
    they tried. `passed` are the phases in which it said that it has nothing to add.
    """

    mark: str
    name: str
    address: bytes | None = None
    tell: bool = False
    follow_up: bool = False
    passed: tuple[int, ...] = ()


class Standing(StrEnum):
    """How a contribution stands: there, to be shown when its time comes; `HELD` by a facilitator; and the ends."""

    THERE = "there"
    HELD = "held"
    REMOVED = "removed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """Something a voice wrote in a phase, or in answer to what another wrote.

    `answers` is the id of that. `resonates` are the marks of those whom it touched, counted in bands only. `part` is
    what everybody recognises its author by: that they brought something, or nothing. `number` counts what one author
    wrote for a phase. `name` is the one it stands under in a session with names once its author has left.
    """

    id: str
    by: str
    phase: int
    text: str
    standing: Standing = Standing.THERE
    answers: str = ""
    resonates: frozenset[str] = frozenset()
    part: Speaker = Speaker.EVERYONE
    number: int = 0
    name: str = ""
