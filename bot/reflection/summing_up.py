"""The summary of themes: drafted from what several people shared, changed by a facilitator, looked at, and posted."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence

from bot.chat.calls import call
from bot.chat.commands import Command, Kind, Option
from bot.chat.requests import Request, Role
from bot.chat.views import Actions, Button, Heading, Line, Note, Reply, Strong, Text, Tone
from bot.reflection import notices, themes
from bot.reflection.closing import Led
from bot.reflection.model import Session
from bot.reflection.parts import names_of
from bot.reflection.sessionbook import SessionBook
from bot.reflection.summary import check_summary, drafted, may_be_summed_up, proposed, summed_up
from bot.support.telling import told
from bot.support.words import check_words

# Lists pairs of account and name of the facilitators.
Names = Callable[[], Awaitable[Sequence[tuple[str, str]]]]


class SummingUp:
    """Lets facilitators post a summary, where the session agreed to one at its start."""

    def __init__(self, book: SessionBook, led: Led, names: Names) -> None:
        """`names` are those that no draft may hold."""
        self._book = book
        self._led = led
        self._names = names

    def commands(self) -> Iterator[Command]:
        session = Option("session", "Which session", carried=True)
        drafts = Option("drafts", "Which draft", carried=True)
        text = Option("text", "What do you take with you, together?", Kind.PARAGRAPH)
        for name, summary, run, options in (
            ("session-summary", "Sum up a session", self.show, (session,)),
            ("session-summary-post", "Post a summary", self.post, (session, drafts)),
        ):
            yield Command(name, summary, run, options, role=Role.FACILITATOR, unlisted=True)
        yield Command(
            "session-summary-write",
            "Write a summary",
            self.write,
            (session, text),
            role=Role.FACILITATOR,
            unlisted=True,
            prefill=self.drafted,
            notice=_BEFORE,
            submit="Preview",
        )

    async def show(self, request: Request) -> Reply:
        """Show the draft, found in the contributions as long as nobody has written one."""
        session = await self._led(request)
        check_summary(session)
        return _page(session if session.drafts else await self._proposed(session))

    async def drafted(self, request: Request) -> Mapping[str, str]:
        """Fill in the draft as it is."""
        session = await self._led(request)
        check_summary(session)
        return {"text": session.draft or (await self._proposed(session)).draft}

    async def write(self, request: Request) -> Reply:
        """Keep what a facilitator wrote, and show it as everybody would read it; what is refused stays in the form."""
        session, text = await self._led(request), request.text("text")
        check_words(text)
        return _page(await self._book.change(session.id, lambda one: drafted(one, text)))

    async def post(self, request: Request) -> Reply:
        """Post the draft that was looked at, or let what was posted say it instead."""
        session, drafts = await self._led(request), request.number("drafts")
        anew = bool(session.summary)
        session = await self._book.change(session.id, lambda one: summed_up(one, drafts))
        said = "The summary in the thread will say this." if anew else "It will appear in the thread."
        return Reply((Text((Strong(said),)), Actions((_write(session), _panel(session)))), replaces=True)

    async def _proposed(self, session: Session) -> Session:
        """Find a draft in what was shown; with many contributions that takes a moment."""
        written, names = await self._book.contributions(session.id), [name for _, name in await self._names()]
        if session.named:
            names += names_of(await self._book.participants(session.id), written).values()
        text = await asyncio.to_thread(themes.draft, session, written, names)
        return await self._book.change(session.id, lambda one: proposed(one, text))


def summary_button(session: Session) -> tuple[Button, ...]:
    """Lead to the summary, where the session agreed to one and it is time."""
    label = "Change the summary" if session.summary else "Sum up"
    return (Button(label, call("session-summary", session=session.id)),) if may_be_summed_up(session) else ()


def _page(session: Session) -> Reply:
    if not session.drafts:
        here = (Heading("A summary of themes"), Note((_FOUND,)), *told("A draft", session.draft))
        return Reply((*here, Actions((_write(session), _panel(session)))), replaces=True)
    posted = session.draft == session.summary
    post = call("session-summary-post", session=session.id, drafts=session.drafts)
    label = "Post it instead" if session.summary else "Post it"
    posting = () if posted else (Button(label, post, Tone.PRIMARY),)
    note = "This stands in the thread." if posted else "Nobody else sees this yet. In the thread it will read:"
    shown = notices.summed_up(session.draft)
    return Reply((Note((note,)), *shown, Actions((*posting, _write(session), _panel(session)))), replaces=True)


def _write(session: Session) -> Button:
    return Button("Change it", call("session-summary-write", session=session.id))


def _panel(session: Session) -> Button:
    return Button("Back to the panel", call("session-panel", session=session.id))


_FOUND = "Only you see this. It is made of words that three people or more used in what was shown; make it yours first."
_BEFORE: tuple[Line, ...] = (
    ("Say what several of you shared, in words that lead to nobody. You see it once more before it is posted.",),
)
