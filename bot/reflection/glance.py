"""A session at a glance, for those who lead it: how much there is, in bands, and what is best done now."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.chat.views import Line
from bot.delivery.model import Delivery
from bot.reflection import course, showing, waiting
from bot.reflection.contributions import FEWEST, FEWEST_AUTHORS, Contribution, Participant, Standing
from bot.reflection.formats import Showing
from bot.reflection.model import Session, Stage
from bot.reflection.parts import looked_for
from bot.reflection.postings import postings
from bot.reflection.timing import outlook

_SOON = timedelta(minutes=3)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What there is of a session; `leaders` are names, `about` is what was handed in about it."""

    session: Session
    people: Sequence[Participant]
    written: Sequence[Contribution]
    leaders: Sequence[str]
    about: Sequence[Delivery]
    now: datetime

    @property
    def joined(self) -> str:
        return course.band(self._joined)

    @property
    def contributed(self) -> str:
        """How many contributions there are to the phase that runs, in a band."""
        here = waiting.counted(self.session, self.session.phase, self.written)
        if self.grows:
            return f"{course.band(len(here)) if here else 'none left'}; more may have come since"
        return course.band(len(here)) if here else "none yet"

    @property
    def passed(self) -> str:
        return course.band(self.session.passed + sum(self.session.phase in one.passed for one in self.people))

    @property
    def held(self) -> str:
        """How many a facilitator holds back, which they know; in all phases."""
        held = sum(one.standing is Standing.HELD for one in self.written)
        return str(held) if held else "nothing"

    @property
    def waits(self) -> bool:
        """Whether something was written to the phase that runs that nobody was shown."""
        return bool(self.ready) and self.hides

    @property
    def ready(self) -> Sequence[Contribution]:
        """What could be shown of the phase that runs, as far as facilitators may know of it."""
        return waiting.known(self.session, self.session.phase, self.written)

    @property
    def too_few(self) -> bool:
        """Whether it would tell too much to show what was written to the phase that runs."""
        return self.waits and bool(waiting.hindrance(self.session, self.session.phase, self.written))

    @property
    def grows(self) -> bool:
        """Whether more may have come since some was looked through, of which nobody is told."""
        return waiting.may_grow(self.session, self.session.phase)

    @property
    def can_be_shown(self) -> bool:
        return self.waits and not self.too_few

    @property
    def minutes(self) -> int | None:
        """How many minutes of the phase are left by the clock, begun ones counted; None when the time is up."""
        return math.ceil(self._left / _MINUTE) if self._left else None

    @property
    def advice(self) -> Line:
        """Say what is best done now."""
        session = self.session
        if session.paused:
            return (_PAUSED,)
        match session.stage:
            case Stage.DRAFT:
                return ("Nobody sees this yet. Announce it when it is as you want it.",)
            case Stage.GATHERING:
                return self._before
            case Stage.RUNNING:
                return (self._within,)
            case Stage.CLOSING:
                return (_CHECK_OUT,)
            case Stage.CLOSED:
                return ("It is over. You can still look through what was shown, and remove something.",)

    @property
    def _before(self) -> Line:
        if not any(one.said for one in self.session.places):
            stuck = any(one.since is not None for one in postings(self.session, self.about))
            return ("It could not be announced anywhere; see below.",) if stuck else (_ANNOUNCING,)
        if not self._joined:
            return (*(outlook(self.session) if self.session.starts_at else ()), _NOBODY)
        if self.session.empty_seats:
            return (f"{looked_for(self.session)} Ask in the thread who would like to.",)
        return outlook(self.session)

    @property
    def _within(self) -> str:
        if self.session.steps[self.session.phase].shows is Showing.LIVE:
            return _LIVE
        if not self.hides:
            return _SHOWN
        if not self.waits:
            return self._nothing
        return self._little if self.too_few else self._enough

    @property
    def _nothing(self) -> str:
        if self.grows:
            return _HELD_SO_FAR if self.holds else _LEFT
        return _HELD if self.holds else _NOTHING_AT_ALL if self._left is None else _NOTHING

    @property
    def _enough(self) -> str:
        if waiting.all_agreed(self.session, self.ready):
            return _AGREED
        if self.session.is_shut:
            return _SHUT
        return _ENOUGH if self._left is None else _ENOUGH_SOON if self.ends_soon else _ENOUGH_YET

    @property
    def _little(self) -> str:
        if showing.asked(self.session):
            return _ASKED
        if self.grows:
            return _LEFT
        if self.session.is_shut:
            return _LITTLE_SHUT
        return _LITTLE if self.ends_soon else _LITTLE_YET

    @property
    def ends_soon(self) -> bool:
        """Whether the time of the phase is nearly up, or up."""
        return self._left is None or self._left <= _SOON

    @property
    def can_begin(self) -> bool:
        """Whether it makes sense to begin: everybody who is looked for was found, and somebody is there."""
        posted = any(one.said for one in self.session.places)
        return posted and bool(self._joined) and not self.session.empty_seats

    @property
    def holds(self) -> bool:
        """Whether something of the phase that runs is held back."""
        return any(one.standing is Standing.HELD and one.phase == self.session.phase for one in self.written)

    @property
    def hides(self) -> bool:
        """Whether what is written to the phase that runs is hidden as yet."""
        session = self.session
        hides = session.current is not None and session.current.shows is Showing.REVEAL
        return hides and not session.revealed(session.phase)

    @property
    def _joined(self) -> int:
        return self.session.joined(len(self.people))

    @property
    def _left(self) -> timedelta | None:
        """How much of the phase is left by the clock; None when nothing is."""
        ends_at = None if self.session.paused else self.session.ends_at
        return ends_at - self.now if ends_at and ends_at > self.now else None


