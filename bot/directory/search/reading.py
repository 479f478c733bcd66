"""What a term means: which skills, how surely, and what had to be read as what."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Self

from bot.directory.search.examples import Examples
from bot.directory.search.gist import Gist
from bot.directory.search.guessing import Guesser
from bot.directory.search.holdings import Holdings
from bot.directory.search.judging import Judge
from bot.directory.search.languages import lacked
from bot.directory.search.meaning import Meaning
from bot.directory.search.mending import Mending, corrected
from bot.directory.search.names import Kind, Name, Span, heavy
from bot.directory.search.phrases import REQUEST_WORDS, Asked, Others, Term
from bot.directory.search.readings import BESIDE, LEAST, MOST_ALIKE, NEARLY, Reading, skills_of, uncorrected
from bot.directory.search.sentences import Sentences
from bot.directory.search.shorthand import short, written_out
from bot.directory.search.text import FILLER_WORDS, SAYS_LITTLE, STOP_WORDS, content, word_set

# Of a name inside a text, from 0 to 1.
_INSIDE = 0.97
# A question of more words is not nearly one name.
_LONGEST_WHOLE = 10
# A short word says little inside a longer text.
_SHORTEST_FREE = 5
_ABOUT = word_set("about after among around at by during for from in inside of on under using with within")
_SAYS_NOTHING = STOP_WORDS | FILLER_WORDS
_TALK = _SAYS_NOTHING | REQUEST_WORDS
# What is so sure is no part of one name that the whole question is.
_SURELY = 0.96
# How much of a longer text a known name must be for the text to be about it.
_MAINLY = 0.5


class Reader:
    """Reads terms against the skills of `holdings`: known names first, guesses only where there are none.

    `spelling` knows the words of all names, `mending` mends those in none, and `cut_short` tells labels by beginnings.
    """

    def __init__(self, holdings: Holdings, gist: Gist, guesser: Guesser, judge: Judge | None) -> None:
        self._holdings, self._gist, self._guesser, self._judge = holdings, gist, guesser, judge
        self._names, self._elsewhere = holdings.names, holdings.elsewhere
        self.spelling, self.cut_short = guesser.spelling, guesser.cut_short
        self.mending = Mending(self.spelling, holdings.ordinary, gist.knows, self._is_name)
        self._sentences = Sentences(holdings, gist, self.mending, guesser.likeness)

    @classmethod
    def of_concepts(cls, holdings: Holdings, examples: Examples | None) -> Self:
        """Return a reader that knows the clues, examples and names of all concepts, but those that were taught."""
        gist = Gist(holdings.id, holdings.elsewhere)
        judge = Judge.of_concepts(holdings, examples) if examples else None
        reader = cls(holdings, gist, Guesser(holdings, gist.knows), judge)
        for skill, clues in holdings.clues.items():
            for clue in clues:
                gist.hint(skill, clue)
        reader.add([name for name in holdings.concepts if name.text not in holdings.taught])
        return reader

    def copy(self, holdings: Holdings, meaning: Meaning | None) -> "Reader":
        """Return another that knows the same, and is changed on its own, for holdings that are a copy of these."""
        gist = self._gist.copy(holdings.id)
        guesser = self._guesser.copy(holdings, gist.knows, meaning)
        return Reader(holdings, gist, guesser, self._judge and self._judge.copy(holdings, guesser.opinion))

    def add(self, names: Collection[Name]) -> None:
        """Guess at these names too."""
        self._changed()
        self._guesser.add(names)
        for name in filter(self._tells, names):
            self._gist.add(name)

    def remove(self, names: Collection[Name]) -> None:
        """Guess at these names no more."""
        self._changed()
        self._guesser.remove(names)
        for name in filter(self._tells, names):
            self._gist.remove(name)

    def _changed(self) -> None:
        if self._judge:
            self._judge.changed()

    def _tells(self, name: Name) -> bool:
        """Whether the words of a name tell of its skill in any sentence: not those of an acronym, act or grade."""
        return name.kind is not Kind.ACRONYM or name.text not in self._holdings.ordinary

    def tells(self, word: str) -> bool:
        """Whether a word tells of a skill, or is known to be about something else."""
        return word in self._holdings.ordinary or self._gist.knows(word)

    def learn(self) -> None:
        """Learn now what the names weigh and mean, which takes a while, and not when somebody asks."""
        self._guesser.learn()
        self.mending.learn()
        if self._judge:
            self._judge.learn()

    def _is_name(self, word: str) -> bool:
        return bool(self._names.exactly((word,)))

    def readings(self, asked: Asked, *, exactly: bool = False) -> list[Reading]:
        """Read a question: its terms, or all of it as the one name that it nearly is; `exactly` corrects nothing."""
        read = self._readings(asked, exactly=exactly)
        if self._judge and not (exactly or asked.others):
            read = self._judge.judge(str(asked.whole), self.mending.all(asked.whole.words), read)
        read += lacked(asked.whole, self._spans(asked.whole), read, self._holdings)
        return [self._offered(self._or_others(reading, asked.others)) for reading in read]

    def _or_others(self, reading: Reading, others: Others | None) -> Reading:
        """Read what was asked for as what is of its kind, where that will do: "Mendeley or similar" is EndNote."""
        named = reading.skills or reading.near
        if not others or not named or (others is Others.TOO and any(map(self._holdings.served, reading.skills))):
            return reading
        # Instead of prison nobody wants what else is like a prison.
        if others is Others.INSTEAD and not self._holdings.is_software(named[0]):
            return reading
        kin = [one for one in self._holdings.beside(named[0]) if self._holdings.popularity(one)]
        if not kin:
            return reading
        typed = f"{reading.typed} or similar" if others is Others.TOO else f"an alternative to {reading.typed}"
        score = max(reading.score, LEAST)
        return replace(reading, typed=typed, skills=tuple(kin[:MOST_ALIKE]), score=score, near=named, said=None)

    def _offered(self, reading: Reading) -> Reading:
        """Read a part that nobody lists as the whole that somebody does: who does meta-analyses draws forest plots."""
        offered = tuple(dict.fromkeys(map(self._holdings.offered, reading.skills)))
        return reading if offered == reading.skills else replace(reading, skills=offered, near=())

    def _readings(self, asked: Asked, *, exactly: bool) -> list[Reading]:
        if not exactly and asked.terms != (asked.whole,) and (name := self._misspelt_name(asked.whole)):
            return name
        readings = [reading for term in asked.terms for reading in self.read(term)]
        if exactly:
            return [uncorrected(reading) for reading in readings]
        least = min((reading.score for reading in readings), default=0.0)
        if readings and least < _SURELY and asked.terms != (asked.whole,) and len(asked.whole.words) <= _LONGEST_WHOLE:
            found = any(reading.skills for reading in readings)
            enough = NEARLY if found else LEAST
            whole = self._guesser.guess(asked.whole, max(least, enough), by_words=found)
            if whole.score > least and whole.score >= enough:
                readings = [whole]
        surely = bool(readings) and all(reading.score == 1.0 for reading in readings)
        if surely and (len(asked.terms) == 1 or any(map(self._holdings.served, skills_of(readings)))):
            return readings
        named = frozenset(skill for span in self._spans(asked.whole) for skill in span.skills)
        return self._sentences.about(asked, readings, named, surely=surely) or readings

    def read(self, term: Term) -> list[Reading]:
        """Read a term: one reading, or several when it is made of several names, "statistics in Stata".

        Every word that tells of no skill may be what it is nearly spelt as: surely so when that makes a name of it, and
        else when it is surer then.
        """
        if name := self._misspelt_name(term):
            return name
        readings = self._written_out(term, self._read(term))
        if readings[0].score >= NEARLY:
            return readings
        slips = self.mending.words(term.words)
        if not slips:
            return readings
        again = self._read(_mended(term, slips))
        better = again[0].skills and min(each.score for each in again) > max(each.score for each in readings)
        return [corrected(each, slips) for each in again] if better else readings

    def _misspelt_name(self, term: Term) -> list[Reading]:
        """Read a term that is a name once its slips are put right; nothing for any other."""
        slips = {} if self._holdings.asked_by(term.words) else self.mending.words(term.words)
        mended = _mended(term, slips)
        return (
            [corrected(each, slips) for each in self._read(mended)]
            if slips and self._holdings.asked_by(mended.words)
            else []
        )

    def _written_out(self, term: Term, readings: list[Reading]) -> list[Reading]:
        """Read a term with the words that are short for others written out, where that is surer.

        One word alone is an acronym, if it is anything.
        """
        meant = tuple(short(term.words))
        if not meant or term.words == (meant[0][0],):
            return readings
        again = self._read(Term(written_out(term.words), term.capitals))
        better = again[0].skills and min(each.score for each in again) > max(each.score for each in readings)
        return [replace(each, typed=str(term), corrections=meant) for each in again] if better else readings

    def _read(self, term: Term) -> list[Reading]:
        if skills := self._holdings.asked_by(term.words):
            return [Reading(str(term), skills, 1.0, said=self._holdings.said(skills, term.words))]
        start, end = _without_talk(term)
        bare = term.words[start:end]
        if bare and any(map(self._holdings.served, skills := self._holdings.asked_by(bare))):
            return [Reading(term.spell(start, end), skills, 1.0, said=self._holdings.said(skills, bare))]
        spans = self._spans(term)
        covered = {at for span in spans for at in range(span.start, span.end)}
        rest = [word for at, word in enumerate(term.words) if at not in covered and word not in _SAYS_NOTHING]
        if spans and not heavy(rest):
            together = self._together(term, spans)
            # What looks like names that nobody has may be the slip of one: in "viva preperation" is no PrEP.
            misspelt = None if together[0].skills else self._guesser.guess(term)
            return [misspelt] if misspelt and misspelt.corrections and misspelt.score >= NEARLY else together
        guess = self._guesser.guess(term)
        # One letter off is another acronym: GRT communities are no LGBT communities.
        mended = {word for typed, _ in guess.corrections for word in typed.split()}
        doubtful = guess.score < NEARLY or not term.capitals.keys().isdisjoint(mended | _SAYS_NOTHING)
        shouted = self._shouted(term, spans)
        if doubtful and any(map(self._holdings.served, skills_of(shouted))):
            return [each for each in shouted if any(map(self._holdings.served, each.skills))]
        return (not guess.skills and (self._mainly(term, spans) or shouted)) or [guess]

    def _shouted(self, term: Term, spans: Iterable[Span]) -> list[Reading]:
        """Read a text as the names of one word in it that stand in capitals: whoever writes so means them.

        None where words speak of something else.
        """
        if not self._elsewhere.isdisjoint(term.words):
            return []
        shouted = (each for each in spans if each.end - each.start == 1 and term.words[each.start] in term.capitals)
        return [self._inside(term, each, LEAST) for each in shouted]

    def _spans(self, term: Term) -> Sequence[Span]:
        return self._names.spans(term.words, term.capitals) if term.spans is None else term.spans

    def _together(self, term: Term, spans: Sequence[Span]) -> list[Reading]:
        """Read a text made of several names as all of them.

        Names that stand side by side say one thing: nobody is named for a Welsh translation when nobody has Welsh.
        """
        touching = any(one.end == other.start for one, other in pairwise(spans))
        if touching and not all(any(map(self._holdings.served, span.skills)) for span in spans):
            near = tuple(dict.fromkeys(skill for span in spans for skill in span.skills))
            return [Reading(str(term), (), 0.0, near=near)]
        parts = [self._inside(term, span, _INSIDE) for span in spans]
        if len(parts) == 1 and (said := self._holdings.said(parts[0].skills, term.words)):
            return [replace(parts[0], said=said)]
        if len(parts) > 1 and not any(map(self._holdings.served, parts[0].skills)):
            # What comes first is what is wanted: yoga for teenagers is yoga.
            return [Reading(str(term), (), 0.0, near=tuple(skill for part in parts for skill in part.skills))]
        parts.sort(key=self._specific)
        return [replace(part, weight=1.0 if part is parts[0] else BESIDE) for part in parts]

    def _specific(self, reading: Reading) -> tuple[int, int]:
        """Order names within one text: those of more words first, then those that fewer people answer to."""
        return -len(reading.typed.split()), sum(len(self._holdings.skills[one].reach) for one in reading.skills)

    def _inside(self, term: Term, span: Span, score: float) -> Reading:
        spelt = term.words[span.start : span.end]
        said = self._holdings.said(span.skills, spelt)
        return Reading(term.spell(span.start, span.end), span.skills, score, said=said)

    def _mainly(self, term: Term, spans: Sequence[Span]) -> list[Reading]:
        """Read a longer text as the names that make up most of it, or all that is known of it.

        One word alone is too little to go by, unless it is what the text begins with, "NLP of clinical notes", or small
        words part it from the others: "promote my research on Twitter", but not "nuclear power". So is any name beside
        something that is known to be no skill here.
        """
        telling = [span for span in spans if span.end - span.start > 1]
        covered = {at for span in spans for at in range(span.start, span.end)}
        rest = heavy(word for at, word in enumerate(term.words) if at not in covered)
        if spans and SAYS_LITTLE.issuperset(rest) and not telling and len(spans) == 1:
            return [self._inside(term, spans[0], LEAST)]
        if not self._elsewhere.isdisjoint(term.words):
            said = sum(span.end - span.start for span in telling)
            telling = telling if said >= _MAINLY * len(content(term.words)) else []
        elif not telling:
            telling = [span for span in spans if self._stands_free(term, span)]
            telling = telling[:1] if any(self._heads(term, span) for span in telling[:1]) else telling
        return [self._inside(term, span, LEAST) for span in telling]

    def _heads(self, term: Term, span: Span) -> bool:
        """Whether a text begins with a name, and goes on to say in, of or for what."""
        return span.start == 0 and len(term.words) > span.end and term.words[span.end] in _ABOUT

    def _stands_free(self, term: Term, span: Span) -> bool:
        """Whether a name of one word is no part of a longer one, as small words on both sides of it tell."""
        if self._heads(term, span):
            return True
        word = term.words[span.start]
        before, after = term.words[: span.start][-1:], term.words[span.end :][:1]
        free = _SAYS_NOTHING.issuperset((*before, *after)) and bool(before)
        return free and len(word) >= _SHORTEST_FREE and word not in self._holdings.ordinary


def _without_talk(term: Term) -> tuple[int, int]:
    """Return where what is left without the talk around it begins and ends: several words side by side, or none."""
    telling = [at for at, word in enumerate(term.words) if word not in _TALK]
    if not 1 < len(telling) < len(term.words) or telling[-1] - telling[0] >= len(telling):
        return 0, 0
    return telling[0], telling[-1] + 1


def _mended(term: Term, slips: Mapping[str, str]) -> Term:
    return Term(tuple(slips.get(word, word) for word in term.words), term.capitals)
