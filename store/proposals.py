"""Meetings that are being planned, in the database."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.chat.requests import Account
from bot.meetings.proposals import Proposal
from store import tables
from store.accounts import same
from store.database import forget_deleted, insert_or_replace

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_proposals = tables.proposals.c


class SqlProposals:
    """Implements `bot.meetings.proposals.Proposals` on SQLite and PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reads=True)

    async def keep(self, proposal: Proposal) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(insert_or_replace(self._engine, tables.proposals, _row(proposal)))

    async def find(self, proposal_id: str) -> Proposal | None:
        async with self._reader.connect() as connection:
            found = await connection.execute(select(tables.proposals).where(_proposals.id == proposal_id))
            row = found.first()
        return _proposal(row) if row else None

    async def remove(self, proposal_id: str) -> None:
        await self._delete(_proposals.id == proposal_id)

    async def forget_before(self, when: datetime) -> None:
        await self._delete(_proposals.made_at < _milliseconds(when))

    async def of(self, account: Account) -> list[Proposal]:
        wanted = select(tables.proposals).where(same(_proposals.owner, account))
        async with self._reader.connect() as connection:
            rows = await connection.execute(wanted.order_by(_proposals.made_at, _proposals.id))
            return [_proposal(row) for row in rows]

    async def forget(self, account: Account) -> None:
        await self._delete(same(_proposals.owner, account))

    async def _delete(self, which: ColumnElement[bool]) -> None:
        async with self._engine.begin() as connection:
            gone = await connection.execute(delete(tables.proposals).where(which))
        if gone.rowcount:
            await forget_deleted(self._engine)


def _row(proposal: Proposal) -> dict[str, object]:
    return {
        "id": proposal.id,
        "owner": str(proposal.owner),
        "answers": json.dumps(dict(proposal.answers), ensure_ascii=False),
        "made_at": _milliseconds(proposal.made_at),
    }


def _proposal(row: Row[Any]) -> Proposal:
    return Proposal(
        id=row.id,
        owner=Account.parse(row.owner),
        answers=json.loads(row.answers),
        made_at=_EPOCH + timedelta(milliseconds=row.made_at),
    )


def _milliseconds(instant: datetime) -> int:
    return (instant - _EPOCH) // timedelta(milliseconds=1)
