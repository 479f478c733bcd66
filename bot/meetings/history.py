"""What was said about a meeting, under whatever key it had then."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Delivery
from bot.meetings.model import Series
from bot.meetings.occurrences import Meeting
from bot.meetings.whereabouts import keys_of

# How late a change of a meeting is still told to those who were reminded of it.
MEMORY = timedelta(days=31)


async def history(
    letterbox: Letterbox, calendar: Mapping[str, Series], meeting: Meeting, kinds: Collection[str], now: datetime
) -> Sequence[Delivery]:
    """List what was handed in about a meeting, with what was said of these kinds before it got its key."""
    earlier = keys_of(calendar, await letterbox.subjects(kinds, now - MEMORY), meeting)
    return await letterbox.about(*{meeting.key, *earlier})
