"""Who leads a session: the moves by which that changes, and who somebody is who wants to."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Protocol

from bot.chat.calls import call
from bot.chat.errors import NotFound, Refusal, Unclear
from bot.chat.requests import Account, Actor, Request, Selves, alone
from bot.chat.views import Button, Diverted
from bot.reflection import course
from bot.reflection.course import Moved
from bot.reflection.model import Saying, Session, Stage, Told
from bot.reflection.notices import listed
from bot.reflection.sessionbook import SessionBook

# Whose name is known nowhere.
UNNAMED = "a facilitator"
# Nobody in the channels can see it then, or no more, and nobody takes it over.
UNSEEN = frozenset({Stage.DRAFT, Stage.CLOSED})
_BY_NEED = (Stage.RUNNING, Stage.CLOSING, Stage.GATHERING, Stage.DRAFT, Stage.CLOSED)


class Colleagues(Protocol):
    """Who the facilitators are, as far as anybody can know."""

    async def sign(self, actor: Actor) -> Account:
        """Remember that somebody acts as one; returns the account they go by."""

    async def everyone(self) -> Sequence[Account]: ...

    async def names(self) -> Sequence[tuple[str, str]]:
        """List pairs of account and name of those whose name is known."""


def leads(session: Session, actor: Actor) -> bool:
    """Whether somebody is among the facilitators of a session, by the account they have here."""
    return includes(session, (actor.account,))


def includes(session: Session, accounts: Sequence[Account]) -> bool:
    """Whether one of these accounts leads a session."""
    return any(Account.parse(known).same(one) for known in session.facilitators for one in accounts)


def led_by(session: Session, facilitators: Sequence[Account], names: Mapping[str, str]) -> Session:
    """Let these lead a session, the first of them first, and everybody in it know."""
    known = tuple(dict.fromkeys(map(str, facilitators)))
    changed = replace(session, facilitators=known)
    if session.stage in UNSEEN:
        return changed
    called = tuple(names.get(one, UNNAMED.capitalize() if one == known[0] else UNNAMED) for one in known)
    return course.say(changed, Saying(kind=Told.LED, phase=session.phase, names=called))


def without(session: Session, accounts: Sequence[Account], names: Mapping[str, str]) -> Session:
    """Let somebody, who has these accounts, step down; a session is never left alone."""
    if not includes(session, accounts):
        raise Moved
    left = [one for one in map(Account.parse, session.facilitators) if not any(map(one.same, accounts))]
    if not left:
        raise Refusal("You are the only one who leads it.", "Hand it over to somebody, or close it.")
    return led_by(session, left, names)


def to_panel(session_id: str) -> Button:
    return Button("Back to the panel", call("session-panel", session=session_id))


@contextmanager
def from_panel(session_id: str) -> Iterator[None]:
    """Let whoever leads a session go back to its panel when something is refused there."""
    try:
        yield
    except (Diverted, NotFound, Unclear):
        raise
    except Refusal as refusal:
        hint = "The panel shows where it is." if isinstance(refusal, Moved) else refusal.hint
        raise Diverted(str(refusal), hint, ways=(to_panel(session_id),)) from None


class Leading:
    """Finds sessions for those who lead them, wherever they write from, and knows facilitators by name."""

    def __init__(self, book: SessionBook, colleagues: Colleagues, selves: Selves = alone) -> None:
        self._book = book
        self._colleagues = colleagues
        self._selves = selves

    async def led(self, request: Request) -> Session:
        """Open the session that a request is about. Raises `Refusal`, which offers to take over, for who leads it not.

        A draft, or one that is over, can be taken over by nobody.
        """
        session = await self._book.find(request.text("session"))
        if await self.leads(session, request.actor):
            await self._colleagues.sign(request.actor)
            return session
        if session.stage is Stage.DRAFT:
            raise Refusal("That session is prepared by somebody else.", "Type /session-open for one of your own.")
        names = listed(await self.names(session))
        if session.stage is Stage.CLOSED:
            raise Refusal(f"That session is over, and was led by {names}.", "What they noted since is for them alone.")
        take = Button("Take over", call("session-take-over", session=session.id))
        said = f"That session is led by {names}."
        raise Diverted(said, "They can make you a co-facilitator. If they cannot be reached, take over.", ways=(take,))

    async def leads(self, session: Session, actor: Actor) -> bool:
        """Whether somebody leads a session, by this account or another of theirs."""
        return leads(session, actor) or includes(session, await self.accounts(actor))

    async def all(self, actor: Actor) -> tuple[Sequence[Session], Sequence[Session]]:
        """List the sessions that somebody leads, closed ones last, and then the others that they may take over."""
        accounts, found = await self.accounts(actor), await self._book.all()
        mine = [one for one in found if includes(one, accounts)]
        others = [one for one in found if not includes(one, accounts) and one.stage not in UNSEEN]
        return sorted(mine, key=_order), sorted(others, key=_order)

    async def accounts(self, actor: Actor) -> Sequence[Account]:
        """List all accounts of somebody, the one they are known by as a facilitator first."""
        return (await self._colleagues.sign(actor), actor.account, *await self._selves(actor.account))

    async def names(self, session: Session) -> Sequence[str]:
        """Name those who lead a session, the first of them first."""
        called = await self.called()
        return [called.get(one, UNNAMED) for one in session.facilitators]

    async def called(self) -> Mapping[str, str]:
        """Name all facilitators, by account."""
        return dict(await self._colleagues.names())

    async def known(self) -> Sequence[Account]:
        """List the facilitators who still are, as far as is known."""
        return await self._colleagues.everyone()

    async def others(self, session: Session) -> Sequence[tuple[str, str]]:
        """List pairs of account and name of the facilitators who do not lead a session, by name."""
        mine = [one for known in session.facilitators for one in await self._selves(Account.parse(known))]
        accounts = (*map(Account.parse, session.facilitators), *mine)
        named = [(one, name) for one, name in await self._colleagues.names() if not _among(one, accounts)]
        several = {name for _, name in named if sum(other == name for _, other in named) > 1}
        # Somebody who is known on two platforms is there twice.
        told = [(one, f"{name} ({_platform(one)})" if name in several else name) for one, name in named]
        return sorted(told, key=lambda pair: (pair[1].casefold(), pair[0]))


def _among(account: str, accounts: Sequence[Account]) -> bool:
    return any(map(Account.parse(account).same, accounts))


def _platform(account: str) -> str:
    return Account.parse(account).platform.capitalize()


def _order(session: Session) -> tuple[int, str, str]:
    """Put first what needs somebody most: what runs before what is still to come."""
    return _BY_NEED.index(session.stage), session.topic.casefold(), session.id
