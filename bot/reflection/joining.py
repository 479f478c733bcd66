"""Joining a session: agreeing to its ground rules, and bringing something to it."""

from collections.abc import Iterator, Mapping

from bot.chat.calls import call
from bot.chat.commands import Command, Option
from bot.chat.errors import Refusal
from bot.chat.requests import Request
from bot.chat.views import Actions, Block, Button, Choice, Diverted, Note, Reply, Strong, Text
from bot.reflection import turns
from bot.reflection.admission import Outside
from bot.reflection.formats import PRESENTERS, Speaker
from bot.reflection.ground_rules import GROUND_RULES, RULES_BY_NAME
from bot.reflection.leaving import leave_button
from bot.reflection.model import Session, Stage
from bot.reflection.notices import contribute_button
from bot.reflection.parts import looked_for, offers
from bot.reflection.sessionbook import SessionBook
from bot.support.names import new_name
from bot.support.rules import Barrier, everybody
from bot.support.safety import not_safe_button

_TELL, _ASK, _NEVER = "yes", "tried", "no"
# To choose none of two would leave nothing to send, and a form opens only where something has to be chosen.
_CHOICES = (
    Choice("When a facilitator does something about my words", _TELL),
    Choice("Before it is forgotten, to ask what I tried", _ASK),
    Choice("Never: I’ll look myself (leaves out the others)", _NEVER),
)


class Joining:
    """Lets people into a session; each of it knows a veil, and a person only where the session has names."""

    def __init__(self, book: SessionBook, barrier: Barrier = everybody) -> None:
        """`barrier` refuses whoever is blocked from writing without a name."""
        self._book = book
        self._barrier = barrier

    def commands(self) -> Iterator[Command]:
        """Declare what stands under an announcement. Only who joins a session with names does so by name."""
        session = Option("session", "Which session", carried=True)
        part = Option("part", "Which part", carried=True)
        tell = Option("tell", "When should I write to you privately?", choices=_CHOICES, many=True)
        yield Command(
            "session-tell",
            "Change when I write to you about a session",
            self.tell,
            (session, tell),
            unlisted=True,
            anonymous=True,
            prefill=self.told_now,
            submit="Change it",
        )
        for name, summary, anonymous in (
            ("session-join", "Join a session and agree to its ground rules", True),
            ("session-join-by-name", "Join a session under your name and agree to its ground rules", False),
        ):
            yield Command(
                name,
                summary,
                self.join,
                (session, tell),
                unlisted=True,
                anonymous=anonymous,
                prefill=self.may_join,
                notice=GROUND_RULES if anonymous else RULES_BY_NAME,
                submit="Join",
            )
        for name, summary, run, options in (
            ("session-bring", "Bring something to a session", self.bring, (session, part)),
            ("session-bring-not", "Let somebody else bring something", self.bring_not, (session,)),
        ):
            yield Command(name, summary, run, options, unlisted=True, anonymous=True)

    async def may_join(self, request: Request) -> Mapping[str, str]:
        """Spare who is there already, or may not write unnamed, the form."""
        session = await self._book.find(request.text("session"))
        await admit(session, request, self._barrier)
        if await self._book.participant(request.text("session"), request.veil):
            change = Button("When I am written to", call("session-tell", session=session.id))
            ways = (change, leave_button(session))
            raise Diverted("You are in this session already.", "Contribute where its phase is announced.", ways=ways)
        return {"tell": _TELL}

    async def join(self, request: Request) -> Reply:
        """Let somebody in; their name is their own where the session has names, and neutral words elsewhere."""
        session = await self._book.find(request.text("session"))
        by_name = request.call.command == "session-join-by-name"
        if by_name is not session.named:
            raise Refusal("That button is older than the session.", "Press “Join” under its announcement again.")
        await admit(session, request, self._barrier)
        tell, follow_up = _wishes(request)
        name = request.actor.name if by_name else await self._neutral(session)
        who = await self._book.join(session.id, request.veil, name, tell=tell, follow_up=follow_up)
        joined = Text(("You are in. You go by ", Strong(who.name), " here."))
        leaving = Text((_ANY_TIME,), leave_button(session))
        return Reply((joined, *where(session, session.part(who.mark)), leaving))

    async def told_now(self, request: Request) -> Mapping[str, str]:
        """Fill in what somebody chose before; whoever is not in the session has nothing to change."""
        who = await self._book.participant(request.text("session"), request.veil)
        if who is None:
            raise Outside
        chosen = [value for value, wanted in ((_TELL, who.tell), (_ASK, who.follow_up)) if wanted]
        return {"tell": ",".join(chosen or [_NEVER])}

    async def tell(self, request: Request) -> Reply:
        """Change when somebody is written to; what was under way to them already may still come."""
        tell, follow_up = _wishes(request)
        who = await self._book.tell(request.text("session"), request.veil, tell=tell, follow_up=follow_up)
        changed = "That is changed. I write to you as you chose." if who.address else _NEVER_TOLD
        return Reply((Text((changed,)),))

    async def bring(self, request: Request) -> Reply:
        """Give somebody the part of bringing a case, a problem or a story."""
        part = next((one for one in PRESENTERS if one.value == request.text("part")), Speaker.EVERYONE)
        await admit(await self._book.find(request.text("session")), request, self._barrier)
        session = await self._book.sit(request.text("session"), request.veil, part)
        unseen = () if session.named else ("Nobody is told that it is you.",)
        return Reply((Text((Strong("Thank you. "), *unseen)), *where(session, part)))

    async def bring_not(self, request: Request) -> Reply:
        """Take the part back before the session begins."""
        session = await self._book.stand_up(request.text("session"), request.veil)
        given_back = Text(("That is fine. Somebody else can do it now, or you later on.",))
        return Reply((given_back, Actions((*offers(session), not_safe_button()))), replaces=True)

    async def _neutral(self, session: Session) -> str:
        return new_name({who.name for who in await self._book.participants(session.id)})


