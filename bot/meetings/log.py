"""/meetings-log: what was said about meetings, and what was not."""

from collections.abc import Iterator, Mapping

from bot.chat.calls import call
from bot.chat.commands import Command, Option
from bot.chat.requests import Request, Role
from bot.chat.views import Actions, Block, Button, Card, Heading, Inline, Line, Moment, Note, Reply, Text, say
from bot.delivery.model import Delivery, Outbox, State
from bot.delivery.troubles import place_in_words, reason_of, remedies
from bot.meetings.latest import Latest
from bot.meetings.model import Series
from bot.meetings.notices import CHANGE, EDIT, EVENT, PERSONAL, REMINDER
from bot.meetings.whereabouts import trace

# A card with two buttons is five of the 40 parts that Discord takes.
SHOWN = 6

NAMES: Mapping[str, str] = {
    REMINDER: "A reminder",
    PERSONAL: "A personal reminder",
    CHANGE: "That a meeting had changed",
    EDIT: "The correction of an earlier message",
    EVENT: "An event in the server’s calendar",
}
_LOGGED = (REMINDER, PERSONAL, CHANGE, EVENT)
_STATES = {
    State.SENT: "Sent",
    State.MISSED: "Missed",
    State.FAILED: "Failed",
    State.UNCERTAIN: "Uncertain",
    State.DROPPED: "Given up",
}
_WHAT_TO_DO = {
    State.FAILED: "Mend that, then send it again; or drop it.",
    State.UNCERTAIN: "Look whether it is there. If it is, drop this; if not, send it again.",
}


class MeetingsLog:
    """Shows organisers what became of what was to be said."""

    def __init__(self, outbox: Outbox, latest: Latest) -> None:
        self._outbox = outbox
        self._latest = latest

    def commands(self) -> Iterator[Command]:
        """Declare the list, and the turning of its pages."""
        yield Command(
            "meetings-log", "See what was said about meetings, and what went wrong", self.look, role=Role.ORGANISER
        )
        start = Option("start", "How many to pass over", required=False)
        yield Command(
            "meetings-log-page",
            "Show more of what was said about meetings",
            self.turn,
            (start,),
            role=Role.ORGANISER,
            unlisted=True,
        )

    async def look(self, request: Request) -> Reply:
        """Show the newest."""
        return await self._page(request, replaces=False)

    async def turn(self, request: Request) -> Reply:
        """Show older ones."""
        return await self._page(request, replaces=True)

    async def _page(self, request: Request, *, replaces: bool) -> Reply:
        start = request.number("start")
        found = await self._outbox.show(_STATES, most=SHOWN + 1, kinds=_LOGGED, start=start)
        if not found:
            return say("Nothing has been said about meetings yet.", replaces=replaces)
        calendar = await self._latest.series()
        turns = [("‹ Newer", max(start - SHOWN, 0), start > 0), ("Older ›", start + SHOWN, len(found) > SHOWN)]
        buttons = [Button(label, call("meetings-log-page", start=to)) for label, to, wanted in turns if wanted]
        blocks: list[Block] = [_entry(one, calendar) for one in found[:SHOWN]]
        if buttons:
            blocks.append(Actions(tuple(buttons)))
        return say(Heading("What was said about meetings"), *blocks, Note((_PRIVATE,)), replaces=replaces)


_PRIVATE = "Newest first. Whom personal reminders went to is not shown."


def _entry(delivery: Delivery, calendar: Mapping[str, Series]) -> Card | Text:
    meeting = trace(calendar, delivery.about)
    subject = meeting.title if meeting else "A meeting that is no longer in the calendar"
    what: list[Inline] = [f"{NAMES[delivery.kind]} ", *place_in_words(delivery.to), ", due ", Moment(delivery.due_at)]
    lines: list[Line] = [tuple(what)]
    # What somebody gave up needs no other reason.
    if delivery.reason or delivery.state not in {State.SENT, State.DROPPED}:
        lines.append((reason_of(delivery),))
    if advice := _WHAT_TO_DO.get(delivery.state):
        lines.append((advice,))
    return Card(subject, (_STATES[delivery.state],), tuple(lines), remedies(delivery))
