"""Naming a skill as the network does, while somebody writes what they can do."""

from collections.abc import Iterator

from bot.directory.search.text import normalise
from bot.directory.search.vocabulary import Concept, Vocabulary

_MOST = 25
# What a choice can hold on every platform (Discord: 100 characters).
_LONGEST = 90


class Wordings:
    """The vocabulary by the beginnings of the words of all its names."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._names = [(name, concept.label) for concept in vocabulary for name in dict.fromkeys(_names(concept))]
        self._labels = {normalise(label): label for _, label in self._names}

    def known(self, typed: str) -> str:
        """Return the label that is exactly what was typed, capitals and accents aside; empty when none is."""
        return self._labels.get(normalise(typed), "")

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


def _names(concept: Concept) -> Iterator[str]:
    for name in (concept.label, *concept.aliases, *concept.acronyms):
        yield normalise(name)
