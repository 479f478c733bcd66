"""The control panel of a session, for its facilitators alone: where it is, and what moves it on."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from bot.chat.calls import call
from bot.chat.commands import Command, Handler, Option
from bot.chat.errors import Refusal
from bot.chat.requests import Account, Actor, Request, Role
from bot.chat.views import Actions, Block, Button, Card, Fields, Heading, Line, Moment, Note, Reply, Text, Tone
from bot.reflection import course, seats, showing
from bot.reflection.formats import Phase, Showing
from bot.reflection.model import Contribution, Session, Stage, Standing
from bot.reflection.sessionbook import SessionBook
from bot.reflection.timing import outlook
from bot.reflection.whispers import Whispers
from bot.support.paging import page

_MORE = timedelta(minutes=5)
Edit = Callable[[Session, Request, datetime], Session]


def leads(session: Session, actor: Actor) -> bool:
    """Whether somebody is among the facilitators of a session."""
    return any(Account.parse(one).same(actor.account) for one in session.facilitators)


class Panel:
    """What facilitators do; none of it tells them who wrote something."""

    def __init__(self, book: SessionBook, now: Callable[[], datetime], whispers: Whispers) -> None:
        self._book = book
        self._now = now
        self._whispers = whispers

    def commands(self) -> Iterator[Command]:
        """Declare the panel and its buttons. Those of a phase carry it: pressed twice, they move the session once."""
        session = Option("session", "Which session", carried=True)
        phase = Option("phase", "Which phase", carried=True)
        paper = Option("paper", "Which contribution", carried=True)
        end = Option("end", "Before which", required=False, carried=True)
        for name, summary, run, options in (
            ("session-panel", "Lead a session", self.show, (session,)),
            ("session-begin", "Begin a session", self._moving(_begin), (session,)),
            ("session-next", "Go on to the next phase", self._moving(_next), (session, phase)),
            ("session-extend", "Give a phase more time", self._moving(_extend), (session, phase)),
            ("session-pause", "Pause for everyone", self._moving(_pause), (session,)),
            ("session-go-on", "Go on after a pause", self._moving(_go_on), (session,)),
            ("session-close", "Close a session", self.close, (session,)),
            ("session-reveal", "Show what was contributed", self.reveal, (session, phase)),
            ("session-items", "See what was contributed", self.items, (session, end)),
            ("session-hold", "Hold something back", self.hold, (session, paper)),
            ("session-let-through", "Let something through", self.let_through, (session, paper)),
            ("session-remove", "Remove something", self.remove, (session, paper)),
        ):
            yield Command(name, summary, run, options, role=Role.FACILITATOR, unlisted=True)

    async def show(self, request: Request) -> Reply:
        """Show how a session stands."""
        return await self.panel(await self._led(request))

    async def panel(self, session: Session) -> Reply:
        """Show how a session stands, to who is known to lead it."""
        people, written = await self._book.participants(session.id), await self._book.contributions(session.id)
        pairs: list[tuple[str, Line]] = [
            ("Format", (session.format.name,)),
            ("Taking part", (course.band(len(people)),)),
        ]
        pairs += [(name, (told,)) for name, told in seats.standing(session, people)]
        if phase := session.current:
            here = [one for one in written if one.phase == session.phase and one.standing in _COUNTED]
            held = sum(one.standing is Standing.HELD for one in written)
            pairs += [
                ("Phase", (_step(session, phase),)),
                ("Until", _until(session)),
                ("Contributions", (course.band(len(here)),)),
                ("Held back", (str(held) if held else "nothing",)),
            ]
        guidance = (Note((phase.guidance,)),) if phase else ()
        blocks: tuple[Block, ...] = (
            Heading(session.topic),
            Text(outlook(session) if session.stage is Stage.GATHERING else (_STAGES[session.stage],)),
            Fields(tuple(pairs)),
        )
        return Reply((*blocks, *guidance, Actions(tuple(_controls(session)))), replaces=True)

    async def reveal(self, request: Request) -> Reply:
        """Show what was contributed, or say why it is too early."""
        session = await self._led(request)
        return await self.panel(await self._book.reveal(session.id, request.number("phase")))

    async def close(self, request: Request) -> Reply:
        """End a session for everyone."""
        session = await self._led(request)
        return await self.panel(await self._book.close(session.id))

    async def items(self, request: Request) -> Reply:
        """Show what was contributed to the phase that runs, so that something can be held back before it is shown."""
        session = await self._led(request)
        written = await self._book.contributions(session.id)
        there = [one for one in written if one.phase == session.phase and one.standing in _COUNTED]
        if not there:
            return Reply((Text(("Nothing was contributed to this phase yet.",)), Actions((_panel(session),))))
        here = page([(_card(session, one),) for one in there], request.number("end") or None)
        cards = [card for item in here.items for card in item]
        more = (Button("More", call("session-items", session=session.id, end=here.earlier)),) if here.earlier else ()
        return Reply((Note((_UNKNOWN,)), *cards, Actions((*more, _panel(session)))), replaces=True)

    async def hold(self, request: Request) -> Reply:
        session = await self._led(request)
        await self._whispers.tell(session.id, await self._book.hold(session.id, request.text("paper")))
        return await self.items(request)

    async def let_through(self, request: Request) -> Reply:
        session = await self._led(request)
        await self._whispers.tell(session.id, await self._book.let_through(session.id, request.text("paper")))
        return await self.items(request)

    async def remove(self, request: Request) -> Reply:
        session = await self._led(request)
        await self._whispers.tell(session.id, await self._book.remove(session.id, request.text("paper")))
        return await self.items(request)

    def _moving(self, edit: Edit) -> Handler:
        """Make the handler of a button that moves the session on."""

        async def move(request: Request) -> Reply:
            session, now = await self._led(request), self._now()
            moved = await self._book.change(session.id, lambda current: edit(current, request, now))
            return await self.panel(moved)

        return move

    async def _led(self, request: Request) -> Session:
        session = await self._book.find(request.text("session"))
        if not leads(session, request.actor):
            raise Refusal("That session is led by somebody else.", "They can hand it over to you.")
        return session


def _begin(session: Session, request: Request, now: datetime) -> Session:
    del request
    return course.begin(session, now)


def _next(session: Session, request: Request, now: datetime) -> Session:
    return course.advance(session, request.number("phase"), now)


def _extend(session: Session, request: Request, now: datetime) -> Session:
    return course.extend(session, request.number("phase"), _more(session), now)


def _pause(session: Session, request: Request, now: datetime) -> Session:
    del request
    return course.pause(session, now)


def _go_on(session: Session, request: Request, now: datetime) -> Session:
    del request
    return course.go_on(session, now)


def _more(session: Session) -> timedelta:
    return timedelta(days=1) if session.days else _MORE


def _step(session: Session, phase: Phase) -> str:
    phases = len(session.format.phases)
    return f"{session.phase + 1} of {phases}: {phase.title}" if session.phase < phases else phase.title


def _until(session: Session) -> Line:
    if session.paused:
        return ("paused for everyone",)
    if session.stage is Stage.CLOSING:
        return ("you close the session",)
    return (Moment(session.ends_at), ", as a guide") if session.ends_at else ("the time is up; you go on",)


def _controls(session: Session) -> Iterator[Button]:
    """Offer what moves a session on from where it is."""
    here = {"session": session.id, "phase": session.phase}
    match session.stage:
        case Stage.GATHERING:
            yield Button("Begin", call("session-begin", session=session.id), Tone.PRIMARY)
            yield from seats.controls(session)
        case Stage.RUNNING:
            phase = session.steps[session.phase]
            if phase.shows is Showing.REVEAL and not session.revealed(session.phase):
                yield Button("Show contributions", call("session-reveal", **here), Tone.PRIMARY)
            yield Button("Next phase", call("session-next", **here))
            yield Button("One more day" if session.days else "5 more minutes", call("session-extend", **here))
            if session.paused:
                yield Button("Go on", call("session-go-on", session=session.id), Tone.PRIMARY)
            else:
                yield Button("Pause for everyone", call("session-pause", session=session.id))
            yield Button("What was contributed", call("session-items", session=session.id))
        case Stage.DRAFT | Stage.CLOSING | Stage.CLOSED:
            pass
    yield Button("Look again", call("session-panel", session=session.id))
    if session.stage is not Stage.CLOSED:
        yield Button("Close gently", call("session-close", session=session.id), Tone.DANGER)


def _card(session: Session, one: Contribution) -> Card:
    here = {"session": session.id, "paper": one.id}
    if one.standing is Standing.HELD:
        first = Button("Let it through", call("session-let-through", **here))
    else:
        first = Button("Hold it back", call("session-hold", **here))
    # Once everybody can read it, there is nothing to hold back.
    controls = () if showing.shown(session, one) else (first,)
    remove = Button("Remove it", call("session-remove", **here), Tone.DANGER)
    title = "Held back" if one.standing is Standing.HELD else "Contribution"
    return Card(title, (), ((one.text,),), (*controls, remove))


def _panel(session: Session) -> Button:
    return Button("Back to the panel", call("session-panel", session=session.id))


# What a facilitator counts and looks through: neither what was taken back, nor what was removed.
_COUNTED = (Standing.THERE, Standing.HELD)
_UNKNOWN = "In no order. Nobody can tell you who wrote them; whoever did sees what became of it."
_STAGES = {
    Stage.DRAFT: "Nobody sees this yet.",
    Stage.GATHERING: "People can join. Begin when you are ready.",
    Stage.RUNNING: "The clock is a guide: nothing moves on until you press.",
    Stage.CLOSING: "All phases are over. This is the check-out.",
    Stage.CLOSED: "This session is closed. What was written is destroyed after a week.",
}
