"""Meetings in a platform's own calendar, where it has one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicEvent:
    """One meeting as everybody may see it. Times are aware; a platform may cut what is longer than it shows."""

    title: str
    start: datetime
    end: datetime
    place: str = ""
    about: str = ""


class EventBoard(Protocol):
    """One platform's calendar of events.

    Its methods raise `Later`, `Refused`, `Unknown` and `Gone` of `bot.delivery.model`. All may be called again after
    `Unknown`, or after a crash: doing so twice is as good as once.
    """

    @property
    def platform(self) -> str:
        """The name of the platform, as in addresses."""

    async def put(self, key: str, event: PublicEvent, known: str) -> str:
        """Announce an event, or let the one announced as `known` say this; returns its reference.

        `key` stays the same for one meeting whatever becomes of it: an event announced under it is found again, even
        when its reference was lost. Raises `Gone` when the event `known` is there no longer.
        """

    async def cancel(self, known: str) -> None:
        """Call the event `known` off; one that is over, or there no longer, is called off already."""
