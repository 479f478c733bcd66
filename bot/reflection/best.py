"""Which of the buttons of the panel stands out: the one that does what is best done now, or else looks again."""

from bot.reflection import showing
from bot.reflection.formats import Showing
from bot.reflection.glance import Glance
from bot.reflection.model import Stage

_LOOK = "session-panel"


def best(glance: Glance) -> str:
    """Name the command of the button; empty where none is better than the others."""
    session = glance.session
    if session.paused:
        return "session-go-on"
    match session.stage:
        case Stage.DRAFT:
            return "session-announce"
        case Stage.GATHERING:
            return "session-begin" if glance.can_begin else _LOOK
        case Stage.RUNNING:
            return _within(glance)
        case Stage.CLOSING:
            return "session-close" if glance.ready else _LOOK
        case Stage.CLOSED:
            return ""


def _within(glance: Glance) -> str:
    session = glance.session
    if session.revealed(session.phase):
        return "session-next"
    if session.steps[session.phase].shows is Showing.LIVE:
        said = bool(session.order(session.phase))
        return "session-next" if said or glance.ends_soon else _LOOK
    return _hidden(glance)


def _hidden(glance: Glance) -> str:
    if glance.can_be_shown:
        return "session-reveal"
    if glance.holds and not glance.waits:
        return "session-items"
    if glance.grows:
        return "session-shut" if glance.ends_soon else _LOOK
    if glance.too_few:
        asks = (glance.ends_soon or glance.session.is_shut) and not showing.asked(glance.session)
        return "session-ask" if asks else _LOOK
    return "session-next" if glance.minutes is None else _LOOK
