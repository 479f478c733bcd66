"""What comes of a call to Slack, how long to wait before trying again, and what to say about it meanwhile."""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

log = logging.getLogger(__name__)

_LIMITED = 429
_BROKEN = 500
_PASSING = frozenset({"fatal_error", "internal_error", "ratelimited", "request_timeout", "service_unavailable"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one call: `error` is a code, empty when it worked; `status` is 0 when nothing was sent."""

    status: int
    error: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    retry_after: float = 0.0

    @property
    def passing(self) -> bool:
        """Whether trying again may help, and cannot do anything twice."""
        return self.status in (0, _LIMITED) or self.status >= _BROKEN or self.error in _PASSING


async def patiently(call: Callable[[], Awaitable[Outcome]], within: float) -> Outcome:
    """Call, and again while that may help and all waiting stays `within` seconds."""
    until = time.monotonic() + within
    waits = delays()
    while True:
        outcome = await call()
        pause = outcome.retry_after or next(waits)
        if not outcome.error or not outcome.passing or time.monotonic() + pause > until:
            return outcome
        await asyncio.sleep(pause)


def delays(first: float = 0.5, most: float = 60.0) -> Iterator[float]:
    """Yield seconds to wait, for ever: doubling up to `most`, with jitter so that not all bots come back at once."""
    longest = first
    while True:
        yield random.uniform(longest / 2, longest)  # noqa: S311 - jitter is no secret
        longest = min(longest * 2, most)


class Outage:
    """Logs once that Slack cannot be reached, and once that it can again."""

    def __init__(self) -> None:
        self._going_on = False

    def begin(self, reason: str) -> None:
        """Note a failure; only the first since the last success is logged. `reason` is a code, never content."""
        if not self._going_on:
            log.warning("Slack cannot be reached; trying again", extra={"reason": reason})
        self._going_on = True

    def end(self) -> None:
        if self._going_on:
            log.info("Slack can be reached again")
        self._going_on = False
