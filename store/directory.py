"""The Directory in the database."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.directory.model import ChangedMeanwhile, Consent, Entry, Setting
from store import tables
from store.database import forget_deleted

_PART = "directory"
# Rows a statement: well under the 32,766 variables SQLite and PostgreSQL take, and often enough to show progress.
_BATCH = 500

_VERSION = select(tables.versions.c.number).where(tables.versions.c.part == _PART)

T = TypeVar("T")


class SqlDirectory:
    """Implements `bot.directory.model.Directory` on SQLite and PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reads=True)

    async def version(self) -> int:
        async with self._reader.connect() as connection:
            return await connection.scalar(_VERSION) or 0

    async def entries(self) -> list[Entry]:
        async with self._reader.connect() as connection:
            labels: dict[str, list[str]] = defaultdict(list)
            listed = select(tables.skills.c.entry_id, tables.skills.c.label)
            for entry_id, label in await connection.execute(
                listed.order_by(tables.skills.c.entry_id, tables.skills.c.position)
            ):
                labels[entry_id].append(label)
            rows = await connection.execute(select(tables.entries))
            found = [_entry(row, tuple(labels[row.id])) for row in rows]
        # Sorted here, because databases do not agree on the order of accented names.
        return sorted(found, key=lambda entry: (entry.name, entry.id))

    async def change(
        self,
        version: int,
        *,
        put: Sequence[Entry] = (),
        remove: Sequence[str] = (),
        progress: Callable[[int], None] = lambda _: None,
    ) -> int:
        async with self._engine.begin() as connection:
            await _advance(connection, version)
            for gone in _batches((*remove, *(entry.id for entry in put))):
                await connection.execute(delete(tables.skills).where(tables.skills.c.entry_id.in_(gone)))
                await connection.execute(delete(tables.entries).where(tables.entries.c.id.in_(gone)))
            for batch in _batches({entry.id: entry for entry in put}.values()):
                await connection.execute(insert(tables.entries), [_row(entry) for entry in batch])
                if skills := [row for entry in batch for row in _skill_rows(entry)]:
                    await connection.execute(insert(tables.skills), skills)
                progress(len(batch))
        await forget_deleted(self._engine)
        return version + 1


async def _advance(connection: AsyncConnection, version: int) -> None:
    """Move on from `version`, or raise `ChangedMeanwhile`; the row stays locked until the transaction ends."""
    here = tables.versions.c.part == _PART, tables.versions.c.number == version
    moved = await connection.execute(update(tables.versions).where(*here).values(number=version + 1))
    if not moved.rowcount:
        raise ChangedMeanwhile(
            "Somebody changed the Directory meanwhile; nothing was written.", "Look at it again, then repeat."
        )


def _entry(row: Row[Any], skills: tuple[str, ...]) -> Entry:
    return Entry(
        id=row.id,
        name=row.name,
        role=row.role,
        organisation=row.organisation,
        settings=frozenset(Setting(name) for name in row.settings.split(",") if name),
        skills=skills,
        email=row.email,
        contact=row.contact,
        about=row.about,
        consent=Consent(row.consent),
    )


def _row(entry: Entry) -> dict[str, str]:
    return {
        "id": entry.id,
        "name": entry.name,
        "role": entry.role,
        "organisation": entry.organisation,
        "settings": ",".join(sorted(entry.settings)),
        "email": entry.email,
        "contact": entry.contact,
        "about": entry.about,
        "consent": entry.consent,
    }


def _skill_rows(entry: Entry) -> Iterator[dict[str, str | int]]:
    for position, label in enumerate(entry.skills):
        yield {"entry_id": entry.id, "position": position, "label": label}


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    remaining = iter(items)
    while batch := list(islice(remaining, _BATCH)):
        yield batch
