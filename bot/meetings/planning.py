"""/meeting-new: a meeting is written down, looked at, and only then saved."""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.chat.calls import call
from bot.chat.commands import Command, Handler, Kind, Option
from bot.chat.errors import NotFound
from bot.chat.requests import Request, Role
from bot.chat.views import (
    Actions,
    Button,
    Choice,
    Fields,
    Heading,
    Line,
    Moment,
    Note,
    Reply,
    Strong,
    Text,
    Tone,
    say,
)
from bot.meetings.agenda import Agenda
from bot.meetings.cards import short_card
from bot.meetings.edits import LONGEST_PLACE
from bot.meetings.model import Calendar, ChangedMeanwhile, Series
from bot.meetings.model import Kind as MeetingKind
from bot.meetings.preview import Previewed, preview
from bot.meetings.proposals import (
    EVERYONE,
    KEPT,
    ORGANISERS,
    Defaults,
    Proposal,
    Proposals,
    series_of,
    with_answers,
)
from bot.meetings.reading import say_duration
from bot.meetings.rhythms import RHYTHMS
from bot.meetings.words import local_words, often_words, place_line

# What a calendar's id is made of: random, and short enough for a button.
_ID_BYTES = 8

TITLE = Option("title", "What is it called?", placeholder="Network meeting")
DATE = Option("date", "On which day? The first one, if it repeats", kind=Kind.DATE, placeholder="2026-03-10")
TIME = Option("time", "At what time?", kind=Kind.TIME, placeholder="15:00")
REPEATS = Option("repeats", "How often?", choices=RHYTHMS)
PLACE = Option("place", "Where? A room, a link, or both", required=False, longest=LONGEST_PLACE)
KIND = Option(
    "kind", "What sort of meeting?", choices=tuple(Choice(kind.label.capitalize(), kind) for kind in MeetingKind)
)
DURATION = Option("duration", "How long? Minutes, or hours and minutes", placeholder="90, or 1:30")
HOST = Option("host", "Who hosts it?", required=False)
ABOUT = Option("about", "What is it about?", kind=Kind.PARAGRAPH, required=False)
ZONE = Option("zone", "In which time zone are these hours?", placeholder="Europe/London")
CAPACITY = Option("capacity", "For how many is there room? Empty: for everybody", required=False)
NAMES = Option(
    "names",
    "Who sees who comes? How many come, everybody sees",
    choices=(Choice("Organisers only", ORGANISERS), Choice("Everybody", EVERYONE)),
)
_DRAFT = Option("draft", "Which draft", carried=True)

_FIRST = (TITLE, DATE, TIME, REPEATS, PLACE)
_MORE = (KIND, DURATION, HOST, ABOUT, ZONE)
_WHO = (CAPACITY, NAMES)


