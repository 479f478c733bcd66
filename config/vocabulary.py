"""Read the network's vocabulary of skills."""

from functools import cache
from pathlib import Path

from bot.directory.search.vocabulary import Vocabulary
from config.examples import load_examples
from config.words import read_words


def load_vocabulary(path: Path | None = None) -> Vocabulary:
    """Read `path`, or, once in a process, the skills.toml that comes with the bot.

    Raises `BadSettings`, naming the file and its faults.
    """
    return _read(path) if path else _ours()


@cache
def _ours() -> Vocabulary:
    return _read(None)


def _read(path: Path | None) -> Vocabulary:
    return read_words("skills.toml", path, lambda tables: Vocabulary.read(tables, load_examples()))
