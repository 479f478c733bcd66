"""What organisers do with one date of the calendar: edit, move, cancel, restore, and say who speaks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from bot.chat.calls import Call, call
from bot.chat.commands import Command, Handler, Kind, Option, Prefill
from bot.chat.errors import Unclear
from bot.chat.forms import ask_again
from bot.chat.requests import Request, Role
from bot.chat.views import Actions, Block, Button, Choice, Reply, Text, Tone, say
from bot.meetings import edits
from bot.meetings.agenda import Agenda
from bot.meetings.attendance import Attendance, Standing
from bot.meetings.cards import short_card
from bot.meetings.changing import Change, Changed, Revisions, date_mark
from bot.meetings.clashes import clash_words
from bot.meetings.commands import MEETING
from bot.meetings.model import ChangedMeanwhile, Series
from bot.meetings.occurrences import Meeting
from bot.meetings.planning import DATE, PLACE, TIME, TITLE
from bot.meetings.proposals import check_ahead
from bot.meetings.reading import read_duration, read_start, say_duration
from bot.meetings.rules import Unit
from bot.meetings.words import change_words, local_words

MARK = Option("version", "What it was changed from", required=False, carried=True)
SURE = Option("sure", "Whether it was confirmed", required=False, carried=True)
_YES = "yes"

LENGTH = Option("duration", "How long, if not as usual? Such as 90, or 1:30", required=False)
_NOTES = Option("notes", "Anything to know or to bring?", kind=Kind.PARAGRAPH, required=False)
_AS_USUAL = "It is held where the series is; if not, write another place, such as “to be announced”."
_HAVE, _WANTED, _NONE = "have", "wanted", "none"
_STATE = Option(
    "state",
    "Is there a speaker?",
    choices=(
        Choice("Yes, as below", _HAVE),
        Choice("Not yet: speaker wanted", _WANTED),
        Choice("None is needed", _NONE),
    ),
)
_SPEAKER = Option("speaker", "Who speaks?", required=False, placeholder="Name, organisation")
_ABSTRACT = Option("abstract", "On what?", kind=Kind.PARAGRAPH, required=False)

Values = Callable[[Meeting], Mapping[str, str]]


class Managing:
    """Changes one date at a time; what was written is given back when somebody else was faster."""

    def __init__(self, agenda: Agenda, attendance: Attendance, revisions: Revisions) -> None:
        self._agenda = agenda
        self._attendance = attendance
        self._revisions = revisions

    def commands(self) -> Iterator[Command]:
        """Declare the menu of one date, and what can be chosen there."""
        yield action("meeting-manage", "Change a meeting", self.menu, (MEETING,))
        yield form("meeting-edit", "Edit this date", self.edit, (TITLE, PLACE, LENGTH, _NOTES), self._filled(_words))
        yield form("meeting-move", "Move this date", self.move, (DATE, TIME), self._filled(_times))
        yield form(
            "meeting-speaker", "Set the speaker", self.speaker, (_STATE, _SPEAKER, _ABSTRACT), self._filled(_speech)
        )
        yield action("meeting-cancel", "Cancel this date", self.cancel, (MEETING, MARK, SURE))
        yield action("meeting-restore", "Hold this date after all", self.restore, (MEETING,))

    async def menu(self, request: Request) -> Reply:
        """Show how one date stands, and what can be done with it."""
        return shown(await self._agenda.find(request.text("meeting")))

    async def edit(self, request: Request) -> Reply:
        """Say something else about one date; what is as the series has it stays with the series."""
        duration = read_duration(request.text("duration")) if request.text("duration") else None

        def change(meeting: Meeting, at: datetime) -> Series:
            series = meeting.series
            return edits.describe_date(
                series,
                meeting.occurrence.start,
                at,
                title=_unless(request.text("title"), series.title),
                place=_unless(request.text("place"), series.place),
                duration=None if duration == series.duration else duration,
                notes=request.text("notes"),
            )

        meeting = await self._agenda.find(request.text("meeting"))
        emptied = meeting.series.place and not request.text("place")
        return await self._make(request, f"Saved. {_AS_USUAL}" if emptied else "Saved.", change)

    async def move(self, request: Request) -> Reply:
        """Let one date begin at another time."""
        to = read_start(request.text("date"), request.text("time"))

        def change(meeting: Meeting, at: datetime) -> Series:
            check_ahead(to, meeting.series.tz, at)
            return edits.move(meeting.series, meeting.occurrence.start, to, at)

        return await self._make(request, "Moved. Who said that they come is still down for it.", change, put=True)

    async def speaker(self, request: Request) -> Reply:
        """Say who speaks about what, or that somebody is wanted."""
        state, name = request.text("state"), request.text("speaker")
        if state == _HAVE and not name:
            raise Unclear("Who speaks?", "Write a name, or choose that a speaker is wanted.", option="speaker")

        def change(meeting: Meeting, at: datetime) -> Series:
            return edits.describe_date(
                meeting.series,
                meeting.occurrence.start,
                at,
                speaker=name if state == _HAVE else "",
                speaker_wanted=state == _WANTED,
                abstract=request.text("abstract"),
            )

        return await self._make(request, "Saved.", change)

    async def cancel(self, request: Request) -> Reply:
        """Call one date off, once that is confirmed."""
        meeting = await self._agenda.find(request.text("meeting"))
        if meeting.cancelled:
            return shown(meeting, "It is cancelled already.")
        if request.text("sure") != _YES:
            return await self._ask(meeting)
        try:
            changed = await self._revisions.make(meeting.key, request.text("version"), _cancelled)
        except ChangedMeanwhile:
            return await self._ask(meeting, "Somebody changed it meanwhile. This is how it stands now.")
        return self._after(changed, "Cancelled. It stays in the list, marked, so that nobody comes in vain.")

    async def restore(self, request: Request) -> Reply:
        """Hold a date after all."""
        meeting = await self._agenda.find(request.text("meeting"))
        changed = await self._revisions.make(meeting.key, date_mark(meeting), _restored)
        return self._after(changed, "It is held after all. Who had said that they come is still down for it.", put=True)

    async def _ask(self, meeting: Meeting, *told: str) -> Reply:
        guests = (await self._attendance.lists([meeting.key]))[meeting.key]
        going = guests.count(Standing.GOING)
        people = {0: "Nobody has said yet that they come.", 1: "1 person said that they come."}
        coming = people.get(going, f"{going} people said that they come.")
        sure = call("meeting-cancel", meeting=meeting.key, version=date_mark(meeting), sure=_YES)
        once = meeting.series.rule.unit is Unit.ONCE
        what, others = ("meeting", "You") if once else ("date", "No other date changes, and you")
        return confirm(
            [Text((one,)) for one in told],
            [short_card(meeting)],
            f"Cancel this {what}? {coming} Where a reminder went out, the cancellation will be said there once. "
            f"{others} can restore it.",
            (Button("Yes, cancel it", sure, Tone.DANGER), _keep(meeting)),
        )

    async def _make(self, request: Request, told: str, change: Change, *, put: bool = False) -> Reply:
        try:
            changed = await self._revisions.make(request.text("meeting"), request.text("version"), change)
        except ChangedMeanwhile as refusal:
            return give_back(request, await self._agenda.find(request.text("meeting")), refusal)
        return self._after(changed, told, put=put)

    def _after(self, changed: Changed, told: str, *, put: bool = False) -> Reply:
        """Show what came of a change; where a date was `put` upon another, that is said, because it may be a slip."""
        meeting = changed.meeting
        if meeting and put:
            told += clash_words(meeting, changed.series)
        return shown(meeting, told, self._agenda.next_dates(changed.series)) if meeting else say(told, replaces=True)

    def _filled(self, values: Values) -> Prefill:
        return filled(self._agenda, date_mark, values)


def action(name: str, summary: str, run: Handler, options: tuple[Option, ...]) -> Command:
    """Declare something organisers do with a button."""
    return Command(name, summary, run, options, role=Role.ORGANISER, unlisted=True)


def form(name: str, summary: str, run: Handler, asked: tuple[Option, ...], prefill: Prefill) -> Command:
    """Declare a form in which organisers change what is; it brings back which state that was."""
    options = (MEETING, MARK, *asked)
    return Command(name, summary, run, options, role=Role.ORGANISER, unlisted=True, prefill=prefill)


def filled(agenda: Agenda, mark: Callable[[Meeting], str], values: Values) -> Prefill:
    """Fill a form in with what is, and have it bring back the state it was opened at."""

    async def prefill(request: Request) -> Mapping[str, str]:
        meeting = await agenda.find(request.text("meeting"))
        return {MARK.name: mark(meeting), **values(meeting)}

    return prefill


def shown(meeting: Meeting, told: str = "", ahead: Sequence[Meeting] = ()) -> Reply:
    """Show how a date stands, the dates around it, and what can be done with it."""
    blocks: list[Block] = [Text((told,))] if told else []
    blocks.append(short_card(meeting))
    if len(ahead) > 1:
        blocks.append(next_dates(ahead))
    return say(*blocks, Actions(tuple(_controls(meeting))), replaces=True)


def next_dates(ahead: Sequence[Meeting]) -> Text:
    """Write the next dates of a series, a line each."""
    lines = [" ".join((f"• {local_words(one.when, one.series.zone)}", *change_words(one))) for one in ahead]
    return Text(("\n".join(["Next dates:", *lines]),))


def confirm(before: Sequence[Block], what: Sequence[Block], question: str, controls: tuple[Button, ...]) -> Reply:
    """Ask once before something that others will notice."""
    return say(*before, *what, Text((question,)), Actions(controls), replaces=True)


def give_back(request: Request, meeting: Meeting, refusal: ChangedMeanwhile) -> Reply:
    """Say that somebody else was faster, how it stands now, and give back what was written."""
    written = {name: text for name, text in request.call.args.items() if name not in {MEETING.name, MARK.name}}
    said = say(Text((str(refusal),)), Text(("This is how it stands now:",)), short_card(meeting))
    opened = Call(request.call.command, {MEETING.name: meeting.key})
    return ask_again(Reply(said.blocks, unclear=""), opened, written)


def _controls(meeting: Meeting) -> Iterator[Button]:
    key = meeting.key
    if meeting.cancelled:
        yield Button("Restore", call("meeting-restore", meeting=key), Tone.PRIMARY)
    else:
        yield Button("Edit", call("meeting-edit", meeting=key))
        yield Button("Move", call("meeting-move", meeting=key))
        yield Button("Set speaker", call("meeting-speaker", meeting=key))
        yield Button("Cancel", call("meeting-cancel", meeting=key), Tone.DANGER)
    if meeting.series.rule.unit is not Unit.ONCE:
        yield Button("This and following…", call("meeting-later", meeting=key))
    else:
        yield Button("Host and description", call("meeting-host", meeting=key))
    yield Button("Who can come", call("meeting-who", meeting=key))
    yield Button("‹ All meetings", call("meetings-page", start=0))


def _keep(meeting: Meeting) -> Button:
    return Button("No, keep it", call("meeting-manage", meeting=meeting.key))


def _cancelled(meeting: Meeting, at: datetime) -> Series:
    return edits.cancel(meeting.series, meeting.occurrence.start, at)


def _restored(meeting: Meeting, at: datetime) -> Series:
    return edits.restore(meeting.series, meeting.occurrence.start, at)


def _words(meeting: Meeting) -> Mapping[str, str]:
    length = say_duration(meeting.duration)
    return {"title": meeting.title, "place": meeting.place, "duration": length, "notes": meeting.occurrence.notes}


def _times(meeting: Meeting) -> Mapping[str, str]:
    wall = meeting.when.wall
    return {"date": f"{wall:%Y-%m-%d}", "time": f"{wall:%H:%M}"}


def _speech(meeting: Meeting) -> Mapping[str, str]:
    said = meeting.occurrence
    state = _HAVE if said.speaker else _WANTED if said.speaker_wanted else _NONE
    return {"state": state, "speaker": said.speaker, "abstract": said.abstract}


def _unless(text: str, usual: str) -> str:
    return "" if text == usual else text
