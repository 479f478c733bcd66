"""Cutting text into the pieces of words that a language model knows."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

_TOKEN = re.compile(r"\w+|[^\w\s]")
_BEGIN, _END, _UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
# A longer word is no word.
_LONGEST = 100


class WordPieces:
    """The vocabulary of a BERT model that does not tell capitals and accents apart, one piece a line."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._number = {line.rstrip("\n"): number for number, line in enumerate(lines)}

    def numbers(self, text: str, most: int) -> list[int]:
        """Return the numbers of a text's pieces, at most so many, between those that begin and end it."""
        plain = "".join(each for each in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(each))
        pieces = [piece for word in _TOKEN.findall(plain) for piece in self._pieces(word)]
        return [self._number[piece] for piece in (_BEGIN, *pieces[: most - 2], _END)]

    def _pieces(self, word: str) -> list[str]:
        """Take the longest piece that is known each time; a word that is left with none is unknown as a whole."""
        found: list[str] = []
        at = 0
        while at < len(word):
            piece = next((each for each in _beginnings(word, at) if each in self._number), None)
            if piece is None or len(word) > _LONGEST:
                return [_UNKNOWN]
            found.append(piece)
            at += len(piece) - (2 if at else 0)
        return found


def _beginnings(word: str, at: int) -> Iterator[str]:
    prefix = "##" if at else ""
    return (prefix + word[at:end] for end in range(len(word), at, -1))
