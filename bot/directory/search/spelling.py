"""What a word that nobody knows was probably meant to be."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler, Prefix

# A slip in a word of three letters makes another word: GIS, SIS and GPS are not misspellings of each other.
SHORTEST = 4
# A word this long has enough letters left to be recognised by the groups of three it shares.
_LONG = 7
_LOOKED_AT = 40
_KEPT = 5
# Below this the first word that comes to mind is rarely the one that was meant (see `closeness`).
_CLOSE = 0.74
_ENDING = 2


@dataclass(frozen=True, slots=True)
class Guess:
    word: str
    closeness: float


class Spelling:
    """Known words, found by a misspelling of them. `ordinary` words are never taken for a misspelling."""

    def __init__(self, known: Iterable[str], ordinary: Collection[str] = ()) -> None:
        self._known = sorted({word for word in known if len(word) >= SHORTEST and word.isalpha()})
        self._ordinary = ordinary
        self._one_less: dict[str, list[int]] = {}
        self._threes: dict[str, list[int]] = {}
        for number, word in enumerate(self._known):
            for shorter in _one_less(word) if len(word) <= _LONG + 1 else ():
                self._one_less.setdefault(shorter, []).append(number)
            for three in _threes(word):
                self._threes.setdefault(three, []).append(number)

    def guesses(self, word: str) -> list[Guess]:
        """List what an unknown word may have been meant to be, the closest first; empty for words too short to tell."""
        if len(word) < SHORTEST or not word.isalpha() or word in self._ordinary:
            return []
        near = [Guess(known, closeness(word, known)) for known in self._near(word)]
        return sorted((g for g in near if g.closeness >= _CLOSE), key=lambda g: (-g.closeness, g.word))[:_KEPT]

    def _near(self, word: str) -> Iterator[str]:
        shared: Counter[int] = Counter()
        for three in _threes(word):
            shared.update(self._threes.get(three, ()))
        looked_at = {number for number, _ in shared.most_common(_LOOKED_AT)}
        if len(word) <= _LONG + 1:
            for shorter in _one_less(word):
                looked_at.update(self._one_less.get(shorter, ()))
        return (self._known[number] for number in sorted(looked_at))


@lru_cache(maxsize=1 << 14)
def closeness(typed: str, meant: str) -> float:
    """Say how likely `typed` is a slip for `meant`, from 0 to 1: few edits, and a beginning in common.

    Words that share all but their endings are different words, quality and qualitative, not slips.
    """
    shared = Prefix.similarity(typed, meant)
    if shared >= min(len(typed), len(meant)) - 2 and abs(len(typed) - len(meant)) > _ENDING:
        return 0.0
    return 0.75 * OSA.normalized_similarity(typed, meant) + 0.25 * JaroWinkler.similarity(typed, meant)


def _one_less(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _threes(word: str) -> set[str]:
    framed = f"  {word} "
    return {framed[at : at + 3] for at in range(len(framed) - 2)}
