"""A dossier, or another frozen dataclass, as bytes, padded so that its length says little."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import asdict, is_dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

from bot.support.book import Unreadable
from bot.support.model import Dossier

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

# The smallest dossier, and each next size twice the one before; 4 KiB hold a request and some answers.
_SMALLEST = 4096

_Read = Callable[[Any], Any]
Content = TypeVar("Content")


def pack(content: "DataclassInstance", smallest: int = _SMALLEST) -> bytes:
    """Write a dossier, or the like; its length is `smallest` bytes times a power of two."""
    written = json.dumps(asdict(content), default=_plain, separators=(",", ":")).encode()
    size = smallest
    while size < len(written):
        size *= 2
    return written.ljust(size)


def unpack(written: bytes) -> Dossier:
    """Read a dossier that `pack` wrote. Raises `Unreadable`."""
    return unpack_as(Dossier, written)


def unpack_as(kind: type[Content], written: bytes) -> Content:
    """Read what `pack` wrote; what an older version did not know of yet is as it is at first. Raises `Unreadable`."""
    try:
        content: Content = _reader(_kind(kind))(json.loads(written))
    except (KeyError, TypeError, ValueError, AttributeError):
        # The cause would repeat what somebody wrote.
        raise Unreadable from None
    return content


def speaks_of(mark: str, written: bytes) -> bool:
    """Whether a mark may stand in a packed dossier, much sooner than it is read; False is certain."""
    return mark.encode() in written


def asks_one(written: bytes) -> bool:
    """Whether a packed dossier may ask one person alone, much sooner than it is read; False is certain."""
    return b'"asks":""' not in written


def _kind(kind: Any) -> Any:  # noqa: ANN401 - a class, which can be hashed, though types do not say so
    return kind


@cache
def _reader(kind: Any) -> _Read:  # noqa: ANN401 - whatever a field may be
    """Return what reads a value of one kind, which a dossier may hold."""
    if isinstance(kind, UnionType):
        (inner,) = (_reader(one) for one in get_args(kind) if one is not type(None))
        return lambda value: None if value is None else inner(value)
    if get_origin(kind) in {tuple, frozenset}:
        several, each = get_origin(kind), _reader(get_args(kind)[0])
        return lambda value: several(map(each, value))
    if isinstance(kind, type) and is_dataclass(kind):
        return _reader_of_fields(kind)
    simple: dict[Any, _Read] = {
        datetime: datetime.fromisoformat,
        timedelta: lambda value: timedelta(seconds=value),
        bytes: b64decode,
    }
    return simple.get(kind, kind if issubclass(kind, StrEnum) else _as_it_is)


def _reader_of_fields(kind: type[Any]) -> _Read:
    fields = {name: _reader(field) for name, field in get_type_hints(kind).items()}
    return lambda value: kind(**{name: fields[name](one) for name, one in value.items()})


def _as_it_is(value: Any) -> Any:  # noqa: ANN401 - JSON
    return value


def _plain(value: object) -> str | float | list[object]:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(type(value).__name__)
