"""What nobody needs any more of codes is forgotten: those whose time has passed, and who tried one."""

from datetime import datetime, timedelta

from bot.directory.claims import PAUSE
from bot.directory.codes import Codes

_EVERY = timedelta(hours=1)


class CodeUpkeep:
    """Implements `bot.clockwork.Planner`."""

    def __init__(self, codes: Codes) -> None:
        self._codes = codes
        self._next: datetime | None = None

    async def plan(self, now: datetime) -> datetime:
        """Forget what is over; returns when to look again."""
        if self._next is None or now >= self._next:
            await self._codes.valid(now)
            await self._codes.forget_attempts(now - PAUSE)
            self._next = now + _EVERY
        return self._next
