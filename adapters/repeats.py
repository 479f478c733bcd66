"""A form whose receipt was lost stays open and is sent again: it is answered again then, and not done again."""

import asyncio
import hashlib
from collections.abc import Callable
from time import monotonic

from bot.chat.views import Reply

# Whoever sees a form fail presses again within minutes, in seconds; and there are fewer than this in that time.
KEPT = 600.0
MOST = 500


class Repeats:
    """Remembers what becomes of the newest forms, in memory alone; of what was written into them it keeps a digest.

    A form is named by whatever tells it, sent again as it was, from every other.
    """

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._known: dict[bytes, tuple[float, asyncio.Task[Reply]]] = {}

    def keep(self, answer: asyncio.Task[Reply], *form: str) -> None:
        """Remember a form, whether it is answered already or being answered."""
        self._forget_old()
        while len(self._known) >= MOST:
            self._known.pop(next(iter(self._known)))
        self._known[_digest(form)] = self._now() + KEPT, answer

    def take(self, *form: str) -> asyncio.Task[Reply] | None:
        """Return what becomes of a form that was sent before, and forget it; None where it has to be done.

        What was not understood was not done either.
        """
        self._forget_old()
        _, answer = self._known.pop(_digest(form), (0.0, None))
        if answer is None or not answer.done():
            return answer
        failed = answer.cancelled() or answer.exception() or answer.result().unclear is not None
        return None if failed else answer

    def _forget_old(self) -> None:
        now = self._now()
        self._known = {form: (until, answer) for form, (until, answer) in self._known.items() if now < until}


def _digest(form: tuple[str, ...]) -> bytes:
    return hashlib.sha256(repr(form).encode()).digest()
