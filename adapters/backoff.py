"""What to do while a platform cannot be reached: wait longer and longer, and say so once."""

import asyncio
import logging
import random
from collections.abc import Iterator

log = logging.getLogger(__name__)


def delays(first: float = 0.5, most: float = 60.0) -> Iterator[float]:
    """Yield seconds to wait, for ever: doubling up to `most`, with jitter so that not all bots come back at once."""
    longest = first
    while True:
        yield random.uniform(longest / 2, longest)  # noqa: S311 - jitter is no secret
        longest = min(longest * 2, most)


def leaving() -> bool:
    """Whether this task was told to end: an error met on the way out must not bring it back."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


class Outage:
    """Logs once that a platform cannot be reached, and once that it can again."""

    def __init__(self, platform: str) -> None:
        self._platform = platform
        self._going_on = False

    def begin(self, reason: str) -> None:
        """Note a failure; only the first since the last success is logged. `reason` is a code, never content."""
        if not self._going_on:
            log.warning(
                "a platform cannot be reached; trying again", extra={"platform": self._platform, "reason": reason}
            )
        self._going_on = True

    def end(self) -> None:
        if self._going_on:
            log.info("a platform can be reached again", extra={"platform": self._platform})
        self._going_on = False
