"""Changing the calendar while others do so, too: a change is made to what somebody saw, or not at all."""

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from bot.meetings.agenda import Agenda
from bot.meetings.model import Calendar, ChangedMeanwhile, Series
from bot.meetings.occurrences import Meeting, find_meeting
from bot.meetings.splitting import Split, moved_keys, split

_ID_BYTES = 8
# Others may be busy with other dates of the same series; that is no reason to refuse.
_TRIES = 5

# What is to become of a series, given one of its dates and the time of the change.
Change = Callable[[Meeting, datetime], Series]
# What a series is to be from one of its dates on; see `bot.meetings.splitting`.
Wanted = Callable[[Meeting], Series]


def date_mark(meeting: Meeting) -> str:
    """Name the state of one date, as a form carries it; a change to another date leaves it as it is."""
    return f"{_short(meeting)}.{meeting.revision}"


def series_mark(meeting: Meeting) -> str:
    """Name the state of a whole series, with all its dates."""
    return f"s{_short(meeting)}.{meeting.series.version}"


def _short(meeting: Meeting) -> str:
    """Tell a series from the one it goes on as, whose numbers begin anew; a call has no room for the whole id."""
    return meeting.series.id[:4]


@dataclass(frozen=True, slots=True)
class Changed:
    """A series as it is now, and the date that was spoken of, where it is still one."""

    series: Series
    meeting: Meeting | None = None
    split: Split | None = None


class Revisions:
    """Makes the changes that organisers ask for."""

    def __init__(self, agenda: Agenda, calendar: Calendar, wake: Callable[[], None]) -> None:
        """`wake` is called whenever something was changed."""
        self._agenda = agenda
        self._calendar = calendar
        self._wake = wake

    async def make(self, key: str, mark: str, change: Change) -> Changed:
        """Change a series by one of its dates. Raises ChangedMeanwhile when `mark` is no longer its state."""
        for _ in range(_TRIES):
            meeting = await self._seen(key, mark)
            with suppress(ChangedMeanwhile):
                return await self._save(meeting, change(meeting, self._agenda.now()))
        raise ChangedMeanwhile((await self._agenda.find(key)).title)

    async def divide(self, key: str, mark: str, wanted: Wanted) -> Changed:
        """Let a series be something else from one of its dates on; who comes is taken along to the new dates."""
        meeting = await self._seen(key, mark)
        start = meeting.occurrence.start
        done = split(
            meeting.series,
            start,
            wanted(meeting),
            new_id=secrets.token_hex(_ID_BYTES),
            at=self._agenda.now(),
        )
        renamed = moved_keys(meeting.series, start, done.after)
        after = (await self._calendar.save(*done.changed, renamed=renamed))[-1]
        self._wake()
        return Changed(after, find_meeting(after, after.start), done)

    async def _save(self, meeting: Meeting, after: Series) -> Changed:
        if after == meeting.series:
            return Changed(after, meeting)
        (saved,) = await self._calendar.save(after)
        self._wake()
        start = meeting.occurrence.start
        over = saved.ended is not None and start >= saved.ended
        return Changed(saved, None if over else find_meeting(saved, start))

    async def _seen(self, key: str, mark: str) -> Meeting:
        meeting = await self._agenda.find(key)
        if mark not in {date_mark(meeting), series_mark(meeting)}:
            raise ChangedMeanwhile(meeting.title)
        return meeting
