"""/inbox: what waits for somebody, read at their own time and seen by them alone; it leaves no message behind."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.chat.calls import Call, call
from bot.chat.commands import Command, Option
from bot.chat.errors import NotFound
from bot.chat.requests import Request
from bot.chat.veil import Veil
from bot.chat.views import Actions, Block, Button, Card, Heading, Line, Note, Reply, Text, Tone
from bot.support.case_page import case_page, counted
from bot.support.casebook import Casebook, Opened
from bot.support.leads import Reach
from bot.support.model import Dossier, Part, Standing, Talk, Voice
from bot.support.reading import News, looked, messages, news, reader_of
from bot.support.safety import ASK, not_safe_button
from bot.support.talk_page import talk_page
from bot.support.telling import excerpt, relation

# A card with a button is four of the 40 parts that Discord takes.
CARDS = 7
# Looks at words that somebody reads of another.
Alarm = Callable[[Sequence[str]], Sequence[Block]]


def no_alarm(texts: Sequence[str]) -> Sequence[Block]:
    """Say nothing about any words."""
    del texts
    return ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something else that waits for somebody, as it is shown; on a page it takes the room of so many cards."""

    blocks: Sequence[Block]
    room: int = 1


# Lists what waits for somebody beside their cases.
Beside = Callable[[Veil], Awaitable[Sequence[Waiting]]]


async def nothing_beside(reader: Veil) -> Sequence[Waiting]:
    """List nothing, where there is nothing but cases."""
    del reader
    return ()


_OPEN = Button("Open my inbox", call("inbox"), Tone.PRIMARY)
_ONLY_YOU = "Only you see this, and it is gone when you leave. Nothing here says when anybody wrote without a name."


def not_yours() -> NotFound:
    """Refuse whoever has no part in something, in the same words whether it is there or not."""
    return NotFound("There is nothing there for you.", "Type /inbox to see what is.")


@dataclass(frozen=True, slots=True)
class Mine:
    """A case in which somebody has these voices, and what is new to them."""

    opened: Opened
    voices: Sequence[Voice]

    @property
    def news(self) -> News:
        return news(self.opened.dossier, self.voices)


# Whose they are cannot be told any more either.
LOST = (
    "The keys of some requests were lost, and those cannot be opened any more, by anybody. If yours is missing here, "
    "what was posted stays where it is; ask for support anew, and it will work."
)


class Inbox:
    """Shows people the cases in which they have a voice; facilitators as such have their desk for that."""

    def __init__(
        self,
        casebook: Casebook,
        reach: Callable[[Opened], Reach],
        now: Callable[[], datetime],
        alarm: Alarm = no_alarm,
        beside: Beside = nothing_beside,
    ) -> None:
        """`reach` says whether the author of a case can tell a safeguarding lead who they are.

        `alarm` says what helps whoever reads words that tell of danger. `beside` is shown before all cases.
        """
        self._casebook = casebook
        self._reach = reach
        self._now = now
        self._alarm = alarm
        self._beside = beside

    def commands(self) -> Iterator[Command]:
        case, talk = Option("case", "Which case", carried=True), Option("talk", "Which talk", carried=True)
        start = Option("start", "How many to pass over", required=False)
        end = Option("end", "Where to end", required=False)
        summary = "Read what is new for you: answers, private talks, introductions, your own requests"
        yield Command("inbox", summary, self.show, anonymous=True, fleeting=True)
        for name, title, run, which in (
            ("inbox-page", "Your inbox", self.turn, (start,)),
            ("inbox-case", "Read a case", self.open, (case, end)),
            ("inbox-talk", "Read a private talk", self.listen, (case, talk, end)),
        ):
            yield Command(name, title, run, which, unlisted=True, anonymous=True, fleeting=True)

    async def show(self, request: Request) -> Reply:
        """Show the inbox; never in the place of a message that stays."""
        return await self._list(request, replaces=False)

    async def turn(self, request: Request) -> Reply:
        """Show another page, in the place of the one before, which only they see."""
        return await self._list(request, replaces=True)

    async def open(self, request: Request) -> Reply:
        """Show a case, and note that its reader has looked."""
        mine = await self._look(request)
        reach = self._reach(mine.opened)
        return case_page(mine.opened, *mine.voices, now=self._now(), end=_end(request), replaces=True, reach=reach)

    async def listen(self, request: Request) -> Reply:
        """Show a private talk, and note that its reader has looked."""
        mine = await self._look(request, request.text("talk"))
        dossier = mine.opened.dossier
        talk, reader = talk_for(dossier, mine.voices, request.text("talk"))
        page = talk_page(dossier, talk, reader, end=_end(request), replaces=True)
        theirs = [one.text for one in messages(dossier, talk, reader) if one.voice != reader.id]
        return replace(page, blocks=(*page.blocks, *self._alarm(theirs)))

    async def summary(self, request: Request) -> Sequence[Block]:
        """Say on a front page whether something waits: it stays there when they leave, so it tells nothing else."""
        news = any(mine.news.all for mine in await self._mine(request.veil))
        waiting = news or await self._beside(request.veil)
        line = "Something new is waiting for you." if waiting else "Nothing new is waiting for you."
        return (Text((line,), _OPEN), Note(("What it is, you read in your inbox. It leaves no message behind.",)))

    async def _list(self, request: Request, *, replaces: bool) -> Reply:
        cards = [Waiting((_card(one),)) for one in await self._mine(request.veil)]
        shown, lost = [*await self._beside(request.veil), *cards], await self._lost()
        if not shown:
            return Reply(
                (
                    Text(("Nothing is waiting for you.",)),
                    *lost,
                    Text(("Type /peer-support to ask for support without your name; what comes of it is found here.",)),
                    Actions((ASK, not_safe_button())),
                ),
                replaces,
            )
        before, start, after = _page(shown, request.number("start"))
        steps = [("‹ Back", before), ("More ›", after)]
        turns = [Button(label, call("inbox-page", start=to)) for label, to in steps if to is not None]
        page = [block for one in shown[start:after] for block in one.blocks]
        controls = Actions((*turns, ASK, not_safe_button()))
        return Reply((Heading("Your inbox"), *page, *lost, controls, Note((_ONLY_YOU,))), replaces)

    async def _lost(self) -> Sequence[Block]:
        """Say that there are cases nobody can open, because one of them may be the reader's."""
        return (Note((LOST,)),) if await self._casebook.locked_away() else ()

    async def _mine(self, veil: Veil) -> Sequence[Mine]:
        """List the cases of somebody, those with news first."""
        cases = [mine for one, _ in await self._casebook.mine(veil) if (mine := _part_of(one, veil))]
        return sorted(cases, key=lambda mine: (not mine.news.all, mine.opened.dossier.closed))

    async def _look(self, request: Request, talk_id: str | None = None) -> Mine:
        """Note that somebody looks, and return the case as it was before, in which what is new is still new."""
        mine = await self._find(request)
        before = mine.opened.dossier

        def look(dossier: Dossier) -> Dossier:
            nonlocal before
            before = dossier
            return looked(dossier, mine.voices, talk_id)

        if talk_id:
            talk_for(before, mine.voices, talk_id)
        await self._casebook.change(before.id, look)
        return Mine(Opened(before, mine.opened.lock), [before.voice(one.id) for one in mine.voices])

    async def _find(self, request: Request) -> Mine:
        opened = await self._casebook.find(request.text("case"))
        mine = _part_of(opened, request.veil)
        if mine is None:
            raise not_yours()
        return mine


