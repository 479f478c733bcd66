"""The outbox in the database: claimed by one process at a time, fenced by a token."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.chat.errors import NotFound
from bot.chat.requests import Account, Address
from bot.delivery.model import ENDED, HOLDS_UP, Delivery, Draft, Outcome, State, check_change
from store.database import forget_deleted, insert_new
from store.tables import deliveries
from store.times import milliseconds, moment

# How many of the oldest due rows are looked at for one claim: enough to find other places behind a long queue
# for one, few enough that the cost of a claim does not grow with the queue.
_WINDOW = 1000
_BATCH = 500


class SqlOutbox:
    """Implements `bot.delivery.model.Outbox` on SQLite and PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reads=True)

    async def put(self, drafts: Sequence[Draft]) -> int:
        added = 0
        async with self._engine.begin() as connection:
            for start in range(0, len(drafts), _BATCH):
                rows = [row_of(draft) for draft in drafts[start : start + _BATCH]]
                adding = insert_new(self._engine, deliveries, rows, "key")
                added += len((await connection.execute(adding)).all())
        return added

    async def claim(
        self, now: datetime, lease_until: datetime, *, most: int, avoid: Collection[str] = ()
    ) -> list[Delivery]:
        under_way = deliveries.alias("under_way")
        busy = select(under_way.c.id).where(
            under_way.c.place == deliveries.c.place, under_way.c.state == State.SENDING.value
        )
        free = and_(_free(avoid), ~busy.exists())
        return await self._claim(State.WAITING, now, lease_until, most, free, attempts=1, holds_up=HOLDS_UP)

    async def claim_lost(
        self, now: datetime, lease_until: datetime, *, most: int, avoid: Collection[str] = ()
    ) -> list[Delivery]:
        return await self._claim(State.SENDING, now, lease_until, most, _free(avoid), attempts=0)

    async def _claim(
        self,
        state: State,
        now: datetime,
        lease_until: datetime,
        most: int,
        free: ColumnElement[bool],
        *,
        attempts: int,
        holds_up: timedelta = timedelta(),
    ) -> list[Delivery]:
        if most <= 0:
            return []
        is_due = deliveries.c.act_at <= milliseconds(now)
        due = and_(deliveries.c.state == state.value, is_due)
        wanted = select(deliveries.c.id, deliveries.c.place, deliveries.c.due_at, deliveries.c.act_at)
        # What was put off is no attempt; what is due soon anyway stands behind all that is due by now.
        soon = and_(deliveries.c.state == state.value, deliveries.c.act_at <= milliseconds(now + holds_up))
        chosen = _firsts(wanted.where(soon, or_(is_due, deliveries.c.attempts == 0), free), now, most)
        # Asked once more under the lock, because another process may have claimed since the choice was made.
        locked = select(deliveries.c.id).where(deliveries.c.id.in_(chosen), due).with_for_update(skip_locked=True)
        claiming = (
            update(deliveries)
            .where(deliveries.c.id.in_(locked))
            .values(
                state=State.SENDING.value,
                token=secrets.token_hex(16),
                act_at=milliseconds(lease_until),
                attempts=deliveries.c.attempts + attempts,
            )
            .returning(*deliveries.c)
        )
        async with self._engine.begin() as connection:
            claimed = [_delivery(row) for row in await connection.execute(claiming)]
        return sorted(claimed, key=lambda delivery: (delivery.due_at, delivery.id))

    async def settle(self, delivery: Delivery, outcome: Outcome) -> bool:
        ours = and_(
            deliveries.c.id == delivery.id,
            deliveries.c.token == delivery.token,
            deliveries.c.state == State.SENDING.value,
        )
        settling = (
            update(deliveries)
            .where(ours)
            .values(
                state=outcome.state.value,
                act_at=milliseconds(outcome.act_at or delivery.act_at),
                posted=outcome.posted,
                reason=outcome.reason,
                looks=outcome.looks,
                said=outcome.said,
                attempts=delivery.attempts - outcome.put_off,
            )
        )
        async with self._engine.begin() as connection:
            return (await connection.execute(settling)).rowcount == 1

    async def next_due(self, *, avoid: Collection[str] = ()) -> datetime | None:
        # One look-up for each state, because an index finds the first of one state, not of two.
        earliest = [
            select(func.min(deliveries.c.act_at))
            .where(deliveries.c.state == state.value, _free(avoid))
            .scalar_subquery()
            for state in (State.WAITING, State.SENDING)
        ]
        async with self._reader.connect() as connection:
            times = (await connection.execute(select(*earliest))).one()
        return min((moment(time) for time in times if time is not None), default=None)

    async def about(self, *subjects: str) -> list[Delivery]:
        found: list[Delivery] = []
        async with self._reader.connect() as connection:
            for start in range(0, len(subjects), _BATCH):
                some = deliveries.c.about.in_(subjects[start : start + _BATCH])
                found += [_delivery(row) for row in await connection.execute(select(deliveries).where(some))]
        return sorted(found, key=lambda delivery: (delivery.due_at, delivery.id))

    async def subjects(self, kinds: Collection[str], since: datetime) -> list[str]:
        wanted = select(deliveries.c.about).where(
            _within([State.SENT, State.SENDING, State.UNCERTAIN]),
            deliveries.c.kind.in_(sorted(kinds)),
            deliveries.c.expires_at >= milliseconds(since),
        )
        async with self._reader.connect() as connection:
            return sorted(await connection.scalars(wanted.distinct()))

    async def find(self, delivery_id: str) -> Delivery | None:
        async with self._reader.connect() as connection:
            found = await connection.execute(select(deliveries).where(deliveries.c.id == delivery_id))
            return next((_delivery(row) for row in found), None)

    async def show(
        self, states: Collection[State], *, most: int, kinds: Collection[str] = (), start: int = 0
    ) -> list[Delivery]:
        wanted = select(deliveries).where(_within(states))
        if kinds:
            wanted = wanted.where(deliveries.c.kind.in_(sorted(kinds)))
        wanted = wanted.order_by(deliveries.c.due_at.desc(), deliveries.c.id).limit(most).offset(start)
        async with self._reader.connect() as connection:
            return [_delivery(row) for row in await connection.execute(wanted)]

    async def change(self, delivery_id: str, state: State, act_at: datetime) -> Delivery:
        one = deliveries.c.id == delivery_id
        async with self._engine.begin() as connection:
            row = (await connection.execute(select(deliveries).where(one).with_for_update())).one_or_none()
            if row is None:
                raise NotFound("There is no such delivery.", "hirg-bot deliveries lists those there are.")
            delivery = _delivery(row)
            check_change(delivery, state)
            values = {"state": state.value, "act_at": milliseconds(act_at), "attempts": 0, "looks": 0, "reason": ""}
            await connection.execute(update(deliveries).where(one).values(values))
        return replace(delivery, state=state, act_at=act_at, attempts=0, looks=0, reason="")

    async def addressed(self, account: Account) -> list[Delivery]:
        private = f"{account.platform}:@"
        maybe_theirs = and_(
            deliveries.c.place.startswith(private, autoescape=True),
            deliveries.c.place.contains(account.user, autoescape=True),
        )
        # Not by the user: JSON may write that in another way.
        maybe_named = deliveries.c.payload.contains(f"{account.platform}:", autoescape=True)
        wanted = select(deliveries).where(or_(maybe_theirs, maybe_named))
        async with self._reader.connect() as connection:
            found = [_delivery(row) for row in await connection.execute(wanted)]
        theirs = [delivery for delivery in found if delivery.concerns(account)]
        return sorted(theirs, key=lambda delivery: (delivery.due_at, delivery.id))

    async def forget(self, account: Account) -> None:
        left = {delivery.id: delivery.without(account) for delivery in await self.addressed(account)}
        unwanted = [delivery_id for delivery_id, payload in left.items() if payload is None]
        free = deliveries.c.state != State.SENDING.value
        async with self._engine.begin() as connection:
            for start in range(0, len(unwanted), _BATCH):
                some = deliveries.c.id.in_(unwanted[start : start + _BATCH])
                await connection.execute(delete(deliveries).where(some, free))
            for delivery_id, payload in left.items():
                if payload is not None:
                    one = deliveries.c.id == delivery_id
                    await connection.execute(update(deliveries).where(one, free).values(payload=payload))
        await forget_deleted(self._engine)

    async def prune(self, before: datetime) -> int:
        old = and_(_within(ENDED), deliveries.c.act_at < milliseconds(before))
        async with self._engine.begin() as connection:
            return (await connection.execute(delete(deliveries).where(old))).rowcount


