"""Everybody in the Directory by name, listed or not: for organisers."""

from bot.directory.model import Directory, Entry
from bot.directory.sheet.identity import name_key

_MOST = 25


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


class NamesOfMembers:
    """The names of all who are in the Directory, read again when it has changed."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._version = -1
        self._names: tuple[str, ...] = ()

    async def all(self) -> tuple[str, ...]:
        version = await self._directory.version()
        if version != self._version:
            self._names = tuple(entry.name for entry in await self._directory.entries())
            self._version = version
        return self._names
