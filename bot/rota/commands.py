"""/rota: who is on duty, and taking a turn."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from bot.chat.calls import call
from bot.chat.commands import Command, Kind, Option
from bot.chat.errors import NotFound, Refusal, Unclear
from bot.chat.requests import Account, Request, Role
from bot.chat.views import Actions, Block, Button, Card, Choice, Heading, Note, Person, Reply, Text, Tone, say
from bot.directory.cards import listing
from bot.directory.people import those_called
from bot.directory.search.nearest import NearestNames
from bot.rota.handing import Handing
from bot.rota.model import Facilitator, Rota, Turn
from bot.rota.roster import Roster
from bot.rota.weeks import Gap, days, weeks_ahead

LONGEST = timedelta(days=31)
_FURTHEST = timedelta(days=365)
# A turn of one's own is five of the 40 parts that Discord takes.
_SHOWN = 6
_ID_BYTES = 4


class OnDuty:
    """What facilitators do with the rota; opening it puts them on the list."""

    def __init__(self, rota: Rota, roster: Roster, handing: Handing) -> None:
        self._rota = rota
        self._roster = roster
        self._handing = handing
        self._pruned: date | None = None

    def commands(self) -> Iterator[Command]:
        """Declare the rota, and what becomes of a turn."""
        first = Option("start", "The first day", Kind.DATE)
        last = Option("end", "The last day", Kind.DATE)
        turn = Option("turn", "Which turn", carried=True)
        to = Option("person", "Who takes it over?", complete=self.suggest)
        start = Option("start", "How many to pass over", carried=True)
        yield Command("rota", "See which facilitator is on duty, and take a turn", self.show, role=Role.FACILITATOR)
        for name, summary, run, options, prefill in (
            ("rota-page", "See more of the rota", self.page, (start,), None),
            ("rota-take", "Take a turn", self.take, (first, last), None),
            ("rota-give-up", "Give a turn up", self.give_up, (turn,), None),
            ("rota-hand-over", "Hand a turn over", self.hand_over, (turn, to), self.may_hand_over),
            ("rota-leave", "Take me off the list", self.leave, (), None),
        ):
            yield Command(name, summary, run, options, role=Role.FACILITATOR, unlisted=True, prefill=prefill)

    async def plan(self, now: datetime) -> None:
        """Forget turns that are over, once a day."""
        del now
        today = self._roster.today()
        if self._pruned != today:
            await self._rota.prune(today)
            self._pruned = today

    async def show(self, request: Request) -> Reply:
        """Show who is on duty, and the weeks ahead."""
        return await self._page(await self._roster.sign(request.actor))

    async def page(self, request: Request) -> Reply:
        """Show other weeks, in the place of those before."""
        me = await self._roster.sign(request.actor)
        return await self._page(me, start=request.number("start"), replaces=True)

    async def take(self, request: Request) -> Reply:
        """Take a turn."""
        me = await self._roster.sign(request.actor)
        start, end = date.fromisoformat(request.text("start")), date.fromisoformat(request.text("end"))
        _check(start, end, self._roster.today())
        mine = next((one for one in await self._rota.turns(start) if one.account == me and one.meets(start, end)), None)
        turn = Turn(id=secrets.token_hex(_ID_BYTES), account=me, start=start, end=end)
        if mine or not await self._rota.take(turn):
            which = days(mine.start, mine.end) if mine else days(start, end)
            raise Unclear(f"You are on duty then already: {which}.", "Choose other days.", option="start")
        return await self._page(me, f"Thank you. You are on duty: {days(start, end)}.")

    async def give_up(self, request: Request) -> Reply:
        """Give a turn up; the days become a gap."""
        me = await self._roster.sign(request.actor)
        turn = await self._mine(request, me)
        if not await self._rota.give_up(turn):
            raise _not_yours()
        return await self._page(me, f"You are not on duty any more: {days(turn.start, turn.end)}.")

    async def may_hand_over(self, request: Request) -> Mapping[str, str]:
        """Say before somebody chooses that it is not theirs any more."""
        await self._mine(request, await self._roster.sign(request.actor))
        return {}

    async def hand_over(self, request: Request) -> Reply:
        """Let another facilitator have a turn, and tell them."""
        me = await self._roster.sign(request.actor)
        turn = await self._mine(request, me)
        other = await self._meant(request.text("person"), me)
        theirs = [one for one in await self._rota.turns(turn.start) if one.account == other.account]
        if any(one.meets(turn.start, turn.end) for one in theirs):
            raise Unclear(
                f"{other.name} is on duty then already.", "Ask somebody else, or give it up.", option="person"
            )
        if not await self._rota.hand_over(turn, other.account):
            raise _not_yours()
        await self._handing.tell(turn, me, other.account)
        said = f"{other.name} is on duty now in your place: {days(turn.start, turn.end)}. I have told them."
        return await self._page(me, said)

    async def suggest(self, typed: str, request: Request) -> list[Choice]:
        """Complete with the names of the other facilitators, and forgive a slip."""
        known = [one.name for one in await self._roster.known() if not one.account.same(request.actor.account)]
        names = list(dict.fromkeys(known))
        found = [name for name in names if typed.casefold() in name.casefold()]
        return [Choice(name, name) for name in found or [names[at] for at in NearestNames(names).begun(typed)]]

    async def leave(self, request: Request) -> Reply:
        """Take somebody off the list, with all their turns."""
        account = await self._roster.sign(request.actor)
        await self._rota.forget(account)
        return say(
            "You are off the list, and on duty on no day. Whoever opens /rota or looks after a case as a facilitator "
            "is on it again.",
            replaces=True,
        )

    async def _page(self, me: Account, told: str = "", start: int = 0, *, replaces: bool = False) -> Reply:
        """Show turns and gaps from that place on: those of one's own first, however far ahead they are."""
        today = self._roster.today()
        turns = await self._roster.turns()
        names = {one.account: one.name for one in await self._roster.known()}
        mine = [turn for turn in turns if turn.account == me]
        listed = [*mine, *(one for one in weeks_ahead(turns, today) if one not in mine)]
        steps = [
            ("‹ Back", max(start - _SHOWN, 0), start > 0),
            ("More ›", start + _SHOWN, start + _SHOWN < len(listed)),
        ]
        turning = [Button(label, call("rota-page", start=to)) for label, to, wanted in steps if wanted]
        return say(
            *([Text((told,))] if told else []),
            Heading("Who is on duty"),
            _now([names[turn.account] for turn in turns if turn.covers(today) and turn.account in names]),
            *(_gap(one) if isinstance(one, Gap) else _turn(one, me, names) for one in listed[start : start + _SHOWN]),
            Actions(
                (Button("Take a turn", call("rota-take"), Tone.PRIMARY), Button("Leave", call("rota-leave")), *turning)
            ),
            Note((_LISTED,)),
            replaces=replaces or bool(told),
        )

    async def _mine(self, request: Request, me: Account) -> Turn:
        turn = await self._rota.find(request.text("turn"))
        if turn is None or turn.end < self._roster.today():
            raise NotFound("That turn is over, or was given up.", "Type /rota to see the rota as it is now.")
        if turn.account != me:
            raise _not_yours()
        return turn

    async def _meant(self, name: str, me: Account) -> Facilitator:
        others = [one for one in await self._roster.known() if one.account != me]
        meant = [one for one in others if one.name.casefold() == name.casefold()] or those_called(name, others)
        if len(meant) == 1:
            return meant[0]
        names = list(dict.fromkeys(one.name for one in meant))
        if len(names) > 1:
            which = f"Which one: {listing(names, 'or')}?"
            raise Unclear(f"Several facilitators on the list are called “{name}”.", which, option="person")
        if meant:
            raise Unclear(f"Several facilitators are called {name}.", "Give it up, and ask them to.", option="person")
        near = [others[at].name for at in NearestNames(one.name for one in others).nearest(name)]
        listed = ", ".join(one.name for one in others) or "nobody yet: others have to open /rota once"
        hint = f"Did you mean {listing(near, 'or')}?" if near else f"There is {listed}."
        raise Unclear(f"No facilitator on the list is called “{name}”.", hint, option="person")


