"""When something written without a name goes out: never at a time that says when it was written."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from random import Random, SystemRandom
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
# What goes out in one slot is spread over so long, in random order.
SPREAD = timedelta(minutes=5)


class When(StrEnum):
    """When its author wants something to go out."""

    SOON = "soon"
    SLOT = "slot"
    NOW = "now"


class Timing:
    """Chooses times of release.

    Time is cut into windows, half as long as the shortest and the longest wait lie apart, that begin at a moment nobody
    knows. What arrives in one goes out at random times within one later window: so no order of release tells the order
    of arrival, nobody waits less or longer than was promised, and the windows themselves cannot be seen.
    """

    def __init__(
        self,
        wait: tuple[timedelta, timedelta],
        slots: Sequence[time],
        zone: ZoneInfo,
        chance: Random | None = None,
    ) -> None:
        """`wait` is the shortest and the longest, `slots` are times of day in `zone`."""
        self.wait = wait
        self._slots = sorted(slots)
        self._zone = zone
        self._chance = chance or SystemRandom()
        self._window = (wait[1] - wait[0]) / 2
        self._begin = datetime(2020, 1, 1, tzinfo=UTC) + self._part_of(self._window)

    def choose(self, when: When, now: datetime) -> datetime:
        """Choose when something that was sent now goes out."""
        match when:
            case When.SLOT if slot := self.next_slot(now):
                return slot + self._part_of(SPREAD)
            case When.NOW:
                return now
            case _:
                return self._soon(now)

    def next_slot(self, now: datetime) -> datetime | None:
        """Return when the next slot begins; None when there are no slots."""
        today = now.astimezone(self._zone).date()
        days = (today, today + _DAY, today + 2 * _DAY)
        slots = (datetime.combine(day, slot, self._zone).astimezone(UTC) for day in days for slot in self._slots)
        return min((slot for slot in slots if slot > now), default=None)

    def begins(self, now: datetime) -> datetime:
        """Return when the window began in which something arrives now."""
        return self._begin + (now - self._begin) // self._window * self._window if self._window else now

    def _soon(self, now: datetime) -> datetime:
        return self.begins(now) + self._window + self.wait[0] + self._part_of(self._window)

    def _part_of(self, span: timedelta) -> timedelta:
        return timedelta(seconds=self._chance.random() * span.total_seconds())
