"""Every name a skill goes by, and the look-ups that need no guessing."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from bot.directory.search.stems import stem
from bot.directory.search.text import STOP_WORDS, content, word_set, words

# Longer names are found whole, but not inside a longer text.
_LONGEST_INSIDE = 8
_SHORTEST_COMPACT = 4
# An ordinary word this short is a name only in capitals: the IT people, not "is it hard".
_LONGEST_UNSURE = 4
# `R` and `C` stand for themselves only beside these, or light words: not in vitamin C.
_JOINERS = STOP_WORDS | {"using"}

# Words that say how well or in which version, never what; digits count as such.
LIGHT_WORDS = word_set(
    "advanced assignment assignments basic basics beginner beginners class classes confident course courses coursework",
    "data expert experts expertise experience experienced good guidance homework intermediate intro introduction",
    "introductory knowledge language level master mastering package packages practical project projects refresher",
    "skill skills software some specialist support training tuition tutorial tutorials use user users using version",
    "workshop workshops help form forms paperwork problem problems question questions",
)


class Kind(Enum):
    """How a name stands for its skill."""

    LABEL = "label"
    ALIAS = "alias"
    ACRONYM = "acronym"


@dataclass(frozen=True, slots=True)
class Name:
    """One name of the skill numbered `skill`; `stems` are those of its `content` words, one for one."""

    text: str
    content: tuple[str, ...]
    stems: tuple[str, ...]
    skill: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Span:
    """Words `start` to `end` of a text are a name of `skills`."""

    start: int
    end: int
    skills: tuple[int, ...]


class Names:
    """All names, found by text, by text without spaces, by stems in any order, and inside longer texts."""

    def __init__(self, ordinary: Collection[str] = ()) -> None:
        self.every: list[Name] = []
        self._ordinary = ordinary
        self._by_text: dict[str, list[int]] = {}
        self._by_letters: dict[str, list[int]] = {}
        self._by_stems: dict[str, list[int]] = {}
        self._in_order: dict[str, list[int]] = {}
        self._acronyms: set[str] = set()

    def add(self, name: str, skill: int, kind: Kind) -> None:
        """Add a name; one without letters is left out."""
        spelt = words(name)
        if not spelt:
            return
        said = content(spelt)
        entry = Name(" ".join(spelt), tuple(said), tuple(map(stem, said)), skill, kind)
        self.every.append(entry)
        _put(self._by_text, entry.text, skill)
        if kind is Kind.ACRONYM:
            self._acronyms.add(entry.text)
        else:
            _put(self._by_stems, _key(said), skill)
        if len(letters := _letters(spelt)) >= _SHORTEST_COMPACT:
            _put(self._by_letters, letters, skill)
        if len(spelt) <= _LONGEST_INSIDE:
            _put(self._in_order, " ".join(map(stem, spelt)), skill)

    def find(self, spelt: Sequence[str]) -> tuple[int, ...]:
        """Return the skills of which these words are a name: as they stand, or else without their light words."""
        found = self.exactly(spelt)
        if not found and (weighty := heavy(spelt)) and len(weighty) < len(spelt):
            found = self.exactly(weighty)
        return found

    def exactly(self, spelt: Sequence[str]) -> tuple[int, ...]:
        """Return the skills of which these words, all of them, are a name in any form, order and spacing."""
        return tuple(
            self._by_text.get(" ".join(spelt))
            or self._by_stems.get(_key(content(spelt)))
            or self._by_letters.get(_letters(spelt))
            or ()
        )

    def alike(self, skill: int, other: int) -> bool:
        """Whether two skills share an acronym."""
        return any({skill, other} <= set(self._by_text[acronym]) for acronym in self._acronyms)

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
        for end in range(min(len(spelt), at + _LONGEST_INSIDE), at, -1):
            skills = self._in_order.get(" ".join(stems[at:end])) if end - at > 1 else self._one_word(spelt[at])
            if not skills and not (end - at == 1 and stems[at] in self._in_order):
                skills = self._run_together(spelt[at:end])
            if skills and (end - at > 1 or self._stands_alone(spelt, at, capitals)):
                return Span(at, end, tuple(skills))
        return None

    def _run_together(self, spelt: Sequence[str]) -> list[int] | None:
        letters = _letters(spelt)
        return self._by_letters.get(letters) if len(letters) > _SHORTEST_COMPACT else None

    def _one_word(self, word: str) -> list[int] | None:
        """Look one word of a text up as it stands, or in the singular: "write Welsh" is not about writing."""
        return self._by_text.get(word) or self._by_text.get(word.removesuffix("s"))

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


def _letters(spelt: Iterable[str]) -> str:
    return stem("".join(spelt))


def _put(where: dict[str, list[int]], key: str, skill: int) -> None:
    there = where.setdefault(key, [])
    if skill not in there:
        there.append(skill)
