"""Whom to name first: those who have most of what is wanted, then those whose skill is nearest to it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from heapq import merge, nlargest, nsmallest
from itertools import combinations

from bot.directory.search.holdings import Holdings
from bot.directory.search.labels import Said
from bot.directory.search.reach import MOST_MORE, Reach, Slot, Slots, turn, worth_of
from bot.directory.search.seats import Bits, both, count, either
from bot.directory.search.standing import Scored, standing
from bot.directory.search.whom import EVERYBODY, Whom

# A term that may mean several skills means the first above all.
_NEXT_MEANING = 0.98
# What it is worth to stand behind the others.
_BACK = 0.5
# Worths are added in these steps, so that sums which differ by rounding alone count as equal.
_STEPS = 1_000_000
_RING = 1 << 64
_TWO = 2
# So many of a great crowd are scored first, to know how good is good enough.
_FEW = 64
# So many more of them can be looked at as could be scored.
_MORE = 32

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

    Only as many are put in order as are looked at. Those who meet one term stay as they are kept, in tiers that are
    merged. Of those who meet several, the people of a skill that few have are scored one by one; crowds are met bit
    by bit, and only those scored who may be among the first. It speaks of the moment it was made.
    """

    def __init__(
        self,
        holdings: Holdings,
        wanted: Sequence[Wanted],
        start: int,
        whom: Whom,
        back: Callable[[int], bool] = lambda _: False,
    ) -> None:
        """Whoever stands `back`, by their place, is named behind the others who meet as many of the terms."""
        self._back = back
        self._start, self._whom, self._seats = start, whom, holdings.seats
        self._terms = len(wanted)
        # A score is one number: how many terms are met, then what that is worth.
        self._met = 2 * _STEPS * max(self._terms, 1)
        lanes: dict[int, _Lane] = {}
        for at, term in enumerate(wanted):
            for number in dict.fromkeys(term.skills):
                lane = lanes.setdefault(number, _Lane(holdings.skills[number].reach))
                lane.mean(at, term.said, _part(term, number))
        self._lanes = sorted(lanes.values(), key=lambda lane: len(lane.reach))
        self._crowds = self._by_term()
        self._met_all: dict[tuple[int, ...], Bits] = {}
        several = list(self._in_several()) if self._terms > 1 else []
        fit = [place for place in several if self._fits(place)] if whom else several
        self._scores = dict(zip(fit, self._score(fit), strict=True))
        self.total = self._count(whom)
        self.elsewhere = self._count(EVERYBODY) - self.total if whom else 0
        self.most_met = self._most_met()

    def page(self, start: int, count: int | None) -> list[Ranked]:
        """List `count` people from the `start`th on, best first; all of them without `count`."""
        end = self.total if count is None else start + count
        people = standing(self._order, self._back, self._met, end)[start:]
        return [(p, -s % self._met / _STEPS / self._terms * (_BACK if back else 1)) for (s, _, p), back in people]

    def _order(self, most: int) -> Iterator[Scored]:
        """Name people best first, rightly so for as many: those who meet most terms, and so on down to one."""
        for met in range(self._terms, 1, -1):
            people = {p: s for p, s in self._scores.items() if s // self._met == met}
            for terms in combinations(self._crowds, met):
                people |= self._best(self._exactly(terms), terms, most)
            yield from nsmallest(most, ((-s, (p - self._start) % _RING, p) for p, s in people.items()))
        yield from merge(*map(self._alone, range(self._terms)))

    def _by_term(self) -> dict[int, Bits]:
        """Return by their numbers the people of all terms that many people meet, those of rare skills left out."""
        crowds: dict[int, Bits] = {}
        for lane in self._lanes:
            if (bits := lane.reach.bits) and self._terms > 1:
                for term in lane.worths:
                    crowds[term] = either(crowds[term], bits) if term in crowds else bits
        return crowds

    def _in_several(self) -> set[int]:
        """Return who meets more than one term and has a skill that few have."""
        several: set[int] = set()
        for at, lane in enumerate(self._lanes):
            if len(lane.worths) > 1 and not lane.reach.bits:
                several.update(lane.reach)
            for larger in self._lanes[at + 1 :]:
                crowds = lane.reach.bits and larger.reach.bits
                if not crowds and len(lane.worths.keys() | larger.worths.keys()) > 1:
                    several.update(larger.reach.among(lane.reach))
        return several

    def _fits(self, place: int) -> bool:
        slots = next(slots for lane in self._lanes if (slots := lane.reach.slots(place)))
        return self._whom.fits(slots[0].bits)

    def _exactly(self, terms: tuple[int, ...]) -> Bits:
        """Return who meets these terms and no other, and is meant, by skills that many have."""
        group = self._all(terms)
        for term, others in self._crowds.items():
            if term not in terms:
                group = [one & ~other for one, other in zip(group, others, strict=True)]
        return group

    def _all(self, terms: tuple[int, ...]) -> Bits:
        found = self._met_all.get(terms)
        if found is None:
            groups = [self._crowds[term] for term in terms]
            found = self._met_all[terms] = self._seats.only(reduce(both, groups), self._whom)
        return found

    def _count(self, whom: Whom) -> int:
        """Count who has any of what is wanted, and is meant."""
        if len(self._lanes) <= 1:
            return sum(lane.reach.count(whom) for lane in self._lanes)
        crowds = [lane.reach for lane in self._lanes if lane.reach.bits]
        if len(crowds) == len(self._lanes) == len(self._crowds) == _TWO and not self._whom:
            # Whoever is in both is looked for anyway; to bring the two together as well would take as long.
            return sum(map(len, crowds)) - count(self._all(tuple(self._crowds)))
        groups = [bits for lane in self._lanes if (bits := lane.reach.bits)]
        total = count(self._seats.only(reduce(either, groups), whom)) if groups else 0
        few = {p for lane in self._lanes if not lane.reach.bits for p in lane.reach if not whom or self._fits(p)}
        return total + (_outside(few, crowds) if crowds else len(few))

    def _most_met(self) -> int:
        """Return how many of the terms whoever meets most of them meets."""
        met = [len(lane.worths) for lane in self._lanes if lane.reach.count(self._whom)]
        most = max(max(met, default=0), max(self._scores.values(), default=0) // self._met)
        for more in range(len(self._crowds), max(most, 1), -1):
            if any(any(self._all(terms)) for terms in combinations(self._crowds, more)):
                return more
        return most

    def _score(self, places: Sequence[int]) -> list[int]:
        """Return the scores of people."""
        if not places:
            return []
        return [self._met * (len(each) - each.count(0)) + sum(each) for each in self._parts(places)]

    def _parts(self, places: Sequence[int]) -> list[tuple[int, ...]]:
        """Return what people's skills are worth to each of the terms."""
        by_term: dict[int, list[Iterable[int]]] = {term: [] for term in range(self._terms)}
        for lane in self._lanes:
            slots = list(lane.reach.slots_of(places))
            for term, worths in lane.worths.items():
                by_term[term].append(map(worths.__getitem__, slots))
        best = [map(max, *worths) if len(worths) > 1 else worths[0] for worths in by_term.values()]
        return list(zip(*best, strict=True))

    def _best(self, group: Bits, terms: Sequence[int], most: int) -> dict[int, int]:
        """Return scores of people who meet exactly these terms, those of the first `most` among them.

        Whoever stands first on the ring is scored first. Once there are enough, only those can come before the last of
        them who are further on and worth more to some term than that one is.
        """
        scores: dict[int, int] = {}
        sectors = self._seats.around(group, self._start)
        enough = max(most, _FEW)
        while places := _some(sectors, enough - len(scores)):
            new = [place for place in places if place not in self._scores]
            scores |= zip(new, self._score(new), strict=True)
            if len(scores) >= most:
                last = nlargest(most, scores.values())[-1]
                better = self._better(terms, next(place for place, score in scores.items() if score == last))
                if sum(len(places) for _, places in better) <= _MORE * len(scores):
                    further = [p for term, places in better for p in self._meeting(places, term, terms)]
                    found = zip(further, self._score(further), strict=True)
                    return scores | {p: s for p, s in found if s > last and s // self._met == len(terms)}
            enough *= 2
        return scores

    def _better(self, terms: Sequence[int], place: int) -> list[tuple[int, Sequence[int]]]:
        """List by term the slots of those who are worth more to it than somebody is."""
        (parts,) = self._parts([place])
        tiers = [
            (term, slots)
            for term in terms
            for lane in self._lanes
            for worth, slots in lane.tiers.get(term, {}).items()
            if worth > parts[term]
        ]
        return [(term, slot.places) for term, slots in tiers for slot in slots if self._whom.fits(slot.bits)]

    def _meeting(self, places: Iterable[int], term: int, terms: Sequence[int]) -> Iterator[int]:
        """List those who may meet all of these terms, of whom meet one of them, and were not scored yet."""
        for other in terms:
            lanes = [lane for lane in self._lanes if other in lane.worths]
            if other != term and len(lanes) == 1:
                places = lanes[0].reach.among(places)
        return (place for place in places if place not in self._scores)

    def _alone(self, term: int) -> Iterator[Scored]:
        """Name those who meet only this term."""
        lanes = [lane for lane in self._lanes if term in lane.worths]
        others = [lane.reach for lane in self._lanes if lane.worths.keys() - {term}]
        tiers: dict[int, list[Slot]] = {}
        for lane in lanes:
            for worth, slots in lane.tiers[term].items():
                tiers.setdefault(worth, []).extend(slots)

        def has_better(place: int, worth: int) -> bool:
            found = [lane.reach.slots(place) for lane in lanes]
            if len(found) == 1 and len(found[0]) == 1:
                return False
            return worth != max(lane.worths[term][slots] for lane, slots in zip(lanes, found, strict=True))

        for worth in sorted(tiers, reverse=True):
            last = None
            for place in turn([slot for slot in tiers[worth] if self._whom.fits(slot.bits)], self._start):
                met = others and any(place in reach for reach in others)
                # Whoever stands in several slots comes once, with the best.
                if place != last and not met and not has_better(place, worth):
                    yield -worth - self._met, (place - self._start) % _RING, place
                last = place


def _some(sectors: Iterator[list[int]], enough: int) -> list[int]:
    """Take whole sectors until there are enough people, or no more."""
    places: list[int] = []
    for each in sectors:
        places += each
        if len(places) >= enough:
            break
    return places


def _outside(places: Iterable[int], crowds: Sequence[Reach]) -> int:
    """Count those of whom none of these reaches."""
    return sum(not any(place in reach for reach in crowds) for place in places)


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
        # By the numbers of the terms, the slots of each worth.
        self.tiers: dict[int, dict[int, list[Slot]]] = {}

    def mean(self, term: int, said: Said | None, part: float) -> None:
        """Take note that a term, put in these words, means this skill, and how much that counts."""
        worths = self.worths[term] = _Worths()
        tiers: dict[int, list[Slot]] = {}
        self.tiers[term] = tiers
        counted: dict[float, list[int]] = {}
        for way in self.reach.ways():
            worth = way.worth(said)
            steps = counted.get(worth)
            if steps is None:
                more = range(1, MOST_MORE + 1)
                steps = counted[worth] = [round(worth_of(worth, labels) * part * _STEPS) for labels in more]
            for slots in self.reach.alike(way):
                worths[slots] = value = steps[slots[0].labels - 1]
                tiers.setdefault(value, []).append(slots[0])


def _part(term: Wanted, number: int) -> float:
    return float(term.weight * _NEXT_MEANING ** term.skills.index(number))
