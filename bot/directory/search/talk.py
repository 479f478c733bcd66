"""Slips in the talk around a skill: "lookign for somebdy", which would else be taken for words of what is wanted."""

from collections.abc import Iterable, Iterator
from functools import cache

from bot.directory.search.phrases import REQUEST_WORDS
from bot.directory.search.text import FILLER_WORDS, STOP_WORDS

_TALK = REQUEST_WORDS | FILLER_WORDS | STOP_WORDS
# One letter left out, or two that changed places, may be a slip from so many letters on; one too many from so many; and
# another letter from so many: Loom is not look.
_SHORTEST, _SHORTEST_MORE, _SHORTEST_OTHER = 4, 5, 6
# What a question is read for besides (`phrases`, `whom`) is no slip, whatever it is near to: a setting is no getting.
_READ = frozenset({"setting", "settings", "academic", "clinical", "community"})
# What is shorter is an acronym more often than a slip; these are none.
_SHORT = {"adn": "and", "hlp": "help", "teh": "the", "wth": "with"}


def meant(word: str) -> str:
    """Return the word of talk that an unknown word is a slip of: one letter left out, too many, another, or displaced.

    Any other word is returned as it is.
    """
    if word in _TALK or word in _READ:
        return word
    return _SHORT.get(word) or min(_slips(word), default=word) if word.isascii() and word.isalpha() else word


def learn() -> None:
    """Work out now what words of talk are like, so that whoever asks first does not wait for it."""
    _longer()


def _slips(word: str) -> Iterator[str]:
    if len(word) < _SHORTEST:
        return
    yield from _longer().get(word, ())
    for shorter in _one_less(word):
        if shorter in _TALK and len(word) >= _SHORTEST_MORE:
            yield shorter
        for other in _longer().get(shorter, ()):
            if len(other) == len(word) and (sorted(other) == sorted(word) or len(word) >= _SHORTEST_OTHER):
                yield other


@cache
def _longer() -> dict[str, list[str]]:
    """Return words of talk by what is left of them without one letter."""
    longer: dict[str, list[str]] = {}
    for word in sorted(_TALK):
        for shorter in _one_less(word) if len(word) >= _SHORTEST else ():
            longer.setdefault(shorter, []).append(word)
    return longer


def _one_less(word: str) -> Iterable[str]:
    return dict.fromkeys(word[:at] + word[at + 1 :] for at in range(len(word)))
