"""A calendar with a meeting that sessions begin with."""

from collections.abc import Callable
from datetime import datetime

from bot.meetings import edits
from bot.meetings.latest import Latest
from bot.meetings.model import Series
from config.session_diary import CalendarDiary
from tests.fakes import MemoryCalendar
from tests.meetings.series import network_meeting

# The second date of the series; times are London's, where it is summer.
JULY = "5e71e5@20260707T150000"


class Meetings:
    """The network meets on the first Tuesday of every other month at 15:00; in July, that is at 14:00 in UTC."""

    def __init__(self, *more: Series) -> None:
        self.calendar = MemoryCalendar(network_meeting(start="2026-05-05T15:00"), *more)

    @property
    def diary(self) -> CalendarDiary:
        """The calendar, as a process that was just started has it."""
        return CalendarDiary(Latest(self.calendar))

    async def move(self, to: str, at: datetime) -> None:
        await self._edit(lambda series: edits.move(series, _START, datetime.fromisoformat(to), at))

    async def cancel(self, at: datetime) -> None:
        await self._edit(lambda series: edits.cancel(series, _START, at))

    async def restore(self, at: datetime) -> None:
        await self._edit(lambda series: edits.restore(series, _START, at))

    async def _edit(self, change: Callable[[Series], Series]) -> None:
        series = await self.calendar.find("5e71e5")
        assert series
        await self.calendar.save(change(series))


_START = datetime(2026, 7, 7, 15)  # noqa: DTZ001 - the series knows the zone
