"""The master key in a file: nobody else can read it, and no crash leaves none."""

import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Thread, current_thread

import pytest

from config import keyfolder
from config.keyfolder import KeyFolder
from config.keys import open_care, open_vault, prepare_keys
from config.settings import Settings, load_settings
from config.settings_support import SupportSettings
from store.locks import Master
from store.masters import Unfit

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> KeyFolder:
    return KeyFolder(tmp_path / "keys")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.chdir(tmp_path)
    return Settings(data_dir=tmp_path, support=SupportSettings(channels=("slack:C1",)))


def test_a_new_master_key_is_for_this_account_alone_and_told_of_once(
    folder: KeyFolder, caplog: pytest.LogCaptureFixture
) -> None:
    assert list(folder.keys()) == []
    key = folder.make()
    assert list(folder.keys()) == [folder.make()] == [key]
    rights = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder.folder, *folder.folder.iterdir())}
    assert rights == {"keys": 0o700, "master.key": 0o600}
    assert [record.getMessage() for record in caplog.records] == [
        "a new master key was made; keep a copy of it apart from the backups"
    ]
    assert key.hex() not in str(caplog.records[0].__dict__)


def test_a_file_that_goes_while_one_looks_is_open_to_nobody(folder: KeyFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """The journal of keys.db comes and goes while a bot runs."""
    folder.make()
    listed = Path.iterdir
    monkeypatch.setattr(Path, "iterdir", lambda path: [*listed(path), path / "keys.db-journal"])
    assert folder.open_to_others() == []


def test_folders_that_are_made_on_the_way_are_for_this_account_alone(tmp_path: Path) -> None:
    KeyFolder(tmp_path / "data" / "keys").tag()
    KeyFolder(tmp_path / "other" / "keys").make()
    rights = {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("data", "data/keys", "other", "other/keys")}
    assert rights == {0o700}


def test_processes_that_make_it_at_once_agree(folder: KeyFolder) -> None:
    code = (
        "import sys; from pathlib import Path; from config.keyfolder import KeyFolder;"
        " print(KeyFolder(Path(sys.argv[1])).make().hex())"
    )
    made = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(folder.folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
        )
        for _ in range(4)
    ]
    assert len({one.communicate()[0] for one in made}) == 1
    assert [path.name for path in folder.folder.iterdir()] == ["master.key"]


@pytest.mark.parametrize("rights", [0o640, 0o604, 0o660, 0o610])
def test_refuses_a_master_key_that_others_could_read(folder: KeyFolder, rights: int) -> None:
    folder.make()
    folder.path.chmod(rights)
    with pytest.raises(Unfit, match=r"could be read by others on this machine. Type `chmod 600 .*master.key`"):
        list(folder.keys())


@pytest.mark.parametrize("text", ["", "\n", "00", "zz" * 32, "00" * 33, "{key}{key}", "\0 12"])
def test_refuses_what_is_no_master_key_without_repeating_it(folder: KeyFolder, text: str) -> None:
    folder.path.parent.mkdir()
    folder.path.write_text(text.format(key="ab" * 32))
    folder.path.chmod(0o600)
    with pytest.raises(Unfit, match="64 hexadecimal digits") as caught:
        list(folder.keys())
    assert "abab" not in str(caught.value)


def test_reads_a_master_key_however_it_ends(folder: KeyFolder) -> None:
    folder.path.parent.mkdir()
    folder.path.write_text("AB" * 32 + "\r\n")
    folder.path.chmod(0o600)
    assert list(folder.keys()) == [b"\xab" * 32]


def _after_making(folder: KeyFolder) -> None:
    del folder


def _after_the_next(folder: KeyFolder) -> None:
    folder.make_next()


def _after_overwriting(folder: KeyFolder) -> None:
    folder.make_next()
    folder.path.write_bytes(b"\0" * 65)


@pytest.mark.parametrize("crash", [_after_making, _after_the_next, _after_overwriting])
def test_one_of_the_two_is_there_wherever_a_rotation_stopped(
    folder: KeyFolder, crash: Callable[[KeyFolder], None]
) -> None:
    old = folder.make()
    crash(folder)
    there = list(folder.keys())
    rotated = not folder.path.read_bytes().strip(b"\0")
    assert (old in there) is not rotated
    new = folder.make_next()
    folder.settle(Master(new).id)
    assert list(folder.keys()) == [new]
    assert [path.name for path in folder.folder.iterdir()] == ["master.key"]
    if len(there) > 1 or rotated:
        assert new == there[-1]


