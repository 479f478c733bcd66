"""`hirg-bot keys …`, as an operator runs it: real files, a real database."""

import asyncio
import errno
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.chat.requests import Address
from bot.chat.veil import Lock
from bot.reflection.sessionbook import SessionBook
from bot.support.casebook import Casebook
from bot.support.model import Dossier, Entry, Kind, Part, Voice
from config import cli
from config.keys import open_vault
from config.settings import load_settings
from store.cases import SqlCases
from store.database import open_database
from store.kept import SqlKept
from store.papers import SqlPapers
from store.tables import sessions
from tests.config.test_cli_import import Result, Run
from tests.reflection.sessions import session

ROOT = Path(__file__).parents[2]
NOW = datetime.now(UTC)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def run(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run `hirg-bot keys …` with keys of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HIRG_DATA_DIR", str(data))

    def _run(*words: str | Path) -> Result:
        monkeypatch.setattr(sys, "argv", ["hirg-bot", "keys", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capfd.readouterr()
        return Result(said.out, said.err, ended.value.code if isinstance(ended.value.code, int) else 0)

    return _run


def dossier(case: str, lock: Lock) -> Dossier:
    voice = Voice(id="v1", part=Part.AUTHOR, mark=lock.mark("slack:U0KIM"), name="Quiet Heron")
    request = Entry(id="e1", voice="v1", kind=Kind.REQUEST, text="I am tired.")
    return Dossier(
        id=case, place=Address("slack", "C1"), name="Quiet Heron", opened=NOW, voices=(voice,), entries=(request,)
    )


async def _ask(times: int) -> list[str]:
    settings = load_settings()
    async with open_database(settings.database) as engine:
        book = Casebook(SqlCases(engine), open_vault(settings))
        for _ in range(times):
            await book.start(dossier)
        return [opened.dossier.request.text for opened in await book.all()]


def ask(times: int) -> list[str]:
    """Begin cases; returns what can be read of all there are."""
    return asyncio.run(_ask(times))


def master(data: Path) -> str:
    return (data / "keys" / "master.key").read_text()


def deny(*args: object, **_: object) -> Any:
    """Stand for a system call that may not be made; tests may run as root, whom no mode of a file keeps from it."""
    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(args[0]))


def protect(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a file be read and not be written, as `chmod 400` does."""
    opened = Path.open

    def _open(self: Path, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        return deny(self) if self == path and mode == "r+b" else opened(self, mode, *args, **kwargs)

    monkeypatch.setattr(Path, "open", _open)


def put(path: Path, key: str) -> None:
    path.write_text(key)
    path.chmod(0o600)


def test_says_that_all_is_well(run: Run) -> None:
    assert "There are no keys yet" in run("verify").out
    ask(3)
    said = run("verify")
    assert said.status == 0
    assert "Keys of 3 cases: all open." in said.out
    assert said.out.endswith("Everything is in order.\n")


def test_shows_the_moderation_keys_and_their_ends(run: Run) -> None:
    ask(1)
    asyncio.run(open_vault(load_settings()).epochs(NOW))
    until, known = (f"{NOW + timedelta(days=days):%Y-%m-%d}" for days in (89, 119))
    wanted = f"Moderation key 1, since {NOW:%Y-%m-%d}: its marks are made until {until}, and known until {known}."
    assert wanted in run("verify").out


def test_names_files_that_others_could_read_and_what_to_type(run: Run, data: Path) -> None:
    ask(1)
    (data / "keys" / "keys.db").chmod(0o644)
    (data / "keys").chmod(0o755)
    said = run("verify")
    assert said.status == 1
    assert f"Type `chmod 700 {data}/keys`." in said.out
    assert f"Type `chmod 600 {data}/keys/keys.db`." in said.out


def test_a_master_key_that_others_could_read_is_there_and_is_not_given_up(run: Run, data: Path) -> None:
    ask(1)
    path = data / "keys" / "master.key"
    path.chmod(0o644)
    said = run("verify")
    assert said.status == 1
    assert said.out.count("chmod") == 1
    assert f"Type `chmod 600 {path}`, and then `hirg-bot keys rotate`" in said.out
    assert "give-up" not in said.out
    refused = run("give-up", "--yes")
    assert refused.status == 2
    assert "nothing is lost" in refused.err

    path.chmod(0o600)
    assert run("rotate").status == 0
    assert len(ask(0)) == 1


def test_says_what_to_do_about_a_master_key_that_is_not_there(run: Run, data: Path) -> None:
    ask(2)
    kept = master(data)
    (data / "keys" / "master.key").unlink()
    said = run("verify")
    assert said.status == 1
    assert "Keys of 2 cases: 2 do not open." in said.out
    assert "There is no master key." in said.out
    assert f"or in the file {data}/keys/master.key; only if there is no copy" in said.out
    assert "nothing can be said without a name; everything else works" in said.out
    assert "`hirg-bot keys give-up`" in said.out
    assert run("rotate").status == 2
    (data / "keys" / "master.key").write_text(kept)
    (data / "keys" / "master.key").chmod(0o600)
    assert run("verify").status == 0


def test_counts_cases_without_keys_and_keys_without_cases(run: Run, data: Path) -> None:
    ask(3)
    (data / "keys" / "keys.db").rename(data / "aside.db")
    ask(1)
    said = run("verify")
    assert said.status == 1
    assert "Without a key: 3 cases in the database. If the database was put back from a backup" in said.out
    assert "they were shredded since; leave the keys as they are." in said.out
    (data / "aside.db").replace(data / "keys" / "keys.db")
    (data / "hirg.db").unlink()
    assert "The database cannot be opened, so the keys were not compared with it." in run("verify").out
    assert run("verify").status == 1
    asyncio.run(_empty())
    assert "Without a case: 3 keys." in run("verify").out


async def _empty() -> None:
    async with open_database(load_settings().database):
        pass


def test_what_was_shredded_and_not_swept_yet_is_no_fault(run: Run) -> None:
    ask(2)
    asyncio.run(_shred_one_key())
    assert run("verify").status == 0


async def _shred_one_key() -> None:
    settings = load_settings()
    async with open_database(settings.database) as engine:
        first, _ = await SqlCases(engine).all()
    await open_vault(settings).shred(first.id)


def test_a_database_of_a_newer_version_is_compared_with_nothing_and_said_so(run: Run, data: Path) -> None:
    ask(1)
    change(data, "UPDATE alembic_version SET version_num = '9999'")
    said = run("verify")
    assert said.status == 1
    assert "It was written by a newer version of hirg-bot; install that version again." in said.out


def test_a_database_that_cannot_be_read_through_is_said_so(run: Run, data: Path) -> None:
    ask(1)
    change(data, "DROP TABLE cases")
    said = run("verify")
    assert said.status == 1
    assert "so the keys were not compared with it. no such table: cases" in said.out


def change(data: Path, statement: str) -> None:
    with closing(sqlite3.connect(data / "hirg.db")) as connection:
        connection.execute(statement)
        connection.commit()


def test_says_which_database_was_damaged(run: Run) -> None:
    ask(2)
    asyncio.run(_damage_one())
    said = run("verify")
    assert said.status == 1
    assert "1 case cannot be read, though there is a key" in said.out


async def _damage_one() -> None:
    async with open_database(load_settings().database) as engine:
        cases = SqlCases(engine)
        first, second = await cases.all()
        assert await cases.save(type(first)(id=first.id, sealed=second.sealed, act_at=first.act_at))


def test_looks_at_sessions_as_well(run: Run) -> None:
    asyncio.run(_open_session())
    assert run("verify").status == 0
    asyncio.run(_damage_session())
    said = run("verify")
    assert said.status == 1
    assert "1 case cannot be read, though there is a key" in said.out


async def _open_session() -> None:
    settings = load_settings()
    async with open_database(settings.database) as engine:
        book = SessionBook(SqlKept(engine, sessions), SqlPapers(engine), open_vault(settings))
        await book.start(lambda session_id, _lock: replace(session(), id=session_id))


async def _damage_session() -> None:
    async with open_database(load_settings().database) as engine:
        kept = SqlKept(engine, sessions)
        (one,) = await kept.all()
        assert await kept.save(replace(one, sealed=one.sealed[:-1]))


def test_rotating_changes_the_master_key_and_nothing_else(run: Run, data: Path) -> None:
    ask(2)
    before = master(data)
    said = run("rotate")
    assert said.status == 0
    assert f"The new master key lies in {data}/keys/master.key." in said.out
    assert master(data) != before
    assert before.strip() not in said.out
    assert master(data).strip() not in said.out
    assert ask(1) == ["I am tired."] * 3
    assert run("verify").status == 0


def test_a_rotation_goes_on_where_another_was_interrupted(run: Run, data: Path) -> None:
    ask(1)
    (data / "keys" / "master.key.new").write_text("ab" * 32)
    (data / "keys" / "master.key.new").chmod(0o600)
    said = run("verify")
    assert said.status == 1
    assert "Type `hirg-bot keys rotate` again." in said.out
    assert run("rotate").status == 0
    assert master(data) == "ab" * 32
    assert run("verify").status == 0


def test_rotates_from_one_variable_to_the_other(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIRG_KEYS__MASTER", "ab" * 32)
    ask(1)
    monkeypatch.setenv("HIRG_KEYS__NEW_MASTER", "cd" * 32)
    said = run("rotate")
    assert "Now give HIRG_KEYS__MASTER the value of HIRG_KEYS__NEW_MASTER" in said.out
    assert "nothing can be said without a name to those that lack HIRG_KEYS__NEW_MASTER" in said.out
    assert "abab" not in said.out
    assert "cdcd" not in said.out
    assert ask(0) == ["I am tired."]
    monkeypatch.delenv("HIRG_KEYS__NEW_MASTER")
    assert run("verify").status == 1
    monkeypatch.setenv("HIRG_KEYS__MASTER", "cd" * 32)
    assert run("verify").status == 0
    assert not (data / "keys" / "master.key").exists()


def test_rotates_from_a_variable_into_a_file(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIRG_KEYS__MASTER", "ab" * 32)
    ask(1)
    assert f"The new master key lies in {data}/keys/master.key. Now take HIRG_KEYS__MASTER away" in run("rotate").out
    monkeypatch.delenv("HIRG_KEYS__MASTER")
    assert ask(0) == ["I am tired."]


def test_rotates_from_a_file_into_a_variable(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(1)
    monkeypatch.setenv("HIRG_KEYS__NEW_MASTER", "cd" * 32)
    assert run("rotate").status == 0
    assert not (data / "keys" / "master.key").exists()
    monkeypatch.delenv("HIRG_KEYS__NEW_MASTER")
    monkeypatch.setenv("HIRG_KEYS__MASTER", "cd" * 32)
    assert ask(0) == ["I am tired."]


def test_says_where_the_new_master_key_is_when_the_old_one_cannot_be_destroyed(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(2)
    path = data / "keys" / "master.key"
    with monkeypatch.context() as patch:
        protect(path, patch)
        said = run("rotate")
    assert said.status == 2
    assert said.err.startswith(f"{path} cannot be read or written: Permission denied. The keys have the new master key")
    assert f"it lies in {path}.new." in said.err
    assert "`hirg-bot keys rotate` again" in said.err
    assert ask(0) == ["I am tired."] * 2
    assert run("rotate").status == 0
    assert not path.with_name("master.key.new").exists()
    assert ask(0) == ["I am tired."] * 2
    assert run("verify").status == 0


def test_says_that_the_keys_have_the_variable_when_the_file_cannot_be_destroyed(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(1)
    monkeypatch.setenv("HIRG_KEYS__NEW_MASTER", "cd" * 32)
    with monkeypatch.context() as patch:
        protect(data / "keys" / "master.key", patch)
        said = run("rotate")
    assert said.status == 2
    assert "all the same; it is the value of HIRG_KEYS__NEW_MASTER." in said.err
    assert run("rotate").status == 0
    assert not (data / "keys" / "master.key").exists()
    assert ask(0) == ["I am tired."]


def test_says_that_the_keys_are_as_they_were_when_no_new_one_can_be_made(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(1)
    before = master(data)
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", deny)
        said = run("rotate")
    assert said.status == 2
    assert said.err.endswith("cannot be read or written: Permission denied. The keys are as they were.\n")
    assert master(data) == before
    assert run("verify").status == 0


def test_gives_up_only_what_is_lost_and_when_told_twice(run: Run, data: Path) -> None:
    ask(2)
    said = run("give-up", "--yes")
    assert (said.status, said.err.split(".")[0]) == (2, "The master key is there, and nothing is lost")
    (data / "keys" / "master.key").unlink()
    assert "keys give-up --yes" in run("give-up").err
    said = run("give-up", "--yes")
    assert said.status == 0
    assert "Keys that stay locked away: 2." in said.out
    assert ask(1) == ["I am tired."]
    said = run("verify")
    assert said.status == 1
    assert "2 cases cannot be opened any more, and will be removed in time." in said.out


@pytest.mark.parametrize("another", ["", "cd" * 32])
def test_names_the_half_of_a_master_key_that_keeps_it_from_giving_up(run: Run, data: Path, another: str) -> None:
    ask(1)
    path, half = data / "keys" / "master.key", data / "keys" / "master.key.new"
    kept = master(data)
    path.unlink()
    put(half, "ab" * 5)
    if another:
        put(path, another)
    said = run("give-up", "--yes")
    assert said.status == 2
    assert said.err.startswith(f"{half}: a master key must be 64 hexadecimal digits. Put it back from a copy.")
    assert "move that file away, and type `hirg-bot keys give-up --yes` again" in said.err

    half.rename(data / "aside")
    put(path, kept)
    assert ask(0) == ["I am tired."]
    path.unlink()
    said = run("give-up", "--yes")
    assert said.status == 0
    assert "Keys that stay locked away: 1." in said.out


def test_says_that_it_cannot_write_where_it_would_begin_anew(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(1)
    (data / "keys" / "master.key").unlink()
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", deny)
        said = run("give-up", "--yes")
    assert said.status == 2
    assert said.err.startswith(f"{data}/keys/.master.key.new.")
    assert f"See to it that this account can write in {data}/keys" in said.err
    assert "`hirg-bot keys give-up --yes` again" in said.err
    assert run("give-up", "--yes").status == 0


def test_giving_up_goes_on_where_the_old_master_key_could_not_be_destroyed(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(1)
    path = data / "keys" / "master.key"
    put(path, "ab" * 5)
    with monkeypatch.context() as patch:
        protect(path, patch)
        said = run("give-up", "--yes")
    assert said.status == 2
    assert f"it lies in {path}.new." in said.err
    assert "`hirg-bot keys give-up --yes` again" in said.err
    assert run("give-up", "--yes").status == 0
    assert ask(1) == ["I am tired."]


def test_a_variable_that_is_no_master_key_is_named_and_not_repeated(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIRG_KEYS__MASTER", "hunter2")
    said = run("verify")
    assert said.status == 2
    assert said.err.startswith("HIRG_KEYS__MASTER: It must be 64 hexadecimal digits")
    assert "hunter2" not in said.err


ROTATING = """
import asyncio
from config.cli_keys import _rotate
from config.settings import load_settings
while True:
    asyncio.run(_rotate(load_settings()))
    print("rotated", flush=True)
"""


def test_a_rotation_that_is_killed_anywhere_loses_nothing(run: Run, data: Path, tmp_path: Path) -> None:
    ask(5)
    env = {"PYTHONPATH": str(ROOT), "HIRG_DATA_DIR": str(data)}
    for lines in (1, 4):
        life = subprocess.Popen([sys.executable, "-c", ROTATING], stdout=subprocess.PIPE, cwd=tmp_path, env=env)
        assert life.stdout
        for _ in range(lines):
            life.stdout.readline()
        life.kill()
        life.communicate()
        assert ask(0) == ["I am tired."] * 5
    assert run("rotate").status == 0
    assert run("verify").status == 0
