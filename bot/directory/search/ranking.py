"""Whom to name first: those who have most of what is wanted, then those whose skill is nearest to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import merge, nlargest
from itertools import islice

from bot.directory.model import Setting
from bot.directory.search.holdings import Holdings
from bot.directory.search.labels import Said
from bot.directory.search.reach import Reach, fits, way_of

# A term that may mean several skills means the first above all.
_NEXT_MEANING = 0.98
# Worths are added in these steps, so that sums which differ by rounding alone count as equal.
_STEPS = 1_000_000
_RING = 1 << 64

# A place on the ring, and what that person's skills are worth to the question, 1 when they are what was asked.
Ranked = tuple[int, float]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One term: the numbers of the skills it may mean, likeliest first, the words it was put in, how much it counts."""

    skills: tuple[int, ...]
    said: Said | None = None
    weight: float = 1.0


class Ranking:
    """Everybody who has any of what is wanted, best first; ties come in turn from `start`.

    Only as many are put in order as are looked at. The skill that reaches most people stays as it is kept; those
    whom the others reach are scored one by one, and the two are merged. It speaks of the moment it was made.
    """

    def __init__(self, holdings: Holdings, wanted: Sequence[Wanted], start: int, setting: Setting | None) -> None:
        self._ways = holdings.ways
        self._start, self._setting = start, setting
        self._terms = len(wanted)
        # A score is one number: how many terms are met, then what that is worth.
        self._met = 2 * _STEPS * max(self._terms, 1)
        reaches = {number: holdings.skills[number].reach for term in wanted for number in term.skills}
        main = max(reaches, key=lambda number: (len(reaches[number]), number), default=None)
        self._main = Reach() if main is None else reaches.pop(main)
        self._parts = [(at, term.said, _part(term, main)) for at, term in enumerate(wanted) if main in term.skills]
        worths = [
            self._worths([(reaches[n], each.said, _part(each, n)) for n in each.skills if n in reaches])
            for each in wanted
        ]
        self._both = self._meet_main(worths)
        self._scores = self._sums(worths)
        everywhere = len(self._scores) + len(self._main) - len(self._both)
        self.total = everywhere
        if setting:
            people = holdings.people
            self._scores = {p: score for p, score in self._scores.items() if setting in people[p].settings}
            both = sum(place in self._scores for place in self._both)
            self.total = len(self._scores) + self._main.count(setting) - both
        self.elsewhere = everywhere - self.total
        scored = max((score // self._met for score in self._scores.values()), default=0)
        # How many of the terms whoever meets most of them meets.
        self.most_met = max(scored, len(self._parts) if self.total > len(self._scores) else 0)

    def page(self, start: int, count: int | None) -> list[Ranked]:
        """List `count` people from the `start`th on, best first; all of them without `count`."""
        end = None if count is None else start + count
        order = merge(self._scored(end), self._others())
        return [(place, -below % self._met / _STEPS / self._terms) for below, _, place in islice(order, start, end)]

    def _meet_main(self, worths: Sequence[dict[int, int]]) -> frozenset[int]:
        """Count what the main skill is worth to those who are scored; return whom of them it reaches."""
        met = {p: slot for places in worths for p in places if (slot := self._main.slot(p)) is not None}
        for place, slot in met.items():
            for term, said, part in self._parts:
                worths[term][place] = max(worths[term].get(place, 0), self._steps(slot, said, part))
        return frozenset(met)

    def _worths(self, reaches: Sequence[tuple[Reach, Said | None, float]]) -> dict[int, int]:
        """Say what skills are worth to each person they reach, at best."""
        groups = [(self._steps(slot, said, p), places) for reach, said, p in reaches for slot, places in reach.slots()]
        worths: dict[int, int] = {}
        for steps, places in sorted(groups, key=lambda group: group[0]):
            worths |= dict.fromkeys(places, steps)
        return worths

    def _steps(self, slot: int, said: Said | None, part: float) -> int:
        return round(self._ways[way_of(slot)].worth(said) * part * _STEPS)

    def _sums(self, worths: Sequence[dict[int, int]]) -> dict[int, int]:
        sums: dict[int, int] = {}
        for each in worths:
            for place, worth_of in each.items():
                sums[place] = sums.get(place, 0) + self._met + worth_of
        return sums

    def _scored(self, most: int | None) -> list[tuple[int, int, int]]:
        """Put those who were scored in order, or only the first of them: score, distance along the ring, place."""
        least = 0
        if most is not None and most < len(self._scores):
            least = nlargest(most, self._scores.values())[-1] if most else self._met * _RING
        return sorted((-s, (p - self._start) % _RING, p) for p, s in self._scores.items() if s >= least)

    def _others(self) -> Iterator[tuple[int, int, int]]:
        """Name those whom the main skill alone reaches, as `_scored` does."""
        groups: dict[int, list[int]] = {}
        for slot, _ in self._main.slots():
            if fits(slot, self._setting):
                score = sum(self._met + self._steps(slot, said, part) for _, said, part in self._parts)
                groups.setdefault(score, []).append(slot)
        for score in sorted(groups, reverse=True):
            for place in self._main.turn(groups[score], self._start):
                if place not in self._both:
                    yield -score, (place - self._start) % _RING, place


def _part(term: Wanted, number: int) -> float:
    return float(term.weight * _NEXT_MEANING ** term.skills.index(number))