def test_the_next_key_stays_aside_as_long_as_the_keys_are_wrapped_with_the_other(folder: KeyFolder) -> None:
    old = folder.make()
    folder.make_next()
    folder.settle(Master(old).id)
    assert next(folder.keys()) == old
    assert folder.next.exists()


def test_a_master_key_whose_place_was_taken_is_overwritten(folder: KeyFolder, tmp_path: Path) -> None:
    old = folder.make()
    still = tmp_path / "still"
    still.hardlink_to(folder.path)
    folder.settle(Master(folder.make_next()).id)
    assert not still.read_bytes().strip(b"\0")
    assert old not in list(folder.keys())


@pytest.mark.parametrize("drops", [False, True])
def test_of_two_who_settle_at_once_neither_destroys_the_new_key(
    folder: KeyFolder, monkeypatch: pytest.MonkeyPatch, drops: bool
) -> None:
    """The second is let go on when the first has looked, and is about to overwrite the old key."""
    folder.make()
    new = folder.make_next()
    first = partial(folder.drop, but=Master(new).id) if drops else partial(folder.settle, Master(new).id)
    second = Thread(target=KeyFolder(folder.folder).settle, args=(Master(new).id,))
    overwrite = keyfolder._overwrite

    def late(path: Path) -> None:
        if current_thread() is not second:
            second.start()
            second.join(timeout=0.5)
        overwrite(path)

    monkeypatch.setattr(keyfolder, "_overwrite", late)
    first()
    second.join()
    assert list(folder.keys()) == [new]
    assert [path.name for path in folder.folder.iterdir()] == ["master.key"]


def test_a_first_key_is_made_where_one_was_destroyed(folder: KeyFolder) -> None:
    folder.make()
    folder.drop(but="another")
    assert list(folder.keys()) == []
    folder.path.write_bytes(b"\0" * 65)
    assert len(folder.make()) == 32


async def test_at_the_start_the_keys_are_made_and_the_folder_is_marked_for_backups(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await prepare_keys(settings)
    await prepare_keys(settings)
    here = {path.name: path for path in (tmp_path / "keys").iterdir()}
    assert here.keys() == {"CACHEDIR.TAG", "keys.db", "master.key"}
    assert here["CACHEDIR.TAG"].read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55\n")
    assert [record.getMessage() for record in caplog.records] == [
        "a new master key was made; keep a copy of it apart from the backups"
    ]
    assert KeyFolder(tmp_path / "keys").open_to_others() == []


async def test_where_nothing_can_be_said_without_a_name_no_key_is_made(settings: Settings, tmp_path: Path) -> None:
    await prepare_keys(load_settings(data_dir=settings.data_dir, introductions={"unnamed": False}))
    assert not (tmp_path / "keys").exists()


async def test_keys_lie_in_a_tagged_folder_whatever_they_are_for(settings: Settings, tmp_path: Path) -> None:
    """Introductions without a name need no channel, and are there unless they are turned off."""
    await prepare_keys(load_settings(data_dir=settings.data_dir))
    assert (tmp_path / "keys" / "CACHEDIR.TAG").exists()


async def test_at_the_start_a_rotation_that_was_interrupted_is_finished(settings: Settings, tmp_path: Path) -> None:
    folder = KeyFolder(tmp_path / "keys")
    await prepare_keys(settings)
    new = folder.make_next()
    await open_care(settings).rotate(new)
    await prepare_keys(settings)
    assert list(folder.keys()) == [new]


async def test_at_the_start_keys_that_do_not_fit_are_told_of_and_stop_nothing(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await open_vault(settings).create("c1")
    (tmp_path / "keys" / "master.key").unlink()
    await prepare_keys(settings)
    assert "nothing can be said without a name; `hirg-bot keys verify` says why" in caplog.messages
    assert not (tmp_path / "keys" / "master.key").exists()


async def test_at_the_start_cases_that_cannot_be_opened_are_told_of(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    await open_vault(settings).create("c1")
    given = settings.model_copy(update={"keys": settings.keys.model_validate({"master": "ab" * 32})})
    (settings.data_dir / "keys" / "master.key").unlink()
    await open_care(given).rotate(b"\xab" * 32, lost=True)
    await prepare_keys(given)
    assert "some cases cannot be opened; `hirg-bot keys verify` says why" in caplog.messages
