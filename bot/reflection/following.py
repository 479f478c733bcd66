"""A session that begins with a meeting follows it: it moves when the meeting does, and waits when there is none."""

import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat.calls import call
from bot.chat.requests import Account, Address
from bot.chat.views import Actions, Button, Strong, Text, Tone
from bot.delivery.composers import Composer, Said, Unsaid, Words
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Delivery, Draft, State
from bot.reflection import course
from bot.reflection.course import LATE, Waits
from bot.reflection.model import Session, Stage
from bot.reflection.parts import looked_for
from bot.reflection.sessionbook import SessionBook
from bot.reflection.timing import CALLED_OFF, Diary
from bot.support.vault import LockedAway, Shredded

log = logging.getLogger(__name__)

# Kept in the database: do not rename.
WAITS = "session-waits"
_EXPIRES = timedelta(days=3)
# What could not be done is tried again after this.
_AGAIN = timedelta(seconds=15)


class Following:
    """Moves sessions with their meetings, and tells their facilitators when one will not begin by itself."""

    def __init__(self, book: SessionBook, diary: Diary, letterbox: Letterbox) -> None:
        self._book = book
        self._diary = diary
        self._letterbox = letterbox
        self._seen: int | None = None

    def composers(self) -> Mapping[str, Composer]:
        return {WAITS: self._compose}

    async def plan(self, now: datetime) -> datetime | None:
        """Implement `bot.clockwork.Planner`: look at every session when the calendar changed, one small query else."""
        version = await self._diary.version()
        if version == self._seen:
            return None
        done = [await self._try(session, now) for session in await self._book.all()]
        if not all(done):
            return now + _AGAIN
        # Only now, so that what failed is done again.
        self._seen = version
        return None

    async def follow(self, session: Session, now: datetime) -> Session:
        """Return a session as it is once it was moved; to be asked before a session begins by itself."""
        if not follows(session):
            return session
        start = await self._start(session)
        if session.starts_at and not start:
            # First the word, once for each time that was called off; then the change, which is not made twice.
            await self._letterbox.put(*_drafts(session, session.starts_at, now))
        return await self._book.change(session.id, lambda current: moved(current, start))

    async def tell(self, session: Session, why: Waits, now: datetime) -> None:
        """Tell its facilitators, once for each time, why a session whose time has come waits for them."""
        if session.starts_at:
            await self._letterbox.put(*_drafts(session, session.starts_at, now, why))

    async def _try(self, session: Session, now: datetime) -> bool:
        try:
            with suppress(Shredded, LockedAway):
                await self.follow(session, now)
        except Exception:
            # One session that cannot be seen to holds up no other; which one it is stays out of the log.
            log.exception("a session could not follow its meeting")
            return False
        return True

    async def _start(self, session: Session) -> datetime | None:
        """Say when a session begins now; None when its meeting is not held, or not before the session ends."""
        at = await self._diary.find(session.meeting)
        return None if at and session.close_at and at >= session.close_at else at

    async def _compose(self, delivery: Delivery, now: datetime) -> Said:
        session_id, _, why = delivery.payload.partition(".")
        try:
            session = await self._book.find(session_id)
        except (Shredded, LockedAway):
            return _NO_NEED
        told = _waiting(session, Waits(why), now) if why else await self._called_off(session)
        if not told:
            return _NO_NEED
        panel = Button("Open its panel", call("session-panel", session=session.id), Tone.PRIMARY)
        line = ("Your session ", Strong(session.topic), f": {told} Begin it yourself, or close it.")
        return Words((Text(line), Actions((panel,))))

    async def _called_off(self, session: Session) -> str:
        """Say that there is no meeting; the diary is asked, and not the session, which may be changed after this."""
        if not follows(session) or await self._start(session):
            return ""
        return f"{CALLED_OFF[0].lower()}{CALLED_OFF[1:]}"


def follows(session: Session) -> bool:
    """Whether a session still waits for its meeting."""
    return bool(session.meeting) and session.stage is Stage.GATHERING


def moved(session: Session, start: datetime | None) -> Session:
    """Let a session that waits for its meeting begin then, or not by itself."""
    if not follows(session) or session.starts_at == start:
        return session
    return course.reannounced(replace(session, starts_at=start))


def _waiting(session: Session, why: Waits, now: datetime) -> str:
    """Say why a session waits; nothing when it does no longer. It may be changed only after this."""
    if session.stage is not Stage.GATHERING or (session.starts_at and session.starts_at > now):
        return ""
    if why is Waits.LATE:
        return f"{_LATE} It does not begin by itself that late."
    missing = looked_for(session) if why is Waits.SEAT else "nobody has joined yet."
    return f"it was to begin by now. {missing[:1].upper()}{missing[1:]}" if missing else ""


def _drafts(session: Session, start: datetime, now: datetime, why: Waits | None = None) -> list[Draft]:
    called = (f"{start:%Y%m%dT%H%M}", why) if why else (f"{start:%Y%m%dT%H%M}",)
    return [
        Draft(
            key="/".join((WAITS, session.id, *called, account)),
            kind=WAITS,
            payload=f"{session.id}.{why}" if why else session.id,
            to=Address.of(Account.parse(account)),
            due_at=now,
            expires_at=now + _EXPIRES,
            about=session.id,
        )
        for account in session.facilitators
    ]


_LATE = (
    f"when it was to begin I could not do anything, and that is more than {LATE // timedelta(minutes=1)} minutes ago."
)
_NO_NEED = Unsaid(State.UNWANTED, "The session has begun, is over, or begins by itself after all.")
