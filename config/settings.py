"""Every setting: from the environment (`HIRG_…`), `.env`, an operator's TOML file, or config/hirg.toml."""

import os
import re
from collections.abc import Iterable
from datetime import time, timedelta
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal, get_origin
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from bot.chat.errors import Refusal
from bot.chat.requests import Role
from bot.meetings.model import Kind as MeetingKind
from bot.meetings.offsets import read_offset
from bot.meetings.quiet import read_quiet
from bot.meetings.times import find_zone

PREFIX = "HIRG_"
NESTED = "__"

Port = Annotated[int, Field(ge=0, le=65535)]


class BadSettings(Exception):  # noqa: N818 - it is what they are
    """The settings cannot be used; the message names each setting at fault and never repeats its value."""


def _names(given: object) -> object:
    """Take a list, or names separated by commas, which is easier to write in an environment variable."""
    return [name.strip() for name in given.split(",") if name.strip()] if isinstance(given, str) else given


# An account, `slack:TEAM:USER`, or a group of one platform, `discord:role:ID`: see bot/chat/roles.py.
_HOLDER = re.compile(r"(slack|discord|web):[^:\s]+:[^:\s]+")


def _holders(names: frozenset[str]) -> frozenset[str]:
    """Refuse what can be nobody: a name that is misspelt would be passed over in silence, and its role with it."""
    if not all(_HOLDER.fullmatch(name) for name in names):
        raise ValueError("Each must look like slack:TEAM:USER, discord:SERVER:USER or discord:role:ID.")
    return names


def _leads(names: frozenset[str]) -> frozenset[str]:
    """Refuse a group, too: nothing can be said to one in confidence."""
    if any(name.split(":")[1] == "role" for name in _holders(names)):
        raise ValueError("Each must be one person, such as slack:TEAM:USER or discord:SERVER:USER, and not a role.")
    return names


def _zone(name: str) -> str:
    """Refuse what is no time zone."""
    try:
        return find_zone(name).key
    except Refusal as refusal:
        raise ValueError(refusal.hint) from None


# A place, and how long before each meeting it is reminded if not as usual: `slack:C0123`, `discord:456 1d 1h`.
_PLACE = re.compile(r"(slack|discord|web):[^:\s]+(:[^:\s]+)?")


