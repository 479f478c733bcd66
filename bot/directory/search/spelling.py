"""What a word that nobody knows was probably meant to be."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from sys import maxunicode

from rapidfuzz.distance import OSA, JaroWinkler, Postfix, Prefix
from rapidfuzz.process import extract

from bot.directory.search.apart import Several, put, take
from bot.directory.search.sounds import sound

# A slip in a word of three letters makes another word: GIS, SIS and GPS are not misspellings of each other.
SHORTEST = 4
# A word this long has enough letters left to be recognised by the groups of three it shares.
_LONG = 7
_LOOKED_AT = 120
_KEPT = 5
_GUESSED = 16
# So many words of a group take less than bits for all.
_FEW = 16
# Below this the first word that comes to mind is rarely the one that was meant (see `closeness`).
_CLOSE = 0.74
_ENDING = 2
# With fewer letters in common than this no beginning and no sound makes up for it.
_HOPELESS = 0.4
# What letters that are right and a beginning in common count, and beside the sound; cut-offs are rounded.
_EDITS, _BEGUN = 0.75, 0.25
_EDITS_HEARD, _BEGUN_HEARD, _HEARD = 0.5, 0.2, 0.3
_ROUNDING = 1e-4


@dataclass(frozen=True, slots=True)
class Guess:
    word: str
    closeness: float


class Spelling:
    """Known words, found by a misspelling of them. `ordinary` words are never taken for a misspelling.

    Every word has a bit of its own, so that words which share many groups of letters are counted all at once.
    """

    def __init__(self, ordinary: Collection[str] = ()) -> None:
        self._ordinary = ordinary
        self._known: Counter[str] = Counter()
        self._number: dict[str, int] = {}
        self._words: list[str] = []
        self._free: list[int] = []
        # Nearly all stand for one word, so several are one text, with spaces: a list for each would take megabytes.
        self._one_less: dict[str, str] = {}
        # The words by their groups of three letters: one by one while they are few, then as bits.
        self._few: Several[int] = {}
        self._many: dict[str, int] = {}
        # The words of a question are guessed at for several reasons: only so few are kept that it is those of the last.
        self._guessed: dict[str, list[Guess]] = {}
        # All known words in order, once somebody asks how they begin.
        self._ordered: list[str] = []

    def add(self, word: str) -> None:
        """Count a word as known; once more for every name it stands in."""
        if len(word) >= SHORTEST and word.isalpha():
            self._known[word] += 1
            if self._known[word] == 1:
                self._changed()
                self._put(self._numbered(word), _threes(word))
                for shorter in _shortened(word):
                    there = self._one_less.get(shorter)
                    self._one_less[shorter] = f"{there} {word}" if there else word

    def remove(self, word: str) -> None:
        """Count a word off; with the last name it stands in, it is forgotten."""
        if word in self._known:
            self._known[word] -= 1
            if not self._known[word]:
                self._forget(word)

    def learn(self) -> None:
        """Listen now to what all known words sound like."""
        for word in self._known:
            sound(word)

    def __contains__(self, word: str) -> bool:
        return word in self._known

    def guesses(self, word: str) -> list[Guess]:
        """List what an unknown word may have been meant to be, the closest first; empty for words too short to tell."""
        if len(word) < SHORTEST or not word.isalpha() or word in self._ordinary:
            return []
        found = self._guessed.get(word)
        if found is None:
            if len(self._guessed) >= _GUESSED:
                self._guessed.clear()
            close = [(-value, known) for known, value in alike(word, self._near(word), _CLOSE).items()]
            found = self._guessed[word] = [Guess(known, -below) for below, known in sorted(close)[:_KEPT]]
        return found

    def begun(self, beginning: str) -> list[str]:
        """List the known words that begin like this."""
        if not self._ordered:
            self._ordered = sorted(self._known)
        first = bisect_left(self._ordered, beginning)
        return self._ordered[first : bisect_left(self._ordered, beginning + chr(maxunicode), first)]

    def _changed(self) -> None:
        self._guessed.clear()
        if self._ordered:
            self._ordered = []

    def _put(self, number: int, threes: Iterable[str]) -> None:
        for three in threes:
            if three in self._many:
                self._many[three] |= 1 << number
            elif len(there := self._few.get(three, ())) < _FEW:
                put(self._few, three, number)
            else:
                self._many[three] = _bits((*there, number))
                del self._few[three]

    def _numbered(self, word: str) -> int:
        if self._free:
            number = self._free.pop()
            self._words[number] = word
        else:
            number = len(self._words)
            self._words.append(word)
        self._number[word] = number
        return number

    def _forget(self, word: str) -> None:
        self._changed()
        del self._known[word]
        number = self._number.pop(word)
        self._free.append(number)
        for three in _threes(word):
            if three in self._many:
                self._many[three] ^= 1 << number
            else:
                take(self._few, three, number)
        for shorter in _shortened(word):
            left = [known for known in self._one_less.pop(shorter).split() if known != word]
            if left:
                self._one_less[shorter] = " ".join(left)

    def _near(self, word: str) -> set[str]:
        threes = _threes(word)
        groups = [self._many[three] for three in threes if three in self._many]
        groups += [_bits(self._few[three]) for three in threes if three in self._few]
        # As many of the letter groups as leave a number of words that can be looked at.
        near = looked_at = 0
        for sharing in _by_count(groups):
            looked_at += sharing.bit_count()
            if near and looked_at > _LOOKED_AT:
                break
            near |= sharing
        found = {self._words[at] for at in _ones(near)}
        if len(word) <= _LONG + 1:
            found.update(known for shorter in _one_less(word) for known in self._one_less.get(shorter, "").split())
        return found


def alike(typed: str, words: Iterable[str], least: float) -> dict[str, float]:
    """Return the words that `typed` is a slip for at least so likely, each with its `closeness`."""
    # Whatever a beginning and the sound may add, so many letters have to be right.
    edits = max(min(least, _HOPELESS), 2 * least - 1) - _ROUNDING
    near = extract(typed, words, scorer=OSA.normalized_similarity, processor=None, limit=None, score_cutoff=edits)
    close = {word: _closeness(typed, word, right, least) for word, right, _ in near}
    return {word: value for word, value in close.items() if value >= least}


def closeness(typed: str, meant: str) -> float:
    """Say how likely `typed` is a slip for `meant`, from 0 to 1: few edits and a beginning in common, or the sound.

    Words that share all but their endings are different words, quality and qualitative, not slips.
    """
    return _closeness(typed, meant, OSA.normalized_similarity(typed, meant))


def _closeness(typed: str, meant: str, edits: float, least: float = 0.0) -> float:
    """Return the closeness of words with so many letters right; below `least`, anything that is below it too."""
    if abs(len(typed) - len(meant)) > _ENDING and Postfix.similarity(typed, meant) < _ENDING:
        shared = Prefix.similarity(typed, meant)
        if shared >= min(len(typed), len(meant)) - _ENDING:
            return 0.0
    if edits < _HOPELESS:
        return edits
    begun = JaroWinkler.similarity(typed, meant)
    spelt = _EDITS * edits + _BEGUN * begun
    # Sounds take the longest: they are not listened to where even the same sound would change nothing.
    loudest = _EDITS_HEARD * edits + _BEGUN_HEARD * begun + _HEARD * 1.0
    if loudest <= spelt or loudest < least:
        return spelt
    heard = OSA.normalized_similarity(sound(typed), sound(meant))
    return max(spelt, _EDITS_HEARD * edits + _BEGUN_HEARD * begun + _HEARD * heard)


def _shortened(word: str) -> Collection[str]:
    return _one_less(word) if len(word) <= _LONG + 1 else ()


def _one_less(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _threes(word: str) -> set[str]:
    framed = f"  {word} "
    return {framed[at : at + 3] for at in range(len(framed) - 2)}


def _by_count(groups: Iterable[int]) -> Iterator[int]:
    """Give the bits that are in most of the groups, then those that are in one fewer, down to one."""
    # Numbers that together hold a count for every bit: its ones, its twos, its fours.
    counts: list[int] = []
    for group in groups:
        carried = group
        for at, count in enumerate(counts):
            counts[at], carried = count ^ carried, count & carried
            if not carried:
                break
        if carried:
            counts.append(carried)
    for number in range((1 << len(counts)) - 1, 0, -1):
        having = -1
        for at, count in enumerate(counts):
            having &= count if number >> at & 1 else ~count
        if having:
            yield having


def _bits(numbers: Iterable[int]) -> int:
    """Set these bits, each of which is named once."""
    return sum(map((1).__lshift__, numbers))


def _ones(bits: int) -> Iterator[int]:
    """List the bits that are set."""
    written = f"{bits:b}"
    last, at = len(written) - 1, written.find("1")
    while at >= 0:
        yield last - at
        at = written.find("1", at + 1)
