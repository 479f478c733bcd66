"""The calendar as sessions need it: which meetings are to come, and when one is held."""

from collections.abc import Sequence
from datetime import datetime

from bot.meetings.latest import Latest
from bot.meetings.occurrences import between
from bot.meetings.whereabouts import trace
from bot.reflection.timing import Upcoming


class CalendarDiary:
    """Implements `bot.reflection.timing.Diary`."""

    def __init__(self, latest: Latest) -> None:
        self._latest = latest

    async def version(self) -> int:
        return (await self._latest.read())[0]

    async def coming(self, since: datetime, before: datetime) -> Sequence[Upcoming]:
        found = between((await self._latest.series()).values(), since, before)
        return [
            Upcoming(reference=one.key, title=one.title, starts_at=one.start)
            for one in found
            if not one.cancelled and one.start > since
        ]

    async def find(self, reference: str) -> datetime | None:
        meeting = trace(await self._latest.series(), reference)
        return None if meeting is None or meeting.cancelled else meeting.start
