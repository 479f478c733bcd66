"""What was sent goes out when its time has come, and its author hears when it could not."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat.errors import Refusal
from bot.delivery.model import State
from bot.support import grammar
from bot.support.casebook import Casebook, Opened
from bot.support.drafting import changed
from bot.support.model import PUBLIC, Dossier, Entry, Standing
from bot.support.nudges import Nudges
from bot.support.posts import UNDER_WAY, Posts

# An organiser decides about what may or may not have been posted; nobody else can.
_DECIDING = timedelta(hours=1)


class Release:
    """Implements `Step`: hands in what is due, and writes down what became of it."""

    def __init__(self, casebook: Casebook, posts: Posts, nudges: Nudges) -> None:
        self._casebook = casebook
        self._posts = posts
        self._nudges = nudges

    async def take(self, opened: Opened, now: datetime) -> datetime | None:
        dossier = opened.dossier
        stuck = [one for one in _due(dossier, now) if _released(dossier, one).standing is Standing.UNSAID]
        await self._nudges.tell(dossier, *(dossier.voice(entry.voice) for entry in stuck))
        dossier = await self._casebook.change(dossier.id, lambda current: _release(current, now))
        under_way = [entry for entry in dossier.entries if entry.standing is Standing.RELEASED]
        times = [await self._follow(dossier, entry, now) for entry in under_way]
        return min((time for time in times if time), default=None)

    async def _follow(self, dossier: Dossier, entry: Entry, now: datetime) -> datetime | None:
        """See what became of an entry that is on its way; returns when to look again."""
        delivery = await self._posts.put(dossier, entry, now)
        if delivery is None or delivery.state in UNDER_WAY:
            return now
        if delivery.state is State.UNCERTAIN:
            return now + _DECIDING
        said = delivery.state is State.SENT
        if not said:
            await self._nudges.tell(dossier, dossier.voice(entry.voice))
        standing, posted = (Standing.SAID, delivery.posted) if said else (Standing.UNSAID, "")
        after = replace(entry, standing=standing, posted=posted, release_at=None)
        await self._casebook.change(dossier.id, lambda current: _settled(current, after))
        return None


def _due(dossier: Dossier, now: datetime) -> list[Entry]:
    # What waits for facilitators goes to them alone; see `bot.support.raising`.
    waiting = [entry for entry in dossier.entries if entry.standing is Standing.WAITING and entry.kind in PUBLIC]
    return [entry for entry in waiting if entry.release_at and entry.release_at <= now]


def _release(dossier: Dossier, now: datetime) -> Dossier:
    for entry in _due(dossier, now):
        after = _released(dossier, entry)
        dossier = dossier if after is entry else changed(dossier, after)
    return dossier


def _released(dossier: Dossier, entry: Entry) -> Entry:
    """Return an entry whose time has come as it is from then on; unchanged while the post above it is on its way."""
    if entry == dossier.request:
        return replace(entry, standing=Standing.RELEASED)
    try:
        grammar.check_open(dossier)
    except Refusal:
        return replace(entry, standing=Standing.UNSAID, release_at=None)
    return replace(entry, standing=Standing.RELEASED) if dossier.posted else entry


def _settled(dossier: Dossier, after: Entry) -> Dossier:
    current = dossier.entry(after.id)
    return changed(dossier, after) if current and current.standing is Standing.RELEASED else dossier
