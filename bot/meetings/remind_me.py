"""Being reminded in person: who asks for what, snoozes it, or wants to hear no more."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

from bot.chat.calls import call
from bot.chat.commands import Command, Option
from bot.chat.errors import NotFound, Refusal, Unclear
from bot.chat.requests import Account, Address, Request
from bot.chat.views import Actions, Button, Choice, Line, Moment, Note, Reply, Strong, say
from bot.delivery.letterbox import Letterbox
from bot.meetings.announcements import Declined
from bot.meetings.latest import Latest
from bot.meetings.notices import PERSONAL, Notice
from bot.meetings.occurrences import Meeting
from bot.meetings.offsets import due, in_words, read_offset
from bot.meetings.quiet import Quiet
from bot.meetings.reminders import related, reminder, wish_for
from bot.meetings.rules import Unit
from bot.meetings.whereabouts import keys_of, trace
from bot.meetings.wishes import Wish, Wishes

_OFF = "off"
_THIS, _ALL = "this", "all"
_WHEN = (
    Choice("A week before", "7d"),
    Choice("A day before", "1d"),
    Choice("An hour before", "1h"),
    Choice("10 minutes before", "10m"),
    Choice("Not at all", _OFF),
)
_SCOPE = (Choice("This meeting", _THIS), Choice("All meetings of its series", _ALL))


class RemindMe:
    """Takes what people ask for; `changed` is called when something has to be planned anew."""

    def __init__(
        self,
        latest: Latest,
        wishes: Wishes,
        letterbox: Letterbox,
        *,
        quiet: Quiet,
        changed: Callable[[], None],
        now: Callable[[], datetime],
        declined: Declined,
    ) -> None:
        self._latest = latest
        self._wishes = wishes
        self._letterbox = letterbox
        self._quiet = quiet
        self._changed = changed
        self._now = now
        self._declined = declined

    def commands(self) -> Iterator[Command]:
        """Declare what the buttons of meetings and of reminders lead to."""
        meeting = Option("meeting", "Which meeting", carried=True)
        yield Command(
            name="meeting-remind",
            summary="Be reminded of a meeting",
            options=(
                meeting,
                Option("when", "How long before?", choices=_WHEN),
                Option("scope", "Of which meetings?", choices=_SCOPE),
            ),
            run=self.remind,
            prefill=self.known,
            unlisted=True,
        )
        yield Command(
            name="meeting-snooze",
            summary="Be reminded once more",
            options=(meeting, Option("when", "How long before", carried=True, choices=_WHEN[:-1])),
            run=self.snooze,
            unlisted=True,
        )

    async def known(self, request: Request) -> Mapping[str, str]:
        """Say what somebody asked for already, for the form to start with."""
        meeting = await self._meeting(request)
        wish = await self._wish(request.actor.account, meeting)
        if wish is None:
            return {"when": "1d", "scope": _THIS if meeting.series.rule.unit is Unit.ONCE else _ALL}
        asked = [one.value for one in _WHEN if one.value != _OFF and read_offset(one.value) == wish.before]
        return {"when": asked[0] if asked else _OFF, "scope": _THIS if "@" in wish.subject else _ALL}

    async def remind(self, request: Request) -> Reply:
        """Keep what somebody asks for."""
        stops = request.text("when") == _OFF
        # Whoever has had enough may say so under an old reminder, too.
        meeting = await self._meeting(request, over=stops)
        account, everything = request.actor.account, request.text("scope") == _ALL
        if stops:
            reply = await self._stop(account, meeting, everything=everything)
        else:
            reply = await self._start(request, meeting, everything=everything)
        self._changed()
        return reply

    async def snooze(self, request: Request) -> Reply:
        """Remind somebody once more, later."""
        meeting = await self._meeting(request)
        account, before, now = request.actor.account, read_offset(request.text("when")), self._now()
        at = self._in_time(meeting, before, now)
        if at is None:
            raise Refusal("It is too late for another reminder.", f"“{meeting.title}” begins soon.")
        if not await self._wanted(account, meeting):
            raise Refusal("You asked not to be reminded of it.", "Press Remind me in /meetings.")
        notice = Notice(start=meeting.start, before=before, account=account, again=True)
        if not await self._letterbox.put(reminder(meeting, PERSONAL, Address.of(account), at, notice)):
            raise Refusal("You have snoozed this one already.", "A meeting can be snoozed once.")
        return say("I will remind you once more: ", Moment(at), ".")

    async def _start(self, request: Request, meeting: Meeting, *, everything: bool) -> Reply:
        account, before, now = request.actor.account, read_offset(request.text("when")), self._now()
        at = self._in_time(meeting, before, now)
        if at is None and not everything:
            reason = "That is over already, or would be in the quiet hours."
            raise Unclear(reason, "Choose another time.", option="when")
        not_going = await self._declined(meeting.key, account)
        if not_going and (not everything or meeting.series.rule.unit is Unit.ONCE):
            raise Refusal("You are down as not going, so you are not reminded of it.", "Answer Going or Maybe first.")
        subject = meeting.series.id if everything else meeting.key
        await self._keep(Wish(account=account, subject=subject, before=before, since=now), meeting)
        first: Line = ("First: ", Moment(at), ".") if at else ("This meeting is too near for it.",)
        if not_going:
            first = ("Not of this one, though, while you are down as not going.",)
        return say(
            f"I will remind you in private of {'every' if everything else 'this'} ",
            Strong(meeting.title),
            f", {in_words(before)} before. ",
            *first,
            Note(("Only you can see this, and nobody else learns of it.",)),
        )

    def _in_time(self, meeting: Meeting, before: timedelta, now: datetime) -> datetime | None:
        at = due(meeting, before)
        return self._quiet.fit(at, since=now, before=meeting.start) if at >= now else None

    async def _stop(self, account: Account, meeting: Meeting, *, everything: bool) -> Reply:
        if everything:
            asked = await self._of_series(account, meeting)
            await self._wishes.drop(account, [wish.subject for wish in asked])
            return say("I will not remind you of ", Strong(meeting.title), " any more.")
        await self._keep(Wish(account=account, subject=meeting.key, before=None, since=self._now()), meeting)
        more = any(wish.before for wish in await self._of_series(account, meeting))
        rest = call("meeting-remind", meeting=meeting.key, when=_OFF, scope=_ALL)
        stop = [Actions((Button("Stop for the whole series", rest),))] if more else []
        return say("I will say no more to you about this meeting of ", Strong(meeting.title), ".", *stop)

    async def _keep(self, wish: Wish, meeting: Meeting) -> None:
        """Keep a wish, in the place of what was asked for about this meeting under whatever key it had."""
        await self._wishes.keep(wish)
        calendar, asked = await self._latest.series(), await self._wishes.of(wish.account)
        before = keys_of(calendar, (one.subject for one in asked), meeting)
        await self._wishes.drop(wish.account, [subject for subject in before if subject != wish.subject])

    async def _of_series(self, account: Account, meeting: Meeting) -> list[Wish]:
        """List what somebody asked for about any meeting of its series, or of those before and after that."""
        ids = related(await self._latest.series(), meeting.series)
        return [wish for wish in await self._wishes.of(account) if wish.subject.partition("@")[0] in ids]

    async def _wish(self, account: Account, meeting: Meeting) -> Wish | None:
        return wish_for(await self._latest.series(), await self._wishes.of(account), meeting)

    async def _wanted(self, account: Account, meeting: Meeting) -> bool:
        """Whether a reminder would be given once it is due, as things are now."""
        wish = await self._wish(account, meeting)
        return wish is not None and wish.before is not None and not await self._declined(meeting.key, account)

    async def _meeting(self, request: Request, *, over: bool = False) -> Meeting:
        """Find the meeting that is spoken of, which must be one to come unless it may be `over`."""
        meeting = trace(await self._latest.series(), request.text("meeting"))
        if meeting is None:
            raise NotFound("There is no such meeting.", "Type /meetings to see what is coming.")
        if meeting.cancelled and not over:
            raise Refusal("That meeting is cancelled.", "Type /meetings to see what is coming.")
        if meeting.start <= self._now() and not over:
            raise Refusal("That meeting has begun.", "Type /meetings to see what is coming.")
        return meeting
