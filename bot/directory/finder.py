"""The search index of a Directory that changes while it is being asked."""

import asyncio
import time
from collections.abc import Callable

from bot.directory.model import Directory
from bot.directory.search.index import SearchIndex
from bot.directory.search.vocabulary import Vocabulary

# How long, in seconds, a change made by another process may go unseen.
CHECK_EVERY = 1.0


class Finder:
    """Keeps one index current: looks whether the Directory changed at most once a second, and rebuilds when it did.

    Whoever asks meanwhile waits for the same rebuild, which runs in a thread so that the platforms stay answered.
    """

    def __init__(
        self, directory: Directory, vocabulary: Vocabulary, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._directory = directory
        self._vocabulary = vocabulary
        self._clock = clock
        self._checked = float("-inf")
        self._version = -1
        self._index: SearchIndex | None = None
        self._one_at_a_time = asyncio.Lock()

    async def index(self) -> SearchIndex:
        """Return the index of the Directory as it was at most a second ago."""
        if self._index and self._clock() - self._checked < CHECK_EVERY:
            return self._index
        async with self._one_at_a_time:
            if self._index and self._clock() - self._checked < CHECK_EVERY:
                return self._index
            return await self._current()

    async def _current(self) -> SearchIndex:
        checked = self._clock()
        # Read before the entries: a change in between is seen at the next look instead of never.
        version = await self._directory.version()
        if self._index is None or version != self._version:
            entries = await self._directory.entries()
            self._index = await asyncio.to_thread(SearchIndex, entries, self._vocabulary)
            self._version = version
        self._checked = checked
        return self._index
