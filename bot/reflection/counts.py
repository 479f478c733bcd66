"""Numbers of sessions, kept apart from them: they outlast the sessions they count, and lead to none."""

import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.reflection.course import band
from bot.reflection.model import Session
from bot.reflection.sessionbook import SessionBook
from bot.support.model import KEEP
from bot.support.vault import LockedAway, Shredded

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """All that is remembered of a session, which it shares with others of its kind.

    `month` is the first day of that in which it was closed, `format` the key of its format, `size` the band of how many
    took part; `slow` when its phases took days.
    """

    month: date
    format: str
    size: str
    slow: bool


class Counts(Protocol):
    """How many sessions of each kind were held; beside it, which of the sessions that are still kept were counted.

    That a session was counted is deleted with the session itself, in the same transaction, whoever deletes it. So it is
    counted once, however often a crash makes somebody try again, and nothing is left that says which it was.
    """

    async def add(self, session_id: str, held: Held) -> bool:
        """Count a session; False, and nothing counted, when it was before, or is gone."""

    async def since(self, month: date) -> Mapping[Held, int]:
        """Say how many there were of each kind, from a month on; those there were none of are left out."""


def held(session: Session, people: int) -> Held | None:
    """Say what is remembered of a closed session in which so many took part; None when it never took place."""
    if session.shred_at is None or session.phase < 0 or not people:
        return None
    closed = (session.shred_at - KEEP).date()
    return Held(month=closed.replace(day=1), format=session.format.key, size=band(people), slow=session.days > 0)


class Counting:
    """Counts a session just before it is shredded: as late as can be, so that its number tells of no day."""

    def __init__(self, book: SessionBook, counts: Counts) -> None:
        self._book = book
        self._counts = counts

    async def count(self, session: Session) -> None:
        """Count it, if it took place. What goes wrong is logged and no more: no number is worth keeping a session."""
        try:
            with suppress(Shredded, LockedAway):
                people = session.joined(len(await self._book.participants(session.id)))
                if kind := held(session, people):
                    await self._counts.add(session.id, kind)
        except Exception:
            # Which one it is stays out of the log.
            log.exception("a session could not be counted")
