"""Opening, migrating and sharing a database."""

import asyncio
import logging
import sqlite3
import stat
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.directory.model import PAUSED, ChangedMeanwhile, Consent, Entry
from store.database import TooNew, Unreachable, connect, open_database, schema_of
from store.directory import SqlDirectory
from store.tables import metadata

MIGRATIONS = Path(__file__).parents[2] / "store" / "migrations"


async def left_behind(address: str, revision: str, *statements: str) -> None:
    """Make a database as a version of long ago left it."""

    def upgrade(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)

    engine = connect(address)
    async with engine.begin() as connection:
        await connection.run_sync(upgrade)
        for statement in statements:
            await connection.execute(text(statement))
    await engine.dispose()


async def test_migrations_make_exactly_the_tables_the_code_speaks_of(engine: AsyncEngine) -> None:
    def differences(connection: Connection) -> object:
        return compare_metadata(MigrationContext.configure(connection), metadata)

    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_whoever_was_there_before_they_could_choose_may_be_asked_without_a_name(database_address: str) -> None:
    ana = """INSERT INTO entries (id, name, role, organisation, settings, email, contact, about, consent, paused)
        VALUES ('1', 'Ana', 'GP', '', '', '', '', '', 'given', true)"""
    await left_behind(database_address, "0015", ana)
    async with open_database(database_address) as engine:
        (found,) = await SqlDirectory(engine).entries()
        assert found == Entry(id="1", name="Ana", role="GP", consent=Consent.GIVEN, availability=PAUSED, unnamed=True)


async def test_opening_again_keeps_what_is_there(database_address: str) -> None:
    async with open_database(database_address) as engine:
        await SqlDirectory(engine).change(0, put=[Entry(id="1", name="Ana")])
    async with open_database(database_address) as engine:
        assert [entry.name for entry in await SqlDirectory(engine).entries()] == ["Ana"]


async def test_processes_that_start_together_take_turns_at_migrating(database_address: str) -> None:
    async def start() -> int:
        async with open_database(database_address) as engine:
            return await SqlDirectory(engine).version()

    assert await asyncio.gather(*(start() for _ in range(8))) == [0] * 8


async def test_of_two_writers_at_once_one_is_told_to_look_again(database_address: str) -> None:
    async with open_database(database_address) as ours, open_database(database_address) as theirs:
        outcomes = await asyncio.gather(
            *(SqlDirectory(engine).change(0, put=[Entry(id="1", name="Ana")]) for engine in (ours, theirs)),
            return_exceptions=True,
        )
    assert [type(outcome) for outcome in outcomes if outcome != 1] == [ChangedMeanwhile]


async def test_a_failure_halfway_leaves_everything_as_it_was(engine: AsyncEngine) -> None:
    directory = SqlDirectory(engine)
    await directory.change(0, put=[Entry(id="1", name="Ana", skills=("R",))])

    def fail(_: int) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await directory.change(1, put=[Entry(id="2", name="Bo")], remove=["1"], progress=fail)

    assert [entry.name for entry in await directory.entries()] == ["Ana"]
    assert await directory.version() == 1


async def test_errors_do_not_repeat_what_people_wrote(engine: AsyncEngine, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(SQLAlchemyError) as caught:
        async with engine.begin() as connection:
            await connection.execute(text("INSERT INTO nowhere VALUES (:said)"), {"said": "a secret worry"})
    assert "a secret worry" not in str(caught.value)


async def test_what_is_deleted_from_sqlite_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "trial.db"
    async with open_database(f"sqlite:///{path}") as engine:
        directory = SqlDirectory(engine)
        await directory.change(0, put=[Entry(id="1", name="Ana Unmistakable")])
        await directory.change(1, remove=["1"])
    assert b"Unmistakable" not in path.read_bytes()
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("not an address", "not a database address"),
        ("mysql://localhost/x", "“mysql” are not supported"),
        ("postgresql://hirg:hunter2@127.0.0.1:1/none", "127.0.0.1"),
    ],
)
async def test_says_why_a_database_cannot_be_opened_without_its_password(address: str, why: str) -> None:
    with pytest.raises(Unreachable, match=why) as caught:
        async with open_database(address):
            pass
    assert "hunter2" not in str(caught.value)


async def test_refuses_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "trial.db"
    path.write_text("Dear diary, " * 100)
    with pytest.raises(Unreachable, match="not a database"):
        async with open_database(f"sqlite:///{path}"):
            pass
    assert path.read_text().startswith("Dear diary")


async def test_refuses_a_database_of_a_newer_version(tmp_path: Path) -> None:
    path = tmp_path / "trial.db"
    async with open_database(f"sqlite:///{path}"):
        pass
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(TooNew, match="newer version"):
        async with open_database(f"sqlite:///{path}"):
            pass
    with pytest.raises(TooNew):
        await schema_of(f"sqlite:///{path}")


async def test_folders_that_are_made_on_the_way_are_for_this_account_alone(tmp_path: Path) -> None:
    async with open_database(f"sqlite:///{tmp_path}/data/demo/hirg.db"):
        pass
    assert [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("data", "data/demo")] == [0o700, 0o700]
