"""Everybody in the Directory by name, and where they work, listed or not."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from bot.directory.cards import listing
from bot.directory.model import Directory, Entry
from bot.directory.search.nearest import NearestNames
from bot.directory.search.organisations import KINDS, kind_of
from bot.directory.search.persons import name_words
from bot.directory.search.text import STOP_WORDS, words
from bot.directory.sheet.identity import name_key

_MOST = 25
_SEVERAL = re.compile(r"[/;|\n]")


class NameBook:
    """Finds entries by any parts of a name, or by a name misspelt. It is read again when the Directory has changed."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._version = -1
        self._people: list[tuple[str, Entry]] = []
        # Read once a name is asked for that nobody has.
        self._nearest: NearestNames | None = None

    async def find(self, typed: str) -> list[Entry]:
        """Return at most 25 entries that have all of these beginnings of words in their name, in its order."""
        return [entry for entry, _ in zip(await self._begun(typed), range(_MOST), strict=False)]

    async def bearing(self, typed: str) -> list[Entry]:
        """Return who is listed and has this name, as `those_called` tells, in its order."""
        return those_called(typed, [entry for entry in await self._begun(typed) if entry.listed])

    async def complete(self, typed: str) -> list[Entry]:
        """Return the same for a name that is being typed, or where there are none, those that forgive a slip."""
        if found := await self.find(typed):
            return found
        names = await self._names()
        return [self._people[place][1] for place in names.begun(typed)[:_MOST]]

    async def nearest(self, typed: str) -> list[Entry]:
        """Return at most five entries whose name may be meant by one that nobody has, the best first."""
        names = await self._names()
        return [self._people[place][1] for place in names.nearest(typed)]

    async def _begun(self, typed: str) -> Iterator[Entry]:
        """Give those in whose name all words of what was typed begin a word, whether O Rourke is one word or two."""
        begun = [[f" {part}" for part in parts] for parts in _spellings(typed)]
        if not begun:
            return iter(())  # and nothing is read before somebody needs it
        await self._read()
        return (entry for name, entry in self._people if any(all(map(name.__contains__, parts)) for parts in begun))

    async def _names(self) -> NearestNames:
        await self._read()
        self._nearest = self._nearest or NearestNames(entry.name for _, entry in self._people)
        return self._nearest

    async def _read(self) -> None:
        version = await self._directory.version()
        if version != self._version:
            self._people = [(_spelt(entry.name), entry) for entry in await self._directory.entries()]
            self._version, self._nearest = version, None


class Named(Protocol):
    """Whoever has a name."""

    @property
    def name(self) -> str: ...


Someone = TypeVar("Someone", bound=Named)


def those_called(typed: str, people: Iterable[Someone]) -> list[Someone]:
    """Return whose whole name was typed; or else those in whose name all of its words stand, in any order.

    Titles, capitals, accents and apostrophes do not matter. A single letter is nobody's name.
    """
    said = _one_spelling(typed)
    if len("".join(said)) <= 1:
        return []
    named = [(_one_spelling(one.name), one) for one in people]
    whole = [one for name, one in named if "".join(name) == "".join(said)]
    return whole or [one for name, one in named if set(name).issuperset(said)]


def _one_spelling(name: str) -> list[str]:
    return next(reversed(_spellings(name)), [])


def _spellings(name: str) -> list[list[str]]:
    """Read the words of a name without its titles, and once more with O Rourke as one word where it has such a word."""
    parts = name_key(name).split()
    joined = name_words(" ".join(parts))
    return [each for each in ([parts] if joined == parts else [parts, joined]) if each]


def _spelt(name: str) -> str:
    return "".join(f" {part}" for parts in _spellings(name) for part in parts)


def did_you_mean(typed: str, near: Sequence[str]) -> tuple[str, str]:
    """Say that nobody has a name, and ask whether one `near` it is meant; or how to look again, where none is."""
    hint = f"Did you mean {listing(list(near), 'or')}?" if near else "Part of the name is enough."
    return f"Nobody in the Directory is called “{typed}”.", hint


def _name_of(entry: Entry) -> Iterable[str]:
    return (entry.name,)


def workplaces_of(entry: Entry) -> Iterator[str]:
    """Name the organisations of somebody as they are written, and by the part that is their own, without its kind."""
    for name in _SEVERAL.split(entry.organisation):
        spelt = name.split()
        own = [at for at, word in enumerate(spelt) if _is_own(word)]
        if own:
            yield " ".join(spelt)
            yield " ".join(spelt[own[0] : own[-1] + 1])


def _is_own(word: str) -> bool:
    return any(part not in STOP_WORDS and kind_of(part) not in KINDS for part in words(word))


class NamesOfMembers:
    """The names of all who are in the Directory, or what else `of` reads there; read again when it has changed."""

    def __init__(self, directory: Directory, of: Callable[[Entry], Iterable[str]] = _name_of) -> None:
        self._directory = directory
        self._of = of
        self._version = -1
        self._names: tuple[str, ...] = ()

    async def all(self) -> tuple[str, ...]:
        version = await self._directory.version()
        if version != self._version:
            entries = await self._directory.entries()
            self._names = tuple(dict.fromkeys(name for entry in entries for name in self._of(entry)))
            self._version = version
        return self._names
