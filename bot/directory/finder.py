"""The search index of a Directory that changes while it is being asked."""

import asyncio
import time
from collections.abc import Callable, Mapping

from bot.directory.gaps import Lexicon
from bot.directory.model import Directory, Entry
from bot.directory.search.index import SearchIndex
from bot.directory.search.lexicon import taught as with_taught
from bot.directory.search.meaning import Meaning
from bot.directory.search.vocabulary import Vocabulary

# How long, in seconds, a change made by another process may go unseen.
CHECK_EVERY = 1.0
# So many changes take some tens of milliseconds, in which nobody else is answered.
MOST_IN_PLACE = 100


def _by_words_alone() -> None:
    """Know no meanings."""


class Finder:
    """Keeps one index current: looks whether the Directory changed at most once a second, and follows when it did.

    Whoever asks meanwhile waits for the same look. A few changes are made in the index as it stands; many are a new
    index, made in a thread so that the platforms stay answered.
    """

    def __init__(
        self,
        directory: Directory,
        vocabulary: Vocabulary,
        clock: Callable[[], float] = time.monotonic,
        lexicon: Lexicon | None = None,
        meaning: Callable[[], Meaning | None] = _by_words_alone,
    ) -> None:
        self._directory = directory
        self._shipped = self._vocabulary = vocabulary
        self._lexicon = lexicon
        self._meaning = meaning
        self._taught = 0
        self._clock = clock
        self._checked = float("-inf")
        self._version = -1
        self._changes = 0
        self._entries: dict[str, Entry] = {}
        self._index: SearchIndex | None = None
        self._one_at_a_time = asyncio.Lock()

    async def index(self) -> SearchIndex:
        """Return the index of the Directory as it was at most a second ago; it changes as the Directory does."""
        if self._index and self._clock() - self._checked < CHECK_EVERY:
            return self._index
        async with self._one_at_a_time:
            if self._index and self._clock() - self._checked < CHECK_EVERY:
                return self._index
            return await self._current()

    async def vocabulary(self) -> Vocabulary:
        """Return the words as they are known now, with what the network taught."""
        await self.index()
        return self._vocabulary

    def look_again(self) -> None:
        """Take note that something was changed here, so that whoever asks next finds it changed at once."""
        self._changes += 1
        self._checked = float("-inf")

    async def _current(self) -> SearchIndex:
        checked, changes = self._clock(), self._changes
        # Read before the entries: a change in between is seen at the next look instead of never.
        await self._learn()
        version = await self._directory.version()
        if self._index is None or version != self._version:
            self._index = await self._follow(await self._directory.entries())
            self._version = version
        # What was changed here while this looked may not have been seen.
        self._checked = checked if changes == self._changes else float("-inf")
        return self._index

    async def _learn(self) -> None:
        """Take in what the network taught meanwhile; other words make another index."""
        taught = await self._lexicon.version() if self._lexicon else 0
        if self._lexicon and taught != self._taught:
            words = [(word.name, word.concept) for word in await self._lexicon.learned()]
            self._vocabulary = await asyncio.to_thread(with_taught, self._shipped, words)
            self._taught, self._index, self._entries = taught, None, {}

    async def _follow(self, listed: list[Entry]) -> SearchIndex:
        entries = {entry.id: entry for entry in listed}
        put, gone = await asyncio.to_thread(_difference, self._entries, entries)
        self._entries = entries
        if self._index is None or len(put) + len(gone) > MOST_IN_PLACE:
            return await asyncio.to_thread(self._made, listed)
        # Here and not in a thread: whoever is asking must never see half a change.
        for entry in put:
            self._index.put(entry)
        for person in gone:
            self._index.remove(person)
        return self._index

    def _made(self, listed: list[Entry]) -> SearchIndex:
        return SearchIndex(listed, self._vocabulary, self._meaning())


def _difference(before: Mapping[str, Entry], now: Mapping[str, Entry]) -> tuple[list[Entry], list[str]]:
    """Return whoever is new or changed, and the ids of whoever is gone."""
    put = [entry for entry in now.values() if before.get(entry.id) != entry]
    return put, [person for person in before if person not in now]
