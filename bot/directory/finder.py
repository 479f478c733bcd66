"""The search index of a Directory that changes while it is being asked."""

import asyncio
import gc
import time
from collections.abc import Callable, Sequence

from bot.directory.gaps import Lexicon
from bot.directory.model import Changes, Directory, Entry
from bot.directory.search.index import SearchIndex
from bot.directory.search.lexicon import taught as with_taught
from bot.directory.search.meaning import Meaning
from bot.directory.search.vocabulary import Vocabulary

# How long, in seconds, a change made by another process may go unseen.
CHECK_EVERY = 1.0
# So many changes take some tens of milliseconds, in which nobody else is answered; what they mean is learnt besides.
MOST_AT_ONCE = 50
# From so many people on, looking for garbage among them takes tens of milliseconds.
GREAT = 10_000


def _by_words_alone() -> None:
    """Know no meanings."""


class Finder:
    """Keeps one index current: looks whether the Directory changed at most once a second, and follows when it did.

    Whoever asks first waits for the one look. What few entries changed is changed in the index as it stands; more,
    as a sheet brings them, is a new index, made in a thread so that the platforms stay answered, and until it is
    there others are answered from the old one.
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
        self._changes = self._seen = 0
        self._index: SearchIndex | None = None
        self._great = self._outgrown = False
        self._one_at_a_time = asyncio.Lock()

    async def index(self) -> SearchIndex:
        """Return the index of the Directory as it was at most a second ago; it changes as the Directory does."""
        fresh = self._clock() - self._checked < CHECK_EVERY
        looking = self._one_at_a_time.locked() and self._changes == self._seen
        if self._index and (fresh or looking):
            return self._index
        async with self._one_at_a_time:
            if self._index and self._clock() - self._checked < CHECK_EVERY:
                return self._index
            return await self._current()

    async def vocabulary(self) -> Vocabulary:
        """Return the words as they are known now, with what the network taught."""
        await self.index()
        return self._vocabulary

    async def versions(self) -> tuple[int, int]:
        """Return the versions of the Directory and of the words that the network taught, as they are now."""
        return await self._directory.version(), await self._lexicon.version() if self._lexicon else 0

    def look_again(self) -> None:
        """Take note that something was changed here, so that whoever asks next finds it changed at once."""
        self._changes += 1
        self._checked = float("-inf")

    async def _current(self) -> SearchIndex:
        checked, changes = self._clock(), self._changes
        # Read before the entries: a change in between is seen at the next look instead of never.
        version, taught = await self.versions()
        index = self._index
        if index is None or taught != self._taught:
            index = await self._anew(taught)
        elif version != self._version:
            told = await self._directory.changed_since(self._version)
            if told is None or len(told.put) + len(told.gone) > MOST_AT_ONCE:
                index = await self._anew(taught)
            else:
                _follow(index, told)
        # What was changed here while this looked may not have been seen.
        self._checked = checked if changes == self._changes else float("-inf")
        self._index, self._version, self._seen = index, version, changes
        if self._outgrown:
            self._outgrown = False
            _free()
        return index

    async def _anew(self, taught: int) -> SearchIndex:
        """Make an index of all entries, in the words that the network taught meanwhile."""
        vocabulary = self._vocabulary
        if self._lexicon and taught != self._taught:
            words = [(word.name, word.concept) for word in await self._lexicon.learned()]
            vocabulary = await asyncio.to_thread(with_taught, self._shipped, words)
        listed = await self._directory.entries()
        index = await asyncio.to_thread(made_anew, listed, vocabulary, self._meaning)
        self._taught, self._vocabulary = taught, vocabulary
        self._outgrown, self._great = self._great, len(listed) >= GREAT
        return index


def _follow(index: SearchIndex, changes: Changes) -> None:
    """Change an index as it stands: here and not in a thread, because whoever asks must never see half a change."""
    for person in changes.gone:
        index.remove(person)
    for entry in changes.put:
        index.put(entry)


def _free() -> None:
    """Free a great index that another took the place of: it refers to itself, and what is frozen is never looked at.

    Whoever still reads it keeps it, until the next is freed.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def made_anew(
    entries: Sequence[Entry], vocabulary: Vocabulary, meaning: Callable[[], Meaning | None] = _by_words_alone
) -> SearchIndex:
    """Make an index. A great one is never looked through for garbage, while it grows or later.

    With a million people each such look takes a second, in which nobody is answered.
    """
    if len(entries) < GREAT:
        return SearchIndex(entries, vocabulary, meaning())
    gc.disable()
    try:
        index = SearchIndex(entries, vocabulary, meaning())
        gc.freeze()
    finally:
        gc.enable()
    return index
