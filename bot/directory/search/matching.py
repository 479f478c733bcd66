"""The nearest names to words that are nobody's name: by the words they share, weighed, and by how they are spelt."""

from collections.abc import Callable, Collection, Mapping, Sequence
from heapq import nsmallest
from itertools import compress
from math import log
from operator import attrgetter, truediv

from bot.directory.search.apart import Several, apart, put, take
from bot.directory.search.clippings import Clippings
from bot.directory.search.comparing import DOUBT, SYNONYM, Comparison, Kept, Met, Nearby, Weights, Word, share
from bot.directory.search.names import Kind, Name
from bot.directory.search.spelling import SHORTEST, Spelling
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
# And a common word, that no name has, beside others.
_EVERYDAY = 0.4
# A word is only put in another's place that is this close.
_MENDED = 0.8
# A longer ordinary word was not cut short.
_SHORTEST_WHOLE = 4
# Names of so many words and letters are recognised with their spaces elsewhere, when nothing else is this near.
_FEW_WORDS, _TWO, _FEWEST_JOINED, _MOST_JOINED = 3, 2, 6, 22
_CLOSE_ENOUGH, _CLOSE_JOINED = 0.7, 0.86


class Matcher:
    """Finds near names among those it knows. Acronyms are left to exact look-ups: one letter off is another acronym.

    `spelling` knows the words of all names, for whoever else reads what was typed. What a word weighs depends on all
    names, and is worked out anew, where it is needed, after they changed.
    """

    def __init__(self, ordinary: Collection[str] = (), told: Callable[[str], bool] = lambda _: False) -> None:
        self._ordinary = ordinary
        self._told = told
        self.spelling = Spelling(ordinary)
        # Names of a few words, run together.
        self._joined: Several[Name] = {}
        self._run_together = Spelling(ordinary)
        self._count = 0
        self._postings: Several[Name] = {}
        self._begin()

    def _begin(self) -> None:
        """Have nothing worked out as yet."""
        self._weights = Weights(self._weigh)
        # By stem, all names that have it, and the first of them.
        self._having = Kept[str, frozenset[Name]](lambda one: frozenset(self._postings[one]))
        self._foremost = Kept(self._first)
        self._clippings = Clippings(self.spelling.begun, self._named_with, self._is_whole)

    def copy(self, told: Callable[[str], bool]) -> "Matcher":
        """Return another that knows the same names, and is changed on its own."""
        parts = {"spelling": apart(self.spelling), "_run_together": apart(self._run_together)}
        other = apart(self, _told=told, **parts)
        other._begin()  # noqa: SLF001 - one of these
        return other

    def add(self, name: Name) -> None:
        """Know a name."""
        self._changed(1)
        for one in set(name.stems):
            put(self._postings, one, name)
        for word in name.content:
            self.spelling.add(word)
        if joined := _joined_name(name):
            put(self._joined, joined, name)
            self._run_together.add(joined)

    def remove(self, name: Name) -> None:
        """Forget a name."""
        self._changed(-1)
        for one in set(name.stems):
            take(self._postings, one, name)
        for word in name.content:
            self.spelling.remove(word)
        if joined := _joined_name(name):
            take(self._joined, joined, name)
            self._run_together.remove(joined)

    def learn(self) -> None:
        """Work out now what all words weigh and sound like, so that whoever asks first does not wait for it."""
        for name in {name for names in self._postings.values() for name in names}:
            self._weights.norms[name]
        for one, names in self._postings.items():
            if len(names) > _RESCORED:
                self._foremost[one]
        self.spelling.learn()

    def nearest(self, spelt: Sequence[str], limit: int = 8, least: float = 0.0) -> list[Nearby]:
        """List the names nearest to these words, best first; what is less near than `least` may be left out."""
        asked = list({word.stem: word for word in map(self._word, reversed(content(spelt)))}.values())
        said = " ".join(spelt)
        comparison = Comparison(asked, said, self._weights)
        # A known word is hardly ever a slip for another that changes whether a name is near at all.
        unknown = sum(word.weight for word in asked if not word.known)
        names = comparison.hopeful(self._candidates(asked), least, unknown)
        comparison.look_alike(name for name, _ in names)
        slips = [(word.others.difference(word.synonyms), word.weight) for word in asked]
        maybe, more = frozenset[str]().union(*(others for others, _ in slips)), sum(w for others, w in slips if others)
        near = comparison.best([name for name, _ in comparison.hopeful(names, least, more, maybe)], limit)
        if not near or max(each.score for each in near) < _CLOSE_ENOUGH:
            near += self._spaced_otherwise(spelt)
        return sorted(near, key=_order)[:limit]

    def cut_short(self, spelt: Sequence[str]) -> list[tuple[Name, float]]:
        """List the names that these words may have been cut from, likeliest first, each with a score from 0 to 1."""
        return self._clippings.guess(spelt)

    def _named_with(self, its_stem: str) -> tuple[Name, ...]:
        return self._postings.get(its_stem, ())

    def _is_whole(self, word: str) -> bool:
        """Whether nothing was cut off a word; the shortest ordinary ones may be what is left of another: pub health."""
        ordinary = len(word) > _SHORTEST_WHOLE and word in self._ordinary
        return ordinary or word in FILLER_WORDS or word in EVERYDAY_WORDS

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
            Nearby(name, guess.closeness**DOUBT, ((" ".join(spelt), name.text),))
            for guess in guesses
            for name in self._joined[guess.word]
        ]

    def _changed(self, by: int) -> None:
        self._count += by
        self._weights.forget()
        self._having.clear()
        self._foremost.clear()

    def _weigh(self, its_stem: str) -> float:
        return log(1 + self._count / len(self._postings[its_stem]))

    def _word(self, word: str) -> Word:
        its_stem = stem(word)
        known = its_stem in self._postings
        guesses = (
            {}
            if known or self._told(word)
            else {stem(guess.word): guess for guess in reversed(self.spelling.guesses(word))}
        )
        weigh = self._weights.stems.__getitem__
        weight = weigh(its_stem) if known else log(1 + self._count) * _UNKNOWN
        weight = max(map(weigh, guesses), default=weight)
        if not known and word in EVERYDAY_WORDS:
            weight *= _EVERYDAY
        elif not known and word in self._ordinary:
            weight *= _ELSEWHERE
        synonyms = tuple(one for one in SYNONYMS.get(its_stem, ()) if one in self._postings)
        mistakable = len(word) >= SHORTEST and word not in self._ordinary
        return Word(word, its_stem, weight * share(word), known, word in self.spelling, mistakable, guesses, synonyms)

    def _candidates(self, asked: Sequence[Word]) -> list[Met]:
        """Return the names worth comparing, each with what the words weigh at most that it shares."""
        shared = self._sharing(self._followed(asked))
        if len(shared) <= _RESCORED:
            return sorted(shared.items(), key=_met_text)
        # Often a hundred names, so that this is left to what goes through them all without a line of Python for each.
        norm = self._weights.norms
        promise = list(map(truediv, shared.values(), map(norm.__getitem__, shared)))
        least = sorted(promise)[-_RESCORED]
        best = list(compress(shared, map(least.__le__, promise)))
        if len(best) > _RESCORED:
            # Of those at the margin, who promise alike, the first by the alphabet.
            margin = sorted((name for name in best if shared[name] / norm[name] == least), key=_text)
            best = [name for name in best if name not in margin[_RESCORED - len(best) :]]
        return [(name, shared[name]) for name in sorted(best, key=_text)]

    def _followed(self, asked: Sequence[Word]) -> dict[str, float]:
        """Return the stems by which names are found, with what it is worth to share each."""
        weights = self._weights.stems
        follow = {word.stem: word.weight for word in asked if word.known}
        for word in asked:
            follow |= {one: weights[one] * guess.closeness for one, guess in word.guesses.items()}
            follow |= {one: word.weight * SYNONYM for one in word.synonyms if one not in follow}
        return follow

    def _sharing(self, follow: Mapping[str, float]) -> dict[Name, float]:
        """Return what names share of these stems; of those that share one alone, only as many as may be compared."""
        rarest = sorted(follow, key=lambda each: len(self._postings[each]))
        names = [self._having[one] for one in rarest]
        some, seen = set[Name](), set[Name]()
        for one, those in zip(rarest, names, strict=True):
            some |= seen & those
            # What shares only something common is no match beside what shares something rarer.
            if not seen or len(those) <= _COMMON:
                some |= self._foremost[one]
                seen |= those
        shared = dict.fromkeys(some, 0.0)
        for one, those in zip(rarest, names, strict=True):
            for name in some & those:
                shared[name] += follow[one]
        return shared

    def _first(self, its_stem: str) -> frozenset[Name]:
        """Return the names that promise most of all that have a stem, when they share nothing else."""
        names, norm = self._postings[its_stem], self._weights.norms
        if len(names) <= _RESCORED:
            return self._having[its_stem]
        return frozenset(nsmallest(_RESCORED, names, key=lambda name: (norm[name], name.text)))


def _joined_name(name: Name) -> str:
    """Run a name together, if it is one that people run together: a label of a few words, or any name of two."""
    spelt = name.text.split()
    joined = "".join(spelt)
    fits = 1 < len(spelt) <= (_FEW_WORDS if name.kind is Kind.LABEL else _TWO) and len(joined) <= _MOST_JOINED
    return joined if fits and len(joined) >= _FEWEST_JOINED else ""


_text = attrgetter("text", "skill")


def _met_text(met: Met) -> tuple[str, int]:
    return met[0].text, met[0].skill


def _order(near: Nearby) -> tuple[float, bool, str]:
    return -near.score, near.name.kind is not Kind.LABEL, near.name.text
