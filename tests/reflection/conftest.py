"""What the tests of sessions stand on: a book of them, in memory, or in a database in which many press at once."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store.database import open_database
from store.kept import SqlKept
from store.papers import SqlPapers
from store.tables import sessions
from tests.fakes import MemoryKept, MemoryPapers
from tests.reflection.test_sessionbook import House


@pytest.fixture
def house() -> House:
    kept = MemoryKept()
    return House(kept, MemoryPapers(kept))


@pytest.fixture(params=["memory", "sqlite"])
async def busy_house(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[House]:
    if request.param == "memory":
        kept = MemoryKept()
        yield House(kept, MemoryPapers(kept))
        return
    async with open_database(f"sqlite:///{tmp_path}/t.db") as engine:
        yield House(SqlKept(engine, sessions), SqlPapers(engine))
