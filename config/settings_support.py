"""What is said without a name: requests for support, sessions, and the keys of both."""

import re
from datetime import time
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import NoDecode

from config.settings_part import Names, Part, names, path
from config.settings_places import anywhere, leads, places

_WAIT = re.compile(r"(\d{1,4})-(\d{1,4})", re.ASCII)
_KEY = re.compile(r"[0-9a-fA-F]{64}", re.ASCII)


def _wait(text: str) -> str:
    """Refuse what is no span of minutes."""
    if not (found := _WAIT.fullmatch(text)) or int(found[1]) > int(found[2]):
        raise ValueError("It must look like 3-20, the fewest and the most minutes.")
    return text


def _slots(given: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse what is no time of day."""
    for one in given:
        if not _is_slot(one):
            raise ValueError("Each must be a time of day such as 09:00.")
    return given


def _is_slot(text: str) -> bool:
    """Whether this is a time by the clock of `meetings.zone`, and of no other."""
    try:
        return time.fromisoformat(text).tzinfo is None
    except ValueError:
        return False


def _key(given: SecretStr) -> SecretStr:
    """Refuse what is no master key."""
    if given.get_secret_value() and not _KEY.fullmatch(given.get_secret_value()):
        raise ValueError("It must be 64 hexadecimal digits; `openssl rand -hex 32` makes some.")
    return given


class SupportSettings(Part):
    """Anonymous requests for support. Without `channels` there are none.

    `channels` are where requests are posted, one on each platform. A request waits a random time of `wait` minutes
    before it is posted, or for the next of `slots`, times of day in `meetings.zone`. With `review`, a facilitator reads
    it first. One that nobody answered is raised again after `raise_hours`. `lead` is who authors may tell who they are.
    `daily` requests and `hourly` messages of other kinds are the most that one person may write.
    """

    channels: Annotated[Names, AfterValidator(places)] = ()
    wait: Annotated[str, AfterValidator(_wait)] = "3-20"
    slots: Annotated[Names, AfterValidator(_slots)] = ("09:00", "13:00", "18:00")
    review: bool = False
    raise_hours: Annotated[float, Field(gt=0, le=24 * 14)] = 24
    lead: Annotated[frozenset[str], NoDecode, BeforeValidator(names), AfterValidator(leads)] = frozenset()
    daily: Annotated[int, Field(ge=1, le=100)] = 3
    hourly: Annotated[int, Field(ge=1, le=1000)] = 20


class ReflectionSettings(Part):
    """Reflective sessions. `channels` are where they run, in any or several at once; without any, there are none."""

    channels: Annotated[Names, AfterValidator(anywhere)] = ()


class KeySettings(Part):
    """The keys of anonymous cases, in a file `database` of their own: keys/keys.db in `data_dir` unless told otherwise.

    `master` is the master key, 64 hexadecimal digits. Without it, it is read from master.key beside that file, which is
    made the first time. `new_master` is the one that is to take its place; see `hirg-bot keys rotate`.
    """

    master: Annotated[SecretStr, AfterValidator(_key)] = SecretStr("")
    new_master: Annotated[SecretStr, AfterValidator(_key)] = SecretStr("")
    database: Annotated[Path | None, BeforeValidator(path)] = None
