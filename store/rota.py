"""Facilitators and their turns in the database."""

from datetime import date

from sqlalchemy import ColumnElement, Row, and_, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.chat.requests import Account
from bot.rota.model import Facilitator, Turn
from store.database import forget_deleted, insert_or_replace
from store.tables import facilitators, turns


class SqlRota:
    """Implements `bot.rota.model.Rota` on SQLite and PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reads=True)

    async def people(self) -> list[Facilitator]:
        async with self._reader.connect() as connection:
            rows = await connection.execute(select(facilitators))
            found = [Facilitator(account=Account.parse(row.account), name=row.name) for row in rows]
        # Sorted here, because databases do not agree on the order of letters.
        return sorted(found, key=lambda one: (one.name, str(one.account)))

    async def sign(self, facilitator: Facilitator) -> None:
        row = {"account": str(facilitator.account), "name": facilitator.name}
        async with self._engine.begin() as connection:
            await connection.execute(insert_or_replace(self._engine, facilitators, row))

    async def turns(self, since: date) -> list[Turn]:
        return await self._read(turns.c.end >= since.isoformat())

    async def find(self, turn_id: str) -> Turn | None:
        found = await self._read(turns.c.id == turn_id)
        return found[0] if found else None

    async def take(self, turn: Turn) -> bool:
        row = {
            "id": turn.id,
            "account": str(turn.account),
            "start": turn.start.isoformat(),
            "end": turn.end.isoformat(),
        }
        try:
            async with self._engine.begin() as connection:
                await connection.execute(insert(turns), row)
        except IntegrityError:
            return False
        return True

    async def hand_over(self, turn: Turn, to: Account) -> bool:
        try:
            async with self._engine.begin() as connection:
                given = await connection.execute(update(turns).where(_this(turn)).values(account=str(to)))
        except IntegrityError:
            return False
        return given.rowcount == 1

    async def give_up(self, turn: Turn) -> bool:
        async with self._engine.begin() as connection:
            given = await connection.execute(delete(turns).where(_this(turn)))
        return given.rowcount == 1

    async def forget(self, account: Account) -> None:
        async with self._engine.begin() as connection:
            for table in (turns, facilitators):
                await connection.execute(delete(table).where(table.c.account == str(account)))
        await forget_deleted(self._engine)

    async def prune(self, before: date) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(delete(turns).where(turns.c.end < before.isoformat()))

    async def _read(self, *only: ColumnElement[bool]) -> list[Turn]:
        wanted = select(turns).where(*only).order_by(turns.c.start, turns.c.end, turns.c.id)
        async with self._reader.connect() as connection:
            return [_turn(row) for row in await connection.execute(wanted)]


def _this(turn: Turn) -> ColumnElement[bool]:
    return and_(turns.c.id == turn.id, turns.c.account == str(turn.account))


def _turn(row: Row[tuple[object, ...]]) -> Turn:
    first, last = date.fromisoformat(row.start), date.fromisoformat(row.end)
    return Turn(id=row.id, account=Account.parse(row.account), start=first, end=last)
