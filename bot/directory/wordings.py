"""Naming a skill as the network does, while somebody writes what they can do."""

import re
from collections.abc import Awaitable, Callable, Iterator

from bot.directory.search.spelling import SHORTEST, alike
from bot.directory.search.stems import stem
from bot.directory.search.text import normalise, words
from bot.directory.search.vocabulary import Concept, Vocabulary
from bot.directory.sheet.known import only_describes

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
        # Of two concepts with one name, the first.
        self._named = dict(reversed(self._names))
        self._together = {together: label for label in self._labels.values() if (together := _run_together(label))}
        # Finds, where it is an item of a list, a name with a comma in it.
        self.whole = _whole(vocabulary)

    def known(self, typed: str) -> str:
        """Return the label that is just what was typed, capitals, accents and spaces aside; empty when none is."""
        name = normalise(typed)
        if label := self._labels.get(name):
            return label
        label = self._together.get(_run_together(typed), "")
        # Whatever is another name of something else is not this.
        return label if self._named.get(name, label) == label else ""

    def better(self, one: str, other: str) -> bool:
        """Whether of two writings of one thing this is the network's own and the other is not, or is but a slip."""
        return normalise(other) not in self._labels and (normalise(one) in self._labels or self._slip(other, one))

    def alike(self, one: str, other: str) -> bool:
        """Whether two names are but two writings of one, or one of them is a slip for the other that is known.

        Writings differ in the forms of their words, in the order of these, or in where they are parted.
        """
        if (key := _key(one)) and key == _key(other):
            return True
        together = _run_together(one)
        return (together != "" and together == _run_together(other)) or self._slip(one, other) or self._slip(other, one)

    def parts(self, item: str) -> list[str]:
        """Cut an item of a list at “and” where all it parts are skills, and not of one kind; else leave it whole."""
        cut = _AND.split(item)
        known = [self._named.get(normalise(part), self.known(part)) for part in cut]
        whole = normalise(item) in self._named or any(map(only_describes, cut))
        return [item] if whole or not all(known) or len({*known}) < len(cut) else cut

    def _slip(self, typed: str, name: str) -> bool:
        said, meant = normalise(typed).split(), normalise(name)
        if meant not in self._named or len(said) != len(meant.split()) or not any(map(self._may_slip, said)):
            return False
        return self._alike(said, meant.split()) >= _SURE

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


class LatestWordings:
    """Gives the wordings of the vocabulary as it is known now; organisers may teach others."""

    def __init__(self, vocabulary: Callable[[], Awaitable[Vocabulary]]) -> None:
        self._vocabulary = vocabulary
        self._wordings = Wordings(Vocabulary())

    async def __call__(self) -> Wordings:
        vocabulary = await self._vocabulary()
        if self._wordings.vocabulary is not vocabulary:
            self._wordings = Wordings(vocabulary)
        return self._wordings


_AND = re.compile(r"\s+(?:and|&|\+|plus)\s+", re.IGNORECASE)
_LAST = re.compile(r"(?P<others>.*[,;\n]\s*)(?P<last>[^,;\s][^,;\n]*)", re.DOTALL)


def _whole(vocabulary: Vocabulary) -> re.Pattern[str] | None:
    every = (name for one in vocabulary for name in (one.label, *one.aliases, *one.acronyms) if "," in name)
    names = "|".join(r"\s+".join(map(re.escape, name.split())) for name in sorted(every, key=len, reverse=True))
    item = rf"(?:^|(?<=[;,|]))\s*(?:{names})\s*(?=[;,|.]|$)"
    return re.compile(item, re.IGNORECASE | re.MULTILINE) if names else None


def _key(label: str) -> str:
    return " ".join(sorted(map(stem, words(label))))


def _run_together(label: str) -> str:
    """Write a name without its spaces, as far as it is long enough then to be no other; else empty."""
    together = "".join(words(label))
    return together if len(together) >= SHORTEST else ""


def _names(concept: Concept) -> Iterator[str]:
    for name in (concept.label, *concept.aliases, *concept.acronyms):
        yield normalise(name)
