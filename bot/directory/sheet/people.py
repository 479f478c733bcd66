"""People as a sheet tells of them, before they are compared with the Directory."""

from dataclasses import dataclass

from bot.directory.model import Consent, Entry

# Where several answers stand for one person, the first of these counts.
STRICTEST = (Consent.REFUSED, Consent.UNKNOWN, Consent.GIVEN)


@dataclass(frozen=True, slots=True)
class Person:
    """What the sheet says of somebody; fields of `entry` that are not in `said` are not the sheet's to change.

    `entry.id` is empty unless the sheet names one. `unclear` marks an answer about consent that nobody should guess.
    """

    entry: Entry
    said: frozenset[str]
    rows: tuple[int, ...]
    unclear: bool = False

    @property
    def name(self) -> str:
        return self.entry.name


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in these rows that a person has to look at; `left_out` where the rows were not used at all."""

    rows: tuple[int, ...]
    who: str
    reason: str
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class People:
    """Everybody in a sheet, in its order. `held` could not be told apart or used: they are left as they are.

    `spoken_for` where the operator stated that everyone agreed, because the sheet does not ask.
    """

    people: tuple[Person, ...] = ()
    problems: tuple[Problem, ...] = ()
    held: tuple[Person, ...] = ()
    spoken_for: bool = False
    asks_consent: bool = True
