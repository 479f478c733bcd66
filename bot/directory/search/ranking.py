"""Whom to name first: those who have most of what is wanted, then those whose skill is nearest to it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from heapq import merge, nlargest, nsmallest
from itertools import chain, combinations, filterfalse

from bot.directory.search.holdings import Holdings
from bot.directory.search.labels import Said
from bot.directory.search.lanes import STEPS, Ahead, Lane, Tier, Worths, merged
from bot.directory.search.reach import Slot, turn
from bot.directory.search.seats import Bits, both, but, count, either
from bot.directory.search.standing import Scored, standing
from bot.directory.search.whom import EVERYBODY, Whom

# A term that may mean several skills means the first above all.
_NEXT_MEANING = 0.98
# What it is worth to stand behind the others.
_BACK = 0.5
_RING = 1 << 64
# So many of a great crowd are scored at once; so many more can be looked for among those who meet another term, and so
# many are looked for before it is asked whether that was enough.
_FEW, _MORE, _ENOUGH = 64, 150, 256
# Whoever is looked for among more people than this is not found at once: what lies far apart in memory is read slowly.
_NEAR = 8_000

# A place on the ring, what that person's skills are worth to the question, 1 when they are what was asked, and the tier
# they stand in: how many terms they meet, and whether they stand back.
Ranked = tuple[int, float, tuple[int, bool]]


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
        self._met = 2 * STEPS * max(self._terms, 1)
        lanes: dict[int, Lane] = {}
        for at, term in enumerate(wanted):
            for number in dict.fromkeys(term.skills):
                lane = lanes.setdefault(number, Lane(holdings.skills[number].reach))
                lane.worths[at] = Worths(term.said, _part(term, number), self._met)
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
        return [
            (p, -s % self._met / STEPS / self._terms * (_BACK if back else 1), (-s // self._met, back))
            for (s, _, p), back in people
        ]

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
        return self._whom.at(place) and self._whom.fits(slots[0].bits)

    def _exactly(self, terms: tuple[int, ...]) -> Bits:
        """Return who meets these terms and no other, and is meant, by skills that many have."""
        group = self._all(terms)
        for term, others in self._crowds.items():
            if term not in terms:
                group = but(group, others)
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
        if [len(lane.worths) for lane in self._lanes] == [1, 1] and self._terms > 1 and not self._whom:
            # Whoever is in both is looked for anyway; to bring the two together as well would take as long.
            both = count(self._all(tuple(self._crowds))) if len(crowds) > 1 else len(self._scores)
            return sum(len(lane.reach) for lane in self._lanes) - both
        groups = [bits for lane in self._lanes if (bits := lane.reach.bits)]
        total = count(self._seats.only(reduce(either, groups), whom)) if groups else 0
        few = set[int]().union(*(lane.reach for lane in self._lanes if not lane.reach.bits))
        for reach in crowds:
            few.difference_update(list(reach.among(few)))
        return total + (sum(map(self._fits, few)) if whom else len(few))

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
        return list(map(sum, self._parts(places)))

    def _parts(self, places: Sequence[int], but: int | None = None) -> Iterator[tuple[int, ...]]:
        """Return what people's skills are worth to each of the terms, but one, and that each is met."""
        by_term: dict[int, list[Iterable[int]]] = {term: [] for term in range(self._terms) if term != but}
        for lane in self._lanes:
            if wanted := lane.worths.keys() - {but}:
                slots = list(lane.reach.slots_of(places))
                for term in wanted:
                    by_term[term].append(map(lane.worths[term].__getitem__, slots))
        return zip(*(map(max, *each) if len(each) > 1 else each[0] for each in by_term.values()), strict=True)

    def _best(self, group: Bits, terms: Sequence[int], most: int) -> dict[int, int]:
        """Return scores of people who meet exactly these terms, those of the first `most` among them.

        They are sought in the best tiers of each term, as long as those are small: once nobody who is left can come
        before the last of so many, these are the first. Otherwise more are scored along the ring, from the start on.
        """
        along = max(most, _FEW)
        people = {term: sum(len(lane.reach) for lane in self._lanes if term in lane.worths) for term in terms}
        effort = {term: max(min(people[one] for one in terms if one != term) / _NEAR, 1.0) for term in terms}
        ahead = Ahead({term: self._tiers(term) for term in terms}, effort)
        scores: dict[int, int] = {}
        sectors, first = self._seats.around(group, self._start), dict[int, int]()
        few = count(group) <= along
        while True:
            while not few and (further := ahead.take(_MORE * along, _ENOUGH)):
                for term, worth, slots in further:
                    scores = dict(self._met_by(slots, term, worth, terms)) | scores
                if ahead.most < _last(scores, most):
                    return scores
            places = _some(sectors, along)
            new = list(filterfalse(self._scores.__contains__, places))
            first |= zip(new, self._score(new), strict=True)
            scores |= first
            # Of those who have as much as the last of these, whoever stands first on the ring is among them.
            if len(places) < along or ahead.most <= _last(first, most):
                return scores
            along *= 2

    def _met_by(self, slots: Iterable[Slot], term: int, worth: int, terms: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Score those in slots of one term who meet exactly these terms; too low if they are in better ones too."""
        places: Iterable[int] = chain.from_iterable(slot.places for slot in slots)
        for other in terms:
            lanes = [lane for lane in self._lanes if other in lane.worths]
            if other != term and len(lanes) == 1:
                places = lanes[0].reach.among(places)
        found = list(filterfalse(self._scores.__contains__, places))
        if self._whom.placed:
            found = list(filter(self._whom.at, found))
        for place, parts in zip(found, self._parts(found, but=term), strict=True):
            if (score := worth + sum(parts)) // self._met == len(terms):
                yield place, score

    def _tiers(self, term: int) -> Iterator[Tier]:
        """List the slots of those who meet a term by what they are worth to it, best first."""
        lanes = [lane.tiers(term) for lane in self._lanes if term in lane.worths]
        tiers = lanes[0] if len(lanes) == 1 else merged(lanes)
        return ((worth, list(filter(self._meant, slots))) for worth, slots in tiers) if self._whom else tiers

    def _meant(self, slot: Slot) -> bool:
        return self._whom.fits(slot.bits)

    def _alone(self, term: int) -> Iterator[Scored]:
        """Name those who meet only this term."""
        lanes = [lane for lane in self._lanes if term in lane.worths]
        others = [lane.reach for lane in self._lanes if lane.worths.keys() - {term}]
        placed = self._whom.placed

        def has_better(place: int, worth: int) -> bool:
            found = [lane.reach.slots(place) for lane in lanes]
            if len(found) == 1 and len(found[0]) == 1:
                return False
            return worth != max(lane.worths[term][slots] for lane, slots in zip(lanes, found, strict=True))

        for worth, slots in self._tiers(term):
            last = None
            for place in turn(slots, self._start):
                met = others and any(place in reach for reach in others)
                # Whoever stands in several slots comes once, with the best.
                if place != last and not met and not has_better(place, worth) and (not placed or self._whom.at(place)):
                    yield -worth, (place - self._start) % _RING, place
                last = place


def _some(sectors: Iterator[list[int]], enough: int) -> list[int]:
    """Take whole sectors until there are enough people, or no more."""
    places: list[int] = []
    for each in sectors:
        places += each
        if len(places) >= enough:
            break
    return places


def _last(scores: Mapping[int, int], most: int) -> int:
    """Return what the last of the first `most` has; of fewer people, less than anybody has."""
    return nlargest(most, scores.values())[-1] if len(scores) >= most else 1


def _part(term: Wanted, number: int) -> float:
    return float(term.weight * _NEXT_MEANING ** term.skills.index(number))
