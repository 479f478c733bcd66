"""What people wrote in sessions, a sealed row for each: so many may write at once without waiting for one another."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, delete, func, insert, select, tuple_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.reflection.papers import SealedPaper
from store.database import forget_deleted
from store.tables import papers

# Papers asked for in one statement; each is two values, and either database takes more.
_MOST_AT_ONCE = 500


class SqlPapers:
    """Implements `bot.reflection.papers.Papers` on SQLite and PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reads=True)

    async def add(self, paper: SealedPaper) -> bool:
        row = {"session_id": paper.session, "id": paper.id, "sealed": paper.sealed, "version": paper.version}
        try:
            async with self._engine.begin() as connection:
                await connection.execute(insert(papers), row)
        except IntegrityError:
            return False
        return True

    async def find(self, session_id: str, paper_id: str) -> SealedPaper | None:
        found = await self._read(papers.c.session_id == session_id, papers.c.id == paper_id)
        return found[0] if found else None

    async def some(self, places: Collection[tuple[str, str]]) -> Sequence[SealedPaper]:
        wanted, this = list(places), tuple_(papers.c.session_id, papers.c.id)
        found = list[SealedPaper]()
        for start in range(0, len(wanted), _MOST_AT_ONCE):
            found += await self._read(this.in_(wanted[start : start + _MOST_AT_ONCE]))
        return found

    async def of(self, session_id: str) -> Sequence[SealedPaper]:
        return await self._read(papers.c.session_id == session_id)

    async def count(self, session_id: str) -> int:
        counting = select(func.count()).select_from(papers).where(papers.c.session_id == session_id)
        async with self._reader.connect() as connection:
            return await connection.scalar(counting) or 0

    async def save(self, paper: SealedPaper, *, for_good: bool = False) -> bool:
        this = (papers.c.session_id == paper.session, papers.c.id == paper.id, papers.c.version == paper.version)
        async with self._engine.begin() as connection:
            saved = await connection.execute(
                update(papers).where(*this).values(version=paper.version + 1, sealed=paper.sealed)
            )
        if for_good:
            await forget_deleted(self._engine)
        return saved.rowcount == 1

    async def remove(self, session_id: str, paper_id: str) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(delete(papers).where(papers.c.session_id == session_id, papers.c.id == paper_id))
        await forget_deleted(self._engine)

    async def _read(self, *only: ColumnElement[bool]) -> list[SealedPaper]:
        async with self._reader.connect() as connection:
            found = await connection.execute(select(papers).where(*only).order_by(papers.c.id))
            return [
                SealedPaper(session=row.session_id, id=row.id, sealed=row.sealed, version=row.version) for row in found
            ]
