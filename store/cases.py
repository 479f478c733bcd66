"""Anonymous cases in the database, and who is blocked."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Row, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.support.kept import Blocked
from store.database import forget_deleted
from store.kept import SqlKept
from store.tables import blocks, cases
from store.times import milliseconds, moment


class SqlCases(SqlKept):
    """Implements `bot.support.model.Cases` on SQLite and PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        super().__init__(engine, cases)

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


def _block(row: Row[tuple[object, ...]]) -> Blocked:
    return Blocked(epoch=row.epoch, mark=row.mark, until=moment(row.until), case=row.case_id)


def _these(case_id: str, marks: Collection[str]) -> Sequence[ColumnElement[bool]]:
    return (blocks.c.case_id == case_id, blocks.c.mark.in_(marks))
