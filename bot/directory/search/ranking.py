"""Whom to name first: those who have most of what is wanted, then those whose skill is nearest to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import merge, nlargest
from itertools import islice

from bot.directory.model import Setting
from bot.directory.search.holdings import Holdings
from bot.directory.search.labels import Said
from bot.directory.search.reach import Reach, Slot, fits, turn, worth_of

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

    Only as many are put in order as are looked at. Those whom one skill alone reaches stay as they are kept, in tiers
    that are merged; those whom several reach are scored one by one. It speaks of the moment it was made.
    """

    def __init__(self, holdings: Holdings, wanted: Sequence[Wanted], start: int, setting: Setting | None) -> None:
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
        self._scores: dict[int, int] = {}
        everywhere = sum(len(lane.reach) for lane in self._lanes)
        self.total = sum(lane.reach.count(setting) for lane in self._lanes)
        for place in self._several:
            score, times, bits = self._score(place)
            everywhere -= times - 1
            if fits(bits, setting):
                self.total -= times - 1
                self._scores[place] = score
        self.elsewhere = everywhere - self.total
        # How many of the terms whoever meets most of them meets.
        met = (len(lane.worths) for lane in self._lanes if lane.reach.count(setting))
        self.most_met = max((*met, *(score // self._met for score in self._scores.values())), default=0)

    def page(self, start: int, count: int | None) -> list[Ranked]:
        """List `count` people from the `start`th on, best first; all of them without `count`."""
        end = None if count is None else start + count
        order = merge(self._scored(end), *map(self._alone, self._lanes))
        return [(place, -below % self._met / _STEPS / self._terms) for below, _, place in islice(order, start, end)]

    def _in_several(self) -> set[int]:
        """Return whom more than one skill reaches, or one that is meant more than once in more ways than one."""
        several: set[int] = set()
        for at, lane in enumerate(self._lanes):
            for larger in self._lanes[at + 1 :]:
                several.update(larger.reach.shared(lane.reach))
            if len(lane.worths) > 1:
                several.update(place for place in lane.reach if len(lane.reach.slots(place)) > 1)
        return several

    def _score(self, place: int) -> tuple[int, int, int]:
        """Return somebody's score, how many of the skills reach them, and their settings as bits."""
        worths: dict[int, int] = {}
        times = bits = 0
        for lane in self._lanes:
            if slots := lane.reach.slots(place):
                times, bits = times + 1, slots[0].bits
                for term, worth in lane.worths.items():
                    worths[term] = max(worths.get(term, 0), *[worth[slot] for slot in slots])
        return self._met * len(worths) + sum(worths.values()), times, bits

    def _scored(self, most: int | None) -> list[tuple[int, int, int]]:
        """Put those who were scored in order, or only the first of them: score, distance along the ring, place."""
        least = 0
        if most is not None and most < len(self._scores):
            least = nlargest(most, self._scores.values())[-1] if most else self._met * _RING
        return sorted((-s, (p - self._start) % _RING, p) for p, s in self._scores.items() if s >= least)

    def _alone(self, lane: "_Lane") -> Iterator[tuple[int, int, int]]:
        """Name those whom one skill alone reaches, as `_scored` does."""
        scores = {slot: score + self._met * len(lane.worths) for slot, score in lane.scores().items()}
        tiers: dict[int, list[Slot]] = {}
        for slot, score in scores.items():
            if fits(slot.bits, self._setting):
                tiers.setdefault(score, []).append(slot)
        for score in sorted(tiers, reverse=True):
            last = None
            for place in turn(tiers[score], self._start):
                # Whoever stands in several slots comes once, with the best.
                repeated = place == last or max([scores[slot] for slot in lane.reach.slots(place)]) > score
                if not repeated and place not in self._several:
                    yield -score, (place - self._start) % _RING, place
                last = place


class _Lane:
    """The people whom one skill reaches, and by the numbers of the terms that mean it what each slot is worth."""

    def __init__(self, reach: Reach) -> None:
        self.reach = reach
        self.worths: dict[int, dict[Slot, int]] = {}

    def mean(self, term: int, said: Said | None, part: float) -> None:
        """Take note that a term, put in these words, means this skill, and how much that counts."""
        ways = [(way.worth(said), way) for way in self.reach.ways()]
        self.worths[term] = {
            slot: round(worth_of(worth, slot.labels) * part * _STEPS)
            for worth, way in ways
            for slot in self.reach.alike(way)
        }

    def scores(self) -> dict[Slot, int]:
        """Return what each slot is worth to all terms together."""
        first, *others = self.worths.values()
        return {slot: worth + sum(other[slot] for other in others) for slot, worth in first.items()}


def _part(term: Wanted, number: int) -> float:
    return float(term.weight * _NEXT_MEANING ** term.skills.index(number))
