"""What people type when they need a skill, learnt from examples: which skills each word of a text speaks for."""

import json
import lzma
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain, pairwise
from math import exp
from sys import byteorder
from typing import Self
from zlib import crc32

from bot.directory.search.stems import stem
from bot.directory.search.text import STOP_WORDS

# Of longer words, these letters count too, whatever they end in.
_BEGUN = 5
_WORD, _BEGINNING = "w ", "b "
# What a feature says for a skill is kept in so many steps either way, and less than this is nothing.
_STEPS, _LITTLE = 127, 1e-3
_MOST = 16
# How much less sure words and another opinion of a text are together, which often say the same twice; and as how likely
# counts what the other gives nothing for.
_TOGETHER, _LEAST = 1.3, -12.0


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a text speaks for: of the likeliest skills by label, the likelihood, and what is said for them.

    `known` is the share of its words that stand in any example.
    """

    likely: Mapping[str, float]
    says: Mapping[str, float]
    known: float


class Examples:
    """A table of features of texts and of what each says for skills, as log odds; it is learnt by `make learn`."""

    def __init__(self, labels: Sequence[str], says: Mapping[str, Mapping[int, float]], source: str = "") -> None:
        """Take what is said for labels, by their place in `labels`, by each feature; `source` tells what of."""
        self.source = source
        rows = {crc32(feature.encode()): said for feature, said in says.items() if said}
        self.labels = tuple(labels)
        most = max((abs(each) for said in rows.values() for each in said.values()), default=0.0)
        self._step = max(most, _LITTLE) / _STEPS
        self._features = array("I", sorted(rows))
        self._starts, self._skills, self._says = array("I", [0]), array("H"), array("b")
        for feature in self._features:
            for skill, said in sorted(rows[feature].items()):
                if steps := round(said / self._step):
                    self._skills.append(skill)
                    self._says.append(steps)
            self._starts.append(len(self._skills))

    def write(self) -> bytes:
        """Return the table as it is kept in a file."""
        sizes = [len(self._features), len(self._skills)]
        head = json.dumps({"source": self.source, "labels": self.labels, "step": self._step, "sizes": sizes})
        return lzma.compress(b"\n".join([head.encode(), b"".join(map(_little, self._arrays()))]))

    @classmethod
    def read(cls, data: bytes) -> Self:
        """Read what `write` wrote. Raises ValueError for anything else."""
        try:
            head, rest = lzma.decompress(data).split(b"\n", 1)
            facts = json.loads(head)
            features, entries = facts["sizes"]
            table = cls(facts["labels"], {}, facts["source"])
            table._step = float(facts["step"])
        except (lzma.LZMAError, KeyError, TypeError, ValueError) as error:
            raise ValueError(f"these are no examples: {error}") from None
        table._starts.pop()
        for each, size in zip(table._arrays(), (features, features + 1, entries, entries), strict=True):
            end = size * each.itemsize
            each.frombytes(rest[:end])
            rest = rest[end:]
            if byteorder == "big":
                each.byteswap()
        return table

    def _arrays(self) -> tuple["array[int]", ...]:
        return self._features, self._starts, self._skills, self._says

    def speak(self, spelt: Sequence[str], besides: Mapping[str, float] | None = None) -> Spoken:
        """Return which skills a text speaks for, the likeliest few.

        `besides` is what else speaks for skills by their labels, as the logarithm of how likely each is.
        """
        says: dict[int, int] = {}
        before = says.get
        heard = 0
        for feature in dict.fromkeys(features_of(spelt)):
            start, end = self._where(feature)
            for skill, steps in zip(self._skills[start:end], self._says[start:end], strict=True):
                says[skill] = before(skill, 0) + steps
            heard += end > start and is_whole_word(feature)
        different = len(dict.fromkeys(map(stem, spelt)))
        told = {skill: steps * self._step for skill, steps in says.items()}
        if besides:
            others = (max(besides.get(label, _LEAST), _LEAST) - _LEAST for label in self.labels)
            told = {skill: (told.get(skill, 0.0) + other) / _TOGETHER for skill, other in enumerate(others)}
        whole = len(self.labels) - len(told) + sum(map(exp, told.values()))
        best = {self.labels[skill]: told[skill] for skill in nlargest(_MOST, told, key=told.__getitem__)}
        likely = {label: exp(said) / whole for label, said in best.items()}
        return Spoken(likely, best, heard / max(different, 1))

    def _where(self, feature: str) -> tuple[int, int]:
        key = crc32(feature.encode())
        at = bisect_left(self._features, key)
        if at == len(self._features) or self._features[at] != key:
            return 0, 0
        return self._starts[at], self._starts[at + 1]


def features_of(spelt: Sequence[str]) -> Iterator[str]:
    """Give the features of a text by its words: stems, two that stand together, and how long words begin."""
    stems = list(map(stem, spelt))
    telling = [one for one, word in zip(stems, spelt, strict=True) if word not in STOP_WORDS]
    words = (f"{_WORD}{one}" for one in stems)
    pairs: Iterable[str] = (f"p {one} {other}" for one, other in pairwise(stems))
    telling_pairs = (f"t {one} {other}" for one, other in pairwise(telling))
    begun = (f"{_BEGINNING}{word[:_BEGUN]}" for word in spelt if len(word) > _BEGUN + 1)
    return chain(words, pairs, telling_pairs, begun)


def is_whole_word(feature: str) -> bool:
    """Whether a feature is the stem of a word."""
    return feature.startswith(_WORD)


def is_word(feature: str) -> bool:
    """Whether a feature is a word, or how one begins, and not several."""
    return feature.startswith((_WORD, _BEGINNING))


def _little(each: "array[int]") -> bytes:
    if byteorder == "big":
        each = each[:]
        each.byteswap()
    return each.tobytes()
