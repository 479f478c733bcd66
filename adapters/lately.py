"""What a platform said lately: asked once, and taken for true for a while."""

from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Generic, TypeVar

# What nobody could say is asked again sooner.
KEPT, UNSAID_KEPT = 3600.0, 60.0
# There are few places about which anything is asked; this only bounds what somebody might make up.
_MOST = 1000

_Answer = TypeVar("_Answer")


class Lately(Generic[_Answer]):
    """Answers by the name of what they are about, an hour old at most or less; None is what could not be found out."""

    def __init__(self, now: Callable[[], float] = monotonic, kept: float = KEPT) -> None:
        """`kept` is for how many seconds an answer is taken for true."""
        self._now, self._kept = now, kept
        self._known: dict[str, tuple[float, _Answer | None]] = {}

    async def find(self, name: str, ask: Callable[[], Awaitable[_Answer | None]]) -> _Answer | None:
        """Return what is known, or what `ask` says."""
        until, answer = self._known.get(name, (0.0, None))
        if self._now() < until:
            return answer
        answer = await ask()
        while len(self._known) >= _MOST:
            self._known.pop(next(iter(self._known)))
        self._known[name] = self._now() + (UNSAID_KEPT if answer is None else self._kept), answer
        return answer
