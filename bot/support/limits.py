"""How much one person may write without a name, counted in memory by who nobody knows."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import assert_never

from bot.chat.calls import call
from bot.chat.veil import Veil
from bot.chat.views import Button, Diverted
from bot.support.safety import talk_button


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
            raise _enough(effort, most, _in_words(times[-most] + span - self._now()))

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


def _enough(effort: Effort, most: int, wait: str) -> Diverted:
    """Say kindly that it is enough for now, when it goes on, and where else to turn; many who read it are just busy."""
    match effort:
        case Effort.REQUEST:
            said = f"You have asked for support {_times(most)} within a day. I pass on no more from one person"
            why = "so that each request is read with care"
            on = f"You can send the next in {wait}. What you have sent goes on: answers come to your /inbox."
        case Effort.WISH:
            said = f"You have asked without your name {_times(most)} within a day. I pass on no more from one person"
            why = "so that nobody is asked too often"
            on = f"You can send the next in {wait}, or ask by name now. Answers come to your /inbox."
        case Effort.WORDS:
            said = f"You have written {most} message{'s' * (most > 1)} within an hour. I take no more from one person"
            why = "so that others can keep up"
            on = f"You can write again in {wait}."
        case _:
            assert_never(effort)
    if effort is Effort.WISH:
        return Diverted(f"{said}, {why}.", on, ways=(Button("Find somebody to ask", call("find-skill")),))
    talk = "If you would like to talk before then, the button shows who listens."
    return Diverted(f"{said}, {why}.", f"{on} {talk}", ways=(talk_button(),))


def _times(most: int) -> str:
    return {1: "once", 2: "twice"}.get(most, f"{most} times")


def _in_words(span: timedelta) -> str:
    minutes = max(1, -(-int(span.total_seconds()) // 60))
    if minutes < 60:  # noqa: PLR2004 - an hour
        return f"{minutes} minute{'s' * (minutes > 1)}"
    hours = -(-minutes // 60)
    return f"{hours} hour{'s' * (hours > 1)}"
