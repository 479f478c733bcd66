"""Read the network's own words: the TOML files that lie beside this one, or others in their place."""

import tomllib
from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from config.errors import BadSettings

T = TypeVar("T")


def read_words(name: str, path: Path | None, read: Callable[[Mapping[str, Any]], T]) -> T:
    """Read `path`, or the file of that name that comes with the bot.

    Raises `BadSettings`, naming the file and its fault; `read` raises ValueError with a sentence.
    """
    source = path or Path(str(files("config"))) / name
    try:
        return read(tomllib.loads(source.read_text(encoding="utf-8")))
    except OSError as error:
        raise BadSettings(f"{source} cannot be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"{source} is not TOML: {error}.") from None
    except ValueError as error:
        raise BadSettings(f"In {source}: {error}") from None
