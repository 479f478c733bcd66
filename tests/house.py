"""The whole core over stores in memory."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.delivery.letterbox import Letterbox
from bot.directory.model import Entry
from bot.meetings.model import Series
from config.parts import utc_now
from config.settings import load_settings
from config.stores import Stores
from config.wiring import Core, build_core
from tests.fakes import (
    MemoryAttendance,
    MemoryCalendar,
    MemoryCases,
    MemoryCodes,
    MemoryCounts,
    MemoryDirectory,
    MemoryGaps,
    MemoryIntroductions,
    MemoryKept,
    MemoryLexicon,
    MemoryOutbox,
    MemoryPapers,
    MemoryProposals,
    MemoryRota,
    MemoryTokens,
    MemoryVault,
    MemoryWatches,
    MemoryWishes,
)


def memory_stores(entries: Sequence[Entry] = (), series: Sequence[Series] = ()) -> Stores:
    """Return stores that forget, with these people in the Directory and these series in the calendar."""
    directory, sessions, attendance = MemoryDirectory(entries), MemoryKept(), MemoryAttendance()
    return Stores(
        directory=directory,
        codes=MemoryCodes(directory),
        gaps=MemoryGaps(),
        lexicon=MemoryLexicon(),
        calendar=MemoryCalendar(*series, attendance=attendance),
        attendance=attendance,
        proposals=MemoryProposals(),
        tokens=MemoryTokens(),
        wishes=MemoryWishes(),
        introductions=MemoryIntroductions(),
        watches=MemoryWatches(),
        outbox=MemoryOutbox(),
        cases=MemoryCases(),
        vault=MemoryVault(),
        rota=MemoryRota(),
        sessions=sessions,
        papers=MemoryPapers(sessions),
        session_counts=MemoryCounts(sessions),
    )


def memory_core(
    entries: Sequence[Entry] = (), stores: Stores | None = None, now: Callable[[], datetime] = utc_now
) -> Core:
    """Return what every platform shares, over these stores or, without any, over such that hold these people."""
    stores = stores or memory_stores(entries)
    return build_core(stores, load_settings(_env_file=None, network="the network"), Letterbox(stores.outbox), now)
