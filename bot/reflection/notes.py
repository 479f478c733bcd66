"""Notes of those who led a session, once it is over: only they can read them, and they are forgotten with it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from bot.chat.calls import call
from bot.chat.commands import Command, Kind, Option
from bot.chat.errors import Refusal
from bot.chat.requests import Account, Request, Role
from bot.chat.views import Actions, Button, Heading, Line, Moment, Note, Reply, Text, Tone
from bot.reflection.closing import Led
from bot.reflection.model import Debriefing, Session, Stage
from bot.reflection.sessionbook import SessionBook
from bot.support.paging import page
from bot.support.telling import told


class Notes:
    """Keeps what they write, one note each, for themselves and for each other."""

    def __init__(self, book: SessionBook, led: Led) -> None:
        self._book = book
        self._led = led

    def commands(self) -> Iterator[Command]:
        session = Option("session", "Which session", carried=True)
        end = Option("end", "Before which", required=False, carried=True)
        text = Option("text", "How was it, and what is left to do?", Kind.PARAGRAPH)
        for name, summary, run, options in (
            ("session-notes", "Read the notes on a session", self.show, (session, end)),
            ("session-notes-away", "Take your note on a session away", self.take_away, (session,)),
        ):
            yield Command(name, summary, run, options, role=Role.FACILITATOR, unlisted=True)
        yield Command(
            "session-debrief",
            "Write a note on a session",
            self.write,
            (session, text),
            role=Role.FACILITATOR,
            unlisted=True,
            prefill=self.written,
            notice=_WHO_READS,
            submit="Keep it",
        )

    async def written(self, request: Request) -> Mapping[str, str]:
        """Fill in what somebody wrote before."""
        session = await self._closed(request)
        by = _account(session, request)
        return {"text": next((note.text for note in session.notes if note.by == by), "")}

    async def write(self, request: Request) -> Reply:
        """Keep a note, instead of an earlier one by the same facilitator."""
        session = await self._closed(request)
        by = _account(session, request)
        note = Debriefing(by=by, name=request.actor.name, text=request.text("text"))
        return _page(await self._book.change(session.id, _noted(by, note)), request)

    async def take_away(self, request: Request) -> Reply:
        """Forget somebody’s own note at once."""
        session = await self._closed(request)
        await self._book.change(session.id, _noted(_account(session, request), None))
        back = Button("Back to the panel", call("session-panel", session=session.id))
        return Reply((Text(("Your note is forgotten.",)), Actions((back,))), replaces=True)

    async def show(self, request: Request) -> Reply:
        """Show what those who led it wrote."""
        return _page(await self._closed(request), request)

    async def _closed(self, request: Request) -> Session:
        session = await self._led(request)
        if session.stage is not Stage.CLOSED:
            raise Refusal("The session is still going on.", "Notes are for afterwards.")
        return session


def notes_button(session: Session) -> tuple[Button, ...]:
    """Lead to the notes of those who led a session, once it is over."""
    if session.stage is not Stage.CLOSED or session.phase < 0:
        return ()
    count = f" ({len(session.notes)})" if session.notes else ""
    return (Button(f"Debrief notes{count}", call("session-notes", session=session.id)),)


def _noted(by: str, note: Debriefing | None) -> Callable[[Session], Session]:
    def edit(session: Session) -> Session:
        others = tuple(one for one in session.notes if one.by != by)
        return replace(session, notes=(*others, note) if note else others)

    return edit


def _account(session: Session, request: Request) -> str:
    """Say by which account somebody leads a session."""
    known = (one for one in session.facilitators if Account.parse(one).same(request.actor.account))
    return next(known, str(request.actor.account))


def _page(session: Session, request: Request) -> Reply:
    here = page([told(note.name, note.text) for note in session.notes], request.number("end") or None)
    notes = [block for item in here.items for block in item]
    mine = any(note.by == _account(session, request) for note in session.notes)
    which = {"session": session.id}
    buttons = (
        *((Button("Earlier", call("session-notes", **which, end=here.earlier)),) if here.earlier else ()),
        Button("Change mine" if mine else "Write a note", call("session-debrief", **which), Tone.PRIMARY),
        *((Button("Take mine away", call("session-notes-away", **which)),) if mine else ()),
        Button("Back to the panel", call("session-panel", **which)),
    )
    until = (" They are forgotten on ", Moment(session.shred_at), ".") if session.shred_at else ()
    note = Note(("Only those who lead this session read these.", *until))
    nothing = () if notes else (Text(("Nobody has written anything yet.",)),)
    # In the place of a private message, which stays, what was written would outlast the session.
    return Reply((Heading("How it was for us"), note, *nothing, *notes, Actions(buttons)))


_WHO_READS: tuple[Line, ...] = (
    ("For yourself and those who led the session with you; nobody else reads it. It is forgotten with the session.",),
    ("Write about yourself and about the session, and nothing by which somebody could be known.",),
)
