"""Leaving a session: what somebody is in it is deleted, what they wrote stays or is taken back, and nobody is told."""

from collections.abc import Iterator

from bot.chat.calls import call
from bot.chat.commands import Command, Filled, Option
from bot.chat.requests import Request
from bot.chat.views import Actions, Button, Choice, Diverted, Line, Note, Reply, Strong, Text
from bot.reflection import course
from bot.reflection.contributions import Standing
from bot.reflection.formats import Speaker
from bot.reflection.model import Session, Stage
from bot.reflection.sessionbook import SessionBook
from bot.support.safety import not_safe_button

_KEEP, _BACK = "keep", "back"
_CHOICES = (Choice("Keep what I wrote", _KEEP), Choice("Take all of it back", _BACK))


class Leaving:
    """Lets anybody go at any time, those who may not write unnamed as well; it knows a veil, and no person."""

    def __init__(self, book: SessionBook) -> None:
        self._book = book

    def commands(self) -> Iterator[Command]:
        session = Option("session", "Which session", carried=True)
        words = Option("words", "What becomes of what you wrote?", choices=_CHOICES)
        yield Command(
            "session-leave",
            "Leave a session",
            self.leave,
            (session, words),
            unlisted=True,
            anonymous=True,
            prefill=self.may_leave,
            submit="Leave",
        )

    async def may_leave(self, request: Request) -> Filled:
        """Say before somebody leaves what comes of it; what they wrote is kept, unless they choose otherwise."""
        session = await self._book.find(request.text("session"))
        _check(session)
        who = await self._book.participant(session.id, request.veil)
        if who is None:
            raise _outside(session)
        return Filled({"words": _KEEP}, tuple(_told(session, session.part(who.mark))))

    async def leave(self, request: Request) -> Reply:
        """Let somebody go; pressed again, with words that are still there, those are taken back as well."""
        session, takes_back = await self._book.find(request.text("session")), request.text("words") == _BACK
        _check(session)
        if not takes_back and await self._book.participant(session.id, request.veil) is None:
            raise _outside(session)
        written = await self._book.written_by(session.id, request.veil)
        if takes_back:
            # What a facilitator removed nobody else reads, and its message would tell that its author was there.
            for one in (one for one in written if one.standing is not Standing.REMOVED):
                await self._book.withdraw(session.id, request.veil, one.id)
        await self._book.leave(session.id, request.veil)
        return _gone(session, kept=bool(written) and not takes_back, taken=takes_back)


def leave_button(session: Session) -> Button:
    """Open the form in which somebody leaves."""
    return Button("Leave", call("session-leave", session=session.id))


def own_words(session: Session) -> Button:
    """Lead to what somebody wrote, which they can take back also when they have left."""
    return Button("What I contributed", call("session-mine", session=session.id))


def _check(session: Session) -> None:
    if session.stage is Stage.CLOSED:
        change = Button("When I am written to", call("session-tell", session=session.id))
        said = "That session is closed, so there is nothing to leave any more."
        hint = "You can still take back what you wrote, and choose not to be written to."
        raise Diverted(said, hint, ways=(own_words(session), change))
    course.check_leaving(session)


def _outside(session: Session) -> Diverted:
    hint = "If you have left it, nobody was told. What you wrote and kept is still yours to take back."
    return Diverted("You are not in this session.", hint, ways=(own_words(session),))


def _told(session: Session, part: Speaker) -> Iterator[Line]:
    yield ("Nobody is told that you left, neither the others nor those who lead. You are asked nothing afterwards.",)
    if part is not Speaker.EVERYONE:
        thing = session.format.thing(part)
        free = f"Somebody else can bring {thing} then, and everybody reads that one is wanted."
        stays = f"Nobody else can bring {thing} by now: those who lead read that whoever does passes, as if you had."
        yield (free if session.stage is Stage.GATHERING else stays,)
    yield (Strong("If you keep what you wrote, "), _STAYS_BY_NAME if session.named else _STAYS)
    yield (Strong("If you take it back, "), _GOES)


def _gone(session: Session, *, kept: bool, taken: bool) -> Reply:
    words = _TAKEN if taken else _KEPT if kept else ""
    controls = (*((own_words(session),) if kept else ()), not_safe_button())
    left = Text((Strong("You have left. "), "Nobody is told. ", words))
    return Reply((left, Note((_again(session),)), Actions(controls)), replaces=True)


def _again(session: Session) -> str:
    if session.stage is Stage.CLOSING:
        return "Nobody can join it any more, because it is ending."
    other = "" if session.named else ", and go by other words then"
    return f"Should you think again, you can join it with /sessions while it goes on{other}."


_STAYS = "it stays as it is, and you find it with /sessions until it is forgotten."
_STAYS_BY_NAME = "it stays as it is, under your name, and you find it with /sessions until it is forgotten."
_GOES = "it goes at once, all together: who looks just then may notice that it is one person’s."
_KEPT = "What you wrote is still there, and yours to take back."
_TAKEN = "What you wrote is taken back, and its words are not kept any more. Whoever read it may remember it."
