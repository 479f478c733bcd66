"""The calendar as people look at it: what is coming, and one meeting found by its key."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice

from bot.chat.errors import NotFound
from bot.meetings.edits import LONGEST
from bot.meetings.latest import Latest
from bot.meetings.model import Series
from bot.meetings.occurrences import Meeting, between, meetings
from bot.meetings.whereabouts import trace

# What is further ahead nobody plans for, and a series may have no end.
_AHEAD = timedelta(days=366)
NEXT_SHOWN = 4


class Agenda:
    """What is planned, at the time that `now` tells."""

    def __init__(self, latest: Latest, now: Callable[[], datetime]) -> None:
        self._latest = latest
        self.now = now

    async def series(self) -> Mapping[str, Series]:
        """Return every series by its id; the same object for as long as nothing changes."""
        return await self._latest.series()

    async def coming(self) -> list[Meeting]:
        """List the meetings of the next year that are not over, cancelled ones too, in order."""
        now, series = self.now(), (await self.series()).values()
        return [one for one in between(series, now - LONGEST, now + _AHEAD) if one.end > now]

    async def find(self, key: str) -> Meeting:
        """Return the meeting that a key names, or once named: see `trace`. Raises NotFound."""
        meeting = trace(await self.series(), key)
        if meeting is None:
            raise NotFound("There is no such meeting.", "Type /meetings to see what is coming.")
        return meeting

    def next_dates(self, series: Series, count: int = NEXT_SHOWN) -> list[Meeting]:
        """List the next dates of a series, cancelled ones too."""
        return [*islice(self._ahead(series), count)]

    def _ahead(self, series: Series) -> Iterator[Meeting]:
        return meetings(series, self.now())
