"""Names that somebody may have meant who typed one that nobody has: Zoe Blackwod, and a Zoe Blackwood is there."""

from collections import Counter
from collections.abc import Iterable, Iterator

from bot.directory.search.misspelt import one_slip_from
from bot.directory.search.persons import SHORTEST_SLIP, name_words
from bot.directory.search.registers import Register
from bot.directory.search.spelling import SHORTEST, alike

# How many names are offered for one that nobody has.
MOST_NEAR = 5
# From so close on a word may be what was meant where a whole name is compared, which may have two slips in a word.
_CLOSE = 0.74
# With fewer letters, a slip makes any other word.
_SHORTEST = 3
# So much of a name, of 1, has to be what was typed.
_ENOUGH = 0.5


class NearestNames:
    """Finds names by the words in them, misspelt; each is told by its place among those given."""

    def __init__(self, names: Iterable[str]) -> None:
        self._bearing = Register()
        for place, name in enumerate(names):
            for word in set(name_words(name)):
                self._bearing.enter(word, place)

    def begun(self, typed: str) -> list[int]:
        """List the names that have all of these words, or begin so, with one slip at most in each; the best first.

        A word of few letters may be a slip only beside another that is none: Zeo Blackwood.
        """
        parts = name_words(typed)
        right, slips = ([set(places) for places in map(met, parts)] for met in (self._right, self._slips))
        sure = [places for part, places in zip(parts, slips, strict=True) if len(part) >= SHORTEST_SLIP]
        every = [one | other for one, other in zip(right, slips, strict=True)]
        found = set[int]().union(*right, *sure).intersection(*every)
        return sorted(found, key=lambda place: (-sum(place in those for those in right), place))

    def nearest(self, typed: str) -> list[int]:
        """List at most five names that may be meant by a whole one, however it is misspelt; the best first."""
        parts = name_words(typed)
        near = Counter[int]()
        for part in parts:
            near.update(self._close(part))
        enough = [place for place, value in near.items() if value >= _ENOUGH * len(parts)]
        first = self.begun(typed)
        return list(dict.fromkeys((*first, *sorted(enough, key=lambda place: (-near[place], place)))))[:MOST_NEAR]

    def _right(self, part: str) -> Iterator[int]:
        return (place for word, places in self._bearing.items() if word.startswith(part) for place in places)

    def _slips(self, part: str) -> Iterator[int]:
        """Give the names with a word that this is one slip away from, or from how it begins."""
        near = set(one_slip_from(part)) if len(part) >= _SHORTEST else set[str]()
        lengths = range(len(part) - 1, len(part) + 2)
        meant = (word for word in self._bearing if any(word[:length] in near for length in lengths))
        return (place for word in meant for place in self._bearing[word])

    def _close(self, part: str) -> dict[int, float]:
        """Say how close the closest word of each name is."""
        words = alike(part, self._bearing, _CLOSE) if len(part) >= SHORTEST else {}
        if part in self._bearing:
            words[part] = 1.0
        found: dict[int, float] = {}
        for word, value in words.items():
            for place in self._bearing[word]:
                found[place] = max(value, found.get(place, 0.0))
        return found
