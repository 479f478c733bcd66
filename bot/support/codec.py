"""A dossier as bytes, padded so that its length says little."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import asdict, is_dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from bot.support.model import Dossier

# The smallest dossier, and each next size twice the one before; 4 KiB hold a request and some answers.
_SMALLEST = 4096

_Read = Callable[[Any], Any]


class Unreadable(Exception):  # noqa: N818 - it is what it is
    """What should be a dossier is none; perhaps a newer version wrote it."""


def pack(dossier: Dossier) -> bytes:
    """Write a dossier; its length is 4096 bytes times a power of two."""
    written = json.dumps(asdict(dossier), default=_plain, separators=(",", ":")).encode()
    size = _SMALLEST
    while size < len(written):
        size *= 2
    return written.ljust(size)


def unpack(written: bytes) -> Dossier:
    """Read what `pack` wrote; what an older version did not know of yet is as it is at first. Raises `Unreadable`."""
    try:
        dossier: Dossier = _reader(Dossier)(json.loads(written))
    except (KeyError, TypeError, ValueError, AttributeError):
        # The cause would repeat what somebody wrote.
        raise Unreadable from None
    return dossier


def speaks_of(mark: str, written: bytes) -> bool:
    """Whether a mark may stand in a packed dossier, much sooner than it is read; False is certain."""
    return mark.encode() in written


@cache
def _reader(kind: Any) -> _Read:  # noqa: ANN401 - whatever a field may be
    """Return what reads a value of one kind, which a dossier may hold."""
    if isinstance(kind, UnionType):
        (inner,) = (_reader(one) for one in get_args(kind) if one is not type(None))
        return lambda value: None if value is None else inner(value)
    if get_origin(kind) is tuple:
        each = _reader(get_args(kind)[0])
        return lambda value: tuple(map(each, value))
    if isinstance(kind, type) and is_dataclass(kind):
        return _reader_of_fields(kind)
    simple: dict[Any, _Read] = {datetime: datetime.fromisoformat, bytes: b64decode}
    return simple.get(kind, kind if issubclass(kind, StrEnum) else _as_it_is)


def _reader_of_fields(kind: type[Any]) -> _Read:
    fields = {name: _reader(field) for name, field in get_type_hints(kind).items()}
    return lambda value: kind(**{name: fields[name](one) for name, one in value.items()})


def _as_it_is(value: Any) -> Any:  # noqa: ANN401 - JSON
    return value


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
