"""What will have to be said about meetings: planned ahead, and worded only when its time has come."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.chat.requests import Account, Address
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Delivery, Draft, State
from bot.meetings.history import MEMORY
from bot.meetings.model import Kind, Series
from bot.meetings.notices import (
    CHANGE,
    EDIT,
    GRACE,
    PERSONAL,
    REMINDER,
    TELLING,
    Notice,
    Told,
    closing,
    fingerprint,
    messages,
    places,
    told,
    under_way,
)
from bot.meetings.occurrences import Meeting, between
from bot.meetings.offsets import LONGEST, due, write_offset
from bot.meetings.quiet import Quiet
from bot.meetings.whereabouts import lineage, state_of, trace
from bot.meetings.wishes import Wish, Wishes

# Reminders lie ready this long before they are due, so that what a bot that was away missed is known.
AHEAD = timedelta(days=31)
# Who is told that a meeting was moved or cancelled may be woken up for it when it begins so soon.
_URGENT = timedelta(hours=1)

Calendars = Mapping[str, Series]


@dataclass(frozen=True, slots=True)
class Posting:
    """A place where meetings of one kind are announced, and how long before."""

    to: Address
    before: tuple[timedelta, ...]


Postings = Mapping[Kind, Sequence[Posting]]


class ChannelReminders:
    """Plans the reminders in channels."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings

    async def plan(self, calendar: Calendars, now: datetime) -> list[Draft]:
        drafts: list[Draft] = []
        for meeting in _ahead(calendar, now):
            drafts += self._for(meeting)
            await asyncio.sleep(0)  # a long calendar takes its time, and people who ask something come first
        return drafts

    def _for(self, meeting: Meeting) -> Iterator[Draft]:
        for posting in self._postings.get(meeting.series.kind, ()):
            for before in posting.before:
                at = due(meeting, before)
                # A meeting that was made, or moved, only then had nobody to be reminded.
                if at >= meeting.changed_at:
                    yield reminder(meeting, REMINDER, posting.to, at, Notice(start=meeting.start, before=before))


class PersonalReminders:
    """Plans the reminders in private."""

    def __init__(self, wishes: Wishes, quiet: Quiet) -> None:
        self._wishes = wishes
        self._quiet = quiet

    async def plan(self, calendar: Calendars, now: datetime) -> list[Draft]:
        wishes = by_subject(calendar, await self._wishes.all())
        if not wishes:
            return []
        drafts: list[Draft] = []
        for meeting in _ahead(calendar, now):
            wanted: dict[Account, Wish] = {}
            for name in reversed(subjects(calendar, meeting)):
                wanted |= wishes.get(name, {})
            drafts += (draft for wish in wanted.values() if (draft := self._for(meeting, wish)))
            await asyncio.sleep(0)
        return drafts

    def _for(self, meeting: Meeting, wish: Wish) -> Draft | None:
        if wish.before is None:
            return None
        wanted = due(meeting, wish.before)
        if wanted < max(wish.since, meeting.changed_at):
            return None
        at = self._quiet.fit(wanted, since=wish.since, before=meeting.start)
        notice = Notice(start=meeting.start, before=wish.before, account=wish.account)
        return reminder(meeting, PERSONAL, Address.of(wish.account), at, notice) if at else None


class Changes:
    """Plans what has to be said, and changed in place, because a meeting changed after people were reminded of it."""

    def __init__(self, letterbox: Letterbox, quiet: Quiet) -> None:
        self._letterbox = letterbox
        self._quiet = quiet

    async def plan(self, calendar: Calendars, now: datetime) -> list[Draft]:
        keys = await self._letterbox.subjects(TELLING, now - MEMORY)
        traced = {key: meeting for key in keys if (meeting := trace(calendar, key))}
        # What waits to be said may be about the key of today, under which nothing was said yet.
        traced = {meeting.key: meeting for meeting in traced.values()} | traced
        said: dict[str, list[Delivery]] = defaultdict(list)
        for row in await self._letterbox.about(*traced):
            said[traced[row.about].key].append(row)
        drafts: list[Draft] = []
        for key, rows in said.items():
            meeting = traced[key]
            drafts += (*changes(meeting, rows, now, self._quiet), *corrections(meeting, rows, now))
        return drafts


