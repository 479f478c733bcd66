"""What is due about sessions: they are shown, they begin, their clock runs out, they end, and they are forgotten."""

import logging
from contextlib import suppress
from datetime import datetime, timedelta

from bot.reflection import course
from bot.reflection.boards import Boards
from bot.reflection.counts import Counting
from bot.reflection.following import Following
from bot.reflection.model import Session, Stage
from bot.reflection.news import News
from bot.reflection.sessionbook import SessionBook
from bot.reflection.whispers import Whispers
from bot.support.asides import GRACE
from bot.support.vault import LockedAway, Shredded

log = logging.getLogger(__name__)

# What could not be done is tried again after this.
_AGAIN = timedelta(seconds=15)


class SessionPlanner:
    """Implements `bot.clockwork.Planner` over every session; what a restart interrupted goes on from what is kept.

    The keys of those that nobody can open any more are seen to with those of cases; see `bot.support.book.Book.expire`.
    """

    def __init__(
        self,
        book: SessionBook,
        boards: Boards,
        following: Following,
        whispers: Whispers,
        counting: Counting,
        *,
        news: News,
    ) -> None:
        self._book = book
        self._boards = boards
        self._following = following
        self._whispers = whispers
        self._counting = counting
        self._news = news

    async def plan(self, now: datetime) -> datetime | None:
        """Do what is due; returns when to be asked again."""
        for session in await self._book.due(now):
            try:
                await self._pass(session, now)
            except Exception:
                # One session that cannot be seen to holds up no other; which one it is stays out of the log.
                log.exception("a session could not be seen to")
        due = await self._book.next_due()
        return max(due, now + _AGAIN) if due else None

    async def _pass(self, session: Session, now: datetime) -> None:
        with suppress(Shredded, LockedAway):
            if session.shred_at and session.shred_at <= now:
                await self._forget(session, session.shred_at, now)
                return
            if session.stage is Stage.CLOSED:
                await self._whispers.ask(session)
            if session.look_at and session.look_at <= now:
                await self._show(session, now)
            await self._following.follow(session, now)
            # First the word, once for each time, and then the note that the time is up.
            await self._news.time_up(session, now)
            await self._book.change(session.id, lambda one: course.passed(one, now))

    async def _show(self, session: Session, now: datetime) -> None:
        """Let be seen what has changed, and then note that it was: after a crash between, it is done again."""
        seen = session.changes
        if session.current:
            # What somebody contributes meanwhile may not be among it: what changed since is looked at again.
            session = await self._book.gather(session.id)
        again = None if await self._boards.see_to(session, now) else now
        await self._news.unposted(session)
        await self._book.change(session.id, lambda one: course.looked(one, seen, again))

    async def _forget(self, session: Session, shred_at: datetime, now: datetime) -> None:
        """Forget a session, once what was shown of it is taken away, and nothing needs its key any more."""
        away, back = await self._boards.take_away(session, now), await self._whispers.take_back(session.id)
        if (away and back) or now >= shred_at + GRACE:
            await self._counting.count(session)
            await self._book.shred(session.id)
