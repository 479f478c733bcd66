"""Who wants to be reminded in person, in the database."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.chat.requests import Account
from bot.meetings.wishes import Wish
from store.accounts import same
from store.database import forget_deleted, insert_or_replace
from store.tables import wishes
from store.times import milliseconds, moment

_MINUTE = timedelta(minutes=1)


class SqlWishes:
    """Implements `bot.meetings.wishes.Wishes` on SQLite and PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reads=True)

    async def all(self) -> list[Wish]:
        return await self._read()

    async def of(self, account: Account) -> list[Wish]:
        found = await self._read(same(wishes.c.account, account))
        return sorted(found, key=lambda wish: wish.subject)

    async def keep(self, wish: Wish) -> None:
        asked = {"minutes": wish.before // _MINUTE if wish.before else 0, "since": milliseconds(wish.since)}
        row = {"account": str(wish.account), "subject": wish.subject, **asked}
        async with self._engine.begin() as connection:
            # The account that is there stays: a private conversation may not say the workspace.
            known = await connection.execute(update(wishes).where(_this(wish.account, wish.subject)).values(asked))
            if not known.rowcount:
                await connection.execute(insert_or_replace(self._engine, wishes, row))

    async def drop(self, account: Account, subjects: Sequence[str]) -> None:
        async with self._engine.begin() as connection:
            for subject in subjects:
                await connection.execute(delete(wishes).where(_this(account, subject)))

    async def forget(self, account: Account) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(delete(wishes).where(same(wishes.c.account, account)))
        await forget_deleted(self._engine)

    async def _read(self, *only: ColumnElement[bool]) -> list[Wish]:
        wanted = select(wishes).where(*only)
        async with self._reader.connect() as connection:
            found = [
                Wish(
                    account=Account.parse(row.account),
                    subject=row.subject,
                    before=row.minutes * _MINUTE or None,
                    since=moment(row.since),
                )
                for row in await connection.execute(wanted)
            ]
        # Sorted here, because databases do not agree on the order of letters.
        return sorted(found, key=lambda wish: (str(wish.account), wish.subject))


def _this(account: Account, subject: str) -> ColumnElement[bool]:
    return and_(same(wishes.c.account, account), wishes.c.subject == subject)
