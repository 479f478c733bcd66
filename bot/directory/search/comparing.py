"""How near a name is to what was asked: by the words they share, weighed, and then by their letters."""

from bisect import insort
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from operator import itemgetter
from typing import TypeVar

from rapidfuzz.distance import Indel

from bot.directory.search.names import Name, is_light
from bot.directory.search.spelling import SHORTEST, Guess, alike
from bot.directory.search.stems import stem
from bot.directory.search.text import FILLER_WORDS

# How much less a word weighs that says how well, never what; and one of the everyday talk around a skill,
# in a question and in a name.
_LIGHT, _FILLER, _IN_NAME = 0.25, 0.15, 0.5
# What a form of the right word (`analysing` for `analysis`) and what a slip is worth beside the word itself.
_FORM = 0.985
# What a word is worth that stands for another: kids for children.
SYNONYM = 0.93
# Two words left over are taken for one, misspelt, from this closeness: unknown to us, or known as another word.
# When so many words are the very same, a slip of any other may be worse.
_SAME_UNKNOWN, _SAME_SURELY, _TELLING = 0.5, 0.36, 2
_SAME_KNOWN = 0.8
# A slip that is only half alike is far less than half likely.
DOUBT = 1.5
# How much more it matters that a name covers what was asked than that nothing else stands in the name.
_ASKED = 0.62
_LETTERS = 0.25

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Nearby:
    """A name near what was asked: `score` from 0 to 1, and which words were read as which."""

    name: Name
    score: float
    corrections: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Word:
    """A word that was asked for; `alike` are words of names it may be a slip for, `others` the stems it may meet in.

    `known` says whether it stands in a name in any form, and `spelt` whether it does so spelt like this; `mistakable`,
    whether it may be a slip at all.
    """

    word: str
    stem: str
    weight: float
    known: bool
    spelt: bool
    mistakable: bool
    guesses: dict[str, Guess]
    synonyms: Collection[str]
    alike: Mapping[str, float] = field(default_factory=dict)
    others: frozenset[str] = frozenset()


# A name, and what of the words that were asked for is met in it.
Met = tuple[Name, float]
# What the words of a name say for it, the name, and which words were read as which.
_Compared = tuple[float, Name, list[tuple[str, str]]]


class Kept(dict[K, V]):
    """What was worked out once, and is looked up from then on."""

    def __init__(self, work_out: Callable[[K], V]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, key: K) -> V:
        value = self[key] = self._work_out(key)
        return value


class Weights:
    """What words and names weigh, when a stem weighs what `weigh` says; worked out anew once it was forgotten."""

    def __init__(self, weigh: Callable[[str], float]) -> None:
        stems = self.stems = Kept(weigh)
        # By a word in a name.
        self.words = Kept[str, float](lambda word: stems[stem(word)] * (_IN_NAME if word in FILLER_WORDS else 1))
        self.norms = Kept[Name, float](lambda name: sqrt(sum([stems[one] for one in name.stems])))
        weigh_word = self.words.__getitem__
        # What the words of a name weigh together.
        self.wholes = Kept[Name, float](lambda name: sum(map(weigh_word, name.content)))

    def forget(self) -> None:
        """Take note that names were added or removed, on all of which every weight depends."""
        for kept in (self.stems, self.words, self.norms, self.wholes):
            kept.clear()


