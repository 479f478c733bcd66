"""A place that became free is offered to who waited longest, privately, and to the next when nobody answers in time.

Once there is room for everybody, whoever waited has a place, and is told so.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.chat.calls import call
from bot.chat.errors import NotFound
from bot.chat.requests import Address
from bot.chat.views import Actions, Button, Heading, Moment, Note, Strong, Text, Tone
from bot.delivery.composers import Said, Unsaid, Words
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Delivery, Draft, State
from bot.meetings.attendance import Attendance, Guest, GuestList, Standing
from bot.meetings.history import history
from bot.meetings.latest import Latest
from bot.meetings.model import Calendar
from bot.meetings.occurrences import Meeting, find_meeting, read_key
from bot.meetings.quiet import Quiet
from bot.meetings.whereabouts import state_of

OFFER = "meeting-place"
# An answer that takes less than this has to be given in the room.
_TOO_LATE = timedelta(minutes=15)
# Stands in a delivery where an offer has the time by which to answer: there is room for everybody.
_ROOM = "room"
_SAID = (State.SENT, State.UNCERTAIN)


@dataclass(frozen=True, slots=True)
class _Looked:
    """What the last look saw, and until when nothing can be different unless something is changed."""

    versions: tuple[int, int]
    until: datetime | None


class Seats:
    """Offers free places; asked at every look of the clock, it looks closer only when something changed or ran out."""

    def __init__(
        self, calendar: Calendar, attendance: Attendance, letterbox: Letterbox, *, answer: timedelta, quiet: Quiet
    ) -> None:
        """`answer` is how long a place is kept for somebody; less when the meeting is near.

        What becomes free in the `quiet` hours is offered when they end, unless the meeting is too near for that.
        """
        self._latest = Latest(calendar)
        self._attendance = attendance
        self._letterbox = letterbox
        self._answer = answer
        self._quiet = quiet
        self._looked: _Looked | None = None

    async def plan(self, now: datetime) -> datetime | None:
        """Offer what is free, and hand in the words for it; returns when the next offer runs out."""
        versions = await self._versions()
        seen = self._looked
        if seen and seen.versions == versions and (seen.until is None or now < seen.until):
            return seen.until
        ends: list[datetime] = []
        for key, before in (await self._attendance.queues()).items():
            if meeting := await self._find(key):
                waits_until = self._night(meeting, now)
                if _has_room(meeting, now):
                    # First, because whoever has a place waits no longer, and would not be found again after a crash.
                    await self._letterbox.put(*_welcomes(meeting, before, waits_until or now))
                guests = await self._attendance.change(key, self._change(meeting, now, offers=waits_until is None))
                await self._letterbox.put(*await self._offers(meeting, guests, now))
                ends += [guest.until for guest in guests.who(Standing.OFFERED) if guest.until]
                ends += [waits_until] if waits_until else []
        # What this look changed itself is looked at once more, and then found to be as it should.
        self._looked = _Looked(versions, min(ends, default=None))
        return self._looked.until

    async def compose(self, delivery: Delivery, now: datetime) -> Said:
        """Word an offer; one that was answered, or ran out, is not made any more."""
        key, _, until = delivery.payload.rpartition(" ")
        guests = (await self._attendance.lists([key]))[key]
        meeting = await self._find(key)
        if until == _ROOM:
            return _welcome(meeting, guests, delivery.to, now)
        kept = [guest for guest in guests.who(Standing.OFFERED) if _is_for(guest, delivery.to, until)]
        if not meeting or meeting.cancelled or not kept:
            return Unsaid(State.UNWANTED, "The place is no longer kept.")
        (guest,) = kept
        if guest.until is None or guest.until <= now:
            return Unsaid(State.MISSED, "The time to answer is over.")
        return Words(_words(meeting, guest.until))

    async def _offers(self, meeting: Meeting, guests: GuestList, now: datetime) -> list[Draft]:
        """Draft what is to be offered, but for what was offered before the meeting got the key it has now."""
        drafts = [*_drafts(meeting, guests, now)]
        if not drafts:
            return []
        rows = await history(self._letterbox, await self._latest.series(), meeting, [OFFER], now)
        earlier = (row for row in rows if row.kind == OFFER and row.about != meeting.key and row.state in _SAID)
        said = {(row.to, _until(row.payload)) for row in earlier}
        return [draft for draft in drafts if (draft.to, _until(draft.payload)) not in said]

    def _night(self, meeting: Meeting, now: datetime) -> datetime | None:
        """Return when the quiet hours end, if an offer can wait for that."""
        hours = self._quiet.at(now)
        return hours[1] if hours and meeting.start - hours[1] > _TOO_LATE else None

    def _change(self, meeting: Meeting, now: datetime, *, offers: bool) -> Callable[[GuestList], GuestList]:
        left = meeting.start - now
        if meeting.end <= now:
            return GuestList.closed
        if meeting.cancelled:
            return GuestList.paused
        if _has_room(meeting, now):
            return GuestList.opened
        offers = offers and left > _TOO_LATE
        until = now + min(self._answer, left / 2) if offers else None
        whole = until and until.replace(microsecond=0)
        return lambda guests: guests.offered(meeting.series.capacity, now, whole)

    async def _versions(self) -> tuple[int, int]:
        return (await self._latest.read())[0], await self._attendance.version()

    async def _find(self, key: str) -> Meeting | None:
        try:
            series_id, start = read_key(key)
            series = (await self._latest.series()).get(series_id)
            return find_meeting(series, start) if series else None
        except NotFound:
            return None


def _drafts(meeting: Meeting, guests: GuestList, now: datetime) -> Iterator[Draft]:
    for guest in guests.who(Standing.OFFERED):
        if guest.until and guest.until > now:
            until = _stamp(guest.until)
            yield _draft(meeting, guest, until, until, due_at=now, expires_at=guest.until)


def _draft(meeting: Meeting, guest: Guest, key: str, until: str, *, due_at: datetime, expires_at: datetime) -> Draft:
    to = Address.of(guest.account)
    return Draft(
        key=f"place/{meeting.key}/{key}/{to}",
        kind=OFFER,
        payload=f"{meeting.key} {until}",
        to=to,
        due_at=due_at,
        expires_at=expires_at,
        about=meeting.key,
    )


def _has_room(meeting: Meeting, now: datetime) -> bool:
    """Whether everybody can come who wants to."""
    return not meeting.series.capacity and not meeting.cancelled and meeting.end > now


def _welcomes(meeting: Meeting, guests: GuestList, at: datetime) -> Iterator[Draft]:
    for guest in guests.who(Standing.WAITING, Standing.OFFERED):
        yield _draft(meeting, guest, state_of(meeting), _ROOM, due_at=at, expires_at=meeting.end)


def _welcome(meeting: Meeting | None, guests: GuestList, to: Address, now: datetime) -> Said:
    coming = guests.who(Standing.GOING, Standing.WAITING, Standing.OFFERED)
    if not meeting or not _has_room(meeting, now) or to not in map(Address.of, (one.account for one in coming)):
        return Unsaid(State.UNWANTED, "The place is not taken.")
    leave = call("meeting-answer", meeting=meeting.key, answer=Standing.NOT_GOING)
    return Words(
        (
            Heading("You have a place"),
            Text(("You were waiting for a place at ", Strong(meeting.title), ", ", Moment(meeting.start), ".")),
            Text(("There is room for everybody now, and you are down as going.",)),
            Actions((Button("Not going", leave),)),
        )
    )


def _until(payload: str) -> str:
    return payload.rpartition(" ")[2]


def _is_for(guest: Guest, to: Address, until: str) -> bool:
    return Address.of(guest.account) == to and guest.until is not None and _stamp(guest.until) == until


def _stamp(until: datetime) -> str:
    return str(int(until.timestamp()))


def _words(meeting: Meeting, until: datetime) -> tuple[Heading | Text | Actions | Note, ...]:
    take = call("meeting-answer", meeting=meeting.key, answer=Standing.GOING)
    leave = call("meeting-answer", meeting=meeting.key, answer=Standing.NOT_GOING)
    return (
        Heading("A place is free for you"),
        Text(("You were waiting for a place at ", Strong(meeting.title), ", ", Moment(meeting.start), ".")),
        Text(("It is kept for you until ", Moment(until), ".")),
        Actions((Button("Take the place", take, Tone.PRIMARY), Button("Let it go", leave))),
        Note(("If you do not answer, it goes to the next person who waits.",)),
    )
