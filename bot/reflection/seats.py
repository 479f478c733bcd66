"""How it stands with those who bring something, as facilitators see it: pure, and never who they are."""

from collections.abc import Collection, Iterator

from bot.chat.calls import call
from bot.chat.views import Button
from bot.reflection.contributions import Participant
from bot.reflection.formats import PRESENTERS, Speaker
from bot.reflection.model import Session, Stage
from bot.reflection.parts import looked_for


def standing(session: Session, people: Collection[Participant]) -> Iterator[tuple[str, str]]:
    """Say, for the panel, who is still looked for, or whose turn it is; nothing where everybody writes."""
    if session.stage is Stage.GATHERING and (told := looked_for(session)):
        yield "Who brings something", told
    phase = session.current
    if phase and phase.who in PRESENTERS:
        whoever = f"whoever brought {session.format.thing(phase.who)}"
        passes = _passes(session, phase.who, people)
        yield "Whose turn", f"{whoever}; they pass, and you can go on" if passes else whoever
    elif phase and phase.who is Speaker.OTHERS:
        brought = " and ".join(session.format.thing(part) for part in session.format.presenters)
        yield "Whose turn", f"all but whoever brought {brought}"


def controls(session: Session) -> Iterator[Button]:
    """Offer to free the parts that somebody has, in case they do not come."""
    if session.stage is Stage.GATHERING:
        for seat in sorted(session.seats, key=lambda one: one.part):
            free = call("session-free-seat", session=session.id, part=seat.part)
            yield Button(f"Look for somebody else who brings {session.format.thing(seat.part)}", free)


def _passes(session: Session, part: Speaker, people: Collection[Participant]) -> bool:
    """Whether whoever has a part said that they have nothing to add, or has left; they are told what is seen of it."""
    theirs = [who for who in people if session.part(who.mark) is part]
    return all(session.phase in who.passed for who in theirs)
