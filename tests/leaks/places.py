"""Every place in which a running bot leaves bytes, and how to collect what lies there."""

import logging
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

from config.logs import set_up_logs
from config.settings_upkeep import LogSettings

# SQLite's own sizes: the header of a database, of its write-ahead log and of a frame in that.
_HEADER, _LOG_HEADER, _FRAME_HEADER = 100, 32, 24
_PAGE = 4096


class Places:
    """What was found in each place, however long it lay there; the same page is kept once."""

    def __init__(self) -> None:
        self._pieces: defaultdict[str, dict[bytes, None]] = defaultdict(dict)

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        """Yield every place with its bytes."""
        # A piece ends where no secret goes on: pages of SQLite hold no more of a text than fits.
        return ((place, b"\n".join(pieces)) for place, pieces in self._pieces.items())

    def add(self, place: str, *pieces: bytes) -> None:
        """Keep what lies in a place; a place that is empty is there as well."""
        self._pieces[place].update(dict.fromkeys(pieces))

    def look(self, folder: Path) -> None:
        """Take all the files of SQLite as they are at this moment, as after a kill."""
        for path in sorted((*folder.glob("*.db*"), *folder.glob("keys/*"))):
            name = "keys" if path.name.startswith("keys.db") else "database"
            content = path.read_bytes()
            if path.name.endswith("-wal"):
                self.add(f"{name}: write-ahead log", *_pages(content, _LOG_HEADER, _PAGE + _FRAME_HEADER))
            elif path.name.endswith("-shm"):
                self.add(f"{name}: shared memory", content)
            elif not path.name.endswith(".db"):
                self.add("keys: master key", content)
            else:
                self.add(name, *_pages(content, 0, _PAGE))
                self.add(f"{name}: free pages", *free_pages(content))

    def back_up(self, folder: Path, into: Path) -> None:
        """Make the backup that an operator makes, and take it; keys belong into none."""
        into.mkdir(exist_ok=True)
        with sqlite3.connect(folder / "hirg.db") as database, sqlite3.connect(into / "hirg.db") as copy:
            database.backup(copy)
        database.close()
        copy.close()
        self.add("backup", (into / "hirg.db").read_bytes())


def free_pages(content: bytes) -> list[bytes]:
    """Return the pages of a database file that hold nothing any more (https://sqlite.org/fileformat.html)."""

    def number(at: int) -> int:
        return int.from_bytes(content[at : at + 4], "big")

    if len(content) < _HEADER:
        return []
    size = number(16) >> 16
    size = 65536 if size == 1 else size
    pages, trunk = list[bytes](), number(32)
    while trunk:
        start = (trunk - 1) * size
        leaves = [number(start + 8 + 4 * position) for position in range(number(start + 4))]
        pages += [content[(page - 1) * size : page * size] for page in (trunk, *leaves)]
        trunk = number(start)
    return pages


def _pages(content: bytes, start: int, size: int) -> list[bytes]:
    return [content[at : at + size] for at in range(start, len(content), size)]


class _Everything(logging.Handler):
    """Keeps all that a record says, whatever a careful formatter would leave out; the same once."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: dict[bytes, None] = {}
        self._formatter = logging.Formatter()

    def emit(self, record: logging.LogRecord) -> None:
        trace = self._formatter.formatException(record.exc_info) if record.exc_info else ""
        try:
            said = record.getMessage()
        except (TypeError, ValueError):
            said = repr((record.msg, record.args))
        extra = {name: value for name, value in vars(record).items() if name not in _USUAL}
        self.lines[f"{record.name} {said} {extra or ''} {trace}".encode("utf-8", "backslashreplace")] = None


_USUAL = frozenset(vars(logging.makeLogRecord({})))


@contextmanager
def logged(places: Places) -> Iterator[None]:
    """Let everybody, libraries too, log at DEBUG while the block runs, and take it as it comes and as it is printed."""
    root, printed, raw = logging.getLogger(), StringIO(), _Everything()
    before, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in ("bot", "adapters", "store", "config")}
    try:
        set_up_logs(LogSettings(level="DEBUG", format="json"), printed)
        root.setLevel(logging.DEBUG)
        root.addHandler(raw)
        yield
    finally:
        root.handlers[:] = before
        root.setLevel(level)
        for name, was in levels.items():
            logging.getLogger(name).setLevel(was)
        places.add("logs, as printed", printed.getvalue().encode())
        places.add("logs, before anything is left out", *raw.lines)


@contextmanager
def overheard(places: Places) -> Iterator[None]:
    """Take what is printed, and errors that nobody caught."""
    out, error = sys.stdout, sys.stderr
    sys.stdout = sys.stderr = said = StringIO()
    try:
        yield
    finally:
        sys.stdout, sys.stderr = out, error
        places.add("error output", said.getvalue().encode("utf-8", "backslashreplace"))
