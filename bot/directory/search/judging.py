"""Which to believe about a question: what was read in its words, what examples speak for, or neither."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import exp, log
from operator import mul
from typing import NamedTuple, Self

from bot.directory.search.examples import Examples, Spoken
from bot.directory.search.holdings import Holdings
from bot.directory.search.meaning import Opinion
from bot.directory.search.owned import Owned
from bot.directory.search.readings import LEAST, NEARLY, SURE, Reading

# From such a chance of being right on something is believed, where another opinion was heard, and offered.
_BELIEVED, _BELIEVED_BY_TWO, _OFFERED = 0.43, 0.5, 0.3
_OFFERS = 3
# What is as likely as this may be meant instead of what was guessed at.
_PERHAPS = 0.02
# Whatever a label is as surely about as this, somebody has.
_COVERED = 0.5
# What nobody has and is as likely as this is what was asked for.
_LACKED = 0.8
# So few words that are nearly a name are it.
_FEW = 3
# What is as unlikely as this is as good as never.
_NEVER = 1e-4
_LONGEST, _PER_WORD, _MOST_OTHERS = 15, 0.2, 3


class Evidence(NamedTuple):
    """What speaks for what was read, and for what examples speak for; or how much each of it counts.

    `score` is how near a name the words read come. How likely examples make it, as logarithms: of what was `read`, of
    the likeliest skill that somebody has and of the likeliest that nobody has (`lacked`). Whether the likeliest is what
    was read, and is of the family of the one that nobody has; what is said for it, in log odds; how many of the words
    are known, and how many there are; whether it is surely named what nobody has; how many words are of `other` things;
    whether slips were corrected, or in how many of the words. Whether what was read, and what is likely, is somebody's
    own label, which no example knows; and whether somebody has but a kind of it.
    """

    always: float
    score: float
    read: float
    likely: float
    lacked: float
    says: float
    agrees: float
    akin: float
    known: float
    length: float
    refused: float
    others: float
    corrected: float
    own: float
    listed: float
    read_kind: float
    likely_kind: float


class Heard(NamedTuple):
    """What a text speaks for by the numbers of skills: how likely it is of what somebody has and of what nobody has.

    The likeliest come first. `says` is what is said for each, in log odds.
    """

    served: Mapping[int, float]
    lacked: Mapping[int, float]
    says: Mapping[int, float]


# How likely what was read and what examples speak for is right: lines fitted by `python -m tests.learn.lines`.
_READ = Evidence(
    2.28, 0.61, 0.31, 0.20, -0.14, 0.06, 0.63, 0.33, -0.31, -0.47, -0.04, -0.56, 2.26, 0.32, -0.10, -1.32, -0.51
)
_SPOKEN = Evidence(
    0.02, 0.71, -0.12, 0.67, -0.12, 0.13, 1.43, 0.63, 0.05, -0.02, -0.76, -0.92, 1.02, 0.28, 0.48, -0.59, -1.55
)


class Judge:
    """Weighs readings against examples, for the skills of `holdings`; `opinion` is asked besides."""

    def __init__(
        self, holdings: Holdings, examples: Examples, concepts: Mapping[str, int], opinion: Opinion | None = None
    ) -> None:
        """`concepts` are the numbers of skills by the labels that examples know them by."""
        self._holdings, self._examples, self._concepts, self._opinion = holdings, examples, concepts, opinion
        self._owned = Owned(holdings, examples, concepts)

    @classmethod
    def of_concepts(cls, holdings: Holdings, examples: Examples) -> Self:
        """Return one for the concepts of a vocabulary, of which nobody holds any yet."""
        return cls(holdings, examples, {skill.label: number for number, skill in holdings.skills.items()})

    def copy(self, holdings: Holdings, opinion: Opinion | None) -> "Judge":
        """Return another, for holdings that are a copy of these."""
        return Judge(holdings, self._examples, self._concepts, opinion)

    def changed(self) -> None:
        """Take note that other skills are listed."""
        self._owned.changed()

    def learn(self) -> None:
        """Learn now what labels of people's own are about, and not when somebody asks."""
        self._owned.learn()

    def judge(self, typed: str, spelt: Sequence[str], readings: Sequence[Reading]) -> list[Reading]:
        """Return what a question is read as in the end; what is surely read in it stands, as do acronyms and slips.

        Where neither is to be believed nobody is named, what may be meant all the same is offered, and what nobody has
        and was surely meant is what was read.
        """
        if any((each.score >= SURE or each.typed.isupper()) and self.serves(each) for each in readings):
            return list(readings)
        if len(spelt) <= _FEW and all(each.score >= NEARLY and self.serves(each) for each in readings):
            return list(readings)
        spoken = self._examples.speak(spelt, self._opinion(" ".join(spelt)) if self._opinion else {})
        heard = self.hear(spoken)
        evidence = self.weigh(heard, spoken, spelt, readings)
        least = _BELIEVED_BY_TWO if self._opinion else _BELIEVED
        read = _chance(_READ, evidence) if any(map(self.serves, readings)) else 0.0
        instead = _chance(_SPOKEN, evidence) if heard.served else 0.0
        if read >= max(instead, least):
            return [self._doubted(each, heard) for each in readings]
        served = list(heard.served)
        other = self._is_product(spelt)
        doubtful = served[:_OFFERS] if instead >= _OFFERED and not other else []
        if instead < least or other:
            refused = [self._refused(each, doubtful, offered=read >= _OFFERED) for each in readings]
            return self._missing(typed, heard, refused) or refused
        return [self._doubted(Reading(typed, (served[0],), LEAST), heard)]

    def _doubted(self, reading: Reading, heard: Heard) -> Reading:
        """Note beside what was only guessed at what else may be meant."""
        if reading.score > LEAST:
            return reading
        others = [one for one, likely in heard.served.items() if one not in reading.skills and likely >= _PERHAPS]
        return replace(reading, near=tuple(dict.fromkeys([*others[: _OFFERS - 1], *reading.near])))

    def _is_product(self, spelt: Sequence[str]) -> bool:
        """Whether a text names software that nobody has: no other will do for a product by its name."""
        named = (one for span in self._holdings.names.spans(spelt) for one in span.skills)
        return any(self._holdings.is_software(one) and not self._holdings.served(one) for one in named)

    def _missing(self, typed: str, heard: Heard, refused: Sequence[Reading]) -> list[Reading]:
        """Read what names no skill as the one that nobody has and examples surely speak for, so that it can be said."""
        lacked, likely = next(iter(heard.lacked.items()), (0, 0.0))
        if likely < _LACKED or any(each.skills for each in refused):
            return []
        near = dict.fromkeys(one for each in refused for one in each.near if one != lacked)
        return [Reading(typed, (lacked,), LEAST, near=tuple(near))]

    def hear(self, spoken: Spoken) -> Heard:
        """Return what a text speaks for among the skills of the index, likeliest first."""
        likely = {self._concepts[label]: each for label, each in spoken.likely.items() if label in self._concepts}
        served = {one: each for one, each in likely.items() if self._holdings.served(one)}
        own: dict[int, float] = {}
        covered = set(served)
        for concept, each in likely.items():
            for skill, about in self._owned.about(concept).items():
                own[skill] = own.get(skill, 0.0) + each * about
                if about >= _COVERED:
                    covered.add(concept)
        says = {self._concepts[label]: each for label, each in spoken.says.items() if label in self._concepts}
        served |= own
        for skill in own:
            says[skill] = max(says.get(concept, 0.0) for concept in likely if skill in self._owned.about(concept))
        served = dict(sorted(served.items(), key=lambda each: -each[1]))
        lacked = {one: each for one, each in likely.items() if one not in covered}
        return Heard(served, lacked, says)

    def _refused(self, reading: Reading, doubtful: Iterable[int], *, offered: bool) -> Reading:
        """Take back that a reading names anybody; what nobody has was still read."""
        there = self.serves(reading)
        near = dict.fromkeys([*(reading.skills if there and offered else ()), *doubtful, *reading.near])
        return replace(reading, skills=() if there else reading.skills, near=tuple(near))

    def weigh(self, heard: Heard, spoken: Spoken, spelt: Sequence[str], readings: Sequence[Reading]) -> Evidence:
        """Weigh what was read in words and what examples speak for."""
        likely = {**heard.lacked, **heard.served}
        best, lacked = next(iter(heard.served), None), next(iter(heard.lacked), None)
        there = [each for each in readings if self.serves(each)]
        read = [one for each in there for one in each.skills if self._holdings.served(one)]
        says = heard.says
        return Evidence(
            always=1.0,
            score=max((each.score for each in there), default=0.0),
            read=_log(max((likely.get(one, 0.0) for one in read), default=0.0)) if read else 0.0,
            likely=_log(likely.get(best, 0.0) if best is not None else 0.0),
            lacked=_log(likely[lacked] if lacked is not None else 0.0),
            says=says[best] if best is not None else 0.0,
            agrees=float(best in read),
            akin=float(best is not None and lacked is not None and self._akin(best, lacked)),
            known=spoken.known,
            length=min(len(spelt), _LONGEST) * _PER_WORD,
            refused=float(any(each.score >= SURE and each.skills for each in readings)),
            others=float(min(len(self._holdings.elsewhere.intersection(spelt)), _MOST_OTHERS)),
            corrected=max((_corrected(each, len(spelt)) for each in readings), default=0.0),
            own=float(any(self._holdings.skills[one].texts for one in read)),
            listed=float(best is not None and bool(self._holdings.skills[best].texts)),
            read_kind=float(bool(read) and not any(map(self._holdings.popularity, read))),
            likely_kind=float(best is not None and not self._holdings.popularity(best)),
        )

    def serves(self, reading: Reading) -> bool:
        """Whether anybody has what was read."""
        return any(map(self._holdings.served, reading.skills))

    def _akin(self, one: int, other: int) -> bool:
        """Whether two skills are of one kind, or one is a kind of the other."""
        above, beside = self._above(one), self._above(other)
        return one in beside or other in above or not above.isdisjoint(beside)

    def _above(self, skill: int) -> set[int]:
        skills = self._holdings.skills
        return {above for above, _ in skills[skill].above if not skills[above].wide}


def _chance(weights: Evidence, evidence: Evidence) -> float:
    return 1 / (1 + exp(-sum(map(mul, weights, evidence))))


def _corrected(reading: Reading, length: int) -> float:
    """Return 1 where what was corrected is nearly a name, and how much of the words was corrected in any other."""
    slips = len(reading.corrections)
    return float(slips > 0) if reading.score >= NEARLY else min(slips / max(length, 1), 1.0)


def _log(share: float) -> float:
    return log(share + _NEVER)
