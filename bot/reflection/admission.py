"""What may be contributed to a session, by whom, at each point of its course."""

from bot.chat.errors import Refusal, Unclear
from bot.reflection.contributions import MOST_ALL, MOST_EACH, Participant
from bot.reflection.formats import Phase
from bot.reflection.model import TRIED, Session, Stage
from bot.reflection.turns import check_question, check_turn

# A check-out has so many characters at most.
WORD = 40


class Outside(Refusal):
    """Whoever presses never joined the session, or has left it; which of the two is kept nowhere."""

    def __init__(self) -> None:
        hint = "To take part, press “Join” under its announcement, which stands there until the check-out."
        super().__init__("You are not in this session.", hint)


def check_contribution(
    session: Session,
    phase: int,
    who: Participant | None,
    text: str,
    *,
    mine: int = 0,
    total: int = 0,
    answers: bool = False,
) -> None:
    """Raise `Refusal` when somebody may not contribute `text` to `phase`, for which the form was opened.

    A check-out is a word or a few, and what somebody tried is told after the end. `mine` is what they contributed to it
    already, `total` what everybody did to the session. What `answers` another may be about a phase that is over.
    """
    if phase == session.follow_up and not answers:
        if who is None:
            raise Outside
        _check_tried(session, mine, total)
        return
    current = check_phase(session, session.phase if answers else phase)
    if who is None:
        raise Outside
    if session.paused:
        raise Refusal("The session is paused for everyone.", "Take a breath. You can contribute when it goes on.")
    if session.revealed(phase) and not answers:
        raise Refusal("What was written in this phase has been shown already.", "Wait for the next one.")
    if session.is_shut and not answers:
        raise Refusal("The writing has ended here: what was written is about to be shown.", "You can read it soon.")
    check_turn(session, current, session.part(who.mark))
    _check_room(mine, total)
    if phase == session.check_out and not answers:
        check_word(text)
    check_question(session, current, text)


def check_phase(session: Session, phase: int) -> Phase:
    """Find the phase that runs; raise `Refusal`, for whoever takes part, when it is not the one their button is of."""
    if session.stage is Stage.CLOSED:
        raise Refusal("This session is over.")
    if session.current is None:
        raise Refusal("This session has not begun yet.", "You will see in the thread when it does.")
    if phase != session.phase:
        when = "is over" if phase < session.phase else "has not come yet"
        raise Refusal(f"That phase {when}.", "In the thread, look for the one that runs now.")
    return session.current


def check_word(text: str) -> None:
    """Raise `Unclear` for more than a word or a few."""
    if (over := len(text.strip()) - WORD) > 0 or len(text.split("\n")) > 1:
        long = f"That is too long by {over}" if over > 0 else "That is more than one line"
        raise Unclear(f"{long}: a check-out is a word, or a few.", "Which one matters most?", option="text")


def _check_tried(session: Session, mine: int, total: int) -> None:
    """Raise `Refusal` when nobody is to say what they tried, not yet or not any more."""
    if session.tried_at is None:
        raise Refusal(_tried_before(session), "If you like, tell it to somebody you trust.")
    _check_room(mine, total)


def _tried_before(session: Session) -> str:
    if session.tried and session.shred_at:
        day = session.shred_at - TRIED
        return f"Thank you for coming back. What people tried was gathered until {day.day} {day:%B}."
    return "Thank you for coming back. What people tried is not collected just now."


def _check_room(mine: int, total: int) -> None:
    if mine >= MOST_EACH or total >= MOST_ALL:
        raise Refusal("That is as much as this phase can hold from one person.", "Leave some room for the others.")
