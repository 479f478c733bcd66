"""Whose turn it is to write, and what somebody is told of theirs: about parts, never about who has them."""

import re

from bot.chat.calls import call
from bot.chat.errors import Refusal
from bot.chat.views import Button, Diverted, Tone
from bot.reflection.formats import Phase, Speaker
from bot.reflection.model import Session, Stage
from bot.reflection.parts import heading, in_quotes, quoted

_MARK = re.compile(r"[?？؟‽]")
# So many words may follow the last question: “Have you talked to her? I wonder.” still asks.
_AFTERTHOUGHT = 8


def may_speak(phase: Phase, part: Speaker) -> bool:
    """Whether it is the turn of somebody who has this part."""
    match phase.who:
        case Speaker.EVERYONE:
            return True
        case Speaker.OTHERS:
            return part is Speaker.EVERYONE
        case wanted:
            return part is wanted


def recognised(phase: Phase, part: Speaker) -> Speaker:
    """Say as whose everybody recognises what somebody writes in a phase; `EVERYONE` when nothing tells it apart."""
    return part if phase.who is part or phase.marked else Speaker.EVERYONE


def check_turn(session: Session, phase: Phase, part: Speaker) -> None:
    """Raise `Refusal` when somebody with this part only reads just now, saying when they write again."""
    if may_speak(phase, part):
        return
    later = next((one for one in session.steps[session.phase + 1 :] if may_speak(one, part)), None)
    hint = f"Your turn comes in “{later.title}”." if later else "You can go on reading."
    raise Refusal(_now(session, phase, part), hint)


def check_question(session: Session, phase: Phase, text: str) -> None:
    """Raise `Refusal` for what asks nothing in a round of questions; it leads to another try."""
    if phase.questions and not asks(text):
        again = call("session-contribute", session=session.id, phase=session.phase)
        raise Diverted(
            "Only questions are asked in this round, and that does not end with one.",
            "Nothing is lost: turn your words into a question, with a “?” at its end, and send them again.",
            ways=(Button("Write it as a question", again, Tone.PRIMARY),),
        )


def asks(text: str) -> bool:
    """Whether a text ends with a question; a few words may follow it, and anything may come before."""
    *asked, after = _MARK.split(text)
    return any(re.search(r"\w", one) for one in asked) and len(re.findall(r"[\w’'-]+", after)) <= _AFTERTHOUGHT


def outlook(session: Session, part: Speaker) -> str:
    """Tell somebody in private what there is for them to do just now; empty when it is the same for everybody."""
    if phase := session.current:
        return _now(session, phase, part)
    if part is Speaker.EVERYONE or session.stage is not Stage.GATHERING:
        return ""
    alone = [phase.title for phase in session.format.phases if phase.who is part]
    back = [phase.title for phase in session.format.phases if phase.who is Speaker.OTHERS]
    leaning = f"; in {in_quotes(back)} you read what the others write" if back else ""
    return f"You bring {session.format.thing(part)}. In {in_quotes(alone)} only you write{leaning}."


def given_away(session: Session, part: Speaker) -> str:
    """Say what others can tell of somebody who brings something, and what they cannot."""
    known = [phase.title for phase in session.format.phases if recognised(phase, part) is not Speaker.EVERYONE]
    stands = f"What you write in {in_quotes(known)} stands as {quoted(heading(session.format, part))}"
    if session.named:
        return f"{stands}, with your name."
    return (
        f"{stands}. In the other parts nothing tells your words from those of others. "
        "What you tell can show who you are, too: change whatever would."
    )


def _now(session: Session, phase: Phase, part: Speaker) -> str:
    if part is not Speaker.EVERYONE and (mine := _for_presenter(session, phase, part)):
        return mine
    if may_speak(phase, part):
        return ""
    thing = session.format.thing(phase.who)
    if len(session.format.presenters) > 1:
        return f"Just now it is somebody else’s turn: only whoever brought {thing} writes."
    return f"Just now, only whoever brought {thing} writes; the others listen."


def _for_presenter(session: Session, phase: Phase, part: Speaker) -> str:
    """Say what a phase is for somebody who brings something; empty while it is another presenter’s turn."""
    if phase.who is part:
        return f"You bring {session.format.thing(part)}, and it is your turn: only you write just now."
    brought = f"You brought {session.format.thing(part)}."
    if phase.who is Speaker.OTHERS:
        return f"{brought} Just now you sit back and listen, while the others think about it."
    if phase.who is not Speaker.EVERYONE:
        return ""
    if phase.marked:
        return f"{brought} What you write now stands as {quoted(heading(session.format, part))}."
    same = "" if session.named else ": nothing tells your words from those of others"
    return f"{brought} In this part you are one of all{same}."
