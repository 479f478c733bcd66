"""When a session begins: when somebody presses, at a time, or with a meeting, which it then follows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.chat.commands import Option
from bot.chat.errors import Unclear
from bot.chat.requests import Request
from bot.chat.views import Choice, Line, Moment
from bot.meetings.words import zone_words
from bot.reflection.model import Session, Stage
from bot.reflection.spoken_times import WHEN, read_words, say_time
from bot.support.model import CAP

NOW = "now"
_AT_ONCE = Choice("Now: it begins when you press", NOW)
# A longer title would push the date out of what platforms show of a choice.
_TITLE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Upcoming:
    """A date of a meeting that is to come; `reference` names it for good, however it is moved."""

    reference: str
    title: str
    starts_at: datetime


class Diary(Protocol):
    """The meetings that a session can begin with."""

    async def version(self) -> int:
        """Return a number that is another one whenever a meeting may have changed; quick."""

    async def coming(self, since: datetime, before: datetime) -> Sequence[Upcoming]:
        """List what begins after `since` and before `before`, earliest first, without what is cancelled."""

    async def find(self, reference: str) -> datetime | None:
        """Return when a meeting begins, or began, in UTC, as it is planned now.

        None when it is not held: it was cancelled, its series ended, or `reference` is none.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What was chosen, as it goes into a `Session`; nothing at all means that it begins when somebody presses."""

    starts_at: datetime | None = None
    meeting: str = ""


class Timing:
    """Asks facilitators when their session begins."""

    def __init__(self, diary: Diary, zone: ZoneInfo, now: Callable[[], datetime]) -> None:
        """`zone` is that of the times they write; no platform tells where somebody is."""
        self._diary = diary
        self._zone = zone
        self._now = now

    @property
    def option(self) -> Option:
        """The field of the form; `read` reads what comes back."""
        return Option(
            WHEN,
            "When does it begin? Left empty: when you press",
            required=False,
            complete=self.complete,
            placeholder="tomorrow 15:00, in 20 minutes, or a meeting",
        )

    async def read(self, text: str, lasts: timedelta = timedelta()) -> Planned:
        """Read what was written or chosen, for a session that `lasts` about so long. Raises Unclear, option “when”."""
        text = text.strip()
        if text.casefold() in {"", NOW}:
            return Planned()
        now = self._now()
        planned = await self._meeting(text, now) or self._time(text, now)
        self._check(planned.starts_at or now, now, lasts)
        return planned

    def check_length(self, at: datetime, lasts: timedelta, option: str = WHEN) -> None:
        """Raise Unclear about `option` for a session that begins then and would end by itself before it is over."""
        if at + lasts > self._now() + CAP:
            limit = f"A session ends by itself {CAP.days} days after it is announced"
            hint = "Choose an earlier time, or open the session later." if option == WHEN else _FEWER
            said = f"{limit}, so one that begins on {say_time(at, self._zone)} would not come to its end."
            raise Unclear(said, hint, option=option)

    async def title(self, reference: str) -> str:
        """Name a meeting to come by its title; empty when it is not held."""
        return next((one.title for one in await self._coming(self._now()) if one.reference == reference), "")

    def written(self, at: datetime) -> str:
        """Write a time as `read` reads it."""
        return f"{at.astimezone(self._zone):%Y-%m-%d %H:%M}"

    async def complete(self, typed: str, request: Request) -> list[Choice]:
        """Show how a time is understood, and offer the meetings to come that hold what was typed."""
        del request
        words = typed.casefold().split()
        offered = [Choice(self._label(one), one.reference) for one in await self._coming(self._now())]
        meetings = [one for one in offered if all(word in one.label.casefold() for word in words)]
        at_once = [_AT_ONCE] if NOW.startswith(typed.casefold()) else []
        return [*at_once, *self._understood(typed), *meetings]

    def _understood(self, typed: str) -> list[Choice]:
        """Offer a time that was typed as it was understood, so that nobody is surprised by it."""
        now = self._now()
        try:
            at = read_words(typed, now, self._zone)
            self._check(at, now, timedelta())
        except Unclear:
            return []
        written = self.written(at)
        # Where clocks show an hour twice, what was typed may mean the second one, and a time of day the first.
        same = read_words(written, now, self._zone) == at
        return [Choice(say_time(at, self._zone), written if same else typed)]

    async def _meeting(self, text: str, now: datetime) -> Planned | None:
        """Find the meeting that is meant: by its reference, by how it is offered, or by its title the next one."""
        if at := await self._diary.find(text):
            return Planned(starts_at=at, meeting=text)
        named = text.casefold()
        for one in await self._coming(now):
            if named in {one.title.casefold(), self._label(one).casefold()}:
                return Planned(starts_at=one.starts_at, meeting=one.reference)
        return None

    def _time(self, text: str, now: datetime) -> Planned:
        try:
            return Planned(starts_at=read_words(text, now, self._zone))
        except Unclear:
            # It was chosen, since nobody writes like this.
            if "@" in text and len(text.split()) == 1:
                hint = "Choose another one, or write a time."
                raise Unclear("That meeting is not held any more.", hint, option=WHEN) from None
            raise

    async def _coming(self, now: datetime) -> Sequence[Upcoming]:
        return await self._diary.coming(now, now + CAP)

    def _label(self, one: Upcoming) -> str:
        title = one.title if len(one.title) <= _TITLE else f"{one.title[: _TITLE - 1].rstrip()}…"
        local = one.starts_at.astimezone(self._zone)
        return f"{title}, {local:%a} {local.day} {local:%b}, {local:%H:%M} {zone_words(self._zone.key)}"

    def _check(self, at: datetime, now: datetime, lasts: timedelta) -> None:
        if at <= now:
            hint = "Choose one that is to come, or leave it empty to begin when you press."
            raise Unclear(f"{say_time(at, self._zone)} is over already.", hint, option=WHEN)
        self.check_length(at, lasts)


def outlook(session: Session) -> Line:
    """Say to its facilitators when a session that was announced begins."""
    if session.starts_at and session.meeting:
        return ("It begins with its meeting, ", Moment(session.starts_at), ", and moves with it. ", _SOONER)
    if session.starts_at:
        return ("It begins by itself: ", Moment(session.starts_at), ". ", _SOONER)
    if session.meeting:
        return (f"{CALLED_OFF} {_READY}",)
    return (_READY,)


def announced(session: Session) -> Line:
    """Say to everybody when a session begins, in words that stay true when its meeting moves; empty where it waits."""
    if not session.starts_at or session.stage not in (Stage.DRAFT, Stage.GATHERING):
        return ()
    if session.meeting:
        return ("It begins together with a meeting, planned for ", Moment(session.starts_at), ".")
    return ("It begins ", Moment(session.starts_at), ".")


CALLED_OFF = "The meeting that it was to begin with is not held, or is too late for it: it does not begin by itself."
_FEWER = "Write fewer phases, or choose an earlier time, or a faster pace, first."
_READY = "People can join. Begin when you are ready."
_SOONER = "People can join, and you can begin sooner."
