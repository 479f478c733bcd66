"""Whoever says who they are stands where an introduction by name stands: before nowhere, and never beside a case."""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import pytest

from tests.leaks.acts import Step
from tests.leaks.conftest import HALLS
from tests.leaks.halls import Watched
from tests.leaks.people import CANARIES
from tests.leaks.wishing import SAID, Said
from tests.leaks.world import World

_BY_NAME = {"introductions", "deliveries"}
# What happens within so many milliseconds may be one press of a button.
_MOMENT = 10_000


@pytest.mark.parametrize("said", SAID, ids=lambda said: said.name)
async def test_they_are_found_where_an_introduction_by_name_is_and_nowhere_else(
    said: Said, hall: Watched, tmp_path: Path
) -> None:
    world = World(hall, tmp_path, listed=said.listed)
    async with world.running():
        await world.play(said.before)
        assert world.verdict(["Kim"]).leaks == []
        await world.play(said.after)
        assert "introduction-name" in world.ran
        secrets = CANARIES[hall.name]["Kim"].secrets.values()
        named = {table for table, row in _rows(tmp_path) if any(one in row for one in secrets)}
        assert "introductions" in named <= _BY_NAME
        assert [row for table, row in _rows(tmp_path) if table in _BY_NAME and _both(row, tmp_path, secrets)] == []
        assert _at_once(tmp_path) == []
    found = {leak.place for leak in world.verdict(["Kim"], ["Lee"]).leaks}
    assert found == await _places_by_name(said.by_name, HALLS[hall.name](), said, tmp_path / "by-name")


async def _places_by_name(steps: Sequence[Step], hall: Watched, said: Said, folder: Path) -> set[str]:
    """Say where somebody is found who asks by name; what goes out to whom they ask aside."""
    folder.mkdir()
    world = World(hall, folder, listed=said.listed)
    async with world.running():
        await world.play(steps)
    return {leak.place for leak in world.verdict(["Kim"], ["Lee"]).leaks}


def _rows(folder: Path) -> Iterator[tuple[str, str]]:
    """Go through every row of every table, as text."""
    with sqlite3.connect(folder / "hirg.db") as database:
        for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            yield from ((table, str(row)) for row in database.execute(f"SELECT * FROM {table}"))  # noqa: S608 - its own
    database.close()


def _both(row: str, folder: Path, secrets: Collection[str]) -> bool:
    """Whether one row holds a person and a case."""
    return any(one in row for one in secrets) and any(case in row for case in _cases(folder))


def _cases(folder: Path) -> list[str]:
    with sqlite3.connect(folder / "hirg.db") as database:
        found = [row[0] for row in database.execute("SELECT id FROM cases")]
    database.close()
    return found


def _at_once(folder: Path) -> list[tuple[str, str]]:
    """Pair what was sent about a case with what was sent about an introduction at the same moment."""
    with sqlite3.connect(folder / "hirg.db") as database:
        sent = database.execute("SELECT about, kind, due_at FROM deliveries").fetchall()
    database.close()
    cases = _cases(folder)
    sealed = [(kind, at) for about, kind, at in sent if about.partition("/")[0] in cases]
    named = [(kind, at) for _, kind, at in sent if kind.startswith("introduction-")]
    return [(one, other) for one, at in sealed for other, then in named if abs(at - then) < _MOMENT]
