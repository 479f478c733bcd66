"""Misspelt words of people's names: whom a question leaves out as Nimah is Niamh."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from string import ascii_lowercase

# So many words of a question are looked at: each is compared with all that it may have been meant to be.
_MOST = 12


@dataclass(frozen=True, slots=True)
class Misspelt:
    """What words of one question were meant to be.

    `slip_of` finds the word of a name that a word is a slip of, `ordinary` says whether a word is one of talk or of a
    skill, and `elsewhere` whether it is a slip of another kind of name.
    """

    slip_of: Callable[[str], str]
    ordinary: Callable[[str], bool]
    elsewhere: Callable[[str], bool]
    _seen: dict[str, str] = field(default_factory=dict)

    def meant(self, word: str, *, people: bool) -> str:
        """Return the word of a name that a word is a slip of, if it is no other word; else the word itself.

        Where not only `people` can stand, it must not be a slip of an ordinary word either.
        """
        if word not in self._seen:
            unknown = len(self._seen) < _MOST and not self.ordinary(word)
            slip = self.slip_of(word) if unknown else ""
            self._seen[word] = slip if slip and not (self.ordinary(slip) or self.elsewhere(word)) else ""
        slip = self._seen[word]
        taken = slip and not people and any(map(self.ordinary, one_slip_from(word)))
        return slip if slip and not taken else word


def one_slip_from(word: str) -> Iterator[str]:
    """Give all that a word of plain letters may have been meant to be: a few hundred, whoever is listed."""
    if not (word.isascii() and word.isalpha()):
        return
    for at in range(len(word) + 1):
        before, behind = word[:at], word[at:]
        yield before + behind[1:]
        if len(behind) > 1:
            yield before + behind[1] + behind[0] + behind[2:]
        for letter in ascii_lowercase:
            yield before + letter + behind
            yield before + letter + behind[1:]
