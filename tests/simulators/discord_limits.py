"""What is wrong with a body, and the checks that all rules are made of."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

Json = dict[str, Any]


class Problem(NamedTuple):
    path: str
    code: str
    message: str


def keys(path: str, given: Json, known: set[str], *, needed: Iterable[str] = ()) -> Iterator[Problem]:
    """Check that an object has the keys it needs, and none that this bot has no use for."""
    for key in given.keys() - known:
        yield Problem(f"{path}.{key}", "HOUSE_RULE", "is a key this bot has no use for")
    for key in set(needed) - given.keys():
        yield Problem(f"{path}.{key}", "BASE_TYPE_REQUIRED", "This field is required")


def length(path: str, given: Json, key: str, least: int, most: int) -> Iterator[Problem]:
    """Discord counts after taking off surrounding space."""
    value = given.get(key)
    if not isinstance(value, str) or len(value.strip()) < least:
        yield Problem(f"{path}.{key}", "BASE_TYPE_REQUIRED", "This field is required")
    elif len(value) > most:
        yield Problem(f"{path}.{key}", "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
