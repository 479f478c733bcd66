"""Introductions and watched skills in the database."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.chat.requests import Account
from bot.introductions.model import MOST_WATCHES, WEEK, Introduction, Limits, State, Watch
from store.accounts import same
from store.database import forget_deleted
from store.tables import introductions, versions, watches
from store.times import milliseconds, moment

_PART = "introductions"


class SqlIntroductions:
    """Implements `bot.introductions.model.Introductions` on SQLite and PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reads=True)

    async def add(self, introduction: Introduction, limits: Limits) -> bool:
        async with self._engine.begin() as connection:
            # Locks the row until the end, so that of two who ask at once the second is counted after the first.
            await connection.execute(_take_turn(_PART))
            if await _too_many(connection, introduction, limits):
                return False
            await connection.execute(insert(introductions).values(**_row(introduction)))
        return True

    async def find(self, introduction_id: str) -> Introduction | None:
        found = await self._list(introductions.c.id == introduction_id)
        return found[0] if found else None

    async def change(self, introduction: Introduction, was: Introduction) -> bool:
        same = and_(
            introductions.c.id == was.id,
            introductions.c.state == was.state.value,
            introductions.c.reminded == was.reminded,
            introductions.c.told == was.told,
        )
        async with self._engine.begin() as connection:
            changed = await connection.execute(update(introductions).where(same).values(**_row(introduction)))
            return changed.rowcount == 1

    async def remove(self, introduction_id: str) -> None:
        await self._delete(introductions.c.id == introduction_id)

    async def open(self) -> list[Introduction]:
        return await self._list(or_(_OPEN, ~introductions.c.told))

    async def asked(self, since: datetime) -> Mapping[str, int]:
        counted = select(introductions.c.entry_id, func.count()).where(introductions.c.asked_at >= milliseconds(since))
        async with self._reader.connect() as connection:
            rows = await connection.execute(counted.group_by(introductions.c.entry_id))
            return {row[0]: row[1] for row in rows}

    async def of(self, account: Account) -> list[Introduction]:
        return await self._list(_of(account))

    async def forget(self, before: datetime) -> None:
        await self._delete(and_(~_OPEN, introductions.c.asked_at < milliseconds(before)))

    async def forget_account(self, account: Account) -> None:
        await self._delete(_of(account))

    async def forget_suggested(self, entry_id: str) -> None:
        suggested = update(introductions).where(introductions.c.other == entry_id)
        async with self._engine.begin() as connection:
            changed = await connection.execute(suggested.values(other="", remark=""))
        if changed.rowcount:
            await forget_deleted(self._engine)

    async def _list(self, wanted: ColumnElement[bool]) -> list[Introduction]:
        listed = select(introductions).where(wanted).order_by(introductions.c.asked_at, introductions.c.id)
        async with self._reader.connect() as connection:
            return [_introduction(row) for row in await connection.execute(listed)]

    async def _delete(self, unwanted: ColumnElement[bool]) -> None:
        async with self._engine.begin() as connection:
            gone = await connection.execute(delete(introductions).where(unwanted))
        if gone.rowcount:
            await forget_deleted(self._engine)


