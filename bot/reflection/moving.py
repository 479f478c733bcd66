"""The buttons of the panel that move a session on; what cannot be undone asks once more."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import datetime, timedelta

from bot.chat.calls import call
from bot.chat.commands import Command, Handler, Option
from bot.chat.errors import Refusal
from bot.chat.requests import Request, Role
from bot.chat.views import Actions, Button, Diverted, Heading, Reply, Text, Tone
from bot.reflection import course, showing, waiting
from bot.reflection.contributions import Contribution
from bot.reflection.course import Moved
from bot.reflection.facilitation import Facilitation
from bot.reflection.formats import Showing
from bot.reflection.items import end_writing
from bot.reflection.leading import Leading, from_panel, to_panel
from bot.reflection.model import Session, Stage
from bot.reflection.sessionbook import SessionBook

_MORE = timedelta(minutes=5)
_SURE = "yes"
Edit = Callable[[Session, Request, datetime], Session]
Show = Callable[[Session], Awaitable[Reply]]


class Moving:
    """What facilitators press. Buttons of a phase carry it: pressed twice, they move the session once."""

    def __init__(
        self,
        book: SessionBook,
        facilitation: Facilitation,
        leading: Leading,
        show: Show,
        now: Callable[[], datetime],
    ) -> None:
        """`show` shows the panel of a session."""
        self._book = book
        self._facilitation = facilitation
        self._leading = leading
        self._show = show
        self._now = now

    def commands(self) -> Iterator[Command]:
        session = Option("session", "Which session", carried=True)
        phase = Option("phase", "Which phase", carried=True)
        sure = Option("sure", "Whether you are sure", required=False, carried=True)
        for name, summary, run, options in (
            ("session-begin", "Begin a session", self._moving(_begin), (session,)),
            ("session-next", "Go on to the next phase", self.next, (session, phase, sure)),
            ("session-extend", "Give a phase more time", self._moving(_extend), (session, phase)),
            ("session-pause", "Pause for everyone", self._moving(_pause), (session,)),
            ("session-go-on", "Go on after a pause", self._moving(_go_on), (session,)),
            ("session-reveal", "Show what was contributed", self.reveal, (session, phase, sure)),
            ("session-ask", "Ask everybody to agree", self.ask, (session, phase)),
        ):
            yield Command(name, summary, run, options, role=Role.FACILITATOR, unlisted=True)

    async def next(self, request: Request) -> Reply:
        """Go on; what was not shown is not lost by one press."""
        session, phase = await self._leading.led(request), request.number("phase")
        written = await self._book.contributions(session.id)
        if session.phase == phase and _hidden(session, written) and request.text("sure") != _SURE:
            return _unshown(session, written)
        now = self._now()
        with from_panel(session.id):
            moved = await self._book.change(session.id, lambda current: course.advance(current, phase, now))
        return await self._show(moved)

    async def reveal(self, request: Request) -> Reply:
        """Show what was contributed, or say why it is too early; what nobody could look through asks once more."""
        session, phase = await self._leading.led(request), request.number("phase")
        written = await self._book.contributions(session.id)
        unread = waiting.may_grow(session, phase) and not waiting.hindrance(session, phase, written)
        if unread and request.text("sure") != _SURE:
            return _unread(session)
        with from_panel(session.id):
            try:
                return await self._show(await self._facilitation.reveal(session.id, phase))
            except Moved:
                raise
            except Refusal as refusal:
                raise Diverted(str(refusal), refusal.hint, ways=tuple(_instead(session, written))) from None

    async def ask(self, request: Request) -> Reply:
        """Ask in the channels whether the little there is may be shown."""
        session, phase = await self._leading.led(request), request.number("phase")
        written = await self._book.contributions(session.id)
        with from_panel(session.id):
            asked = await self._book.change(session.id, lambda current: showing.ask(current, phase, written))
        return await self._show(asked)

    def _moving(self, edit: Edit) -> Handler:
        """Make the handler of a button that moves the session on."""

        async def move(request: Request) -> Reply:
            session, now = await self._leading.led(request), self._now()
            with from_panel(session.id):
                moved = await self._book.change(session.id, lambda current: edit(current, request, now))
            return await self._show(moved)

        return move


def _begin(session: Session, request: Request, now: datetime) -> Session:
    del request
    return course.begin(session, now)


def _extend(session: Session, request: Request, now: datetime) -> Session:
    by = timedelta(days=1) if session.days else _MORE
    return course.extend(session, request.number("phase"), by, now)


def _pause(session: Session, request: Request, now: datetime) -> Session:
    del request
    return course.pause(session, now)


def _go_on(session: Session, request: Request, now: datetime) -> Session:
    del request
    return course.go_on(session, now)


def _hidden(session: Session, written: Sequence[Contribution]) -> bool:
    """Whether something was written to the phase that runs that was not shown."""
    phase = session.current
    hides = phase is not None and phase.shows is Showing.REVEAL and not session.revealed(session.phase)
    there = waiting.known(session, session.phase, written) or waiting.may_grow(session, session.phase)
    return hides and bool(there)


def _instead(session: Session, written: Sequence[Contribution]) -> Iterator[Button]:
    """Offer what can be done while it is too early to show anything."""
    here = {"session": session.id, "phase": session.phase}
    if session.stage is Stage.RUNNING and not session.is_shut:
        yield Button("One more day" if session.days else "5 more minutes", call("session-extend", **here))
    if grows := waiting.may_grow(session, session.phase):
        yield end_writing(session)
    if grows or waiting.known(session, session.phase, written):
        if not grows and not showing.asked(session):
            yield Button("Ask everybody to agree", call("session-ask", **here))
        yield Button("Go on without showing", call("session-next", **here))
    yield to_panel(session.id)


def _unshown(session: Session, written: Sequence[Contribution]) -> Reply:
    """Ask whether to go on although something would never be shown."""
    here = {"session": session.id, "phase": session.phase}
    title = session.steps[session.phase].title
    show = Button("Show contributions", call("session-reveal", **here), Tone.PRIMARY)
    buttons = (
        *(() if waiting.hindrance(session, session.phase, written) else (show,)),
        Button("Go on without showing them", call("session-next", **here, sure=_SURE), Tone.DANGER),
        to_panel(session.id),
    )
    said = f"What was written to “{title}” has not been shown. If you go on now, the others will never read it."
    return Reply((Heading("Go on without showing them?"), Text((said,)), Actions(buttons)), replaces=True)


def _unread(session: Session) -> Reply:
    """Ask whether to show what came since facilitators looked through the rest, whether there is any or not."""
    show = call("session-reveal", session=session.id, phase=session.phase, sure=_SURE)
    buttons = (
        end_writing(session, "End the writing, and look first"),
        Button("Show everything now", show, Tone.PRIMARY),
        to_panel(session.id),
    )
    return Reply((Heading("Show everything now?"), Text((_UNREAD,)), Actions(buttons)), replaces=True)


_UNREAD = (
    "Something may have come since you looked. It is shown, too, though nobody has looked through it. To see it "
    "first, end the writing."
)
