"""Reading what people type: the same words, however they are spelt, spaced or punctuated."""

import re
import unicodedata
from collections.abc import Iterable

# People paste whole e-mails into search boxes; what matters stands near the start, and time stays bounded.
MOST_CHARACTERS = 400
MOST_WORDS = 40

_WORD = re.compile(r"[^\W_]+(?:(?:\+\+?|#)(?![^\W_]))?")
_APOSTROPHES = re.compile(r"(?<=\w)['’ʼ`](?=\w)")
_MARKUP = re.compile(r"<[!@#][^>]{0,80}>|@(?:everyone|here|channel)\b")


def word_set(*lines: str) -> frozenset[str]:
    """Read a set of words from lines of them."""
    return frozenset(" ".join(lines).split())


# Words that say nothing about which skill is meant.
STOP_WORDS = word_set(
    "a an and any as at by de for from her his how in into is its my of on or our some that the their these this those",
    "to via what with within your",
)


def normalise(text: str) -> str:
    """Reduce a text to its words, in one writing, with single spaces; `C++` and `C#` keep their signs.

    Idempotent. Empty when there is nothing in it but signs.
    """
    return " ".join(words(text))


def words(text: str) -> list[str]:
    """List the normalised words of a text, at most `MOST_WORDS` from its first `MOST_CHARACTERS` characters."""
    folded = _fold(text[:MOST_CHARACTERS])[:MOST_CHARACTERS]
    return _WORD.findall(_APOSTROPHES.sub("", _MARKUP.sub(" ", folded)))[:MOST_WORDS]


def shouted(text: str) -> frozenset[str]:
    """Return the normalised words that stand in capitals, as acronyms do; none when everything does."""
    typed = _WORD.findall(_APOSTROPHES.sub("", text[:MOST_CHARACTERS]))
    if len(typed) > 1 and all(word.isupper() for word in typed):
        return frozenset()
    return frozenset(folded for word in typed if word.isupper() for folded in words(word))


def content(of: Iterable[str]) -> list[str]:
    """Leave out the words that say nothing; keep them all when nothing else is there."""
    every = list(of)
    return [word for word in every if word not in STOP_WORDS] or every


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    # Folding case can undo a composition and composing can bring back an accent, so this runs until it rests.
    for _ in range(4):
        folded = _without_accents(unicodedata.normalize("NFKC", text.casefold()))
        if folded == text:
            break
        text = folded
    return text


def _without_accents(text: str) -> str:
    """Drop the accents of Latin letters only: in other scripts they are letters in their own right."""
    kept: list[str] = []
    for character in text:
        apart = unicodedata.normalize("NFD", character)
        base = apart[0]
        latin = len(apart) > 1 and base.isascii()
        if latin or not (unicodedata.combining(character) and kept and kept[-1].isascii()):
            kept.append(base if latin else character)
    return "".join(kept)
