"""Anonymous cases in the database, which holds nothing of them that it could read."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.support.model import Blocked, SealedCase
from store.database import forget_deleted
from store.tables import blocks, cases
from store.times import milliseconds, moment

# Values in one statement; either database takes more, and neither any number.
_MOST_AT_ONCE = 1_000


class SqlCases:
    """Implements `bot.support.model.Cases` on SQLite and PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reads=True)

    async def add(self, case: SealedCase) -> None:
        try:
            async with self._engine.begin() as connection:
                await connection.execute(insert(cases), {"id": case.id, "version": case.version, **_content(case)})
        except IntegrityError:
            raise ValueError(case.id) from None

    async def find(self, case_id: str) -> SealedCase | None:
        found = await self._read(cases.c.id == case_id)
        return found[0] if found else None

    async def all(self) -> list[SealedCase]:
        return await self._read()

    async def due(self, now: datetime) -> list[SealedCase]:
        return await self._read(cases.c.act_at <= milliseconds(now))

    async def next_due(self) -> datetime | None:
        async with self._reader.connect() as connection:
            earliest = await connection.scalar(select(func.min(cases.c.act_at)))
        return None if earliest is None else moment(earliest)

    async def save(self, case: SealedCase) -> bool:
        this = (cases.c.id == case.id, cases.c.version == case.version)
        async with self._engine.begin() as connection:
            saved = await connection.execute(
                update(cases).where(*this).values(version=case.version + 1, **_content(case))
            )
        return saved.rowcount == 1

    async def remove(self, *case_ids: str) -> None:
        async with self._engine.begin() as connection:
            for start in range(0, len(case_ids), _MOST_AT_ONCE):
                some = case_ids[start : start + _MOST_AT_ONCE]
                await connection.execute(delete(cases).where(cases.c.id.in_(some)))
        await forget_deleted(self._engine)

    async def block(self, blocked: Blocked) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(delete(blocks).where(*_these(blocked.case, [blocked.mark])))
            row = {"case_id": blocked.case, "mark": blocked.mark, "epoch": blocked.epoch}
            await connection.execute(insert(blocks), {**row, "until": milliseconds(blocked.until)})

    async def unblock(self, case_id: str, marks: Collection[str]) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(delete(blocks).where(*_these(case_id, marks)))
        await forget_deleted(self._engine)

    async def blocked(self, now: datetime) -> list[Blocked]:
        over = blocks.c.until <= milliseconds(now)
        async with self._reader.connect() as connection:
            rows = (await connection.execute(select(blocks).order_by(blocks.c.mark, blocks.c.case_id))).all()
        if any(row.until <= milliseconds(now) for row in rows):
            async with self._engine.begin() as connection:
                await connection.execute(delete(blocks).where(over))
            await forget_deleted(self._engine)
        return [_block(row) for row in rows if row.until > milliseconds(now)]

    async def _read(self, *only: ColumnElement[bool]) -> list[SealedCase]:
        async with self._reader.connect() as connection:
            found = await connection.execute(select(cases).where(*only).order_by(cases.c.id))
            return [_case(row) for row in found]


def _content(case: SealedCase) -> dict[str, object]:
    return {"sealed": case.sealed, "act_at": None if case.act_at is None else milliseconds(case.act_at)}


def _case(row: Row[tuple[object, ...]]) -> SealedCase:
    act_at = None if row.act_at is None else moment(row.act_at)
    return SealedCase(id=row.id, sealed=row.sealed, act_at=act_at, version=row.version)


def _block(row: Row[tuple[object, ...]]) -> Blocked:
    return Blocked(epoch=row.epoch, mark=row.mark, until=moment(row.until), case=row.case_id)


def _these(case_id: str, marks: Collection[str]) -> Sequence[ColumnElement[bool]]:
    return (blocks.c.case_id == case_id, blocks.c.mark.in_(marks))
