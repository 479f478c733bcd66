"""What is kept sealed, in a table of its kind, which holds nothing of it that it could read."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Row, Table, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.support.kept import SealedCase
from store.database import forget_deleted
from store.times import milliseconds, moment

# Values in one statement; either database takes more, and neither any number.
_MOST_AT_ONCE = 1_000


class SqlKept:
    """Implements `bot.support.model.Kept` on SQLite and PostgreSQL.

    `table` has the columns id, sealed, act_at and version; rows that refer to one of its own are deleted with it.
    """

    def __init__(self, engine: AsyncEngine, table: Table) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reads=True)
        self._table = table
        self._row = table.c

    async def add(self, case: SealedCase) -> None:
        row = {"id": case.id, "version": case.version, **_content(case)}
        try:
            async with self._engine.begin() as connection:
                await connection.execute(insert(self._table), row)
        except IntegrityError:
            raise ValueError(case.id) from None

    async def find(self, case_id: str) -> SealedCase | None:
        found = await self._read(self._row.id == case_id)
        return found[0] if found else None

    async def all(self) -> Sequence[SealedCase]:
        return await self._read()

    async def due(self, now: datetime) -> Sequence[SealedCase]:
        return await self._read(self._row.act_at <= milliseconds(now))

    async def next_due(self) -> datetime | None:
        async with self._reader.connect() as connection:
            earliest = await connection.scalar(select(func.min(self._row.act_at)))
        return None if earliest is None else moment(earliest)

    async def save(self, case: SealedCase, *, for_good: bool = False) -> bool:
        this = (self._row.id == case.id, self._row.version == case.version)
        async with self._engine.begin() as connection:
            saved = await connection.execute(
                update(self._table).where(*this).values(version=case.version + 1, **_content(case))
            )
        if for_good:
            await forget_deleted(self._engine)
        return saved.rowcount == 1

    async def remove(self, *case_ids: str) -> None:
        async with self._engine.begin() as connection:
            for start in range(0, len(case_ids), _MOST_AT_ONCE):
                some = case_ids[start : start + _MOST_AT_ONCE]
                await connection.execute(delete(self._table).where(self._row.id.in_(some)))
        await forget_deleted(self._engine)

    async def _read(self, *only: ColumnElement[bool]) -> list[SealedCase]:
        async with self._reader.connect() as connection:
            found = await connection.execute(select(self._table).where(*only).order_by(self._row.id))
            return [_case(row) for row in found]


def _content(case: SealedCase) -> dict[str, object]:
    return {"sealed": case.sealed, "act_at": None if case.act_at is None else milliseconds(case.act_at)}


def _case(row: Row[tuple[object, ...]]) -> SealedCase:
    act_at = None if row.act_at is None else moment(row.act_at)
    return SealedCase(id=row.id, sealed=row.sealed, act_at=act_at, version=row.version)
