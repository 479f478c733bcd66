"""What of a session is shown, when, and in which order: pure, and saying nothing of who wrote something."""

import random
from collections.abc import Sequence
from dataclasses import replace

from bot.chat.calls import call
from bot.chat.errors import Refusal
from bot.chat.views import Button
from bot.reflection import course
from bot.reflection.admission import check_phase
from bot.reflection.contributions import Contribution, Standing
from bot.reflection.course import LOOK, Moved
from bot.reflection.formats import LONGEST_THING, Showing, Speaker
from bot.reflection.model import Saying, Session, Told
from bot.reflection.waiting import hidden_in, hindrance, hint, known, may_grow, too_few
from bot.support.paging import lots
from bot.support.telling import told

# What stands above a contribution, at its longest; and above one that is recognised by what its author brought.
_WIDEST = "0000, to 0000, by somebody with quite a long name"
_WIDEST_TOLD = f"by somebody with quite a long name, who brought {'i' * LONGEST_THING}, answers 0000 (0000)"
# As many words of a check-out, at their longest, are less than what a paragraph holds.
_ON_A_LINE = 50
_BUTTON = Button("This resonates (fewer than 5)", call("session-resonate", session="0" * 16, paper="0" * 16))


def reveal(session: Session, phase: int, contributions: Sequence[Contribution], chance: random.Random) -> Session:
    """Show what was contributed to a phase, in an order that says nothing; refuses while that would tell too much."""
    course.check_running(session, phase)
    if session.revealed(phase) or session.steps[phase].shows is Showing.LIVE:
        raise Moved
    if why := hindrance(session, phase, contributions):
        raise Refusal(why, hint(session, phase))
    return _show(course.asked_anew(session), phase, hidden_in(session, phase, contributions), chance)


def ask(session: Session, phase: int, contributions: Sequence[Contribution]) -> Session:
    """Ask everybody, once in a phase, whether the little that was written may be shown.

    Everybody reads that it is little, so nobody is asked while more may have come that facilitators cannot know of.
    """
    course.check_running(session, phase)
    hindered = not session.revealed(phase) and bool(hindrance(session, phase, contributions))
    if hindered and may_grow(session, phase):
        raise Refusal(
            "More may have come since it was looked through, so nobody can say yet that it is little.",
            "End the writing first. If it is too little then, you can ask everybody to agree.",
        )
    if not hindered or not known(session, phase, contributions):
        raise Refusal("Nobody needs to agree just now.", "Look at the panel again to see how it stands.")
    if asked(session):
        raise Refusal("Everybody was asked in this phase already.", "Whoever wrote something can still agree.")
    return course.say(session, Saying(kind=Told.ASKED, phase=phase))


def asked(session: Session) -> bool:
    """Whether everybody was asked in the phase that runs."""
    return any(one.kind is Told.ASKED and one.phase == session.phase for one in session.sayings)


def agreed(session: Session, phase: int, mark: str) -> Session:
    """Note that somebody agrees to show a phase in which little was written."""
    check_phase(session, phase)
    return session if mark in session.agreed else replace(session, agreed=(*session.agreed, mark))


def asked_again(session: Session, mark: str) -> Session:
    """Let somebody who writes more be asked again: what they agreed to holds for what they had written by then."""
    if mark not in session.agreed:
        return session
    return replace(session, agreed=tuple(one for one in session.agreed if one != mark))


def late(session: Session, one: Contribution) -> Session:
    """Decide that something came too late to be shown, unless it is by now, or facilitators have it to look through."""
    there = one.id in session.listed or any(one.id in saying.papers for saying in session.sayings)
    return session if there else replace(session, late=(*session.late, one.id))


def gathered(session: Session, contributions: Sequence[Contribution], chance: random.Random) -> Session:
    """Show what need not wait: it is said live, it answers what was shown, or the others of its phase were shown.

    Where those were few, and shown because all who wrote them agreed, what others wrote comes too late.
    """
    for phase, step in enumerate(session.steps):
        waiting = hidden_in(session, phase, contributions)
        at_once = step.shows is Showing.LIVE or session.revealed(phase)
        ready = [one for one in waiting if at_once or one.answers]
        if step.shows is not Showing.LIVE and (apart := [one for one in ready if not one.answers]):
            among = [one for one in contributions if one.id in session.order(phase) and not one.answers]
            if too_few(session, [*among, *apart]):
                session = replace(session, late=(*session.late, *(one.id for one in apart)))
                ready = [one for one in ready if one.answers]
        if ready:
            session = _show(session, phase, ready, chance)
    return session


