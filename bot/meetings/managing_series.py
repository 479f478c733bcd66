"""What organisers do with a series from one of its dates on: edit, move, end; and who can come to it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from bot.chat.calls import call
from bot.chat.commands import Command, Option, Prefill
from bot.chat.errors import Unclear
from bot.chat.requests import Request
from bot.chat.views import Actions, Button, Choice, Reply, Text, Tone, say
from bot.meetings import edits
from bot.meetings.agenda import Agenda
from bot.meetings.attendance import Attendance
from bot.meetings.cards import short_card
from bot.meetings.changing import Change, Changed, Revisions, Wanted, series_mark
from bot.meetings.clashes import clash_words
from bot.meetings.commands import MEETING
from bot.meetings.managing import MARK, SURE, Values, action, confirm, filled, form, give_back, shown
from bot.meetings.model import ChangedMeanwhile, Kind, Series
from bot.meetings.occurrences import Meeting
from bot.meetings.planning import ABOUT, CAPACITY, DATE, DURATION, HOST, KIND, NAMES, PLACE, REPEATS, TIME, TITLE
from bot.meetings.proposals import EVERYONE, ORGANISERS, check_ahead, checked_start
from bot.meetings.reading import read_duration, read_seats, read_start, say_duration
from bot.meetings.rhythms import rhythm_of, rule_for
from bot.meetings.rules import Unit
from bot.meetings.splitting import following
from bot.meetings.times import show_day
from bot.meetings.words import often_words

_YES, _NO = "yes", "no"
_NAMED = Option("named", "Is a host named?", choices=(Choice("Yes, as below", _YES), Choice("No", _NO)))


class ManagingSeries:
    """Changes a series from one of its dates on; the dates before stay as they were."""

    def __init__(self, agenda: Agenda, attendance: Attendance, revisions: Revisions) -> None:
        self._agenda = agenda
        self._attendance = attendance
        self._revisions = revisions

    def commands(self) -> Iterator[Command]:
        """Declare the menu of “this and following”, and what can be chosen there."""
        yield action("meeting-later", "Change this date and all that follow", self.menu, (MEETING,))
        words = (TITLE, PLACE, DURATION, HOST, ABOUT)
        yield form("meeting-later-edit", "Edit this and following", self.edit, words, self._filled(_words))
        times = (DATE, TIME, REPEATS)
        yield form("meeting-later-move", "Move this and following", self.move, times, self._filled(_times))
        yield action("meeting-later-end", "End here", self.end, (MEETING, MARK, SURE))
        hosted = (_NAMED, HOST, ABOUT)
        yield form("meeting-host", "Host and description", self.host, hosted, self._filled(_hosted))
        yield form("meeting-who", "Who can come", self.who, (KIND, CAPACITY, NAMES), self._filled(_who))

    async def menu(self, request: Request) -> Reply:
        """Show what can be done from a date on."""
        meeting = await self._agenda.find(request.text("meeting"))
        key = meeting.key
        controls = (
            Button("Edit", call("meeting-later-edit", meeting=key)),
            Button("Move", call("meeting-later-move", meeting=key)),
            Button("End here", call("meeting-later-end", meeting=key), Tone.DANGER),
            Button("‹ Back", call("meeting-manage", meeting=key)),
        )
        return say(
            short_card(meeting),
            Text((f"Held {often_words(meeting.series)}.",)),
            Text(("What you change here goes for this date and all that follow; the dates before stay as they were.",)),
            Actions(controls),
            replaces=True,
        )

    async def edit(self, request: Request) -> Reply:
        """Say something else about this date and all that follow."""
        length = read_duration(request.text("duration"))

        def wanted(meeting: Meeting) -> Series:
            later = following(meeting.series, meeting.occurrence.start)
            return replace(
                later,
                title=request.text("title"),
                place=request.text("place"),
                host=request.text("host"),
                about=request.text("about"),
                duration=length,
            )

        return await self._divide(request, "Saved for this date and all that follow.", wanted)

    async def move(self, request: Request) -> Reply:
        """Hold this date and all that follow at another time, or in another rhythm."""
        start = read_start(request.text("date"), request.text("time"))
        rule = rule_for(request.text("repeats"), start.date())

        def wanted(meeting: Meeting) -> Series:
            later = following(meeting.series, meeting.occurrence.start)
            check_ahead(start, later.tz, self._agenda.now())
            left = None if rule.unit is Unit.ONCE else later.rule.count
            return checked_start(replace(later, start=start, rule=replace(rule, count=left)))

        return await self._divide(request, "Moved, this date and all that follow.", wanted)

    async def end(self, request: Request) -> Reply:
        """Let a series end before a date, once that is confirmed."""
        meeting = await self._agenda.find(request.text("meeting"))
        if request.text("sure") != _YES:
            return _ask_end(meeting)
        try:
            changed = await self._revisions.make(meeting.key, request.text("version"), _ended)
        except ChangedMeanwhile:
            return _ask_end(meeting, Text(("Somebody changed it meanwhile. This is how it stands now.",)))
        ahead = self._agenda.next_dates(changed.series)
        told = f"“{changed.series.title}” has ended: {show_day(meeting.when.wall)} and what would follow is not held."
        return shown(ahead[0], f"{told} This is its next date.", ahead) if ahead else _over(told)

    async def host(self, request: Request) -> Reply:
        """Say who hosts a meeting that is held once, and what it is about: no other date has to stay as it was."""
        named, name = request.text("named") == _YES, request.text("host")
        if named and not name:
            raise Unclear("Who hosts it?", "Write a name, or choose that no host is named.", option="host")
        before = (await self._agenda.find(request.text("meeting"))).series.host
        if name and not named and name != before:
            hint = "Choose “Yes, as below”, or leave the name empty."
            raise Unclear(f"You wrote {name}, and that no host is named.", hint, option="named")

        def change(meeting: Meeting, at: datetime) -> Series:
            return edits.reword(meeting.series, at, host=name if named else "", about=request.text("about"))

        return await self._make(request, "Saved.", change)

    async def who(self, request: Request) -> Reply:
        """Say for how many there is room, and who sees who comes, at every date of a series."""
        seats, kind = read_seats(request.text("capacity")), Kind(request.text("kind"))
        names = request.text("names") == EVERYONE
        if names:
            await self._check_unanswered((await self._agenda.find(request.text("meeting"))).series)

        def change(meeting: Meeting, at: datetime) -> Series:
            return edits.reword(meeting.series, at, kind=kind, capacity=seats, names_shown=names)

        once = (await self._agenda.find(request.text("meeting"))).series.rule.unit is Unit.ONCE
        return await self._make(request, "Saved." if once else "Saved for every date of this series.", change)

    async def _check_unanswered(self, series: Series) -> None:
        """Refuse to show names where somebody answered while organisers alone were to see theirs."""
        answered = any(key.startswith(f"{series.id}@") for key in await self._attendance.meetings())
        if answered and not series.names_shown:
            once = series.rule.unit is Unit.ONCE
            later = "For later dates: at the first that nobody has answered, save “This and following…”, “Edit”"
            raise Unclear(
                "People have answered already, and were told that only organisers see who comes.",
                "Leave it so." if once else f"Leave it so here. {later} as it is, then choose it there.",
                option="names",
            )

    async def _make(self, request: Request, told: str, change: Change) -> Reply:
        try:
            changed = await self._revisions.make(request.text("meeting"), request.text("version"), change)
        except ChangedMeanwhile as refusal:
            return give_back(request, await self._agenda.find(request.text("meeting")), refusal)
        return self._after(changed, told)

    async def _divide(self, request: Request, told: str, wanted: Wanted) -> Reply:
        try:
            changed = await self._revisions.divide(request.text("meeting"), request.text("version"), wanted)
        except ChangedMeanwhile as refusal:
            return give_back(request, await self._agenda.find(request.text("meeting")), refusal)
        return self._after(changed, told)

    def _after(self, changed: Changed, told: str) -> Reply:
        series = changed.series
        ahead = self._agenda.next_dates(series)
        left = [show_day(one.start) for one in (changed.split.left_behind if changed.split else ())]
        lost = f" What was said about {', '.join(left)} had no such date to go to, and was left behind." if left else ""
        meeting = changed.meeting or next(iter(ahead), None)
        if meeting is None:
            return _over(f"{told}{lost} None of its dates is still to come.")
        meets = clash_words(meeting, *changed.split.changed) if changed.split else ""
        return shown(meeting, f"{told} It is held {often_words(series)}.{lost}{meets}", ahead)

    def _filled(self, values: Values) -> Prefill:
        return filled(self._agenda, series_mark, values)


def _over(told: str) -> Reply:
    """Answer about a series of which nothing is left to show."""
    back = Actions((Button("‹ All meetings", call("meetings-page", start=0)),))
    return say(Text((told,)), back, replaces=True)


def _ask_end(meeting: Meeting, *told: Text) -> Reply:
    sure = call("meeting-later-end", meeting=meeting.key, version=series_mark(meeting), sure=_YES)
    keep = Button("No, go on", call("meeting-manage", meeting=meeting.key))
    return confirm(
        told,
        [short_card(meeting)],
        f"End “{meeting.series.title}” here? {show_day(meeting.when.wall)} and everything after it will not be held, "
        "and that cannot be taken back: you would plan the series anew.",
        (Button("Yes, end it here", sure, Tone.DANGER), keep),
    )


def _ended(meeting: Meeting, at: datetime) -> Series:
    return edits.end(meeting.series, meeting.occurrence.start, at)


def _words(meeting: Meeting) -> Mapping[str, str]:
    series = meeting.series
    length = say_duration(series.duration)
    return {
        "title": series.title,
        "place": series.place,
        "duration": length,
        "host": series.host,
        "about": series.about,
    }


def _hosted(meeting: Meeting) -> Mapping[str, str]:
    series = meeting.series
    return {"named": _YES if series.host else _NO, "host": series.host, "about": series.about}


def _times(meeting: Meeting) -> Mapping[str, str]:
    start = meeting.occurrence.start
    return {"date": f"{start:%Y-%m-%d}", "time": f"{start:%H:%M}", "repeats": rhythm_of(meeting.series.rule)}


def _who(meeting: Meeting) -> Mapping[str, str]:
    series = meeting.series
    names = EVERYONE if series.names_shown else ORGANISERS
    return {"kind": series.kind, "capacity": str(series.capacity or ""), "names": names}
