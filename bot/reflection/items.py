"""What was contributed, for facilitators to look through: held back, let through, removed, and nobody’s name on it.

How much of it is listed while people write is for `waiting`.
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence

from bot.chat.calls import Call, call
from bot.chat.commands import Command, Option
from bot.chat.requests import Request, Role
from bot.chat.views import Actions, Block, Button, Card, Choice, Control, Heading, Line, Note, Reply, Select, Text, Tone
from bot.reflection import showing, waiting
from bot.reflection.contributions import Contribution, Standing
from bot.reflection.facilitation import Facilitation
from bot.reflection.leading import Leading, from_panel, to_panel
from bot.reflection.model import Session, Stage
from bot.reflection.parts import title
from bot.reflection.sessionbook import SessionBook
from bot.reflection.showing import may_follow
from bot.reflection.waiting import COUNTED
from bot.support.paging import page

# Tells the author in private what became of their words; once for each standing of them, however often it is asked.
Tell = Callable[[str, Contribution], Awaitable[None]]
_Act = Callable[[str, str], Awaitable[Contribution]]
_SURE = "yes"


async def nobody(session_id: str, said: Contribution) -> None:
    """Tell nobody."""
    del session_id, said


class Items:
    """Lets facilitators look through a session, phase by phase; its author is told what became of something."""

    def __init__(self, book: SessionBook, facilitation: Facilitation, leading: Leading, tell: Tell = nobody) -> None:
        self._book = book
        self._facilitation = facilitation
        self._leading = leading
        self._tell = tell

    def commands(self) -> Iterator[Command]:
        session = Option("session", "Which session", carried=True)
        paper = Option("paper", "Which contribution", carried=True)
        phase = Option("phase", "Which phase", required=False, carried=True)
        end = Option("end", "Before which", required=False, carried=True)
        sure = Option("sure", "Whether you are sure", required=False, carried=True)
        # Whatever is done, the same page is shown again.
        one = (session, paper, end)
        for name, summary, run, options in (
            ("session-items", "See what was contributed", self.show, (session, phase, end)),
            ("session-hold", "Hold something back", self.hold, one),
            ("session-let-through", "Let something through", self.let_through, one),
            ("session-remove", "Remove something", self.remove, (*one, sure)),
            (
                "session-shut",
                "End the writing in a phase",
                self.shut,
                (session, Option("phase", "Which phase", carried=True), sure),
            ),
        ):
            yield Command(name, summary, run, options, role=Role.FACILITATOR, unlisted=True)

    async def show(self, request: Request) -> Reply:
        """Show what was contributed to a phase, the one that runs if none is named."""
        session = await self._leading.led(request)
        return await self._page(session, request.number("phase", max(session.phase, 0)), request.number("end"))

    async def hold(self, request: Request) -> Reply:
        """Hold something back; where it was shown already, its words are taken from view."""
        return await self._act(request, self._facilitation.hold)

    async def let_through(self, request: Request) -> Reply:
        return await self._act(request, self._facilitation.let_through)

    async def remove(self, request: Request) -> Reply:
        """Remove something for good, shown or not, having asked once more."""
        session, end = await self._leading.led(request), request.number("end")
        if request.text("sure") != _SURE:
            said = await self._book.contribution(session.id, request.text("paper"))
            if said.standing in COUNTED:
                return _confirming(session, said, end)
        return await self._act(request, self._facilitation.remove)

    async def shut(self, request: Request) -> Reply:
        """Let nobody write to a phase any more, having asked once more, and list all there is of it."""
        session, phase = await self._leading.led(request), request.number("phase")
        if session.phase == phase and not session.is_shut and request.text("sure") != _SURE:
            return _ending(session)
        written = await self._book.contributions(session.id)
        with from_panel(session.id):
            ended = await self._book.change(session.id, lambda one: waiting.shut(one, phase, written))
        return await self._page(ended, phase, 0)

    async def _act(self, request: Request, act: _Act) -> Reply:
        session = await self._leading.led(request)
        with from_panel(session.id):
            done = await act(session.id, request.text("paper"))
        await self._tell(session.id, done)
        return await self._page(await self._book.find(session.id), done.phase, request.number("end"))

    async def _page(self, session: Session, phase: int, end: int) -> Reply:
        everything = await self._book.contributions(session.id)
        session = await self._book.change(session.id, lambda one: waiting.looked(one, phase, everything))
        there = waiting.in_view(session, phase, everything)
        step = session.steps[min(phase, len(session.steps) - 1)]
        others = sorted({one.phase for one in everything if one.standing in COUNTED and one.phase != phase})
        here = page([(_card(session, one, end),) for one in there], end or None)
        cards: list[Block] = [card for item in here.items for card in item]
        further = call("session-items", session=session.id, phase=phase, end=here.earlier)
        more = (Button("More", further),) if here.earlier else ()
        grows = waiting.may_grow(session, phase)
        ends = (end_writing(session),) if grows and phase == session.phase else ()
        controls = (*more, *_elsewhere(session, others), *ends, to_panel(session.id))
        early = waiting.is_unseen(session, phase, everything)
        about = _about(session, there, early=early, grows=grows)
        return Reply((Heading(step.title), *about, *cards, Actions(controls)), replaces=True)


def end_writing(session: Session, label: str = "End the writing") -> Button:
    """Offer to let nobody write to the phase that runs any more, so that all of it can be looked through."""
    return Button(label, call("session-shut", session=session.id, phase=session.phase))


def _ending(session: Session) -> Reply:
    """Ask once more, because it is the same for everybody, and cannot be undone."""
    end = call("session-shut", session=session.id, phase=session.phase, sure=_SURE)
    buttons = Actions((Button("End it, and list the rest", end, Tone.PRIMARY), to_panel(session.id)))
    said = f"Nobody can write to “{session.steps[session.phase].title}” any more then. {_ENDS}"
    return Reply((Heading("End the writing?"), Text((said,)), buttons), replaces=True)


def _about(session: Session, there: Sequence[Contribution], *, early: bool, grows: bool) -> Iterator[Block]:
    """Say what is listed, and why not everything is."""
    if early:
        yield Text((_EARLY,))
    elif not there:
        yield Text(("Nothing is left of what was listed." if grows else "Nothing is there of this phase.",))
    if there:
        yield Note((_BY_NAME if session.named else _UNKNOWN,))
    if grows:
        yield Note((_LATER if session.current else _LATER_SHOWN,))


def _elsewhere(session: Session, phases: Sequence[int]) -> Iterator[Control]:
    """Lead to the other phases to which something was contributed."""
    if phases:
        choices = tuple(Choice(session.steps[phase].title, str(phase)) for phase in phases)
        yield Select("Another phase", call("session-items", session=session.id), "phase", choices)


def _card(session: Session, one: Contribution, end: int) -> Card:
    through = Button("Let it through", _to("session-let-through", session, one, end), Tone.PRIMARY)
    first = through if one.standing is Standing.HELD else _hold(session, one, end, "Hold it back")
    remove = Button("Remove it", _to("session-remove", session, one, end), Tone.DANGER)
    offered = (first, remove) if one.standing is not Standing.HELD or may_follow(session, one) else (remove,)
    return Card(_head(session, one), _stands(session, one), ((one.text,),), offered)


def _to(command: str, session: Session, one: Contribution, end: int, sure: str = "") -> Call:
    """Do something with a contribution, and then see the same page again."""
    return call(command, session=session.id, paper=one.id, end=end or None, sure=sure)


def _hold(session: Session, one: Contribution, end: int, label: str) -> Button:
    return Button(label, _to("session-hold", session, one, end))


def _head(session: Session, one: Contribution) -> str:
    """Head a contribution as the thread does, so that people can speak of it; words of a check-out have no number."""
    order = session.order(one.phase)
    if one.id not in order:
        return "Not shown" if _is_late(session, one) else "Not shown yet"
    if one.phase == session.check_out:
        return "A word"
    to = order.index(one.answers) + 1 if one.answers in order else 0
    return title(session.format, one, order.index(one.id) + 1, to)


def _stands(session: Session, one: Contribution) -> Line:
    if one.standing is Standing.HELD:
        return ("Held back: nobody else can read it.",)
    if showing.shown(session, one):
        return ("Everybody can read it.",)
    return ("Its phase is over." if _is_late(session, one) else "Only its author and those who lead can read it.",)


def _is_late(session: Session, one: Contribution) -> bool:
    return session.stage is Stage.CLOSED or one.phase != session.phase


def _confirming(session: Session, one: Contribution, end: int) -> Reply:
    """Ask once more whether to remove something, which can be held back instead."""
    hold = () if one.standing is Standing.HELD else (_hold(session, one, end, "Hold it back instead"),)
    remove = Button("Remove it for good", _to("session-remove", session, one, end, _SURE), Tone.DANGER)
    here = call("session-items", session=session.id, phase=one.phase, end=end or None)
    back = Button("Back to what was contributed", here)
    card = Card(_head(session, one), _stands(session, one), ((one.text,),), (*hold, remove, back))
    return Reply((Heading("Remove it for good?"), Text((_FOR_GOOD,)), card), replaces=True)


_UNKNOWN = "In no order, and nobody can tell you who wrote them; whoever did sees what became of it."
_BY_NAME = "In no order. Names stand beside them where they are shown; whoever wrote one sees what became of it."
_LATER = (
    "What comes later is listed once it is enough by itself, and all of it once, when the time is up: read one by one, "
    "it could tell who wrote. To look through all of it before it is shown, end the writing."
)
_LATER_SHOWN = "What comes later is listed once it is enough by itself; the rest is shown with the others at its time."
_ENDS = (
    "Whoever is writing just now gets their words back, and everybody reads that it is shown soon. You see all of it, "
    "and show it when you are ready."
)
_EARLY = (
    "They can be looked through once there are enough to be shown; before that, reading them one by one could tell "
    "who wrote."
)
_FOR_GOOD = (
    "Nobody can let it through again, neither you nor the others who lead. Whoever wrote it can still read it until "
    "the session is forgotten, sees that a facilitator removed it, and is told so in private if they asked for that."
)
