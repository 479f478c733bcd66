"""Who leads a session, as facilitators change it among themselves: together, handed over, given up, taken over."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence

from bot.chat.calls import call
from bot.chat.commands import Command, Option
from bot.chat.errors import Refusal, Unclear
from bot.chat.requests import Account, Request, Role
from bot.chat.views import Actions, Button, Choice, Diverted, Heading, Line, Note, Reply, Text, Tone
from bot.reflection.course import Moved
from bot.reflection.leading import UNSEEN, Leading, includes, led_by, to_panel, without
from bot.reflection.model import Session
from bot.reflection.news import News, Why
from bot.reflection.notices import listed
from bot.reflection.sessionbook import SessionBook

Show = Callable[[Session], Awaitable[Reply]]
_SURE = "yes"


class Handing:
    """What facilitators do about who leads; all who do are told, and everybody in the session."""

    def __init__(self, book: SessionBook, leading: Leading, news: News, show: Show) -> None:
        """`show` shows the panel of a session."""
        self._book = book
        self._leading = leading
        self._news = news
        self._show = show

    def commands(self) -> Iterator[Command]:
        session = Option("session", "Which session", carried=True)
        sure = Option("sure", "Whether you are sure", required=False, carried=True)
        beside = Option("person", "Who leads it together with you?", offer=self.others)
        instead = Option("person", "Who leads it from now on?", offer=self.anybody)
        for name, summary, run, options, prefill in (
            ("session-leaders", "See who leads a session", self.show, (session,), None),
            ("session-add", "Add a co-facilitator", self.add, (session, beside), self.may_choose),
            ("session-hand-over", "Hand a session over", self.hand_over, (session, instead), self.may_choose),
            ("session-step-down", "Lead a session no more", self.step_down, (session,), None),
            ("session-take-over", "Take a session over", self.take_over, (session, sure), None),
        ):
            notice = (_YOU_STAY,) if run == self.hand_over else ()
            yield Command(
                name, summary, run, options, role=Role.FACILITATOR, unlisted=True, prefill=prefill, notice=notice
            )

    async def show(self, request: Request) -> Reply:
        """Show who leads, and what can be done about it."""
        session = await self._leading.led(request)
        first, *others = await self._leading.names(session)
        together = f", together with {listed(others)}" if others else ""
        here = {"session": session.id}
        lead = Button("Take the lead", call("session-take-over", **here))
        mine = _is_one(session.facilitators[0], await self._leading.accounts(request.actor))
        buttons = (
            Button("Add a co-facilitator", call("session-add", **here)),
            Button("Hand over (you stay as a co-facilitator)", call("session-hand-over", **here)),
            *(() if mine else (lead,)),
            *((Button("Step down", call("session-step-down", **here)),) if others else ()),
            to_panel(session.id),
        )
        said = Text((f"{first[:1].upper()}{first[1:]} leads it{together}.",))
        return Reply((Heading("Who leads this session"), said, Note((_ALIKE,)), Actions(buttons)), replaces=True)

    async def others(self, request: Request) -> tuple[Choice, ...]:
        """Offer the facilitators who do not lead the session."""
        session = await self._leading.led(request)
        return tuple(Choice(name, account) for account, name in await self._leading.others(session))

    async def anybody(self, request: Request) -> tuple[Choice, ...]:
        """Offer all other facilitators, those first who lead the session already."""
        session, accounts = await self._leading.led(request), await self._leading.accounts(request.actor)
        called = await self._leading.called()
        beside = [Account.parse(one) for one in session.facilitators if not _is_one(one, accounts)]
        known = [Choice(called[str(one)], str(one)) for one in beside if str(one) in called]
        return (*known, *await self.others(request))

    async def may_choose(self, request: Request) -> Mapping[str, str]:
        """Say before somebody chooses that there is nobody to choose."""
        adds = request.call.command == "session-add"
        if not await (self.others(request) if adds else self.anybody(request)):
            raise Refusal("I know no other facilitator yet.", "Ask them to type /rota once; then I do.")
        return {}

    async def add(self, request: Request) -> Reply:
        """Let somebody lead a session, too."""
        session, chosen = await self._leading.led(request), await self._chosen(request, await self.others(request))
        called = await self._leading.called()

        def added(current: Session) -> Session:
            if includes(current, (chosen,)):
                raise Refusal("They lead it already.")
            return led_by(current, (*_accounts(current), chosen), called)

        changed = await self._book.change(session.id, added)
        await self._tell(changed, Why.ADDED, request, (chosen,))
        return await self._show(changed)

    async def hand_over(self, request: Request) -> Reply:
        """Let somebody else be the first to lead a session; whoever did stays beside them until they step down."""
        session, chosen = await self._leading.led(request), await self._chosen(request, await self.anybody(request))
        changed = await self._put_first(session, chosen)
        await self._tell(changed, Why.HANDED, request, (chosen,))
        return await self._show(changed)

    async def step_down(self, request: Request) -> Reply:
        """Lead a session no more; those who still do are told."""
        session, accounts = await self._leading.led(request), await self._leading.accounts(request.actor)
        called = await self._leading.called()
        changed = await self._book.change(session.id, lambda current: without(current, accounts, called))
        await self._tell(changed, Why.LEFT, request, _accounts(changed))
        others = listed(await self._leading.names(changed))
        return Reply((Text((f"You do not lead that session any more. {others} does.",)),), replaces=True)

    async def take_over(self, request: Request) -> Reply:
        """Lead a session that others lead, having asked once more; they stay beside while they are facilitators."""
        session = await self._book.find(request.text("session"))
        accounts = await self._leading.accounts(request.actor)
        if session.stage in UNSEEN:
            await self._leading.led(request)
        if _is_one(session.facilitators[0], accounts):
            raise Diverted("You lead that session already.", ways=(to_panel(session.id),))
        if not includes(session, accounts) and request.text("sure") != _SURE:
            return _confirming(session, await self._leading.names(session))
        changed = await self._put_first(session, accounts[0], accounts)
        others = [one for one in _accounts(changed) if one not in accounts]
        await self._tell(changed, Why.TAKEN, request, others)
        return await self._show(changed)

    async def _put_first(self, session: Session, first: Account, selves: Sequence[Account] = ()) -> Session:
        known, called = await self._leading.known(), await self._leading.called()

        def put(current: Session) -> Session:
            if selves and current.stage in UNSEEN and not includes(current, selves):
                raise Moved
            beside = [one for one in _accounts(current) if not any(map(one.same, (first, *selves)))]
            return led_by(current, (first, *(one for one in beside if any(map(one.same, known)))), called)

        return await self._book.change(session.id, put)

    async def _chosen(self, request: Request, offered: Sequence[Choice]) -> Account:
        chosen = request.text("person")
        if chosen not in {one.value for one in offered}:
            raise Unclear("That is no facilitator whom you can choose.", "Choose another.", option="person")
        return Account.parse(chosen)

    async def _tell(self, session: Session, why: Why, request: Request, to: Sequence[Account]) -> None:
        by = (await self._leading.accounts(request.actor))[0]
        await self._news.tell(session, why, str(session.changes), to, by)


def _accounts(session: Session) -> tuple[Account, ...]:
    return tuple(map(Account.parse, session.facilitators))


def _is_one(account: str, accounts: Sequence[Account]) -> bool:
    return any(map(Account.parse(account).same, accounts))


def _confirming(session: Session, names: Sequence[str]) -> Reply:
    """Say what it means to take a session over, which nobody can undo: what was read was read."""
    take = Button("Take it over", call("session-take-over", session=session.id, sure=_SURE), Tone.DANGER)
    who = listed(names)
    told = f"{who[:1].upper()}{who[1:]} {'is' if len(names) == 1 else 'are'} told, and so is everybody in the thread."
    means = f"You see what is not shown yet, too, without the names of those who wrote it. {told}"
    buttons = Actions((take, Button("Other sessions", call("session-led"))))
    heading = Heading(f"Take over “{session.topic}”?")
    return Reply((heading, Text((means,)), Note((_THEY_STAY,)), buttons), replaces=True)


_ALIKE = (
    "All who lead a session can do the same in it, and see the same. Everybody in it is told by name who leads. If you "
    "have to go, hand it over and step down: any facilitator can also take it over."
)
_YOU_STAY: Line = ("You stay as a co-facilitator. To lead it no more, press “Step down” afterwards.",)
_THEY_STAY = "Whoever leads it now stays as a co-facilitator. It is better to ask them first, if they can be reached."
