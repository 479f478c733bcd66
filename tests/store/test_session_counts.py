"""Numbers of sessions lie in no order, and which sessions are in them leaves the files with those."""

import sqlite3
from datetime import date
from pathlib import Path

from bot.reflection.counts import Held
from bot.support.kept import SealedCase
from store.database import open_database
from store.kept import SqlKept
from store.session_counts import SqlCounts
from store.tables import sessions

KIND = Held(month=date(2026, 5, 1), format="rolfe", size="5 to 9", slow=False)


async def test_nothing_leads_from_a_number_to_a_session_that_was_shredded(tmp_path: Path) -> None:
    async with open_database(f"sqlite:///{tmp_path}/t.db") as engine:
        kept, counts = SqlKept(engine, sessions), SqlCounts(engine)
        await kept.add(SealedCase(id="canarysession", sealed=b""))
        await counts.add("canarysession", KIND)
        await kept.remove("canarysession")
        assert b"canary" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
        assert await counts.since(date.min) == {KIND: 1}


async def test_rows_have_no_number_that_tells_which_came_first(tmp_path: Path) -> None:
    async with open_database(f"sqlite:///{tmp_path}/t.db"):
        pass
    with sqlite3.connect(tmp_path / "t.db") as file:
        made = dict(
            file.execute("SELECT name, sql FROM sqlite_schema WHERE name IN ('session_counts', 'counted_sessions')")
        )
    file.close()
    assert set(made) == {"session_counts", "counted_sessions"}
    assert all(sql.rstrip().endswith("WITHOUT ROWID") for sql in made.values())