def parted(session: Session, contributions: Sequence[Contribution], chance: random.Random) -> Session:
    """Show the words of the check-out as a session closes, if they are enough; otherwise nothing is said of them."""
    if session.phase != session.check_out or session.paused:
        return session
    ready = hidden_in(session, session.check_out, contributions)
    return session if too_few(session, ready) else _show(session, session.check_out, ready, chance)


def tried(session: Session, contributions: Sequence[Contribution], chance: random.Random) -> Session:
    """Show what people tried since, if it is enough, and let that be settled: nobody is asked any more."""
    if session.tried_at is None:
        return session
    ready = hidden_in(session, session.follow_up, contributions)
    over = replace(session, tried=True)
    # Those who agreed did so for the phase that ran last, and not for this.
    return over if too_few(replace(session, agreed=()), ready) else _show(over, session.follow_up, ready, chance)


def shown(session: Session, one: Contribution) -> bool:
    """Whether everybody may see a contribution."""
    return one.standing is Standing.THERE and any(one.id in saying.papers for saying in session.sayings)


def may_follow(session: Session, one: Contribution) -> bool:
    """Whether what was held back may be seen again: once a session is over, only what everybody saw, or tried since."""
    there = any(one.id in saying.papers for saying in session.sayings)
    return session.current is not None or there or one.phase == session.follow_up


def check_shown(session: Session, one: Contribution) -> None:
    """Raise `Refusal` about a contribution that not everybody may see."""
    if not shown(session, one):
        raise Refusal("That cannot be seen just now.", LOOK)


def resonated(session: Session, one: Contribution, mark: str) -> Contribution:
    """Let a contribution touch somebody, or no longer when it did."""
    check_shown(session, one)
    if one.by == mark:
        raise Refusal("You wrote that yourself.", "Press it where somebody else’s words touch you.")
    return replace(one, resonates=one.resonates ^ {mark})


def touched(session: Session, paper_id: str) -> Session:
    """Let a message be said anew because something about a contribution in it changed; nothing, when it is in none."""
    if not any(paper_id in one.papers for one in session.sayings):
        return session
    sayings = (replace(one, edits=one.edits + 1) if paper_id in one.papers else one for one in session.sayings)
    return course.changed(replace(session, sayings=tuple(sayings)))


def _show(session: Session, phase: int, ready: Sequence[Contribution], chance: random.Random) -> Session:
    """Put what is ready into messages, as few as every platform can bear, which stay together from then on."""
    shuffled = _shuffled(ready, chance)
    start, sayings = 0, list[Saying]()
    for length in _lots(session, phase, shuffled):
        papers = tuple(one.id for one in shuffled[start : start + length])
        sayings.append(Saying(kind=Told.SHOWN, phase=phase, papers=papers))
        start += length
    return course.say(session, *sayings)


def _shuffled(ready: Sequence[Contribution], chance: random.Random) -> Sequence[Contribution]:
    """Mix contributions, but let what is recognised as one person’s keep its order, as a story needs it."""
    mixed = [*ready]
    chance.shuffle(mixed)
    told = iter(sorted((one for one in mixed if _is_told(one)), key=lambda one: (one.part, one.phase, one.number)))
    return [next(told) if _is_told(one) else one for one in mixed]


def _is_told(one: Contribution) -> bool:
    return one.part is not Speaker.EVERYONE


def _lots(session: Session, phase: int, shuffled: Sequence[Contribution]) -> Sequence[int]:
    """Say how many contributions stand in each message; the words of a check-out stand on one line as long as it fits.

    The others stay as they are when somebody takes theirs back, so that nobody can tell whose it was.
    """
    if phase != session.check_out:
        return lots([told(_WIDEST_TOLD if _is_told(one) else _WIDEST, one.text, _BUTTON) for one in shuffled])
    full, rest = divmod(len(shuffled), _ON_A_LINE)
    return [*[_ON_A_LINE] * full, *([rest] if rest else [])]
