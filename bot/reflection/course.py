"""The course of a session: what moves it on, and what may be contributed and shown at each point of it.

Everything here is pure: a session in, a session or a sentence out. Whoever presses first moves it; a second press finds
it moved, and says so.
"""

import random
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat.errors import Refusal
from bot.reflection.formats import Phase, Showing, Speaker
from bot.reflection.model import (
    FEWEST,
    FEWEST_AUTHORS,
    MOST_ALL,
    MOST_EACH,
    Contribution,
    Participant,
    Reveal,
    Session,
    Stage,
    Standing,
)
from bot.support.model import KEEP

_MOVED = "Somebody was quicker: the session has moved on already."
_LOOK = "Type /sessions to see where it is."
_QUESTION = re.compile(r"[?？؟]\s*$")


class Moved(Refusal):
    """Two facilitators pressed at once, or a button is older than what it stands under."""

    def __init__(self) -> None:
        super().__init__(_MOVED, _LOOK)


def begin(session: Session, now: datetime) -> Session:
    """Start the first phase."""
    if session.stage is not Stage.GATHERING:
        raise Moved
    return _enter(replace(session, stage=Stage.RUNNING, starts_at=None), 0, now)


def advance(session: Session, phase: int, now: datetime) -> Session:
    """Go on from `phase`, which the button was pressed in, to the next one, or to the check-out after the last."""
    if session.stage is not Stage.RUNNING or session.phase != phase:
        raise Moved
    if phase + 1 < len(session.format.phases):
        return _enter(session, phase + 1, now)
    return replace(session, stage=Stage.CLOSING, ends_at=None, left=None, agreed=())


def extend(session: Session, phase: int, by: timedelta, now: datetime) -> Session:
    """Give a phase more time, counted from its end, or from now when that has passed."""
    _check_running(session, phase)
    if session.left is not None:
        return replace(session, left=session.left + by)
    return replace(session, ends_at=max(session.ends_at or now, now) + by)


def pause(session: Session, now: datetime) -> Session:
    """Stop the clock for everyone; nothing is contributed until it goes on."""
    if session.stage is not Stage.RUNNING:
        raise Moved
    if session.left is not None:
        raise Refusal("The session is paused already.", "Press “Go on” when you are ready.")
    return replace(session, left=max((session.ends_at or now) - now, timedelta()))


def go_on(session: Session, now: datetime) -> Session:
    """Let the clock run on with what was left."""
    if session.stage is not Stage.RUNNING or session.left is None:
        raise Moved
    return replace(session, ends_at=now + session.left, left=None)


def close(session: Session, now: datetime) -> Session:
    """End a session, from wherever it is; it is kept for as long as a case that was closed."""
    if session.stage is Stage.CLOSED:
        raise Moved
    ended = replace(session, stage=Stage.CLOSED, starts_at=None, ends_at=None, left=None)
    # Something is to be asked afterwards, see `bot.reflection.planner`.
    return replace(ended, look_at=now, close_at=None, shred_at=now + KEEP)


def passed(session: Session, now: datetime) -> Session:
    """Do what time alone does: a planned session begins, a clock that ran out stands, and an old session ends.

    Nothing moves on to another phase by itself, because facilitators see who still writes.
    """
    if session.close_at and session.close_at <= now:
        return close(session, now)
    if session.stage is Stage.GATHERING and session.starts_at and session.starts_at <= now:
        return replace(begin(session, now), look_at=now)
    if session.ends_at and session.ends_at <= now and not session.paused:
        session = replace(session, ends_at=None)
    if session.look_at and session.look_at <= now:
        session = replace(session, look_at=None)
    return session


def reveal(session: Session, phase: int, contributions: Sequence[Contribution], chance: random.Random) -> Session:
    """Show what was contributed to a phase, in an order that says nothing; refuses while that would tell too much."""
    _check_running(session, phase)
    if session.revealed(phase):
        raise Moved
    ready = sealed_in(phase, contributions)
    if why := too_few(session, ready):
        raise Refusal(why, "Give it more time, or go on without showing anything.")
    order = [one.id for one in ready]
    chance.shuffle(order)
    return replace(session, reveals=(*session.reveals, Reveal(phase=phase, order=tuple(order))))


def too_few(session: Session, ready: Sequence[Contribution]) -> str:
    """Say why contributions cannot be shown yet, without saying how many there are; empty when they can be."""
    if not ready:
        return "Nothing was contributed yet."
    authors = {one.by for one in ready}
    enough = len(ready) >= FEWEST and len(authors) >= FEWEST_AUTHORS
    if session.named or enough or authors <= set(session.agreed):
        return ""
    return (
        f"It is too early to show them: with fewer than {FEWEST} contributions from {FEWEST_AUTHORS} people, the group "
        "could work out who wrote what. They can be shown if everybody who wrote one agrees."
    )


