"""One-time codes in the database."""

from datetime import datetime
from hashlib import blake2b

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.chat.requests import Account
from bot.directory.codes import Code
from store.tables import attempts, codes
from store.times import milliseconds, moment


class SqlCodes:
    """Implements `bot.directory.codes.Codes` on SQLite and PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def keep(self, code: Code) -> None:
        row = {
            "entry_id": code.entry_id,
            "link": code.link,
            "digest": code.digest,
            "expires_at": milliseconds(code.expires_at),
        }
        same = codes.c.entry_id == code.entry_id, codes.c.link.is_(code.link)
        async with self._engine.begin() as connection:
            await connection.execute(delete(codes).where(*same))
            await connection.execute(insert(codes), row)

    async def valid(self, now: datetime) -> list[Code]:
        async with self._engine.begin() as connection:
            await connection.execute(delete(codes).where(codes.c.expires_at <= milliseconds(now)))
            rows = await connection.execute(select(codes).order_by(codes.c.entry_id, codes.c.link))
            return [Code(row.digest, row.entry_id, row.link, moment(row.expires_at)) for row in rows]

    async def spend(self, digest: str) -> bool:
        async with self._engine.begin() as connection:
            return (await connection.execute(delete(codes).where(codes.c.digest == digest))).rowcount == 1

    async def attempt(self, account: Account, now: datetime, since: datetime) -> int:
        async with self._engine.begin() as connection:
            await connection.execute(delete(attempts).where(attempts.c.at <= milliseconds(since)))
            await connection.execute(insert(attempts), {"account": _who(account), "at": milliseconds(now)})
            theirs = select(func.count()).where(attempts.c.account == _who(account))
            return await connection.scalar(theirs) or 0

    async def attempts(self, account: Account) -> int:
        async with self._engine.begin() as connection:
            theirs = select(func.count()).where(attempts.c.account == _who(account))
            return await connection.scalar(theirs) or 0

    async def forget_attempts(self, before: datetime) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(delete(attempts).where(attempts.c.at <= milliseconds(before)))

    async def pardon(self, account: Account) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(delete(attempts).where(attempts.c.account == _who(account)))


def _who(account: Account) -> str:
    """Return what is kept of somebody who tries, in whatever workspace: enough to count, and no name to be read."""
    return blake2b(f"{account.platform}:{account.user}".encode(), digest_size=16, person=b"hirg-try").hexdigest()
