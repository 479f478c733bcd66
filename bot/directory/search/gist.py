"""What a sentence is about, by all its telling words together: cameras, pictures and lives say photovoice.

No name need stand in it. A skill is known by every word of every name it goes by, and the rarer a word is among the
skills, the more it says.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from math import log

from bot.directory.search.names import Name, is_light
from bot.directory.search.phrases import REQUEST_WORDS
from bot.directory.search.stems import stem
from bot.directory.search.synonyms import SYNONYMS
from bot.directory.search.text import EVERYDAY_WORDS, FILLER_WORDS, STOP_WORDS

# How much less words say that belong to the talk around a skill, that are common, and that stand for another.
_FILLER, _COMMON, _SYNONYM = 0.15, 0.4, 0.85
# What a word weighs that stands in no name, and one that is about something else.
_UNKNOWN, _OTHER = 0.6, 2.0
# How soon it stops mattering in how many names a word stands; how much it takes from each that a skill has many words.
_SOON, _MANY = 0.5, 0.3
# A word of more skills than this tells none of them from the others.
_MOST_SKILLS = 250
# A skill of which a name stands in the sentence as it is.
_NAMED = 1.3
_MOST = 6
_TALK = FILLER_WORDS | REQUEST_WORDS


@dataclass(frozen=True, slots=True)
class About:
    """A skill that a sentence may be about: how much says so, of 1, and how many of its telling words."""

    skill: int
    share: float
    words: int


class Gist:
    """Knows the words of each skill; words of `elsewhere` are about something else altogether.

    Skills that are equally likely come in the order of what `key` gives for their numbers.
    """

    def __init__(self, key: Callable[[int], str], elsewhere: Collection[str] = ()) -> None:
        self._key = key
        self._elsewhere = elsewhere
        # By stem: the skills that have it in their names, and in how many. By skill: how many words its names have.
        self._skills: dict[str, dict[int, int]] = {}
        self._lengths: dict[int, int] = {}
        self._words = 0

    def add(self, name: Name) -> None:
        """Know a name."""
        for one in name.stems:
            skills = self._skills.setdefault(one, {})
            skills[name.skill] = skills.get(name.skill, 0) + 1
        self._lengths[name.skill] = self._lengths.get(name.skill, 0) + len(name.stems)
        self._words += len(name.stems)

    def remove(self, name: Name) -> None:
        """Forget a name."""
        for one in name.stems:
            skills = self._skills[one]
            skills[name.skill] -= 1
            if not skills[name.skill]:
                del skills[name.skill]
            if not skills:
                del self._skills[one]
        self._lengths[name.skill] -= len(name.stems)
        self._words -= len(name.stems)
        if not self._lengths[name.skill]:
            del self._lengths[name.skill]

    def about(self, spelt: Sequence[str], named: Iterable[int] = ()) -> list[About]:
        """List the few skills that a sentence is likeliest about; `named` are those that it has a name of."""
        scores: dict[int, float] = {}
        told: dict[int, int] = {}
        whole = 0.0
        for word in dict.fromkeys(spelt):
            if word in STOP_WORDS:
                continue
            share = _share(word)
            weight, skills = self._said_by(word)
            whole += share * weight
            for skill, worth in skills.items():
                scores[skill] = scores.get(skill, 0.0) + share * worth
                if share == 1:
                    told[skill] = told.get(skill, 0) + 1
        for skill in set(named) & scores.keys():
            scores[skill] *= _NAMED
        best = nsmallest(_MOST, scores, key=lambda skill: (-scores[skill], self._key(skill)))
        return [About(skill, scores[skill] / whole, told.get(skill, 0)) for skill in best]

    def _said_by(self, word: str) -> tuple[float, Mapping[int, float]]:
        """Return what a word weighs, and how much it says for each skill, in its own letters or another word's."""
        its_stem = stem(word)
        known = [(one, 1.0 if one == its_stem else _SYNONYM) for one in (its_stem, *SYNONYMS.get(its_stem, ()))]
        known = [(one, worth) for one, worth in known if one in self._skills]
        if not known:
            return log(1 + len(self._lengths)) * (_OTHER if word in self._elsewhere else _UNKNOWN), {}
        usual = self._words / len(self._lengths)
        said: dict[int, float] = {}
        for one, worth in known:
            skills = self._skills[one]
            if len(skills) > _MOST_SKILLS:
                continue
            weight = worth * self._weight(one) * (1 + _SOON)
            for skill, times in skills.items():
                many = 1 - _MANY + _MANY * self._lengths[skill] / usual
                said[skill] = max(said.get(skill, 0.0), weight * times / (times + _SOON * many))
        return max(self._weight(one) for one, _ in known), said

    def _weight(self, one: str) -> float:
        return log(1 + len(self._lengths) / len(self._skills[one]))


def _share(word: str) -> float:
    if word in _TALK:
        return _FILLER
    return _COMMON if is_light(word) or word in EVERYDAY_WORDS else 1.0
