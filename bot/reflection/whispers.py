"""Words in private about a session: that something became of what somebody wrote, and, afterwards, what they tried."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random

from bot.chat.calls import call
from bot.chat.views import Actions, Button, Moment, Text
from bot.delivery.composers import Composer, Said, Words
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Delivery, State
from bot.reflection.contributions import Contribution
from bot.reflection.ears import Ears
from bot.reflection.model import TRIED, Session
from bot.reflection.sessionbook import SessionBook
from bot.support.asides import NO_MORE, Asides
from bot.support.vault import LockedAway, OutOfOrder, Shredded

# Kept in the database: do not rename.
WHISPER, FOLLOW_UP, WHISPER_BACK = "session-whisper", "session-follow-up", "session-whisper-back"
# People may sit together: whose telephone rings as soon as something is held would tell everybody there whose it was.
_FEWEST, _MOST = timedelta(minutes=1), timedelta(minutes=10)
_APART = timedelta(hours=1)
# So long before a session is forgotten: time enough to have tried something, and a day to answer, see `TRIED`.
_ASKED = timedelta(days=2)
_SAYS_IT = frozenset({State.WAITING, State.SENDING, State.SENT})
_ONCE = "once"

# The same whether something was held, removed or let through; and it names no session, because a screen has two sides.
_SENTENCE = (
    "There is something new for you in a session you take part in. Type /sessions to read it; only you can see it."
)
_QUESTION = "A while ago you took part in a session, and wanted to be asked later: what did you try? Answer until "
_FREELY = ", if you like; if you don’t, nobody asks again."


class Whispers:
    """Tells those who take part in sessions, and said when they joined that they want to be told."""

    def __init__(self, book: SessionBook, letterbox: Letterbox, now: Callable[[], datetime], chance: Random) -> None:
        """`chance` chooses how long something waits before it is said, so that its time tells nothing."""
        self._book = book
        self._ears = Ears(book)
        self._letterbox = letterbox
        self._now = now
        self._chance = chance
        self._asides = Asides(letterbox, now, name="whispers", back=WHISPER_BACK)

    def composers(self) -> Mapping[str, Composer]:
        return {WHISPER: self._whisper, FOLLOW_UP: self._follow_up, **self._asides.composers()}

    async def tell(self, session_id: str, said: Contribution) -> None:
        """Tell the author some minutes later that something became of `said`, once for each standing of it.

        What is handed in while another waits to be sent is said together with it; and after one that was sent, the next
        comes no sooner than an hour later, so that nobody reads the same sentence again and again.
        """
        if ear := await self._ears.of(session_id, said):
            earliest = await self._earliest(session_id, ear.place)
            due_at = earliest + _FEWEST + self._chance.random() * (_MOST - _FEWEST)
            await self._asides.put(WHISPER, session_id, (ear.place, ear.news), due_at=due_at)

    async def ask(self, session: Session) -> None:
        """Ask those who want it by then, once, what they tried, some days after a session was closed."""
        if session.shred_at and session.asks_again:
            places = await self._ears.curious(session.id)
            asked = ((place, _ONCE) for place in places)
            await self._asides.put(FOLLOW_UP, session.id, *asked, due_at=session.shred_at - _ASKED)

    async def take_back(self, session_id: str) -> bool:
        """Take back everything that was said in private about a session; like `Asides.take_back`."""
        return await self._asides.take_back(session_id)

    async def settled(self, session_id: str) -> bool:
        """Like `Asides.settled`."""
        return await self._asides.settled(session_id)

    async def _whisper(self, delivery: Delivery, now: datetime) -> Said:
        """Say it; the keys are not needed for that, and whether the session is still there is found by the relay."""
        del now
        if await self._asides.taken_back(delivery) or await self._covered(delivery):
            return NO_MORE
        return Words([Text((_SENTENCE,)), Actions((Button("See my sessions", call("sessions")),))])

    async def _follow_up(self, delivery: Delivery, now: datetime) -> Said:
        del now
        if await self._asides.taken_back(delivery) or await self._declined(delivery):
            return NO_MORE
        tell = call("session-tried", session=delivery.payload.partition(".")[0])
        until = Moment(delivery.due_at + _ASKED - TRIED)
        return Words([Text((_QUESTION, until, _FREELY)), Actions((Button("Say what I tried", tell),))])

    async def _declined(self, delivery: Delivery) -> bool:
        """Whether somebody who can be told does not want to be asked any more; the rest is found by the relay."""
        session_id, place, _ = delivery.payload.split(".")
        with suppress(Shredded, LockedAway, OutOfOrder):
            who = await (await self._book.folder(session_id)).somebody(place)
            return who is not None and who.address is not None and not who.follow_up
        return False

    async def _earliest(self, session_id: str, place: str) -> datetime:
        """Say from when on somebody may be told again that there is something new."""
        told = await self._asides.sent(WHISPER, session_id, place)
        return max([self._now(), *(due_at + _APART for due_at in told)])

    async def _covered(self, delivery: Delivery) -> bool:
        """Whether something that is due later tells the same person, who then finds all that is new.

        It may have been said already, where this had to wait; but not before this was handed in.
        """
        about = await self._letterbox.about(delivery.about)
        later = [one for one in about if (one.due_at, one.id) > (delivery.due_at, delivery.id)]
        return any((one.kind, one.to) == (WHISPER, delivery.to) and one.state in _SAYS_IT for one in later)
