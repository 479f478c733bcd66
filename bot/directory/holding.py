"""What the Directory holds about somebody by name."""

from collections.abc import Sequence
from contextlib import suppress

from bot.chat.errors import NotFound
from bot.chat.requests import Account
from bot.directory.codes import Codes
from bot.directory.model import MOST_NOTES, Directory, Entry
from bot.directory.owners import Owners
from bot.directory.portrait import data_of
from bot.my_data.model import Held


class EntryHolding:
    """Implements `bot.my_data.model.Holding`: an entry with its skills and its history."""

    name = "Your Directory entry"

    def __init__(self, directory: Directory, owners: Owners) -> None:
        self._directory = directory
        self._owners = owners

    async def show(self, accounts: Sequence[Account]) -> Sequence[Held]:
        entries: dict[str, Entry] = {}
        for account in accounts:
            if entry := await self._directory.of(account):
                entries[entry.id] = entry
        return [await self._held(entry) for entry in entries.values()]

    async def erase(self, accounts: Sequence[Account]) -> None:
        for account in accounts:
            with suppress(NotFound):
                await self._owners.leave(account)

    async def _held(self, entry: Entry) -> Held:
        notes = await self._directory.notes(entry.id, most=MOST_NOTES)
        seen = "members can find it" if entry.listed else "nobody can find it"
        return Held(f"{entry.name}, skills: {len(entry.skills)}; {seen}", data_of(entry, notes))


class TriesHolding:
    """Implements `bot.my_data.model.Holding`: how often somebody tried a code for an entry."""

    name = "Codes you tried"

    def __init__(self, codes: Codes) -> None:
        self._codes = codes

    async def show(self, accounts: Sequence[Account]) -> Sequence[Held]:
        tried = [(account, await self._codes.attempts(account)) for account in accounts]
        return [
            Held(f"{times} of late", {"account": str(account), "tries": times}) for account, times in tried if times
        ]

    async def erase(self, accounts: Sequence[Account]) -> None:
        for account in accounts:
            await self._codes.pardon(account)
