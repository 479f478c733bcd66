"""Questions for those who led a session, once it is over: in private, for themselves."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.chat.calls import call
from bot.chat.requests import Account, Address
from bot.chat.views import Actions, Button, Note, Strong, Text, Tone
from bot.delivery.composers import Composer, Said, Unsaid, Words
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Delivery, Draft, State
from bot.reflection.model import Session, Stage
from bot.reflection.sessionbook import SessionBook
from bot.support.safety import not_safe_button
from bot.support.vault import LockedAway, Shredded

# Kept in the database: do not rename.
DEBRIEF = "session-debrief"
_EXPIRES = timedelta(days=3)


class Debrief:
    """Asks every facilitator of a session, once it is over, how it was for them."""

    def __init__(self, book: SessionBook, letterbox: Letterbox) -> None:
        self._book = book
        self._letterbox = letterbox

    def composers(self) -> Mapping[str, Composer]:
        return {DEBRIEF: self._compose}

    async def ask(self, session: Session, now: datetime) -> None:
        """Write to each of them, once, when a session that took place is over."""
        if session.stage is Stage.CLOSED and session.phase >= 0:
            await self._letterbox.put(*(_draft(session, account, now) for account in session.facilitators))

    async def _compose(self, delivery: Delivery, now: datetime) -> Said:
        del now
        try:
            session = await self._book.find(delivery.payload)
        except (Shredded, LockedAway):
            return _NO_NEED
        write = Button("Write a note", call("session-debrief", session=session.id), Tone.PRIMARY)
        hand = Button("Who is on duty", call("rota"))
        asked = Text(("\n".join(f"• {question}" for question in _QUESTIONS),))
        about = Text((Strong("How was it for you? "), "The session “", session.topic, "” is over. ", _PROMPT))
        return Words((about, asked, Note((_WHERE,)), Actions((write, hand, not_safe_button()))))


def _draft(session: Session, account: str, now: datetime) -> Draft:
    return Draft(
        key=f"{DEBRIEF}/{session.id}/{account}",
        kind=DEBRIEF,
        payload=session.id,
        to=Address.of(Account.parse(account)),
        due_at=now,
        expires_at=now + _EXPIRES,
        about=f"{session.id}/debrief",
    )


_NO_NEED = Unsaid(State.UNWANTED, "Nothing of it is kept any more.")
_PROMPT = "Take five minutes for yourself before the next thing:"
_QUESTIONS = (
    "How did it go, and what would you do the same way again?",
    "What do you carry with you now that was not yours before?",
    "Whom can you talk to about it: a co-facilitator, whoever is on duty, somebody you trust?",
    "Is there anything to follow up, and who does it by when?",
)
_WHERE = (
    "A note is kept sealed with the session, for those who led it with you, and forgotten with it. If something weighs "
    "on you, the help lines are there for you, too."
)
