"""What was sent goes out when its time has come, and its author hears when it could not."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat.errors import Refusal
from bot.delivery.model import State
from bot.support import grammar
from bot.support.casebook import Casebook, Opened
from bot.support.endings import given_back
from bot.support.model import SENT, Dossier, Entry, Kind, Standing
from bot.support.nudges import Nudges
from bot.support.posts import UNDER_WAY, Posts
from bot.support.reading import concerned
from bot.support.voices import changed
from bot.support.wishes import delivered

# An organiser decides about what may or may not have been posted; nobody else can.
_DECIDING = timedelta(hours=1)


class Release:
    """Implements `Step`: hands in what is due, and writes down what became of it; a wish is read at once."""

    def __init__(self, casebook: Casebook, posts: Posts, nudges: Nudges) -> None:
        self._casebook = casebook
        self._posts = posts
        self._nudges = nudges

    async def take(self, opened: Opened, now: datetime) -> datetime | None:
        dossier = opened.dossier
        stuck = [one for one in _due(dossier, now) if _hindrance(dossier, one)]
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
        if delivery.state is State.SENT:
            after = replace(entry, standing=Standing.SAID, posted=delivery.posted, release_at=None)
            said = await self._casebook.change(
                dossier.id, lambda current: _settled(current, entry, changed(current, after))
            )
            await self._nudges.tell(said, *concerned(said, entry.id))
            return None
        await self._nudges.tell(dossier, dossier.voice(entry.voice))
        why = _UNREACHED if entry == dossier.request else _UNREACHED_BELOW
        await self._casebook.change(
            dossier.id, lambda current: _settled(current, entry, given_back(current, entry, why, now))
        )
        return None


def _due(dossier: Dossier, now: datetime) -> list[Entry]:
    # What waits for facilitators goes to them alone; see `bot.support.raising`.
    waiting = [entry for entry in dossier.entries if entry.standing is Standing.WAITING and entry.kind in SENT]
    return [entry for entry in waiting if entry.release_at and entry.release_at <= now]


def _release(dossier: Dossier, now: datetime) -> Dossier:
    for entry in _due(dossier, now):
        dossier = delivered(dossier, entry, now) if entry.kind is Kind.WISH else _released(dossier, entry, now)
    return dossier


def _released(dossier: Dossier, entry: Entry, now: datetime) -> Dossier:
    """Return a case after the time of an entry has come; as it was while the post above it is on its way."""
    if why := _hindrance(dossier, entry):
        return given_back(dossier, entry, why, now)
    if entry != dossier.request and not dossier.posted:
        return dossier
    return changed(dossier, replace(entry, standing=Standing.RELEASED, moderation=None))


def _hindrance(dossier: Dossier, entry: Entry) -> str:
    """Say why an entry whose time has come cannot be posted; empty when it can."""
    if entry == dossier.request:
        return ""
    try:
        grammar.check_open(dossier)
    except Refusal as refusal:
        return str(refusal)
    return ""


def _settled(dossier: Dossier, entry: Entry, after: Dossier) -> Dossier:
    """Return a case after what became of an entry was written down; as it was when somebody else did so meanwhile."""
    current = dossier.entry(entry.id)
    return after if current and current.standing is Standing.RELEASED else dossier


_UNREACHED = (
    "Your request could not be posted: the channel could not be reached. Whoever runs the bot was told of that."
)
_UNREACHED_BELOW = "What you wrote could not be posted under the request: it could not be reached any more."
