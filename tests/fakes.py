"""Hand-written stand-ins; each passes the same contract suite as what it stands for."""

from collections.abc import Callable, Sequence

from bot.directory.model import ChangedMeanwhile, Entry


class MemoryDirectory:
    """A Directory that forgets. See tests/contract/test_directory.py."""

    def __init__(self, entries: Sequence[Entry] = ()) -> None:
        self._entries = {entry.id: entry for entry in entries}
        self._version = 1 if entries else 0

    async def version(self) -> int:
        return self._version

    async def entries(self) -> list[Entry]:
        return sorted(self._entries.values(), key=lambda entry: (entry.name, entry.id))

    async def change(
        self,
        version: int,
        *,
        put: Sequence[Entry] = (),
        remove: Sequence[str] = (),
        progress: Callable[[int], None] = lambda _: None,
    ) -> int:
        if version != self._version:
            raise ChangedMeanwhile("Somebody changed the Directory meanwhile; nothing was written.", "Look again.")
        for gone in remove:
            self._entries.pop(gone, None)
        self._entries |= {entry.id: entry for entry in put}
        progress(len(put))
        self._version += 1
        return self._version