def _channels(given: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse what is no channel."""
    named = [one.split()[0] for one in given]
    if not all(_PLACE.fullmatch(name) for name in named):
        raise ValueError(
            "Each must look like slack:C0123 or discord:456, or slack:C0123 1d 1h for reminders of its own."
        )
    if len(set(named)) < len(named):
        raise ValueError("A channel is named twice.")
    for one in given:
        _offsets(tuple(one.split()[1:]))
    return given


def _offsets(given: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse what is no time before a meeting."""
    for one in given:
        read_offset(one)
    return given


def _quiet(text: str) -> str:
    """Refuse what are no hours."""
    read_quiet(text, ZoneInfo("UTC"))
    return text


def _anywhere(given: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse what is no channel."""
    if not all(_PLACE.fullmatch(name) for name in given):
        raise ValueError("Each must look like slack:C0123 or discord:456.")
    return given


def _places(given: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse what is no channel, and two on one platform."""
    platforms = [name.partition(":")[0] for name in _anywhere(given)]
    if len(set(platforms)) < len(platforms):
        raise ValueError("There can be one channel on each platform.")
    return given


_WAIT = re.compile(r"(\d{1,4})-(\d{1,4})", re.ASCII)


def _wait(text: str) -> str:
    """Refuse what is no span of minutes."""
    if not (found := _WAIT.fullmatch(text)) or int(found[1]) > int(found[2]):
        raise ValueError("It must look like 3-20, the fewest and the most minutes.")
    return text


def _slots(given: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse what is no time of day."""
    for one in given:
        try:
            time.fromisoformat(one)
        except ValueError:
            raise ValueError("Each must be a time of day such as 09:00.") from None
    return given


_KEY = re.compile(r"[0-9a-fA-F]{64}", re.ASCII)


def _key(given: SecretStr) -> SecretStr:
    """Refuse what is no master key."""
    if given.get_secret_value() and not _KEY.fullmatch(given.get_secret_value()):
        raise ValueError("It must be 64 hexadecimal digits; `openssl rand -hex 32` makes some.")
    return given


# Not decoded: pydantic-settings would take what is written in a variable for JSON.
_Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_names)]


class _FileError(ValueError):
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
                raise _FileError(name, reason or "unknown reason") from None
        return values

    @property
    def secrets(self) -> dict[str, str]:
        """The secrets of this part by name; empty where none was given."""
        return {k: v.get_secret_value() for k, v in iter(self) if isinstance(v, SecretStr)}


class SlackSettings(Part):
    """Slack is started when a token is given. `mode` says how events arrive."""

    bot_token: SecretStr = SecretStr("")
    app_token: SecretStr = SecretStr("")
    signing_secret: SecretStr = SecretStr("")
    mode: Literal["socket", "http"] = "socket"
    api_url: str = "https://slack.com/api/"


class DiscordSettings(Part):
    """Discord is started when a token is given."""

    token: SecretStr = SecretStr("")
    api_url: str = "https://discord.com/api/v10"
    gateway_url: str = ""


class WebSettings(Part):
    """Where `hirg-bot demo` listens: this machine alone, unless told otherwise."""

    host: str = "127.0.0.1"
    port: Port = 8321


class DirectorySettings(Part):
    """How entries are kept: whether new ones wait for an organiser's glance, and how often their owners are asked.

    `still_right_months` is the time after which somebody is asked whether their entry is still right; 0 for never.
    """

    review: bool = False
    still_right_months: Annotated[int, Field(ge=0, le=120)] = 6


class HttpSettings(Part):
    """Where calendars are fetched, once there is a `public_url`, and signed Slack events received in `http` mode."""

    host: str = "0.0.0.0"  # noqa: S104 - a proxy in front of a container reaches it from outside
    port: Port = 3000
    public_url: str = ""

    def base(self) -> str:
        """Where a path can be put behind; empty without a public address."""
        return self.public_url.rstrip("/")


class DeliverySettings(Part):
    """What is said unasked. How many seconds to wait for a process that vanished, and for a message to show.

    See `bot.delivery.courier.Patience`. `keep_days` is how long it stays known what became of a delivery: longer than a
    reminder can be planned before its meeting, because what is not known is said again.
    """

    lease: Annotated[float, Field(gt=0, le=3600)] = 30
    lag: Annotated[float, Field(gt=0, le=3600)] = 10
    keep_days: Annotated[int, Field(ge=70, le=3650)] = 90


_USUALLY = ("7d", "1d", "1h")


class MeetingSettings(Part):
    """What a new meeting is unless somebody says otherwise; `answer_hours` is how long a freed place is kept for one.

    `minutes` is how long it lasts. `channels` names by kind of meeting where reminders are posted, `reminders` how long
    before, 7d, 1d and 1h unless said otherwise; a channel may be followed by times of its own. `quiet` are the hours,
    in `zone`, in which nobody is written to in private. `events` keeps meetings in the calendars of Discord servers.
    """

    zone: Annotated[str, AfterValidator(_zone)] = "Europe/London"
    minutes: Annotated[int, Field(gt=0, le=14 * 24 * 60)] = 60
    kind: MeetingKind = MeetingKind.NETWORK
    answer_hours: Annotated[float, Field(gt=0, le=24 * 14)] = 24
    channels: dict[MeetingKind, Annotated[_Names, AfterValidator(_channels)]] = {}
    reminders: dict[MeetingKind, Annotated[_Names, AfterValidator(_offsets)]] = {}
    quiet: Annotated[str, AfterValidator(_quiet)] = "22:00-07:00"
    events: bool = True

    def offsets(self, kind: MeetingKind) -> tuple[str, ...]:
        """Say how long before a meeting of some kind reminders are posted."""
        return self.reminders.get(kind, _USUALLY)

    @property
    def answer(self) -> timedelta:
        return timedelta(hours=self.answer_hours)


class IntroductionSettings(Part):
    """How often one person may be asked for an introduction in a week, and how many a member may have open."""

    weekly: Annotated[int, Field(ge=1, le=100)] = 3
    open: Annotated[int, Field(ge=1, le=100)] = 5


class SupportSettings(Part):
    """Anonymous requests for support. Without `channels` there are none.

    `channels` are where requests are posted, one on each platform. A request waits a random time of `wait` minutes
    before it is posted, or for the next of `slots`, times of day in `meetings.zone`. With `review`, a facilitator reads
    it first. One that nobody answered is raised again after `raise_hours`. `lead` is who authors may tell who they are.
    `daily` requests and `hourly` messages of other kinds are the most that one person may write.
    """

    channels: Annotated[_Names, AfterValidator(_places)] = ()
    wait: Annotated[str, AfterValidator(_wait)] = "3-20"
    slots: Annotated[_Names, AfterValidator(_slots)] = ("09:00", "13:00", "18:00")
    review: bool = False
    raise_hours: Annotated[float, Field(gt=0, le=24 * 14)] = 24
    lead: Annotated[frozenset[str], NoDecode, BeforeValidator(_names), AfterValidator(_leads)] = frozenset()
    daily: Annotated[int, Field(ge=1, le=100)] = 3
    hourly: Annotated[int, Field(ge=1, le=1000)] = 20


class ReflectionSettings(Part):
    """Reflective sessions. `channels` are where they run, in any or several at once; without any, there are none."""

    channels: Annotated[_Names, AfterValidator(_anywhere)] = ()


class KeySettings(Part):
    """The keys of anonymous cases, in a file `database` of their own: keys/keys.db in `data_dir` unless told otherwise.

    `master` is the master key, 64 hexadecimal digits. Without it, it is read from master.key beside that file, which is
    made the first time. `new_master` is the one that is to take its place; see `hirg-bot keys rotate`.
    """

    master: Annotated[SecretStr, AfterValidator(_key)] = SecretStr("")
    new_master: Annotated[SecretStr, AfterValidator(_key)] = SecretStr("")
    database: Path | None = None


class LogSettings(Part):
    """`format`: `text` for people, `json` for collectors, `auto` to choose by whether a terminal reads it."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    format: Literal["auto", "text", "json"] = "auto"


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
    data_dir: Path = Path("data")
    database_url: SecretStr = SecretStr("")
    roles: dict[Role, Annotated[frozenset[str], BeforeValidator(_names), AfterValidator(_holders)]] = {}
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
        own = os.environ.get(f"{PREFIX}CONFIG", "")
        shipped = Path(str(files("config"))) / "hirg.toml"
        tomls = [TomlConfigSettingsSource(settings_cls, path) for path in ([Path(own)] if own else []) + [shipped]]
        return (init_settings, env_settings, dotenv_settings, file_secret_settings, *tomls)


def load_settings(**overrides: Any) -> Settings:  # noqa: ANN401 - values of any field
    """Read all settings; `overrides` win over everything. Raises `BadSettings`."""
    own = os.environ.get(f"{PREFIX}CONFIG", "")
    if own and not Path(own).is_file():
        raise BadSettings(f"{PREFIX}CONFIG names a file that is not there.")
    try:
        return Settings(**overrides)
    except ValidationError as error:
        raise BadSettings("\n".join(_faults(error))) from None
    except UnicodeDecodeError:
        other = f" or the file that {PREFIX}CONFIG names" if own else ""
        raise BadSettings(f"The settings cannot be read: .env{other} is not text in UTF-8.") from None
    except ValueError as error:  # what pydantic-settings and tomllib raise for a value that cannot be parsed
        raise BadSettings(f"The settings cannot be read: {str(error).splitlines()[0]}") from None


def _faults(error: ValidationError) -> Iterable[str]:
    for item in error.errors():
        cause = item.get("ctx", {}).get("error")
        inside = (cause.field,) if isinstance(cause, _FileError) else ()
        yield f"{variable(*item['loc'], *inside)}: {item['msg'].removeprefix('Value error, ')}"


def variable(*location: str | int) -> str:
    """Name the environment variable of a setting, `HIRG_SLACK__BOT_TOKEN` for `slack`, `bot_token`."""
    return PREFIX + NESTED.join(str(part).upper() for part in location)


def known_variables() -> list[str]:
    """Name every environment variable that is read, `…_FILE` ones included."""
    names = [f"{PREFIX}CONFIG"]
    for name, field in Settings.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, Part):
            for inner, inner_field in field.annotation.model_fields.items():
                if get_origin(inner_field.annotation) is dict:
                    names += [variable(name, inner, kind) for kind in MeetingKind]
                    continue
                names.append(variable(name, inner))
                if inner_field.annotation is SecretStr:
                    names.append(variable(name, f"{inner}_file"))
        elif name == "roles":
            names += [variable(name, role) for role in Role]
        else:
            names.append(variable(name))
    return names


def given_variables() -> set[str]:
    """Name every variable that is set, in the environment or in `.env`."""
    return {*os.environ, *(name.upper() for name in DotEnvSettingsSource(Settings).env_vars)}


def strangers(names: Iterable[str]) -> list[str]:
    """Say which variables look like settings but are none, and what they may have meant.

    They are passed over, not refused: what else is called `HIRG_…` on this machine is not ours to judge.
    """
    known = known_variables()
    found = []
    for name in sorted(names):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            close = get_close_matches(name.upper(), known, n=1)
            found.append(f"{name} is not a setting." + (f" Did you mean {close[0]}?" if close else ""))
    return found
