"""How a message of the bot is known again in a channel's history.

Discord does not keep a message's nonce, but it keeps the ids of components, numbers of 32 bits. Two of them carry a
hash of the delivery's key, or one in a message of a single component. That another message of the bot in the same
stretch of history is taken for it has a chance of 1 in 2^62, or 2^31.
"""

import hashlib
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

Json = dict[str, Any]

# Discord numbers components without an id from 1, and a message holds 40 of them. It leaves room above, too.
_FIRST, _LAST = 1_000, 2**31 - 1_000


def marks(key: str) -> tuple[int, int]:
    """Return the two marks of a key; they differ, as ids in one message have to."""
    numbers = hashlib.sha256(key.encode()).digest()
    found = [_FIRST + int.from_bytes(numbers[start:end]) % (_LAST - _FIRST) for start, end in pairwise((0, 8, 16))]
    return found[0], found[1] if found[1] != found[0] else found[0] + 1


def put(components: Iterable[Json], given: Iterable[int]) -> list[Json]:
    """Put marks on the first components, as many as there are of both."""
    left = iter(given)
    return [component if (mark := next(left, 0)) == 0 else {**component, "id": mark} for component in components]


def read(components: Iterable[Mapping[str, Any]]) -> tuple[int, ...]:
    """Return the marks that a message's components carry, in order."""
    ids = (component.get("id") for component in components)
    return tuple(number for number in ids if isinstance(number, int) and number >= _FIRST)


def carry(components: Iterable[Mapping[str, Any]], key: str) -> bool:
    """Whether a message is the one that was sent with `key`."""
    found = read(components)
    return bool(found) and found == marks(key)[: len(found)]
