"""Reading what somebody wrote into the Directory: which concepts of the vocabulary a label names, or has in it."""

import re
from base64 import b32encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from bot.directory.search.names import Names, heavy, letters
from bot.directory.search.stems import stem
from bot.directory.search.text import STOP_WORDS, content, shouted, words

# What people add to say how well they know it: "(can teach)", "- happy to help".
_WORDS = (
    r"(?:i\s)?(?:can|could|happy to|able to|use|still|learning|novice|expert|beginner|intermediate|advanced|proficient"
    r"|basic|some|good|level|daily|often|confident)\b"
)
_LEVEL = re.compile(rf"[(\[]\s*{_WORDS}[^)\]]*[)\]]|(?:\s[–-]|:)\s*{_WORDS}[^:]{{0,40}}$", re.IGNORECASE)
_BRACKETS = re.compile(r"[()\[\]]")
_LIST = re.compile(r"[,;/&+]|\band\b")


@dataclass(frozen=True, slots=True)
class Said:
    """Words for a skill: as they stand; of those that say what is meant, the stems; and all letters run together."""

    text: str
    stems: frozenset[str]
    joined: str


@dataclass(frozen=True, slots=True, eq=False)
class Label:
    """What somebody wrote, as placed among the skills.

    `means` are the numbers of the skills it names, and `contains` of those it has in it besides; `foremost` is the one
    of these that it begins with. `said` is what it says, and `stems` are those of all its words. `own` is the text
    without level, when it is a skill of its own.
    """

    text: str
    means: tuple[int, ...]
    contains: tuple[int, ...]
    said: Said
    stems: frozenset[str]
    own: str = ""
    foremost: int | None = None


@lru_cache(maxsize=1 << 13)
def say(text: str) -> Said:
    """Read words for a skill; how well somebody knows it is in the text alone."""
    spelt = words(text)
    weighty = content(heavy(spelt) or spelt)
    return Said(" ".join(spelt), frozenset(map(stem, weighty)), letters(content(spelt)))


def bare(text: str) -> str:
    """Leave out how well somebody knows it, unless nothing else is there."""
    left = _LEVEL.sub("", text)
    return (left if words(left) else text).strip()


def key_of(text: str, size: int = 5) -> str:
    """Return a short, stable key: 40 bits, so that among 24,000 skills two alike are a chance of 1 in 4,000."""
    digest = blake2b(text.encode(errors="surrogatepass"), digest_size=size).digest()
    return b32encode(digest).decode().lower().rstrip("=")


def id_of(text: str) -> str:
    """Return the id of the skill that a label of its own would be; nothing can be read out of it."""
    return key_of(own_key(say(bare(text))))


def own_key(said: Said) -> str:
    """Return a key that labels share when they say the same in other forms or order."""
    return f"label {' '.join(sorted(said.stems))}"


def number_of(key: str) -> int:
    """Return the number of a key: 40 bits as well."""
    return int.from_bytes(blake2b(key.encode(errors="surrogatepass"), digest_size=5).digest(), "big")


def concepts_in(text: str, concepts: Names) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the concepts a label is a name of, and those it has in it besides.

    What stands in brackets is a detail: "NVivo (framework matrices)" is NVivo, and "modelling (R)" has R in it.
    """
    if found := concepts.find(words(text)):
        return found, ()
    main, *details = (part for part in _BRACKETS.split(text) if words(part))
    means, contains = _inside(main, concepts)
    for detail in [words(piece) for part in details for piece in _LIST.split(part)]:
        found = concepts.find(detail) if heavy(detail) else ()
        # Beside a skill that is named, a name of several says too little: the coding done in NVivo is no programming.
        contains += found if len(found) == 1 or not means else ()
    return means, tuple(one for one in dict.fromkeys(contains) if one not in means and not _rival(one, means, concepts))


def foremost(text: str, concepts: Names) -> int | None:
    """Return the concept that a label begins with: of midwives, continuity teams, that is midwifery."""
    spelt = words(text)
    span = next(iter(concepts.spans(spelt, shouted(text))), None)
    begins = span is not None and STOP_WORDS.issuperset(spelt[: span.start])
    return span.skills[0] if span and begins and len(span.skills) == 1 else None


def _inside(text: str, concepts: Names) -> tuple[tuple[int, ...], tuple[int, ...]]:
    spelt = words(text)
    if found := concepts.find(spelt):
        return found, ()
    spans = concepts.spans(spelt, shouted(text))
    covered = {at for span in spans for at in range(span.start, span.end)}
    rest = [word for at, word in enumerate(spelt) if at not in covered and word not in STOP_WORDS]
    if not heavy(rest) and (len(spans) == 1 or _listed(text, concepts)):
        return tuple(dict.fromkeys(skill for span in spans for skill in span.skills)), ()
    # A name of several skills says too little inside a longer label: not every coding is programming.
    return (), tuple(dict.fromkeys(span.skills[0] for span in spans if len(span.skills) == 1))


def _listed(text: str, concepts: Names) -> bool:
    """Whether a label is a list of names, SPSS and Stata, rather than one thing called by several of them."""
    parts = [words(part) for part in _LIST.split(text)]
    return all(concepts.find(part) for part in parts if part)


def _rival(skill: int, told: Sequence[int], concepts: Names) -> bool:
    """Whether a skill shares an acronym with one that was spelt out: in "structural equation modelling (SEM)"."""
    return any(concepts.alike(skill, other) for other in told)
