"""Read the phrases of crisis.toml."""

import tomllib
from importlib.resources import files
from pathlib import Path

from bot.support.crisis import CrisisWords
from config.settings import BadSettings


def load_crisis_words(path: Path | None = None) -> CrisisWords:
    """Read `path`, or the crisis.toml that comes with the bot. Raises `BadSettings`, naming the file and its fault."""
    source = path or Path(str(files("config"))) / "crisis.toml"
    try:
        return CrisisWords.read(tomllib.loads(source.read_text(encoding="utf-8")))
    except OSError as error:
        raise BadSettings(f"{source} cannot be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"{source} is not TOML: {error}.") from None
    except ValueError as error:
        raise BadSettings(f"In {source}: {error}") from None
