"""Calendar files that other programs fetch, at addresses that nobody can guess."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from bot.chat.errors import NotFound
from bot.meetings import calendar_file
from bot.meetings.agenda import Agenda
from bot.meetings.model import Series
from bot.meetings.occurrences import Meeting
from bot.meetings.whereabouts import lineage

# Stands for the whole network where a series is named.
EVERYTHING = ""
SUFFIX = ".ics"
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
# Characters of a signature: 128 bits.
_SIGNATURE = 32
# Files kept ready; one for each series, as a rule.
_MOST_READY = 100


class Tokens(Protocol):
    """Keeps the secret part of the address of each series, and of the whole network."""

    async def token(self, series_id: str) -> str:
        """Return the token of a series, or of `EVERYTHING`; a random one is made when there is none yet."""

    async def series(self, token: str) -> str | None:
        """Return what a token stands for; None when it is, or is by now, nobody's."""

    async def renew(self, *series_ids: str) -> None:
        """Forget their tokens: addresses given out before lead nowhere, and the next one asked for is new."""


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """What an address leads to; `tag` is different whenever the content is."""

    content: bytes
    tag: str
    changed_at: datetime


class Feeds:
    """Gives addresses out, and the files they lead to."""

    def __init__(self, agenda: Agenda, tokens: Tokens, network: str) -> None:
        self._agenda = agenda
        self._tokens = tokens
        self._network = network
        self._ready: dict[str, tuple[Mapping[str, Series], CalendarFile]] = {}

    async def everything(self) -> str:
        """Name the file of the whole network."""
        return await self._tokens.token(EVERYTHING) + SUFFIX

    async def only(self, series: Series) -> str:
        """Name the file of one series, and of what it goes on as."""
        return await self._tokens.token(series.id) + SUFFIX

    async def meeting(self, meeting: Meeting) -> str:
        """Name the file of one meeting; nobody gets from it to any other."""
        return f"{meeting.key}.{_sign(await self._tokens.token(EVERYTHING), meeting.key)}{SUFFIX}"

    async def renew(self, series: Series) -> None:
        """Let every address given out before for the network, its single meetings, and this series lead nowhere.

        Those of what it continues, and of what continues it, lead to it too.
        """
        calendar = await self._agenda.series()
        after = [one.id for one in calendar.values() if series.id in lineage(calendar, one)]
        await self._tokens.renew(EVERYTHING, *lineage(calendar, series), *after)

    async def read(self, name: str) -> CalendarFile | None:
        """Return the file of that name; None when there is none."""
        token = name.removesuffix(SUFFIX)
        if "@" in token:
            return await self._read_meeting(token)
        wanted = await self._tokens.series(token)
        return None if wanted is None else await self._read_feed(wanted)

    async def _read_meeting(self, token: str) -> CalendarFile | None:
        key, _, signature = token.rpartition(".")
        if not hmac.compare_digest(_sign(await self._tokens.token(EVERYTHING), key).encode(), signature.encode()):
            return None
        try:
            meeting = await self._agenda.find(key)
        except NotFound:
            return None
        return _file(calendar_file.one(meeting), [meeting.changed_at])

    async def _read_feed(self, wanted: str) -> CalendarFile | None:
        everything = await self._agenda.series()
        # Whoever subscribed to a series goes on with what it goes on as.
        chosen = [one for one in everything.values() if not wanted or wanted in lineage(everything, one)]
        if wanted and not chosen:
            return None
        kept = self._ready.get(wanted)
        if kept and kept[0] is everything:
            return kept[1]
        title = max(chosen, key=lambda one: one.start).title if wanted else self._network
        made = _file(calendar_file.feed(chosen, title), _changes(chosen))
        if len(self._ready) >= _MOST_READY:
            self._ready.clear()
        self._ready[wanted] = (everything, made)
        return made


def _changes(chosen: Sequence[Series]) -> list[datetime]:
    said = (occurrence.changed_at for series in chosen for occurrence in series.occurrences)
    return [*(series.changed_at for series in chosen), *said]


def _file(content: bytes, changes: Sequence[datetime]) -> CalendarFile:
    return CalendarFile(content, hashlib.sha256(content).hexdigest()[:_SIGNATURE], max(changes, default=_LONG_AGO))


def _sign(token: str, key: str) -> str:
    return hmac.new(token.encode(), key.encode(errors="replace"), hashlib.sha256).hexdigest()[:_SIGNATURE]
