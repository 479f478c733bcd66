"""Plans everything that meetings need, whenever the calendar changed; asked often, and quick when it did not."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta

from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Draft
from bot.meetings.latest import Latest
from bot.meetings.model import Series

# Drafts what one kind of announcement needs, from all series by their id.
Part = Callable[[Mapping[str, Series], datetime], Awaitable[Sequence[Draft]]]

# Everything is planned a month ahead and longer; a look each day keeps it so.
_AGAIN = timedelta(days=1)


class MeetingPlanner:
    """Implements `bot.clockwork.Planner`: one small query at a look, unless something changed."""

    def __init__(self, latest: Latest, letterbox: Letterbox, parts: Sequence[Part]) -> None:
        self._latest = latest
        self._letterbox = letterbox
        self._parts = parts
        self._changes = 0
        self._seen = (-1, -1)
        self._again: datetime | None = None

    def changed(self) -> None:
        """Plan anew at the next look, which is now: something beside the calendar changed.

        Other processes need not learn of it: what is planned here lies in the outbox for all.
        """
        self._changes += 1
        self._letterbox.wake()

    async def plan(self, now: datetime) -> datetime:
        """Hand in what is new since the last look; returns when to be asked again."""
        changes = self._changes
        version, calendar = await self._latest.read()
        if (version, changes) != self._seen or self._again is None or now >= self._again:
            drafts = [draft for part in self._parts for draft in await part(calendar, now)]
            await self._letterbox.put(*drafts)
            # Only now, so that what failed is planned again.
            self._seen, self._again = (version, changes), now + _AGAIN
        return self._again
