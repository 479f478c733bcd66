"""Notes of those who led a session, once it is over: only they can read them, and they are forgotten with it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.chat.calls import call
from bot.chat.commands import Command, Kind, Option
from bot.chat.errors import Refusal
from bot.chat.requests import Account, Request, Role
from bot.chat.views import Actions, Button, Heading, Line, Moment, Note, Reply, Text, Tone
from bot.reflection.leading import Leading
from bot.reflection.model import Debriefing, Session, Stage
from bot.reflection.sessionbook import SessionBook
from bot.support.paging import page
from bot.support.telling import told


class Notes:
    """Keeps what they write, one note each, for themselves and for each other."""

    def __init__(self, book: SessionBook, leading: Leading) -> None:
        self._book = book
        self._leading = leading

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
        session, accounts = await self._closed(request), await self._leading.accounts(request.actor)
        return {"text": next((note.text for note in session.notes if _is_by(note, accounts)), "")}

    async def write(self, request: Request) -> Reply:
        """Keep a note, instead of an earlier one by the same facilitator."""
        session, accounts = await self._closed(request), await self._leading.accounts(request.actor)
        note = Debriefing(by=str(accounts[0]), name=request.actor.name, text=request.text("text"))
        return _page(await self._book.change(session.id, _noted(accounts, note)), accounts, request)

    async def take_away(self, request: Request) -> Reply:
        """Forget somebody’s own note at once."""
        session, accounts = await self._closed(request), await self._leading.accounts(request.actor)
        await self._book.change(session.id, _noted(accounts, None))
        back = Button("Back to the panel", call("session-panel", session=session.id))
        return Reply((Text(("Your note is forgotten.",)), Actions((back,))), replaces=True)

    async def show(self, request: Request) -> Reply:
        """Show what those who led it wrote."""
        return _page(await self._closed(request), await self._leading.accounts(request.actor), request)

    async def _closed(self, request: Request) -> Session:
        session = await self._leading.led(request)
        if session.stage is not Stage.CLOSED:
            raise Refusal("The session is still going on.", "Notes are for afterwards.")
        return session


def notes_button(session: Session) -> tuple[Button, ...]:
    """Lead to the notes of those who led a session, once it is over."""
    if session.stage is not Stage.CLOSED or session.phase < 0:
        return ()
    count = f" ({len(session.notes)})" if session.notes else ""
    return (Button(f"Debrief notes{count}", call("session-notes", session=session.id)),)


def _noted(accounts: Sequence[Account], note: Debriefing | None) -> Callable[[Session], Session]:
    """Keep a note instead of those that somebody, who has these accounts, wrote before."""

    def edit(session: Session) -> Session:
        others = tuple(one for one in session.notes if not _is_by(one, accounts))
        return replace(session, notes=(*others, note) if note else others)

    return edit


def _is_by(note: Debriefing, accounts: Sequence[Account]) -> bool:
    return any(map(Account.parse(note.by).same, accounts))


def _page(session: Session, accounts: Sequence[Account], request: Request) -> Reply:
    here = page([told(note.name, note.text) for note in session.notes], request.number("end") or None)
    notes = [block for item in here.items for block in item]
    mine = any(_is_by(note, accounts) for note in session.notes)
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
