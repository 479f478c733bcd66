"""How much one person may write without a name, counted in memory by who nobody knows."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from bot.chat.veil import Veil
from bot.chat.views import Diverted
from bot.support.safety import not_safe_button


class Effort(Enum):
    """What is counted: a request for support, or to one person, that is sent; and any words that are written."""

    REQUEST = "request"
    WISH = "wish"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Allowance:
    """The most requests of each kind in 24 hours, and the most messages in an hour."""

    daily: int = 3
    hourly: int = 20


_SPANS = {Effort.REQUEST: timedelta(days=1), Effort.WISH: timedelta(days=1), Effort.WORDS: timedelta(hours=1)}


class Limits:
    """Counts while the process runs, under a secret that is never written down; a restart forgets it all."""

    def __init__(self, allowance: Allowance, now: Callable[[], datetime]) -> None:
        self._most = {Effort.REQUEST: allowance.daily, Effort.WISH: allowance.daily, Effort.WORDS: allowance.hourly}
        self._now = now
        self._secret = secrets.token_bytes(32)
        self._times: dict[tuple[Effort, bytes], list[datetime]] = {}

    def check(self, veil: Veil, effort: Effort) -> None:
        """Raise `Refusal` when somebody has written as much as one person may."""
        span, most = _SPANS[effort], self._most[effort]
        times = self._recent(effort).get((effort, veil.tally(self._secret)), [])
        if len(times) >= most:
            raise Diverted(
                f"That is as much as one person can send: {most} {_what(effort, most)}.",
                f"You can send the next after {_in_words(times[-most] + span - self._now())}. "
                "If it cannot wait, the numbers under “I’m not safe” answer now.",
                ways=(not_safe_button(),),
            )

    @contextmanager
    def counted(self, veil: Veil, effort: Effort) -> Iterator[None]:
        """Count what is done inside, unless it fails. Raises `Refusal` before it when that is too much."""
        self.check(veil, effort)
        times = self._times.setdefault((effort, veil.tally(self._secret)), [])
        time = self._now()
        times.append(time)
        try:
            yield
        except BaseException:
            times.remove(time)
            raise

    @property
    def remembered(self) -> int:
        """How many people are counted just now, each once for what they did."""
        return len(self._times)

    def _recent(self, effort: Effort) -> dict[tuple[Effort, bytes], list[datetime]]:
        """Forget what lies back too far to matter."""
        since = self._now() - _SPANS[effort]
        for key in [key for key in self._times if key[0] is effort]:
            self._times[key][:] = [time for time in self._times[key] if time > since]
            if not self._times[key]:
                del self._times[key]
        return self._times


def _what(effort: Effort, most: int) -> str:
    plural = "s" * (most > 1)
    return f"message{plural} in an hour" if effort is Effort.WORDS else f"request{plural} in a day"


def _in_words(span: timedelta) -> str:
    minutes = max(1, -(-int(span.total_seconds()) // 60))
    if minutes < 60:  # noqa: PLR2004 - an hour
        return f"{minutes} minute{'s' * (minutes > 1)}"
    hours = -(-minutes // 60)
    return f"{hours} hour{'s' * (hours > 1)}"
