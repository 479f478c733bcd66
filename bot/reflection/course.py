"""The course of a session: what moves it on.

Everything here is pure: a session in, a session or a sentence out. Whoever presses first moves it; a second press finds
it moved, and says so.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.chat.errors import Refusal
from bot.reflection.contributions import Participant
from bot.reflection.formats import Showing, Speaker
from bot.reflection.model import DRAFTS, Saying, Seat, Session, Stage, Told
from bot.reflection.parts import in_quotes
from bot.support.model import CAP, KEEP

# What has buttons for the phase that runs.
_ASKS = frozenset({Told.PHASE, Told.ASKED})
_MOVED = "Somebody was quicker: the session has moved on already."
LOOK = "Type /sessions to see where it is."


# Later than this after its time, a session does not begin by itself: people have gone.
LATE = timedelta(minutes=30)


class Waits(StrEnum):
    """Why a session does not begin by itself at its time."""

    NOBODY = "nobody"
    LATE = "late"
    SEAT = "seat"


class Moved(Refusal):
    """Two facilitators pressed at once, or a button is older than what it stands under."""

    def __init__(self) -> None:
        super().__init__(_MOVED, LOOK)


def announced(session: Session, now: datetime) -> Session:
    """Let everybody see a draft, and join."""
    if session.stage is not Stage.DRAFT:
        raise Moved
    if not session.format.phases:
        raise Refusal("It has no phases yet.", "Press “Write its phases” first.")
    # Its key is as old as the draft, and no older than `CAP` and `KEEP` when it is destroyed.
    opened = min(session.shred_at - DRAFTS, now) if session.shred_at else now
    return changed(replace(session, stage=Stage.GATHERING, shred_at=None, close_at=opened + CAP))


def begin(session: Session, now: datetime) -> Session:
    """Start the first phase."""
    if session.stage is not Stage.GATHERING:
        raise Moved
    if session.empty_seats:
        things = [session.format.thing(part) for part in session.empty_seats]
        hint = f"It takes {in_quotes([f'I’ll bring {thing}' for thing in things])} under the announcement."
        raise Refusal(f"Nobody has offered to bring {' or '.join(things)} yet.", hint)
    return _enter(replace(session, stage=Stage.RUNNING, starts_at=None), 0, now)


def advance(session: Session, phase: int, now: datetime) -> Session:
    """Go on from `phase`, which the button was pressed in, to the next one; after the last, to the check-out."""
    if session.stage is not Stage.RUNNING or session.phase != phase:
        raise Moved
    if session.paused:
        raise Refusal("The session is paused for everyone.", "Press “Go on” first.")
    if phase + 1 < len(session.format.phases):
        return _enter(session, phase + 1, now)
    return replace(_enter(session, phase + 1, now), stage=Stage.CLOSING, ends_at=None)


def extend(session: Session, phase: int, by: timedelta, now: datetime) -> Session:
    """Give a phase more time, counted from its end, or from now when that has passed."""
    check_running(session, phase)
    if session.stage is not Stage.RUNNING:
        # The check-out has no clock.
        raise Moved
    if session.left is not None:
        return replace(session, left=session.left + by)
    return replace(session, ends_at=max(session.ends_at or now, now) + by)


def pause(session: Session, now: datetime) -> Session:
    """Stop the clock for everyone; nothing is contributed until it goes on."""
    if session.current is None:
        raise Moved
    if session.left is not None:
        raise Refusal("The session is paused already.", "Press “Go on” when you are ready.")
    stopped = replace(session, left=max((session.ends_at or now) - now, timedelta()))
    return say(asked_anew(stopped), Saying(kind=Told.PAUSED, phase=session.phase))


def go_on(session: Session, now: datetime) -> Session:
    """Let the clock run on with what was left."""
    if session.current is None or session.left is None:
        raise Moved
    ends_at = now + session.left if session.stage is Stage.RUNNING else None
    going = replace(session, ends_at=ends_at, left=None)
    return say(asked_anew(going), Saying(kind=Told.GOING_ON, phase=session.phase))


def close(session: Session, now: datetime, *, gently: bool = False, farewell: str = "") -> Session:
    """End a session, from wherever it is; it is kept for as long as a case that was closed."""
    if session.stage in (Stage.DRAFT, Stage.CLOSED):
        raise Moved
    ended = replace(session, stage=Stage.CLOSED, starts_at=None, ends_at=None, left=None, gently=gently)
    # One that ends late, because the bot was away, is not kept for longer than its key.
    over = replace(ended, farewell=farewell, close_at=None, shred_at=min(now, session.close_at or now) + KEEP)
    return say(_anew(over, lambda _: True), Saying(kind=Told.CLOSED, phase=session.phase))


def is_time(session: Session, now: datetime) -> bool:
    """Whether the time has come at which a session was to begin by itself."""
    return session.stage is Stage.GATHERING and session.starts_at is not None and session.starts_at <= now


def waits(session: Session, now: datetime, joined: int) -> Waits | None:
    """Say why a session whose time has come does not begin by itself; None when it does, or it is too early."""
    if session.starts_at is None or not is_time(session, now):
        return None
    if now > session.starts_at + LATE:
        return Waits.LATE
    if session.empty_seats:
        return Waits.SEAT
    return None if joined else Waits.NOBODY


def passed(session: Session, now: datetime, *, joined: int) -> Session:
    """Do what time alone does: a planned session begins, and a clock that ran out stands.

    One that nobody joined, or that is too late, waits for its facilitators, and follows no meeting any more. Nothing
    moves on to another phase by itself, because facilitators see who still writes.
    """
    if waits(session, now, joined):
        return reannounced(replace(session, starts_at=None, meeting=""))
    if is_time(session, now):
        return begin(session, now)
    if session.ends_at and session.ends_at <= now and not session.paused:
        return replace(session, ends_at=None)
    return session


def say(session: Session, *sayings: Saying) -> Session:
    """Add what is to be said next in the channels."""
    return changed(replace(session, sayings=(*session.sayings, *sayings)))


def changed(session: Session) -> Session:
    """Note that something is to be seen in the channels; see `looked`."""
    return replace(session, changes=session.changes + 1)


def asked_anew(session: Session) -> Session:
    """Let what asks for contributions be said as things stand now, when next something is said."""
    return _anew(session, lambda saying: saying.kind in _ASKS and saying.phase == session.phase)


def looked(session: Session, changes: int, again: datetime | None) -> Session:
    """Note that what had changed by then is to be seen now, or that it is to be looked at `again`."""
    if session.changes != changes or session.look_at == again:
        return session
    return replace(session, look_at=again, seen=changes)


def seated(session: Session, seat: Seat) -> Session:
    """Give a part to whoever asks for it first."""
    if session.stage is not Stage.GATHERING or seat.part not in session.format.presenters:
        raise Moved
    if (mine := session.part(seat.mark)) is not Speaker.EVERYONE:
        hint = "You can let somebody else do that until it begins; /sessions has the button."
        raise Refusal(f"You bring {session.format.thing(mine)} already.", hint)
    if seat.part not in session.empty_seats:
        others = " or ".join(session.format.thing(part) for part in session.empty_seats)
        hint = f"You could bring {others}." if others else "You can be one of those who listen and reflect."
        raise Refusal(f"Somebody else brings {session.format.thing(seat.part)} this time.", hint)
    return reannounced(replace(session, seats=(*session.seats, seat)))


def unseated(session: Session, mark: str) -> Session:
    """Let somebody give their part back, while the session has not begun."""
    if (part := session.part(mark)) is Speaker.EVERYONE or session.stage is Stage.CLOSED:
        raise Moved
    if session.stage is not Stage.GATHERING:
        hint = "You need not write, and need not say why: press “Pass”, and the facilitators go on."
        raise Refusal("The session has begun, so nobody else can take your part.", hint)
    return freed(session, part)


def freed(session: Session, part: Speaker) -> Session:
    """Take a part from whoever has it, so that somebody else can have it, while the session has not begun."""
    if session.stage is not Stage.GATHERING or all(seat.part is not part for seat in session.seats):
        raise Moved
    return reannounced(replace(session, seats=tuple(seat for seat in session.seats if seat.part is not part)))


def check_leaving(session: Session) -> None:
    """Raise `Refusal` when there is nothing left to leave."""
    if session.stage in (Stage.DRAFT, Stage.CLOSED):
        raise Refusal("That session is over, so there is nothing to leave any more.")


def left(session: Session, who: Participant, people: int) -> Session:
    """Let somebody be gone, who was one of so many, so that nobody can tell from what is told of the others.

    Their part is free for somebody else while the session has not begun; then it waits for them, as if they passed.
    """
    check_leaving(session)
    has_part = session.part(who.mark) is not Speaker.EVERYONE
    without = unseated(session, who.mark) if has_part and session.stage is Stage.GATHERING else session
    passed = without.passed + (without.phase in who.passed)
    return replace(without, most=max(without.most, people), passed=passed)


def check_running(session: Session, phase: int) -> None:
    """Raise `Moved` when another phase runs, or none."""
    if session.current is None or session.phase != phase:
        raise Moved


def band(count: int) -> str:
    """Say how many there are without saying it exactly."""
    for most, words in ((0, "nobody yet"), (4, "fewer than 5"), (9, "5 to 9"), (19, "10 to 19"), (49, "20 to 49")):
        if count <= most:
            return words
    return "50 or more"


def is_live(session: Session) -> bool:
    """Whether what is written now appears at once."""
    return session.current is not None and session.current.shows is Showing.LIVE


def reannounced(session: Session) -> Session:
    """Let the announcement say how things stand."""
    return changed(_anew(session, lambda saying: saying.kind is Told.ANNOUNCED))


def _enter(session: Session, phase: int, now: datetime) -> Session:
    """Go to a step; what was asked for before cannot be done any more."""
    ends_at = now + session.steps[phase].length(days=session.days)
    before = reannounced(session) if session.seats and phase == 0 else session
    entered = replace(asked_anew(before), phase=phase, ends_at=ends_at, left=None, agreed=(), listed=(), passed=0)
    return say(entered, Saying(kind=Told.PHASE, phase=phase))


def _anew(session: Session, which: Callable[[Saying], bool]) -> Session:
    """Let some sayings be said anew, as things stand now."""
    return replace(
        session,
        sayings=tuple(replace(one, edits=one.edits + 1) if which(one) else one for one in session.sayings),
    )
