"""What has to be done about cases in time, one step after the other."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.support.casebook import Casebook, Opened
from bot.support.model import Dossier
from bot.support.vault import LockedAway, Shredded

log = logging.getLogger(__name__)

# A case that stays due is looked at again after this: something it waits for has not happened yet.
_AGAIN = timedelta(seconds=15)
_HOUR = timedelta(hours=1)


class Step(Protocol):
    """One thing that may have to be done about a case that is due; doing it twice must be as good as once."""

    async def take(self, opened: Opened, now: datetime) -> datetime | None:
        """Do what is due, through the casebook, and clear the time in the dossier that made it due.

        Returns when the case has to be looked at again for the sake of this step, for something it waits for;
        `look_at` becomes the earliest that any step wants.
        """


class CasePlanner:
    """Implements `bot.clockwork.Planner` over every case."""

    def __init__(self, casebook: Casebook, steps: Sequence[Step]) -> None:
        self._casebook = casebook
        self._steps = steps
        self._expired_at: datetime | None = None

    async def plan(self, now: datetime) -> datetime | None:
        """Take every step with every case that is due; returns when to be asked again."""
        if self._expired_at is None or now >= self._expired_at + _HOUR:
            await self._casebook.expire(now)
            self._expired_at = now
        for opened in await self._casebook.due(now):
            await self._take(opened.dossier.id, now)
        due = await self._casebook.next_due()
        return max(due, now + _AGAIN) if due else None

    async def _take(self, case_id: str, now: datetime) -> None:
        with suppress(Shredded, LockedAway):
            seen = (await self._casebook.find(case_id)).dossier.look_at
            wanted = [time for step in self._steps if (time := await self._step(step, case_id, now))]
            await self._casebook.change(case_id, lambda dossier: _looked(dossier, seen, wanted, now))

    async def _step(self, step: Step, case_id: str, now: datetime) -> datetime | None:
        try:
            return await step.take(await self._casebook.find(case_id), now)
        except (Shredded, LockedAway):
            raise
        except Exception:
            # One case that cannot be seen to holds up no other; which one it is stays out of the log.
            log.exception("a step failed", extra={"step": type(step).__name__})
            return now + _AGAIN


def _looked(dossier: Dossier, seen: datetime | None, wanted: Sequence[datetime], now: datetime) -> Dossier:
    """Set when a case is looked at next; what was `seen` to be due is done, unless somebody set it anew meanwhile."""
    done = dossier.look_at == seen and seen is not None and seen <= now
    times = [*wanted, *([dossier.look_at] if dossier.look_at and not done else [])]
    look_at = min(times, default=None)
    if look_at and look_at <= now and seen and seen <= now:
        return dossier  # it is due as it was, and to write that down again would only wake everybody
    return dossier if look_at == dossier.look_at else replace(dossier, look_at=look_at)
