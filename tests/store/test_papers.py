"""What was written in a session lies in no order, and leaves the files when the session is removed."""

import sqlite3
from pathlib import Path

from bot.reflection.papers import SealedPaper
from bot.support.kept import SealedCase
from store.database import open_database
from store.kept import SqlKept
from store.papers import SqlPapers
from store.tables import sessions


async def test_papers_leave_the_files_with_their_session(tmp_path: Path) -> None:
    async with open_database(f"sqlite:///{tmp_path}/t.db") as engine:
        kept, papers = SqlKept(engine, sessions), SqlPapers(engine)
        await kept.add(SealedCase(id="s1", sealed=b"canarysession"))
        for number in range(9):
            await papers.add(SealedPaper(session="s1", id=f"p{number}", sealed=b"canarypaper" + bytes(5_000)))
        assert b"canarypaper" in _files(tmp_path)
        await kept.remove("s1")
        assert b"canary" not in _files(tmp_path)


async def test_rows_have_no_number_that_tells_which_came_first(tmp_path: Path) -> None:
    async with open_database(f"sqlite:///{tmp_path}/t.db"):
        pass
    with sqlite3.connect(tmp_path / "t.db") as file:
        made = dict(file.execute("SELECT name, sql FROM sqlite_schema WHERE name IN ('sessions', 'papers')"))
    file.close()
    assert all(sql.rstrip().endswith("WITHOUT ROWID") for sql in made.values())
    assert set(made) == {"sessions", "papers"}


def _files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())
