"""Guessing what initials stand for, when nobody has said so: the vocabulary's own acronyms come first."""

from collections.abc import Collection, Iterable, Iterator

from bot.directory.search.names import Kind, Name
from bot.directory.search.text import STOP_WORDS

_MOST = 8
# Three letters or more are rarely a coincidence; two are, unless they were written as an acronym.
_LIKELY, _PARTLY, _FEW_LETTERS = 0.8, 0.66, 3


class Initials:
    """Names by the first letters of their words, with and without the small ones between."""

    def __init__(self) -> None:
        self._whole: dict[str, list[Name]] = {}
        self._begun: dict[str, list[Name]] = {}

    def add(self, name: Name) -> None:
        """Know a name by its initials; other wordings, "is this study any good", are not called by theirs."""
        for where, letters in self._places(name):
            where.setdefault(letters, []).append(name)

    def remove(self, name: Name) -> None:
        """Forget a name."""
        for where, letters in self._places(name):
            where[letters].remove(name)
            if not where[letters]:
                del where[letters]

    def _places(self, name: Name) -> Iterator[tuple[dict[str, list[Name]], str]]:
        spelt = name.text.split() if name.kind is Kind.LABEL else []
        for letters in {_initials(spelt), _initials(word for word in spelt if word not in STOP_WORDS)}:
            if 1 < len(letters) <= _MOST:
                yield self._whole, letters
            for end in range(2, min(len(letters), _MOST)):
                yield self._begun, letters[:end]

    def guess(self, word: str, capitals: Collection[str]) -> list[tuple[Name, float]]:
        """List the names a word may be the initials of, the likeliest first, each with a score from 0 to 1.

        Several different skills with the same initials make each of them unlikely.
        """
        if not 1 < len(word) <= _MOST or not word.isalpha():
            return []
        whole = self._whole.get(word, [])
        sure = len({name.skill for name in whole}) == 1 and (len(word) >= _FEW_LETTERS or word in capitals)
        ranked = [(name, _LIKELY if sure else _PARTLY) for name in sorted(whole, key=_plainness)]
        return ranked + [(name, _PARTLY / 2) for name in sorted(self._begun.get(word, []), key=_plainness)[:_MOST]]


def _initials(spelt: Iterable[str]) -> str:
    return "".join(word[0] for word in spelt)


def _plainness(name: Name) -> tuple[bool, int, str]:
    return name.kind is not Kind.LABEL, len(name.text), name.text
