"""The nearest names to words that are nobody's name: by the words they share, weighed, and by how they are spelt."""

from bisect import insort
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nlargest, nsmallest
from math import log, sqrt
from operator import itemgetter

from rapidfuzz.distance import Indel

from bot.directory.search.names import Kind, Name, is_light
from bot.directory.search.spelling import SHORTEST, Guess, Spelling, alike
from bot.directory.search.stems import stem
from bot.directory.search.synonyms import SYNONYMS
from bot.directory.search.text import EVERYDAY_WORDS, FILLER_WORDS, content

_RESCORED = 32
# A word that stands in more names than this says little about which is meant, beside one that stands in fewer.
_COMMON = 400
# What a word weighs that stands in no name, beside one that stands in one.
_UNKNOWN = 0.8
# How much more it weighs that an ordinary word stands in no name: photography from a drone is not just photography.
_ELSEWHERE = 2.0
# How much less a word weighs that says how well, never what; and one of the everyday talk around a skill,
# in a question and in a name.
_LIGHT, _FILLER, _IN_NAME = 0.25, 0.15, 0.5
# And a common word, that no name has, beside others.
_EVERYDAY = 0.4
# What a form of the right word (`analysing` for `analysis`) and what a slip is worth beside the word itself.
_FORM = 0.985
# What a word is worth that stands for another: kids for children.
_SYNONYM = 0.93
# Two words left over are taken for one, misspelt, from this closeness: unknown to us, or known as another word.
# When so many words are the very same, a slip of any other may be worse.
_SAME_UNKNOWN, _SAME_SURELY, _TELLING = 0.5, 0.36, 2
_SAME_KNOWN = 0.8
# A slip that is only half alike is far less than half likely.
_DOUBT = 1.5
# How much more it matters that a name covers what was asked than that nothing else stands in the name.
_ASKED = 0.62
_LETTERS = 0.25
# A word is only put in another's place that is this close.
_MENDED = 0.8
# Names of so many words and letters are recognised with their spaces elsewhere, when nothing else is this near.
_FEW_WORDS, _TWO, _FEWEST_JOINED, _MOST_JOINED = 3, 2, 6, 22
_CLOSE_ENOUGH, _CLOSE_JOINED = 0.7, 0.86


@dataclass(frozen=True, slots=True)
class Nearby:
    """A name near what was asked: `score` from 0 to 1, and which words were read as which."""

    name: Name
    score: float
    corrections: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Word:
    """A word that was asked for; `alike` are words of names it may be a slip for, `others` the stems it may meet in."""

    word: str
    stem: str
    weight: float
    known: bool
    spelt: bool
    guesses: dict[str, Guess]
    synonyms: Collection[str]
    alike: Mapping[str, float] = field(default_factory=dict)
    others: frozenset[str] = frozenset()


# A name, what its words say for it, and which words were read as which.
_Compared = tuple[float, Name, list[tuple[str, str]]]


