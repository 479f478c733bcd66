"""/meetings: what is coming, and who comes."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from bot.chat.calls import call
from bot.chat.commands import Command, Option
from bot.chat.errors import Refusal
from bot.chat.questions import asked
from bot.chat.requests import Actor, Request
from bot.chat.views import Actions, Block, Button, Choice, Heading, Note, Reply, Text, say
from bot.meetings.agenda import Agenda
from bot.meetings.attendance import ANSWERS, Attendance, GuestList, Standing
from bot.meetings.cards import View, full_card, listed_card, organises, turn_words, who_comes
from bot.meetings.occurrences import Meeting

# A card with five buttons is eight of the 40 parts that Discord takes.
SHOWN = 4

MEETING = Option("meeting", "Which meeting", carried=True)
VIEW = Option("view", "Where the button stands", required=False, carried=True)
_ANSWER = Option("answer", "Will you come?", choices=tuple(Choice(answer.value, answer.value) for answer in ANSWERS))


_WE = r"(?:do|are|will) we (?:next )?meet(?:ing)?(?: (?:next|again|up))?"
_KIND = r"(?:(?:the|our|this|your|next|upcoming|all|group|network|team|research|online) )*meetings?"
_THEN = r"(?: (?:on|at|again|be|held|start(?:s|ing)?|happening|taking place|today|tomorrow|this|next|week|month|year))*"
_ASKED = asked(
    rf"(?:when|where|what (?:time|day|date)|which (?:day|room))(?:'?s| is| are| will| does)? (?:{_KIND}{_THEN}|{_WE})",
    r"(?:the |our )?(?:next|upcoming|future) (?:(?:group|network|research) )?meetings?(?: dates?| links?| times?)?",
    r"(?:the )?meetings? (?:dates?|links?|times?|calendar)",
    r"(?:(?:is|are) there|do we have) (?:a|any) meetings? (?:today|tomorrow|soon|(?:this|next) (?:week|month))",
    r"what(?:'?s| is) (?:coming up|on(?: (?:today|this week|this month|next))?)",
)


class Meetings:
    """What everybody can do with the calendar."""

    def __init__(self, agenda: Agenda, attendance: Attendance, wake: Callable[[], None]) -> None:
        """`wake` is called when somebody answered."""
        self._agenda = agenda
        self._attendance = attendance
        self._wake = wake

    def commands(self) -> Iterator[Command]:
        """Declare the list, one meeting, and the answers."""
        start = Option("start", "How many to pass over", required=False)
        yield Command("meetings", "See what is coming, and say whether you come", self.coming, asked=_ASKED)
        yield Command("meetings-page", "Show other meetings", self.page, (start,), unlisted=True)
        yield Command("meeting", "Show one meeting", self.show, (MEETING, VIEW), unlisted=True)
        yield Command("meeting-answer", "Say whether you come", self.answer, (MEETING, _ANSWER, VIEW), unlisted=True)

    async def coming(self, request: Request) -> Reply:
        """Show what comes next."""
        return await self._page(request, 0)

    async def page(self, request: Request) -> Reply:
        """Show what comes later, or went before."""
        return await self._page(request, request.number("start"), replaces=True)

    async def show(self, request: Request) -> Reply:
        """Show one meeting with everything that is said about it."""
        view = View.parse(request.text("view"))
        return await self._one(request, await self._agenda.find(request.text("meeting")), view)

    async def answer(self, request: Request) -> Reply:
        """Take somebody's answer, and show what came of it."""
        view = View.parse(request.text("view"))
        meeting = await self._agenda.find(request.text("meeting"))
        if meeting.cancelled:
            raise Refusal("That meeting is cancelled.", "Type /meetings to see what is coming.")
        if meeting.end <= self._agenda.now():
            raise Refusal("That meeting is over.", "Type /meetings to see what is coming.")
        meeting, guests = await self._take(meeting, request.actor, Standing(request.text("answer")))
        self._wake()
        told = [*turn_words(meeting, guests, request.actor)]
        if view.kind == "l":
            return await self._page(request, view.start, told, replaces=True)
        return await self._one(request, meeting, view, told)

    async def _take(self, meeting: Meeting, actor: Actor, said: Standing) -> tuple[Meeting, GuestList]:
        """Write an answer down where the meeting is by then: its series may be divided at the same moment."""
        while True:
            answered = partial(_answered, actor=actor, said=said, capacity=meeting.series.capacity)
            guests = await self._attendance.change(meeting.key, answered)
            now = await self._agenda.find(meeting.key)
            if now.key == meeting.key:
                return now, guests
            # Under the key it had, nobody would look any more.
            await self._attendance.drop([meeting.key])
            meeting = now

    async def _page(self, request: Request, start: int, told: Sequence[Block] = (), *, replaces: bool = False) -> Reply:
        coming = await self._agenda.coming()
        if not coming:
            return _nothing(request.actor, replaces=replaces)
        start = min(start, (len(coming) - 1) // SHOWN * SHOWN)
        shown = coming[start : start + SHOWN]
        lists = await self._attendance.lists([one.key for one in shown])
        actor, view = request.actor, View("l", start)
        cards = [listed_card(one, lists[one.key], actor, view) for one in shown]
        count = f"{start + 1}–{start + len(shown)} of {len(coming)} in the coming year. "
        return say(
            Heading("What is coming"),
            *told,
            *cards,
            *_turn(start, len(coming)),
            Note((count, _seen(shown))),
            replaces=replaces,
        )

    async def _one(self, request: Request, meeting: Meeting, view: View, told: Sequence[Block] = ()) -> Reply:
        guests = (await self._attendance.lists([meeting.key]))[meeting.key]
        actor = request.actor
        back = [Actions((Button("‹ All meetings", call("meetings-page", start=view.start)),))] if view.kind else []
        return say(
            *told,
            full_card(meeting, guests, actor, view),
            *who_comes(meeting, guests, actor),
            *back,
            replaces=bool(view.kind),
        )


def _answered(guests: GuestList, *, actor: Actor, said: Standing, capacity: int) -> GuestList:
    return guests.answered(actor.account, actor.name, said, capacity)


def _seen(shown: Sequence[Meeting]) -> str:
    who = ", and who where it says so" if any(one.series.names_shown for one in shown) else ""
    return f"Only you can see this. Others see how many come{who}; organisers see who, too."


def _turn(start: int, total: int) -> Iterator[Block]:
    steps = [("‹ Earlier", start - SHOWN, start > 0), ("Later ›", start + SHOWN, start + SHOWN < total)]
    turns = [Button(label, call("meetings-page", start=max(to, 0))) for label, to, wanted in steps if wanted]
    if turns:
        yield Actions(tuple(turns))


def _nothing(actor: Actor, *, replaces: bool) -> Reply:
    parts: list[Block] = [Text(("No meeting is planned for the coming year.",))]
    if organises(actor):
        parts.append(Actions((Button("Plan a meeting", call("meeting-new")),)))
    return say(*parts, replaces=replaces)
