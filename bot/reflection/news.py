"""What those who lead a session are told in private: who leads it, that a time is up, that something stands nowhere."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from bot.chat.calls import call
from bot.chat.requests import Account, Address
from bot.chat.views import Actions, Button, Line, Strong, Text, Tone
from bot.delivery.composers import Composer, Said, Unsaid, Words
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Delivery, Draft, State
from bot.reflection.leading import UNNAMED, Leading
from bot.reflection.model import Session, Stage
from bot.reflection.postings import Posting, postings
from bot.reflection.sessionbook import SessionBook
from bot.support.vault import LockedAway, Shredded

# Kept in the database: do not rename.
LEAD = "session-lead"
# Who leads matters for days; that a time was up does not.
_EXPIRES = timedelta(days=2)
_TIME_EXPIRES = timedelta(hours=2)


class Why(StrEnum):
    """What they are told of."""

    ADDED = "added"
    HANDED = "handed"
    LEFT = "left"
    TAKEN = "taken"
    TIME = "time"
    UNPOSTED = "unposted"


class News:
    """Writes to those who lead a session, at the account by which they do; nothing it says tells who wrote anything."""

    def __init__(self, book: SessionBook, leading: Leading, letterbox: Letterbox, now: Callable[[], datetime]) -> None:
        self._book = book
        self._leading = leading
        self._letterbox = letterbox
        self._now = now

    def composers(self) -> Mapping[str, Composer]:
        return {LEAD: self._compose}

    async def tell(
        self, session: Session, why: Why, which: str, to: Sequence[Account], by: Account | None = None
    ) -> None:
        """Tell some of them; `which` tells one piece of news from another of its kind, the same is told once.

        `by` is who did what they are told of, which is done once at a time: the key must not name them.
        """
        now = self._now()
        which = f"{which}.{now:%Y%m%dT%H%M%S}" if by else which
        expires_at = now + (_TIME_EXPIRES if why is Why.TIME and not session.days else _EXPIRES)
        await self._letterbox.put(
            *(
                Draft(
                    key=f"{LEAD}/{session.id}/{why}/{which}/{account}",
                    kind=LEAD,
                    payload=f"{why}.{session.id}.{which}{f' {by}' if by else ''}",
                    to=Address.of(account),
                    due_at=now,
                    expires_at=expires_at,
                    about=session.id,
                )
                for account in to
            )
        )

    async def time_up(self, session: Session, now: datetime) -> None:
        """Tell all of them, once for each end it was given, that the time of a phase is up by the clock."""
        if session.stage is Stage.RUNNING and session.ends_at and session.ends_at <= now and not session.paused:
            which = f"{session.phase}.{session.ends_at:%Y%m%dT%H%M%S}"
            await self.tell(session, Why.TIME, which, await self._known(session))

    async def unposted(self, session: Session) -> None:
        """Tell all of them, once for each channel until it works again, that something cannot be said there."""
        for one in postings(session, await self._letterbox.about(session.id)):
            if one.since is not None:
                await self.tell(session, Why.UNPOSTED, _which(one), await self._known(session))

    async def _compose(self, delivery: Delivery, now: datetime) -> Said:
        what, _, by = delivery.payload.partition(" ")
        why, session_id, which = what.split(".", 2)
        try:
            session = await self._book.find(session_id)
        except (Shredded, LockedAway):
            return _NO_NEED
        line = await self._worded(session, Why(why), which, by, now)
        if not line or not any(Address.of(one) == delivery.to for one in _accounts(session)):
            return _NO_NEED
        panel = Button("Open its panel", call("session-panel", session=session.id), Tone.PRIMARY)
        return Words((Text(line), Actions((panel,))))

    async def _worded(self, session: Session, why: Why, which: str, by: str, now: datetime) -> Line:
        """Say it as things stand now; nothing at all when it holds no longer."""
        about = Strong(session.topic)
        number = which.partition(".")[0]
        match why:
            case Why.TIME:
                return _time(session, int(number), now)
            case Why.UNPOSTED:
                found = postings(session, await self._letterbox.about(session.id))[int(number)]
                there = ("Something of the session ", about, f" cannot be posted in {found.where}: {found.reason} ")
                return () if found.since is None else (*there, _ELSEWHERE if len(session.places) > 1 else "")
            case Why.ADDED:
                return (await self._name(by), " asked you to lead the session ", about, " together with them.")
            case Why.HANDED:
                return (await self._name(by), " handed the session ", about, " over to you: you lead it now.")
            case Why.LEFT:
                return (await self._name(by), " does not lead the session ", about, " any more. You still do.")
            case Why.TAKEN:
                return (await self._name(by), " leads the session ", about, " now. You can still do so, too.")

    async def _known(self, session: Session) -> Sequence[Account]:
        """List those who lead it and are facilitators still, as far as is known."""
        known = await self._leading.known()
        return [one for one in _accounts(session) if any(map(one.same, known))]

    async def _name(self, account: str) -> str:
        name = (await self._leading.called()).get(account, UNNAMED)
        return f"{name[:1].upper()}{name[1:]}"


def _which(there: Posting) -> str:
    """Name a trouble in a channel, which is another one once everything was said anew there."""
    return ".".join(map(str, (there.place, there.since, *((there.round,) if there.round else ()))))


def _time(session: Session, phase: int, now: datetime) -> Line:
    """Speak of a time that is up, unless it was given more since, or has moved on."""
    more = session.ends_at is not None and session.ends_at > now
    if session.stage is not Stage.RUNNING or session.phase != phase or more or session.paused:
        return ()
    title = session.steps[phase].title
    return ("The time for “", title, "” in the session ", Strong(session.topic), " is up. ", _GUIDE)


def _accounts(session: Session) -> tuple[Account, ...]:
    return tuple(map(Account.parse, session.facilitators))


_NO_NEED = Unsaid(State.UNWANTED, "It is so no longer.")
_GUIDE = "Nothing moves on until one of you presses."
_ELSEWHERE = "It goes on elsewhere."
