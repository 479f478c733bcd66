"""Who comes to meetings, in the database."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.chat.requests import Account
from bot.meetings.attendance import Guest, GuestList, Standing
from store import tables
from store.accounts import same
from store.database import forget_deleted

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HERE = tables.versions.c.part == "attendance"
_BUSY = (Standing.WAITING, Standing.OFFERED)

_guests = tables.guests.c
_ALL = select(tables.guests).order_by(_guests.number, _guests.account)


class SqlAttendance:
    """Implements `bot.meetings.attendance.Attendance` on SQLite and PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reads=True)

    async def version(self) -> int:
        async with self._reader.connect() as connection:
            return await connection.scalar(select(tables.versions.c.number).where(_HERE)) or 0

    async def lists(self, meetings: Collection[str]) -> dict[str, GuestList]:
        found = await self._read(_ALL.where(_guests.meeting.in_(meetings)))
        return {meeting: found.get(meeting, GuestList()) for meeting in meetings}

    async def queues(self) -> dict[str, GuestList]:
        busy = select(_guests.meeting).where(_guests.standing.in_(_BUSY))
        return await self._read(_ALL.where(_guests.meeting.in_(busy)))

    async def meetings(self) -> list[str]:
        async with self._reader.connect() as connection:
            return [*await connection.scalars(select(_guests.meeting).distinct().order_by(_guests.meeting))]

    async def drop(self, meetings: Collection[str]) -> None:
        if not meetings:
            return
        async with self._engine.begin() as connection:
            await _take_turns(connection)
            await connection.execute(delete(tables.guests).where(_guests.meeting.in_(meetings)))
        await forget_deleted(self._engine)

    async def change(self, meeting: str, by: Callable[[GuestList], GuestList]) -> GuestList:
        async with self._engine.connect() as connection:
            await _take_turns(connection)
            before = _lists(await connection.execute(_ALL.where(_guests.meeting == meeting))).get(meeting, GuestList())
            after = by(before)
            if after != before:
                gone = {guest.account for guest in set(before.guests) - set(after.guests)}
                await _remove(connection, meeting, gone)
                new = [_row(meeting, guest) for guest in after.guests if guest not in before.guests]
                if new:
                    await connection.execute(insert(tables.guests), new)
                await connection.commit()
        return after

    async def of(self, account: Account) -> list[tuple[str, Guest]]:
        found = await self._read(_ALL.where(same(_guests.account, account)))
        return [(meeting, guest) for meeting, one in sorted(found.items()) for guest in one.guests]

    async def forget(self, account: Account) -> None:
        async with self._engine.begin() as connection:
            await _take_turns(connection)
            await connection.execute(delete(tables.guests).where(same(_guests.account, account)))
        await forget_deleted(self._engine)

    async def _read(self, wanted: Select[Any]) -> dict[str, GuestList]:
        async with self._reader.connect() as connection:
            return _lists(await connection.execute(wanted))


async def take_along(connection: AsyncConnection, keys: Mapping[str, str]) -> None:
    """Give answers the keys that their meetings have now; who answered under one already keeps that answer."""
    moving = {old: new for old, new in keys.items() if old != new}
    if not moving:
        return
    await _take_turns(connection)
    found = _lists(await connection.execute(_ALL.where(_guests.meeting.in_(moving))))
    await connection.execute(delete(tables.guests).where(_guests.meeting.in_(moving)))
    there = _lists(await connection.execute(_ALL.where(_guests.meeting.in_(moving.values()))))
    rows = [
        _row(moving[old], guest)
        for old, one in found.items()
        for guest in one.guests
        if not there.get(moving[old], GuestList()).of(guest.account)
    ]
    if rows:
        await connection.execute(insert(tables.guests), rows)


async def _take_turns(connection: AsyncConnection) -> None:
    """Count a change; the row stays locked until the transaction ends, so that no two are made at once."""
    await connection.execute(update(tables.versions).where(_HERE).values(number=tables.versions.c.number + 1))


async def _remove(connection: AsyncConnection, meeting: str, accounts: Iterable[Account]) -> None:
    here = _guests.meeting == meeting, _guests.account.in_([str(account) for account in accounts])
    await connection.execute(delete(tables.guests).where(*here))


def _lists(rows: Iterable[Row[Any]]) -> dict[str, GuestList]:
    found: dict[str, list[Guest]] = defaultdict(list)
    for row in rows:
        found[row.meeting].append(_guest(row))
    return {meeting: GuestList(tuple(guests)) for meeting, guests in found.items()}


def _guest(row: Row[Any]) -> Guest:
    return Guest(
        account=Account.parse(row.account),
        name=row.name,
        standing=Standing(row.standing),
        number=row.number,
        until=None if row.until is None else _EPOCH + timedelta(seconds=row.until),
    )


def _row(meeting: str, guest: Guest) -> dict[str, object]:
    return {
        "meeting": meeting,
        "account": str(guest.account),
        "name": guest.name,
        "standing": guest.standing,
        "number": guest.number,
        "until": None if guest.until is None else (guest.until - _EPOCH) // timedelta(seconds=1),
    }
