"""Every setting: from the environment (`HIRG_…`), `.env`, an operator's TOML file, or config/hirg.toml.

Each group of them has a module of its own, `config/settings_….py`.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, get_origin

from pydantic import AfterValidator, BeforeValidator, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from bot.chat.requests import Role
from bot.meetings.model import Kind as MeetingKind
from config.errors import BadSettings
from config.settings_meetings import MeetingSettings
from config.settings_part import FileError, Part, names, path
from config.settings_places import holders
from config.settings_platforms import DiscordSettings, HttpSettings, SlackSettings, WebSettings
from config.settings_support import KeySettings, ReflectionSettings, SupportSettings
from config.settings_upkeep import DeliverySettings, DirectorySettings, IntroductionSettings, LogSettings

PREFIX = "HIRG_"
NESTED = "__"
_OWN = f"{PREFIX}CONFIG"


class Settings(BaseSettings):
    """Everything that can be set. Nothing here is read before `load_settings` is called."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter=NESTED,
        env_file=".env",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    network: str = "the network"
    data_contact: str = ""
    data_dir: Annotated[Path, BeforeValidator(path)] = Path("data")
    database_url: SecretStr = SecretStr("")
    roles: dict[Role, Annotated[frozenset[str], BeforeValidator(names), AfterValidator(holders)]] = {}
    slack: SlackSettings = SlackSettings()
    discord: DiscordSettings = DiscordSettings()
    directory: DirectorySettings = DirectorySettings()
    web: WebSettings = WebSettings()
    http: HttpSettings = HttpSettings()
    delivery: DeliverySettings = DeliverySettings()
    introductions: IntroductionSettings = IntroductionSettings()
    meetings: MeetingSettings = MeetingSettings()
    support: SupportSettings = SupportSettings()
    reflection: ReflectionSettings = ReflectionSettings()
    keys: KeySettings = KeySettings()
    log: LogSettings = LogSettings()

    @property
    def database(self) -> str:
        """The address of the database: SQLite under `data_dir` unless told otherwise."""
        return self.database_url.get_secret_value() or f"sqlite:///{self.data_dir / 'hirg.db'}"

    @property
    def unnamed(self) -> tuple[str, ...]:
        """What can be said without a name here, each of which needs keys and, when it goes wrong, facilitators."""
        asked = {
            "requests for support": self.support.channels,
            "reflective sessions": self.reflection.channels,
            "introductions without a name": self.introductions.unnamed,
        }
        return tuple(what for what, wanted in asked.items() if wanted)

    @property
    def database_variable(self) -> str:
        """The variable that says where the database is."""
        return variable("database_url" if self.database_url.get_secret_value() else "data_dir")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What comes first wins."""
        written = dotenv_settings.env_vars if isinstance(dotenv_settings, DotEnvSettingsSource) else {}
        return (init_settings, env_settings, dotenv_settings, file_secret_settings, *_tomls(settings_cls, written))


def load_settings(**overrides: Any) -> Settings:  # noqa: ANN401 - values of any field
    """Read all settings; `overrides` win over everything. Raises `BadSettings`."""
    try:
        return Settings(**overrides)
    except ValidationError as error:
        raise BadSettings("\n".join(_faults(error))) from None
    except UnicodeDecodeError:
        raise BadSettings("The settings cannot be read: .env is not text in UTF-8.") from None
    except ValueError as error:  # what pydantic-settings and tomllib raise for a value that cannot be parsed
        raise BadSettings(f"The settings cannot be read: {str(error).splitlines()[0]}") from None


def _tomls(cls: type[BaseSettings], dotenv: Mapping[str, str | None]) -> list[TomlConfigSettingsSource]:
    """Read the TOML files, an operator's own one first, which may be named in `.env` as well. Raises `BadSettings`."""
    shipped = Path(str(files("config"))) / "hirg.toml"
    own = os.environ.get(_OWN, dotenv.get(_OWN.lower()))
    if own and not Path(own).is_file():
        raise BadSettings(f"{_OWN} names a file that is not there.")
    try:
        return [TomlConfigSettingsSource(cls, file) for file in ([Path(own)] if own else []) + [shipped]]
    except UnicodeDecodeError:
        raise BadSettings(f"The settings cannot be read: the file that {_OWN} names is not text in UTF-8.") from None


def _faults(error: ValidationError) -> Iterable[str]:
    for item in error.errors():
        cause = item.get("ctx", {}).get("error")
        inside = (cause.field,) if isinstance(cause, FileError) else ()
        yield f"{variable(*item['loc'], *inside)}: {item['msg'].removeprefix('Value error, ')}"


def variable(*location: str | int) -> str:
    """Name the environment variable of a setting, `HIRG_SLACK__BOT_TOKEN` for `slack`, `bot_token`."""
    return PREFIX + NESTED.join(str(part).upper() for part in location)


def known_variables() -> list[str]:
    """Name every environment variable that is read, `…_FILE` ones included."""
    known = [_OWN]
    for name, field in Settings.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, Part):
            for inner, inner_field in field.annotation.model_fields.items():
                if get_origin(inner_field.annotation) is dict:
                    known += [variable(name, inner, kind) for kind in MeetingKind]
                    continue
                known.append(variable(name, inner))
                if inner_field.annotation is SecretStr:
                    known.append(variable(name, f"{inner}_file"))
        elif name == "roles":
            known += [variable(name, role) for role in Role]
        else:
            known.append(variable(name))
    return known


def given_variables() -> set[str]:
    """Name every variable that is set: in the environment, in `.env`, or as what it stands for in a TOML file."""
    dotenv = DotEnvSettingsSource(Settings).env_vars
    tomls = [name for toml in _tomls(Settings, dotenv) for name in _set_in(toml.toml_data)]
    return {*os.environ, *map(str.upper, dotenv), *tomls}


def _set_in(toml: Mapping[str, Any], *above: str) -> Iterator[str]:
    for name, value in toml.items():
        if isinstance(value, dict):
            yield from _set_in(value, *above, name)
        else:
            yield variable(*above, name)


def strangers(variables: Iterable[str]) -> list[str]:
    """Say which variables look like settings but are none, and what they may have meant.

    They are passed over, not refused: what else is called `HIRG_…` on this machine is not ours to judge.
    """
    known = known_variables()
    found = []
    for name in sorted(variables):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            close = get_close_matches(name.upper(), known, n=1)
            found.append(f"{name} is not a setting." + (f" Did you mean {close[0]}?" if close else ""))
    return found
