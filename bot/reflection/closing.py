"""Closing a session: in the ordinary way, asked once more, or gently, with words that everybody reads."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence

from bot.chat.calls import call
from bot.chat.commands import Command, Kind, Option
from bot.chat.errors import Unclear
from bot.chat.requests import Request, Role
from bot.chat.views import Actions, Block, Button, Heading, Line, Note, Reply, Text, Tone
from bot.reflection import waiting
from bot.reflection.contributions import Contribution
from bot.reflection.course import Moved
from bot.reflection.facilitation import Facilitation
from bot.reflection.formats import Showing
from bot.reflection.ground_rules import KEPT
from bot.reflection.items import end_writing
from bot.reflection.leading import from_panel, to_panel
from bot.reflection.model import Session, Stage
from bot.reflection.notices import FAREWELL
from bot.reflection.sessionbook import SessionBook

# As much as every platform shows whole in one paragraph, whatever signs there are in it.
LONGEST = 1200
_SURE = "yes"

# Opens the session of a request for those who lead it; raises `Refusal` for others.
Led = Callable[[Request], Awaitable[Session]]
Show = Callable[[Session], Awaitable[Reply]]


class Closing:
    """Ends a session for everyone, when a facilitator wants it."""

    def __init__(self, book: SessionBook, facilitation: Facilitation, led: Led, show: Show) -> None:
        """`show` shows the panel of a session."""
        self._book = book
        self._facilitation = facilitation
        self._led = led
        self._show = show

    def commands(self) -> Iterator[Command]:
        session = Option("session", "Which session", carried=True)
        sure = Option("sure", "Whether you are sure", required=False, carried=True)
        text = Option("text", "What everybody reads", Kind.PARAGRAPH)
        yield Command(
            "session-close", "Close a session", self.close, (session, sure), role=Role.FACILITATOR, unlisted=True
        )
        yield Command(
            "session-close-gently",
            "Close a session gently",
            self.close_gently,
            (session, text),
            role=Role.FACILITATOR,
            unlisted=True,
            prefill=self.gentle_words,
            notice=_GENTLY,
            submit="Close for everyone",
        )

    async def close(self, request: Request) -> Reply:
        """Ask once more what cannot be undone, and then close it."""
        session = _open(await self._led(request))
        if request.text("sure") != _SURE:
            return _confirming(session, await self._book.contributions(session.id))
        return await self._show(await self._facilitation.close(session.id))

    async def gentle_words(self, request: Request) -> Mapping[str, str]:
        """Prepare what is said, so that nobody has to find words in a hard moment."""
        _open(await self._led(request))
        return {"text": FAREWELL}

    async def close_gently(self, request: Request) -> Reply:
        """Close it with these words; nothing more is shown of it."""
        session, farewell = _open(await self._led(request)), request.text("text")
        if (over := len(farewell) - LONGEST) > 0:
            raise Unclear(f"That is too long by {over:,} characters.", "A few sentences are enough.", option="text")
        return await self._show(await self._facilitation.close(session.id, gently=True, farewell=farewell))


def _open(session: Session) -> Session:
    with from_panel(session.id):
        if session.stage in (Stage.DRAFT, Stage.CLOSED):
            raise Moved
    return session


def _confirming(session: Session, written: Sequence[Contribution]) -> Reply:
    here = {"session": session.id}
    buttons = (
        Button("Close for everyone", call("session-close", **here, sure=_SURE), Tone.DANGER),
        Button("Close gently instead", call("session-close-gently", **here)),
        to_panel(session.id),
    )
    blocks: tuple[Block, ...] = (Heading(f"Close “{session.topic}”?"), Text((_PLAINLY,)), *_lost(session, written))
    return Reply((*blocks, Note((KEPT[session.keeps],)), Actions(buttons)), replaces=True)


def _lost(session: Session, written: Sequence[Contribution]) -> Iterator[Text]:
    """Say what would come to an end unseen."""
    hidden = [
        phase.title
        for number, phase in enumerate(session.format.phases)
        if phase.shows is Showing.REVEAL
        and (waiting.known(session, number, written) or waiting.may_grow(session, number))
    ]
    if hidden:
        yield Text((f"Something was written that has not been shown, and will not be: {', '.join(hidden)}",))
    if session.stage is Stage.RUNNING:
        yield Text(("The check-out has not come yet: “Next phase” leads there, after the last one.",))
    if session.stage is Stage.CLOSING:
        yield _words(session, written)


def _words(session: Session, written: Sequence[Contribution]) -> Text:
    """Say what becomes of the words of the check-out; of those that came since nobody is told whether they are many."""
    grows = waiting.may_grow(session, session.check_out)
    if not grows and waiting.hindrance(session, session.check_out, written):
        return Text((_NO_WORDS,))
    if session.paused:
        return Text((_PAUSED,), Button("Go on", call("session-go-on", session=session.id)))
    if grows:
        return Text((_MORE_WORDS,), end_writing(session, "End the writing, and look first"))
    return Text((_ENOUGH_WORDS,))


_GENTLY: tuple[Line, ...] = (
    ("For when something came up that deserves more than this session can give. Change the words as you like.",),
    ("Everybody reads them, with a way to help lines. Nothing more is shown, and nothing more can be contributed.",),
)
_PLAINLY = "Everybody reads that the session is over, and thanks. Nothing more can be contributed."
_ENOUGH_WORDS = "The words that people left at the check-out are shown together."
_MORE_WORDS = (
    "The words that people left at the check-out are shown together, if there are enough. Those that came since you "
    "looked through them are among them, and nobody has looked through those."
)
_PAUSED = "While it is paused, the words left at the check-out are not shown. Press “Go on” first to show them."
_NO_WORDS = "Too few words were left at the check-out to show them without telling whose they are, so none are shown."
