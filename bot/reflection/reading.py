"""/sessions: what is open, what somebody takes part in, and what was shown there."""

from collections.abc import Iterator, Sequence

from bot.chat.calls import call
from bot.chat.commands import Command, Option
from bot.chat.errors import Refusal
from bot.chat.questions import asked
from bot.chat.requests import Request
from bot.chat.views import Actions, Block, Button, Card, Control, Heading, Note, Reply, Text, Tone
from bot.reflection import course, showing, turns
from bot.reflection.contributions import Contribution
from bot.reflection.formats import Speaker
from bot.reflection.joining import give_back
from bot.reflection.leaving import leave_button, own_words
from bot.reflection.model import Session, Stage
from bot.reflection.notices import Shown, contribute_button, words_of
from bot.reflection.parts import heading, looked_for, names_of, offers
from bot.reflection.sessionbook import SessionBook
from bot.reflection.timing import announced
from bot.support.paging import page
from bot.support.safety import not_safe_button

# A session is up to seven of the 40 parts that Discord takes.
_SHOWN = 5

_KIND = r"(?:(?:the|our|next|upcoming|open|reflective|reflection|reflecting) )*sessions?"
_ASKED = asked(
    rf"(?:when|where|what (?:time|day|date)|which day)(?:'?s| is| are) {_KIND}",
    r"(?:the )?(?:next|upcoming|open|my) (?:(?:reflective|reflection) )?sessions?",
    rf"(?:are there|is there|do we have) (?:an?y? )?{_KIND}(?: (?:open|today|soon|this week|now))*",
)


class Reading:
    """Shows sessions to whoever asks, unseen."""

    def __init__(self, book: SessionBook) -> None:
        self._book = book

    def commands(self) -> Iterator[Command]:
        """Declare the list, and the page of a phase."""
        session = Option("session", "Which session", carried=True)
        phase = Option("phase", "Which phase", carried=True)
        end = Option("end", "Before which", required=False, carried=True)
        summary = "See reflective sessions, and which you take part in"
        yield Command("sessions", summary, self.list, anonymous=True, asked=_ASKED)
        yield Command(
            "session-read", "Read what was shown", self.read, (session, phase, end), unlisted=True, anonymous=True
        )

    async def list(self, request: Request) -> Reply:
        """Show the sessions that are open, those somebody takes part in first."""
        seen = await self._book.seen_by(request.veil)
        mine = {one.session.id: one.session.part(one.who.mark) for one in seen if one.who}
        wrote = {one.session.id for one in seen if one.who or one.wrote}
        there = [one.session for one in seen if one.session.stage not in _UNLISTED or one.session.id in wrote]
        if not there:
            return Reply((Text(("No session is open just now.",)), Note(("One is announced in its channel.",))))
        there.sort(key=lambda one: (one.id not in mine, one.stage is Stage.CLOSED, one.topic))
        more = (Note((f"There are {len(there)}; these are the first.",)),) if len(there) > _SHOWN else ()
        return Reply(
            (
                Heading("Sessions"),
                *(_card(one, mine.get(one.id), wrote=one.id in wrote) for one in there[:_SHOWN]),
                *more,
            )
        )

    async def read(self, request: Request) -> Reply:
        """Show what was shown of a phase, in the order in which everybody reads it."""
        session, phase = await self._book.find(request.text("session")), request.number("phase")
        if not await self._book.participant(session.id, request.veil):
            raise Refusal("You are not in this session.", "Press “Join” under its announcement, or type /sessions.")
        if phase >= len(session.steps):
            raise Refusal("There is no such phase.", "Type /sessions to see where the session is.")
        shown = await self._shown(session, phase)
        title = Heading(session.steps[phase].title)
        if not shown:
            return Reply((title, Text(("Nothing has been shown of this phase.",)), Actions((not_safe_button(),))))
        people = await self._book.participants(session.id) if session.named else ()
        names = names_of(people, shown) if session.named else {}
        if phase == session.check_out:
            line = words_of(
                session, Shown(papers={one.id: one for one in shown}, names=names), [one.id for one in shown]
            )
            return Reply((title, Text((line,)), Actions((not_safe_button(),))))
        here = page(
            [(_contribution(session, one, names.get(one.by, "")),) for one in shown],
            request.number("end") or None,
        )
        further = call("session-read", session=session.id, phase=phase, end=here.earlier)
        more = (Button("More", further),) if here.earlier else ()
        cards = [card for item in here.items for card in item]
        return Reply((title, *cards, Actions((*more, not_safe_button()))))

    async def _shown(self, session: Session, phase: int) -> Sequence[Contribution]:
        """List what everybody may see of a phase, as they read it."""
        found = await self._book.some(session.id, session.order(phase))
        return [one for one in found.values() if showing.shown(session, one)]


def _card(session: Session, mine: Speaker | None, *, wrote: bool) -> Card:
    """Show a session to somebody who has this part in it, None when they are not in it, or left what they wrote."""
    current = f": {session.current.title}" if session.current else ""
    subtitle = f"{session.format.name}, {_STAGES[session.stage]}{current}"
    told = turns.outlook(session, mine) if mine else looked_for(session) if session.stage is Stage.GATHERING else ""
    lines = tuple(line for line in (announced(session), (told,)) if any(line))
    return Card(session.topic, (subtitle,), lines, tuple(_controls(session, mine, wrote=wrote)))


def _controls(session: Session, mine: Speaker | None, *, wrote: bool) -> Iterator[Control]:
    joining = session.stage in (Stage.GATHERING, Stage.RUNNING)
    if mine is None:
        if joining:
            name = "session-join-by-name" if session.named else "session-join"
            yield Button("Join", call(name, session=session.id), Tone.PRIMARY)
        if wrote:
            yield own_words(session)
        return
    if session.stage is Stage.GATHERING:
        yield from offers(session) if mine is Speaker.EVERYONE else (give_back(session),)
    if session.current and not (session.paused or session.is_shut) and turns.may_speak(session.current, mine):
        yield contribute_button(session)
    for phase in reversed(range(len(session.steps))):
        if session.order(phase):
            yield Button("Read", call("session-read", session=session.id, phase=phase))
            break
    yield own_words(session)
    if session.stage is not Stage.CLOSED:
        yield leave_button(session)


def _contribution(session: Session, one: Contribution, name: str) -> Block:
    unmarked = one.part is Speaker.EVERYONE
    title = (name or _UNNAMED) if unmarked else heading(session.format, one.part, name)
    touched = ((f"Resonates with {course.band(len(one.resonates))}.",),) if one.resonates else ()
    press = Button("This resonates", call("session-resonate", session=session.id, paper=one.id))
    return Card(title, (), ((one.text,), *touched), (press,))


_UNLISTED = frozenset({Stage.DRAFT, Stage.CLOSED})
_UNNAMED = "Contribution"
_STAGES = {
    Stage.DRAFT: "being prepared",
    Stage.GATHERING: "people can join",
    Stage.RUNNING: "going on",
    Stage.CLOSING: "at its end",
    Stage.CLOSED: "closed",
}
