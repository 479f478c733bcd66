"""What a sentence is about, by all its telling words together: cameras, pictures and lives say photovoice.

No name need stand in it. A skill is known by every word of every name it goes by, and by the words in which a need
for it is told; the rarer a word is among the skills, the more it says.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from sys import intern

from bot.directory.search.apart import apart
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
# What a word weighs that stands in no name, and one that is about something else; less when a need is told in it, too.
_UNKNOWN, _OTHER, _OTHER_TOLD = 1.0, 4.0, 2.0
# How soon it stops mattering in how many names a word stands; how much it takes from each that a skill has many words.
_SOON, _MANY = 0.5, 0.5
# A word of more skills than this tells none of them from the others.
_MOST_SKILLS = 250
# A skill of which a name stands in the sentence as it is.
_NAMED = 1.15
_MOST = 6
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


# Skills in order, and then how often something counts for each: half as large as a table of them.
_Times = tuple[int, ...]
# How much of a word counts, what it weighs, and how much it says for each skill.
_Heard = tuple[float, float, Mapping[int, float]]


class Gist:
    """Knows the words of each skill; words of `elsewhere` are about something else altogether.

    Skills that are equally likely come in the order of what `key` gives for their numbers.
    """

    def __init__(self, key: Callable[[int], str], elsewhere: Collection[str] = ()) -> None:
        self._key = key
        self._elsewhere = elsewhere
        # By stem: the skills that have it, each with how often it counts for it. By two that stand together: the
        # skills that have them, each as often as it does.
        self._skills: dict[str, _Times] = {}
        self._pairs: dict[str, tuple[int, ...]] = {}
        # By skill: how many words it has, and it alone, because most words are one skill's.
        self._lengths: dict[int, int] = {}
        self._alone: dict[int, tuple[int]] = {}
        self._words = 0
        # By skill: how soon it stops mattering in how many names of it a word stands. Worked out when they are asked.
        self._soon: dict[int, float] = {}
        # The stems that are a clue on their own.
        self._clues: set[str] = set()

    def copy(self, key: Callable[[int], str]) -> "Gist":
        """Return another that knows the same, and is changed on its own."""
        return apart(self, _key=key)

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
        self._soon.clear()
        alone = self._alone.setdefault(skill, (skill,))
        for one in map(intern, stems):
            self._skills[one] = _counted(self._skills.get(one, ()), skill, by)
            if not self._skills[one]:
                del self._skills[one]
        for pair in map(" ".join, pairwise(stems)):
            there = self._pairs.get(pair, ())
            self._pairs[pair] = _changed(there, skill, by) if there else alone
            if not self._pairs[pair]:
                del self._pairs[pair]
        self._lengths[skill] = self._lengths.get(skill, 0) + by * len(stems)
        self._words += by * len(stems)
        if not self._lengths[skill]:
            del self._lengths[skill], self._alone[skill]

    def knows(self, word: str) -> bool:
        """Whether a word stands in anything that tells of a skill."""
        return stem(word) in self._skills

    def about(self, spelt: Sequence[str], named: Iterable[int] = (), read: Iterable[int] = ()) -> list[About]:
        """List the few skills that a sentence is likeliest about, and those that were `read` in it, likeliest first.

        `named` are those that it has a name of.
        """
        rarest = self._rarest()
        heard = [self._hear(word) for word in dict.fromkeys(spelt) if word not in STOP_WORDS]
        says: dict[int, float] = {}
        before = says.get
        for share, _, said in heard:
            for skill, worth in said.items():
                says[skill] = before(skill, 0.0) + share * worth
        if not says:
            return []
        for skill, worth in self._together(spelt):
            says[skill] = says.get(skill, 0.0) + worth
        for skill in set(named) & says.keys():
            says[skill] *= _NAMED

        def order(skill: int) -> tuple[float, str]:
            return -says[skill], self._key(skill)

        least = sorted(says.values())[-_MOST:][0]
        best = sorted((skill for skill, worth in says.items() if worth >= least), key=order)[:_MOST]
        best += sorted(says.keys() & set(read) - set(best), key=order)
        strange = sum(share * weight for share, weight, said in heard if not said and weight >= rarest)
        whole = sum(share * weight for share, weight, _ in heard) - strange
        return [self._summed(skill, says[skill], whole, strange, heard) for skill in best]

    def _summed(self, skill: int, says: float, whole: float, strange: float, heard: Iterable[_Heard]) -> About:
        """Sum up what was heard for one skill, in units of what a word says that is one skill's alone."""
        rarest = self._rarest()
        met = [(share, weight) for share, weight, said in heard if skill in said]
        unsaid = whole - sum(share * weight for share, weight in met)
        return About(skill, says / rarest, unsaid / rarest, strange / rarest, sum(share >= _TOLD for share, _ in met))

    def _hear(self, word: str) -> _Heard:
        weight, said = self._said_by(word)
        return self._share(word), weight, said

    def _said_by(self, word: str) -> tuple[float, Mapping[int, float]]:
        """Return what a word weighs, and how much it says for each skill, in its own letters or another word's."""
        its_stem, other = stem(word), word in self._elsewhere
        known = [(one, 1.0 if one == its_stem else _SYNONYM) for one in (its_stem, *SYNONYMS.get(its_stem, ()))]
        known = [(one, worth) for one, worth in known if one in self._skills]
        if not known:
            return self._rarest() * (_OTHER if other else _UNKNOWN), {}
        said: dict[int, float] = {}
        soon = self._soon or self._work_out()
        for one, worth in known:
            times = self._skills[one]
            skills = len(times) // 2
            if skills > _MOST_SKILLS:
                continue
            most = worth * self._weight(skills) * (1 + _SOON)
            new = {skill: most * n / (n + soon[skill]) for skill, n in zip(times, times[skills:], strict=False)}
            said = {**new, **{skill: max(w, new.get(skill, 0.0)) for skill, w in said.items()}} if said else new
        weight = max(self._weight(len(self._skills[one]) // 2) for one, _ in known)
        return (max(weight, self._rarest() * _OTHER_TOLD) if other else weight), said

    def _work_out(self) -> Mapping[int, float]:
        usual = self._words / len(self._lengths)
        self._soon = {skill: _SOON * (1 - _MANY + _MANY * n / usual) for skill, n in self._lengths.items()}
        return self._soon

    def _together(self, spelt: Sequence[str]) -> Iterator[tuple[int, float]]:
        """Give what words say more for a skill by standing next to each other; less where they are talk: no idea."""
        telling = [word for word in spelt if word not in STOP_WORDS]
        both = dict(zip(map(" ".join, pairwise(map(stem, telling))), pairwise(telling), strict=True))
        for pair, spelt_so in both.items():
            if skills := set(self._pairs.get(pair, ())):
                worth = _PAIR * self._weight(len(skills)) * (1 + max(map(self._share, spelt_so))) / 2
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


def _counted(times: _Times, skill: int, by: int) -> _Times:
    """Return skills and how often something counts for each, with one of them counted that much more or less."""
    skills = len(times) // 2
    at = bisect_left(times, skill, 0, skills)
    there = at < skills and times[at] == skill
    left = times[skills + at] + by if there else by
    kept, counts = ((skill,), (left,)) if left else ((), ())
    return (*times[:at], *kept, *times[at + there : skills + at], *counts, *times[skills + at + there :])
