"""How often people answered openly, counted on the platform now and then: never what they said, nor who."""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.chat.requests import Address
from bot.delivery.model import Gone, Later, Messenger, Refused, Unreadable
from bot.support.casebook import Casebook, Opened
from bot.support.model import Dossier, Stage
from bot.support.nudges import Nudges
from bot.support.vault import LockedAway, Shredded

log = logging.getLogger(__name__)

_LISTENED = frozenset({Stage.OPEN, Stage.PAUSED})
# How long after it was posted a case is listened to how often: whoever asked waits most in the first hour.
_PAUSES = (
    (timedelta(hours=1), timedelta(minutes=5)),
    (timedelta(days=2), timedelta(minutes=15)),
    (timedelta.max, timedelta(hours=1)),
)
_FORGOTTEN = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Turn:
    """Since when this process listens to a case, and when it does so next. It is written down nowhere."""

    since: datetime
    due: datetime


class Listening:
    """Implements `bot.support.planner.Step`: counts open replies, and nudges the author when there are more.

    The platforms are asked in the background, one case after the other, so that one that is slow holds up nothing.
    """

    def __init__(self, casebook: Casebook, nudges: Nudges, messengers: Mapping[str, Messenger]) -> None:
        """`messengers` are those of the platforms, now or later."""
        self._casebook = casebook
        self._nudges = nudges
        self._messengers = messengers
        self._turns: dict[str, Turn] = {}
        self._asking = asyncio.Lock()
        self._under_way: dict[str, asyncio.Task[None]] = {}

    async def take(self, opened: Opened, now: datetime) -> datetime | None:
        """Listen to a case if it is its turn; returns when it is next."""
        dossier = opened.dossier
        self._turns = {case_id: turn for case_id, turn in self._turns.items() if turn.due > now - _FORGOTTEN}
        if dossier.stage not in _LISTENED or not dossier.posted:
            self._turns.pop(dossier.id, None)
            return None
        turn = self._turns.get(dossier.id) or Turn(now, now + _pause(timedelta()))
        if now >= turn.due:
            turn = Turn(turn.since, now + _pause(now - turn.since))
            self._start(dossier.id, dossier.place, dossier.posted)
        self._turns[dossier.id] = turn
        return turn.due

    async def finish(self) -> None:
        """Wait until what is under way has ended."""
        while self._under_way:
            await asyncio.wait(set(self._under_way.values()))

    def _start(self, case_id: str, place: Address, posted: str) -> None:
        messenger = self._messengers.get(place.platform)
        if messenger and case_id not in self._under_way:
            self._under_way[case_id] = asyncio.create_task(self._listen(case_id, messenger, place, posted))

    async def _listen(self, case_id: str, messenger: Messenger, place: Address, posted: str) -> None:
        try:
            async with self._asking:
                replies = await messenger.replies(place, posted)
            with suppress(Shredded, LockedAway):
                await self._note(case_id, replies)
        except (Later, Refused, Gone, Unreadable):
            pass  # the next turn will show; that a post is gone is found by those who take it away
        except Exception:
            # Which case it is stays out of the log.
            log.exception("open replies were not counted")
        finally:
            del self._under_way[case_id]

    async def _note(self, case_id: str, replies: int) -> None:
        more = False

        def counted(dossier: Dossier) -> Dossier:
            nonlocal more
            more = replies > dossier.replies
            if replies == dossier.replies:
                return dossier
            # Of what was deleted since, as much was heard as is still there.
            author = replace(dossier.author, heard=min(dossier.author.heard, replies))
            return replace(dossier, replies=replies, voices=(author, *dossier.voices[1:]))

        dossier = await self._casebook.change(case_id, counted)
        if more:
            await self._nudges.tell(dossier, dossier.author)


def _pause(age: timedelta) -> timedelta:
    return next(pause for until, pause in _PAUSES if age < until)
