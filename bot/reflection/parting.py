"""What people leave at the end: a word at the check-out, and, some days later, what they tried."""

from collections.abc import Iterator, Mapping

from bot.chat.calls import call
from bot.chat.commands import Command, Kind, Option
from bot.chat.requests import Request
from bot.chat.views import Actions, Button, Diverted, Line, Reply, Text
from bot.reflection import admission
from bot.reflection.contributions import Contribution, Standing
from bot.reflection.joining import admit
from bot.reflection.model import Session
from bot.reflection.sessionbook import SessionBook
from bot.support.rules import Barrier, everybody
from bot.support.safety import not_safe_button
from bot.support.words import check_words, or_given_back

_SOMETHING = "…"


class Parting:
    """Takes what anybody leaves; each of it knows a veil, and no person."""

    def __init__(self, book: SessionBook, barrier: Barrier = everybody) -> None:
        """`barrier` refuses whoever is blocked from writing without a name."""
        self._book = book
        self._barrier = barrier

    def commands(self) -> Iterator[Command]:
        session = Option("session", "Which session", carried=True)
        word = Option("text", "How do you go from here?", placeholder="One word, or a few")
        tried = Option("text", "What did you try, and how did it go?", Kind.PARAGRAPH)
        yield Command(
            "session-word",
            "Leave a word",
            self.leave_word,
            (session, word),
            unlisted=True,
            anonymous=True,
            prefill=self.may_leave_word,
            notice=_WORD,
        )
        yield Command(
            "session-tried",
            "Say what you tried",
            self.tell_tried,
            (session, tried),
            unlisted=True,
            anonymous=True,
            prefill=self.may_tell_tried,
            notice=_TRIED,
        )

    async def may_leave_word(self, request: Request) -> Mapping[str, str]:
        """Say before somebody writes why they cannot, or that they did so already."""
        session = await self._may(request, await self._check_out(request))
        await self._check_first(session, request)
        return {}

    async def leave_word(self, request: Request) -> Reply:
        """Keep a word, sealed until the session closes."""
        words = request.text("text")
        admission.check_word(words)
        check_words(words)
        return await or_given_back(self._leave_word(request, words), words)

    async def may_tell_tried(self, request: Request) -> Mapping[str, str]:
        """Say before somebody writes when it is too late."""
        await self._may(request, (await self._book.find(request.text("session"))).follow_up)
        return {}

    async def tell_tried(self, request: Request) -> Reply:
        """Keep what somebody tried, sealed until a day before the session is forgotten."""
        words = request.text("text")
        check_words(words)
        return await or_given_back(self._tell_tried(request, words), words)

    async def _leave_word(self, request: Request, words: str) -> Reply:
        session = await self._may(request, await self._check_out(request))
        await self._check_first(session, request)
        said = await self._book.contribute(session.id, request.veil, session.check_out, words)
        return Reply((Text(("Thank you. ", _SEALED)), Actions((_back(session, said), not_safe_button()))))

    async def _tell_tried(self, request: Request, words: str) -> Reply:
        session = await self._may(request, (await self._book.find(request.text("session"))).follow_up)
        said = await self._book.contribute(session.id, request.veil, session.follow_up, words)
        return Reply((Text(("Thank you. ", _SEALED_TRIED)), Actions((_back(session, said), not_safe_button()))))

    async def _check_out(self, request: Request) -> int:
        return (await self._book.find(request.text("session"))).check_out

    async def _may(self, request: Request, phase: int) -> Session:
        """Open the session for somebody who may contribute to a step of it."""
        session = await self._book.find(request.text("session"))
        await admit(session, request, self._barrier)
        who = await self._book.participant(session.id, request.veil)
        admission.check_contribution(session, phase, who, _SOMETHING)
        return session

    async def _check_first(self, session: Session, request: Request) -> None:
        """Let everybody leave one word; who thought of a better one takes the first back."""
        written = await self._book.written_by(session.id, request.veil)
        mine = [one for one in written if one.phase == session.check_out and one.standing is not Standing.REMOVED]
        if mine:
            hint = "If another fits better, take it back first."
            raise Diverted(f"You have left “{mine[0].text}” already.", hint, ways=(_back(session, mine[0]),))


def _back(session: Session, said: Contribution) -> Button:
    return Button("Withdraw mine", call("session-withdraw", session=session.id, paper=said.id))


_WORD: tuple[Line, ...] = (
    ("If you like, leave one word for how you go from here. You need not.",),
    ("The words are shown in one line, shuffled, when the session closes; if too few come, nobody reads them.",),
)
_TRIED: tuple[Line, ...] = (
    ("You wanted to be asked. Write as much or as little as you like, or nothing at all.",),
    (
        "The day before the session is forgotten, it is shown in the thread, shuffled with what others tried. ",
        "If too few answer, nobody reads it.",
    ),
)
_SEALED = "It is sealed, and appears with the others, in one line, when the session closes; if too few come, never."
_SEALED_TRIED = (
    "It is sealed, and appears with what others tried, the day before all is forgotten; if too few come, never."
)
