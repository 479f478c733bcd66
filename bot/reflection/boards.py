"""What everybody sees of a session in its channels: its announcement, and its phases in the thread below."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat.calls import call
from bot.chat.requests import Address
from bot.chat.views import Actions, Button, Heading, Note, Strong, Text, Tone
from bot.delivery.courier import Composer, Said, Unsaid, Words
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Delivery, Draft, State
from bot.reflection.model import Session, Stage
from bot.reflection.sessionbook import SessionBook
from bot.reflection.taking_part import GROUND_RULES
from bot.support.safety import not_safe_button
from bot.support.vault import LockedAway, Shredded

# Kept in the database: do not rename.
ANNOUNCE, PHASE = "session-post", "session-phase"
_UNDER_WAY = frozenset({State.WAITING, State.SENDING})
_EXPIRES = timedelta(days=1)
# What follows one another in a thread is due one after the other, also where a platform was away for a while.
_NEXT = timedelta(milliseconds=1)


class Boards:
    """Hands in what is to be seen in each channel, once, and words it when its time has come.

    Each channel goes its own way: where one cannot be reached, the session goes on in the others.
    """

    def __init__(self, book: SessionBook, letterbox: Letterbox) -> None:
        self._book = book
        self._letterbox = letterbox

    def composers(self) -> Mapping[str, Composer]:
        return {ANNOUNCE: self._announce, PHASE: self._phase}

    async def see_to(self, session: Session, now: datetime) -> bool:
        """Hand in what is not on its way yet; False while something waits for an announcement to stand."""
        await self._letterbox.put(*(_announcement(session, number, now) for number in _bare(session)))
        about = {one.key: one for one in await self._letterbox.about(session.id)}
        posted = {number: about[_key(session, number)] for number in _bare(session) if _key(session, number) in about}
        stand = {number: one.posted for number, one in posted.items() if one.state is State.SENT}
        if stand:
            session = await self._book.change(session.id, lambda current: _standing(current, stand))
        await self._letterbox.put(*_phases(session, now))
        return not any(one.state in _UNDER_WAY for one in posted.values())

    async def _announce(self, delivery: Delivery, now: datetime) -> Said:
        del now
        session = await self._session(delivery)
        if session is None:
            return _NO_MORE
        join = call("session-join-by-name" if session.named else "session-join", session=session.id)
        left = (
            "A summary of themes may be posted afterwards." if session.summary else "Nothing of it is kept afterwards."
        )
        return Words(
            (
                Heading(f"Reflecting together: {session.topic}"),
                Text((Strong(f"{session.format.name}. "), session.format.about)),
                *map(Text, GROUND_RULES),
                Actions((Button("Join", join, Tone.PRIMARY), not_safe_button())),
                Note((f"{left} Joining means agreeing to these rules.",)),
            )
        )

    async def _phase(self, delivery: Delivery, now: datetime) -> Said:
        """Say what a phase asks for; one that is over by now, where a platform was away, only for completeness."""
        del now
        session, number = await self._session(delivery), int(delivery.payload.split(".")[1])
        if session is None:
            return _NO_MORE
        phase = session.format.phases[number]
        contribute = call("session-contribute", session=session.id, phase=number)
        buttons = Actions((Button("Contribute", contribute, Tone.PRIMARY), not_safe_button()))
        more = buttons if session.phase == number and session.current else Note(("This phase is over.",))
        return Words((Heading(phase.title), Text((phase.prompt,)), more))

    async def _session(self, delivery: Delivery) -> Session | None:
        """Find the session that something is to be said about; None when it is over."""
        try:
            session = await self._book.find(delivery.payload.split(".")[0])
        except (Shredded, LockedAway):
            return None
        return None if session.stage is Stage.CLOSED else session


def _bare(session: Session) -> list[int]:
    """Name the places in which no announcement stands."""
    return [number for number, place in enumerate(session.places) if not place.posted]


def _standing(session: Session, stand: Mapping[int, str]) -> Session:
    places = (replace(one, posted=stand.get(number, one.posted)) for number, one in enumerate(session.places))
    return replace(session, places=tuple(places))


def _key(session: Session, number: int) -> str:
    return f"{ANNOUNCE}/{session.id}/{number}"


def _announcement(session: Session, number: int, now: datetime) -> Draft:
    return _draft(session, ANNOUNCE, _key(session, number), session.id, session.places[number].channel, now)


def _phases(session: Session, now: datetime) -> list[Draft]:
    """Return the phases that began so far, for every thread there is."""
    places = [(number, place.thread) for number, place in enumerate(session.places) if place.posted]
    return [
        _draft(
            session,
            PHASE,
            f"{PHASE}/{session.id}/{number}/{phase}",
            f"{session.id}.{phase}",
            thread,
            now + phase * _NEXT,
        )
        for number, thread in places
        for phase in range(session.phase + 1)
    ]


def _draft(session: Session, kind: str, key: str, payload: str, to: Address, due_at: datetime) -> Draft:  # noqa: PLR0917
    expires_at = due_at + _EXPIRES
    return Draft(key=key, kind=kind, payload=payload, to=to, due_at=due_at, expires_at=expires_at, about=session.id)


_SUMMARY, _NOTHING = "A summary of themes may be posted afterwards.", "Nothing of it is kept afterwards."
_NO_MORE = Unsaid(State.UNWANTED, "The session is over.")
