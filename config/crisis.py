"""Read the phrases of crisis.toml."""

from pathlib import Path

from bot.support.crisis import CrisisWords
from config.words import read_words


def load_crisis_words(path: Path | None = None) -> CrisisWords:
    """Read `path`, or the crisis.toml that comes with the bot. Raises `BadSettings`, naming the file and its fault."""
    return read_words("crisis.toml", path, CrisisWords.read)
