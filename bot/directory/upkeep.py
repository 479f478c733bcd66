"""What nobody needs any more is forgotten: codes whose time has passed, who tried one, and what was asked in vain."""

from datetime import datetime, timedelta

from bot.directory.claims import PAUSE
from bot.directory.codes import Codes
from bot.directory.gaps import KEEP_DAYS, Gaps

_EVERY = timedelta(hours=1)


class DirectoryUpkeep:
    """Implements `bot.clockwork.Planner`."""

    def __init__(self, codes: Codes, gaps: Gaps) -> None:
        self._codes = codes
        self._gaps = gaps
        self._next: datetime | None = None

    async def plan(self, now: datetime) -> datetime:
        """Forget what is over; returns when to look again."""
        if self._next is None or now >= self._next:
            await self._codes.valid(now)
            await self._codes.forget_attempts(now - PAUSE)
            await self._gaps.forget(now.date() - timedelta(days=KEEP_DAYS))
            self._next = now + _EVERY
        return self._next
