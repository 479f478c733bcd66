"""Skills found by what their names mean."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from adapters.meaning.sentences import Sentences, Vectors
from adapters.meaning.taught import Taught

# Vectors of so many texts are kept, in half precision: 768 bytes each.
_MOST_KEPT = 1 << 14


class Embedded:
    """Vectors of texts, computed once; several indexes, one after the other, share them."""

    def __init__(self, sentences: Sentences) -> None:
        self._sentences = sentences
        self._kept: dict[str, NDArray[np.float16]] = {}

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Return one row for each text."""
        new = [text for text in dict.fromkeys(texts) if text not in self._kept]
        if len(self._kept) + len(new) > _MOST_KEPT:
            self._kept.clear()
            new = list(dict.fromkeys(texts))
        if new:
            self._kept |= zip(new, self._sentences.vectors(new).astype(np.float16), strict=True)
        return np.array([self._kept[text] for text in texts], np.float32)

    def vector(self, text: str) -> Vectors:
        """Return the row of one text, which is not kept."""
        row: Vectors = self._sentences.vectors([text])[0]
        return row


class SentenceMeaning:
    """The port `bot.directory.search.meaning.Meaning`, by the likeness of sentence embeddings."""

    def __init__(self, embedded: Embedded, taught: Taught | None = None) -> None:
        self._embedded, self._taught = embedded, taught
        self._names: dict[int, Sequence[str]] = {}
        self._rows: tuple[NDArray[np.int64], Vectors] | None = None

    def learn(self, names: Mapping[int, Sequence[str]]) -> None:
        """Know skills by these names."""
        self._names |= names
        self._embedded.vectors([name for each in names.values() for name in each])
        self._rows = None

    def forget(self, skill: int) -> None:
        """Know a skill no more."""
        if self._names.pop(skill, None) is not None:
            self._rows = None

    def nearest(self, text: str, limit: int) -> list[tuple[int, float]]:
        """List the skills of which a name means nearly that."""
        if not self._names:
            return []
        skills, rows = self._rows = self._rows or self._all()
        likeness = rows @ self._embedded.vector(text)
        best: dict[int, float] = {}
        for at in np.argsort(-likeness, kind="stable"):
            if len(best) == limit:
                break
            best.setdefault(int(skills[at]), float(likeness[at]))
        return list(best.items())

    def opinion(self, text: str) -> Mapping[str, float]:
        """Return what examples taught about the vector of a text."""
        return self._taught.likely(self._embedded.vector(text)) if self._taught else {}

    def _all(self) -> tuple[NDArray[np.int64], Vectors]:
        pairs = [(skill, name) for skill, names in self._names.items() for name in names]
        return np.array([skill for skill, _ in pairs], np.int64), self._embedded.vectors([name for _, name in pairs])
