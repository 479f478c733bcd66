"""Read the network's vocabulary of skills."""

import tomllib
from importlib.resources import files
from pathlib import Path

from bot.directory.search.vocabulary import Misworded, Vocabulary
from config.settings import BadSettings


def load_vocabulary(path: Path | None = None) -> Vocabulary:
    """Read `path`, or the skills.toml that comes with the bot. Raises `BadSettings`, naming the file and its faults."""
    source = path or Path(str(files("config"))) / "skills.toml"
    try:
        return Vocabulary.read(tomllib.loads(source.read_text(encoding="utf-8")))
    except OSError as error:
        raise BadSettings(f"{source} cannot be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"{source} is not TOML: {error}.") from None
    except Misworded as fault:
        raise BadSettings(f"In {source}:\n{fault}") from None
