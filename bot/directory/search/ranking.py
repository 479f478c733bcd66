"""Whom to name first: those who have most of what is wanted, then those whose skill is nearest to it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge, nlargest
from itertools import compress

from bot.directory.model import Setting
from bot.directory.search.holdings import Holdings
from bot.directory.search.labels import Said
from bot.directory.search.reach import Reach, Slot, Slots, fits, turn, worth_of
from bot.directory.search.standing import standing

# A term that may mean several skills means the first above all.
_NEXT_MEANING = 0.98
# What it is worth to stand behind the others.
_BACK = 0.5
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

    Only as many are put in order as are looked at. Those whom one skill alone reaches stay as they are kept, in tiers
    that are merged; those whom several reach are scored one by one. It speaks of the moment it was made.
    """

    def __init__(
        self,
        holdings: Holdings,
        wanted: Sequence[Wanted],
        start: int,
        setting: Setting | None,
        back: Callable[[int], bool] = lambda _: False,
    ) -> None:
        """Whoever stands `back`, by their place, is named behind the others who meet as many of the terms."""
        self._back = back
        self._start, self._setting = start, setting
        self._terms = len(wanted)
        # A score is one number: how many terms are met, then what that is worth.
        self._met = 2 * _STEPS * max(self._terms, 1)
        lanes: dict[int, _Lane] = {}
        for at, term in enumerate(wanted):
            for number in dict.fromkeys(term.skills):
                lane = lanes.setdefault(number, _Lane(holdings.skills[number].reach))
                lane.mean(at, term.said, _part(term, number))
        self._lanes = sorted(lanes.values(), key=lambda lane: len(lane.reach))
        self._several = self._in_several()
        several = list(self._several)
        slots = [list(lane.reach.slots_of(several)) for lane in self._lanes]
        again = [len(each) - each.count(()) - 1 for each in zip(*slots, strict=True)]
        everywhere = sum(len(lane.reach) for lane in self._lanes) - sum(again)
        self._scores = dict(zip(several, self._score(slots), strict=True))
        if setting:
            fit = [fits(next(filter(None, each))[0].bits, setting) for each in zip(*slots, strict=True)]
            self._scores = {place: self._scores[place] for place in compress(several, fit)}
            again = list(compress(again, fit))
        self.total = sum(lane.reach.count(setting) for lane in self._lanes) - sum(again)
        self.elsewhere = everywhere - self.total
        # How many of the terms whoever meets most of them meets.
        met = [len(lane.worths) for lane in self._lanes if lane.reach.count(setting)]
        self.most_met = max(max(met, default=0), max(self._scores.values(), default=0) // self._met)

    def page(self, start: int, count: int | None) -> list[Ranked]:
        """List `count` people from the `start`th on, best first; all of them without `count`."""
        end = self.total if count is None else start + count
        people = standing(self._order, self._back, self._met, end)[start:]
        return [(p, -s % self._met / _STEPS / self._terms * (_BACK if back else 1)) for (s, _, p), back in people]

    def _order(self, most: int) -> Iterator[tuple[int, int, int]]:
        return merge(self._scored(most), *map(self._alone, self._lanes))

    def _in_several(self) -> set[int]:
        """Return whom more than one skill reaches, or one that is meant more than once in more ways than one."""
        several: set[int] = set()
        for at, lane in enumerate(self._lanes):
            for larger in self._lanes[at + 1 :]:
                several.update(larger.reach.shared(lane.reach))
            if len(lane.worths) > 1:
                several.update(place for place in lane.reach if len(lane.reach.slots(place)) > 1)
        return several

    def _score(self, slots: Sequence[Sequence[Slots]]) -> list[int]:
        """Return the scores of people, given by lane the slots of each."""
        by_term: dict[int, list[Iterable[int]]] = {}
        for lane, each in zip(self._lanes, slots, strict=True):
            for term, worths in lane.worths.items():
                by_term.setdefault(term, []).append(map(worths.__getitem__, each))
        best = [map(max, *worths) if len(worths) > 1 else worths[0] for worths in by_term.values()]
        return [self._met * (len(each) - each.count(0)) + sum(each) for each in zip(*best, strict=True)]

    def _scored(self, most: int | None) -> list[tuple[int, int, int]]:
        """Put those who were scored in order, or only the first of them: score, distance along the ring, place."""
        least = 0
        if most is not None and most < len(self._scores):
            least = nlargest(most, self._scores.values())[-1] if most else self._met * _RING
        return sorted((-s, (p - self._start) % _RING, p) for p, s in self._scores.items() if s >= least)

    def _alone(self, lane: "_Lane") -> Iterator[tuple[int, int, int]]:
        """Name those whom one skill alone reaches, as `_scored` does."""
        scores = lane.scores()
        tiers: dict[int, list[Slot]] = {}
        for (slot,), score in scores.items():
            if fits(slot.bits, self._setting):
                tiers.setdefault(score, []).append(slot)
        for score in sorted(tiers, reverse=True):
            below, last = -score - self._met * len(lane.worths), None
            for place in turn(tiers[score], self._start):
                # Whoever stands in several slots comes once, with the best.
                if place != last and place not in self._several and scores[lane.reach.slots(place)] == score:
                    yield below, (place - self._start) % _RING, place
                last = place


class _Worths(dict[Slots, int]):
    """What slots are worth: somebody who stands in several has the best of them, and in none, nothing."""

    def __missing__(self, slots: Slots) -> int:
        worth = max((self[slot,] for slot in slots), default=0)
        self[slots] = worth
        return worth


class _Lane:
    """The people whom one skill reaches, and by the numbers of the terms that mean it what each slot is worth."""

    def __init__(self, reach: Reach) -> None:
        self.reach = reach
        self.worths: dict[int, _Worths] = {}

    def mean(self, term: int, said: Said | None, part: float) -> None:
        """Take note that a term, put in these words, means this skill, and how much that counts."""
        worths = self.worths[term] = _Worths()
        for way in self.reach.ways():
            worth = way.worth(said)
            for slots in self.reach.alike(way):
                worths[slots] = round(worth_of(worth, slots[0].labels) * part * _STEPS)

    def scores(self) -> _Worths:
        """Return what each slot is worth to all terms together."""
        first, *others = self.worths.values()
        alone = (slots for slots in first if len(slots) == 1)
        return _Worths({slots: first[slots] + sum(other[slots] for other in others) for slots in alone})


def _part(term: Wanted, number: int) -> float:
    return float(term.weight * _NEXT_MEANING ** term.skills.index(number))
