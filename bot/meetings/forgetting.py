"""What is not needed any more is forgotten: drafts nobody came back to, and who came to meetings long ago."""

from datetime import datetime, timedelta

from bot.chat.errors import NotFound
from bot.meetings.attendance import Attendance
from bot.meetings.latest import Latest
from bot.meetings.occurrences import read_key
from bot.meetings.proposals import KEPT, Proposals
from bot.meetings.whereabouts import trace

# How long after a meeting it is known who came, and how often that is looked at.
REMEMBERED = timedelta(days=90)
_EVERY = timedelta(hours=1)


class Forgetting:
    """Asked at every look of the clock, it looks itself once an hour."""

    def __init__(self, latest: Latest, proposals: Proposals, attendance: Attendance) -> None:
        self._latest = latest
        self._proposals = proposals
        self._attendance = attendance
        self._next: datetime | None = None

    async def plan(self, now: datetime) -> datetime | None:
        """Forget what is due to be forgotten, and return when to look again."""
        if self._next is None or now >= self._next:
            await self._proposals.forget_before(now - KEPT)
            await self._attendance.drop([key for key in await self._attendance.meetings() if await self._old(key, now)])
            self._next = now + _EVERY
        return self._next

    async def _old(self, key: str, now: datetime) -> bool:
        """Whether a meeting, wherever it was moved to, is long over; one that is nowhere goes by its own name."""
        meeting = trace(await self._latest.series(), key)
        try:
            over = meeting.end if meeting else read_key(key)[1].replace(tzinfo=now.tzinfo)
        except NotFound:
            return True
        return over + REMEMBERED <= now