def talk_for(dossier: Dossier, voices: Sequence[Voice], talk_id: str) -> tuple[Talk, Voice]:
    """Find a talk, and the one of somebody's voices that takes part in it. Raises what `not_yours` makes."""
    talk = dossier.talk(talk_id)
    reader = reader_of(dossier, talk, voices) if talk else None
    if talk is None or reader is None:
        raise not_yours()
    return talk, reader


def _part_of(opened: Opened, veil: Veil) -> Mine | None:
    dossier = opened.dossier
    voices = [voice for voice in opened.voices_of(veil) if voice.part is not Part.FACILITATOR]
    if dossier.request.standing is Standing.WITHDRAWN:
        # Nobody reads it any more, but of what was between two people what facilitators say to it: to whoever reported
        # it, and to whom they blocked because of it.
        blocked = {one.voice for one in dossier.blocks if one.until}
        heard = [one for one in voices if one.part is Part.REPORTER or one.id in blocked]
        voices = heard if dossier.asks else []
    return Mine(opened, voices) if voices else None


def _page(shown: Sequence[Waiting], wanted: int) -> tuple[int | None, int, int | None]:
    """Return where the page begins on which something stands, and the pages before and after it, if there are any."""
    starts, room = [0], 0
    for at, one in enumerate(shown):
        if room + one.room > CARDS and room:
            starts, room = [*starts, at], 0
        room += one.room
    page = max(number for number, start in enumerate(starts) if start <= wanted)
    after = starts[page + 1] if page + 1 < len(starts) else None
    return starts[page - 1] if page else None, starts[page], after


def _card(mine: Mine) -> Card:
    dossier, new = mine.opened.dossier, mine.news
    removed = dossier.request.standing is Standing.REMOVED and dossier.author not in mine.voices
    gone = "Facilitators removed what it began with." if removed else ""
    gone = "What it began with was taken back." if dossier.request.standing is Standing.WITHDRAWN else gone
    about: Line = (gone or f"“{excerpt(dossier.request.text)}”",)
    since: tuple[Line, ...] = ((f"New: {counted(new)}",),) if new.all else ()
    tone = Tone.PRIMARY if new.all else Tone.PLAIN
    controls = (Button("Open", _page_of(mine), tone),)
    return Card(dossier.name, (relation(dossier, mine.voices),), (about, *since), controls)


def _page_of(mine: Mine) -> Call:
    """Name what is opened first: of what is between two people, their talk, or the draft of it.

    What facilitators say to one of them stands beside the talk, and is opened first while it is new.
    """
    dossier = mine.opened.dossier
    if dossier.wish is None or mine.news.entries:
        return call("inbox-case", case=dossier.id)
    if dossier.request.standing is Standing.SAID:
        return call("inbox-talk", case=dossier.id, talk=dossier.wish.id)
    return call("support-draft", case=dossier.id, entry=dossier.request.id)


def _end(request: Request) -> int | None:
    return request.number("end") or None
