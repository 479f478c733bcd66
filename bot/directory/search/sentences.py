"""What a sentence is about when no name in it says so surely: what all its words say, weighed against what was read."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import exp, log

from bot.directory.search.gist import About, Gist
from bot.directory.search.holdings import Holdings
from bot.directory.search.mending import Mending
from bot.directory.search.names import heavy
from bot.directory.search.phrases import LONGEST_PART, Asked, Term
from bot.directory.search.readings import BESIDE, LEAST, NEARLY, Reading, skills_of
from bot.directory.search.shorthand import written_out
from bot.directory.search.text import SAYS_LITTLE, STOP_WORDS, content

# How surely a text is about what its words together say: a line fitted to questions that somebody there can answer and
# to such that nobody can. What counts is how much of it says so, and less the more there is of it; how much says what
# nobody has, how much says something else, how much is in no skill's words, and which words are about other things.
_LEAST_SURE = 0.5
_SAYS, _LACKING, _UNSAID, _STRANGE, _ABOUT_OTHERS = 4.5, 1.1, 0.5, 0.9, 1.25
_MOST_LACKING, _MOST_UNSAID, _MOST_STRANGE, _MOST_OTHERS = 1.5, 4.0, 3.0, 2
# From here on it is worth asking whether so many of them are meant, those that say this share of what the first does.
# Of refused needs that somebody there could meet, half are offered so, and one in thirty of those that nobody can.
_LEAST_OFFERED, _OFFERED, _OFFERED_BESIDE = -2.0, 3, 0.5
# What was read in a text for want of better gives way to what all words say, when so little beside that speaks for it:
# less when one word alone says that, or there are few.
_GIVES_WAY, _GIVES_WAY_TO_ONE, _LEAST_INSTEAD = 1.0, 0.6, 1.0
# A slip that was surely corrected is not doubted; another is in a sentence of which so little speaks for it. Nor
# is anybody named in place of what nobody has and a few words name, unless all but so little say something else.
_SURELY = 0.85
_GIVES_WAY_MISSPELT, _LEFT_UNSAID = 0.6, 0.3
# Nor in place of what nobody has and a sentence names, if it says so much more for that.
_OUTSAID = 1.7
# Nor is what was asked for by its name.
_GIVES_WAY_EXACT = 0.8
# What is said by so much less in a sentence than what it is about is only in passing: the forms of an ethics form.
_IN_PASSING = 0.4
_TELLING, _SENTENCE = 2, 4
# How much more what means alike counts, and how alike it has to be to count neither more nor less.
_MEANS, _ALIKE = 1.5, 0.45
# What is said for a skill that nobody lists says so much for what it is a kind of.
_WIDER = 0.85


class Sentences:
    """Decides what sentences are about, among the skills of `holdings`, by what `gist` hears in all their words.

    `likeness` says how alike in meaning a text is to each skill; of none, where nothing knows.
    """

    def __init__(
        self, holdings: Holdings, gist: Gist, mending: Mending, likeness: Callable[[str], Mapping[int, float]]
    ) -> None:
        self._holdings, self._gist, self._mending, self._likeness = holdings, gist, mending, likeness

    def about(self, asked: Asked, readings: Sequence[Reading], named: frozenset[int], *, surely: bool) -> list[Reading]:
        """Read a question, of which not every part was read surely, as what all its words together are about.

        Whatever anybody has that was read in it stands, unless they say something else by far: none then. `named` are
        the skills of which a name stands in it; `surely` that all of it was read, as what nobody has.
        """
        found, held = self._heard(asked, readings, named)
        if not held:
            return []
        best, read = held[0], self._read(readings)
        lacked = self._lacked(asked, readings, best)
        if best.skill in read or lacked:
            told = lacked or len(asked.whole.words) >= _SENTENCE
            return _not_in_passing(asked, readings, found, best, lacked) if told else []
        if read:
            beside = max((each.says for each in held if each.skill in read), default=0.0)
            way = _way(best, asked.whole, readings)
            told = way > 0 and best.says >= _LEAST_INSTEAD and beside <= best.says * way
        elif self._refused(asked.whole, best, found, named):
            told = False
        else:
            lacking = self._lacking(best, found)
            others = len(self._holdings.elsewhere.intersection(asked.whole.words))
            sure = _sure(best, lacking, others)
            told = sure >= _LEAST_SURE and not (surely and lacking > best.says * _GIVES_WAY_TO_ONE)
            if not told and sure >= _LEAST_OFFERED and len(asked.whole.words) >= _SENTENCE:
                return _offering(held, readings)
        near = tuple(each.skill for each in found if each is not best)
        slips = tuple(self._mending.words(asked.whole.words).items())
        return [Reading(str(asked.whole), (best.skill,), LEAST, slips, near)] if told else []

    def _lacked(self, asked: Asked, readings: Sequence[Reading], best: About) -> list[Reading]:
        """Return the parts of a list of skills that nobody has, where another part is surely one that somebody has.

        None of a sentence, whose parts are long, nor what only says once more what else was asked for.
        """
        parts = {str(term): term for term in asked.terms}
        if len(parts) == 1 or any(len(term.words) > LONGEST_PART for term in asked.terms):
            return []
        surely = [each for each in readings if each.score == 1.0 and each.typed in parts]
        wanted = self._read(surely)
        lacked = [each for each in readings if not each.skills and each.typed in parts] if wanted else []
        return [each for each in lacked if self._says_more(parts[each.typed], wanted | {best.skill})]

    def _says_more(self, part: Term, wanted: Collection[int]) -> bool:
        """Whether a part of a question asks for something that is none of what is wanted."""
        telling = [word for word in heavy(part.words) if word not in SAYS_LITTLE and len(word) > 1]
        said = self._gist.about(part.words, read=wanted)
        return bool(telling) and not any(each.says for each in said if each.skill in wanted)

    def _read(self, readings: Iterable[Reading]) -> set[int]:
        return set(filter(self._holdings.served, skills_of(readings)))

    def _heard(
        self, asked: Asked, readings: Sequence[Reading], named: frozenset[int]
    ) -> tuple[list[About], list[About]]:
        """Return what a question says for skills, and for those that somebody has, best first."""
        read = self._read(readings)
        mended = self._mended(asked.whole, readings)
        found = self._gist.about(mended, named, read)
        nearly = bool(readings) and all(reading.score >= NEARLY for reading in readings)
        if not nearly or len(mended) >= _SENTENCE:
            # The words leave it in doubt, so that it is worth some milliseconds to know what the whole means.
            found = _weighed(found, self._likeness(" ".join(mended)))
        held = [each for each in found if self._holdings.served(each.skill)]
        # What was asked for and nobody has gives way to what else was asked for, not to what it is a kind of.
        asked_for = set(skills_of(readings))
        lacked = (each for each in found if not self._holdings.served(each.skill) and each.skill not in asked_for)
        held += [wider for each in lacked for wider in self._wider(each)]
        return found, sorted(held, key=lambda each: -each.says)

    def _refused(self, whole: Term, best: About, found: Iterable[About], named: Iterable[int]) -> bool:
        """Whether words were refused for what nobody has and they name, or, where they are few, for being ordinary."""
        lacked = [each for each in found if each.skill in named and not self._holdings.served(each.skill)]
        if len(whole.words) < _SENTENCE:
            ordinary = self._holdings.ordinary.issuperset(heavy(content(whole.words)))
            loudest = max((each.says for each in lacked), default=0.0)
            return ordinary or (loudest >= _LEAST_INSTEAD and best.unsaid > _LEFT_UNSAID)
        # No other will do for a product by its name.
        product = any(self._holdings.is_software(each.skill) for each in lacked)
        return product or any(each.words >= _TELLING and each.says >= best.says * _OUTSAID for each in lacked)

    def _mended(self, whole: Term, readings: Iterable[Reading]) -> tuple[str, ...]:
        """Put what words were read as in their place: surely so, or else where they tell of no skill themselves."""
        surely: dict[str, str] = {}
        perhaps = self._mending.words(whole.words)
        for reading in readings:
            mended = surely if reading.score >= _SURELY else perhaps
            for typed, meant in reading.corrections:
                if len(typed.split()) == len(meant.split()):
                    mended |= zip(typed.split(), meant.split(), strict=True)
        words = ((word, surely.get(word, word)) for word in whole.words)
        return written_out(
            perhaps.get(word, word) if mended == word and not self._gist.knows(word) else mended
            for word, mended in words
        )

    def _wider(self, about: About) -> Iterator[About]:
        """Give what somebody lists, of which a skill that nobody has is a kind: drink is for addiction services."""
        for skill in self._holdings.families(about.skill):
            if any(self._holdings.labelled(skill)):
                yield replace(about, skill=skill, says=about.says * _WIDER)

    def _lacking(self, best: About, found: Iterable[About]) -> float:
        """Return what a text says at most for something nobody has, and that is of another family than the best."""
        skills = self._holdings.skills
        above = {one for one, _ in skills[best.skill].above if not skills[one].wide}
        kin = {one for each in (best.skill, *above) for one, _ in skills[each].narrower} | above
        return max(
            (each.says for each in found if each.skill not in kin and not self._holdings.served(each.skill)),
            default=0.0,
        )


def _weighed(found: list[About], likeness: Mapping[int, float]) -> list[About]:
    """Let what a sentence says for skills count more for those that mean alike, and less for others."""
    if not likeness:
        return found
    weighed = (replace(each, says=each.says * exp(_MEANS * (likeness.get(each.skill, 0.0) - _ALIKE))) for each in found)
    return sorted(weighed, key=lambda each: -each.says)


def _offering(held: Sequence[About], readings: Sequence[Reading]) -> list[Reading]:
    """Leave unread what was, and offer what a sentence may be about as the first of its near misses."""
    offers = tuple(each.skill for each in held[:_OFFERED] if each.says >= held[0].says * _OFFERED_BESIDE)
    return [replace(each, near=(*offers, *each.near)) for each in readings[:1]] + list(readings[1:])


def _sure(best: About, lacking: float, others: int) -> float:
    """Return how sure a text is about what somebody has, when so much of it says what nobody has, and so many others.

    From `_LEAST_SURE` on, it is.
    """
    sure = _SAYS * log(best.says) - _UNSAID * min(best.unsaid, _MOST_UNSAID)
    sure -= _STRANGE * min(best.strange, _MOST_STRANGE) + _ABOUT_OTHERS * min(others, _MOST_OTHERS)
    return sure - _LACKING * min(lacking / best.says, _MOST_LACKING)


def _way(best: About, whole: Term, readings: Iterable[Reading]) -> float:
    """Return how much may speak for what was read in a text, beside what all its words say, for it to give way.

    None does where this is 0, even if nothing speaks for it.
    """
    if any(reading.typed.isupper() and reading.typed.lower() in STOP_WORDS for reading in readings):
        # ITS was asked for, of which nothing is heard in any sentence.
        return 0.0
    way = _GIVES_WAY if best.words >= _TELLING and len(whole.words) >= _SENTENCE else _GIVES_WAY_TO_ONE
    misspelt = max((reading.score for reading in readings if reading.corrections), default=0.0)
    if misspelt >= NEARLY:
        doubtful = misspelt < _SURELY and len(whole.words) >= _SENTENCE
        return min(way, _GIVES_WAY_MISSPELT) if doubtful else 0.0
    return min(way, _GIVES_WAY_EXACT) if any(reading.score == 1.0 and reading.skills for reading in readings) else way


def _not_in_passing(
    asked: Asked, readings: Sequence[Reading], found: Iterable[About], best: About, lacked: Sequence[Reading]
) -> list[Reading]:
    """Leave out what a sentence says in passing, and put behind what it is about what else it says.

    What was surely asked for stands, and what is `lacked`; and where all of it was, nothing is behind anything.
    """
    if len(asked.terms) == 1 and sum(len(each.typed.split()) for each in readings) == len(asked.terms[0].words):
        # Nothing but names, one behind the other, is a list without commas.
        return list(readings)
    says = {each.skill: each.says for each in found}
    least, terms = best.says * _IN_PASSING, set(map(str, asked.terms))
    surely = [each for each in readings if (each.score >= NEARLY and each.typed in terms) or each in lacked]
    said = [each for each in readings if any(says.get(one, 0.0) >= least for one in each.skills)]
    stand = [each for each in readings if each in surely or each in said]
    if stand == surely:
        return stand
    return [replace(each, weight=1.0 if best.skill in each.skills else min(each.weight, BESIDE)) for each in stand]
