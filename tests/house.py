"""The whole core over stores in memory."""

from collections.abc import Sequence

from bot.delivery.letterbox import Letterbox
from bot.directory.model import Entry
from config.settings import load_settings
from config.wiring import Core, Stores, build_core
from tests.fakes import (
    MemoryAttendance,
    MemoryCalendar,
    MemoryCodes,
    MemoryDirectory,
    MemoryGaps,
    MemoryIntroductions,
    MemoryLexicon,
    MemoryOutbox,
    MemoryWatches,
    MemoryWishes,
)


def memory_stores(entries: Sequence[Entry] = ()) -> Stores:
    """Return stores that forget, with these people in the Directory."""
    directory = MemoryDirectory(entries)
    return Stores(
        directory=directory,
        codes=MemoryCodes(directory),
        gaps=MemoryGaps(),
        lexicon=MemoryLexicon(),
        calendar=MemoryCalendar(),
        attendance=MemoryAttendance(),
        wishes=MemoryWishes(),
        introductions=MemoryIntroductions(),
        watches=MemoryWatches(),
        outbox=MemoryOutbox(),
    )


def memory_core(entries: Sequence[Entry] = ()) -> Core:
    """Return what every platform shares, with these people in the Directory."""
    stores = memory_stores(entries)
    return build_core(stores, load_settings(_env_file=None, network="the network"), Letterbox(stores.outbox))