def _wishes(request: Request) -> tuple[bool, bool]:
    """Read whether to tell somebody of their words, and to ask them afterwards; “never” goes before both."""
    chosen = request.text("tell").split(",")
    return _NEVER not in chosen and _TELL in chosen, _NEVER not in chosen and _ASK in chosen


async def admit(session: Session, request: Request, barrier: Barrier) -> None:
    """Raise `Refusal` for who is blocked; nobody is from writing by name."""
    if not session.named:
        await barrier(request.veil)


def where(session: Session, part: Speaker = Speaker.EVERYONE) -> tuple[Block, ...]:
    """Say how far a session is, with what somebody who has this part can do there."""
    outlook = turns.outlook(session, part)
    told = (Text((Strong(outlook),)),) if outlook else ()
    if (phase := session.current) is None:
        return (*told, *_before(session, part))
    passing = Button("Pass", call("session-pass", session=session.id, phase=session.phase))
    controls = (contribute_button(session), passing)
    writes = controls if turns.may_speak(phase, part) and not session.is_shut else ()
    return (Text((Strong(f"{phase.title}: "), phase.prompt)), *told, Actions((*writes, not_safe_button())))


def give_back(session: Session) -> Button:
    """Let somebody give the part back that they have."""
    return Button("I’d rather not after all", call("session-bring-not", session=session.id))


def _before(session: Session, part: Speaker) -> tuple[Block, ...]:
    """Say what there is to do before a session begins; nothing, once it is over."""
    if session.stage is not Stage.GATHERING:
        return ()
    begins = Note(("You will see in the thread when it begins.",))
    if part is Speaker.EVERYONE:
        seats, looking = offers(session), looked_for(session)
        return (Text((looking,)), Actions(tuple(seats)), begins) if seats else (begins,)
    asked = next(phase for phase in session.format.phases if phase.who is part)
    return (
        Text((Strong(f"{asked.title}: "), asked.prompt)),
        Note((asked.guidance, " You can prepare your words now.")),
        Note((turns.given_away(session, part),)),
        Actions((give_back(session), not_safe_button())),
        begins,
    )


_ANY_TIME = "You can leave at any time, and nobody is told."
_NEVER_TOLD = "That is changed: I don’t write to you about this session. Type /sessions to look yourself."
