"""What a term means: which skills, how surely, and what had to be read as what."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.directory.search.holdings import Holdings
from bot.directory.search.initials import Initials
from bot.directory.search.matching import Matcher, Nearby
from bot.directory.search.names import Span, heavy
from bot.directory.search.phrases import Term
from bot.directory.search.text import STOP_WORDS, content

# Scores, 0 to 1. Measured on tests/directory/questions.toml and the development benchmark: from 0.66 up, nineteen in
# twenty right readings are kept and seven in ten wrong ones refused (`make bench` prints the table).
LEAST = 0.66
_LEAST_NEAR = 0.36
_INSIDE = 0.97
# Names whose scores lie this near the best are meant as well as it.
_ALIKE = 0.03
_MOST_ALIKE = 3
_MOST_NEAR = 8
# How much of a longer text a known name must be for the text to be about it.
_MAINLY = 0.5


@dataclass(frozen=True, slots=True)
class Reading:
    """`skills` are the numbers of what is meant, best first; none when nothing is near enough. `near` are near misses.

    `corrections` pairs a word as typed with the word it was read as.
    """

    typed: str
    skills: tuple[int, ...]
    score: float
    corrections: tuple[tuple[str, str], ...] = ()
    near: tuple[int, ...] = ()


class Reader:
    """Reads terms against the skills of `holdings`: known names first, guesses only where there are none."""

    def __init__(self, holdings: Holdings) -> None:
        self._names = holdings.names
        fuzzy = [name for name in self._names.every if name.kind is not name.kind.ACRONYM]
        self._matcher = Matcher(fuzzy, holdings.ordinary)
        self._initials = Initials(fuzzy)

    def read(self, term: Term) -> list[Reading]:
        """Read a term: one reading, or several when it is made of several names, "statistics in Stata"."""
        if skills := self._names.find(term.words):
            return [Reading(str(term), skills, 1.0)]
        spans = self._names.spans(term.words, term.capitals)
        covered = {at for span in spans for at in range(span.start, span.end)}
        rest = [word for at, word in enumerate(term.words) if at not in covered and word not in STOP_WORDS]
        if spans and not heavy(rest):
            return [Reading(term.spell(s.start, s.end), s.skills, _INSIDE) for s in spans]
        guess = self._guess(term)
        return (not guess.skills and _mainly(term, spans)) or [guess]

    def _guess(self, term: Term) -> Reading:
        near = [*self._matcher.nearest(term.words, _MOST_NEAR), *self._spelt_out(term)]
        near.sort(key=lambda each: -each.score)
        misses = tuple(dict.fromkeys(each.name.skill for each in near if each.score >= _LEAST_NEAR))
        if not near or near[0].score < LEAST:
            return Reading(str(term), (), 0.0, near=misses)
        best = near[0]
        alike = [each.name.skill for each in near if each.score >= best.score - _ALIKE and not _misread(each, best)]
        skills = tuple(dict.fromkeys(alike))[:_MOST_ALIKE]
        return Reading(str(term), skills, best.score, best.corrections, tuple(m for m in misses if m not in skills))

    def _spelt_out(self, term: Term) -> Sequence[Nearby]:
        weighty = heavy(term.words)
        if len(weighty) != 1:
            return []
        word = weighty[0]
        guesses = self._initials.guess(word, term.capitals)
        return [Nearby(name, score, ((word, name.text),)) for name, score in guesses]


def _mainly(term: Term, spans: Sequence[Span]) -> list[Reading]:
    """Read a longer text as the names that make up most of it; one word alone is too little to go by."""
    telling = [span for span in spans if span.end - span.start > 1]
    if sum(span.end - span.start for span in telling) <= _MAINLY * len(content(term.words)):
        return []
    return [Reading(term.spell(span.start, span.end), span.skills, LEAST) for span in telling]


def _misread(each: Nearby, best: Nearby) -> bool:
    """Whether a name needs other corrections than the best one, which would say two things at once."""
    return each.corrections != best.corrections
