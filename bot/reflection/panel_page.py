"""The control panel as it looks: where a session is, what is best done now, and the buttons for it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.chat.calls import call
from bot.chat.views import (
    Actions,
    Block,
    Button,
    Card,
    Control,
    Fields,
    Heading,
    Line,
    Moment,
    Note,
    Strong,
    Text,
    Tone,
)
from bot.reflection import seats, showing
from bot.reflection.afterwards import ending_buttons
from bot.reflection.best import best
from bot.reflection.glance import Glance
from bot.reflection.items import end_writing
from bot.reflection.model import Keeping, Session, Stage, Told
from bot.reflection.notices import listed
from bot.reflection.postings import Posting, postings

_LIVING = (Stage.GATHERING, Stage.RUNNING, Stage.CLOSING)


def panel_page(glance: Glance) -> Sequence[Block]:
    """Show how a session stands, to who is known to lead it."""
    session = glance.session
    guidance = (Note(("For this phase: ", session.current.guidance)),) if session.current else ()
    moves, looks = _toned(glance, _moves(glance)), _toned(glance, _looks(glance))
    # What is pressed in a hurry stands first: on a telephone, the rest is a page long.
    rows = (moves, looks) if session.current else ((*moves, *looks),)
    ends = tuple(_ends(session))
    return (
        Heading(session.topic),
        Text((Strong("Now: "), *glance.advice)),
        *_troubles(glance),
        *(Actions(row) for row in rows if row),
        Fields(tuple(_pairs(glance))),
        *guidance,
        *_posted(glance),
        *((Actions(ends),) if ends else ()),
    )


def led_card(glance: Glance) -> Card:
    """Show a session that somebody leads on their front page, with what they need most."""
    session = glance.session
    panel = Button("Open its panel", call("session-panel", session=session.id))
    pause = (Button("Pause for everyone", call("session-pause", session=session.id), Tone.DANGER),)
    moves = _moves(glance) if session.stage in _LIVING else ()
    shown = _toned(glance, (*moves, *(pause if session.current and not session.paused else ()), panel))
    # What is best done now may stand on the panel alone.
    controls = shown if _stands_out(shown) else (*shown[:-1], replace(panel, tone=Tone.PRIMARY))
    return Card(session.topic, (f"You lead this session: {state(session)}.",), (glance.advice,), controls)


def _toned(glance: Glance, buttons: Iterable[Button]) -> tuple[Button, ...]:
    """Let the button stand out that does what is best done now."""
    command = best(glance)
    return tuple(replace(one, tone=Tone.PRIMARY) if one.call.command == command else one for one in buttons)


def _stands_out(buttons: Iterable[Button]) -> bool:
    return any(one.tone is Tone.PRIMARY for one in buttons)


def list_card(session: Session, leaders: Sequence[str] = ()) -> Card:
    """Show a session among others; `leaders` are those of one that somebody else leads."""
    here = {"session": session.id}
    if leaders:
        take: Control = Button("Take over", call("session-take-over", **here))
        return Card(session.topic, (f"Led by {listed(leaders)}; {state(session)}",), (), (take,))
    panel = Button("Open its panel", call("session-panel", **here), Tone.PRIMARY)
    return Card(session.topic, (f"{session.format.name}, {state(session)}",), (), (panel,))


def state(session: Session) -> str:
    """Say in a few words how far a session is."""
    step = f": {session.current.title}" if session.current and session.stage is Stage.RUNNING else ""
    return f"{_STATES[session.stage]}{step}{', paused' if session.paused else ''}"


def _pairs(glance: Glance) -> Iterator[tuple[str, Line]]:
    session = glance.session
    yield "Format", (session.format.name,)
    yield "Led by", (listed(glance.leaders),)
    yield "Taking part", (glance.joined,)
    for name, told in seats.standing(session, glance.people):
        yield name, (told,)
    if session.current:
        yield "Phase", (_step(session),)
        yield "Until", _until(glance)
        yield "Contributions", (glance.contributed,)
        yield "Passed", (glance.passed,)
        yield "Held back", (glance.held,)
    yield "Kept afterwards", (_left(session),)


def _left(session: Session) -> str:
    """Say what is left of a session; a summary is posted once it stands somewhere."""
    if not session.summary:
        return _LEFT[session.keeps]
    said = [number for number, one in enumerate(session.sayings) if one.kind is Told.SUMMARY]
    there = any(place.posted(number) for place in session.places for number in said)
    shown = "what was shown, and " if session.keeps is Keeping.EVERYTHING else ""
    return f"{shown}a summary, {'posted' if there else 'still being posted'}"


def _step(session: Session) -> str:
    phases, title = len(session.format.phases), session.steps[session.phase].title
    return f"{session.phase + 1} of {phases}: {title}" if session.phase < phases else title


def _until(glance: Glance) -> Line:
    session = glance.session
    if session.paused:
        return ("paused for everyone",)
    if session.stage is Stage.CLOSING:
        return ("you close it",)
    if not session.ends_at or glance.minutes is None:
        return ("the time is up; you go on",)
    left = f", about {glance.minutes} min left" if not session.days else ""
    return (Moment(session.ends_at), f"{left}; a guide only")


def _troubles(glance: Glance) -> Iterator[Block]:
    """Say where something cannot be seen, and why."""
    for one in postings(glance.session, glance.about):
        if one.since is not None and glance.session.stage is not Stage.DRAFT:
            yield Text((Strong(f"It cannot be posted in {one.where}. "), one.reason), _again(glance.session, one))


def _again(session: Session, there: Posting) -> Button | None:
    """Offer to say everything anew in a channel, while the session lasts."""
    if session.stage is Stage.CLOSED:
        return None
    which = call("session-announce-again", session=session.id, place=there.place, round=there.round)
    return Button("Announce it again", which)


def _posted(glance: Glance) -> Iterator[Block]:
    fine = [one for one in postings(glance.session, glance.about) if one.since is None]
    if glance.session.stage is Stage.DRAFT:
        return
    if there := [one.where for one in fine if not one.coming]:
        yield Note((f"Everything is posted in {listed(there)}.",))
    if coming := [one.where for one in fine if one.coming]:
        yield Note((f"Still being posted in {listed(coming)}.",))


def _moves(glance: Glance) -> Iterator[Button]:
    """Offer what moves a session on from where it is."""
    session = glance.session
    here = {"session": session.id, "phase": session.phase}
    go_on = Button("Go on", call("session-go-on", session=session.id))
    match session.stage:
        case Stage.DRAFT:
            yield Button("Announce it", call("session-announce", session=session.id))
            yield Button("Change it", call("session-change", session=session.id))
            yield Button("Throw it away", call("session-discard", session=session.id), Tone.DANGER)
        case Stage.GATHERING:
            yield Button("Begin", call("session-begin", session=session.id))
            yield from seats.controls(session)
        case Stage.RUNNING:
            yield from (go_on,) if session.paused else ()
            yield from _shows(glance)
            last = session.phase + 1 == len(session.format.phases)
            if not session.paused:
                yield Button("To the check-out" if last else "Next phase", call("session-next", **here))
            if not session.is_shut:
                yield Button("One more day" if session.days else "5 more minutes", call("session-extend", **here))
        case Stage.CLOSING:
            yield from (go_on,) if session.paused else ()
            yield _close(session)
        case Stage.CLOSED:
            pass


def _shows(glance: Glance) -> Iterator[Button]:
    here = {"session": glance.session.id, "phase": glance.session.phase}
    if glance.hides:
        # A panel may be older than what came since, so it stands there too early as well, and then says why.
        yield Button("Show contributions", call("session-reveal", **here))
    if glance.grows and not glance.can_be_shown:
        yield end_writing(glance.session)
    elif glance.too_few and not showing.asked(glance.session):
        yield Button("Ask everybody to agree", call("session-ask", **here))


def _looks(glance: Glance) -> Iterator[Button]:
    session = glance.session
    if session.current and not session.paused:
        yield Button("Pause for everyone", call("session-pause", session=session.id), Tone.DANGER)
    if session.stage in _LIVING:
        yield Button("Close gently", call("session-close-gently", session=session.id))
    if session.phase >= 0:
        yield Button("What was contributed", call("session-items", session=session.id))
    if session.stage is not Stage.CLOSED:
        yield Button("Look again", call("session-panel", session=session.id))


def _ends(session: Session) -> Iterator[Button]:
    yield from ending_buttons(session)
    if session.stage not in _LIVING:
        return
    yield Button("Who leads", call("session-leaders", session=session.id))
    if session.stage is not Stage.CLOSING:
        yield _close(session)


def _close(session: Session) -> Button:
    return Button("Close", call("session-close", session=session.id))


_LEFT = {
    Keeping.NOTHING: "nothing",
    Keeping.SUMMARY: "a summary of themes, if you post one",
    Keeping.EVERYTHING: "what was shown, and a summary if you post one",
}
_STATES = {
    Stage.DRAFT: "not announced yet",
    Stage.GATHERING: "people can join",
    Stage.RUNNING: "under way",
    Stage.CLOSING: "at its check-out",
    Stage.CLOSED: "closed",
}
