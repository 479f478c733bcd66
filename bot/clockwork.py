"""What is due now: features plan ahead, the courier carries; told when to look again."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta

from bot.delivery.courier import Courier

log = logging.getLogger(__name__)

# Hands in what will have to be said before long; returns when to be asked again at the latest, None when only a change
# can make a difference. Asked at every look, which is often: it has to be quick when nothing changed.
Planner = Callable[[datetime], Awaitable[datetime | None]]

# A planner that failed is asked again after this long; nothing else waits for it.
_AGAIN = timedelta(minutes=1)


class Clockwork:
    """Looks at everything that depends on the time; one planner that fails holds up no other, nor the courier."""

    def __init__(
        self, planners: Sequence[Planner], courier: Courier, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._planners = planners
        self._courier = courier
        self._now = now

    async def look(self) -> datetime | None:
        """Do what is due, and return when to look again; None when nothing waits."""
        ahead = [await self._plan(planner) for planner in self._planners]
        return min((time for time in (*ahead, await self._courier.work()) if time), default=None)

    async def _plan(self, planner: Planner) -> datetime | None:
        try:
            return await planner(self._now())
        except Exception:
            log.exception("a planner failed")
            return self._now() + _AGAIN
