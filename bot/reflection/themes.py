"""A draft of a session's summary, for its facilitator to edit: the words that several people shared in what was shown.

What only one or two people used could tell who they are, so it is in no theme, however often they wrote it.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from bot.chat.commands import PARAGRAPH_LENGTH
from bot.reflection import showing
from bot.reflection.contributions import FEWEST_AUTHORS, Contribution
from bot.reflection.model import Session
from bot.reflection.shared_words import Pair, spoken, words_alone
from bot.reflection.wordforms import FEELINGS, families

# More of them from one phase make no summary.
MOST = 7

# A word or two words, each as the family that it belongs to; two words that follow one another, as they were written.
_Expression = tuple[str, ...]
_Forms = tuple[str, str]
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """What several people wrote about in a phase, in words that at least one of them used; `feeling` what they felt."""

    phase: int
    words: str
    feeling: bool = False


def themes(session: Session, contributions: Iterable[Contribution], names: Collection[str] = ()) -> Sequence[Theme]:
    """List what at least three people shared of what was shown, by phase, most shared first.

    Never any of `names`, such as those of facilitators, nor anything else that looks like a name.
    """
    said = spoken(one for one in contributions if showing.shown(session, one))
    phases = session.format.phases
    asked = [set(_WORD.findall(f"{phase.title} {phase.prompt}".lower())) for phase in phases]
    alone = words_alone(said, names)
    family = families({*alone, *chain.from_iterable(asked)})
    found = list[Theme]()
    for number in range(len(phases)):
        authors = [_pairs(pairs, alone) for (phase, _), pairs in said.items() if phase == number]
        shared = _shared(authors, family, frozenset(family[word] for word in asked[number]))
        found += (Theme(phase=number, words=words, feeling=words in FEELINGS) for words in shared)
    return found


def draft(session: Session, contributions: Iterable[Contribution], names: Collection[str] = ()) -> str:
    """Write a summary of what was shown that a facilitator can edit, short enough for the field of a form."""
    found = themes(session, contributions, names)
    if not found:
        return _FEW
    for most in range(MOST, 0, -1):
        paragraphs = (_BEGINNING, *_paragraphs(session, found, most), _END)
        if len(text := "\n\n".join(paragraphs)) <= PARAGRAPH_LENGTH:
            return text
    return _FEW


def _paragraphs(session: Session, found: Sequence[Theme], most: int) -> Iterator[str]:
    for number, phase in enumerate(session.format.phases):
        here = [theme for theme in found if theme.phase == number][:most]
        things = [theme.words for theme in here if not theme.feeling]
        feelings = [theme.words for theme in here if theme.feeling]
        about = [f"about {_listed(things)}"] if things else []
        felt = [f"of feeling {_listed(feelings)}"] if feelings else []
        if here:
            yield f"In “{phase.title}”, several of us wrote {', and '.join(about + felt)}."


def _listed(words: Sequence[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


# What is shared -------------------------------------------------------------------


def _pairs(pairs: Collection[Pair], alone: Collection[str]) -> Collection[_Forms]:
    """Return the pairs of words as they would be shown; empty stands for whatever is not."""
    return {(before.form if before.form in alone else "", word.form) for before, word in pairs if word.form in alone}


def _shared(authors: Sequence[Collection[_Forms]], family: Mapping[str, str], asked: frozenset[str]) -> list[str]:
    """Return the words and expressions that several share, in their commonest forms; none that was asked for."""
    words = _counted({(family[word],) for _, word in pairs} for pairs in authors)
    both = (
        {
            (family[one], family[other])
            for one, other in pairs
            if one and (family[one],) in words and (family[other],) in words
        }
        for pairs in authors
    )
    expressions = {both: count for both, count in _counted(both).items() if len(set(both)) > 1}
    every = {one: count for one, count in {**words, **expressions}.items() if not asked.issuperset(one)}
    chosen = sorted(_apart(every), key=lambda one: (-every[one], one))
    forms = _commonest(chosen, authors, family)
    return [forms[one] for one in chosen]


def _counted(used: Iterable[Collection[_Expression]]) -> Mapping[_Expression, int]:
    """Count by how many people each was used, and drop what so few used that they might be known by it."""
    counter = Counter[_Expression]()
    for one in used:
        counter.update(one)
    return {one: count for one, count in counter.items() if count >= FEWEST_AUTHORS}


def _apart(every: Mapping[_Expression, int]) -> Iterator[_Expression]:
    """Choose what says most: two words, unless one of them alone is used by twice as many; no word in two of them."""
    taken, chosen = set[str](), 0
    for one in sorted(every, key=lambda one: (-every[one] * len(one), one)):
        if taken.isdisjoint(one) and chosen < MOST:
            chosen += 1
            taken.update(one)
            yield one


def _commonest(
    chosen: Collection[_Expression], authors: Sequence[Collection[_Forms]], family: Mapping[str, str]
) -> Mapping[_Expression, str]:
    """Say how each was written by most people; of two ways as common, the longer is the plural, which reads better."""
    keys = {key for one in chosen for key in one}
    known = {word: key for word, key in family.items() if key in keys}
    forms = {one: Counter[str]() for one in chosen}
    for pairs in authors:
        used = [(before, word) for before, word in pairs if word in known]
        ways: set[tuple[_Expression, str]] = {((known[word],), word) for _, word in used}
        ways |= {((known[one], known[word]), f"{one} {word}") for one, word in used if one in known}
        for one, way in ways:
            if one in forms:
                forms[one][way] += 1
    return {one: min(counted, key=lambda way: (-counted[way], -len(way), way)) for one, counted in forms.items()}


_BEGINNING = "What several of us shared, in our own words:"
_END = "Thank you to everyone who wrote, and to everyone who read."
_FEW = (
    "We wrote in words of our own, and few of them were the same: nothing was said by so many of us that it can stand "
    "here for all.\n\nWhat we take with us:\n"
)
