"""The Directory in the database."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, bindparam, delete, func, insert, literal, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.chat.requests import Account
from bot.directory.model import MOST_NOTES, MOST_TOLD, MOST_VERSIONS, ChangedMeanwhile, Changes, Entry, Note, Taken
from store import entries as rows
from store import tables
from store.accounts import same
from store.database import forget_deleted

_PART = "directory"
# Rows a statement: well under the 32,766 variables SQLite and PostgreSQL take, and often enough to show progress.
_BATCH = 500

_HERE = tables.versions.c.part == _PART
_VERSION = select(tables.versions.c.number).where(_HERE)

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
        found = await self._read()
        # Sorted here, because databases do not agree on the order of accented names.
        return sorted(found, key=lambda entry: (entry.name, entry.id))

    async def changed_since(self, version: int) -> Changes | None:
        written = select(tables.entries.c.id).where(tables.entries.c.version > version)
        removed = select(tables.removals.c.entry_id).where(tables.removals.c.version > version)
        async with self._reader.connect() as connection:
            now = await connection.scalar(_VERSION) or 0
            few = select(func.count()).select_from(written.limit(MOST_TOLD + 1).subquery())
            if not now - MOST_VERSIONS <= version <= now or (await connection.scalar(few) or 0) > MOST_TOLD:
                return None
            gone = list((await connection.execute(removed)).scalars())
        return Changes(await self._read(written), gone)

    async def find(self, entry_id: str) -> Entry | None:
        found = await self._read(select(tables.entries.c.id).where(tables.entries.c.id == entry_id))
        return found[0] if found else None

    async def of(self, account: Account) -> Entry | None:
        found = await self._read(select(tables.accounts.c.entry_id).where(same(tables.accounts.c.account, account)))
        return found[0] if found else None

    async def with_email(self, address: str) -> list[Entry]:
        wanted = select(tables.entries.c.id).where(func.lower(tables.entries.c.email) == address.lower())
        return sorted(await self._read(wanted), key=lambda entry: entry.id)

    async def attended(self) -> list[Entry]:
        entries = tables.entries.c
        owned = entries.id.in_(select(tables.accounts.c.entry_id))
        wanted = or_(owned, entries.pending, entries.busy_until.is_not(None))
        return sorted(await self._read(select(entries.id).where(wanted)), key=lambda entry: entry.id)

    async def change(
        self,
        version: int,
        *,
        put: Sequence[Entry] = (),
        remove: Sequence[str] = (),
        notes: Sequence[Note] = (),
        progress: Callable[[int], None] = lambda _: None,
    ) -> int:
        async with self._engine.begin() as connection:
            if await _advance(connection, _HERE, tables.versions.c.number == version) is None:
                raise ChangedMeanwhile(
                    "Somebody changed the Directory meanwhile; nothing was written.", "Look at it again, then repeat."
                )
            for gone in _batches(remove):
                await _remove(connection, gone, version + 1)
            for batch in _batches({entry.id: entry for entry in put}.values()):
                await _put(connection, batch, version + 1)
                progress(len(batch))
            await _note(connection, notes)
        await forget_deleted(self._engine)
        return version + 1

    async def save(self, entry: Entry, *notes: Note) -> Entry:
        async with self._engine.begin() as connection:
            # First, because its row makes writers take turns.
            version = await _advance(connection, _HERE)
            written = await connection.scalar(select(tables.entries.c.version).where(tables.entries.c.id == entry.id))
            if version is None or (written or 0) != entry.version:
                raise ChangedMeanwhile("It was changed meanwhile; nothing was written.", "Look at it again.")
            await _put(connection, [entry], version)
            await _note(connection, notes)
        await forget_deleted(self._engine)
        return replace(entry, version=version)

    async def remove(self, entry_id: str) -> None:
        async with self._engine.begin() as connection:
            await _remove(connection, [entry_id], await _advance(connection, _HERE) or 0)
        await forget_deleted(self._engine)

    async def notes(self, entry_id: str | None = None, *, most: int) -> list[Note]:
        wanted = select(tables.notes).order_by(tables.notes.c.at.desc(), tables.notes.c.id.desc()).limit(most)
        if entry_id is not None:
            wanted = wanted.where(tables.notes.c.entry_id == entry_id)
        async with self._reader.connect() as connection:
            return [rows.note(row) for row in await connection.execute(wanted)]

    async def _read(self, ids: Select[tuple[str]] | None = None) -> list[Entry]:
        entries, skills, accounts = select(tables.entries), select(tables.skills), select(tables.accounts)
        if ids is not None:
            entries = entries.where(tables.entries.c.id.in_(ids))
            skills = skills.where(tables.skills.c.entry_id.in_(ids))
            accounts = accounts.where(tables.accounts.c.entry_id.in_(ids))
        listed: dict[str, dict[str, str]] = defaultdict(dict)
        owners: dict[str, list[str]] = defaultdict(list)
        async with self._reader.connect() as connection:
            # Entries first: on PostgreSQL each of these sees the newest, and what changes between them then has a newer
            # version than was read, so that whoever saves what they read is refused.
            found = (await connection.execute(entries)).all()
            order = tables.skills.c.entry_id, tables.skills.c.position
            for row in await connection.execute(skills.order_by(*order)):
                listed[row.entry_id][row.label] = row.level
            for row in await connection.execute(accounts.order_by(tables.accounts.c.position)):
                owners[row.entry_id].append(row.account)
            return [rows.entry(row, listed.get(row.id, {}), owners.get(row.id, ())) for row in found]


async def _advance(connection: AsyncConnection, *here: ColumnElement[bool]) -> int | None:
    """Move the version on and return it, None when it was not `here`; its row stays locked until the end."""
    number = tables.versions.c.number
    moved: int | None = await connection.scalar(
        update(tables.versions).where(*here).values(number=number + 1).returning(number)
    )
    return moved


async def _put(connection: AsyncConnection, batch: Sequence[Entry], version: int) -> None:
    """Add or replace a few entries. What is kept about those that are there, such as their notes, stays."""
    ids = [entry.id for entry in batch]
    known = select(tables.entries.c.id).where(tables.entries.c.id.in_(ids))
    there = set((await connection.execute(known)).scalars())
    if there:
        for table in (tables.skills, tables.accounts):
            await connection.execute(delete(table).where(table.c.entry_id.in_(ids)))
    written = [rows.entry_row(entry, version) for entry in batch]
    if old := [{**row, "this": row["id"]} for row in written if row["id"] in there]:
        await connection.execute(update(tables.entries).where(tables.entries.c.id == bindparam("this")), old)
    if new := [row for row in written if row["id"] not in there]:
        await connection.execute(insert(tables.entries), new)
    if skills := [row for entry in batch for row in rows.skill_rows(entry)]:
        await connection.execute(insert(tables.skills), skills)
    if accounts := [row for entry in batch for row in rows.account_rows(entry)]:
        try:
            await connection.execute(insert(tables.accounts), accounts)
        except IntegrityError:
            raise Taken("That account belongs to another entry already.", "An organiser can help.") from None


async def _remove(connection: AsyncConnection, ids: Sequence[str], version: int) -> None:
    """Remove those that are there, and all that is kept about them; their ids are told for a while."""
    there = select(literal(version), tables.entries.c.id).where(tables.entries.c.id.in_(ids))
    await connection.execute(insert(tables.removals).from_select(["version", "entry_id"], there))
    await connection.execute(delete(tables.removals).where(tables.removals.c.version <= version - MOST_VERSIONS))
    await connection.execute(delete(tables.entries).where(tables.entries.c.id.in_(ids)))


async def _note(connection: AsyncConnection, notes: Sequence[Note]) -> None:
    """Write notes about entries that are there, and let the oldest of theirs go."""
    for batch in _batches(notes):
        about = sorted({note.entry_id for note in batch})
        await connection.execute(insert(tables.notes), [rows.note_row(note) for note in batch])
        here = tables.notes.c
        newest_first = func.row_number().over(partition_by=here.entry_id, order_by=(here.at.desc(), here.id.desc()))
        counted = select(here.id, newest_first.label("turn")).where(here.entry_id.in_(about)).subquery()
        surplus = select(counted.c.id).where(counted.c.turn > MOST_NOTES)
        await connection.execute(delete(tables.notes).where(here.id.in_(surplus)))


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    remaining = iter(items)
    while batch := list(islice(remaining, _BATCH)):
        yield batch
