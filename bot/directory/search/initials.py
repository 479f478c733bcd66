"""Guessing what initials stand for, when nobody has said so: the vocabulary's own acronyms come first."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from bot.directory.search.apart import Several, put, take
from bot.directory.search.names import Kind, Name
from bot.directory.search.stems import stem
from bot.directory.search.text import STOP_WORDS

_MOST = 8
# Three letters or more are rarely a coincidence; two are, unless they were written as an acronym.
_LIKELY, _PARTLY, _FEW_LETTERS = 0.8, 0.66, 3
# So many letters may leave words out between the first and the last: FPKM, "fragments per kilobase ... mapped".
_TELLING = 4
_LONGEST = 12
# What more names than this begin with is a thing to do with many things.
_USUAL = 20


def spells_out(name: Name, spelt: Sequence[str]) -> bool:
    """Whether words are one acronym, and it has the first letters of a name's words: ToC is theory of change."""
    return len(spelt) == 1 and spelt[0] in _by_letters(name)


class Initials:
    """Names by the first letters of their words, with and without the small ones between."""

    def __init__(self) -> None:
        self._whole: Several[Name] = {}
        self._begun: Several[Name] = {}
        self._gapped: Several[Name] = {}
        self._first: Counter[str] = Counter()

    def add(self, name: Name) -> None:
        """Know a name by its initials; other wordings, "is this study any good", are not called by theirs."""
        self._first[_first(name)] += 1
        for where, letters in self._places(name):
            put(where, letters, name)

    def remove(self, name: Name) -> None:
        """Forget a name."""
        self._first[_first(name)] -= 1
        for where, letters in self._places(name):
            take(where, letters, name)

    def _places(self, name: Name) -> Iterator[tuple[Several[Name], str]]:
        every, short = _by_letters(name) if name.kind is Kind.LABEL else ("", "")
        for letters in {every, short}:
            if 1 < len(letters) <= _MOST:
                yield self._whole, letters
            for end in range(2, min(len(letters), _MOST)):
                yield self._begun, letters[:end]
        if _TELLING < len(short) <= _LONGEST:
            yield self._gapped, short[0] + short[-1]

    def guess(self, word: str, capitals: Collection[str]) -> list[tuple[Name, float]]:
        """List the names a word may be the initials of, the likeliest first, each with a score from 0 to 1.

        Several different skills with the same initials make each of them unlikely, unless just one of them begins
        with a word of its own: what many names begin with, such as "manage", is no part of an acronym.
        """
        if not 1 < len(word) <= _MOST or not word.isalpha():
            return []
        named = word in capitals
        whole = sorted(self._whole.get(word, ()), key=self._plainness)
        sure = _same(self._own(whole)) and (len(word) >= _FEW_LETTERS or named)
        ranked = [(name, _LIKELY if sure else _PARTLY) for name in whole]
        begun = sorted(self._begun.get(word, ()), key=self._plainness)
        partly = named and not whole and len(word) >= _FEW_LETTERS and _same(self._own(begun))
        ranked += [(name, _PARTLY if partly else _PARTLY / 2) for name in begun[:_MOST]]
        if named and not ranked and len(word) >= _TELLING:
            gapped = [name for name in self._gapped.get(word[0] + word[-1], ()) if _in_order(word, name)]
            ranked = [(name, _PARTLY) for name in gapped] if _same(gapped) else []
        return ranked

    def _own(self, names: Collection[Name]) -> list[Name]:
        """Leave out names that begin as more names do than the others, when there are others."""
        least = min(map(self._beginners, names), default=0)
        return [name for name in names if self._beginners(name) <= max(_USUAL, least)]

    def _beginners(self, name: Name) -> int:
        return self._first[_first(name)]

    def _plainness(self, name: Name) -> tuple[bool, int, str]:
        return self._beginners(name) > _USUAL, len(name.text), name.text


def _by_letters(name: Name) -> tuple[str, str]:
    """Return the first letters of a name's words, of all and without the small ones between."""
    spelt = name.text.split()
    return _initials(spelt), _initials(word for word in spelt if word not in STOP_WORDS)


def _initials(spelt: Iterable[str]) -> str:
    return "".join(word[0] for word in spelt)


def _first(name: Name) -> str:
    return stem(name.text.partition(" ")[0])


def _same(names: Collection[Name]) -> bool:
    return len({name.skill for name in names}) == 1


def _in_order(word: str, name: Name) -> bool:
    left = iter(_initials(name.text.split()))
    return all(letter in left for letter in word)
