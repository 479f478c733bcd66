"""The folder of the keys: a master key in a file, which is made, taken over, and destroyed, whatever crashes."""

import logging
import os
import secrets
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from store.folders import make_folder
from store.locks import KEY_BYTES, Master
from store.masters import Unfit

if sys.platform != "win32":
    import fcntl

log = logging.getLogger(__name__)

_NAME, _NEXT = "master.key", "master.key.new"
# Backup programs that are told to (`--exclude-caches` of tar, borg and restic) pass over a folder that has this in it.
# See https://bford.info/cachedir/.
_TAG = "CACHEDIR.TAG"
_TAG_TEXT = (
    "Signature: 8a477f597d28d172789f06886806bc55\n# Keys that must be in no backup. They are no cache: keep them.\n"
)


class KeyFolder:
    """Holds the master key in use, `path`, and while it is being replaced the next one beside it.

    Whichever of the two the keys are wrapped with is the right one, so that no crash leaves none.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / _NAME
        self.next = folder / _NEXT

    def keys(self) -> Iterator[bytes]:
        """Read what is there. Raises `Unfit`."""
        for path in (self.path, self.next):
            if path.exists() and not _destroyed(path):
                yield _read(path)

    def make(self) -> bytes:
        """Make the first master key, or return what another process made just now. Raises `Unfit` and OSError."""
        if self.path.exists() and _destroyed(self.path):
            self.path.unlink()
        if _write(self.path):
            log.warning(
                "a new master key was made; keep a copy of it apart from the backups", extra={"path": str(self.path)}
            )
        return _read(self.path)

    def make_next(self) -> bytes:
        """Make the key that is to be the next, or return the one that an interrupted rotation left."""
        _write(self.next)
        return _read(self.next)

    def settle(self, master: str) -> None:
        """Let the next key take the place of the other when `master`, by which the keys are wrapped, says so.

        The other one is overwritten first. Where a disk keeps what was overwritten, that is all that can be done.
        """
        if not self.next.exists():
            return
        with _alone(self.folder):
            # Who had the lock before may have settled it.
            if self.next.exists() and Master(_read(self.next)).id == master:
                _overwrite(self.path)
                self.next.replace(self.path)
                _reach_disk(self.folder)

    def drop(self, but: str) -> None:
        """Destroy every master key here other than the one with this id."""
        with _alone(self.folder):
            for path in (self.path, self.next):
                if path.exists() and (_destroyed(path) or Master(_read(path)).id != but):
                    _overwrite(path)
                    path.unlink()
            _reach_disk(self.folder)

    def tag(self) -> None:
        """Mark the folder as something that backup programs pass over."""
        make_folder(self.folder)
        with suppress(FileExistsError), (self.folder / _TAG).open("x", encoding="ascii") as tag:
            tag.write(_TAG_TEXT)

    def exposed(self) -> list[Path]:
        """Name the master keys that are there, and not used because others on this machine could read them."""
        return [path for path in (self.path, self.next) if _shared(path)]

    def open_to_others(self) -> list[Path]:
        """Name what others on this machine could read, the folder itself included."""
        here = [self.folder, *sorted(self.folder.iterdir())] if self.folder.exists() else []
        return [path for path in here if path.name != _TAG and _shared(path)]


def _read(path: Path) -> bytes:
    try:
        if _shared(path):
            raise Unfit(
                f"{path} could be read by others on this machine. Type `chmod 600 {path}`, and then"
                " `hirg-bot keys rotate`, because somebody may have read it."
            )
        text = path.read_text(encoding="ascii", errors="replace")
    except OSError as error:
        raise Unfit(f"{path} cannot be read: {error.strerror}.") from None
    try:
        return read_key(text)
    except ValueError:
        raise Unfit(
            f"{path}: a master key must be {2 * KEY_BYTES} hexadecimal digits. Put it back from a copy."
        ) from None


def read_key(text: str) -> bytes:
    """Read a master key as it is written. Raises ValueError."""
    key = bytes.fromhex(text.strip())
    if len(key) != KEY_BYTES:
        raise ValueError
    return key


def _shared(path: Path) -> bool:
    """Whether others could read what is there; nobody can what is gone by now, as a journal is soon."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    return os.name == "posix" and bool(mode & (stat.S_IRWXG | stat.S_IRWXO))


def _write(path: Path) -> bool:
    """Write a new key; nobody ever sees half of it, and of several processes one is the first."""
    make_folder(path.parent)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(file, "w", encoding="ascii") as made:
            made.write(secrets.token_hex(KEY_BYTES) + "\n")
            made.flush()
            os.fsync(made.fileno())
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            return False
        return True
    finally:
        draft.unlink()
        _reach_disk(path.parent)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until nobody else destroys keys here: by then, the new key may lie where the old one was.

    The lock is on the folder itself, so that no file is left in it, and goes with the process, however that ends.
    """
    if sys.platform == "win32":  # has no such locks
        yield
        return
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def _overwrite(path: Path) -> None:
    with suppress(FileNotFoundError), path.open("r+b") as file:
        file.write(b"\0" * path.stat().st_size)
        file.flush()
        os.fsync(file.fileno())


def _destroyed(path: Path) -> bool:
    """Whether a key was overwritten, and nothing came into its place because of a crash."""
    return path.stat().st_size > 0 and not path.read_bytes().strip(b"\0")


def _reach_disk(folder: Path) -> None:
    """See to it that the names in a folder outlast a loss of power."""
    if os.name == "posix":
        file = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)
