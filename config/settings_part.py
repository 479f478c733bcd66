"""What every group of settings has in common: it is read from variables and files, and never shows a secret."""

from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, model_validator
from pydantic_core import PydanticUseDefault
from pydantic_settings import NoDecode

Port = Annotated[int, Field(ge=0, le=65535)]


def names(given: object) -> object:
    """Take a list, or names separated by commas, which is easier to write in an environment variable."""
    return [name.strip() for name in given.split(",") if name.strip()] if isinstance(given, str) else given


def path(given: object) -> object:
    """Take a path that may begin with `~`; nothing is the default, and not the folder one happens to be in."""
    if not isinstance(given, str):
        return given
    if not given.strip():
        raise PydanticUseDefault
    try:
        return Path(given).expanduser()
    except RuntimeError:
        raise ValueError("There is no such home folder.") from None


# Not decoded: pydantic-settings would take what is written in a variable for JSON.
Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(names)]


class FileError(ValueError):
    """A file that should hold a secret cannot be read; `field` names the setting inside its part."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"The file it names cannot be read: {reason}.")
        self.field = field


class Part(BaseModel):
    """A group of settings. A secret may be given as `…_file`, the path of a file that holds it."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    @model_validator(mode="before")
    @classmethod
    def _read_secret_files(cls, given: Any) -> Any:  # noqa: ANN401 - pydantic hands in whatever was configured
        if not isinstance(given, dict):
            return given
        values = dict(given)
        for name in [name for name in values if name.endswith("_file") and name not in cls.model_fields]:
            path = Path(str(values.pop(name)))
            try:
                values[name.removesuffix("_file")] = path.read_text(encoding="utf-8").rstrip("\r\n")
            except (OSError, UnicodeDecodeError) as error:
                reason = error.strerror if isinstance(error, OSError) else "it is not text"
                raise FileError(name, reason or "unknown reason") from None
        return values

    @property
    def secrets(self) -> dict[str, str]:
        """The secrets of this part by name; empty where none was given."""
        return {k: v.get_secret_value() for k, v in iter(self) if isinstance(v, SecretStr)}
