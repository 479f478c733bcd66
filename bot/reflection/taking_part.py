"""Taking part in a session: contributing, replying, passing, taking back; for whoever asks, unseen."""

from collections.abc import Iterator

from bot.chat.calls import call
from bot.chat.commands import Command, Filled, Kind, Option
from bot.chat.errors import Refusal
from bot.chat.requests import Request
from bot.chat.views import Actions, Button, Card, Choice, Heading, Note, Reply, Strong, Text
from bot.reflection import admission, course, showing, turns
from bot.reflection.contributions import Contribution, Standing
from bot.reflection.formats import PRESENTERS, Showing, Speaker
from bot.reflection.joining import admit, where
from bot.reflection.model import Session
from bot.reflection.notices import agree_button
from bot.reflection.parts import heading
from bot.reflection.resonance import Resonance
from bot.reflection.sessionbook import SessionBook
from bot.support.rules import Barrier, everybody
from bot.support.safety import not_safe_button
from bot.support.screening import Noticing, unnoticed
from bot.support.telling import excerpt
from bot.support.words import check_words, or_given_back

# Everybody who asks whether they may write has something to write, and in a round of questions that is one.
_SOMETHING = "What…?"
# A card is four of the 40 parts that Discord takes.
_SHOWN = 8
_BEGINNING = 200
# What platforms show of a choice.
_LABEL = 60


class TakingPart:
    """What anybody does in a session; each of it knows a veil, and no person."""

    def __init__(self, book: SessionBook, barrier: Barrier = everybody, noticing: Noticing = unnoticed) -> None:
        """`barrier` refuses whoever is blocked from writing without a name; `noticing` tells them what it sees."""
        self._book = book
        self._resonance = Resonance(book)
        self._barrier = barrier
        self._noticing = noticing

    def commands(self) -> Iterator[Command]:
        """Declare what the buttons of a session do."""
        session = Option("session", "Which session", carried=True)
        phase = Option("phase", "Which phase", carried=True)
        paper = Option("paper", "Which contribution", carried=True)
        saying = Option("saying", "Which message", carried=True)
        text = Option("text", "What would you like to contribute?", Kind.PARAGRAPH)
        to = Option("to", "What do you reply to?", offer=self.offered, settled=True)
        reply = Option("text", "What would you like to reply?", Kind.PARAGRAPH)
        here = (session, phase)
        for name, summary, run, options, prefill in (
            ("session-contribute", "Contribute to a session", self.contribute, (*here, text), self.may_contribute),
            ("session-reply", "Reply in a session", self.reply, (session, saying, to, reply), self.may_reply),
            ("session-pass", "Pass in a phase", self.pass_on, here, None),
            ("session-mine", "See what you contributed to a session", self.mine, (session,), None),
            ("session-withdraw", "Take back something you contributed", self.withdraw, (session, paper), None),
            ("session-resonate", "This resonates", self.resonate, (session, paper), None),
            ("session-agree", "Agree that little is shown", self.agree, here, None),
        ):
            yield Command(name, summary, run, options, unlisted=True, anonymous=True, prefill=prefill)

    async def may_contribute(self, request: Request) -> Filled:
        """Say before somebody writes why they cannot just now."""
        session = await self._book.find(request.text("session"))
        await admit(session, request, self._barrier)
        who = await self._book.participant(session.id, request.veil)
        admission.check_contribution(session, request.number("phase"), who, _SOMETHING)
        phase = session.steps[request.number("phase")]
        return Filled(notice=((Strong(f"{phase.title}: "), phase.prompt), (_NAMED if session.named else _NAMELESS,)))

    async def contribute(self, request: Request) -> Reply:
        """Keep what somebody wrote, sealed; whatever prevents it, the words are given back."""
        words = request.text("text")
        check_words(words)
        return await or_given_back(self._contribute(request, words, request.number("phase")), words)

    async def offered(self, request: Request) -> tuple[Choice, ...]:
        """Offer what stands in the message beneath which somebody replies."""
        session = await self._book.find(request.text("session"))
        number = request.number("saying")
        saying = session.sayings[number] if 0 <= number < len(session.sayings) else session.sayings[0]
        order = session.order(saying.phase)
        found = await self._book.some(session.id, saying.papers)
        return tuple(
            Choice(f"{order.index(one.id) + 1}: {excerpt(one.text, _LABEL)}", one.id)
            for one in found.values()
            if showing.shown(session, one)
        )

    async def may_reply(self, request: Request) -> Filled:
        """Say before somebody writes why they cannot reply just now."""
        session = await self._book.find(request.text("session"))
        await admit(session, request, self._barrier)
        who = await self._book.participant(session.id, request.veil)
        admission.check_contribution(session, session.phase, who, _SOMETHING, answers=True)
        if not (offered := await self.offered(request)):
            raise Refusal("Nothing of that is there any more.", course.LOOK)
        return Filled({"to": offered[0].value}, ((_NAMED if session.named else _NAMELESS,),))

    async def reply(self, request: Request) -> Reply:
        """Keep what somebody replies to something that was shown."""
        words = request.text("text")
        check_words(words)
        return await or_given_back(self._contribute(request, words, 0, answers=request.text("to")), words)

    async def pass_on(self, request: Request) -> Reply:
        """Note that somebody has nothing to add to a phase; nobody learns who."""
        session = await self._book.find(request.text("session"))
        admission.check_phase(session, request.number("phase"))
        turns.check_turn(session, session.steps[session.phase], await self._part(session, request))
        await self._book.pass_on(session.id, request.veil, session.phase)
        if session.steps[session.phase].who in PRESENTERS:
            seen = "That is fine. The facilitators see that nothing will be told here, and can go on."
            return Reply((Text((seen,)),))
        return Reply((Text(("That is fine. You can still contribute if something comes to you.",)),))

    async def mine(self, request: Request) -> Reply:
        """Show somebody what they contributed."""
        session = await self._book.find(request.text("session"))
        written = await self._book.written_by(session.id, request.veil)
        if not written:
            part = await self._part(session, request)
            return Reply((Text(("You have not contributed anything that is still there.",)), *where(session, part)))
        shown = [_card(session, one) for one in written[-_SHOWN:]]
        more = (Note((f"These are the last {_SHOWN} of {len(written)}.",)),) if len(written) > _SHOWN else ()
        return Reply((Heading("What you contributed"), *shown, *more))

    async def withdraw(self, request: Request) -> Reply:
        """Take back somebody’s own words, whether they were shown or not."""
        taken = await self._book.withdraw(request.text("session"), request.veil, request.text("paper"))
        session = await self._book.find(request.text("session"))
        read = _READ if any(taken.id in saying.papers for saying in session.sayings) else _UNREAD
        told = Text((f"It is taken back, and its words are not kept any more. {read}",))
        here = taken.phase == session.phase and session.current is not None and not taken.answers
        again = (_again(session),) if here else ()
        return Reply((told, Actions((*again, not_safe_button()))), replaces=True)

    async def resonate(self, request: Request) -> Reply:
        """Note that something touched somebody, or does no longer; nobody learns whom."""
        if await self._resonance.resonate(request.text("session"), request.veil, request.text("paper")):
            noted = "Noted: it resonates with you. Nobody learns that it was you; press again to undo it."
            return Reply((Text((noted,)),))
        return Reply((Text(("That is undone.",)),))

    async def agree(self, request: Request) -> Reply:
        """Note that somebody does not mind that few contributions are shown."""
        await self._book.agree(request.text("session"), request.veil, request.number("phase"))
        return Reply((Text((_AGREED,)),))

    async def _part(self, session: Session, request: Request) -> Speaker:
        who = await self._book.participant(session.id, request.veil)
        return session.part(who.mark) if who else Speaker.EVERYONE

    async def _contribute(self, request: Request, words: str, phase: int, answers: str = "") -> Reply:
        session = await self._book.find(request.text("session"))
        await admit(session, request, self._barrier)
        said = await self._book.contribute(session.id, request.veil, phase, words, answers)
        shown_as = f", as “{heading(session.format, said.part)}”" if said.part is not Speaker.EVERYONE else ""
        live = course.is_live(session) or answers
        sealed = "It is sealed, and appears together with the others, shuffled."
        then = f"It appears in the thread{shown_as}." if live else sealed
        anew = (Text((_ANEW,), agree_button(session)),) if showing.asked(session) and not live else ()
        back = _back(session, said)
        above, beneath = await self._noticing(words, request.veil, None if session.named else back)
        # Beside what may give them away, it stands already.
        first = () if beneath else (back,)
        thanks = Text(("Thank you. ", then))
        return Reply((*above, thanks, *anew, *beneath, Actions((*first, _again(session), not_safe_button()))))


