"""Meetings in a platform's own calendar: announced some weeks ahead, and kept true."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice

from bot.chat.requests import Address
from bot.delivery.composers import Done, Performer, Unsaid
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Delivery, Draft, State
from bot.meetings.events import EventBoard, PublicEvent
from bot.meetings.latest import Latest
from bot.meetings.model import Series
from bot.meetings.notices import EVENT
from bot.meetings.occurrences import Meeting, between
from bot.meetings.whereabouts import state_of, trace

# Discord holds a hundred events at a time for each server, and other people may want some, too.
AHEAD, MOST = timedelta(days=60), 50
# How long an event is looked after once its meeting should be over.
_MEMORY = timedelta(days=31)
_DAY = timedelta(days=1)


class PostedEvents:
    """Plans and performs; an event is no message, and putting it up twice is as good as once."""

    def __init__(self, latest: Latest, letterbox: Letterbox, platforms: Iterable[str]) -> None:
        """`platforms` names those that have a calendar of their own."""
        self._latest = latest
        self._letterbox = letterbox
        self._platforms = tuple(platforms)

    async def plan(self, calendar: Mapping[str, Series], now: datetime) -> list[Draft]:
        """Draft what has to be put up, changed or taken down; implements `bot.meetings.planner.Part`."""
        if not self._platforms:
            return []
        known = await self._letterbox.subjects([EVENT], now - _MEMORY)
        held = (one for one in between(calendar.values(), now, now + AHEAD) if not one.cancelled)
        wanted = {one.key: one for one in islice(held, MOST)}
        wanted |= {key: found for key in known if (found := trace(calendar, key))}
        return [self._draft(key, one, place, now) for key, one in wanted.items() for place in self._places()]

    def performers(self, boards: Mapping[str, EventBoard]) -> Mapping[str, Performer]:
        """Say who performs what was planned, with the calendars of the platforms that are there."""

        async def perform(delivery: Delivery, now: datetime) -> Done | Unsaid:
            if board := boards.get(delivery.to.platform):
                return await self._perform(delivery, board, now)
            raise LookupError("another process has the platform of an event")

        return {EVENT: perform}

    async def _perform(self, delivery: Delivery, board: EventBoard, now: datetime) -> Done | Unsaid:
        meeting = trace(await self._latest.series(), delivery.about)
        known = _reference(await self._letterbox.about(delivery.about), delivery.to)
        if meeting is None or meeting.cancelled or meeting.key != delivery.about:
            if not known:
                return Unsaid(State.UNWANTED, "There is no event to call off.")
            await board.cancel(known)
            return Done("")
        if meeting.start <= now:
            return Unsaid(State.UNWANTED, "The meeting has begun.")
        return Done(await board.put(delivery.about, _event(meeting), known))

    def _places(self) -> list[Address]:
        return [Address(platform, "events") for platform in self._platforms]

    @staticmethod
    def _draft(key: str, meeting: Meeting, place: Address, now: datetime) -> Draft:
        return Draft(
            key=f"{EVENT}/{key}/{state_of(meeting)}/{place.platform}",
            kind=EVENT,
            payload="",
            to=place,
            due_at=now,
            expires_at=max(meeting.end, now + _DAY),
            about=key,
        )


def _reference(rows: Sequence[Delivery], place: Address) -> str:
    """Return the platform's reference of the event, as the last that was done left it; empty when there is none."""
    done = [row for row in rows if row.kind == EVENT and row.to == place and row.state is State.SENT]
    return max(done, key=lambda row: (row.act_at, row.due_at)).posted if done else ""


def _event(meeting: Meeting) -> PublicEvent:
    said = meeting.occurrence
    speaker = f"Speaker: {said.speaker}" if said.speaker else ""
    about = "\n\n".join(filter(None, (speaker, said.abstract or meeting.series.about)))
    return PublicEvent(title=meeting.title, start=meeting.start, end=meeting.end, place=meeting.place, about=about)
