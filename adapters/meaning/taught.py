"""What the vector of a text speaks for, learnt from examples of what people type when they need a skill."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

import numpy as np

from adapters.meaning.sentences import Vectors


class Taught:
    """A softmax regression: by vectors of length 1, how likely each label is."""

    def __init__(self, labels: Sequence[str], weights: Vectors, bias: Vectors) -> None:
        """Take one row of weights and a bias for each label."""
        self.labels = list(labels)
        self._weights, self._bias = weights.astype(np.float32), bias.astype(np.float32)

    def write(self, path: Path) -> None:
        """Keep it in a file, in half precision."""
        weights, bias = self._weights.astype(np.float16), self._bias.astype(np.float16)
        np.savez_compressed(path, labels=np.array(self.labels), weights=weights, bias=bias)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read what `write` wrote."""
        with np.load(path, allow_pickle=False) as kept:
            return cls([str(each) for each in kept["labels"]], kept["weights"], kept["bias"])

    def likely(self, vector: Vectors) -> Mapping[str, float]:
        """Return by label how likely it is, as a logarithm."""
        odds = self._weights @ vector + self._bias
        odds -= odds.max()
        odds -= np.log(np.exp(odds).sum())
        return dict(zip(self.labels, odds.tolist(), strict=True))
