"""What a question found: people, best first, and how its words were understood."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.directory.model import Setting
from bot.directory.search.leaving import Persons
from bot.directory.search.ranking import Ranked, Ranking
from bot.directory.search.reasons import Match
from bot.directory.search.whom import Group
from bot.directory.search.workplaces import Workplaces

_LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class Named:
    """A skill by its label; `key` asks for it, see `SearchIndex.again`."""

    label: str
    key: str


@dataclass(frozen=True, slots=True)
class Understood:
    """One skill that was asked for: as typed, and the labels of the skills it was read as; none when nobody knows it.

    `held` says whether anybody lists it, in any setting. `sure` is false for a guess, and for what was misspelt; where
    it is `named`, the words are its name once they are put right.
    """

    typed: str
    labels: tuple[str, ...]
    corrections: tuple[tuple[str, str], ...]
    held: bool
    sure: bool
    named: bool


@dataclass(frozen=True, slots=True)
class Findings:
    """What a question found. `did_you_mean` names at most five skills that somebody lists.

    They are the nearest where nobody lists what was asked for, and what may be meant instead of what was guessed at.
    `key` asks for the same again. `elsewhere` counts the people whom the setting left out, or the question itself:
    `without` is whom it did. `apart` says that several skills are wanted and listed, and nobody found has all of
    them. `wish` asks for the same again once somebody lists it in the words that were typed, and holds none of them.
    `beyond` are the skills, as typed, of a list so long that they were not looked for. `workplaces` are the
    organisations among whose people it was looked alone, and those whose people were left out. `persons` were left
    out by name; `whoever` is what people were to be, as typed, of which skills tell nothing. `slips` are words for
    these, for organisations and for places that were misspelt, as typed and as read.
    """

    understood: tuple[Understood, ...]
    did_you_mean: tuple[Named, ...]
    setting: Setting | None
    total: int
    elsewhere: int
    key: str
    wish: str
    apart: bool
    without: tuple[Group, ...]
    workplaces: Workplaces
    persons: Persons
    beyond: tuple[str, ...]
    slips: tuple[tuple[str, str], ...]
    _ranking: Ranking
    _explain: Callable[[Ranked], Match]
    whoever: str = ""

    @property
    def corrected(self) -> bool:
        """Whether any word was read as another."""
        return bool(self.slips) or any(each.corrections for each in self.understood)

    @property
    def leaves_out(self) -> bool:
        """Whether the question itself leaves out anybody."""
        return bool(self.without or self.workplaces or self.persons)

    @property
    def known(self) -> bool:
        """Whether anybody found knows it, and is not only learning it; those who are come last."""
        return any(
            not match.learning for at in range(0, self.total, _LOOKED_AT) for match in self.matches(at, _LOOKED_AT)
        )

    def matches(self, start: int = 0, count: int | None = None) -> list[Match]:
        """List the people found, best first."""
        return [self._explain(one) for one in self._ranking.page(start, count)]
