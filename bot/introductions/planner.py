"""What time does to introductions: asked once more, closed kindly, forgotten."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from bot.directory.model import Directory
from bot.introductions.model import CLOSE, FOLLOW_UP, KEEP, Introduction, Introductions, State
from bot.introductions.post import IntroductionPost
from bot.support.vault import OutOfOrder
from bot.support.wishes import Wishes

# How often to look whether a question could not be delivered, or has waited long enough.
_EVERY = timedelta(minutes=5)


class Departures:
    """Ends what was asked without a name of those whose entry is gone, whoever removed it."""

    def __init__(self, wishes: Wishes, directory: Directory) -> None:
        self._wishes = wishes
        self._directory = directory
        self._again: datetime | None = None

    async def plan(self, now: datetime) -> datetime:
        """Look for such entries, at most every few minutes; not while the keys cannot be used."""
        if self._again is None or now >= self._again:
            self._again = now + _EVERY
            with suppress(OutOfOrder):
                for entry_id in await self._wishes.awaited():
                    if await self._directory.find(entry_id) is None:
                        await self._wishes.part(entry_id, now)
        return self._again


class IntroductionPlanner:
    """Looks after those that wait for an answer."""

    def __init__(self, introductions: Introductions, post: IntroductionPost) -> None:
        self._introductions = introductions
        self._post = post
        self._again: datetime | None = None

    async def plan(self, now: datetime) -> datetime:
        """Do what is due about the open ones; looks at most every few minutes."""
        if self._again is None or now >= self._again:
            self._again = now + _EVERY
            for one in await self._introductions.open():
                await self._look(one, now)
            await self._introductions.forget(now - KEEP)
        return self._again

    async def _look(self, one: Introduction, now: datetime) -> None:
        if one.state is not State.ASKED:
            # Whoever ended it was stopped before they had told of it.
            await self._post.tell(one)
        elif await self._post.unreached(one):
            await self._post.conclude(one, replace(one, state=State.UNREACHED))
        elif now >= one.asked_at + CLOSE:
            # Of somebody whose platform was out of reach all the time, nobody says that they did not answer.
            ended = State.SILENT if await self._post.reached(one) else State.UNREACHED
            await self._post.conclude(one, replace(one, state=ended))
        elif now < one.asked_at + FOLLOW_UP:
            # Whoever asked may have been stopped before the question was on its way; it goes out once.
            await self._post.ask(one)
        elif not one.reminded:
            await self._post.ask(one, again=True)
            await self._introductions.change(replace(one, reminded=True), one)
