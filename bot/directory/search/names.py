"""Every name a skill goes by, and the look-ups that need no guessing."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from sys import intern

from bot.directory.search.stems import stem
from bot.directory.search.text import STOP_WORDS, content, swapped, word_set, words

# Longer names are found whole, but not inside a longer text.
_LONGEST_INSIDE = 8
_SHORTEST_COMPACT = 4
# So many letters tell whether any name, run together, may begin so; its form may have so many more at its end.
_BEGUN, _ENDING = 4, 9
_SHORTEST_FORM = 7
_SHORTEST_SLIP = 5
_AN_ACRONYM = 2
# An ordinary word this short is a name only in capitals: the IT people, not "is it hard".
_LONGEST_UNSURE = 4
# `R` and `C` stand for themselves only beside these, or light words: not in vitamin C.
_JOINERS = STOP_WORDS | word_set("using excel java julia matlab nvivo python sas spss sql stata")

# Words that say how well or in which version, never what; digits count as such.
LIGHT_WORDS = word_set(
    "advanced assignment assignments basic basics beginner beginners class classes confident course courses coursework",
    "data expert experts expertise experience experienced good guidance homework intermediate intro introduction",
    "introductory knowledge language level master mastering package packages practical project projects refresher",
    "skill skills software some specialist support training tuition tutorial tutorials use user users using version",
    "workshop workshops help form forms paperwork problem problems question questions application applications",
    "junior senior researcher researchers colleague colleagues staff student students undergraduate postgraduate",
)


class Kind(Enum):
    """How a name stands for its skill."""

    LABEL = "label"
    ALIAS = "alias"
    ACRONYM = "acronym"


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """One name of the skill numbered `skill`; `stems` are those of its `content` words, one for one."""

    text: str
    content: tuple[str, ...]
    stems: tuple[str, ...]
    skill: int
    kind: Kind

    def means(self, stems: frozenset[str]) -> bool:
        """Whether these are the stems of its words, the light ones left out."""
        if not stems.issubset(self.stems):
            return False
        spelt = self.text.split()
        return stems == frozenset(map(stem, content(heavy(spelt) or spelt)))


@dataclass(frozen=True, slots=True)
class Span:
    """Words `start` to `end` of a text are a name of `skills`."""

    start: int
    end: int
    skills: tuple[int, ...]


# By text, by letters without spaces, by stems in any order, and by stems as they stand.
_TEXT, _LETTERS, _STEMS, _ORDER = range(4)
_Table = dict[str, tuple[int, ...]]


class Names:
    """All names, found by text, by text without spaces, by stems in any order, and inside longer texts.

    Those of `base` are found too, and first; names are added and removed here alone.
    """

    def __init__(self, ordinary: Collection[str] = (), base: "Names | None" = None) -> None:
        self._base = base
        self._ordinary = ordinary
        self._of: dict[int, list[Name]] = {}
        # Each alone: most words are the name of one skill.
        self._alone: dict[int, tuple[int]] = {}
        self._own: tuple[_Table, _Table, _Table, _Table] = ({}, {}, {}, {})
        layers = (base._own, self._own) if base else (self._own,)  # noqa: SLF001 - one of these
        # Each table with that of the base before it.
        self._tables: tuple[tuple[_Table, ...], ...] = tuple(zip(*layers, strict=True))
        self._acronyms: set[str] = set(base._acronyms) if base else set()  # noqa: SLF001
        # At most so many words, and letters run together, has a name that begins with this stem, and these letters.
        # They only spare look-ups: what is gone may stay.
        self._most_words: dict[str, int] = dict(base._most_words) if base else {}  # noqa: SLF001
        self._most_letters: dict[str, int] = dict(base._most_letters) if base else {}  # noqa: SLF001

    def __iter__(self) -> Iterator[Name]:
        for names in self._of.values():
            yield from names

    def add(self, name: str, skill: int, kind: Kind) -> Name | None:
        """Add a name; one without letters is left out."""
        spelt = words(name)
        if not spelt:
            return None
        said = tuple(map(intern, content(spelt)))
        stems = tuple(intern(stem(word)) for word in said)
        entry = Name(intern(" ".join(spelt)), said, said if stems == said else stems, skill, kind)
        self._of.setdefault(skill, []).append(entry)
        self._note_beginning(spelt)
        alone = self._alone.setdefault(skill, (skill,))
        if kind is Kind.ACRONYM:
            self._acronyms.add(entry.text)
        for which, key in _keys(entry):
            there = self._own[which].get(key, ())
            if skill not in there:
                self._own[which][key] = tuple(sorted((*there, skill))) if there else alone
        return entry

    def _note_beginning(self, spelt: Sequence[str]) -> None:
        first, joined = intern(stem(spelt[0])), "".join(spelt)
        self._most_words[first] = max(len(spelt), self._most_words.get(first, 0))
        for begun in {joined[:_BEGUN], letters(spelt)[:_BEGUN]}:
            self._most_letters[begun] = max(len(joined) + _ENDING, self._most_letters.get(begun, 0))

    def remove(self, name: str, skill: int) -> Name:
        """Remove a name that was added to a skill here; another name of that skill may be found by the same words."""
        spelt = " ".join(words(name))
        names = self._of[skill]
        gone = next(each for each in names if each.text == spelt)
        names.remove(gone)
        kept = {key for each in names for key in _keys(each)}
        for which, key in {*_keys(gone)} - kept:
            left = tuple(each for each in self._own[which].pop(key) if each != skill)
            if left:
                self._own[which][key] = left
        if not names:
            del self._of[skill], self._alone[skill]
        return gone

    def of(self, skill: int) -> list[Name]:
        """List the names of a skill."""
        return self._of.get(skill) or (self._base.of(skill) if self._base else [])

    def find(self, spelt: Sequence[str]) -> tuple[int, ...]:
        """Return the skills of which these words are a name: as they stand, or else without their light words."""
        found = self.exactly(spelt)
        if not found and (weighty := heavy(spelt)) and len(weighty) < len(spelt):
            found = self.exactly(weighty)
        return found

    def exactly(self, spelt: Sequence[str]) -> tuple[int, ...]:
        """Return the skills of which these words, all of them, are a name in any form, order and spacing."""
        found = self._look(_TEXT, " ".join(spelt))
        if not found and len(spelt) == 1 and spelt[0] in self._ordinary:
            # Pensions are not pensioners.
            return self._one_or_many(spelt[0])
        found = found or self._look(_STEMS, _key(content(spelt)))
        # Only where any name is so long: what is stemmed is kept, and a whole question need not be.
        if not found and spelt and self._most_run_together(spelt, stem(spelt[0]), 0) == len(spelt):
            found = self._look(_LETTERS, letters(spelt))
        return found or (self._look(_TEXT, spelt[0][:-1]) if len(spelt) == 1 and self._several(spelt[0]) else ())

    def _one_or_many(self, word: str) -> tuple[int, ...]:
        """Look a word up in the singular or plural: two letters are an acronym as they stand, and IT is no ITS."""
        one = word.removesuffix("s")
        found = self._look(_TEXT, one) if len(one) > _AN_ACRONYM else ()
        return found or (self._look(_TEXT, f"{word}s") if len(word) > _AN_ACRONYM else ())

    def _several(self, word: str) -> bool:
        """Whether a word is more than one of an acronym: OTs."""
        return word.endswith("s") and word[:-1] in self._acronyms

    def nearly(self, spelt: Sequence[str]) -> tuple[int, ...]:
        """Return the one skill of which a long word is a name, but for two letters that changed places."""
        if len(spelt) != 1 or len(spelt[0]) < _SHORTEST_SLIP or spelt[0] in self._ordinary:
            return ()
        found = {skill for slip in swapped(spelt[0]) for skill in self._look(_TEXT, slip)}
        return tuple(found) if len(found) == 1 else ()

    def _look(self, which: int, key: str) -> tuple[int, ...]:
        for table in self._tables[which]:
            if found := table.get(key):
                return found
        return ()

    def alike(self, skill: int, other: int) -> bool:
        """Whether two skills share an acronym."""
        return any({skill, other} <= set(self._look(_TEXT, acronym)) for acronym in self._acronyms)

    def spans(self, spelt: Sequence[str], capitals: Collection[str] = ()) -> list[Span]:
        """List the names inside a text from left to right, the longest first, none overlapping."""
        found: list[Span] = []
        stems = list(map(stem, spelt))
        at = 0
        while at < len(spelt):
            span = self._longest(spelt, stems, at, capitals)
            found += [span] if span else []
            at = span.end if span else at + 1
        return found

    def _longest(self, spelt: Sequence[str], stems: Sequence[str], at: int, capitals: Collection[str]) -> Span | None:
        words, run = self._most_words.get(stems[at], 1), self._most_run_together(spelt, stems[at], at)
        for size in range(min(len(spelt) - at, _LONGEST_INSIDE, max(words, run)), 1, -1):
            end = at + size
            skills = self._look(_ORDER, " ".join(stems[at:end])) if size <= words else ()
            if not skills and size <= run:
                skills = self._run_together("".join(spelt[at:end]))
            if skills:
                return Span(at, end, skills)
        if skills := self._set_apart(spelt[at : at + 2]):
            return Span(at, at + 2, skills)
        skills = self._one_word(spelt[at])
        if not skills and run and len(spelt[at]) > _SHORTEST_COMPACT and not self._look(_ORDER, stems[at]):
            skills = self._run_together(spelt[at])
        return Span(at, at + 1, skills) if skills and self._stands_alone(spelt, at, capitals) else None

    def _set_apart(self, pair: Sequence[str]) -> tuple[int, ...]:
        """Look up an acronym whose last letter stands apart: PPI/E; ITS a is no ITSA."""
        joined = "".join(pair)
        letter = len(pair[-1]) == 1 and pair[-1] not in {"a", "i"}
        known = letter and joined in self._acronyms and pair[0] in self._acronyms
        return self._look(_TEXT, joined) if known and pair[0] not in self._ordinary else ()

    def _most_run_together(self, spelt: Sequence[str], its_stem: str, at: int) -> int:
        """Return of how many words from here a name may be, if they are run together."""
        word = spelt[at]
        begun = word[:_BEGUN] if len(word) >= _BEGUN else "".join(spelt[at : at + _BEGUN])[:_BEGUN]
        most = self._most_letters.get(begun, 0) or self._most_letters.get(its_stem[:_BEGUN], 0)
        count = size = 0
        for word in spelt[at : at + _LONGEST_INSIDE] if most else ():
            size += len(word)
            if size > most:
                break
            count += 1
        return count

    def _run_together(self, joined: str) -> tuple[int, ...]:
        return self._look(_LETTERS, stem(joined)) if len(joined) > _SHORTEST_COMPACT else ()

    def _one_word(self, word: str) -> tuple[int, ...]:
        """Look one word of a text up as it stands, in the singular or plural, and a longer one in any form.

        "Write Welsh" is not about writing, but whoever wants to "proofread a thesis" wants proofreading.
        """
        found = self._look(_TEXT, word)
        if word in self._ordinary:
            return found
        if not found and len(word) >= _SHORTEST_COMPACT:
            # Whoever is senior is none of the seniors.
            found = self._look(_TEXT, word.removesuffix("s")) or (
                () if word in LIGHT_WORDS else self._look(_TEXT, word + "s")
            )
        return found or (self._look(_STEMS, stem(word)) if len(word) >= _SHORTEST_FORM else ())

    def _stands_alone(self, spelt: Sequence[str], at: int, capitals: Collection[str]) -> bool:
        """Whether one word of a text is surely the name it looks like: not the C of vitamin C, nor act for ACT."""
        word = spelt[at]
        if word in self._ordinary and (word in self._acronyms or len(word) <= _LONGEST_UNSURE):
            return word in capitals or len(spelt) == 1
        if len(word) > 1:
            return True
        before_fits = at == 0 or spelt[at - 1] in _JOINERS
        after_fits = at + 1 == len(spelt) or spelt[at + 1] in _JOINERS or is_light(spelt[at + 1])
        return before_fits and after_fits


def is_light(word: str) -> bool:
    """Whether a word says how well or in which version, never what."""
    return word in LIGHT_WORDS or word.removeprefix("v").isdecimal()


def heavy(spelt: Iterable[str]) -> list[str]:
    """Leave out the light words."""
    return [word for word in spelt if not is_light(word)]


def _key(said: Iterable[str]) -> str:
    return " ".join(sorted(map(stem, said)))


def letters(spelt: Iterable[str]) -> str:
    """Run words together, as the stem of one word."""
    return stem("".join(spelt))


def _keys(name: Name) -> Iterator[tuple[int, str]]:
    """List in which tables a name stands, and under what; the same words are kept once."""
    spelt = name.text.split()
    yield _TEXT, name.text
    # What comes down to one letter stands for a skill only as it is written: E is no A&E.
    if name.kind is not Kind.ACRONYM and (len(spelt) == 1 or len("".join(name.content)) > 1):
        yield _STEMS, intern(" ".join(sorted(name.stems)))
    if len(joined := letters(spelt)) >= _SHORTEST_COMPACT:
        yield _LETTERS, intern(joined)
    if len(spelt) <= _LONGEST_INSIDE:
        yield _ORDER, intern(" ".join(map(stem, spelt)))
