"""/session-panel: the control panel of a session, for its facilitators alone, and the list of those they lead."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from bot.chat.calls import call
from bot.chat.commands import Command, Option
from bot.chat.requests import Request, Role
from bot.chat.views import Actions, Block, Button, Heading, Note, Reply, Text, Tone
from bot.delivery.letterbox import Letterbox
from bot.reflection.glance import Glance
from bot.reflection.leading import Leading
from bot.reflection.model import Session, Stage
from bot.reflection.panel_page import led_card, list_card, panel_page
from bot.reflection.sessionbook import SessionBook

# A card with a button is four of the 40 parts that Discord takes.
_SHOWN = 8
# What stands on a front page beside everything else.
_AT_HOME = 3


class Panel:
    """Shows facilitators what they lead; none of it tells them who wrote something."""

    def __init__(self, book: SessionBook, leading: Leading, letterbox: Letterbox, now: Callable[[], datetime]) -> None:
        self._book = book
        self._leading = leading
        self._letterbox = letterbox
        self._now = now

    def commands(self) -> Iterator[Command]:
        session = Option("session", "Which session", required=False, carried=True)
        start = Option("start", "How many to pass over", required=False, carried=True)
        yield Command(
            "session-panel",
            "Lead a reflective session: its control panel",
            self.show,
            (session,),
            role=Role.FACILITATOR,
        )
        yield Command(
            "session-led",
            "See which sessions there are to lead",
            self.list,
            (start,),
            role=Role.FACILITATOR,
            unlisted=True,
        )

    async def show(self, request: Request) -> Reply:
        """Show how a session stands; without one, the only one that somebody leads, or a list."""
        if request.text("session"):
            return await self.panel(await self._leading.led(request))
        mine, others = await self._leading.all(request.actor)
        going = _going(mine)
        if len(going) != 1:
            return await self._list(mine, others, 0)
        opened = await self.panel(going[0])
        more = (Actions((Button("Other sessions", call("session-led")),)),) if others or len(mine) > 1 else ()
        return Reply((*opened.blocks, *more))

    async def panel(self, session: Session) -> Reply:
        """Show how a session stands, to who is known to lead it."""
        return Reply(tuple(panel_page(await self._glance(session))), replaces=True)

    async def list(self, request: Request) -> Reply:
        """Show the sessions that somebody leads, and those they could take over."""
        mine, others = await self._leading.all(request.actor)
        listed = await self._list(mine, others, request.number("start"))
        return Reply(listed.blocks, replaces=True)

    async def home(self, request: Request) -> Sequence[Block]:
        """Say on a facilitator’s front page what they lead just now; the request is by name."""
        if Role.FACILITATOR not in request.actor.roles:
            return ()
        mine = _going((await self._leading.all(request.actor))[0])
        cards = [led_card(await self._glance(one)) for one in mine[:_AT_HOME]]
        more = len(mine) - _AT_HOME
        rest = Text((f"You lead {more} more.",), Button("See all", call("session-led")))
        return (*cards, *((rest,) if more > 0 else ()))

    async def _list(self, mine: Sequence[Session], others: Sequence[Session], start: int) -> Reply:
        if not mine and not others:
            opening = Button("Open a session", call("session-open"), Tone.PRIMARY)
            return Reply((Text(("No session is open just now.",)), Actions((opening,))))
        cards = [list_card(one) for one in mine]
        cards += [list_card(one, await self._leading.names(one)) for one in others]
        further = call("session-led", start=start + _SHOWN)
        more = (Actions((Button("More", further),)),) if len(cards) > start + _SHOWN else ()
        lead = () if mine else (Note(("You lead none of these.",)),)
        return Reply((Heading("Sessions to lead"), *lead, *cards[start : start + _SHOWN], *more))

    async def _glance(self, session: Session) -> Glance:
        return Glance(
            session=session,
            people=await self._book.participants(session.id),
            written=await self._book.contributions(session.id),
            leaders=await self._leading.names(session),
            about=await self._letterbox.about(session.id),
            now=self._now(),
        )


def _going(sessions: Sequence[Session]) -> Sequence[Session]:
    """Leave out those that are closed, in which little is left to do."""
    return [one for one in sessions if one.stage is not Stage.CLOSED]
