"""Everybody in the Directory by name, and where they work, listed or not."""

import re
from collections.abc import Callable, Iterable, Iterator

from bot.directory.model import Directory, Entry
from bot.directory.search.organisations import KINDS, kind_of
from bot.directory.search.text import STOP_WORDS, words
from bot.directory.sheet.identity import name_key

_MOST = 25
_SEVERAL = re.compile(r"[/;|\n]")


class NameBook:
    """Finds entries by any parts of a name. It is read again when the Directory has changed."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._version = -1
        self._people: list[tuple[str, Entry]] = []

    async def find(self, typed: str) -> list[Entry]:
        """Return at most 25 entries that have all of these beginnings of words in their name, in its order."""
        begun = [f" {part}" for part in name_key(typed).split()]
        if not begun:
            return []  # and nothing is read before somebody needs it
        version = await self._directory.version()
        if version != self._version:
            self._people = [(f" {name_key(entry.name)}", entry) for entry in await self._directory.entries()]
            self._version = version
        found = (entry for name, entry in self._people if all(part in name for part in begun))
        return [entry for entry, _ in zip(found, range(_MOST), strict=False)]


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
