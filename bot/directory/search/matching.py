"""The nearest names to words that are nobody's name: by the words they share, weighed, and by how they are spelt."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import log, sqrt

from rapidfuzz.distance import Indel

from bot.directory.search.names import Name, is_light
from bot.directory.search.spelling import SHORTEST, Guess, Spelling, closeness
from bot.directory.search.stems import stem
from bot.directory.search.text import content

_RESCORED = 60
# A word that stands in a great many names says little about which is meant, and is only followed when nothing else is.
_TOO_COMMON = 4000
# How much less a word weighs that says how well, never what.
_LIGHT = 0.25
# What a form of the right word (`analysing` for `analysis`) and what a slip is worth beside the word itself.
_FORM = 0.985
# Two words left over are taken for one, misspelt, from this closeness: unknown to us, or known as another word.
_SAME_UNKNOWN = 0.5
_SAME_KNOWN = 0.8
# A slip that is only half alike is far less than half likely.
_DOUBT = 1.5
# How much more it matters that a name covers what was asked than that nothing else stands in the name.
_ASKED = 0.62
_LETTERS = 0.25


@dataclass(frozen=True, slots=True)
class Nearby:
    """A name near what was asked: `score` from 0 to 1, and which words were read as which."""

    name: Name
    score: float
    corrections: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Word:
    word: str
    stem: str
    weight: float
    known: bool
    guesses: dict[str, Guess]


class Matcher:
    """Finds near names. Acronyms are left to exact look-ups: one letter off is another acronym."""

    def __init__(self, names: Sequence[Name], ordinary: Collection[str] = ()) -> None:
        self._names = names
        self._ordinary = ordinary
        self._spelling = Spelling((word for name in names for word in name.content), ordinary)
        counts = Counter(one for name in names for one in set(name.stems))
        self._unknown = log(1 + len(names)) * 0.8
        self._weights = {one: log(1 + len(names) / count) for one, count in counts.items()}
        self._postings: dict[str, list[int]] = {}
        for number, name in enumerate(names):
            for one in set(name.stems):
                self._postings.setdefault(one, []).append(number)
        self._norms = [sqrt(sum(self._weights[one] for one in n.stems)) for n in names]

    def nearest(self, spelt: Sequence[str], limit: int = 8) -> list[Nearby]:
        """List the names nearest to these words, best first."""
        asked = [self._word(word) for word in content(spelt)]
        said = " ".join(spelt)
        near = [self._compare(asked, said, self._names[number]) for number in self._candidates(asked)]
        return nlargest(limit, near, key=lambda each: each.score)

    def _word(self, word: str) -> _Word:
        its_stem = stem(word)
        known = its_stem in self._postings
        guesses = {} if known else {stem(guess.word): guess for guess in reversed(self._spelling.guesses(word))}
        weight = max((self._weights[one] for one in guesses), default=self._weights.get(its_stem, self._unknown))
        return _Word(word, its_stem, weight * _LIGHT if is_light(word) else weight, known, guesses)

    def _candidates(self, asked: Sequence[_Word]) -> list[int]:
        shared: dict[int, float] = {}
        follow = {word.stem: word.weight for word in asked if word.known}
        for word in asked:
            follow |= {one: self._weights[one] * guess.closeness for one, guess in word.guesses.items()}
        for one in sorted(follow, key=lambda each: len(self._postings[each])):
            if shared and len(self._postings[one]) > _TOO_COMMON:
                break
            for number in self._postings[one]:
                shared[number] = shared.get(number, 0.0) + follow[one]
        return nlargest(_RESCORED, shared, key=lambda number: shared[number] / self._norms[number])

    def _compare(self, asked: Sequence[_Word], said: str, name: Name) -> Nearby:
        left = dict(zip(name.stems, name.content, strict=True))
        whole = sum(self._weights[one] for one in left)
        wanted = sum(word.weight for word in asked)
        met = covered = 0.0
        corrections: list[tuple[str, str]] = []
        for word in sorted(asked, key=lambda each: each.stem not in left):
            found, worth = self._counterpart(word, left)
            if not found:
                continue
            meant = left.pop(found)
            met += word.weight * worth
            covered += self._weights[found] * worth
            if found != word.stem:
                corrections.append((word.word, meant))
        if not met:
            return Nearby(name, 0.0)
        words = 1 / (_ASKED * wanted / met + (1 - _ASKED) * whole / covered)
        letters = Indel.normalized_similarity(said, name.text)
        return Nearby(name, (1 - _LETTERS) * words + _LETTERS * letters, tuple(corrections))

    def _counterpart(self, asked: _Word, left: dict[str, str]) -> tuple[str, float]:
        """Return the stem of a name that stands for what was asked, if any is left, and what that is worth."""
        if asked.stem in left:
            return asked.stem, 1.0 if left[asked.stem] == asked.word else _FORM
        guessed = [(guess.closeness, one) for one, guess in asked.guesses.items() if one in left]
        if not guessed and len(asked.word) >= SHORTEST and asked.word not in self._ordinary:
            least = _SAME_KNOWN if asked.known else _SAME_UNKNOWN
            every = [(closeness(asked.word, word), one) for one, word in left.items() if len(word) >= SHORTEST]
            guessed = [each for each in every if each[0] >= least]
        near, found = max(guessed, default=(0.0, ""))
        return found, near**_DOUBT
