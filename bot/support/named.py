"""Names in a text: the author's own, those of other members, and of where they work."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache

from bot.support.places import is_town
from bot.support.traces import Kind, Mark

# A word as it is written, and where it begins and ends; the words of a name as they are compared.
_Word = tuple[str, int, int]
_Folded = tuple[str, ...]

# A name is at most so many words in a row; longer ones are found by their first four.
_MOST_WORDS = 4
# What may stand between two words of one name.
_MOST_BETWEEN = 2
_SHORTEST = 3

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_HANDLE = re.compile(r"(?<![\w.@-])@?\w+(?:[.-]\w+)*")
_NO_WORD = re.compile(r"[@\d_.]")
_INTRODUCES = re.compile(
    r"\b(?:my name is|my name[’']?s|i[’']m called|i am called|call me|known as|signed,?|regards,?|wishes,?)\s+$",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"(?:^|[.!?:\n•“\"(])\s*$")
# As much as is looked at before a word.
_FAR_ENOUGH = 24
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)


def _words_of(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


_TITLES = _words_of("dr prof professor mr mrs ms miss mx sir dame rev reverend sister matron")
# First names that are everyday words, too: in small letters they are taken for the word.
_WORDS_TOO = _words_of(
    "amber april art august autumn bill bob chase cherry christian clay cliff dale dawn dean drew earl eve faith fern",
    "frank gene glen grace grant guy harmony hazel heath heather hope hunter iris ivy jack jade jasmine jean jewel joy",
    "june kit lance laurel lily mark mason max may melody miles olive page pat patience pearl penny pierce piper poppy",
    "rain ray reed rich rob robin rose rosemary ruby rusty sage sandy skip sky star sterling sue summer tanner taylor",
    "terry tiger trinity van vera victor violet ward will willow winter",
)


# What is written with a capital and is nobody's name, though it may be nearly one: March beside Marsh.
_CAPITALS = _words_of(
    "january february march april may june july august september october november december monday tuesday wednesday",
    "thursday friday saturday sunday english welsh scottish irish british london trust hospital university college",
    "school centre department faculty institute team group board council ward unit health research nursing medicine",
    "nurse doctor consultant professor master masters chair dean head lead director manager human resources christmas",
    "easter muslim christian jewish hindu sikh black white asian slack teams zoom word stata excel python bayes cohort",
    "care social public science sciences study studies phd",
)


# Names of organisations that are everyday words, too: one of them is meant by “at Mind”.
_ORGANISATIONS_TOO = _words_of(
    "aware beacon bridge carers change choices compass connect crisis data digital evolve focus forward freedom",
    "headway home hope horizon impact kindle links mind momentum motion open phoenix place relate rethink safe scope",
    "sense shelter shine spark start story thrive together turning venture vision wave",
)
_SHORT_ORGANISATION = 5
_AT = re.compile(r"\b(?:at|for|from|in|near|of|with|our|my|leave|leaving|left) (?:the )?$", re.IGNORECASE)
_SURELY_AT = re.compile(r"\b(?:at|for|from) $", re.IGNORECASE)


def own_names(text: str, own: Callable[[str], bool]) -> Iterator[Mark]:
    """Find the author's own name or handle; words of it that stand together are one find."""
    for found in _HANDLE.finditer(text):
        if _NO_WORD.search(found[0]) and own(found[0].removeprefix("@")):
            yield Kind.OWN_NAME, found.start(), found.end()
    theirs = {word for word in _words(text) if not _taken_for_a_word(text, word) and own(word[0])}
    yield from _longest(text, Kind.OWN_NAME, theirs.issuperset)


def nearly_own(text: str, nearly: Callable[[str], bool]) -> Iterator[Mark]:
    """Find the author's own name with a slip in it, where a name is meant: a capital within a sentence, or “I’m …”.

    In small letters and at the beginning of a sentence, what is nearly a name is nearly always another word.
    """
    for word, start, end in _words(text):
        before = text[max(start - _FAR_ENOUGH, 0) : start]
        capital = word[0].isupper() and not word.isupper() and not _BEGINS.search(before)
        meant = capital and word.casefold() not in _CAPITALS
        if (meant or _INTRODUCES.search(before)) and nearly(word):
            yield Kind.NEARLY_OWN_NAME, start, end


def members(text: str, names: Collection[str]) -> Iterator[Mark]:
    """Find members by their full name, by first name, or by title and surname."""
    full, first, last = _book(tuple(names))

    def is_member(run: Sequence[_Word]) -> bool:
        folded = tuple(_fold(word) for word, _, _ in run)
        by_title = folded[0] in _TITLES and folded[1:] in last
        by_first = len(run) == 1 and folded[0] in first and _stands_for_a_name(run[0][0])
        return folded in full or by_title or by_first

    yield from _longest(text, Kind.MEMBER, is_member)


