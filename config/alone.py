"""One demo at a time in one folder: two would send the same things twice, and move one another's clock."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.chat.errors import Refusal
from store.folders import make_folder

_NAME = "demo.lock"


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Keep a folder to this process. Raises `Refusal` while another one keeps it.

    The lock goes with the process, however that ends; the empty file stays, because whoever removed it might remove
    the next one's. Where nothing can be written or locked, nothing is kept: whatever opens the database says more.
    """
    with suppress(OSError):
        make_folder(folder)
    try:
        held = os.open(folder / _NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        yield
        return
    try:
        _lock(held, folder)
        yield
    finally:
        os.close(held)


def _lock(held: int, folder: Path) -> None:
    with suppress(OSError):
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal(
                f"A demo is running in the folder “{folder}” already.",
                "Open that one in your browser, or stop it first; with another HIRG_DATA_DIR a second one can run.",
            ) from None
