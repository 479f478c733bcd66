"""What was asked in vain, and what the network taught, in the database."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.directory.gaps import DAYS, Gap, Learned
from bot.directory.search.text import normalise
from store.database import forget_deleted, insert_new
from store.tables import gaps, versions, words

_PART = "words"


class SqlGaps:
    """Implements `bot.directory.gaps.Gaps` on SQLite and PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reads=True)

    async def note(self, text: str, day: date) -> None:
        here = gaps.c.digest == _digest(text)
        async with self._engine.begin() as connection:
            fresh = {"id": secrets.token_hex(8), "digest": _digest(text), "text": "", "days": 1, "last": day}
            await connection.execute(insert_new(self._engine, gaps, [fresh | {"settled": False}], "digest"))
            row = (await connection.execute(select(gaps).where(here).with_for_update())).one()
            if row.last < day:
                told = text if row.days + 1 >= DAYS and not row.settled else row.text
                await connection.execute(update(gaps).where(here).values(days=row.days + 1, last=day, text=told))

    async def open(self) -> list[Gap]:
        listed = select(gaps).where(gaps.c.text != "", ~gaps.c.settled)
        async with self._reader.connect() as connection:
            rows = await connection.execute(listed.order_by(gaps.c.days.desc(), gaps.c.last.desc(), gaps.c.id))
            return [_gap(row) for row in rows]

    async def find(self, gap_id: str) -> Gap | None:
        one = select(gaps).where(gaps.c.id == gap_id, gaps.c.text != "", ~gaps.c.settled)
        async with self._reader.connect() as connection:
            row = (await connection.execute(one)).one_or_none()
        return _gap(row) if row else None

    async def settle(self, gap_id: str) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(update(gaps).where(gaps.c.id == gap_id).values(settled=True, text=""))
        await forget_deleted(self._engine)

    async def forget(self, before: date) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(delete(gaps).where(gaps.c.last < before, gaps.c.text == ""))


class SqlLexicon:
    """Implements `bot.directory.gaps.Lexicon` on SQLite and PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reads=True)

    async def version(self) -> int:
        async with self._reader.connect() as connection:
            return await connection.scalar(select(versions.c.number).where(versions.c.part == _PART)) or 0

    async def learned(self) -> Sequence[Learned]:
        async with self._reader.connect() as connection:
            rows = await connection.execute(select(words).order_by(words.c.position))
            return [Learned(row.id, row.name, row.concept) for row in rows]

    async def learn(self, word: Learned) -> None:
        key = normalise(word.name)
        async with self._engine.begin() as connection:
            # First of all, so that two who teach at once take turns.
            await connection.execute(_advance())
            await connection.execute(delete(words).where(words.c.key == key))
            last = await connection.scalar(select(func.max(words.c.position))) or 0
            row = {"id": word.id, "key": key, "name": word.name, "concept": word.concept, "position": last + 1}
            await connection.execute(insert(words).values(**row))

    async def unlearn(self, word_id: str) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(_advance())
            await connection.execute(delete(words).where(words.c.id == word_id))


def _advance() -> Any:  # noqa: ANN401 - SQLAlchemy's own type says no more
    return update(versions).where(versions.c.part == _PART).values(number=versions.c.number + 1)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _gap(row: Row[Any]) -> Gap:
    return Gap(row.id, row.text, row.days, row.last)
