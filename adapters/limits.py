"""Cutting texts to what a platform takes; each renderer keeps its platform's own table of limits."""

from collections.abc import Sequence

ELLIPSIS = "…"


def clip(text: str, limit: int) -> str:
    """Shorten `text` to at most `limit` characters, saying so with an ellipsis."""
    return text if len(text) <= limit else text[: max(limit - 1, 0)].rstrip() + ELLIPSIS


def share(lengths: Sequence[int], total: int) -> list[int]:
    """Divide `total` characters among texts of these lengths: short ones stay whole, long ones give way evenly.

    Returns a limit for each; the sum of `min(length, limit)` is at most `total`.
    """
    limits = [0] * len(lengths)
    left = total
    waiting = sorted(range(len(lengths)), key=lengths.__getitem__)
    while waiting:
        shortest = waiting.pop(0)
        limits[shortest] = min(lengths[shortest], left // (len(waiting) + 1))
        left -= limits[shortest]
    return limits