class Matcher:
    """Finds near names among those it knows. Acronyms are left to exact look-ups: one letter off is another acronym.

    `spelling` knows the words of all names, for whoever else reads what was typed. What a word weighs depends on all
    names, and is worked out anew, where it is needed, after they changed.
    """

    def __init__(self, ordinary: Collection[str] = ()) -> None:
        self._ordinary = ordinary
        self.spelling = Spelling(ordinary)
        # Names of a few words, run together.
        self._joined: dict[str, list[Name]] = {}
        self._run_together = Spelling(ordinary)
        self._count = 0
        self._postings: dict[str, list[Name]] = {}
        self._weights: dict[str, float] = {}
        self._norms: dict[Name, float] = {}
        self._wholes: dict[Name, tuple[Mapping[str, str], float]] = {}

    def add(self, name: Name) -> None:
        """Know a name."""
        self._changed(1)
        for one in set(name.stems):
            self._postings.setdefault(one, []).append(name)
        for word in name.content:
            self.spelling.add(word)
        if joined := _joined_name(name):
            self._joined.setdefault(joined, []).append(name)
            self._run_together.add(joined)

    def remove(self, name: Name) -> None:
        """Forget a name."""
        self._changed(-1)
        for one in set(name.stems):
            self._postings[one].remove(name)
            if not self._postings[one]:
                del self._postings[one]
        for word in name.content:
            self.spelling.remove(word)
        if joined := _joined_name(name):
            self._joined[joined].remove(name)
            if not self._joined[joined]:
                del self._joined[joined]
            self._run_together.remove(joined)

    def learn(self) -> None:
        """Work out now what all words weigh and sound like, so that whoever asks first does not wait for it."""
        for name in {name for names in self._postings.values() for name in names}:
            self._norm(name)
        self.spelling.learn()

    def nearest(self, spelt: Sequence[str], limit: int = 8, least: float = 0.0) -> list[Nearby]:
        """List the names nearest to these words, best first; what is less near than `least` may be left out."""
        asked = list({word.stem: word for word in map(self._word, reversed(content(spelt)))}.values())
        wanted, said = sum(word.weight for word in asked), " ".join(spelt)
        names = self._candidates(asked)
        # A known word is hardly ever a slip for another that changes whether a name is near at all.
        unknown = sum(word.weight for word in asked if not word.known)
        names = {each: met for each, met in names.items() if _at_most(wanted, met + unknown, said, each) >= least}
        self._look_alike(asked, names)
        slips = [(word.others.difference(word.synonyms), word.weight) for word in asked]
        maybe, more = frozenset[str]().union(*(others for others, _ in slips)), sum(w for others, w in slips if others)
        names = {name: met if maybe.isdisjoint(name.stems) else met + more for name, met in names.items()}
        hopeful = [name for name, met in names.items() if _at_most(wanted, met, said, name) >= least]
        compared = (self._compare(asked, wanted, name) for name in hopeful)
        near = _first([each for each in compared if each], said, limit)
        if not near or max(each.score for each in near) < _CLOSE_ENOUGH:
            near += self._spaced_otherwise(spelt)
        return nsmallest(limit, near, key=_order)

    def mend(self, spelt: Sequence[str]) -> list[str]:
        """Put what each unknown word was most likely meant to be in its place."""
        return [self._mended(word) for word in spelt]

    def _mended(self, word: str) -> str:
        guesses = [] if stem(word) in self._postings or word in FILLER_WORDS else self.spelling.guesses(word)
        return guesses[0].word if guesses and guesses[0].closeness >= _MENDED else word

    def _spaced_otherwise(self, spelt: Sequence[str]) -> list[Nearby]:
        """List names that are spelt nearly so but for the spaces: `metanalysis`, `costing abid`."""
        joined = "".join(spelt)
        if len(spelt) > _FEW_WORDS or not _FEWEST_JOINED <= len(joined) <= _MOST_JOINED:
            return []
        guesses = [guess for guess in self._run_together.guesses(joined) if guess.closeness >= _CLOSE_JOINED]
        return [
            Nearby(name, guess.closeness**_DOUBT, ((" ".join(spelt), name.text),))
            for guess in guesses
            for name in self._joined[guess.word]
        ]

    def _changed(self, by: int) -> None:
        self._count += by
        self._weights.clear()
        self._norms.clear()
        self._wholes.clear()

    def _weight(self, its_stem: str) -> float:
        weight = self._weights.get(its_stem)
        if weight is None:
            weight = self._weights[its_stem] = log(1 + self._count / len(self._postings[its_stem]))
        return weight

    def _norm(self, name: Name) -> float:
        norm = self._norms.get(name)
        if norm is None:
            norm = self._norms[name] = sqrt(sum(map(self._weight, name.stems)))
        return norm

    def _weight_in_name(self, its_stem: str, word: str) -> float:
        return self._weight(its_stem) * (_IN_NAME if word in FILLER_WORDS else 1)

    def _whole(self, name: Name) -> tuple[Mapping[str, str], float]:
        """Return the words of a name by their stems, and what they weigh together."""
        whole = self._wholes.get(name)
        if whole is None:
            words = dict(zip(name.stems, name.content, strict=True))
            weight = sum(self._weight_in_name(one, word) for one, word in words.items())
            whole = self._wholes[name] = (words, weight)
        return whole

    def _word(self, word: str) -> _Word:
        its_stem = stem(word)
        known = its_stem in self._postings
        guesses = {} if known else {stem(guess.word): guess for guess in reversed(self.spelling.guesses(word))}
        weight = self._weight(its_stem) if known else log(1 + self._count) * _UNKNOWN
        weight = max(map(self._weight, guesses), default=weight)
        if not known and word in EVERYDAY_WORDS:
            weight *= _EVERYDAY
        elif not known and word in self._ordinary:
            weight *= _ELSEWHERE
        synonyms = tuple(one for one in SYNONYMS.get(its_stem, ()) if one in self._postings)
        return _Word(word, its_stem, weight * _share(word), known, word in self.spelling, guesses, synonyms)

    def _candidates(self, asked: Sequence[_Word]) -> dict[Name, float]:
        """Return the names worth comparing, with what the words weigh at most that they share."""
        follow = {word.stem: word.weight for word in asked if word.known}
        for word in asked:
            follow |= {one: self._weight(one) * guess.closeness for one, guess in word.guesses.items()}
            follow |= {one: word.weight * _SYNONYM for one in word.synonyms if one not in follow}
        shared: dict[Name, float] = {}
        for one in sorted(follow, key=lambda each: len(self._postings[each])):
            worth = follow[one]
            if shared and len(self._postings[one]) > _COMMON:
                # What shares only this is no match beside what shares something rarer.
                shared |= {name: sum_ + worth for name, sum_ in shared.items() if one in name.stems}
            else:
                for name in self._postings[one]:
                    shared[name] = shared.get(name, 0.0) + worth
        norms = self._norms
        promise = {name: sum_ / (norms.get(name) or self._norm(name)) for name, sum_ in shared.items()}
        return {name: shared[name] for name in self._likeliest(promise)}

    def _likeliest(self, promise: dict[Name, float]) -> list[Name]:
        """Pick the names worth comparing; of those at the margin that promise alike, the first by the alphabet."""
        if len(promise) <= _RESCORED:
            return list(promise)
        least = nlargest(_RESCORED, promise.values())[-1]
        above = [name for name, value in promise.items() if value > least]
        margin = sorted((name for name, value in promise.items() if value == least), key=lambda each: each.text)
        return above + margin[: _RESCORED - len(above)]

    def _look_alike(self, asked: Sequence[_Word], names: Iterable[Name]) -> None:
        """Note for all words that were asked for which words in these names they may be slips for, or stand for."""
        every = {word for name in names for word in name.content if len(word) >= SHORTEST}
        unknown = _SAME_SURELY if len(asked) > _TELLING else _SAME_UNKNOWN
        for word in asked:
            if len(word.word) >= SHORTEST and word.word not in self._ordinary:
                word.alike = alike(word.word, every, _SAME_KNOWN if word.spelt else unknown)
            word.others = frozenset((*word.synonyms, *word.guesses, *map(stem, word.alike)))

    def _compare(self, asked: Sequence[_Word], wanted: float, name: Name) -> _Compared | None:
        """Say how far the words of a name are those that were asked for; nothing when none is."""
        words, whole = self._whole(name)
        met = covered = 0.0
        others: list[_Word] = []
        for word in asked:
            meant = words.get(word.stem)
            if meant is None:
                others.append(word)
                continue
            worth = 1.0 if meant == word.word else _FORM
            met += word.weight * worth
            covered += self._weight_in_name(word.stem, meant) * worth
        surely = len(asked) - len(others) >= _TELLING
        corrections: list[tuple[str, str]] = []
        left = None
        for word in others:
            if word.others.isdisjoint(words):
                continue
            if left is None:
                asked_for = {each.stem for each in asked}
                left = {one: each for one, each in words.items() if one not in asked_for}
            found, worth = _counterpart(word, left, surely=surely)
            if not found:
                continue
            meant = left.pop(found)
            met += word.weight * worth * (_share(meant) if word.guesses else 1)
            covered += self._weight_in_name(found, meant) * worth
            if found not in word.synonyms:
                corrections.append((word.word, meant))
        if not met:
            return None
        return 1 / (_ASKED * wanted / met + (1 - _ASKED) * whole / covered), name, corrections


