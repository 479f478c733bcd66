"""Completing the name of a skill while it is being typed."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from heapq import nsmallest
from itertools import islice
from sys import maxunicode

from bot.directory.search.apart import apart
from bot.directory.search.holdings import Holdings
from bot.directory.search.names import Kind, Name
from bot.directory.search.spelling import Spelling
from bot.directory.search.text import normalise, word_set

# Platforms cut longer choices, and a cut name would be searched for as it is (Discord: 100 characters).
_LONGEST = 90
_LOOKED_AT = 200
# Fewer letters begin too many names.
_SHORTEST_BEGUN = 3
_PURPOSES = word_set("about after at before by during for from in on to with without")
# More names than this are sorted in at once.
_FEW = 64
# Stands in no name, and sorts before whatever does.
_END = "\n"


class Suggestions:
    """Skills that somebody lists, by the beginning of any word of any of their names; `spelling` knows those words."""

    def __init__(self, holdings: Holdings, spelling: Spelling) -> None:
        self._holdings = holdings
        # Sorted: a beginning, how many words stand before it and the skill, in one text: that takes half as much.
        self._beginnings: list[str] = []
        self._spelling = spelling
        self._popular: list[int] | None = None

    def copy(self, holdings: Holdings, spelling: Spelling) -> "Suggestions":
        """Return another that knows the same names, and is changed on its own."""
        return apart(self, _holdings=holdings, _spelling=spelling)

    def add(self, names: Iterable[Name]) -> None:
        """Know more names."""
        fresh = [each for name in names for each in _tails(name)]
        if len(fresh) > _FEW:
            self._beginnings = sorted([*self._beginnings, *fresh])
        else:
            for each in fresh:
                insort(self._beginnings, each)

    def remove(self, names: Iterable[Name]) -> None:
        """Forget names."""
        for each in (tail for name in names for tail in _tails(name)):
            del self._beginnings[bisect_left(self._beginnings, each)]

    def changed(self) -> None:
        """Take note that other people list other skills."""
        self._popular = None

    def begun(self, typed: str) -> list[int]:
        """List the skills whose names begin with what was typed; none when that is too short to tell."""
        begun = normalise(typed)
        return self._ranked(begun, inside=False) if len(begun) >= _SHORTEST_BEGUN else []

    def complete(self, typed: str, limit: int) -> list[str]:
        """List labels: first those that begin so, then with a word that does, then spelt nearly so."""
        begun = normalise(typed)
        if not begun:
            return self._labels(self._most_listed()[:limit])
        found = self._ranked(begun)
        if not found:
            *before, last = begun.split()
            for guess in self._spelling.guesses(last):
                found += self._ranked(" ".join([*before, guess.word])) or self._ranked(guess.word)
        return self._labels(list(dict.fromkeys(found))[:limit])

    def _most_listed(self) -> list[int]:
        if self._popular is None:
            skills = self._holdings.skills
            held = (number for number, skill in skills.items() if skill.reach and len(skill.label) <= _LONGEST)
            self._popular = nsmallest(_LOOKED_AT, held, key=self._order)
        return self._popular

    def _ranked(self, begun: str, *, inside: bool = True) -> list[int]:
        ranks: dict[int, tuple[int, bool]] = {}
        for text, at, skill in self._from(begun):
            if at and not inside:
                continue
            own = normalise(self._holdings.skills[skill].label).startswith(begun)
            rank = (0 if text == begun and at == 0 else 1 if own else 2, at > 0)
            ranks[skill] = min(rank, ranks.get(skill, rank))
        return sorted(ranks, key=lambda skill: (ranks[skill], self._order(skill)))

    def _from(self, begun: str) -> Iterator[tuple[str, int, int]]:
        skills = self._holdings.skills
        first = bisect_left(self._beginnings, begun)
        end = bisect_left(self._beginnings, begun + chr(maxunicode), first)
        listed = (_parted(self._beginnings[at]) for at in range(first, end))
        held = (each for each in listed if skills[each[2]].reach and len(skills[each[2]].label) <= _LONGEST)
        return islice(held, _LOOKED_AT)

    def _order(self, skill: int) -> tuple[int, str]:
        return -self._holdings.popularity(skill), self._holdings.skills[skill].label

    def _labels(self, skills: list[int]) -> list[str]:
        return list(dict.fromkeys(self._holdings.skills[skill].label for skill in skills))


def _parted(beginning: str) -> tuple[str, int, int]:
    text, at, skill = beginning.split(_END)
    return text, int(at), int(skill)


def _tails(name: Name) -> Iterator[str]:
    """List the beginnings of a name; what another wording says it is for is no beginning of it.

    Power calculations "for a grant" are not what somebody means who types "grant".
    """
    spelt = name.text.split()
    end = len(spelt)
    if name.kind is not Kind.LABEL:
        end = next((at for at, word in enumerate(spelt) if at and word in _PURPOSES), end)
    for at in range(end):
        yield f"{' '.join(spelt[at:])}{_END}{at}{_END}{name.skill}"
