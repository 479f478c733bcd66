"""How many sessions were held, in the database: a number for each kind, and which of those still kept are in it."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.sql.dml import Insert

from bot.reflection.counts import Held
from store.database import insert_new
from store.tables import counted_sessions, session_counts

_KIND = ("month", "format", "size", "slow")


class SqlCounts:
    """Implements `bot.reflection.counts.Counts` on SQLite and PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reads=True)

    async def add(self, session_id: str, held: Held) -> bool:
        marking = insert_new(self._engine, counted_sessions, [{"session_id": session_id}], "session_id")
        try:
            async with self._engine.begin() as connection:
                if await connection.scalar(marking) is None:
                    return False
                await connection.execute(self._one_more(held))
        except IntegrityError:
            # The mark refers to the session, which is gone.
            return False
        return True

    async def since(self, month: date) -> Mapping[Held, int]:
        asked = select(session_counts).where(session_counts.c.month >= month)
        async with self._reader.connect() as connection:
            return {
                Held(month=row.month, format=row.format, size=row.size, slow=row.slow): row.number
                for row in await connection.execute(asked)
            }

    def _one_more(self, held: Held) -> Insert:
        dialect = postgresql if self._engine.dialect.name == "postgresql" else sqlite
        kind = {name: getattr(held, name) for name in _KIND}
        adding = dialect.insert(session_counts).values(**kind, number=1)
        counting: Insert = adding.on_conflict_do_update(
            index_elements=_KIND, set_={"number": session_counts.c.number + 1}
        )
        return counting
