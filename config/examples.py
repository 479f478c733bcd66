"""What people type when they need a skill: the examples, and the table that was learnt from them."""

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

from bot.directory.search.examples import Examples

_HERE = Path(str(files("config")))
FOLDER, TABLE, TAUGHT = _HERE / "examples", _HERE / "examples.xz", _HERE / "examples.npz"
_LABEL = "# "


def read_examples() -> dict[str, list[str]]:
    """Return the examples of each concept by its label, from all files of the folder.

    A file holds labels, each on a line that begins with “# ”, and below it a text on each line.
    """
    examples: dict[str, list[str]] = {}
    for file in sorted(FOLDER.glob("*.txt")):
        under: list[str] = []
        for line in filter(None, file.read_text(encoding="utf-8").splitlines()):
            if line.startswith(_LABEL):
                under = examples.setdefault(line.removeprefix(_LABEL), [])
            else:
                under.append(line)
    return examples


def digest() -> str:
    """Return a digest of all that the table is learnt from."""
    known = hashlib.sha256()
    for file in (_HERE / "skills.toml", *sorted(FOLDER.glob("*.txt"))):
        known.update(file.read_bytes())
    return known.hexdigest()


@cache
def load_examples() -> Examples:
    """Return the table, read once in a process."""
    return Examples.read(TABLE.read_bytes())
