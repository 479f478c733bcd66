"""Taking part in a session: joining, contributing, taking back; everything for whoever asks, unseen."""

from collections.abc import Iterator, Mapping

from bot.chat.calls import call
from bot.chat.commands import Command, Kind, Option
from bot.chat.errors import Refusal
from bot.chat.requests import Request
from bot.chat.views import Actions, Block, Button, Card, Choice, Heading, Line, Note, Reply, Strong, Text, Tone
from bot.reflection import course
from bot.reflection.model import Contribution, Session, Standing
from bot.reflection.sessionbook import SessionBook
from bot.support.drafting import Barrier, everybody
from bot.support.names import new_name
from bot.support.safety import not_safe_button
from bot.support.words import check_words, or_given_back

GROUND_RULES: tuple[Line, ...] = (
    (Strong("What is said here stays here. "), "Carry your learning away, not other people’s stories."),
    (
        "Write about yourself, and about your work so that nobody else can be recognised. ",
        "Ask before you advise. You can pass at any time, and need not say why.",
    ),
    (
        "In a session without names, nobody here learns who wrote what, and facilitators do not either. ",
        "The platform and whoever runs this bot can find out more; words and small circumstances can tell, too.",
    ),
)
_TELL = (Choice("Tell me privately if something concerns mine", "yes"), Choice("I’ll look myself", "no"))
# Everybody who asks whether they may write has something to write, and in a round of questions that is one.
_SOMETHING = "…?"
# A card is four of the 40 parts that Discord takes.
_SHOWN = 8
_BEGINNING = 200