class Comparison:
    """Compares names with the words that were `asked` for, which were put as `said`."""

    def __init__(self, asked: Sequence[Word], said: str, weights: Weights) -> None:
        self._asked, self._said, self._weights = asked, said, weights
        self._wanted = sum(word.weight for word in asked)
        # What stands in no name as it is, or in other letters, need not be looked for in each.
        self._known = [word for word in asked if word.known]
        self._slips: list[Word] = []

    def hopeful(
        self, names: Iterable[Met], least: float, more: float, where: frozenset[str] | None = None
    ) -> list[Met]:
        """Leave out the names that cannot score so much, if `more` of their words is met than was found yet.

        With `where`, that is so only of names with any of these stems.
        """
        # No calls of min, and none of a function for each: most questions go through dozens of names twice.
        wanted, size = self._wanted, len(self._said)
        hopeful: list[Met] = []
        for each in names:
            name, met = each
            if where is None or not where.isdisjoint(name.stems):
                met += more
            words = 1 / (_ASKED * wanted / (met if met < wanted else wanted) + 1 - _ASKED)  # noqa: FURB136
            letters = len(name.text)
            fewer = letters if letters < size else size  # noqa: FURB136
            if (1 - _LETTERS) * words + _LETTERS * 2 * fewer / (size + letters) >= least:
                hopeful.append(each)
        return hopeful

    def look_alike(self, names: Iterable[Name]) -> None:
        """Note for all words that were asked for which words in these names they may be slips for, or stand for."""
        every = {word for name in names for word in name.content if len(word) >= SHORTEST}
        unknown = _SAME_SURELY if len(self._asked) > _TELLING else _SAME_UNKNOWN
        for word in self._asked:
            if word.mistakable:
                word.alike = alike(word.word, every, _SAME_KNOWN if word.spelt else unknown)
            word.others = frozenset((*word.synonyms, *word.guesses, *map(stem, word.alike)))
        self._slips = [word for word in self._asked if word.others]

    def best(self, names: Iterable[Name], limit: int) -> list[Nearby]:
        """Score names, and list the best; those that are not among the first by their words may be left out."""
        compared = [each for each in map(self._compare, names) if each]
        compared.sort(key=itemgetter(0), reverse=True)
        near: list[tuple[float, Name, list[tuple[str, str]]]] = []
        scores: list[float] = []
        for words, name, corrections in compared:
            if len(scores) >= limit and (1 - _LETTERS) * words + _LETTERS < scores[-limit]:
                break
            score = (1 - _LETTERS) * words + _LETTERS * Indel.normalized_similarity(self._said, name.text)
            near.append((score, name, corrections))
            insort(scores, score)
        least = scores[-limit:][:1]
        return [Nearby(name, score, tuple(read)) for score, name, read in near if score >= least[0]]

    def _compare(self, name: Name) -> _Compared | None:
        """Say how far the words of a name are those that were asked for; nothing when none is."""
        stems, weights = name.stems, self._weights.words
        met = covered = 0.0
        same = 0
        for word in self._known:
            if word.stem in stems:
                meant = name.content[stems.index(word.stem)]
                same += 1
                worth = 1.0 if meant == word.word else _FORM
                met += word.weight * worth
                covered += weights[meant] * worth
        corrections: list[tuple[str, str]] = []
        left: dict[str, str] | None = None
        for word in self._slips:
            if word.others.isdisjoint(stems) or word.stem in stems:
                continue
            if left is None:
                asked_for = {each.stem for each in self._known}
                left = {one: each for one, each in zip(stems, name.content, strict=True) if one not in asked_for}
            found, worth = _counterpart(word, left, surely=same >= _TELLING)
            if not found:
                continue
            meant = left.pop(found)
            met += word.weight * worth * (share(meant) if word.guesses else 1)
            covered += weights[meant] * worth
            if found not in word.synonyms:
                corrections.append((word.word, meant))
        if not met:
            return None
        return (
            1 / (_ASKED * self._wanted / met + (1 - _ASKED) * self._weights.wholes[name] / covered),
            name,
            corrections,
        )


def _counterpart(asked: Word, left: Mapping[str, str], *, surely: bool) -> tuple[str, float]:
    """Return the stem of a name that stands for what was asked but in other letters, if any, and what that is worth.

    When other words say `surely` which name is meant, a slip may be worse.
    """
    for one in asked.synonyms:
        if one in left:
            return one, SYNONYM
    guessed = [(guess.closeness, one) for one, guess in asked.guesses.items() if one in left]
    if not guessed and asked.alike:
        least = _SAME_KNOWN if asked.spelt else _SAME_SURELY if surely else _SAME_UNKNOWN
        every = [(asked.alike.get(word, 0.0), one) for one, word in left.items()]
        guessed = [each for each in every if each[0] >= least]
    near, found = max(guessed, default=(0.0, ""))
    return found, near**DOUBT


def share(word: str) -> float:
    """Say how much of its weight a word keeps."""
    return _LIGHT if is_light(word) else _FILLER if word in FILLER_WORDS else 1.0
