"""What waits to be shown of a session: whether it is enough, and what facilitators see of it until then; pure.

They see it in lots, each of which could be shown by itself: read one by one as it comes, it would tell who wrote. Which
lot something is in cannot be derived, because papers hold neither time nor order, and because what was taken back must
not let in what came later. So the session keeps what is `listed`, as it is decided when somebody looks: decided when
somebody writes, all who write would wait for one another, and every lot would be as small as it may be.

Of what has come since, nobody learns so much as whether there is any: all that facilitators are told of a phase, and
can find out by pressing, follows from what is `known`.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.chat.errors import Refusal
from bot.reflection import course
from bot.reflection.contributions import FEWEST, FEWEST_AUTHORS, Contribution, Standing
from bot.reflection.course import Moved
from bot.reflection.formats import Showing
from bot.reflection.model import Session, Stage

# What a facilitator counts and looks through: neither what was taken back, nor what was removed.
COUNTED = (Standing.THERE, Standing.HELD)


def hidden_in(session: Session, phase: int, contributions: Collection[Contribution]) -> list[Contribution]:
    """List what waits to be shown of a phase, ordered by random ids."""
    there = {paper for saying in session.sayings for paper in saying.papers}.union(session.late)
    waiting = (one for one in contributions if one.phase == phase and one.standing is Standing.THERE)
    return sorted((one for one in waiting if one.id not in there), key=lambda one: one.id)


def too_few(session: Session, ready: Sequence[Contribution]) -> str:
    """Say why contributions cannot be shown yet, without saying how many there are; empty when they can be."""
    if not ready:
        return "Nothing was contributed yet."
    if session.named or _many(ready) or _agree(session, ready):
        return ""
    return (
        f"It is too early to show them: with fewer than {FEWEST} contributions from {FEWEST_AUTHORS} people, the group "
        "could work out who wrote what. They can be shown if everybody who wrote one agrees."
    )


def too_early(session: Session, phase: int, contributions: Sequence[Contribution]) -> bool:
    """Whether so little is hidden in a phase that to read it would tell who wrote it.

    What a facilitator has held back or removed still counts: it was read among the others.
    """
    if not 0 <= phase < len(session.steps) or session.steps[phase].shows is Showing.LIVE or session.revealed(phase):
        return False
    there = _written(phase, contributions)
    # Those who agreed did so for the phase that runs, and no other.
    asked_here = session if phase == session.phase else replace(session, agreed=())
    return any(one.standing is Standing.THERE for one in there) and bool(too_few(asked_here, there))


def all_agreed(session: Session, ready: Sequence[Contribution]) -> bool:
    """Whether little can be shown only because everybody who wrote it agreed."""
    return not too_few(session, ready) and bool(too_few(replace(session, agreed=()), ready))


def hindrance(session: Session, phase: int, contributions: Sequence[Contribution]) -> str:
    """Say why a phase cannot be shown yet; empty when it can be.

    What facilitators do not know of does not make it enough, or they would learn when it came; it has to have agreed,
    where all have to.
    """
    told = too_few(session, known(session, phase, contributions))
    told = told or too_few(session, hidden_in(session, phase, contributions))
    return _TOO_FEW_LEFT if told and may_grow(session, phase) else told


def hint(session: Session, phase: int) -> str:
    """Say what can be done about a hindrance."""
    if may_grow(session, phase):
        return "End the writing to see what came since, if anything did."
    if session.is_shut:
        return "Ask everybody to agree, or go on without showing anything."
    return "Give it more time, or go on without showing anything."


def known(session: Session, phase: int, contributions: Sequence[Contribution]) -> Sequence[Contribution]:
    """List what waits to be shown of a phase, as far as facilitators may know of it."""
    waiting = hidden_in(session, phase, contributions)
    apart = _apart(session, waiting)
    if not may_grow(session, phase) or _is_lot(session, phase, apart, contributions):
        return waiting
    return [one for one in waiting if one.id in session.listed]


def counted(session: Session, phase: int, contributions: Sequence[Contribution]) -> Sequence[Contribution]:
    """List what facilitators count in a phase, shown or not."""
    told = {one.id for one in known(session, phase, contributions)}
    unknown = {one.id for one in hidden_in(session, phase, contributions)} - told
    return [one for one in _here(phase, contributions) if one.id not in unknown]


def in_view(session: Session, phase: int, contributions: Sequence[Contribution]) -> Sequence[Contribution]:
    """List what facilitators can look through of a phase, in the order of `contributions`."""
    here = _here(phase, contributions)
    if _comes_in_lots(session, phase):
        return [one for one in here if one.standing is Standing.HELD or one.id in session.listed]
    # What is held back was looked at before, when there was enough; nothing new is learnt of it.
    early = too_early(session, phase, contributions)
    return [one for one in here if not (early and one.standing is Standing.THERE)]


def is_unseen(session: Session, phase: int, contributions: Sequence[Contribution]) -> bool:
    """Whether something was written to a phase, and is too little yet to look through any of it."""
    there = bool(known(session, phase, contributions))
    return there and not any(one.standing is Standing.THERE for one in in_view(session, phase, contributions))


def may_grow(session: Session, phase: int) -> bool:
    """Whether facilitators have looked through some of a phase, and what else comes may wait unseen."""
    shut = session.is_shut and phase == session.phase
    return bool(session.listed) and _comes_in_lots(session, phase) and not shut


def looked(session: Session, phase: int, contributions: Sequence[Contribution]) -> Session:
    """List what makes a lot by now; and, once in a phase, all that there is when its time is up.

    Time is up once only, however often it is given more: else each time would let in what had come since the last. So
    it is, too, where too little is left of what was listed: else the one that makes it enough would be seen to come.
    """
    if not _comes_in_lots(session, phase):
        return session
    apart = _apart(session, hidden_in(session, phase, contributions))
    up, early = _is_time_up(session, phase), too_early(session, phase, contributions)
    after = replace(session, rested=phase) if up and (session.listed or not early) else session
    # Who had written before it was shut may have been read by nobody yet.
    lists = session.shut == phase or (up and not early) or _is_lot(session, phase, apart, contributions)
    return _listed(after, apart) if lists else after


def shut(session: Session, phase: int, contributions: Sequence[Contribution]) -> Session:
    """Let nobody write to a phase any more, and list all there is; pressed twice, it is shut once."""
    course.check_running(session, phase)
    if session.is_shut:
        return session
    if not _comes_in_lots(session, phase):
        raise Moved
    if not session.listed and (why := hindrance(session, phase, contributions)):
        raise Refusal(why, hint(session, phase))
    ended = replace(session, shut=phase)
    return course.changed(course.asked_anew(_listed(ended, _apart(ended, hidden_in(ended, phase, contributions)))))


def _listed(session: Session, apart: Sequence[Contribution]) -> Session:
    ids = tuple(sorted({*session.listed, *(one.id for one in apart)}))
    return session if ids == session.listed else replace(session, listed=ids)


def _comes_in_lots(session: Session, phase: int) -> bool:
    """Whether a phase is hidden, and the one that is written to just now."""
    if session.named or not 0 <= phase < len(session.steps) or session.steps[phase].shows is Showing.LIVE:
        return False
    if phase == session.follow_up:
        return session.tried_at is not None
    return session.current is not None and phase == session.phase and not session.revealed(phase)


def _is_time_up(session: Session, phase: int) -> bool:
    up = session.stage is Stage.RUNNING and not session.paused and session.ends_at is None
    return up and session.phase == phase != session.rested


def _is_lot(session: Session, phase: int, apart: Sequence[Contribution], contributions: Sequence[Contribution]) -> bool:
    """Whether some may be read together by themselves, or all who wrote to the phase agreed that little is shown."""
    return bool(apart) and (
        _many(apart) or (phase == session.phase and _agree(session, _written(phase, contributions)))
    )


def _apart(session: Session, waiting: Sequence[Contribution]) -> Sequence[Contribution]:
    return [one for one in waiting if one.id not in session.listed]


def _written(phase: int, contributions: Sequence[Contribution]) -> Sequence[Contribution]:
    return [one for one in contributions if one.phase == phase and one.standing is not Standing.WITHDRAWN]


def _here(phase: int, contributions: Sequence[Contribution]) -> Sequence[Contribution]:
    return [one for one in contributions if one.phase == phase and one.standing in COUNTED]


def _many(some: Sequence[Contribution]) -> bool:
    return len(some) >= FEWEST and len({one.by for one in some}) >= FEWEST_AUTHORS


def _agree(session: Session, some: Sequence[Contribution]) -> bool:
    return {one.by for one in some} <= set(session.agreed)


_TOO_FEW_LEFT = (
    f"It is too early to show them: fewer than {FEWEST} contributions from {FEWEST_AUTHORS} people are left of those "
    "that were looked through, and the group could work out who wrote what."
)
