"""A time that is moved by hand, with things to be said in it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

NOON = datetime(2027, 1, 4, 12, 0, tzinfo=UTC)


class HandClock:
    """Implements `Timekeeper`: stands still until it is moved."""

    def __init__(self, start: datetime = NOON) -> None:
        self._now = start
        self.due: list[tuple[datetime, Callable[[], Awaitable[object]]]] = []

    def now(self) -> datetime:
        return self._now

    async def next(self) -> datetime | None:
        return min((at for at, _ in self.due), default=None)

    async def move(self, to: datetime, enough: Callable[[], bool] = lambda: False) -> None:
        while (ahead := await self.next()) and ahead <= to and (ahead == self._now or not enough()):
            self._now = max(self._now, ahead)
            saying = next(due for due in self.due if due[0] == ahead)
            self.due.remove(saying)
            await saying[1]()
        self._now = self._now if enough() else max(self._now, to)
