"""What everybody sees of a session in its channels, handed in once and in order, and said anew when it changes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.chat.requests import Address
from bot.chat.views import Block
from bot.delivery.composers import Composer, Edit, Removal, Said, Unsaid, Words
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Delivery, Draft, State
from bot.reflection import course
from bot.reflection.course import Moved
from bot.reflection.model import Keeping, Session, Stage, Told
from bot.reflection.notices import Shown, notice
from bot.reflection.parts import names_of
from bot.reflection.sessionbook import SessionBook
from bot.support.vault import LockedAway, Shredded

# Kept in the database: do not rename.
SAY, EDIT, REMOVE = "session-say", "session-edit", "session-remove"
_UNDER_WAY = frozenset({State.WAITING, State.SENDING})
_EXPIRES = timedelta(days=1)
# Taking away, or putting right, what stands there is wanted for much longer.
_CHANGE_EXPIRES = timedelta(days=30)
# What follows one another in a thread is due one after the other, also where a platform was away for a while.
_NEXT = timedelta(milliseconds=1)
# What is said after the end.
_AFTERWARDS = frozenset({Told.CLOSED, Told.SUMMARY})


@dataclass(frozen=True, slots=True)
class _Spot:
    """One saying in one channel."""

    place: int
    saying: int

    def key(self, kind: str, session: Session, *more: object) -> str:
        round_ = session.places[self.place].round
        place = f"{self.place}r{round_}" if round_ else self.place
        return "/".join(map(str, (kind, session.id, place, self.saying, *more)))

    def payload(self, session: Session) -> str:
        return payload_of(session, self.place, self.saying)


def payload_of(session: Session, place: int, saying: int) -> str:
    """Name a saying in a channel, in the round that it is in there, as what is handed in about it does."""
    round_ = session.places[place].round
    return f"{session.id}.{place}.{saying}{f'.{round_}' if round_ else ''}"


def afresh(session: Session, place: int, round_: int) -> Session:
    """Let all that was said in a channel in a round be said there anew, in order."""
    if session.stage in (Stage.DRAFT, Stage.CLOSED) or session.places[place].round != round_:
        raise Moved
    places = (
        replace(one, round=round_ + 1, said=()) if number == place else one for number, one in enumerate(session.places)
    )
    return course.changed(replace(session, places=tuple(places)))


class Boards:
    """Hands in what is to be seen in each channel, once, and words it when its time has come.

    Each channel goes its own way: where one cannot be reached, the session goes on in the others.
    """

    def __init__(self, book: SessionBook, letterbox: Letterbox) -> None:
        self._book = book
        self._letterbox = letterbox

    def composers(self) -> Mapping[str, Composer]:
        return {SAY: self._say, EDIT: self._edit, REMOVE: self._remove}

    async def see_to(self, session: Session, now: datetime) -> bool:
        """Hand in what is not on its way yet; False while something waits for an announcement, or a post, to stand."""
        about = {one.key: one for one in await self._letterbox.about(session.id)}
        session = await self._noted(session, about)
        drafts = [*_sayings(session, now), *_edits(session, now)]
        new = [draft for draft in drafts if draft.key not in about]
        await self._letterbox.put(*new)
        waited_for = (about.get(spot.key(SAY, session)) for spot in _spots(session) if _is_bare(session, spot))
        return not any(one.state in _UNDER_WAY for one in waited_for if one) and not any(
            draft.kind == SAY for draft in new
        )

    async def again(self, session: Session, place: int, round_: int, now: datetime) -> Session:
        """Say everything anew in a channel whose announcement is gone; what is left of the old is taken away first."""
        afresh(session, place, round_)
        left = (spot for spot in _spots(session) if spot.place == place and not _is_bare(session, spot))
        await self._letterbox.put(*(_removal(session, spot, now) for spot in left))
        return await self._book.change(session.id, lambda one: afresh(one, place, round_))

    async def take_away(self, session: Session, now: datetime) -> bool:
        """Take away what was shown, unless it was to stay; True when there is nothing left to do with any of it."""
        about = {one.key: one for one in await self._letterbox.about(session.id)}
        session = await self._noted(session, about)
        if session.keeps is not Keeping.EVERYTHING:
            await self._letterbox.put(*(_removal(session, spot, now) for spot in _shown(session)))
        return not any(one.state in _UNDER_WAY for one in await self._letterbox.about(session.id))

    async def _noted(self, session: Session, about: Mapping[str, Delivery]) -> Session:
        """Write down what the channels call what stands there by now."""
        found = {
            spot: one.posted
            for spot in _spots(session)
            if (one := about.get(spot.key(SAY, session))) and one.posted and _is_bare(session, spot)
        }
        return await self._book.change(session.id, lambda current: _standing(current, found)) if found else session

    async def _say(self, delivery: Delivery, now: datetime) -> Said:
        session, spot = await self._find(delivery)
        if session is None or (session.stage is Stage.CLOSED and not _is_said_afterwards(session, spot)):
            return _NO_MORE
        if session.look_at is None:
            # An organiser has it sent again, and nobody waits any more to see it stand.
            await self._book.change(session.id, lambda one: replace(one, look_at=one.look_at or now))
        return Words(await self._words(session, spot))

    async def _edit(self, delivery: Delivery, now: datetime) -> Said:
        del now
        session, spot = await self._find(delivery)
        if session is None or not (posted := session.places[spot.place].posted(spot.saying)):
            return _NO_MORE
        return Edit(posted, await self._words(session, spot))

    async def _remove(self, delivery: Delivery, now: datetime) -> Said:
        """Take a message away, whatever became of the key of its session meanwhile."""
        del now
        return Removal(delivery.payload)

    async def _words(self, session: Session, spot: _Spot) -> Sequence[Block]:
        papers = session.sayings[spot.saying].papers
        return notice(session, spot.saying, await self._shown_in(session, papers) if papers else Shown())

    async def _shown_in(self, session: Session, papers: Sequence[str]) -> Shown:
        found = await self._book.some(session.id, papers)
        if not session.named:
            return Shown(papers=found)
        authors = [await self._book.author(session.id, one) for one in found.values()]
        return Shown(papers=found, names=names_of(filter(None, authors), found.values()))

    async def _find(self, delivery: Delivery) -> tuple[Session | None, _Spot]:
        """Find the session that something is to be said about; None when it is not to be said any more."""
        session_id, place, saying, *_ = delivery.payload.split(".")
        spot = _Spot(int(place), int(saying))
        try:
            session = await self._book.find(session_id)
        except (Shredded, LockedAway):
            return None, spot
        # What belongs to an earlier round would be said twice.
        return (session if spot.payload(session) == delivery.payload else None), spot


def _spots(session: Session) -> Iterator[_Spot]:
    """Go through everything that is said, channel by channel, in order."""
    for place in range(len(session.places)):
        for saying in range(len(session.sayings)):
            yield _Spot(place, saying)


def _is_bare(session: Session, spot: _Spot) -> bool:
    return not session.places[spot.place].posted(spot.saying)


def _is_said_afterwards(session: Session, spot: _Spot) -> bool:
    """Whether something is said of a session that is closed; one that was closed gently shows nothing more."""
    kind = session.sayings[spot.saying].kind
    return kind in _AFTERWARDS or (kind is Told.SHOWN and not session.gently)


def _standing(session: Session, found: Mapping[_Spot, str]) -> Session:
    places = (
        replace(
            place,
            said=tuple(
                found.get(_Spot(number, saying), "") or place.posted(saying) for saying in range(len(session.sayings))
            ),
        )
        for number, place in enumerate(session.places)
    )
    return replace(session, places=tuple(places))


def _sayings(session: Session, now: datetime) -> Iterator[Draft]:
    """Return what does not stand yet: an announcement, and under one that stands, all the rest."""
    for spot in _spots(session):
        place = session.places[spot.place]
        if _is_bare(session, spot) and (spot.saying == 0 or place.posted(0)):
            to = place.thread if spot.saying else place.channel
            due_at = now + spot.saying * _NEXT
            yield _draft(session, SAY, spot.key(SAY, session), spot.payload(session), to, due_at)


def _edits(session: Session, now: datetime) -> Iterator[Draft]:
    for spot in _spots(session):
        edits = session.sayings[spot.saying].edits
        if edits and not _is_bare(session, spot):
            place = session.places[spot.place]
            to = place.thread if spot.saying else place.channel
            draft = _draft(session, EDIT, spot.key(EDIT, session, edits), spot.payload(session), to, now)
            yield replace(draft, expires_at=now + _CHANGE_EXPIRES)


def _shown(session: Session) -> Iterator[_Spot]:
    """Go through what shows contributions, and stands."""
    for spot in _spots(session):
        if session.sayings[spot.saying].papers and not _is_bare(session, spot):
            yield spot


def _removal(session: Session, spot: _Spot, now: datetime) -> Draft:
    place = session.places[spot.place]
    key, posted = spot.key(REMOVE, session), place.posted(spot.saying)
    return replace(
        _draft(session, REMOVE, key, posted, place.thread if spot.saying else place.channel, now),
        expires_at=now + _CHANGE_EXPIRES,
    )


def _draft(session: Session, kind: str, key: str, payload: str, to: Address, due_at: datetime) -> Draft:  # noqa: PLR0917
    expires_at = due_at + _EXPIRES
    return Draft(key=key, kind=kind, payload=payload, to=to, due_at=due_at, expires_at=expires_at, about=session.id)


_NO_MORE = Unsaid(State.UNWANTED, "It is not to be said any more.")