def _at_most(wanted: float, met: float, said: str, name: Name) -> float:
    """Return the score that a name cannot pass of whose words at most so much is met."""
    words = 1 / (_ASKED * wanted / min(met, wanted) + 1 - _ASKED)
    fewer = min(len(said), len(name.text))
    return (1 - _LETTERS) * words + _LETTERS * 2 * fewer / (len(said) + len(name.text))


def _first(compared: list[_Compared], said: str, limit: int) -> list[Nearby]:
    """Compare by their letters, too, the names that may be among the first."""
    compared.sort(key=itemgetter(0), reverse=True)
    near: list[Nearby] = []
    scores: list[float] = []
    for words, name, corrections in compared:
        if len(scores) >= limit and (1 - _LETTERS) * words + _LETTERS < scores[-limit]:
            break
        score = (1 - _LETTERS) * words + _LETTERS * Indel.normalized_similarity(said, name.text)
        near.append(Nearby(name, score, tuple(corrections)))
        insort(scores, score)
    return near


def _counterpart(asked: _Word, left: Mapping[str, str], *, surely: bool) -> tuple[str, float]:
    """Return the stem of a name that stands for what was asked but in other letters, if any, and what that is worth.

    When other words say `surely` which name is meant, a slip may be worse.
    """
    for one in asked.synonyms:
        if one in left:
            return one, _SYNONYM
    guessed = [(guess.closeness, one) for one, guess in asked.guesses.items() if one in left]
    if not guessed and asked.alike:
        least = _SAME_KNOWN if asked.spelt else _SAME_SURELY if surely else _SAME_UNKNOWN
        every = [(asked.alike.get(word, 0.0), one) for one, word in left.items()]
        guessed = [each for each in every if each[0] >= least]
    near, found = max(guessed, default=(0.0, ""))
    return found, near**_DOUBT


def _joined_name(name: Name) -> str:
    """Run a name together, if it is one that people run together: a label of a few words, or any name of two."""
    spelt = name.text.split()
    joined = "".join(spelt)
    fits = 1 < len(spelt) <= (_FEW_WORDS if name.kind is Kind.LABEL else _TWO) and len(joined) <= _MOST_JOINED
    return joined if fits and len(joined) >= _FEWEST_JOINED else ""


def _share(word: str) -> float:
    """Say how much of its weight a word keeps."""
    return _LIGHT if is_light(word) else _FILLER if word in FILLER_WORDS else 1.0


def _order(near: Nearby) -> tuple[float, bool, str]:
    return -near.score, near.name.kind is not Kind.LABEL, near.name.text
