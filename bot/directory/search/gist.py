"""What a sentence is about, by all its telling words together: cameras, pictures and lives say photovoice.

No name need stand in it. A skill is known by every word of every name it goes by, and by the words in which a need
for it is told; the rarer a word is among the skills, the more it says.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import pairwise
from math import log

from bot.directory.search.names import Name, is_light
from bot.directory.search.phrases import REQUEST_WORDS
from bot.directory.search.stems import stem
from bot.directory.search.synonyms import SYNONYMS
from bot.directory.search.text import EVERYDAY_WORDS, FILLER_WORDS, STOP_WORDS, words

# How much less words say that belong to the talk around a skill, that are common, and that stand for another.
_FILLER, _COMMON, _SYNONYM = 0.15, 0.4, 0.85
# What a clue counts beside a name a word stands in; how much more of what it is worth talk says that is a clue.
_CLUE, _TOLD = 2, 0.5
# What two words say more that stand together as they do in a name or a clue.
_PAIR = 0.7
# What a word weighs that stands in no name, and one that is about something else.
_UNKNOWN, _OTHER = 1.0, 4.0
# How soon it stops mattering in how many names a word stands; how much it takes from each that a skill has many words.
_SOON, _MANY = 0.5, 0.3
# A word of more skills than this tells none of them from the others.
_MOST_SKILLS = 250
# A skill of which a name stands in the sentence as it is.
_NAMED = 1.3
_MOST = 6
_MOST_HEARD = 256
_TALK = FILLER_WORDS | REQUEST_WORDS


@dataclass(frozen=True, slots=True)
class About:
    """A skill that a sentence may be about: how much of it says so, and how many telling words do.

    `unsaid` is how much of it says something else, and `strange` how much is in no skill's words. What a word of one
    skill alone says is about 1.
    """

    skill: int
    says: float
    unsaid: float
    strange: float
    words: int


@dataclass(slots=True)
class _Tally:
    """By skill: what is said for it, what the words weigh that say so, how many telling ones; and what others weigh."""

    says: dict[int, float] = field(default_factory=dict)
    met: dict[int, float] = field(default_factory=dict)
    told: dict[int, int] = field(default_factory=dict)
    whole: float = 0.0
    strange: float = 0.0


class Gist:
    """Knows the words of each skill; words of `elsewhere` are about something else altogether.

    Skills that are equally likely come in the order of what `key` gives for their numbers.
    """

    def __init__(self, key: Callable[[int], str], elsewhere: Collection[str] = ()) -> None:
        self._key = key
        self._elsewhere = elsewhere
        # By stem: the skills that have it, and how often it counts for each. By two that stand together: the skills
        # that have them, each as often as it does.
        self._skills: dict[str, dict[int, int]] = {}
        self._pairs: dict[str, tuple[int, ...]] = {}
        # By skill: how many words it has.
        self._lengths: dict[int, int] = {}
        self._words = 0
        # What the words of late questions said; they are asked for again and again.
        self._heard: dict[str, tuple[float, Mapping[int, float]]] = {}
        # The stems that are a clue on their own.
        self._clues: set[str] = set()

    def add(self, name: Name) -> None:
        """Know a name."""
        self._count(name.skill, name.stems, 1)

    def hint(self, skill: int, clue: str) -> None:
        """Know words in which a need for a skill is told."""
        spelt = words(clue)
        self._count(skill, _stems(spelt), _CLUE)
        if len(spelt) == 1:
            self._clues.add(stem(spelt[0]))

    def remove(self, name: Name) -> None:
        """Forget a name."""
        self._count(name.skill, name.stems, -1)

    def _count(self, skill: int, stems: Sequence[str], by: int) -> None:
        self._heard.clear()
        for one in stems:
            _add(self._skills, one, skill, by)
        for pair in map(" ".join, pairwise(stems)):
            self._pairs[pair] = _changed(self._pairs.get(pair, ()), skill, by)
            if not self._pairs[pair]:
                del self._pairs[pair]
        self._lengths[skill] = self._lengths.get(skill, 0) + by * len(stems)
        self._words += by * len(stems)
        if not self._lengths[skill]:
            del self._lengths[skill]

    def about(self, spelt: Sequence[str], named: Iterable[int] = (), read: Iterable[int] = ()) -> list[About]:
        """List the few skills that a sentence is likeliest about, and those that were `read` in it, likeliest first.

        `named` are those that it has a name of.
        """
        tally, rarest = _Tally(), self._rarest()
        for word in dict.fromkeys(spelt):
            if word not in STOP_WORDS:
                self._hear(word, tally)
        says = tally.says
        if not says:
            return []
        for skill, worth in self._together(spelt):
            says[skill] = says.get(skill, 0.0) + worth
        for skill in set(named) & says.keys():
            says[skill] *= _NAMED

        def order(skill: int) -> tuple[float, str]:
            return -says[skill], self._key(skill)

        least = nlargest(_MOST, says.values())[-1]
        best = sorted((skill for skill, worth in says.items() if worth >= least), key=order)[:_MOST]
        best += sorted(says.keys() & set(read) - set(best), key=order)
        whole, strange = tally.whole, tally.strange / rarest
        return [
            About(one, says[one] / rarest, (whole - tally.met.get(one, 0.0)) / rarest, strange, tally.told.get(one, 0))
            for one in best
        ]

    def _hear(self, word: str, tally: "_Tally") -> None:
        """Count what a word says for each skill."""
        share = self._share(word)
        heard = self._heard.get(word)
        if heard is None:
            if len(self._heard) >= _MOST_HEARD:
                self._heard.clear()
            heard = self._heard[word] = self._said_by(word)
        weight, skills = heard
        if skills or weight < self._rarest():
            tally.whole += share * weight
        else:
            tally.strange += share * weight
        for skill, worth in skills.items():
            tally.says[skill] = tally.says.get(skill, 0.0) + share * worth
            tally.met[skill] = tally.met.get(skill, 0.0) + share * weight
            if share >= _TOLD:
                tally.told[skill] = tally.told.get(skill, 0) + 1

    def _said_by(self, word: str) -> tuple[float, Mapping[int, float]]:
        """Return what a word weighs, and how much it says for each skill, in its own letters or another word's."""
        its_stem, other = stem(word), word in self._elsewhere
        known = [(one, 1.0 if one == its_stem else _SYNONYM) for one in (its_stem, *SYNONYMS.get(its_stem, ()))]
        known = [(one, worth) for one, worth in known if one in self._skills]
        if not known:
            return self._rarest() * (_OTHER if other else _UNKNOWN), {}
        usual = self._words / len(self._lengths)
        said: dict[int, float] = {}
        for one, worth in known:
            skills = self._skills[one]
            if len(skills) > _MOST_SKILLS:
                continue
            weight = worth * self._weight(len(skills)) * (1 + _SOON)
            for skill, times in skills.items():
                many = 1 - _MANY + _MANY * self._lengths[skill] / usual
                said[skill] = max(said.get(skill, 0.0), weight * times / (times + _SOON * many))
        weight = max(self._weight(len(self._skills[one])) for one, _ in known)
        return (self._rarest() * _OTHER if other else weight), said

    def _together(self, spelt: Sequence[str]) -> Iterator[tuple[int, float]]:
        """Give what words say more for a skill by standing next to each other."""
        for pair in dict.fromkeys(map(" ".join, pairwise(_stems(spelt)))):
            if skills := set(self._pairs.get(pair, ())):
                worth = _PAIR * self._weight(len(skills))
                for skill in skills:
                    yield skill, worth

    def _weight(self, skills: int) -> float:
        return log(1 + len(self._lengths) / skills)

    def _rarest(self) -> float:
        return log(1 + len(self._lengths))

    def _share(self, word: str) -> float:
        if word in _TALK:
            return _TOLD if stem(word) in self._clues else _FILLER
        return _COMMON if is_light(word) or word in EVERYDAY_WORDS else 1.0


def _stems(spelt: Sequence[str]) -> list[str]:
    return [stem(word) for word in spelt if word not in STOP_WORDS]


def _changed(skills: tuple[int, ...], skill: int, by: int) -> tuple[int, ...]:
    """Return skills with one more, or less; compact, because there are as many as pairs of words."""
    if by > 0:
        return (*skills, skill)
    at = skills.index(skill)
    return (*skills[:at], *skills[at + 1 :])


def _add(to: dict[str, dict[int, int]], key: str, skill: int, by: int) -> None:
    skills = to.setdefault(key, {})
    skills[skill] = skills.get(skill, 0) + by
    if not skills[skill]:
        del skills[skill]
        if not skills:
            del to[key]
