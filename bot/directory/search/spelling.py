"""What a word that nobody knows was probably meant to be."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler, Postfix, Prefix

from bot.directory.search.sounds import sound

# A slip in a word of three letters makes another word: GIS, SIS and GPS are not misspellings of each other.
SHORTEST = 4
# A word this long has enough letters left to be recognised by the groups of three it shares.
_LONG = 7
_LOOKED_AT = 120
_KEPT = 5
# Below this the first word that comes to mind is rarely the one that was meant (see `closeness`).
_CLOSE = 0.74
_ENDING = 2
# With fewer letters in common than this no beginning and no sound makes up for it.
_HOPELESS = 0.4


@dataclass(frozen=True, slots=True)
class Guess:
    word: str
    closeness: float


class Spelling:
    """Known words, found by a misspelling of them. `ordinary` words are never taken for a misspelling."""

    def __init__(self, ordinary: Collection[str] = ()) -> None:
        self._ordinary = ordinary
        self._known: Counter[str] = Counter()
        self._one_less: dict[str, list[str]] = {}
        self._threes: dict[str, list[str]] = {}

    def add(self, word: str) -> None:
        """Count a word as known; once more for every name it stands in."""
        if len(word) >= SHORTEST and word.isalpha():
            self._known[word] += 1
            if self._known[word] == 1:
                for where, key in self._places(word):
                    where.setdefault(key, []).append(word)

    def remove(self, word: str) -> None:
        """Count a word off; with the last name it stands in, it is forgotten."""
        if word in self._known:
            self._known[word] -= 1
            if not self._known[word]:
                del self._known[word]
                for where, key in self._places(word):
                    where[key].remove(word)
                    if not where[key]:
                        del where[key]

    def __contains__(self, word: str) -> bool:
        return word in self._known

    def guesses(self, word: str) -> list[Guess]:
        """List what an unknown word may have been meant to be, the closest first; empty for words too short to tell."""
        if len(word) < SHORTEST or not word.isalpha() or word in self._ordinary:
            return []
        near = [Guess(known, closeness(word, known)) for known in self._near(word)]
        return sorted((g for g in near if g.closeness >= _CLOSE), key=lambda g: (-g.closeness, g.word))[:_KEPT]

    def _places(self, word: str) -> Iterator[tuple[dict[str, list[str]], str]]:
        for shorter in _one_less(word) if len(word) <= _LONG + 1 else ():
            yield self._one_less, shorter
        for three in _threes(word):
            yield self._threes, three

    def _near(self, word: str) -> set[str]:
        shared: Counter[str] = Counter()
        for three in _threes(word):
            shared.update(self._threes.get(three, ()))
        # As many of the letter groups as leave a number of words that can be looked at.
        alike = Counter(shared.values())
        least = max(alike, default=1)
        looked_at = alike[least]
        while least > 1 and looked_at + alike[least - 1] <= _LOOKED_AT:
            least -= 1
            looked_at += alike[least]
        near = {known for known, groups in shared.items() if groups >= least}
        if len(word) <= _LONG + 1:
            near.update(known for shorter in _one_less(word) for known in self._one_less.get(shorter, ()))
        return near


@lru_cache(maxsize=1 << 14)
def closeness(typed: str, meant: str) -> float:
    """Say how likely `typed` is a slip for `meant`, from 0 to 1: few edits and a beginning in common, or the sound.

    Words that share all but their endings are different words, quality and qualitative, not slips.
    """
    shared = Prefix.similarity(typed, meant)
    other_ending = abs(len(typed) - len(meant)) > _ENDING and Postfix.similarity(typed, meant) < _ENDING
    if other_ending and shared >= min(len(typed), len(meant)) - _ENDING:
        return 0.0
    edits = OSA.normalized_similarity(typed, meant)
    if edits < _HOPELESS:
        return edits
    begun = JaroWinkler.similarity(typed, meant)
    heard = OSA.normalized_similarity(sound(typed), sound(meant))
    return max(0.75 * edits + 0.25 * begun, 0.5 * edits + 0.2 * begun + 0.3 * heard)


def _one_less(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _threes(word: str) -> set[str]:
    framed = f"  {word} "
    return {framed[at : at + 3] for at in range(len(framed) - 2)}
