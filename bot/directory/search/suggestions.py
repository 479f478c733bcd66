"""Completing the name of a skill while it is being typed."""

from bisect import bisect_left
from collections.abc import Iterator

from bot.directory.search.holdings import Holdings
from bot.directory.search.spelling import Spelling
from bot.directory.search.text import normalise

# Platforms cut longer choices, and a cut name would be searched for as it is (Discord: 100 characters).
_LONGEST = 90
_LOOKED_AT = 200


class Suggestions:
    """Skills that somebody lists, by the beginning of any word of any of their names."""

    def __init__(self, holdings: Holdings) -> None:
        self._holdings = holdings
        held = {n for n, s in enumerate(holdings.skills) if holdings.held(n) and len(s.label) <= _LONGEST}
        self._popular = sorted(held, key=self._order)
        self._beginnings = sorted(
            {each for name in holdings.names.every if name.skill in held for each in _tails(name.text, name.skill)}
        )
        self._spelling = Spelling({text.split()[0] for text, _, _ in self._beginnings}, holdings.ordinary)

    def complete(self, typed: str, limit: int) -> list[str]:
        """List labels: first those that begin so, then with a word that does, then spelt nearly so."""
        begun = normalise(typed)
        if not begun:
            return self._labels(self._popular[:limit])
        found = self._ranked(begun)
        if not found:
            *before, last = begun.split()
            for guess in self._spelling.guesses(last):
                found += self._ranked(" ".join([*before, guess.word])) or self._ranked(guess.word)
        return self._labels(list(dict.fromkeys(found))[:limit])

    def _ranked(self, begun: str) -> list[int]:
        ranks: dict[int, tuple[int, bool]] = {}
        for text, at, skill in self._from(begun):
            own = normalise(self._holdings.skills[skill].label).startswith(begun)
            rank = (0 if text == begun and at == 0 else 1 if own else 2, at > 0)
            ranks[skill] = min(rank, ranks.get(skill, rank))
        return sorted(ranks, key=lambda skill: (ranks[skill], self._order(skill)))

    def _from(self, begun: str) -> Iterator[tuple[str, int, int]]:
        first = bisect_left(self._beginnings, (begun, 0, 0))
        for entry in self._beginnings[first : first + _LOOKED_AT]:
            if not entry[0].startswith(begun):
                break
            yield entry

    def _order(self, skill: int) -> tuple[int, str]:
        return -self._holdings.popularity(skill), self._holdings.skills[skill].label

    def _labels(self, skills: list[int]) -> list[str]:
        return list(dict.fromkeys(self._holdings.skills[skill].label for skill in skills))


def _tails(text: str, skill: int) -> Iterator[tuple[str, int, int]]:
    spelt = text.split()
    for at in range(len(spelt)):
        yield " ".join(spelt[at:]), at, skill
