"""A search for a hundred thousand needles at once, through as many bytes as a program leaves behind."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from tests.leaks.encodings import digested, digests, written

_NONE: Mapping[str, str] = MappingProxyType({})
# What is shorter is found by chance.
SHORTEST = 8
_WORD = np.dtype("<u8")
# A sieve of four million holes; an odd number spreads what falls into it.
_BITS = np.uint64(64 - 22)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Found:
    """One of the secrets, `what` it is, `how` it was written, and at which byte it stands."""

    what: str
    how: str
    at: int


class Needles:
    """Every way of writing some secrets. What is `hashable` is looked for hashed, too, and with each of the salts."""

    def __init__(
        self, secrets: Mapping[str, str], hashable: Mapping[str, str] = _NONE, salts: Sequence[str] = ()
    ) -> None:
        self._exact, self._folded = _Index(), _Index()
        for what, secret in secrets.items():
            self._add(what, written(secret))
        # Without the secrets themselves, it is their digests with further salts that are wanted.
        for what, secret in hashable.items():
            for name, digest in digests(secret, salts, alone=bool(secrets)):
                self._add(what, digested(name, digest))
        self._exact.close()
        self._folded.close()

    def __len__(self) -> int:
        return len(self._exact) + len(self._folded)

    def _add(self, what: str, ways: Iterable[tuple[str, bytes, bool]]) -> None:
        for how, needle, cased in ways:
            if cased:
                self._exact.add(needle, what, how)
            else:
                self._folded.add(needle.lower(), what, how)

    def search(self, data: bytes) -> list[Found]:
        """Find every secret in whatever way it is written; one that is found in one way at one place counts once."""
        return list(dict.fromkeys((*self._exact.search(data), *self._folded.search(data.lower()))))


class _Index:
    """Needles by their first eight bytes."""

    def __init__(self) -> None:
        self._by_start: defaultdict[int, dict[bytes, tuple[str, str]]] = defaultdict(dict)

    def __len__(self) -> int:
        return sum(map(len, self._by_start.values()))

    def add(self, needle: bytes, what: str, how: str) -> None:
        if len(needle) >= SHORTEST:
            self._by_start[int.from_bytes(needle[:SHORTEST], "little")].setdefault(needle, (what, how))

    def close(self) -> None:
        self._starts = np.array(sorted(self._by_start), _WORD)
        self._sieve = np.zeros(1 << (64 - int(_BITS)), bool)
        self._sieve[_hole(self._starts)] = True

    def search(self, data: bytes) -> Iterator[Found]:
        for offset in range(SHORTEST if self._by_start else 0):
            count = (len(data) - offset) // SHORTEST
            if count <= 0:
                continue
            words = np.frombuffer(data, _WORD, count, offset)
            likely = np.flatnonzero(self._sieve[_hole(words)])
            nearest = np.minimum(np.searchsorted(self._starts, words[likely]), len(self._starts) - 1)
            for place in likely[self._starts[nearest] == words[likely]]:
                at = offset + SHORTEST * int(place)
                for needle, (what, how) in self._by_start[int(words[place])].items():
                    if data.startswith(needle, at):
                        yield Found(what, how, at)


def _hole(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    hole: NDArray[np.uint64] = (words * _SPREAD) >> _BITS
    return hole