class TakingPart:
    """What anybody does in a session; each of it knows a veil, and no person."""

    def __init__(self, book: SessionBook, barrier: Barrier = everybody) -> None:
        """`barrier` refuses whoever is blocked from writing without a name."""
        self._book = book
        self._barrier = barrier

    def commands(self) -> Iterator[Command]:
        """Declare what the buttons of a session do. Only who joins a session with names does so by name."""
        session = Option("session", "Which session", carried=True)
        phase = Option("phase", "Which phase", carried=True)
        paper = Option("paper", "Which contribution", carried=True)
        tell = Option("tell", "When a facilitator does something about your words", choices=_TELL)
        text = Option("text", "What would you like to contribute?", Kind.PARAGRAPH)
        yield Command(
            "session-join",
            "Join a session and agree to its ground rules",
            self.join,
            (session, tell),
            unlisted=True,
            anonymous=True,
            prefill=self.may_join,
            notice=GROUND_RULES,
        )
        yield Command(
            "session-join-by-name",
            "Join a session under your name and agree to its ground rules",
            self.join,
            (session, tell),
            unlisted=True,
            prefill=self.may_join,
            notice=GROUND_RULES,
        )
        for name, summary, run, options, prefill in (
            (
                "session-contribute",
                "Contribute to a session",
                self.contribute,
                (session, phase, text),
                self.may_contribute,
            ),
            ("session-mine", "See what you contributed to a session", self.mine, (session,), None),
            ("session-withdraw", "Take back something you contributed", self.withdraw, (session, paper), None),
            ("session-resonate", "This resonates", self.resonate, (session, paper), None),
            ("session-agree", "Agree that little is shown", self.agree, (session, phase), None),
        ):
            yield Command(name, summary, run, options, unlisted=True, anonymous=True, prefill=prefill)

    async def may_join(self, request: Request) -> Mapping[str, str]:
        """Spare who is there already, or may not write unnamed, the form."""
        await self._admit(await self._book.find(request.text("session")), request)
        if await self._book.participant(request.text("session"), request.veil):
            raise Refusal("You are in this session already.", "Contribute where its phase is announced.")
        return {"tell": "yes"}

    async def join(self, request: Request) -> Reply:
        """Let somebody in; their name is their own where the session has names, and neutral words elsewhere."""
        session = await self._book.find(request.text("session"))
        by_name = request.call.command == "session-join-by-name"
        if by_name is not session.named:
            raise Refusal("That button is older than the session.", "Press “Join” under its announcement again.")
        await self._admit(session, request)
        name = request.actor.name if by_name else await self._neutral(session)
        who = await self._book.join(session.id, request.veil, name, tell=request.text("tell") == "yes")
        return Reply((Text(("You are in. You go by ", Strong(who.name), " here.")), *_where(session)))

    async def may_contribute(self, request: Request) -> Mapping[str, str]:
        """Say before somebody writes why they cannot just now."""
        session = await self._book.find(request.text("session"))
        await self._admit(session, request)
        who = await self._book.participant(session.id, request.veil)
        course.check_contribution(session, request.number("phase"), who, _SOMETHING)
        return {}

    async def contribute(self, request: Request) -> Reply:
        """Keep what somebody wrote, sealed; whatever prevents it, the words are given back."""
        words = request.text("text")
        check_words(words)
        return await or_given_back(self._contribute(request, words), words)

    async def mine(self, request: Request) -> Reply:
        """Show somebody what they contributed."""
        session = await self._book.find(request.text("session"))
        written = await self._book.written_by(session.id, request.veil)
        if not written:
            return Reply((Text(("You have not contributed anything that is still there.",)), *_where(session)))
        shown = [_card(session, one) for one in written[-_SHOWN:]]
        more = (Note((f"These are the last {_SHOWN} of {len(written)}.",)),) if len(written) > _SHOWN else ()
        return Reply((Heading("What you contributed"), *shown, *more))

    async def withdraw(self, request: Request) -> Reply:
        """Take back somebody’s own words, whether they were shown or not."""
        await self._book.withdraw(request.text("session"), request.veil, request.text("paper"))
        kept = "It is taken back, and its words are not kept any more. Whoever read it may remember it."
        return Reply((Text((kept,)),), replaces=True)

    async def resonate(self, request: Request) -> Reply:
        """Note that something touched somebody, or does no longer; nobody learns whom."""
        if await self._book.resonate(request.text("session"), request.veil, request.text("paper")):
            return Reply(
                (Text(("Noted: it resonates with you. Nobody learns that it was you; press again to undo it.",)),)
            )
        return Reply((Text(("That is undone.",)),))

    async def agree(self, request: Request) -> Reply:
        """Note that somebody does not mind that few contributions are shown."""
        await self._book.agree(request.text("session"), request.veil, request.number("phase"))
        return Reply((Text(("Thank you. They are shown once everybody who wrote one agrees.",)),))

    async def _contribute(self, request: Request, words: str) -> Reply:
        session = await self._book.find(request.text("session"))
        await self._admit(session, request)
        said = await self._book.contribute(session.id, request.veil, request.number("phase"), words)
        live = course.shown(session, said)
        then = "It appears in the thread." if live else "It is sealed, and appears together with the others, shuffled."
        again = Button("Contribute something else", call("session-contribute", session=session.id, phase=said.phase))
        return Reply((Text(("Thank you. ", then)), Actions((_back(session, said), again, not_safe_button()))))

    async def _admit(self, session: Session, request: Request) -> None:
        """Raise `Refusal` for who is blocked; nobody is from writing by name."""
        if not session.named:
            await self._barrier(request.veil)

    async def _neutral(self, session: Session) -> str:
        return new_name({who.name for who in await self._book.participants(session.id)})


def _where(session: Session) -> tuple[Block, ...]:
    """Say how far a session is, with the way to contribute when it runs."""
    if (phase := session.current) is None:
        return (Note(("You will see in the thread when it begins.",)),)
    contribute = Button("Contribute", call("session-contribute", session=session.id, phase=session.phase), Tone.PRIMARY)
    return (Text((Strong(f"{phase.title}: "), phase.prompt)), Actions((contribute, not_safe_button())))


def _card(session: Session, one: Contribution) -> Card:
    beginning = one.text if len(one.text) <= _BEGINNING else f"{one.text[:_BEGINNING].rstrip()}…"
    subtitle = _SHOWN_ALREADY if course.shown(session, one) else _STANDS[one.standing]
    controls = () if one.standing is Standing.REMOVED else (_back(session, one),)
    return Card(session.format.phases[one.phase].title, (subtitle,), ((beginning,),), controls)


def _back(session: Session, one: Contribution) -> Button:
    return Button("Withdraw mine", call("session-withdraw", session=session.id, paper=one.id))


_SHOWN_ALREADY = "Everybody can read it."
_STANDS = {
    Standing.SEALED: "It is sealed, and waits to be shown.",
    Standing.HELD: "A facilitator looks at it before it is shown, without knowing whose it is.",
    Standing.SHOWN: _SHOWN_ALREADY,
    Standing.REMOVED: "A facilitator removed it, without knowing whose it is. Only you can read it here.",
    Standing.WITHDRAWN: "You took it back.",
}
