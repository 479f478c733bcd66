"""How often each was asked this week, by name or without one: nobody is to be swamped, and equals share the load."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from bot.chat.errors import Refusal
from bot.directory.model import Entry
from bot.introductions.model import WEEK, Introductions

_COUNTED_EVERY = timedelta(minutes=1)

# Counts by entry how often it was asked since a time.
Asked = Callable[[datetime], Awaitable[Mapping[str, int]]]


class Weekly:
    """Counts who was asked, and refuses whoever would ask somebody too often."""

    def __init__(self, introductions: Introductions, most: int, now: Callable[[], datetime], unnamed: Asked) -> None:
        """One person is asked at most `most` times a week; `unnamed` counts what the introductions do not know."""
        self._introductions = introductions
        self._most = most
        self._now = now
        self._unnamed = unnamed
        self._counts: Mapping[str, int] = {}
        self._counted: datetime | None = None

    async def lately(self) -> Mapping[str, int]:
        """Count as it was at most a minute ago: every search wants to know."""
        now = self._now()
        if self._counted is None or now - self._counted >= _COUNTED_EVERY:
            self._counts, self._counted = await self._count(), now
        return self._counts

    async def check(self, entry: Entry) -> None:
        """Raise `Refusal` when somebody was asked as often as one person should be."""
        if await self.full(entry):
            raise Refusal(
                f"{entry.name} has been asked as often this week as one person should be.",
                "Ask somebody else who lists it, or come back next week.",
            )

    async def full(self, entry: Entry) -> bool:
        """Whether somebody was asked as often as one person should be."""
        return (await self._count()).get(entry.id, 0) >= self._most

    async def _count(self) -> Mapping[str, int]:
        since = self._now() - WEEK
        return Counter(await self._introductions.asked(since)) + Counter(await self._unnamed(since))
