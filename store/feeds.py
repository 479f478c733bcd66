"""The secret addresses of calendar files, in the database."""

import secrets

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from store import tables

_BYTES = 32

_feeds = tables.feeds.c


class SqlTokens:
    """Implements `bot.meetings.feeds.Tokens` on SQLite and PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reads=True)

    async def token(self, series_id: str) -> str:
        if found := await self._find(series_id):
            return found
        try:
            async with self._engine.begin() as connection:
                await connection.execute(insert(tables.feeds), _row(series_id))
        except IntegrityError:
            pass  # somebody else made one meanwhile
        return await self._find(series_id) or await self.token(series_id)

    async def series(self, token: str) -> str | None:
        async with self._reader.connect() as connection:
            found: str | None = await connection.scalar(select(_feeds.series_id).where(_feeds.token == token))
        return found

    async def renew(self, *series_ids: str) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(delete(tables.feeds).where(_feeds.series_id.in_(series_ids)))

    async def _find(self, series_id: str) -> str | None:
        async with self._reader.connect() as connection:
            found: str | None = await connection.scalar(select(_feeds.token).where(_feeds.series_id == series_id))
        return found


def _row(series_id: str) -> dict[str, str]:
    return {"series_id": series_id, "token": secrets.token_urlsafe(_BYTES)}
