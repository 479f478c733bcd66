"""What time does to cases: authors are warned, cases closed, and destroyed."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from bot.chat.errors import Refusal
from bot.support.asides import GRACE
from bot.support.casebook import Casebook, Opened
from bot.support.closing import Closing
from bot.support.endings import noticed, withdrawn
from bot.support.model import CAP, KEEP, WARNING, Dossier, Part, Standing, Voice
from bot.support.nudges import Nudges
from bot.support.posts import Posts

_POSTED = frozenset({Standing.RELEASED, Standing.SAID, Standing.REMOVED})
_TAKEN_AWAY = frozenset({Standing.REMOVED, Standing.WITHDRAWN})


class Lifecycle:
    """Implements `Step`: takes away what was removed, warns, closes, destroys keys in time, forgets who left."""

    def __init__(self, casebook: Casebook, closing: Closing, posts: Posts, nudges: Nudges) -> None:
        self._casebook = casebook
        self._closing = closing
        self._posts = posts
        self._nudges = nudges

    async def take(self, opened: Opened, now: datetime) -> datetime | None:
        dossier = opened.dossier
        if dossier.shred_at and dossier.shred_at <= now:
            return await self._destroy(dossier, now)
        if dossier.closed:
            # Whoever closed it may have been stopped before the post said so.
            await self._posts.refresh(dossier, now)
        elif dossier.close_at and dossier.close_at <= now:
            await self._end(dossier, now)
        elif dossier.close_at and not dossier.warned and dossier.close_at - WARNING <= now:
            await self._warn(dossier)
        times = [await self._take_away(dossier, now), await self._leave(dossier, now)]
        return min((time for time in times if time), default=None)

    async def _destroy(self, dossier: Dossier, now: datetime) -> datetime | None:
        """Forget a case, once everything that needs its key is done."""
        kept = dossier.request.standing is not Standing.WITHDRAWN
        gone = kept or await self._posts.remove(dossier, now)
        if not (await self._nudges.take_back(dossier) and gone) and now < (dossier.shred_at or now) + GRACE:
            return now
        await self._casebook.shred(dossier.id)
        return None

    async def _end(self, dossier: Dossier, now: datetime) -> None:
        if dossier.request.standing not in _POSTED:
            await self._casebook.change(dossier.id, lambda current: _expired(current, now))
            return
        with suppress(Refusal):  # its author was quicker
            after = await self._closing.end(dossier.id, _check_unclosed, by_itself=True)
            await self._nudges.tell(after, after.author)

    async def _warn(self, dossier: Dossier) -> None:
        days = (WARNING + KEEP).days
        text = (
            f"Your request has been open for nearly {CAP.days} days, the longest any may be. It closes by itself in "
            f"{WARNING.days} days, and what I hold of it is destroyed in {days}. You can read and copy it until then."
        )
        warned = await self._casebook.change(dossier.id, lambda current: _warned(current, text))
        await self._nudges.tell(warned, warned.author)

    async def _take_away(self, dossier: Dossier, now: datetime) -> datetime | None:
        """See to it that what was removed or withdrawn is taken away, however often that was interrupted."""
        if dossier.request.standing is Standing.REMOVED:
            # A neutral sentence takes its place, because others may have answered under it.
            await self._posts.refresh(dossier, now)
        away = [entry for entry in dossier.entries if entry.standing in _TAKEN_AWAY and entry.posted]
        gone = [one for one in away if one != dossier.request or one.standing is not Standing.REMOVED]
        return None if not gone or await self._posts.remove(dossier, now, *gone) else now

    async def _leave(self, dossier: Dossier, now: datetime) -> datetime | None:
        """Forget who takes no part any more, as soon as they were nudged for the last time, and that is taken back."""
        if not (idle := _idle(dossier)):
            return None
        if not await self._nudges.take_back(dossier, *idle):
            return now
        await self._casebook.change(dossier.id, lambda current: _without(current, _idle(current)))
        return None


def _idle(dossier: Dossier) -> list[Voice]:
    """List who discarded all that they wrote before it was sent; who alone is asked has a place all the same."""
    busy = {voice for one in dossier.entries for voice in (one.voice, one.to)}
    busy |= {*(one.helper for one in dossier.talks), *(one.voice for one in dossier.blocks)}
    helpers = [] if dossier.asks else [one for one in dossier.voices if one.part is Part.HELPER]
    return [one for one in helpers if one.id not in busy]


def _without(dossier: Dossier, idle: Sequence[Voice]) -> Dossier:
    voices = tuple(one for one in dossier.voices if one not in idle)
    return replace(dossier, voices=voices) if idle else dossier


def _check_unclosed(dossier: Dossier) -> None:
    if dossier.closed:
        raise Refusal("It is closed already.")


def _expired(dossier: Dossier, now: datetime) -> Dossier:
    """Return a case that was never posted as one to be destroyed, unless its author has sent it just now."""
    still = dossier.close_at and dossier.close_at <= now and dossier.request.standing not in _POSTED
    return withdrawn(dossier, now) if still and not dossier.closed else dossier


def _warned(dossier: Dossier, text: str) -> Dossier:
    if dossier.warned or dossier.closed:
        return dossier
    return noticed(replace(dossier, warned=True), dossier.author.id, text)
