"""Tables that are copied at once, to be changed apart: what every index of one vocabulary begins with."""

from copy import copy
from typing import TypeVar

T = TypeVar("T")

# Several things under each key, never none. In tuples, so that copies of the table share them until they change.
Several = dict[str, tuple[T, ...]]


def put(table: Several[T], key: str, thing: T) -> None:
    """Put one more thing under a key."""
    table[key] = (*table.get(key, ()), thing)


def take(table: Several[T], key: str, thing: T) -> None:
    """Take a thing from under a key, once; raises `KeyError` when nothing is there."""
    there = table.pop(key)
    at = there.index(thing)
    if len(there) > 1:
        table[key] = there[:at] + there[at + 1 :]


def apart(of: T, **instead: object) -> T:
    """Copy an object with its tables and lists; all else is the same, or what is given `instead`."""
    other = copy(of)
    vars(other).update({name: copy(value) for name, value in vars(of).items() if isinstance(value, dict | list)})
    vars(other).update(instead)
    return other
