"""Naming a skill as the network does, while somebody writes what they can do."""

import re
from collections.abc import Iterable, Iterator, Mapping

from bot.directory.search.spelling import SHORTEST, alike
from bot.directory.search.stems import stem
from bot.directory.search.text import normalise, words
from bot.directory.search.vocabulary import Concept, Vocabulary

_MOST = 25
# What a choice can hold on every platform (Discord: 100 characters).
_LONGEST = 90
# What a button can say together with a few words more.
_LONGEST_MEANT = 50
# Nobody is asked about a likeness that is less sure: what people call their own skill is mostly meant.
_SURE = 0.82


class Wordings:
    """The vocabulary by the beginnings of the words of all its names."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._names = [(name, concept.label) for concept in vocabulary for name in dict.fromkeys(_names(concept))]
        self._words = {word for name, _ in self._names for word in name.split()}
        self._labels = {normalise(label): label for _, label in self._names}
        # Finds, where it is an item of a list, a name with a comma in it.
        self.whole = _whole(vocabulary)

    def known(self, typed: str) -> str:
        """Return the label that is exactly what was typed, capitals and accents aside; empty when none is."""
        return self._labels.get(normalise(typed), "")

    def meant(self, typed: str) -> str:
        """Return the label that this is most likely a slip for; empty when it is a name, or like none.

        Every word has to be the same or a slip: words that are known are not, nor are those that are merely like it.
        """
        words = normalise(typed).split()
        if not any(self._may_slip(word) for word in words):
            return ""
        found: list[tuple[float, str]] = []
        for name, label in self._names:
            others = name.split()
            if len(others) == len(words) and len(label) <= _LONGEST_MEANT:
                found.append((self._alike(words, others), label))
        best, label = max(found, default=(0.0, ""))
        return label if best >= _SURE else ""

    def _may_slip(self, word: str) -> bool:
        return len(word) >= SHORTEST and word.isalpha() and word not in self._words

    def _alike(self, words: list[str], others: list[str]) -> float:
        """Say how alike two names are at the word that is least."""
        least = 1.0
        for word, other in zip(words, others, strict=True):
            if word != other:
                least = min(least, alike(word, [other], _SURE).get(other, 0.0)) if self._may_slip(word) else 0.0
            if not least:
                break
        return least

    def continued(self, typed: str) -> list[str]:
        """List at most 25 lists that are what was typed with its last item completed, in the order of `complete`."""
        begun = _LAST.fullmatch(typed)
        every = [begun["others"] + label for label in self.complete(begun["last"])] if begun else []
        return [each for each in every if len(each) <= _LONGEST]

    def complete(self, typed: str) -> list[str]:
        """List at most 25 labels: those that begin so, then those with another name or a word that does."""
        begun = normalise(typed)
        if not begun:
            return []
        ranks: dict[str, int] = {}
        for name, label in self._names:
            if name.startswith(begun):
                ranks[label] = min(ranks.get(label, 2), 0 if normalise(label) == name else 1)
            elif f" {begun}" in f" {name}":
                ranks.setdefault(label, 2)
        ordered = sorted(ranks, key=lambda label: (ranks[label], len(label), label))
        return [label for label in ordered if len(label) <= _LONGEST][:_MOST]


_LAST = re.compile(r"(?P<others>.*[,;\n]\s*)(?P<last>[^,;\s][^,;\n]*)", re.DOTALL)


def _whole(vocabulary: Vocabulary) -> re.Pattern[str] | None:
    every = (name for one in vocabulary for name in (one.label, *one.aliases, *one.acronyms) if "," in name)
    names = "|".join(r"\s+".join(map(re.escape, name.split())) for name in sorted(every, key=len, reverse=True))
    item = rf"(?:^|(?<=[;,|]))\s*(?:{names})\s*(?=[;,|.]|$)"
    return re.compile(item, re.IGNORECASE | re.MULTILINE) if names else None


def likenesses(there: Iterable[str], added: Iterable[str]) -> Mapping[str, str]:
    """Return which skills are but another writing of one that is there, or added before, and of which.

    They differ in the forms of their words or in the order of these; what differs in its capitals alone is the same.
    """
    known, labels = {one.casefold() for one in there}, dict[str, str]()
    for label in there:
        labels.setdefault(_key(label), label)
    found: dict[str, str] = {}
    for label in added:
        key = _key(label)
        if label.casefold() in known or not key:
            continue
        if key in labels:
            found[label] = labels[key]
        else:
            labels[key] = label
    return found


def _key(label: str) -> str:
    return " ".join(sorted(map(stem, words(label))))


def _names(concept: Concept) -> Iterator[str]:
    for name in (concept.label, *concept.aliases, *concept.acronyms):
        yield normalise(name)