class Planning:
    """Plans new meetings. A draft is its owner's alone until it is saved, and in no list, reminder or file."""

    def __init__(
        self,
        agenda: Agenda,
        calendar: Calendar,
        proposals: Proposals,
        defaults: Defaults,
        wake: Callable[[], None],
    ) -> None:
        """`wake` is called when a meeting was saved."""
        self._agenda = agenda
        self._calendar = calendar
        self._proposals = proposals
        self._defaults = defaults
        self._wake = wake

    def commands(self) -> Iterator[Command]:
        """Declare the first form, and what can be done with a draft."""
        yield Command("meeting-new", "Plan a meeting", self.begin, _FIRST, role=Role.ORGANISER)
        yield self._form("meeting-draft-change", "Change the draft", self.change, _FIRST)
        yield self._form("meeting-draft-more", "More details", self.more, _MORE)
        yield self._form("meeting-draft-who", "Who can come", self.who, _WHO)
        for name, summary, run in (
            ("meeting-draft", "Look at a draft", self.look),
            ("meeting-save", "Save the meeting", self.save),
            ("meeting-discard", "Discard the draft", self.discard),
        ):
            yield Command(name, summary, run, (_DRAFT,), role=Role.ORGANISER, unlisted=True)

    async def begin(self, request: Request) -> Reply:
        """Make a draft of what was written, and show what was understood."""
        now = self._agenda.now()
        blank = Proposal(id=secrets.token_hex(_ID_BYTES), owner=request.actor.account, answers={}, made_at=now)
        return await self._keep(blank, request, _FIRST)

    async def look(self, request: Request) -> Reply:
        """Show a draft again."""
        proposal = await self._own(request)
        return self._preview(proposal, series_of(proposal, self._defaults, self._agenda.now()))

    async def change(self, request: Request) -> Reply:
        return await self._keep(await self._own(request), request, _FIRST)

    async def more(self, request: Request) -> Reply:
        return await self._keep(await self._own(request), request, _MORE)

    async def who(self, request: Request) -> Reply:
        return await self._keep(await self._own(request), request, _WHO)

    async def save(self, request: Request) -> Reply:
        """Put the meeting into the calendar; pressed twice, it is saved once."""
        saved = await self._calendar.find(request.text("draft"))
        if saved is None:
            proposal = await self._own(request)
            saved = await self._save(series_of(proposal, self._defaults, self._agenda.now()))
            await self._proposals.remove(proposal.id)
            self._wake()
        ahead = self._agenda.next_dates(saved, 1)
        if not ahead:
            raise NotFound("That meeting is over.", "Type /meetings to see what is coming.")
        first = ahead[0]
        controls = (
            Button("See what is coming", call("meetings-page", start=0)),
            Button("Manage it", call("meeting-manage", meeting=first.key)),
        )
        return say(
            Text(("Saved. Members see it in /meetings now.",)), short_card(first), Actions(controls), replaces=True
        )

    async def discard(self, request: Request) -> Reply:
        """Forget a draft."""
        proposal = await self._own(request)
        await self._proposals.remove(proposal.id)
        again = Actions((Button("Plan another meeting", call("meeting-new")),))
        return say(Text(("The draft is discarded. Nothing was saved.",)), again, replaces=True)

    def _form(self, name: str, summary: str, run: Handler, asked: Sequence[Option]) -> Command:
        options = (_DRAFT, *asked)
        return Command(name, summary, run, options, role=Role.ORGANISER, unlisted=True, prefill=self._written)

    async def _written(self, request: Request) -> Mapping[str, str]:
        proposal = await self._own(request)
        series = series_of(proposal, self._defaults, self._agenda.now())
        understood = {"kind": series.kind.value, "duration": say_duration(series.duration), "zone": series.zone}
        names = EVERYONE if series.names_shown else ORGANISERS
        return {**understood, "names": names, **proposal.answers}

    async def _keep(self, proposal: Proposal, request: Request, asked: Sequence[Option]) -> Reply:
        answered = with_answers(proposal, request.call.args, tuple(option.name for option in asked))
        series = series_of(answered, self._defaults, self._agenda.now())
        await self._proposals.keep(answered)
        return self._preview(answered, series)

    async def _own(self, request: Request) -> Proposal:
        proposal = await self._proposals.find(request.text("draft"))
        mine = proposal and proposal.owner.same(request.actor.account)
        if not proposal or not mine or self._agenda.now() >= proposal.made_at + KEPT:
            raise NotFound("That draft is gone.", "Drafts are kept for a day. Type /meeting-new to start again.")
        return proposal

    async def _save(self, series: Series) -> Series:
        try:
            (saved,) = await self._calendar.save(replace(series, changed_at=self._agenda.now()))
        except ChangedMeanwhile:
            found = await self._calendar.find(series.id)  # saved by the first of two presses
            if found is None:
                raise
            return found
        return saved

    def _preview(self, proposal: Proposal, series: Series) -> Reply:
        shown = preview(series.rule, series.start, series.tz)
        title = "It would meet on" if len(shown.dates) > 1 else "It would be on"
        dates = [part for number, one in enumerate(shown.dates, 1) for part in _date_line(number, one, series)]
        skipped = [Note((shown.skipped_note,))] if shown.skipped_note else []
        return say(
            Heading(series.title),
            Text(("Is this what you mean? It is held ", Strong(often_words(series)), ".")),
            Fields(tuple(_facts(series))),
            Text((f"{title}:", *dates)),
            *skipped,
            Actions(_controls(proposal)),
            Note(("Nobody else sees this draft. Unless you save it, it is forgotten after a day.",)),
            replaces=True,
        )


def _controls(proposal: Proposal) -> tuple[Button, ...]:
    return (
        Button("Save", call("meeting-save", draft=proposal.id), Tone.PRIMARY),
        Button("More details", call("meeting-draft-more", draft=proposal.id)),
        Button("Who can come", call("meeting-draft-who", draft=proposal.id)),
        Button("Change", call("meeting-draft-change", draft=proposal.id)),
        Button("Discard", call("meeting-discard", draft=proposal.id), Tone.DANGER),
    )


def _facts(series: Series) -> Iterator[tuple[str, Line]]:
    yield "Kind", (series.kind.label,)
    yield "Length", (say_duration(series.duration),)
    yield "Where", place_line(series.place) or ("not said yet",)
    if series.host:
        yield "Host", (series.host,)
    if series.about:
        yield "About", (series.about,)
    yield "Time zone", (series.zone,)
    yield "Room for", (str(series.capacity) if series.capacity else "everybody",)
    yield "Who comes is seen by", ("everybody" if series.names_shown else "organisers",)


def _date_line(number: int, one: Previewed, series: Series) -> Line:
    """Write one of the dates; the first in the reader's own time, too, for whoever plans from elsewhere."""
    line: Line = (f"\n{number}. {local_words(one.when, series.zone)}",)
    if number == 1:
        line = (*line, ", for you ", Moment(one.when.utc))
    return (*line, ". ", Strong(one.note)) if one.note else line