def _within(states: Collection[State]) -> ColumnElement[bool]:
    return deliveries.c.state.in_(sorted(state.value for state in states))


def _free(avoid: Collection[str]) -> ColumnElement[bool]:
    names = sorted(avoid)
    return and_(deliveries.c.place.not_in(names), deliveries.c.platform.not_in(names))


def _firsts(queue: Select[Any], now: datetime, most: int) -> Select[Any]:
    """Narrow rows to the first of every place, if it is due, the oldest places first; put back, it keeps its turn."""
    window = queue.order_by(deliveries.c.act_at, deliveries.c.id).limit(_WINDOW).subquery()
    turn = func.row_number().over(partition_by=window.c.place, order_by=(window.c.due_at, window.c.id))
    numbered = select(window.c.id, window.c.act_at, turn.label("turn")).subquery()
    firsts = select(numbered.c.id).where(numbered.c.turn == 1, numbered.c.act_at <= milliseconds(now))
    return select(firsts.order_by(numbered.c.act_at, numbered.c.id).limit(most).subquery().c.id)


def row_of(draft: Draft) -> dict[str, str | int]:
    """Return the row of a draft that waits."""
    return {
        "id": secrets.token_hex(10),
        "key": draft.key,
        "kind": draft.kind,
        "payload": draft.payload,
        "platform": draft.to.platform,
        "place": str(draft.to),
        "due_at": milliseconds(draft.due_at),
        "expires_at": milliseconds(draft.expires_at),
        "about": draft.about,
        "state": State.WAITING.value,
        "act_at": milliseconds(draft.due_at),
        "token": "",
        "attempts": 0,
        "looks": 0,
        "posted": "",
        "reason": "",
        "said": "",
    }


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        id=row.id,
        key=row.key,
        kind=row.kind,
        payload=row.payload,
        to=Address.parse(row.place),
        due_at=moment(row.due_at),
        expires_at=moment(row.expires_at),
        about=row.about,
        state=State(row.state),
        act_at=moment(row.act_at),
        token=row.token,
        attempts=row.attempts,
        looks=row.looks,
        posted=row.posted,
        reason=row.reason,
        said=row.said,
    )
