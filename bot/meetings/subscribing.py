"""Add to calendar: one meeting as a file, and addresses that keep a calendar program up to date."""

from collections.abc import Callable, Iterator
from datetime import datetime
from urllib.parse import quote, urlencode

from bot.chat.calls import call
from bot.chat.commands import Command
from bot.chat.requests import Request
from bot.chat.views import Actions, Block, Button, Code, Heading, Line, Link, Note, Reply, Text, Tone, say
from bot.meetings.agenda import Agenda
from bot.meetings.calendar_file import link_in
from bot.meetings.cards import organises
from bot.meetings.commands import MEETING
from bot.meetings.feeds import Feeds
from bot.meetings.managing import SURE, action
from bot.meetings.occurrences import Meeting
from bot.meetings.rules import Unit

PATH = "/calendar/"
# More of a place than this makes an address too long for some browsers; of a link that is cut nobody has anything.
_MOST_PLACE = 300
_YES = "yes"
_NO_ADDRESS: Line = (
    "Calendar programs cannot subscribe to me here. Whoever runs me can give you the whole calendar as a file: ",
    Code("hirg-bot meetings ics"),
)


class Subscribing:
    """Gives calendar addresses out. Whoever has one can read that calendar; it names nobody who takes part."""

    def __init__(self, agenda: Agenda, feeds: Feeds, address: Callable[[], str]) -> None:
        """`address` tells where the bot can be reached over HTTP, without a slash at the end; empty when it cannot."""
        self._agenda = agenda
        self._feeds = feeds
        self._address = address

    def commands(self) -> Iterator[Command]:
        """Declare what *Add to calendar* leads to."""
        yield Command("meeting-calendar", "Add a meeting to your calendar", self.show, (MEETING,), unlisted=True)
        yield action("meeting-calendar-renew", "Renew the calendar addresses", self.renew, (MEETING, SURE))

    async def show(self, request: Request) -> Reply:
        """Give out everything that puts a meeting into somebody's calendar."""
        meeting = await self._agenda.find(request.text("meeting"))
        return await self._show(meeting, renews=organises(request.actor))

    async def renew(self, request: Request) -> Reply:
        """Make new addresses, once that is confirmed."""
        meeting = await self._agenda.find(request.text("meeting"))
        if request.text("sure") != _YES:
            sure = call("meeting-calendar-renew", meeting=meeting.key, sure=_YES)
            question = (
                "Renew the addresses of the whole calendar and of this series? "
                "Whoever subscribed to one of them gets no more changes until they subscribe to the new one."
            )
            return say(Text((question,)), Actions((Button("Yes, renew them", sure, Tone.DANGER),)), replaces=True)
        await self._feeds.renew(meeting.series)
        shown = await self._show(meeting, renews=True)
        return say(Text(("Renewed: the addresses given out before lead nowhere now.",)), *shown.blocks, replaces=True)

    async def _show(self, meeting: Meeting, *, renews: bool) -> Reply:
        parts: list[Block] = [Heading(f"Add “{meeting.title}” to your calendar")]
        if self._address():
            parts += await self._addresses(meeting)
        parts.append(Text(("Only this meeting: ", *_links(meeting), ".")))
        if not self._address():
            parts.append(Note(_NO_ADDRESS))
        elif renews:
            renew = call("meeting-calendar-renew", meeting=meeting.key)
            parts.append(Actions((Button("Renew the addresses…", renew),)))
        return say(*parts)

    async def _addresses(self, meeting: Meeting) -> list[Block]:
        base = self._address() + PATH
        one, everything = await self._feeds.meeting(meeting), await self._feeds.everything()
        blocks: list[Block] = [
            Text(("All meetings, kept up to date: ", Code(base + everything))),
            Note(("Copy the address into your calendar program, where it says “subscribe” or “from the web”.",)),
            Text(("This meeting as a file: ", Link("download", base + quote(one, safe="@.")))),
        ]
        if meeting.series.rule.unit is not Unit.ONCE:
            only = await self._feeds.only(meeting.series)
            blocks.insert(1, Text((f"Only “{meeting.series.title}”, kept up to date: ", Code(base + only))))
        return [*blocks, Note(("Whoever has an address can read that calendar. It never says who takes part.",))]


def _links(meeting: Meeting) -> tuple[Link | str, ...]:
    """Lead to the forms in which two common calendars take a meeting; nothing is sent before somebody saves there."""
    place = meeting.place if len(meeting.place) <= _MOST_PLACE else link_in(meeting.place)[:_MOST_PLACE]
    start, end = meeting.start, meeting.end
    dates = f"{start:%Y%m%dT%H%M%SZ}/{end:%Y%m%dT%H%M%SZ}"
    google = urlencode({"action": "TEMPLATE", "text": meeting.title, "dates": dates, "location": place})
    outlook = urlencode(
        {
            "path": "/calendar/action/compose",
            "rru": "addevent",
            "subject": meeting.title,
            "startdt": _iso(start),
            "enddt": _iso(end),
            "location": place,
        }
    )
    return (
        Link("Google", f"https://calendar.google.com/calendar/render?{google}"),
        " · ",
        Link("Outlook", f"https://outlook.office.com/calendar/0/deeplink/compose?{outlook}"),
    )


def _iso(instant: datetime) -> str:
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}"