def sealed_in(phase: int, contributions: Collection[Contribution]) -> list[Contribution]:
    """List what waits to be shown of a phase, ordered by random ids."""
    waiting = [one for one in contributions if one.phase == phase and one.standing is Standing.SEALED]
    return sorted(waiting, key=lambda one: one.id)


def followed(session: Session, phase: int, contributions: Sequence[Contribution], chance: random.Random) -> Session:
    """Let follow what waits of a phase that was shown before: it came at the last moment, or was held till now."""
    late = [one.id for one in sealed_in(phase, contributions) if not shown(session, one)]
    if not late or not session.revealed(phase):
        return session
    chance.shuffle(late)
    reveals = (replace(one, order=(*one.order, *late)) if one.phase == phase else one for one in session.reveals)
    return replace(session, reveals=tuple(reveals))


def shown(session: Session, one: Contribution) -> bool:
    """Whether everybody may see a contribution."""
    if one.standing not in (Standing.SEALED, Standing.SHOWN):
        return False
    live = session.format.phases[one.phase].shows is Showing.LIVE
    return live or any(one.id in reveal.order for reveal in session.reveals if reveal.phase == one.phase)


def check_shown(session: Session, one: Contribution) -> None:
    """Raise `Refusal` about a contribution that not everybody may see."""
    if not shown(session, one):
        raise Refusal("That cannot be seen just now.", _LOOK)


def resonated(session: Session, one: Contribution, mark: str) -> Contribution:
    """Let a contribution touch somebody, or no longer when it did."""
    check_shown(session, one)
    if one.by == mark:
        raise Refusal("You wrote that yourself.", "Press it where somebody else’s words touch you.")
    return replace(one, resonates=one.resonates ^ {mark})


def agreed(session: Session, phase: int, mark: str) -> Session:
    """Note that somebody agrees to show a phase in which little was written."""
    _check_running(session, phase)
    return session if mark in session.agreed else replace(session, agreed=(*session.agreed, mark))


def check_contribution(
    session: Session, phase: int, who: Participant | None, text: str, *, mine: int = 0, total: int = 0
) -> None:
    """Raise `Refusal` when somebody may not contribute `text` to `phase`, for which the form was opened.

    `mine` is what they contributed to it already, `total` what everybody did to the session.
    """
    if who is None:
        hint = "Press “Join” under its announcement; the ground rules are there."
        raise Refusal("You are not in this session yet.", hint)
    current = session.current
    if current is None or session.phase != phase:
        raise Refusal("That phase is over.", "Your words are below; you may use them in the phase that runs now.")
    if session.paused:
        raise Refusal("The session is paused for everyone.", "Take a breath. You can contribute when it goes on.")
    if current.shows is Showing.REVEAL and session.revealed(phase):
        raise Refusal("What was written in this phase has been shown already.", "Wait for the next one.")
    if not may_speak(current, who):
        raise Refusal(_turn(current, who), "Your turn comes.")
    if mine >= MOST_EACH or total >= MOST_ALL:
        raise Refusal("That is as much as this phase can hold from one person.", "Leave some room for the others.")
    if current.questions and not _QUESTION.search(text):
        raise Refusal("Only questions are asked in this round.", "Turn it into a question that ends with a “?”.")


def may_speak(phase: Phase, who: Participant) -> bool:
    """Whether it is somebody's turn in a phase."""
    match phase.who:
        case Speaker.EVERYONE:
            return True
        case Speaker.OTHERS:
            return who.part is Speaker.EVERYONE
        case wanted:
            return who.part is wanted


def band(count: int) -> str:
    """Say how many there are without saying it exactly."""
    for most, words in ((0, "nobody yet"), (4, "fewer than 5"), (9, "5 to 9"), (19, "10 to 19"), (49, "20 to 49")):
        if count <= most:
            return words
    return "50 or more"


def _enter(session: Session, phase: int, now: datetime) -> Session:
    ends_at = now + session.format.phases[phase].length(days=session.days)
    return replace(session, phase=phase, ends_at=ends_at, left=None, agreed=())


def _check_running(session: Session, phase: int) -> None:
    if session.stage is not Stage.RUNNING or session.phase != phase:
        raise Moved


def _turn(phase: Phase, who: Participant) -> str:
    if phase.who is Speaker.OTHERS:
        return "In this phase you sit back and listen, because the others think about what you brought."
    if who.part is not Speaker.EVERYONE:
        return "Just now, it is somebody else's turn to tell."
    return "Just now, only whoever brought the case writes; the others listen."