_ANNOUNCING = "It is being announced. Look again in a moment."
_NOBODY = "Nobody has joined yet: give people some minutes, and perhaps say a word of welcome in the channel."
_PAUSED = "Everybody waits. Press “Go on” when it is time, or close gently if this is enough for today."
_LIVE = "What people write appears as it comes. Go on when it has become quiet."
_SHOWN = "What was written is shown. Leave time to read and reply; then go on."
_NOTHING = "People are thinking. Nothing has come yet, and quiet is fine."
_NOTHING_AT_ALL = "The time is up, and nothing has come. Give it more time, or go on."
_HELD = "All that has come is held back. Look through it, and let it through or remove it."
_HELD_SO_FAR = (
    "All that is left of what was looked through is held back. Let it through or remove it, or end the writing to see "
    "what came since, if anything did."
)
_LEFT = (
    f"Fewer than {FEWEST} contributions from {FEWEST_AUTHORS} people are left of those that were looked through. "
    "End the writing to see what came since, if anything did."
)
_LITTLE_YET = "Something has come, and too little to show without telling who wrote it. Give it time."
_LITTLE = "Too little has come to show it without telling who wrote it. Give more time, or ask everybody to agree."
_LITTLE_SHUT = (
    "The writing has ended, and there is too little to show without telling who wrote it. Ask everybody to agree, or "
    "go on without."
)
_ASKED = "Everybody was asked to agree. Once all who wrote something have, you can show it; or go on without."
_AGREED = "Everybody who wrote something agreed: you can show it now."
_ENOUGH_YET = "Enough has come. Let people write until the time is up, or show it when nobody writes any more."
_ENOUGH_SOON = "Enough has come, and the time is nearly up: show it now, or give people five minutes more."
_ENOUGH = "The time is up, and enough has come: show it now."
_SHUT = "The writing has ended, and enough has come: look through it, and show it when you are ready."
_CHECK_OUT = "This is the check-out. Give people a moment for one word, then close: the words are shown if enough came."
