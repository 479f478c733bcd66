"""What was said long ago is forgotten."""

import logging
from datetime import datetime, timedelta

from bot.delivery.model import Outbox

log = logging.getLogger(__name__)

_DAY = timedelta(days=1)


class Upkeep:
    """Implements `bot.clockwork.Planner`: once a day it deletes the deliveries that ended longer ago than `keep`."""

    def __init__(self, outbox: Outbox, keep: timedelta) -> None:
        self._outbox = outbox
        self._keep = keep
        self._next: datetime | None = None

    async def plan(self, now: datetime) -> datetime:
        """Delete what is old enough; returns when to be asked again."""
        if self._next is None or now >= self._next:
            if gone := await self._outbox.prune(now - self._keep):
                log.info("old deliveries were deleted", extra={"count": gone})
            self._next = now + _DAY
        return self._next