def _again(session: Session) -> Button:
    return Button("Contribute something else", call("session-contribute", session=session.id, phase=session.phase))


def _card(session: Session, one: Contribution) -> Card:
    beginning = one.text if len(one.text) <= _BEGINNING else f"{one.text[:_BEGINNING].rstrip()}…"
    subtitle = "Everybody can read it." if showing.shown(session, one) else _stands(session, one)
    controls = () if one.standing is Standing.REMOVED else (_back(session, one),)
    return Card(session.steps[one.phase].title, (subtitle,), ((beginning,),), controls)


def _stands(session: Session, one: Contribution) -> str:
    standings = _STANDS_BY_NAME if session.named else _STANDS
    return _UNSHOWN if one.standing is Standing.THERE and not _waits(session, one) else standings[one.standing]


def _waits(session: Session, one: Contribution) -> bool:
    """Whether what was not shown may be still: with its phase, or at once, as what follows what was shown."""
    if one.phase == session.follow_up:
        return session.tried_at is not None
    follows = one.answers or session.steps[one.phase].shows is Showing.LIVE or session.revealed(one.phase)
    return session.current is not None and one.id not in session.late and bool(follows or one.phase == session.phase)


def _back(session: Session, one: Contribution) -> Button:
    return Button("Withdraw mine", call("session-withdraw", session=session.id, paper=one.id))


_STANDS = {
    Standing.THERE: "It is sealed, and waits to be shown.",
    Standing.HELD: "A facilitator looks at it before it is shown, without knowing whose it is.",
    Standing.REMOVED: "A facilitator removed it, without knowing whose it is. Only you can read it here.",
    Standing.WITHDRAWN: "You took it back.",
}
_STANDS_BY_NAME = {
    **_STANDS,
    Standing.HELD: "A facilitator looks at it before it is shown.",
    Standing.REMOVED: "A facilitator removed it. Only you can read it here.",
}
_NAMELESS = "Your name is not shown, and nobody in the session learns that it is yours."
_NAMED = "Your name is shown beside what you write."
_ANEW = (
    "Everybody was asked whether the little that was written may be shown. If you agreed before you wrote this, that "
    "does not hold for it: if you still agree, press once more."
)
_AGREED = (
    "Thank you. They can be shown once everybody who wrote one agrees. Should you write more, you are asked once more."
)
_UNSHOWN = "It was not shown, and will not be. It is forgotten with the session."
_READ = "Whoever read it may remember it."
# Those who lead can look through what waits to be shown.
_UNREAD = "Nobody read it, unless somebody who leads the session has looked through it already."
