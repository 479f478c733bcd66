"""The calendar as it is now, read again only when it changed."""

from collections.abc import Mapping

from bot.meetings.model import Calendar, Series
from bot.meetings.whereabouts import by_id


class Latest:
    """Every series by its id."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._version = -1
        self._series: Mapping[str, Series] = {}

    async def read(self) -> tuple[int, Mapping[str, Series]]:
        """Return the version and the series of at least that version: one small query when nothing changed."""
        version = await self._calendar.version()
        if version != self._version:
            # In this order: what is written in between is read again next time.
            self._series = by_id(await self._calendar.all())
            self._version = version
        return version, self._series

    async def series(self) -> Mapping[str, Series]:
        return (await self.read())[1]