def organisations(text: str, names: Collection[str]) -> Iterator[Mark]:
    """Find organisations by what people call them; in small letters, one that is a single word only after “at”."""
    known = _called(tuple(names))

    def is_meant(run: Sequence[_Word]) -> bool:
        folded = tuple(_fold(word) for word, _, _ in run)
        return folded in known and _is_organisation(text, run, folded)

    yield from _longest(text, Kind.WORKPLACE, is_meant)


def calls(words: str, name: str) -> bool:
    """Whether words, a title among them or not, are all of somebody's name."""
    of_name, said = ({_fold(word) for word, _, _ in _words(one)} - _TITLES for one in (name, words))
    return bool(said) and said <= of_name


def _is_organisation(text: str, run: Sequence[_Word], folded: _Folded) -> bool:
    before = text[max(run[0][1] - _FAR_ENOUGH, 0) : run[0][1]]
    capital = all(word[0].isupper() for word, _, _ in run)
    if len(folded) > 1:
        whole = len(folded) >= _MOST_WORDS - 1 or folded[-1] in _CAPITALS
        return capital or whole or bool(_AT.search(before))
    if folded[0] in _CAPITALS:
        return False
    if folded[0] in _ORGANISATIONS_TOO or len(folded[0]) < _SHORT_ORGANISATION:
        return capital and bool(_SURELY_AT.search(before))
    return capital or bool(_AT.search(before))


def _longest(text: str, kind: Kind, is_meant: Callable[[Sequence[_Word]], bool]) -> Iterator[Mark]:
    """Find the longest runs of words that are meant, none of them within another."""
    words = _words(text)
    passed = 0
    for at in range(len(words)):
        run = next(filter(is_meant, _runs(text, words, at)), None) if at >= passed else None
        if run:
            yield kind, run[0][1], run[-1][2]
            passed = at + len(run)


def _words(text: str) -> Sequence[_Word]:
    """Take a text apart into words without their possessive, and where they stand."""
    found = []
    for word in _WORD.finditer(text):
        bare = _POSSESSIVE.sub("", word[0])
        found.append((bare, word.start(), word.start() + len(bare)))
    return found


def _runs(text: str, words: Sequence[_Word], at: int) -> Iterator[Sequence[_Word]]:
    """Return the runs of words that begin at one, the longest first."""
    end = at + 1
    while end < min(len(words), at + _MOST_WORDS) and _joined(text, words[end - 1][2], words[end][1]):
        end += 1
    for stop in range(end, at, -1):
        yield words[at:stop]


def _joined(text: str, end: int, start: int) -> bool:
    return 0 < start - end <= _MOST_BETWEEN and not text[end:start].strip(" .,-‐\u00a0")


def _taken_for_a_word(text: str, found: _Word) -> bool:
    """Whether a word in small letters that is a name, too, means what it says."""
    word, start, end = found
    handle = text[max(start - 1, 0) : start] in {"@", "_"} or text[end : end + 1] == "_"
    return not handle and word.islower() and word in _WORDS_TOO


def _stands_for_a_name(word: str) -> bool:
    """Whether a single word can be meant as somebody's name: “Marigold”, not “Will” or “IT”."""
    return len(word) >= _SHORTEST and word[0].isupper() and not word.isupper() and word.casefold() not in _WORDS_TOO


@lru_cache(maxsize=4)
def _book(names: tuple[str, ...]) -> tuple[frozenset[_Folded], frozenset[str], frozenset[_Folded]]:
    """Index names: all their words in either order, the first alone, surnames alone."""
    full, first, last = set[_Folded](), set[str](), set[_Folded]()
    for name in names:
        words = tuple(_fold(word) for word, _, _ in _words(unicodedata.normalize("NFKC", name)))
        words = tuple(word for word in words if word not in _TITLES)
        if not words:
            continue
        first.add(words[0])
        if len(words) > 1:
            last.update({words[1:], words[-1:]})
            turned = words[1:] + words[:1]
            full.update({words[:_MOST_WORDS], turned[:_MOST_WORDS], words[-1:] + words[:1], words[:1] + words[-1:]})
    return frozenset(full), frozenset(first), frozenset(last)


@lru_cache(maxsize=4)
def _called(names: tuple[str, ...]) -> frozenset[_Folded]:
    """Index what organisations are called, long names by their first words; a town alone tells of no organisation."""
    those = (tuple(_fold(word) for word, _, _ in _words(unicodedata.normalize("NFKC", name))) for name in names)
    return frozenset(words[:_MOST_WORDS] for words in those if words and not is_town(" ".join(words)))


def _fold(word: str) -> str:
    """Read a word without accents, apostrophes and capitals."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in apart if c.isalpha())