def changes(meeting: Meeting, rows: Sequence[Delivery], now: datetime, quiet: Quiet) -> Iterator[Draft]:
    """Yield what has to be told in each place where something else was told about the meeting, under whatever key."""
    here = Told(meeting.start, meeting.cancelled)
    for to, account in places(rows).items():
        was = told(rows, to)
        beliefs = [Notice.parse(row.payload) for row in under_way(rows, to)]
        others = [was] if was else []
        others += [Told(belief.start, belief.cancelled) for belief in beliefs]
        useful = _useful_until(meeting, [belief.start for belief in others])
        if all(belief == here for belief in others) or useful <= now:
            continue
        at = now
        if account:
            at = quiet.fit(now, since=now, before=min(belief.start for belief in (*others, here)) - _URGENT) or now
        notice = Notice(start=meeting.start, cancelled=meeting.cancelled, account=account)
        yield Draft(
            key=f"change/{meeting.key}/{state_of(meeting)}/{to}",
            kind=CHANGE,
            payload=str(notice),
            to=to,
            due_at=at,
            expires_at=useful,
            about=meeting.key,
        )


def corrections(meeting: Meeting, rows: Sequence[Delivery], now: datetime) -> Iterator[Draft]:
    """Yield the changes of messages that no longer show what is so."""
    shows = fingerprint(meeting)
    stale = [
        message.row
        for message in messages(rows)
        # Where the name of what was said was lost: it was said after it was due, and so with all earlier changes.
        if message.shows != shows and (message.shows or meeting.changed_at >= message.row.due_at)
    ]
    sending = [row for to in places(rows) for row in under_way(rows, to) if row.state is State.SENDING]
    for row in (*stale, *sending):
        useful = _useful_until(meeting, [Notice.parse(row.payload).start])
        if useful > now:
            yield Draft(
                key=f"edit/{row.id}/{state_of(meeting)}",
                kind=EDIT,
                payload=str(replace(Notice.parse(row.payload), message=row.id)),
                to=row.to,
                due_at=now,
                expires_at=useful,
                about=row.about,
            )


def reminder(meeting: Meeting, kind: str, to: Address, at: datetime, notice: Notice) -> Draft:
    """Draft a reminder: one for each time the meeting was to begin, for each place and each time before."""
    before = "again" if notice.again else write_offset(notice.before or timedelta())
    return Draft(
        key=f"{kind}/{meeting.key}/{notice.start:%Y%m%dT%H%MZ}/{before}/{to}",
        kind=kind,
        payload=str(notice),
        to=to,
        due_at=at,
        expires_at=closing(meeting),
        about=meeting.key,
    )


def by_subject(calendar: Calendars, wishes: Iterable[Wish]) -> dict[str, dict[Account, Wish]]:
    """Group wishes; one about a meeting that has another key by now is about that, and the last word counts."""
    found: dict[str, dict[Account, Wish]] = defaultdict(dict)
    for wish in sorted(wishes, key=lambda wish: wish.since):
        meeting = trace(calendar, wish.subject) if "@" in wish.subject else None
        found[meeting.key if meeting else wish.subject][wish.account] = wish
    return found


def wish_for(calendar: Calendars, wishes: Iterable[Wish], meeting: Meeting) -> Wish | None:
    """Choose among one person's wishes the one that counts for a meeting: the nearest."""
    grouped = by_subject(calendar, wishes)
    near = (grouped[subject] for subject in subjects(calendar, meeting) if subject in grouped)
    return next((wish for known in near for wish in known.values()), None)


def subjects(calendar: Calendars, meeting: Meeting) -> list[str]:
    """Name what a wish about this meeting may be about, the nearest first."""
    return [meeting.key, *lineage(calendar, meeting.series)]


def related(calendar: Calendars, series: Series) -> set[str]:
    """Name a series, those it continues, and those that continue it."""
    later = {one.id for one in calendar.values() if series.id in lineage(calendar, one)}
    return later.union(lineage(calendar, series))


def _ahead(calendar: Calendars, now: datetime) -> Iterator[Meeting]:
    """Yield what is held from now on and may have to be spoken of before long."""
    near = between(calendar.values(), now - GRACE, now + LONGEST + AHEAD)
    return (meeting for meeting in near if not meeting.cancelled and closing(meeting) > now)


def _useful_until(meeting: Meeting, told_starts: Iterable[datetime]) -> datetime:
    """Return until when it matters to know what became of a meeting of which people believed that it began then."""
    if meeting.cancelled:
        return max((*told_starts, meeting.start)) + meeting.duration
    return meeting.end
