"""What comes of a call to Slack, and trying again while that may help."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from adapters.backoff import delays

# However long Slack, or whatever stands before it, asks to be left alone, it is asked again after this many seconds.
_LONGEST = 600.0

# The error of a call that got nowhere, and of one that may have arrived all the same.
NOT_REACHED, NO_ANSWER = "not reached", "no answer"

_OK = 200
_LIMITED = 429
_BROKEN = 500
_WORD = re.compile(r"[a-z_]{1,40}")
_TOO_FAST = frozenset({"message_limit_exceeded", "rate_limited", "ratelimited"})
# “It's possible some aspect of the operation succeeded before the error was raised.”
_PERHAPS = frozenset({"fatal_error", "internal_error", "service_unavailable"})
_PASSING = _TOO_FAST | _PERHAPS | {"request_timeout"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one call: `error` is a code, empty when it worked; `status` is 0 when no answer came."""

    status: int
    error: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    retry_after: float = 0.0

    @classmethod
    def of(cls, response: Any) -> Self:  # noqa: ANN401 - the SDK hands out three unrelated kinds of response
        """Read what the Web API or a response_url answered; aiohttp's own response when the SDK cannot read it."""
        status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
        data = getattr(response, "data", None)
        body = getattr(response, "body", None)
        after = str(response.headers.get("Retry-After", ""))
        wait = min(float(after), _LONGEST) if after.isascii() and after.isdigit() else 0.0
        failed = f"status {status}"
        if isinstance(data, dict):
            return cls(status, "" if data.get("ok") and status == _OK else str(data.get("error", failed)), data, wait)
        if status == _OK and isinstance(body, str):
            return cls(status)
        # A response_url tells its errors as a bare word.
        return cls(status, body if isinstance(body, str) and _WORD.fullmatch(body) else failed, retry_after=wait)

    @property
    def limited(self) -> bool:
        """Whether it was too much too fast."""
        return self.status == _LIMITED or self.error in _TOO_FAST

    @property
    def unsure(self) -> bool:
        """Whether it may have been carried out, although nothing says so."""
        lost = self.status == 0 and self.error != NOT_REACHED
        return lost or self.status >= _BROKEN or self.error in _PERHAPS

    @property
    def passing(self) -> bool:
        """Whether trying again may help.

        A call without an answer may have arrived, so that a private answer is shown twice: better than not at all.
        """
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
