"""Read the network's vocabulary of skills."""

from pathlib import Path

from bot.directory.search.vocabulary import Vocabulary
from config.words import read_words


def load_vocabulary(path: Path | None = None) -> Vocabulary:
    """Read `path`, or the skills.toml that comes with the bot. Raises `BadSettings`, naming the file and its faults."""
    return read_words("skills.toml", path, Vocabulary.read)
