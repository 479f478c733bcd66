"""The file of keys: nobody else may read it, what was destroyed is in no file, and a crash leaves it whole."""

import asyncio
import copy
import os
import pickle
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.chat.veil import Broken
from bot.support.vault import LockedAway, OutOfOrder, Shredded
from store.keycare import KeyCare
from store.keys import FileVault
from store.locks import CaseLock, KeyedEpoch, Master
from store.masters import Unfit
from tests.fakes import OneMaster

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
OLD, NEW = b"o" * 32, b"n" * 32


class Kept:
    """Implements `Masters` with whatever lies in a list."""

    def __init__(self, *keys: bytes) -> None:
        self.keys = list(keys)
        self.fault = ""
        self.reads = 0

    def read(self) -> list[bytes]:
        self.reads += 1
        if self.fault:
            raise Unfit(self.fault)
        return list(self.keys)

    def make(self) -> bytes:
        self.keys.append(OLD)
        return OLD


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "keys.db"


def vault(path: Path, *keys: bytes) -> FileVault:
    return FileVault(path, Kept(*keys), lambda: NOW)


def wrapped(path: Path) -> dict[str, bytes]:
    """What stands for each key in the file."""
    with sqlite3.connect(path) as file:
        found = dict(file.execute("SELECT id, wrapped FROM keys"))
    file.close()
    return found


def everything(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.iterdir())


async def test_can_be_read_by_nobody_else_on_the_machine(path: Path) -> None:
    await vault(path, OLD).create("c1")
    rights = {file.name: stat.S_IMODE(file.stat().st_mode) for file in (path.parent, *path.parent.iterdir())}
    assert rights == {"keys": 0o700, "keys.db": 0o600}


async def test_its_journal_can_be_read_by_nobody_else_either(path: Path) -> None:
    await vault(path, OLD).create("c1")
    with sqlite3.connect(path, isolation_level=None) as file:
        file.execute("BEGIN IMMEDIATE")
        file.execute("UPDATE keys SET made = '2026-01-01'")
        (journal,) = [one for one in path.parent.iterdir() if one != path]
        assert stat.S_IMODE(journal.stat().st_mode) == 0o600
    file.close()


async def test_reading_makes_no_file(path: Path) -> None:
    keys = vault(path, OLD)
    with pytest.raises(Shredded):
        await keys.lock("c1")
    assert (await keys.locks(["c1"]), await keys.shredded()) == ({}, [])
    await keys.shred("c1")
    await keys.expire(NOW)
    assert not path.parent.exists()


async def test_what_was_shredded_is_in_no_file_any_more_though_others_read(path: Path) -> None:
    here, there = vault(path, OLD), vault(path, OLD)
    for number in range(200):
        await here.create(f"c{number}")
    before = wrapped(path)
    assert all(before[f"c{number}"] in everything(path) for number in range(200))
    reading = [there.locks(list(before)) for _ in range(20)]
    await asyncio.gather(*reading, here.shred(*(f"c{number}" for number in range(0, 200, 2))))
    left = everything(path)
    assert [case for case, bytes_ in before.items() if bytes_ in left] == sorted(wrapped(path))
    assert len(wrapped(path)) == 100
    assert [file.name for file in path.parent.iterdir()] == ["keys.db"]


async def test_what_expired_and_epochs_that_are_over_are_in_no_file_either(path: Path) -> None:
    keys = vault(path, OLD)
    await keys.create("c1")
    await keys.epochs(NOW)
    with sqlite3.connect(path) as file:
        gone = [row[0] for row in file.execute("SELECT wrapped FROM keys UNION SELECT wrapped FROM epochs")]
    file.close()
    await keys.expire(NOW + timedelta(days=99))
    await keys.epochs(NOW + timedelta(days=120))
    assert [bytes_ for bytes_ in gone if bytes_ in everything(path)] == []


async def test_a_file_that_another_version_wrote_with_a_write_ahead_log_forgets_as_well(path: Path) -> None:
    keys = vault(path, OLD)
    await keys.create("c1")
    with sqlite3.connect(path) as file:
        file.execute("PRAGMA journal_mode=WAL")
    file.close()
    await keys.create("c2")
    before = wrapped(path)
    await keys.shred("c1", "c2")
    assert [case for case, bytes_ in before.items() if bytes_ in everything(path)] == []


async def test_a_remembered_key_is_of_no_use_once_it_was_shredded_elsewhere(path: Path) -> None:
    here, there = vault(path, OLD), vault(path, OLD)
    await here.create("c1")
    await there.lock("c1")
    await here.shred("c1")
    with pytest.raises(Shredded):
        await there.lock("c1")


