"""What words that are nobody's name were most likely meant to say."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.directory.search.apart import apart
from bot.directory.search.comparing import Nearby
from bot.directory.search.holdings import Holdings
from bot.directory.search.initials import Initials
from bot.directory.search.labels import say
from bot.directory.search.matching import Matcher
from bot.directory.search.meaning import Meaning, Meant, Opinion
from bot.directory.search.names import Kind, Name, heavy
from bot.directory.search.phrases import Term
from bot.directory.search.readings import LEAST, MOST_ALIKE, NEARLY, Reading
from bot.directory.search.stems import stem
from bot.directory.search.text import LONGEST_ACRONYM, content, swapped

# Scores, 0 to 1: of near misses, more where words speak of something else.
_LEAST_NEAR, _LEAST_NEAR_ELSEWHERE = 0.42, 0.55
# Names whose scores lie this near the best are meant as well as it.
_ALIKE = 0.03
_MOST_NEAR = 8
# How near in meaning a skill must be, from 0 to 1; more so where words speak of something else. Near misses are nearer
# than most skills are to anything. Measured as above: eight in ten that are this near are right.
_LEAST_ALIKE, _LEAST_ALIKE_ELSEWHERE, _NEARLY_ALIKE = 0.7, 0.8, 0.55
# Fewer letters are near far too much.
_SHORTEST_NEAR = 3
# Of so many letters, an acronym with two that changed places is so likely the one that was meant.
_SHORTEST_SLIP, _SWAPPED = 4, 0.8
# Of so many words, a term whose first letters are an acronym is what it stands for.
_SHORTEST_SPELT_OUT, _SPELT_OUT = 3, 0.8


class Guesser:
    """Guesses which skills of `holdings` words mean, by their spelling, as initials, or by what they mean.

    `told` says whether a word tells of a skill, so that it is no slip.
    """

    def __init__(self, holdings: Holdings, told: Callable[[str], bool], meaning: Meaning | None = None) -> None:
        self._holdings = holdings
        self._matcher = Matcher(holdings.ordinary, told)
        self._initials = Initials()
        self._meant = Meant(holdings, meaning) if meaning else None
        self.spelling = self._matcher.spelling

    def copy(self, holdings: Holdings, told: Callable[[str], bool], meaning: Meaning | None) -> "Guesser":
        """Return another that knows the same names, and is changed on its own."""
        matcher = self._matcher.copy(told)
        meant = Meant(holdings, meaning) if meaning else None
        parts = {"_holdings": holdings, "_matcher": matcher, "_initials": apart(self._initials), "_meant": meant}
        return apart(self, spelling=matcher.spelling, **parts)

    def add(self, names: Iterable[Name]) -> None:
        """Guess at these names too. Acronyms are for exact look-ups."""
        if self._meant:
            self._meant.changed()
        for name in names:
            if name.kind is not Kind.ACRONYM:
                self._matcher.add(name)
                self._initials.add(name)

    def remove(self, names: Iterable[Name]) -> None:
        """Guess at these names no more."""
        if self._meant:
            self._meant.changed()
        for name in names:
            self._matcher.remove(name)
            self._initials.remove(name)

    def learn(self) -> None:
        """Learn now what the names weigh and mean, which takes a while, and not when somebody asks."""
        self._matcher.learn()
        if self._meant:
            self._meant.learn()

    def likeness(self, text: str) -> Mapping[int, float]:
        """Return how alike in meaning a text is to each skill; of none, where nothing knows."""
        return self._meant.likeness(text) if self._meant else {}

    def cut_short(self, spelt: Sequence[str]) -> tuple[int, ...]:
        """Return the one skill whose label several words were cut from: imp sci is implementation science."""
        guesses = self._matcher.cut_short(spelt) if len(spelt) > 1 else []
        found = {name.skill for name, _ in guesses if name.kind is Kind.LABEL}
        return tuple(found) if len(found) == 1 else ()

    @property
    def opinion(self) -> Opinion | None:
        """What knows how likely a text speaks for each skill; None where nothing does."""
        return self._meant.opinion if self._meant else None

    def guess(self, term: Term, least_near: float = _LEAST_NEAR, *, by_words: bool = False) -> Reading:
        """Read a term as the names it is nearest to; what is less near than `least_near` is of no interest.

        Where no words tell, what it means may, unless it is to go `by_words` alone.
        """
        # Ordinary words alone are no skill's: surfing is not sofa surfing.
        telling = sum(map(len, term.words)) >= _SHORTEST_NEAR and not self._holdings.ordinary.issuperset(
            heavy(content(term.words))
        )
        near = [*(self._matcher.nearest(term.words, _MOST_NEAR, least_near) if telling else ()), *self._spelt_out(term)]
        if telling and max((each.score for each in near), default=0.0) < NEARLY:
            near += [*self._cut_short(term), *self._as_acronym(term)]
        near.sort(key=lambda each: -each.score)
        elsewhere = not self._holdings.elsewhere.isdisjoint(term.words)
        least = _LEAST_NEAR_ELSEWHERE if elsewhere else _LEAST_NEAR
        misses = tuple(dict.fromkeys(each.name.skill for each in near if each.score >= least))
        if not near or near[0].score < LEAST:
            if by_words:
                return Reading(str(term), (), 0.0, near=misses)
            return self._by_meaning(term, misses, elsewhere=elsewhere or not telling)
        best = near[0]
        said_so = frozenset(map(stem, content(term.words)))
        listed = [each for each in near if self._lists(each.name, said_so)]
        alike = [*listed, *(each for each in near if each.score >= best.score - _ALIKE)]
        alike = [each for each in alike if not _misread(each, best)]
        skills = tuple(dict.fromkeys(each.name.skill for each in alike))[:MOST_ALIKE]
        said = say(alike[0].name.text)
        near_misses = tuple(miss for miss in misses if miss not in skills)
        return Reading(str(term), skills, best.score, best.corrections, near_misses, said)

    def _by_meaning(self, term: Term, misses: tuple[int, ...], *, elsewhere: bool) -> Reading:
        """Read what no words tell by what it means, where something knows; `elsewhere` says that it is doubtful."""
        if not self._meant:
            return Reading(str(term), (), 0.0, near=misses)
        found = self._meant.nearest(" ".join(self._matcher.mend(term.words)))
        least = _LEAST_ALIKE_ELSEWHERE if elsewhere else _LEAST_ALIKE
        near = [skill for skill, likeness in found if likeness >= _NEARLY_ALIKE]
        if not found or found[0][1] < least:
            return Reading(str(term), (), 0.0, near=tuple(dict.fromkeys([*misses, *near])))
        skill, likeness = found[0]
        return Reading(str(term), (skill,), likeness, near=tuple(one for one in near if one != skill))

    def _lists(self, name: Name, stems: frozenset[str]) -> bool:
        """Whether somebody lists these very words among others of their own: Wolof, in “French & Wolof”."""
        return bool(self._holdings.skills[name.skill].texts) and stems.issubset(name.stems)

    def _cut_short(self, term: Term) -> Sequence[Nearby]:
        """List the names whose words were cut to these; of several, those that somebody answers to."""
        guesses = self._matcher.cut_short(term.words)
        held = [each for each in guesses if self._holdings.served(each[0].skill)]
        return [Nearby(name, score, ((str(term), name.text),)) for name, score in held or guesses]

    def _as_acronym(self, term: Term) -> Sequence[Nearby]:
        """List the acronyms that a term spells out: if a word tells so, or if nobody knows what a long one means."""
        found: list[Nearby] = []
        for spelt in (term.words, tuple(content(term.words))):
            acronym = "".join(word[0] for word in spelt)
            if not _SHORTEST_SPELT_OUT <= len(acronym) <= LONGEST_ACRONYM:
                continue
            for skill in self._holdings.names.exactly((acronym,)):
                names = self._holdings.names.of(skill)
                stems = {one for name in names for one in name.stems}
                unknown = any(map(str.isupper, self._holdings.skills[skill].texts))
                surely = unknown and len(acronym) >= _SHORTEST_SLIP and self._holdings.elsewhere.isdisjoint(spelt)
                if surely or not stems.isdisjoint(map(stem, spelt)):
                    same = (name for name in names if name.text == acronym)
                    found += [Nearby(name, _SPELT_OUT, ((str(term), acronym),)) for name in same]
        return found

    def _spelt_out(self, term: Term) -> Sequence[Nearby]:
        weighty = heavy(term.words)
        if len(weighty) != 1:
            return []
        word = weighty[0]
        guesses = self._initials.guess(word, term.capitals) or self._acronyms_like(word)
        return [Nearby(name, score, ((word, name.text),)) for name, score in guesses]

    def _acronyms_like(self, word: str) -> Sequence[tuple[Name, float]]:
        """List the acronyms that a word is but for two letters that changed places: another letter is another."""
        slips = swapped(word) if _SHORTEST_SLIP <= len(word) <= LONGEST_ACRONYM else ()
        skills = ((skill, slip) for slip in slips for skill in self._holdings.names.exactly((slip,)))
        names = ((name, slip) for skill, slip in skills for name in self._holdings.names.of(skill))
        return [(name, _SWAPPED) for name, slip in names if name.text == slip and name.kind is Kind.ACRONYM]


def _misread(each: Nearby, best: Nearby) -> bool:
    """Whether a name needs other corrections than the best one, which would say two things at once."""
    return each.corrections != best.corrections
