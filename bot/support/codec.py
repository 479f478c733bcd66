"""A dossier as bytes, padded so that its length says little."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bot.chat.requests import Address
from bot.support.model import Blocking, Dossier, Entry, Kind, Need, Part, Standing, Talk, Talking, Voice

# The smallest dossier, and each next size twice the one before; 4 KiB hold a request and some answers.
_SMALLEST = 4096

Json = dict[str, Any]


def pack(dossier: Dossier) -> bytes:
    """Write a dossier; its length is 4096 bytes times a power of two."""
    written = json.dumps(asdict(dossier), default=_plain, separators=(",", ":")).encode()
    size = _SMALLEST
    while size < len(written):
        size *= 2
    return written.ljust(size)


def unpack(written: bytes) -> Dossier:
    """Read what `pack` wrote. Raises KeyError, TypeError and ValueError for anything else."""
    given: Json = json.loads(written)
    return Dossier(
        **{
            **given,
            "place": Address(**given["place"]),
            "opened": datetime.fromisoformat(given["opened"]),
            "voices": tuple(_voice(one) for one in given["voices"]),
            "entries": tuple(_entry(one) for one in given["entries"]),
            "needs": tuple(map(Need, given["needs"])),
            "left_out": tuple(given["left_out"]),
            "talks": tuple(Talk(**{**one, "standing": Talking(one["standing"])}) for one in given["talks"]),
            "blocks": tuple(Blocking(**{**one, "until": _time(one, "until")}) for one in given["blocks"]),
            "introduction": _bytes(given, "introduction"),
            **{name: _time(given, name) for name in ("look_at", "raise_at", "close_at", "shred_at")},
        }
    )


def _voice(one: Json) -> Voice:
    sealed = {name: _bytes(one, name) for name in ("address", "moderation")}
    return Voice(**{**one, **sealed, "part": Part(one["part"])})


def _entry(one: Json) -> Entry:
    read = {"kind": Kind(one["kind"]), "standing": Standing(one["standing"]), "release_at": _time(one, "release_at")}
    return Entry(**{**one, **read})


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _time(given: Mapping[str, Any], name: str) -> datetime | None:
    return datetime.fromisoformat(given[name]) if given[name] else None


def _bytes(given: Mapping[str, Any], name: str) -> bytes | None:
    return b64decode(given[name]) if given[name] is not None else None
