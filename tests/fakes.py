"""Hand-written stand-ins; each passes the same contract suite as what it stands for."""

import itertools
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.chat.errors import NotFound
from bot.chat.requests import Account
from bot.delivery.model import Delivery, Draft, Outcome, State, check_change
from bot.directory.model import ChangedMeanwhile, Entry
from bot.meetings import model as meetings
from bot.meetings.attendance import Guest, GuestList, Standing
from bot.meetings.model import Series


class MemoryDirectory:
    """A Directory that forgets. See tests/contract/test_directory.py."""

    def __init__(self, entries: Sequence[Entry] = ()) -> None:
        self._entries = {entry.id: entry for entry in entries}
        self._version = 1 if entries else 0

    async def version(self) -> int:
        return self._version

    async def entries(self) -> list[Entry]:
        return sorted(self._entries.values(), key=lambda entry: (entry.name, entry.id))

    async def change(
        self,
        version: int,
        *,
        put: Sequence[Entry] = (),
        remove: Sequence[str] = (),
        progress: Callable[[int], None] = lambda _: None,
    ) -> int:
        if version != self._version:
            raise ChangedMeanwhile("Somebody changed the Directory meanwhile; nothing was written.", "Look again.")
        for gone in remove:
            self._entries.pop(gone, None)
        self._entries |= {entry.id: entry for entry in put}
        progress(len(put))
        self._version += 1
        return self._version


class MemoryOutbox:
    """An Outbox that forgets. See tests/contract/test_outbox.py."""

    def __init__(self) -> None:
        self.rows: dict[str, Delivery] = {}
        self._ids = itertools.count(1)

    async def put(self, drafts: Sequence[Draft]) -> int:
        before = len(self.rows)
        keys = {row.key for row in self.rows.values()}
        for draft in drafts:
            if draft.key not in keys:
                keys.add(draft.key)
                fields = {name: getattr(draft, name) for name in Draft.__dataclass_fields__}
                row = Delivery(**fields, id=f"{next(self._ids):020x}", state=State.WAITING, act_at=draft.due_at)
                self.rows[row.id] = row
        return len(self.rows) - before

    async def claim(
        self, now: datetime, lease_until: datetime, *, most: int, avoid: Collection[str] = ()
    ) -> list[Delivery]:
        busy = {str(row.to) for row in self.rows.values() if row.state is State.SENDING}
        return self._claim(State.WAITING, now, lease_until, most, {*avoid, *busy})

    async def claim_lost(
        self, now: datetime, lease_until: datetime, *, most: int, avoid: Collection[str] = ()
    ) -> list[Delivery]:
        return self._claim(State.SENDING, now, lease_until, most, avoid)

    def _claim(
        self, state: State, now: datetime, lease_until: datetime, most: int, avoid: Collection[str]
    ) -> list[Delivery]:
        due = [row for row in self._ahead(state, avoid) if row.act_at <= now]
        firsts = list({str(row.to): row for row in reversed(due)}.values())
        attempts = 1 if state is State.WAITING else 0
        claimed = [
            replace(
                row,
                state=State.SENDING,
                act_at=lease_until,
                token=f"{row.id}/{next(self._ids)}",
                attempts=row.attempts + attempts,
            )
            for row in sorted(firsts, key=lambda row: (row.act_at, row.id))[: max(most, 0)]
        ]
        self.rows |= {row.id: row for row in claimed}
        return sorted(claimed, key=lambda row: (row.due_at, row.id))

    def _ahead(self, state: State, avoid: Collection[str]) -> list[Delivery]:
        free = (
            row for row in self.rows.values() if row.state is state and not {str(row.to), row.to.platform} & {*avoid}
        )
        return sorted(free, key=lambda row: (row.act_at, row.id))

    async def settle(self, delivery: Delivery, outcome: Outcome) -> bool:
        row = self.rows[delivery.id]
        if row.token != delivery.token or row.state is not State.SENDING:
            return False
        self.rows[row.id] = replace(
            row,
            state=outcome.state,
            act_at=outcome.act_at or row.act_at,
            posted=outcome.posted,
            reason=outcome.reason,
            looks=outcome.looks,
        )
        return True

    async def next_due(self, *, avoid: Collection[str] = ()) -> datetime | None:
        ahead = [row.act_at for state in (State.WAITING, State.SENDING) for row in self._ahead(state, avoid)]
        return min(ahead, default=None)

    async def about(self, subject: str) -> list[Delivery]:
        found = [row for row in self.rows.values() if row.about == subject]
        return sorted(found, key=lambda row: (row.due_at, row.id))

    async def show(self, states: Collection[State], *, most: int) -> list[Delivery]:
        wanted = [row for row in self.rows.values() if row.state in states]
        return sorted(sorted(wanted, key=lambda row: row.id), key=lambda row: row.due_at, reverse=True)[:most]

    async def change(self, delivery_id: str, state: State, act_at: datetime) -> Delivery:
        row = self.rows.get(delivery_id)
        if row is None:
            raise NotFound("There is no such delivery.")
        check_change(row, state)
        self.rows[row.id] = replace(row, state=state, act_at=act_at, attempts=0, looks=0, reason="")
        return self.rows[row.id]


