"""What people wrote, as the words that each of them used; what could be the name of somebody is left out."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import chain, pairwise

from bot.reflection.contributions import FEWEST_AUTHORS, Contribution
from bot.reflection.wordforms import FEELINGS, KNOWN, says_something


class Kind(Enum):
    """How a word stands in a text; the last three are what lies between words that matter."""

    SMALL = "small"
    CAPITAL = "capital"
    ACRONYM = "acronym"
    TITLE = "title"
    END = "end"
    OTHER = "other"


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """A word as somebody wrote it, with `form` as it would be shown; there is one of each, so that sets are fast."""

    form: str
    kind: Kind


# Two words that follow one another.
Pair = tuple[Word, Word]

_PIECE = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[^\w\s]+")
_POSSESSIVE = re.compile(r"['’]s$")
# Addresses, numbers, and whatever is written like them, such as a handle or the name of a file.
_TRACE = re.compile(r"[@\d_#<>\\=/]|\w\.\w")
_ENDS = frozenset('.!?:…“"‘(•*-–—')
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_LINE = re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029]+")
_SPOKEN = re.compile(r"(?<!\S)\S+ \W?at\W? \S+(?: \W?dot\W? \S+)+", re.IGNORECASE)
# “I did not feel so alone” is not about feeling alone.
_DENIED = re.compile(
    r"(?:\b(?:[Nn](?:o|ot|ever|obody)|[Ll](?:ess|onger)|[Ww]ithout|[Cc]annot)|n['’]t)(?: [a-z]{2,7}){0,2} "
    rf"(?:{'|'.join(sorted(FEELINGS))})\b"
)
_ACRONYM = re.compile(r"[A-Z]{3,5}")
_TITLES = frozenset({"dr", "mr", "mrs", "ms", "mx", "prof", "professor"})


def spoken(contributions: Iterable[Contribution]) -> Mapping[tuple[int, str], Collection[Pair]]:
    """Return the words that each author used in each phase, each with what stood before it."""
    chunks, found = _Chunks(), defaultdict[tuple[int, str], set[Pair]](set)
    for one in contributions:
        if not one.text.isupper():  # in capitals alone, nothing tells a name from another word
            words = chain.from_iterable(map(chunks.__getitem__, _plain(one.text).split()))
            found[one.phase, one.by].update(pair for pair in pairwise(chain((_END,), words)) if pair[1].form)
    return found


def words_alone(said: Mapping[tuple[int, str], Collection[Pair]], names: Iterable[str] = ()) -> Collection[str]:
    """Return the forms that can be shown: none of `names`, and none that may be a name by how it was written.

    A word is no name if somebody wrote it in small letters. If it has a capital within a sentence, several people must
    have, and what follows a title is a name in any case.
    """
    small, within = Counter[str](), set[str]()
    acronyms, titled = set[str](), set[str]()
    for pairs in _by_author(said):
        small.update({word.form for _, word in pairs if word.kind is Kind.SMALL})
        for before, word in pairs:
            if before.kind is Kind.TITLE:
                titled.add(word.form)
            if word.kind is Kind.CAPITAL and before.kind is not Kind.END:
                within.add(word.form)
            elif word.kind is Kind.ACRONYM:
                acronyms.add(word.form)
    known = unicodedata.normalize("NFKC", " ".join(names)).lower()
    called = titled.union(_PIECE.findall(known), _PIECE.findall(known.replace("-", " ")))
    no_name = {word for word, authors in small.items() if word not in within or authors >= FEWEST_AUTHORS}
    words = within.union(small, called)
    return (no_name | (KNOWN - within) | {word for word in acronyms if word.lower() not in words}) - called


def _by_author(said: Mapping[tuple[int, str], Collection[Pair]]) -> Iterator[Collection[Pair]]:
    authors = defaultdict[str, set[Pair]](set)
    for (_, by), pairs in said.items():
        authors[by].update(pairs)
    yield from authors.values()


class _Chunks(dict[str, Sequence[Word]]):
    """What lies between two spaces, taken apart into words once, however often it was written."""

    def __init__(self) -> None:
        super().__init__()
        self._words: dict[tuple[str, Kind], Word] = {}

    def __missing__(self, chunk: str) -> Sequence[Word]:
        pieces = [_POSSESSIVE.sub("", piece) for piece in _PIECE.findall(chunk)]
        if _TRACE.search(chunk):
            words: Sequence[Word] = (_OTHER,)
        elif pieces and pieces[0].lower() in _TITLES:
            words = (_TITLE,)
        else:
            words = tuple(map(self._word, pieces))
        self[chunk] = words
        return words

    def _word(self, piece: str) -> Word:
        if not piece[0].isalpha():
            return _END if piece[-1] in _ENDS else _OTHER
        form = piece.lower()
        if not says_something(form):
            return _OTHER
        if piece == form:
            return self._one(form, Kind.SMALL)
        if piece[1:] == form[1:]:
            return self._one(form, Kind.CAPITAL)
        return self._one(piece, Kind.ACRONYM) if _ACRONYM.fullmatch(piece) else _OTHER

    def _one(self, form: str, kind: Kind) -> Word:
        return self._words.setdefault((form, kind), Word(form, kind))


def _plain(text: str) -> str:
    """Return a text without what nobody sees or means, an end at every line."""
    seen = text if text.isascii() else _HIDDEN.sub("", unicodedata.normalize("NFKC", text))
    seen = _LINE.sub(" . ", seen)
    if "dot" in seen.lower():
        seen = _SPOKEN.sub(" @ ", seen)
    return _DENIED.sub(" , ", seen)


_TITLE, _END, _OTHER = Word("", Kind.TITLE), Word("", Kind.END), Word("", Kind.OTHER)
