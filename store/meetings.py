"""Meetings in the database."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.meetings.model import ChangedMeanwhile, Kind, Occurrence, Series
from bot.meetings.rule_text import read_rule
from bot.meetings.rules import to_text
from bot.meetings.times import find_zone
from store import tables
from store.attendance import take_along
from store.times import milliseconds, moment

_PART = "meetings"
_HERE = tables.versions.c.part == _PART


class SqlCalendar:
    """Implements `bot.meetings.model.Calendar` on SQLite and PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reads=True)

    async def version(self) -> int:
        async with self._reader.connect() as connection:
            return await connection.scalar(select(tables.versions.c.number).where(_HERE)) or 0

    async def all(self) -> list[Series]:
        found = await self._read()
        # Sorted here, because databases do not agree on the order of accented titles.
        return sorted(found, key=lambda series: (series.title, series.id))

    async def find(self, series_id: str) -> Series | None:
        found = await self._read(series_id)
        return found[0] if found else None

    async def save(self, *series: Series, renamed: Mapping[str, str] | None = None) -> list[Series]:
        if not series:
            return []
        async with self._engine.begin() as connection:
            # First, because its row makes writers take turns.
            await connection.execute(update(tables.versions).where(_HERE).values(number=tables.versions.c.number + 1))
            saved = [await _save(connection, one) for one in series]
            await take_along(connection, renamed or {})
        return saved

    async def _read(self, series_id: str | None = None) -> list[Series]:
        wanted, said = select(tables.series), select(tables.occurrences)
        if series_id is not None:
            wanted = wanted.where(tables.series.c.id == series_id)
            said = said.where(tables.occurrences.c.series_id == series_id)
        async with self._reader.connect() as connection:
            # In this order: whatever is saved in between, no series is read newer than its occurrences.
            series = (await connection.execute(wanted)).all()
            occurrences: dict[str, list[Occurrence]] = defaultdict(list)
            for row in await connection.execute(said.order_by(tables.occurrences.c.start)):
                occurrences[row.series_id].append(_occurrence(row))
        return [_series(row, tuple(occurrences[row.id])) for row in series]


async def _save(connection: AsyncConnection, series: Series) -> Series:
    saved = replace(series, version=series.version + 1)
    if series.version:
        here = tables.series.c.id == series.id, tables.series.c.version == series.version
        moved = await connection.execute(update(tables.series).where(*here).values(_series_row(saved)))
        if not moved.rowcount:
            raise ChangedMeanwhile(series.title)
        await connection.execute(delete(tables.occurrences).where(tables.occurrences.c.series_id == series.id))
    else:
        try:
            await connection.execute(insert(tables.series), _series_row(saved))
        except IntegrityError:
            raise ChangedMeanwhile(series.title) from None
    if rows := [*_occurrence_rows(series)]:
        await connection.execute(insert(tables.occurrences), rows)
    return saved


def _series(row: Row[Any], occurrences: tuple[Occurrence, ...]) -> Series:
    rule, _ = read_rule(row.rule, row.start, find_zone(row.zone))
    return Series(
        id=row.id,
        uid=row.uid,
        title=row.title,
        kind=Kind(row.kind),
        host=row.host,
        place=row.place,
        about=row.about,
        start=row.start,
        zone=row.zone,
        duration=timedelta(seconds=row.seconds),
        rule=rule,
        ended=row.ended,
        occurrences=occurrences,
        follows=row.follows,
        capacity=row.capacity,
        names_shown=row.names_shown,
        version=row.version,
        revision=row.revision,
        sequence=row.sequence,
        changed_at=moment(row.changed_at),
    )


def _series_row(series: Series) -> dict[str, object]:
    return {
        "id": series.id,
        "uid": series.uid,
        "title": series.title,
        "kind": series.kind,
        "host": series.host,
        "place": series.place,
        "about": series.about,
        "start": series.start,
        "zone": series.zone,
        "seconds": _seconds(series.duration),
        "rule": to_text(series.rule),
        "ended": series.ended,
        "follows": series.follows,
        "capacity": series.capacity,
        "names_shown": series.names_shown,
        "version": series.version,
        "revision": series.revision,
        "sequence": series.sequence,
        "changed_at": milliseconds(series.changed_at),
    }


def _occurrence(row: Row[Any]) -> Occurrence:
    return Occurrence(
        start=row.start,
        title=row.title,
        place=row.place,
        speaker=row.speaker,
        speaker_wanted=row.speaker_wanted,
        abstract=row.abstract,
        notes=row.notes,
        moved_to=row.moved_to,
        duration=None if row.seconds is None else timedelta(seconds=row.seconds),
        cancelled=row.cancelled,
        revision=row.revision,
        sequence=row.sequence,
        changed_at=moment(row.changed_at),
    )


def _occurrence_rows(series: Series) -> Iterator[dict[str, object]]:
    for one in series.occurrences:
        yield {
            "series_id": series.id,
            "start": one.start,
            "title": one.title,
            "place": one.place,
            "speaker": one.speaker,
            "speaker_wanted": one.speaker_wanted,
            "abstract": one.abstract,
            "notes": one.notes,
            "moved_to": one.moved_to,
            "seconds": None if one.duration is None else _seconds(one.duration),
            "cancelled": one.cancelled,
            "revision": one.revision,
            "sequence": one.sequence,
            "changed_at": milliseconds(one.changed_at),
        }


def _seconds(duration: timedelta) -> int:
    return round(duration.total_seconds())
