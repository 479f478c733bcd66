"""What is due about sessions: they are shown, they begin, their clock runs out, they end, and they are forgotten."""

import logging
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

from bot.reflection import course
from bot.reflection.afterwards import Afterwards
from bot.reflection.boards import Boards
from bot.reflection.counts import Counting
from bot.reflection.course import Moved
from bot.reflection.facilitation import Facilitation
from bot.reflection.following import Following
from bot.reflection.model import Session
from bot.reflection.news import News
from bot.reflection.sessionbook import SessionBook
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
        facilitation: Facilitation,
        boards: Boards,
        following: Following,
        afterwards: Afterwards,
        *,
        counting: Counting,
        news: News,
    ) -> None:
        self._book = book
        self._facilitation = facilitation
        self._boards = boards
        self._following = following
        self._afterwards = afterwards
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
                await self._forget(session, now)
                return
            if session.look_at and session.look_at <= now:
                await self._show(session, now)
            session = await self._following.follow(session, now)
            # First the word, once for each time, and then the note that the time is up.
            await self._news.time_up(session, now)
            session = await self._pass_time(session, now)
            if session.shred_at and session.shred_at <= now:
                # It ended so late that its key may go at any moment, and with it the way to what was shown.
                await self._forget(session, now)
                return
            await self._afterwards.see_to(session, now)

    async def _pass_time(self, session: Session, now: datetime) -> Session:
        """Do what time alone does; an old session ends as if somebody had closed it."""
        if session.close_at and session.close_at <= now:
            with suppress(Moved):
                return await self._facilitation.close(session.id, now=now)
            return await self._book.find(session.id)
        if session.tried_at and session.tried_at <= now:
            return await self._facilitation.settle(session.id)
        there = len(await self._book.participants(session.id)) if course.is_time(session, now) else 0
        joined = session.joined(there)
        if why := course.waits(session, now, joined):
            # First the word, once, and then the change, which is not made twice.
            await self._following.tell(session, why, now)
        return await self._book.change(session.id, lambda one: course.passed(one, now, joined=joined))

    async def _show(self, session: Session, now: datetime) -> None:
        """Let be seen what has changed, and then note that it was: after a crash between, it is done again."""
        seen = session.changes
        if session.current and session.seen != seen:
            # What somebody contributes meanwhile may not be among it: what changed since is looked at again.
            session = await self._facilitation.gather(session.id)
        done = await self._boards.see_to(session, now)
        await self._news.unposted(session)
        again = partial(_again, now=now, done=done)
        await self._book.change(session.id, lambda one: course.looked(one, seen, again(one)))

    async def _forget(self, session: Session, now: datetime) -> None:
        """Forget a session, once what was shown of it is taken away; a promise to forget outranks a slow platform."""
        gone = [await self._boards.take_away(session, now), await self._afterwards.take_back(session.id)]
        if all(gone) or now >= (session.shred_at or now) + GRACE:
            await self._counting.count(session)
            await self._book.shred(session.id)


def _again(session: Session, *, now: datetime, done: bool) -> datetime | None:
    """Say when to look again at what is on its way.

    What waits for an announcement follows it at once. Nothing is written until then: each change wakes the clock, which
    would look again, without end.
    """
    if done:
        return None
    return now + _AGAIN if all(place.posted(0) for place in session.places) else session.look_at
