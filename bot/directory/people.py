"""Everybody in the Directory by name, and where they work, listed or not."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from bot.directory.cards import listing
from bot.directory.model import Directory, Entry
from bot.directory.search.nearest import NearestNames
from bot.directory.search.organisations import KINDS, kind_of
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
        begun = [f" {part}" for part in name_key(typed).split()]
        if not begun:
            return []  # and nothing is read before somebody needs it
        await self._read()
        found = (entry for name, entry in self._people if all(part in name for part in begun))
        return [entry for entry, _ in zip(found, range(_MOST), strict=False)]

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

    async def _names(self) -> NearestNames:
        await self._read()
        self._nearest = self._nearest or NearestNames(entry.name for _, entry in self._people)
        return self._nearest

    async def _read(self) -> None:
        version = await self._directory.version()
        if version != self._version:
            self._people = [(f" {name_key(entry.name)}", entry) for entry in await self._directory.entries()]
            self._version, self._nearest = version, None


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