class SqlWatches:
    """Implements `bot.introductions.model.Watches` on SQLite and PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reads=True)

    async def add(self, watch: Watch) -> bool:
        mine = and_(same(watches.c.account, watch.account), watches.c.told.is_(None))
        async with self._engine.begin() as connection:
            await connection.execute(_take_turn(_PART))
            skills = [row.skill for row in await connection.execute(select(watches.c.skill).where(mine))]
            if watch.skill.casefold() in map(str.casefold, skills):
                return True
            if len(skills) >= MOST_WATCHES:
                return False
            await connection.execute(insert(watches).values(**_watch_row(watch)))
        return True

    async def waiting(self) -> list[Watch]:
        listed = select(watches).where(watches.c.told.is_(None)).order_by(watches.c.since, watches.c.id)
        async with self._reader.connect() as connection:
            return [_watch(row) for row in await connection.execute(listed)]

    async def of(self, account: Account) -> list[Watch]:
        listed = select(watches).where(same(watches.c.account, account)).order_by(watches.c.since, watches.c.id)
        async with self._reader.connect() as connection:
            return [_watch(row) for row in await connection.execute(listed)]

    async def find(self, watch_id: str) -> Watch | None:
        async with self._reader.connect() as connection:
            row = (await connection.execute(select(watches).where(watches.c.id == watch_id))).one_or_none()
        return _watch(row) if row else None

    async def tell(self, watch_id: str, at: datetime) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(update(watches).where(watches.c.id == watch_id).values(told=milliseconds(at)))

    async def remove(self, watch_id: str, account: Account) -> None:
        await self._delete(and_(watches.c.id == watch_id, same(watches.c.account, account)))

    async def forget(self, begun: datetime, told: datetime) -> None:
        await self._delete(or_(watches.c.since < milliseconds(begun), watches.c.told < milliseconds(told)))

    async def forget_account(self, account: Account) -> None:
        await self._delete(same(watches.c.account, account))

    async def _delete(self, unwanted: ColumnElement[bool]) -> None:
        async with self._engine.begin() as connection:
            gone = await connection.execute(delete(watches).where(unwanted))
        if gone.rowcount:
            await forget_deleted(self._engine)


_OPEN = introductions.c.state == State.ASKED.value


def _of(account: Account) -> ColumnElement[bool]:
    return or_(same(introductions.c.asker, account), same(introductions.c.account, account))


def _take_turn(part: str) -> Any:  # noqa: ANN401 - SQLAlchemy's own type says no more
    return update(versions).where(versions.c.part == part).values(number=versions.c.number + 1)


async def _too_many(connection: AsyncConnection, one: Introduction, limits: Limits) -> bool:
    mine = and_(same(introductions.c.asker, one.asker), _OPEN)
    theirs = and_(
        introductions.c.entry_id == one.entry_id, introductions.c.asked_at >= milliseconds(one.asked_at - WEEK)
    )
    waiting = [row.entry_id for row in await connection.execute(select(introductions.c.entry_id).where(mine))]
    asked = await connection.scalar(select(func.count()).select_from(introductions).where(theirs)) or 0
    return one.entry_id in waiting or len(waiting) >= limits.open or asked >= limits.weekly


def _row(one: Introduction) -> dict[str, object]:
    return {
        "id": one.id,
        "asker": str(one.asker),
        "asker_name": one.asker_name,
        "entry_id": one.entry_id,
        "account": str(one.account),
        "reason": one.reason,
        "asked_at": milliseconds(one.asked_at),
        "state": one.state.value,
        "reminded": one.reminded,
        "told": one.told,
        "other": one.other,
        "remark": one.remark,
        "skill": one.skill,
    }


def _introduction(row: Row[Any]) -> Introduction:
    return Introduction(
        id=row.id,
        asker=Account.parse(row.asker),
        asker_name=row.asker_name,
        entry_id=row.entry_id,
        account=Account.parse(row.account),
        reason=row.reason,
        asked_at=moment(row.asked_at),
        state=State(row.state),
        reminded=row.reminded,
        told=row.told,
        other=row.other,
        remark=row.remark,
        skill=row.skill,
    )


def _watch_row(watch: Watch) -> dict[str, object]:
    return {
        "id": watch.id,
        "account": str(watch.account),
        "skill": watch.skill,
        "since": milliseconds(watch.since),
        "told": milliseconds(watch.told) if watch.told else None,
    }


def _watch(row: Row[Any]) -> Watch:
    told = moment(row.told) if row.told is not None else None
    return Watch(id=row.id, account=Account.parse(row.account), skill=row.skill, since=moment(row.since), told=told)