async def test_keys_that_were_exchanged_for_one_another_do_not_open(path: Path) -> None:
    keys = vault(path, OLD)
    sealed = (await keys.create("c1")).seal("x", b"y")
    await keys.create("c2")
    with sqlite3.connect(path) as file:
        file.execute("UPDATE keys SET wrapped = (SELECT wrapped FROM keys WHERE id = 'c1') WHERE id = 'c2'")
    file.close()
    with pytest.raises(LockedAway):
        await keys.lock("c2")
    assert (await keys.lock("c1")).open("x", sealed) == b"y"


async def test_says_what_is_wrong_with_a_file_that_is_none(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path.parent.mkdir()
    path.write_text("Dear diary, " * 400)
    for asked in (vault(path, OLD).create("c1"), vault(path, OLD).lock("c1"), vault(path, OLD).epochs(NOW)):
        with pytest.raises(OutOfOrder, match="Nothing can be said without a name just now"):
            await asked
    assert "the keys cannot be read or written" in caplog.text
    assert path.read_text().startswith("Dear diary")


async def test_refuses_a_file_of_a_newer_version(path: Path) -> None:
    await vault(path, OLD).create("c1")
    with sqlite3.connect(path) as file:
        file.execute("PRAGMA user_version=99")
    file.close()
    with pytest.raises(OutOfOrder) as caught:
        await vault(path, OLD).create("c2")
    assert "newer version" in caught.value.reason


async def test_an_empty_file_that_a_crash_left_is_filled(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    with pytest.raises(Shredded):
        await vault(path, OLD).lock("c1")
    await vault(path, OLD).create("c1")
    assert wrapped(path).keys() == {"c1"}


async def test_the_first_master_key_there_is_becomes_the_one(path: Path) -> None:
    await vault(path, OLD, NEW).create("c1")
    await vault(path, OLD).lock("c1")
    made = Kept()
    await FileVault(path.with_name("other.db"), made, lambda: NOW).create("c1")
    assert made.keys == [OLD]


async def test_another_master_key_neither_opens_nor_makes_anything(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    keys = vault(path, OLD)
    await keys.create("c1")
    await keys.epochs(NOW)
    other = vault(path, NEW)
    for asked in (other.lock("c1"), other.locks(["c1"]), other.create("c2"), other.epochs(NOW)):
        with pytest.raises(OutOfOrder):
            await asked
    await other.expire(NOW)
    assert wrapped(path).keys() == {"c1"}
    assert "the keys cannot be used" in caplog.text
    assert Master(OLD).id in str([record.__dict__.get("master") for record in caplog.records])


async def test_why_a_master_key_cannot_be_used_is_for_the_operator_alone(path: Path) -> None:
    kept = Kept(OLD)
    keys = FileVault(path, kept, lambda: NOW)
    await keys.create("c1")
    kept.fault = "master.key could be read by others."
    with pytest.raises(OutOfOrder) as caught:
        await FileVault(path, kept, lambda: NOW).create("c2")
    assert caught.value.reason == kept.fault
    assert "master.key" not in caught.value.sentence
    # Whoever holds the right one already goes on.
    await keys.create("c2")


async def test_after_a_rotation_every_key_opens_with_the_new_master_key_alone(path: Path) -> None:
    kept = Kept(OLD)
    running = FileVault(path, kept, lambda: NOW)
    sealed = {f"c{n}": (await running.create(f"c{n}")).seal("x", b"y") for n in range(20)}
    (epoch,) = await running.epochs(NOW)
    before = {**wrapped(path)}
    done = await KeyCare(path, Kept(OLD)).rotate(NEW)
    assert (done.before, done.to, done.wrapped, done.left) == (Master(OLD).id, Master(NEW).id, 21, 0)
    assert [case for case, bytes_ in before.items() if bytes_ in everything(path)] == []
    with pytest.raises(OutOfOrder):
        await vault(path, OLD).lock("c1")
    kept.keys = [NEW]
    for keys in (vault(path, NEW), running):
        assert {case: (await keys.lock(case)).open("x", what) for case, what in sealed.items()} == dict.fromkeys(
            sealed, b"y"
        )
        (same,) = await keys.epochs(NOW)
        assert same.mark("x") == epoch.mark("x")
    await running.create("later")
    await vault(path, NEW).lock("later")


async def test_a_process_that_still_has_the_old_master_key_finds_the_new_one_by_itself(path: Path) -> None:
    kept = Kept(OLD)
    running = FileVault(path, kept, lambda: NOW)
    await running.create("c1")
    await running.lock("c1")
    read = kept.reads
    await KeyCare(path, Kept(OLD)).rotate(NEW)
    with pytest.raises(OutOfOrder):
        await running.create("c2")
    kept.keys = [NEW]
    await running.create("c2")
    assert kept.reads == read + 2


async def test_nothing_is_rotated_without_the_present_master_key(path: Path) -> None:
    await vault(path, OLD).create("c1")
    with pytest.raises(OutOfOrder):
        await KeyCare(path, Kept(NEW)).rotate(NEW)
    await vault(path, OLD).lock("c1")


async def test_what_a_lost_master_key_protected_stays_locked_and_all_else_goes_on(path: Path) -> None:
    keys = vault(path, OLD)
    await keys.create("c1")
    await keys.epochs(NOW)
    done = await KeyCare(path, Kept(NEW)).rotate(NEW, lost=True)
    assert (done.wrapped, done.left) == (0, 2)
    keys = vault(path, NEW)
    await keys.create("c2")
    with pytest.raises(LockedAway):
        await keys.lock("c1")
    assert (await keys.locks(["c1", "c2"])).keys() == {"c2"}
    (epoch,) = await keys.epochs(NOW)
    assert epoch.number == 2
    assert [one.number for one in await keys.epochs(NOW)] == [2]
    state = await KeyCare(path, Kept(NEW)).look()
    assert (state.unfit, state.cases) == ("", {"c1": False, "c2": True})
    assert [(row.number, opens) for row, opens in state.epochs] == [(2, True), (1, False)]
    await keys.expire(NOW + timedelta(days=98))
    assert await keys.shredded() == ["c1", "c2"]


async def test_a_lost_master_key_that_is_found_again_opens_what_it_protected(path: Path) -> None:
    sealed = (await vault(path, OLD).create("c1")).seal("x", b"y")
    await KeyCare(path, Kept(NEW)).rotate(NEW, lost=True)
    assert (await vault(path, NEW, OLD).lock("c1")).open("x", sealed) == b"y"


@pytest.mark.parametrize(
    "holder",
    [CaseLock("c1", b"k" * 32), KeyedEpoch(1, b"k" * 32), Master(b"k" * 32)],
    ids=lambda one: type(one).__name__,
)
def test_what_holds_a_key_is_printed_without_it_and_cannot_be_copied(holder: object) -> None:
    assert repr(holder) == f"{type(holder).__name__}()"
    for take in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            take(holder)


def test_a_case_is_sealed_with_other_keys_than_it_is_marked_with() -> None:
    """Known answers: what was sealed by an earlier version has to open with every later one."""
    lock = CaseLock("00c0ffee00c0ffee", bytes(range(32)))
    sealed = bytes.fromhex(SEALED)
    assert lock.open("dossier", sealed) == b"words"
    assert lock.mark("slack:U0KIM") == MARK
    with pytest.raises(Broken):
        CaseLock("00c0ffee00c0ffef", bytes(range(32))).open("dossier", sealed)
    assert Master(bytes(range(32))).id == MASTER


SEALED = "26865b514de5811d181b627946a9e25d764e13d5e1287e2e8991678f2498caed5f"
MARK = "e5e96c3d4efb65e2de54e6e517707459"
MASTER = "5a618f962b4e8cc2"


KILLED = """
import asyncio, itertools, sys
from datetime import UTC, datetime
from pathlib import Path
from store.keycare import KeyCare
from store.keys import FileVault
from tests.store.test_keys import Kept, NEW, OLD

async def main(path, name):
    keys = FileVault(path, Kept(OLD, NEW))
    for number in itertools.count():
        await keys.create(f"{name}-{number}")
        if number % 3 == 2:
            await keys.shred(f"{name}-{number - 1}")
        if number % 5 == 4:
            await KeyCare(path, Kept(OLD, NEW)).rotate(NEW if number % 2 else OLD)
        print(number, flush=True)

asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
"""


@pytest.fixture
def lives(path: Path) -> Iterator[list[subprocess.Popen[str]]]:
    """Two processes that make, shred and rotate keys as fast as they can."""
    started = [
        subprocess.Popen(
            [sys.executable, "-c", KILLED, str(path), name],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        for name in ("a", "b")
    ]
    yield started
    for life in started:
        life.kill()
        life.communicate()


async def test_processes_that_are_killed_at_any_moment_leave_every_key_whole(
    path: Path, lives: list[subprocess.Popen[str]]
) -> None:
    for life in lives:
        assert life.stdout
        for _ in range(15):
            life.stdout.readline()
    for life in lives:
        os.kill(life.pid, signal.SIGKILL)
        life.wait()
    state = await KeyCare(path, Kept(OLD, NEW)).look()
    assert all(state.cases.values())
    assert state.gone.isdisjoint(state.cases)
    assert len(state.gone) >= 8
    await FileVault(path, OneMaster()).expire(NOW + timedelta(days=9999))
    assert not list(wrapped(path))
    assert [file.name for file in path.parent.iterdir()] == ["keys.db"]