class MemoryCalendar:
    """A Calendar that forgets. See tests/contract/test_calendar.py."""

    def __init__(self, *series: Series) -> None:
        self._series = {one.id: replace(one, version=1) for one in series}
        self._version = 1 if series else 0

    async def version(self) -> int:
        return self._version

    async def all(self) -> list[Series]:
        return sorted(self._series.values(), key=lambda series: (series.title, series.id))

    async def find(self, series_id: str) -> Series | None:
        return self._series.get(series_id)

    async def save(self, *series: Series) -> list[Series]:
        kept = dict(self._series)
        for one in series:
            before = kept.get(one.id)
            taken = any(other.uid == one.uid for other in kept.values() if other.id != one.id)
            if (before.version if before else 0) != one.version or taken:
                raise meetings.ChangedMeanwhile(one.title)
            kept[one.id] = replace(one, version=one.version + 1)
        self._series = kept
        self._version += bool(series)
        return [kept[one.id] for one in series]


class MemoryAttendance:
    """An Attendance that forgets. See tests/contract/test_attendance.py."""

    def __init__(self) -> None:
        self._lists: dict[str, GuestList] = {}
        self._version = 0

    async def version(self) -> int:
        return self._version

    async def lists(self, meetings: Collection[str]) -> dict[str, GuestList]:
        return {meeting: self._lists.get(meeting, GuestList()) for meeting in meetings}

    async def queues(self) -> dict[str, GuestList]:
        return {meeting: one for meeting, one in self._lists.items() if one.who(Standing.WAITING, Standing.OFFERED)}

    async def change(self, meeting: str, by: Callable[[GuestList], GuestList]) -> GuestList:
        before = self._lists.get(meeting, GuestList())
        after = by(before)
        if after != before:
            self._lists[meeting] = after
            self._version += 1
        return after

    async def rename(self, keys: Mapping[str, str]) -> None:
        moving = {old: self._lists.pop(old, GuestList()) for old, new in keys.items() if old != new}
        for old, one in moving.items():
            there = self._lists.get(keys[old], GuestList())
            along = [guest for guest in one.guests if not there.of(guest.account)]
            self._lists[keys[old]] = GuestList(tuple(sorted([*there.guests, *along], key=lambda guest: guest.number)))
        self._version += bool(moving)

    async def of(self, account: Account) -> dict[str, Guest]:
        return {meeting: guest for meeting, one in self._lists.items() if (guest := one.of(account))}

    async def forget(self, account: Account) -> None:
        self._lists = {
            meeting: GuestList(tuple(guest for guest in one.guests if guest.account != account))
            for meeting, one in self._lists.items()
        }
        self._version += 1
