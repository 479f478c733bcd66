"""Opening a session: a facilitator chooses how it goes, looks at it as everybody will, and announces it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat.commands import Command, Kind, Option
from bot.chat.errors import Refusal
from bot.chat.requests import Address, Request, Role
from bot.chat.veil import Lock
from bot.chat.views import Choice, Reply, say
from bot.reflection import course
from bot.reflection.building import CAN_BE_SAID, EXAMPLE, NAME, PHASES, own_format, read_phases, written
from bot.reflection.drafts import Drafts, spot_of
from bot.reflection.formats import BLANK, Format, Formats
from bot.reflection.leading import Leading
from bot.reflection.model import DRAFTS, Keeping, Place, Session, Stage
from bot.reflection.panel import Panel
from bot.reflection.sessionbook import SessionBook
from bot.reflection.spoken_times import WHEN
from bot.reflection.timing import Planned, Timing
from bot.support.words import check_words

_PACE = (
    Choice("Together, with a clock as a guide", "0"),
    Choice("Slowly, a day for each phase", "1"),
    Choice("Slowly, three days for each phase", "3"),
    Choice("Slowly, a week for each phase", "7"),
)
_NAMED = "names"
_DETAILS = (
    Choice("With names: everybody reads who wrote what", _NAMED),
    Choice("A summary of themes may be posted at the end", Keeping.SUMMARY),
    Choice("What was shown stays in the channel", Keeping.EVERYTHING),
)


class Opening:
    """Takes what a facilitator decides before anybody can join: it does not change afterwards."""

    def __init__(
        self,
        book: SessionBook,
        formats: Formats,
        channels: Sequence[Address],
        panel: Panel,
        timing: Timing,
        *,
        leading: Leading,
        now: Callable[[], datetime],
    ) -> None:
        """`channels` are where sessions run, all or one."""
        self._book = book
        self._formats = formats
        self._channels = channels
        self._panel = panel
        self._timing = timing
        self._leading = leading
        self._now = now
        self._drafts = Drafts(channels)

    def commands(self) -> Iterator[Command]:
        """Declare the form with which a session begins, and what can be done before it is announced."""
        session = Option("session", "Which session", carried=True)
        formats = tuple(Choice(_told(one), one.key) for one in self._formats)
        details = Option("details", "Tick what everybody is to know", choices=_DETAILS, many=True, required=False)
        asked = (
            Option("format", "How do you want to reflect?", choices=formats),
            Option("topic", "What is it about?", placeholder="A line that everybody in the channel may read"),
            self._timing.option,
            Option("pace", "How fast?", choices=_PACE),
            details,
        )
        name = Option(NAME, "What do you call this way to reflect?", required=False)
        phases = Option(PHASES, "Its phases, one on each line", Kind.PARAGRAPH)
        where = Option("where", "Where", carried=True)
        for command, summary, run, options, prefill in (
            ("session-open", "Open a reflective session", self.open, asked, self._usual),
            ("session-change", "Change a session before it is announced", self.change, (session, *asked), self._chosen),
            ("session-build", "Write the phases of a session", self.build, (session, name, phases), self._built),
            ("session-where", "Choose where a session runs", self.where, (session, where), None),
            ("session-announce", "Announce a session", self.announce, (session,), None),
            ("session-discard", "Throw a session away before it is announced", self.discard, (session,), None),
        ):
            unlisted = command != "session-open"
            yield Command(
                command,
                summary,
                run,
                options,
                role=Role.FACILITATOR,
                unlisted=unlisted,
                prefill=prefill,
                notice=((CAN_BE_SAID,),) if command == "session-build" else (),
                submit="Preview",
            )

    async def open(self, request: Request) -> Reply:
        """Keep a draft of a session, and show it as everybody will see it."""
        if not self._channels:
            raise Refusal("There is no channel for sessions yet.", "An organiser can set one up.")
        (leader, *_), chosen = await self._leading.accounts(request.actor), await self._read(request)

        def make(session_id: str, lock: Lock) -> Session:
            del lock
            places = tuple(Place(channel=channel) for channel in self._channels)
            bare = Session(
                id=session_id,
                format=self._formats[BLANK],
                topic="",
                places=places,
                facilitators=(str(leader),),
                stage=Stage.DRAFT,
                shred_at=self._now() + DRAFTS,
            )
            return chosen(bare)

        started = await self._book.start(make)
        await self._discard_earlier(started)
        return await self._preview(started)

    async def change(self, request: Request) -> Reply:
        """Choose anew."""
        session = await self._draft(request)
        chosen = await self._read(request, session)
        return await self._preview(await self._book.change(session.id, lambda one: chosen(_unannounced(one))))

    async def build(self, request: Request) -> Reply:
        """Put together a format of one’s own."""
        session = await self._draft(request)
        own = own_format(request.text(NAME), read_phases(request.text(PHASES)))
        if session.starts_at:
            self._timing.check_length(session.starts_at, _lasts(own, session.days), PHASES)
        changed = await self._book.change(session.id, lambda one: replace(_unannounced(one), format=own))
        return await self._preview(changed)

    async def where(self, request: Request) -> Reply:
        """Choose one channel, or all of them."""
        session, chosen = await self._draft(request), request.text("where")
        channels = [one for one in self._channels if spot_of(one) == chosen] or self._channels
        places = tuple(Place(channel=channel) for channel in channels)
        changed = await self._book.change(session.id, lambda one: replace(_unannounced(one), places=places))
        return await self._preview(changed)

    async def announce(self, request: Request) -> Reply:
        """Let everybody see it and join, and show its panel."""
        session = await self._draft(request)
        now = self._now()
        if session.starts_at and session.starts_at <= now:
            raise Refusal("The time at which it was to begin has passed.", "Press “Change it” and choose another.")
        return await self._panel.panel(
            await self._book.change(session.id, lambda one: course.announced(_unannounced(one), now))
        )

    async def discard(self, request: Request) -> Reply:
        """Forget a draft at once."""
        session = await self._draft(request)
        await self._book.shred(session.id)
        return say("It is thrown away; nobody saw it.", replaces=True)

    async def _preview(self, session: Session) -> Reply:
        return self._drafts.preview(session, await self._timing.title(session.meeting) if session.meeting else "")

    async def _discard_earlier(self, started: Session) -> None:
        """Forget what the same facilitator left unannounced under the same topic: they began anew."""
        for one in await self._book.all():
            same = (one.topic, one.facilitators, one.stage) == (started.topic, started.facilitators, Stage.DRAFT)
            if same and one.id != started.id:
                await self._book.shred(one.id)

    async def _usual(self, request: Request) -> Mapping[str, str]:
        """Fill in what most sessions are."""
        del request
        return {"format": next(iter(self._formats)).key, "pace": _PACE[0].value}

    async def _chosen(self, request: Request) -> Mapping[str, str]:
        session = await self._draft(request)
        details = [_NAMED] if session.named else []
        if session.keeps is not Keeping.NOTHING:
            details.append(session.keeps)
        return {
            "format": session.format.key,
            "topic": session.topic,
            WHEN: session.meeting or (self._timing.written(session.starts_at) if session.starts_at else ""),
            "pace": str(session.days),
            "details": ",".join(details),
        }

    async def _built(self, request: Request) -> Mapping[str, str]:
        session = await self._draft(request)
        if not session.format.phases:
            return {PHASES: EXAMPLE}
        return {NAME: session.format.name, PHASES: written(session.format.phases)}

    async def _read(self, request: Request, draft: Session | None = None) -> Callable[[Session], Session]:
        """Read what was chosen; returns how it changes a draft. A format of one’s own keeps its phases."""
        topic, named = request.text("topic"), _NAMED in request.text("details").split(",")
        check_words(topic, "topic")
        format_, days = self._formats[request.text("format")], request.number("pace")
        kept = draft.format if draft and draft.format.key == format_.key else format_
        planned = await self._timing.read(request.text(WHEN), _lasts(kept, days))
        details = request.text("details").split(",")
        keeps = next((one for one in (Keeping.EVERYTHING, Keeping.SUMMARY) if one in details), Keeping.NOTHING)

        def chosen(session: Session) -> Session:
            same = session.format.key == format_.key and session.topic
            return replace(
                _timed(session, planned),
                format=session.format if same else format_,
                topic=topic,
                days=days,
                named=named,
                keeps=keeps,
            )

        return chosen

    async def _draft(self, request: Request) -> Session:
        return _unannounced(await self._leading.led(request))


def _unannounced(session: Session) -> Session:
    if session.stage is not Stage.DRAFT:
        raise Refusal("It is announced already, and what was chosen then holds.", "Type /sessions to see it.")
    return session


def _timed(session: Session, planned: Planned) -> Session:
    return replace(session, starts_at=planned.starts_at, meeting=planned.meeting)


def _lasts(format_: Format, days: int) -> timedelta:
    return timedelta(days=days * len(format_.phases)) if days else timedelta(minutes=format_.minutes)


def _told(one: Format) -> str:
    if not one.phases:
        return one.name
    phases = "1 phase" if len(one.phases) == 1 else f"{len(one.phases)} phases"
    return f"{one.name} ({phases}, {one.minutes} minutes)"
