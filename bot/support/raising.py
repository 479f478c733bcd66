"""What becomes due for facilitators: words that reach them later than they were written, and requests left alone."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot.support.casebook import Casebook, Opened
from bot.support.desk import held
from bot.support.duty import Duty, News, answered
from bot.support.model import Dossier, Kind, Standing
from bot.support.voices import changed

_NEWS = {Kind.RESPONSE: News.RESPONSE, Kind.REPORT: News.REPORT, Kind.APPEAL: News.APPEAL}
# What is no news any more as soon as its author closed a case.
_OVER = (News.NEW, News.HELD, News.UNANSWERED)
# After so many times it is raised only once a week.
_OFTEN, _WEEK = 3, timedelta(days=7)


class Raising:
    """Implements `bot.support.planner.Step`: lets facilitators know, so that nobody is left without a reply."""

    def __init__(self, casebook: Casebook, duty: Duty, after: timedelta) -> None:
        """A request that nobody answered is raised again `after` that time."""
        self._casebook = casebook
        self._duty = duty
        self._after = after

    async def take(self, opened: Opened, now: datetime) -> None:
        """Tell facilitators what is due. They are told before it is noted, and what is known already is told once."""
        case_id = opened.dossier.id
        await self._forget(opened.dossier, now)
        await self._words(opened.dossier, now)
        if opened.dossier.asks:
            return  # It is for the one whom it asks; see `bot.support.wishes`.
        dossier = (await self._casebook.find(case_id)).dossier
        if not dossier.announced and dossier.request.standing is Standing.SAID and not dossier.closed:
            await self._duty.tell(dossier, News.NEW, "")
            await self._casebook.change(case_id, partial(self._announced, now=now))
        elif dossier.raise_at and dossier.raise_at <= now:
            await self._raise(dossier, now)

    async def _forget(self, dossier: Dossier, now: datetime) -> None:
        """Take back what names a case that is over: it would outlive everything that was promised to be forgotten."""
        if dossier.shred_at and dossier.shred_at <= now:
            await self._duty.take_back(dossier, *(one for one in News if one is not News.BEREFT))
        elif dossier.closed:
            await self._duty.take_back(dossier, *_OVER)

    def _announced(self, dossier: Dossier, now: datetime) -> Dossier:
        return replace(dossier, announced=True, raised=0, raise_at=now + self._after)

    async def _words(self, dossier: Dossier, now: datetime) -> None:
        for entry in dossier.entries:
            if entry.release_at is None or entry.release_at > now:
                continue
            if entry.standing is Standing.HELD:
                # Sent again, it is news again.
                await self._duty.tell(dossier, News.HELD, f"{entry.id}.{entry.release_at:%Y%m%d%H%M%S}")
                await self._casebook.change(dossier.id, partial(self._held, entry_id=entry.id, now=now))
            elif entry.standing is Standing.WAITING and entry.kind in _NEWS:
                await self._duty.tell(dossier, _NEWS[entry.kind], entry.id)
                await self._casebook.change(dossier.id, partial(_arrived, entry_id=entry.id))

    def _held(self, dossier: Dossier, entry_id: str, now: datetime) -> Dossier:
        kept = dossier.entry(entry_id)
        if kept is None or kept.standing is not Standing.HELD:
            return dossier
        return replace(changed(dossier, replace(kept, release_at=None)), raise_at=dossier.raise_at or now + self._after)

    async def _raise(self, dossier: Dossier, now: datetime) -> None:
        to_read = next(filter(held, dossier.entries), None)
        if dossier.closed or not (to_read or (dossier.request.standing is Standing.SAID and not answered(dossier))):
            await self._duty.take_back(dossier, News.UNANSWERED)
            await self._casebook.change(dossier.id, lambda one: replace(one, raise_at=None))
        elif to_read:
            await self._duty.tell(dossier, News.HELD, f"{to_read.id}.again{dossier.raised}", everyone=True)
            await self._casebook.change(dossier.id, partial(self._raised, times=dossier.raised, now=now))
        elif dossier.paused:
            await self._casebook.change(dossier.id, lambda one: replace(one, raise_at=now + self._after))
        else:
            # One such message at a time, the newest.
            await self._duty.take_back(dossier, News.UNANSWERED, but=str(dossier.raised))
            await self._duty.tell(dossier, News.UNANSWERED, str(dossier.raised), everyone=True)
            await self._casebook.change(dossier.id, partial(self._raised, times=dossier.raised, now=now))

    def _raised(self, dossier: Dossier, times: int, now: datetime) -> Dossier:
        if dossier.raised != times:
            return dossier
        again = self._after if times + 1 < _OFTEN else _WEEK
        return replace(dossier, raised=times + 1, raise_at=now + again)


def _arrived(dossier: Dossier, entry_id: str) -> Dossier:
    kept = dossier.entry(entry_id)
    if kept is None or kept.standing is not Standing.WAITING:
        return dossier
    return changed(dossier, replace(kept, standing=Standing.SAID, release_at=None))
