"""Words what was planned, at the moment it is sent: as things are by then, or not at all."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime, timedelta

from bot.chat.calls import call
from bot.chat.requests import Account, Address
from bot.chat.views import Block, Button
from bot.delivery.composers import Composer, Edit, Said, Unsaid, Words
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Delivery, Draft, State
from bot.meetings.attendance import Attendance, Standing
from bot.meetings.history import history
from bot.meetings.latest import Latest
from bot.meetings.notices import (
    CHANGE,
    EDIT,
    PERSONAL,
    REMINDER,
    TELLING,
    Notice,
    Told,
    closing,
    fingerprint,
    messages,
    name,
    told,
)
from bot.meetings.occurrences import Meeting
from bot.meetings.offsets import due, in_words, read_offset, write_offset
from bot.meetings.posts import Style, late, post
from bot.meetings.quiet import Quiet
from bot.meetings.reminders import Postings, wish_for
from bot.meetings.whereabouts import trace
from bot.meetings.wishes import Wish, Wishes

# Whether somebody said that they do not come to the meeting of this key.
Declined = Callable[[str, Account], Awaitable[bool]]

# A reminder that is later than this says so.
_LATE = timedelta(minutes=10)
# How soon before a meeting somebody may want to be reminded once more, the longest first.
_AGAIN = tuple(map(read_offset, ("1d", "1h", "10m")))
# A second reminder just after the first helps nobody.
_BREATH = timedelta(minutes=5)


def declined(attendance: Attendance) -> Declined:
    """Ask the list of who comes."""

    async def ask(meeting: str, account: Account) -> bool:
        guest = (await attendance.lists([meeting]))[meeting].of(account)
        return guest is not None and guest.standing is Standing.NOT_GOING

    return ask


class Announcements:
    """Composes reminders, and what follows from them."""

    def __init__(
        self,
        latest: Latest,
        letterbox: Letterbox,
        wishes: Wishes,
        *,
        declined: Declined,
        postings: Postings,
        quiet: Quiet,
    ) -> None:
        self._latest = latest
        self._letterbox = letterbox
        self._wishes = wishes
        self._declined = declined
        self._postings = postings
        self._quiet = quiet

    def composers(self) -> Mapping[str, Composer]:
        """Say who words which kind of delivery."""
        return {REMINDER: self.remind, PERSONAL: self.remind_in_person, CHANGE: self.tell_change, EDIT: self.correct}

    async def remind(self, delivery: Delivery, now: datetime) -> Said:
        """Word a reminder in a channel."""
        notice, meeting = await self._meeting(delivery)
        if unsaid := _stale(delivery, notice, meeting, now):
            return unsaid
        unsaid = _superseded(meeting, notice, self._offsets(meeting, delivery.to), now) or _repeated(
            delivery, notice, await self._history(meeting, now)
        )
        return unsaid or Words(_reminder(delivery, notice, meeting, now), name(Style.REMINDER, meeting))

    async def remind_in_person(self, delivery: Delivery, now: datetime) -> Said:
        """Word a reminder somebody asked for."""
        notice, meeting = await self._meeting(delivery)
        if unsaid := _stale(delivery, notice, meeting, now):
            return unsaid
        wish = await self._wish(notice, meeting)
        if wish is None or (wish.before != notice.before and not notice.again):
            return Unsaid(State.UNWANTED, "It is no longer asked for.")
        rows = await self._history(meeting, now)
        unsaid = _repeated(delivery, notice, rows) or await self._put_off(delivery, meeting, now)
        return unsaid or Words(_reminder(delivery, notice, meeting, now), name(Style.REMINDER, meeting))

    async def tell_change(self, delivery: Delivery, now: datetime) -> Said:
        """Word that a meeting was moved, cancelled, or is held after all."""
        notice, meeting = await self._meeting(delivery)
        here = Told(meeting.start, meeting.cancelled)
        if here != Told(notice.start, notice.cancelled):
            return Unsaid(State.UNWANTED, "It changed again.")
        was = told(await self._history(meeting, now), delivery.to)
        if was is None or was == here:
            return Unsaid(State.UNWANTED, "Nothing else had been said here.")
        if notice.account and await self._wish(notice, meeting) is None:
            return Unsaid(State.UNWANTED, "It is no longer asked for.")
        style = Style.CANCELLED if here.cancelled else Style.RESTORED if was.cancelled else Style.MOVED
        return Words(post(meeting, style, now, was.start, _own(meeting, notice, now)), name(style, meeting))

    async def correct(self, delivery: Delivery, now: datetime) -> Said:
        """Word an earlier message anew, as things are now."""
        notice, meeting = await self._meeting(delivery)
        standing = messages(await self._letterbox.about(delivery.about))
        message = next((one for one in standing if one.row.id == notice.message), None)
        if message is None or message.shows == fingerprint(meeting):
            return Unsaid(State.UNWANTED, "There is nothing to change.")
        style = Style(message.style or Style.REMINDER)
        shown = Style.MOVED if message.notice.start != meeting.start else style
        if shown is Style.CANCELLED and not meeting.cancelled:
            shown = Style.RESTORED
        blocks = post(meeting, shown, now, message.notice.start, _own(meeting, notice, now))
        return Edit(message.row.posted, blocks, name(style, meeting))

    async def _meeting(self, delivery: Delivery) -> tuple[Notice, Meeting]:
        meeting = trace(await self._latest.series(), delivery.about)
        if meeting is None:
            raise LookupError("the series of a reminder is not there")
        return Notice.parse(delivery.payload), meeting

    async def _history(self, meeting: Meeting, now: datetime) -> Sequence[Delivery]:
        return await history(self._letterbox, await self._latest.series(), meeting, TELLING, now)

    def _offsets(self, meeting: Meeting, to: Address) -> Sequence[timedelta]:
        found = [posting.before for posting in self._postings.get(meeting.series.kind, ()) if posting.to == to]
        return found[0] if found else ()

    async def _wish(self, notice: Notice, meeting: Meeting) -> Wish | None:
        """Return what somebody asked for about a meeting; None when they do not want to hear of it."""
        if notice.account is None:
            return None
        calendar = await self._latest.series()
        wish = wish_for(calendar, await self._wishes.of(notice.account), meeting)
        if wish is None or wish.before is None or await self._declined(meeting.key, notice.account):
            return None
        return wish

    async def _put_off(self, delivery: Delivery, meeting: Meeting, now: datetime) -> Unsaid | None:
        """Wait for the end of the quiet hours that have begun before a reminder could be sent."""
        hours = self._quiet.at(now)
        if hours is None:
            return None
        if hours[1] >= closing(meeting):
            return Unsaid(State.MISSED, "It came too late to be sent before the quiet hours.")
        draft = {field.name: getattr(delivery, field.name) for field in fields(Draft)}
        await self._letterbox.put(Draft(**draft | {"key": f"{delivery.key}/later", "due_at": hours[1]}))
        return Unsaid(State.UNWANTED, "It waits for the end of the quiet hours.")


def _reminder(delivery: Delivery, notice: Notice, meeting: Meeting, now: datetime) -> list[Block]:
    blocks = post(meeting, Style.REMINDER, now, own=_own(meeting, notice, now))
    return [*blocks, late(delivery.due_at)] if now - delivery.due_at > _LATE else blocks


def _stale(delivery: Delivery, notice: Notice, meeting: Meeting, now: datetime) -> Unsaid | None:
    """Say why a reminder of a meeting as it was planned is none of the meeting as it is."""
    if meeting.cancelled:
        return Unsaid(State.UNWANTED, "The meeting was cancelled.")
    if meeting.start != notice.start or meeting.key != delivery.about:
        return Unsaid(State.UNWANTED, "The meeting was moved.")
    if now >= closing(meeting):
        return Unsaid(State.MISSED, "The meeting had begun.")
    return None


def _superseded(meeting: Meeting, notice: Notice, offsets: Sequence[timedelta], now: datetime) -> Unsaid | None:
    """Of several reminders that are due, such as after a pause, only the latest is given."""
    before = notice.before
    if before is None or before not in offsets:
        return Unsaid(State.UNWANTED, "This place is no longer reminded so long before.")
    if any(due(meeting, other) <= now for other in offsets if other < before):
        return Unsaid(State.MISSED, "A later reminder was due, too.")
    return None


def _repeated(delivery: Delivery, notice: Notice, rows: Sequence[Delivery]) -> Unsaid | None:
    """Say why a reminder would tell a place what it has just been told."""
    others = [(row, Notice.parse(row.payload)) for row in rows if row.to == delivery.to and row.id != delivery.id]
    if any(_tells_move(row, told_then, delivery, notice) for row, told_then in others):
        return Unsaid(State.UNWANTED, "That the meeting was moved says it.")
    if any(_tells_as_much(row, told_then, delivery, notice) for row, told_then in others):
        return Unsaid(State.UNWANTED, "It was said before the meeting was moved.")
    return None


def _tells_move(row: Delivery, change: Notice, delivery: Delivery, notice: Notice) -> bool:
    known = {State.SENT, State.UNCERTAIN, State.WAITING}
    same = row.kind == CHANGE and change.start == notice.start and not change.cancelled
    return same and row.state in known and row.due_at >= delivery.due_at


def _tells_as_much(row: Delivery, earlier: Notice, delivery: Delivery, notice: Notice) -> bool:
    """Tell whether the same reminder was given for a start that was less far away than it is early."""
    if row.kind != delivery.kind or row.state not in {State.SENT, State.UNCERTAIN} or notice.before is None:
        return False
    same = (earlier.before, earlier.again) == (notice.before, notice.again)
    return same and abs(earlier.start - notice.start) < notice.before


def _own(meeting: Meeting, notice: Notice, now: datetime) -> tuple[Button, ...] | None:
    """Offer whoever is told in private to be told later, or no more."""
    if notice.account is None:
        return None
    mute = Button("Mute", call("meeting-remind", meeting=meeting.key, when="off", scope="this"))
    again = next((one for one in _AGAIN if due(meeting, one) > now + _BREATH), None)
    if again is None or notice.again or notice.before is None or again >= notice.before:
        return (mute,)
    snooze = call("meeting-snooze", meeting=meeting.key, when=write_offset(again))
    return Button(f"Snooze until {in_words(again)} before", snooze), mute