_LISTED = (
    "Whoever opens this page is on the list of facilitators under their name here. People who ask for support choose "
    "from it, and from those whom the settings name, who should not handle their request. Turns that are over are "
    "forgotten."
)


def _check(start: date, end: date, today: date) -> None:
    if start < today:
        raise Unclear("That day is over.", "Begin today or later.", option="start")
    if end < start:
        raise Unclear("The last day is before the first.", "Choose a later one.", option="end")
    if end - start >= LONGEST:
        raise Unclear(f"A turn has {LONGEST.days} days at most.", "Take several, one after the other.", option="end")
    if end - today > _FURTHEST:
        raise Unclear("That is more than a year ahead.", "Choose earlier days.", option="end")


def _now(names: Sequence[str]) -> Block:
    if names:
        return Text((f"Today: {', '.join(dict.fromkeys(names))}.",))
    return Text(("Today: nobody, so every facilitator is told of what comes.",))


def _turn(turn: Turn, me: Account, names: Mapping[Account, str]) -> Block:
    if turn.account != me:
        return Text(
            (f"{days(turn.start, turn.end)} · ", Person(names.get(turn.account, "A facilitator"), turn.account))
        )
    controls = (
        Button("Hand over", call("rota-hand-over", turn=turn.id)),
        Button("Give up", call("rota-give-up", turn=turn.id)),
    )
    return Card(f"{days(turn.start, turn.end)} · you", controls=controls)


def _gap(gap: Gap) -> Block:
    take = Button("Take it", call("rota-take", start=gap.start, end=gap.end))
    return Text((f"{days(gap.start, gap.end)} · nobody",), take)


def _not_yours() -> Refusal:
    return Refusal("That turn is not yours any more.", "Type /rota to see the rota as it is now.")
