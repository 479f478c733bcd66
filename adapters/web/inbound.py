"""Socket message → what somebody wants, and from there to a `Request`."""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.web.model import Place, WebPerson
from adapters.web.timekeeping import Step
from bot.chat.calls import Call
from bot.chat.errors import Unclear
from bot.chat.requests import Address, Request

# Longer than any chat platform takes in one message; the page counts along.
LONGEST_POST = 8000
LONGEST_TOKEN = 4000


@dataclass(frozen=True, slots=True)
class Hello:
    """The first message: whom one acts as, and what has been seen already."""

    person: str
    epoch: str
    since: int


@dataclass(frozen=True, slots=True)
class Post:
    """A line from the composer; `key` is the same when it is sent again."""

    place: str
    thread: int | None
    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Press:
    """A button or a select on `message`; the values are what a select fills in.

    `thread` is the one that is open where it was pressed, which the message may be in or begin.
    """

    message: int
    call: str
    values: Mapping[str, str]
    thread: int | None = None


@dataclass(frozen=True, slots=True)
class Submit:
    """A filled-in form; `message` holds the control that opened it, 0 when it was typed.

    `key` is the same when it is sent again.
    """

    place: str
    thread: int | None
    message: int
    call: str
    values: Mapping[str, str]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Suggest:
    place: str
    call: str
    option: str
    typed: str


@dataclass(frozen=True, slots=True)
class Preview:
    message: int


@dataclass(frozen=True, slots=True)
class Read:
    place: str
    message: int


@dataclass(frozen=True, slots=True)
class Move:
    """Go on in time."""

    step: Step


Wish = Hello | Post | Press | Submit | Suggest | Preview | Read | Move


def read(frame: str) -> tuple[int, Wish]:
    """Read one socket message; returns the number its answer has to carry. Raises `Unclear`."""
    try:
        fields = json.loads(frame)
    except (ValueError, RecursionError):
        fields = None
    if not isinstance(fields, dict):
        raise Unclear("That message cannot be read.", "Reload the page, and it should work again.")
    return _number(fields, "id"), _wish(fields)


def number_of(frame: str) -> int:
    """Return the number of a message that may be unreadable otherwise, or 0."""
    found = re.search(r'"id"\s*:\s*(\d{1,9})\b', frame[:LONGEST_TOKEN])
    return int(found[1]) if found else 0


def _wish(fields: dict[str, Any]) -> Wish:  # noqa: PLR0911 - one for each type
    match fields.get("kind"):
        case "hello":
            return Hello(_text(fields, "person"), _text(fields, "epoch"), _number(fields, "since"))
        case "post":
            text = _text(fields, "text", LONGEST_POST)
            return Post(_text(fields, "place"), _number(fields, "thread") or None, text, _text(fields, "key"))
        case "press":
            thread = _number(fields, "thread") or None
            return Press(_number(fields, "message"), _text(fields, "call"), _values(fields), thread)
        case "submit":
            place, thread = _text(fields, "place"), _number(fields, "thread") or None
            call, key = _text(fields, "call"), _text(fields, "key")
            return Submit(place, thread, _number(fields, "message"), call, _values(fields), key)
        case "suggest":
            place, call = _text(fields, "place"), _text(fields, "call")
            return Suggest(place, call, _text(fields, "option"), _text(fields, "typed"))
        case "preview":
            return Preview(_number(fields, "message"))
        case "read":
            return Read(_text(fields, "place"), _number(fields, "message"))
        case "move":
            return Move(_step(fields))
        case _:
            raise Unclear("The page asked for something unknown.", "Reload it: it may be older than the server.")


def request(call: Call, person: WebPerson, place: Place, thread: int | None = None) -> Request:
    """Build the request that the bot authorises."""
    return Request(call, person.actor, Address("web", place.id, str(thread) if thread else None))


def slash(text: str) -> tuple[str, str] | None:
    """Split a line that begins with a slash into command and rest; None for anything else.

    Whatever looks like a slash command to its author must not be posted for all to read: space, invisible
    characters and the slashes of other keyboards before the name change nothing, nor what kind of space is after it.
    """
    visible = _skip_invisible(text)
    if not visible or unicodedata.normalize("NFKC", visible[0]) not in _SLASHES:
        return None
    name, *rest = _skip_invisible(visible[1:]).split(None, 1) or [""]
    return name.lower(), "".join(rest).strip()


_SLASHES = frozenset({"/", "⁄", "∕"})


def _skip_invisible(text: str) -> str:
    for at, letter in enumerate(text):
        if not letter.isspace() and unicodedata.category(letter) not in {"Cf", "Cc"}:
            return text[at:]
    return ""


def _step(fields: Mapping[str, Any]) -> Step:
    try:
        return Step(_text(fields, "step"))
    except ValueError:
        raise Unclear("The time cannot be moved by that.", "Reload the page, and it should work again.") from None


def _text(fields: Mapping[str, Any], name: str, most: int = LONGEST_TOKEN) -> str:
    value = fields.get(name, "")
    if not isinstance(value, str):
        raise Unclear("That message cannot be read.", "Reload the page, and it should work again.")
    if len(value) > most:
        raise Unclear(f"That is {len(value):,} characters, and {most:,} is the most I can take at once.")
    return _whole(value)


def _whole(text: str) -> str:
    """Mend halves of surrogate pairs, which JSON can carry and nothing else can."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _number(fields: Mapping[str, Any], name: str) -> int:
    value = fields.get(name)
    if value is None:
        return 0
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**53:
        raise Unclear("That message cannot be read.", "Reload the page, and it should work again.")
    return value


def _values(fields: Mapping[str, Any]) -> dict[str, str]:
    values = fields.get("values") or {}
    if not isinstance(values, dict):
        raise Unclear("That form cannot be read.", "Reload the page, and it should work again.")
    return {name: _text(values, name, LONGEST_POST) for name in values}
