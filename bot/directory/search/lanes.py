"""The people of one skill in tiers: by what the way in which they answer is worth to a question, best first."""

from collections.abc import Iterable, Iterator, Mapping
from heapq import merge
from itertools import groupby
from operator import itemgetter

from bot.directory.search.labels import Said
from bot.directory.search.reach import MOST_MORE, Reach, Slot, Slots, worth_of

# Worths are added in these steps, so that sums which differ by rounding alone count as equal.
STEPS = 1_000_000

# What somebody's answer is worth, and the slots of all whose is worth as much.
Tier = tuple[int, list[Slot]]
_NOBODY: Tier = (0, [])
_first = itemgetter(0)


class Worths(dict[Slots, int]):
    """What slots are worth to a term, put in these words, in which their skill counts so much; `met`, that it is met.

    Somebody who stands in several slots has the best of them, and in none, nothing. It is worked out when looked up.
    """

    def __init__(self, said: Said | None, part: float, met: int) -> None:
        super().__init__()
        self.said, self._part, self._met = said, part, met

    def __missing__(self, slots: Slots) -> int:
        if len(slots) == 1:
            worth = self.of(slots[0].way.worth(self.said), slots[0].labels)
        else:
            worth = max((self[slot,] for slot in slots), default=0)
        self[slots] = worth
        return worth

    def of(self, way: float, labels: int) -> int:
        """Return what it is worth that so many labels answer, in a way that is worth this."""
        return self._met + round(worth_of(way, labels) * self._part * STEPS)


class Lane:
    """The people whom one skill reaches, and by the numbers of the terms that mean it what each slot is worth."""

    def __init__(self, reach: Reach) -> None:
        self.reach = reach
        self.worths: dict[int, Worths] = {}

    def tiers(self, term: int) -> Iterator[Tier]:
        """List the slots of each worth, best first; a way that is worth more is so whatever the number of labels."""
        worths = self.worths[term]
        by_worth: dict[float, list[tuple[Slot]]] = {}
        for way, alike in self.reach.alike():
            by_worth.setdefault(way.worth(worths.said), []).extend(alike)
        for worth in sorted(by_worth, reverse=True):
            tiers: dict[int, list[Slot]] = {}
            steps = [worths.of(worth, labels) for labels in range(MOST_MORE + 1)]
            for (slot,) in by_worth[worth]:
                tiers.setdefault(steps[slot.labels], []).append(slot)
            yield from sorted(tiers.items(), key=_first, reverse=True)


def merged(lanes: Iterable[Iterator[Tier]]) -> Iterator[Tier]:
    """Bring the tiers of several skills that one term may mean together."""
    for worth, tiers in groupby(merge(*lanes, key=_first, reverse=True), key=_first):
        yield worth, [slot for _, slots in tiers for slot in slots]


class Ahead:
    """The tiers of several terms in which nobody was sought yet, those of each term from the best on.

    `effort` is that of looking for one of the people of a term among those of the others.
    """

    def __init__(self, tiers: Mapping[int, Iterator[Tier]], effort: Mapping[int, float]) -> None:
        self._tiers, self._effort = tiers, effort
        self._next = {term: next(each, _NOBODY) for term, each in tiers.items()}

    @property
    def most(self) -> int:
        """The most that all terms together are worth to whoever was in no tier so far; 0 when there is nobody."""
        worths = [worth for worth, _ in self._next.values()]
        return sum(worths) if all(worths) else 0

    def take(self, most: int, enough: int) -> list[tuple[int, int, list[Slot]]]:
        """Take tiers, those of the least effort first and of at most so much each, until it is enough together."""
        taken: list[tuple[int, int, list[Slot]]] = []
        work = 0.0
        while work < enough and self.most:
            least, term = min(
                (sum(len(s.places) for s in slots) * self._effort[term], term)
                for term, (_, slots) in self._next.items()
            )
            if least > most:
                break
            work += least
            taken.append((term, *self._next[term]))
            self._next[term] = next(self._tiers[term], _NOBODY)
        return taken
