"""What somebody unnamed asks of one person in the Directory alone: how it begins, goes on in time, and ends."""

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.chat.requests import Account
from bot.chat.veil import Lock, Veil
from bot.support.blocks import proposed
from bot.support.casebook import Casebook, Opened
from bot.support.endings import closed, given_back, hour, waits
from bot.support.letters import reported
from bot.support.model import BETWEEN_TWO, Dossier, Entry, Kind, Part, Standing, Talk, Talking, Voice
from bot.support.names import new_id
from bot.support.nudges import Nudges
from bot.support.talk_rules import LIVE, put
from bot.support.vault import OutOfOrder

# As with an introduction by name: who answers nothing is asked once more, and then left alone.
AGAIN, REST = timedelta(days=3), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Listed:
    """Whom a wish asks: the entry `id` of the Directory, under their name.

    They are told at the first of `accounts`, wherever somebody asks: few people may use the other platform.
    """

    id: str
    name: str
    accounts: tuple[Account, ...]


def addressed(whom: Listed) -> Callable[[Dossier, Lock], Dossier]:
    """Return what makes a wish of a request that has begun: its words are for one person, in a talk with them."""

    def make(dossier: Dossier, lock: Lock) -> Dossier:
        veils = [Veil(str(account), whom.name) for account in whom.accounts]
        marks = [veil.mark(lock) for veil in veils]
        helper = Voice(
            id=new_id(),
            part=Part.HELPER,
            mark=marks[0],
            also=tuple(marks[1:]),
            name=whom.name,
            named=True,
            address=veils[0].address(lock),
        )
        talk = Talk(id=new_id(), helper=helper.id, asked=Part.HELPER)
        words = replace(dossier.request, kind=Kind.WISH, talk=talk.id)
        # Nobody looks after what is reported of themselves.
        beside = tuple(map(str, whom.accounts))
        voices = (dossier.author, helper)
        return replace(dossier, asks=whom.id, voices=voices, entries=(words,), talks=(talk,), left_out=beside)

    return make


def delivered(dossier: Dossier, entry: Entry, now: datetime) -> Dossier:
    """Return a case whose wish is with the one whom it asks; they are nudged by `Wishes`, which looks at it next."""
    said = replace(entry, standing=Standing.SAID, release_at=None, moderation=None)
    entries = tuple(said if one.id == entry.id else one for one in dossier.entries)
    came = hour(now)
    return replace(dossier, entries=entries, came=came, look_at=now, raised=0, raise_at=came + AGAIN)


def settled(dossier: Dossier, now: datetime) -> Dossier:
    """Return a case after something was done with its talk: a wish that is answered is raised no more, or ends."""
    if dossier.wish is None or dossier.closed:
        return dossier
    after = dossier if dossier.wish.standing is Talking.OFFERED else replace(dossier, raise_at=None)
    return after if dossier.wish.standing in LIVE else closed(after, now)


class Wishes:
    """Implements `bot.support.planner.Step`: who is asked is nudged, once more after some days, and then left alone."""

    def __init__(self, casebook: Casebook, nudges: Nudges) -> None:
        self._casebook = casebook
        self._nudges = nudges

    async def take(self, opened: Opened, now: datetime) -> None:
        """Do what is due about a wish that nobody answered yet."""
        dossier = opened.dossier
        if dossier.asks and (dossier.listed.address is None or dossier.request.standing is Standing.WITHDRAWN):
            await self._casebook.change(dossier.id, _forgotten_words, for_good=True)
        if not _waits(dossier):
            return
        if _unread(dossier):
            await self._nudges.tell(dossier, dossier.listed)
        if dossier.raise_at is None or dossier.raise_at > now:
            return
        before = dossier.raised
        after = await self._casebook.change(dossier.id, lambda one: _raised(one, before, now))
        await self._nudges.tell(after, after.author if after.closed else after.listed)

    async def asked(self, since: datetime) -> Mapping[str, int]:
        """Count by entry of the Directory how often something unnamed came to them since then.

        What is only written counts for nothing: whoever counts would learn when it was. One who said since who they
        are counts as one who asked by name. What was taken away counts, or one person could ask as often as they like.
        While the keys cannot be used, no case is counted: a search for a skill does not depend on them.
        """
        with suppress(OutOfOrder):
            wishes = [opened.dossier for opened in await self._casebook.wishes()]
            counted = (one for one in wishes if not one.wish or one.wish.standing is not Talking.NAMED)
            return Counter(one.asks for one in counted if one.came and one.came >= since)
        return {}

    async def waiting(self, veil: Veil, entry_id: str) -> Dossier | None:
        """Find what somebody asks of that entry already, or asked in the days before."""
        mine = [opened.dossier for opened, voice in await self._casebook.mine(veil) if voice.part is Part.AUTHOR]
        return next((one for one in mine if one.wish and one.asks == entry_id), None)

    async def awaited(self) -> frozenset[str]:
        """Name the entries of the Directory of which a wish, over or not, still tells whose they are."""
        wishes = [opened.dossier for opened in await self._casebook.wishes()]
        return frozenset(one.asks for one in wishes if one.listed.address is not None)

    async def part(self, entry_id: str, now: datetime) -> None:
        """Forget whose entry it was, and what they wrote; who asked them is told that they have left."""
        theirs = [one.dossier for one in await self._casebook.wishes() if one.dossier.asks == entry_id]
        for dossier in theirs:
            live = _live(dossier)
            after = await self._casebook.change(dossier.id, lambda one: _without(one, now), for_good=True)
            if live:
                await self._nudges.tell(after, after.author)


def _live(dossier: Dossier) -> bool:
    return bool(dossier.wish) and not dossier.closed and dossier.request.standing is Standing.SAID


def _waits(dossier: Dossier) -> bool:
    return _live(dossier) and dossier.wish is not None and dossier.wish.standing is Talking.OFFERED


def _unread(dossier: Dossier) -> bool:
    """Whether they have not looked since it came, or was raised: nothing else that may be due is news to them.

    If they were nudged because of something that whoever asked does beside it, they would know that it was done.
    """
    return dossier.listed.looks == dossier.raised


def _raised(dossier: Dossier, before: int, now: datetime) -> Dossier:
    """Return a wish whose time has come: raised once more, or let rest; as it was when something happened meanwhile."""
    if not _waits(dossier) or dossier.raised != before or dossier.wish is None:
        return dossier
    if before:
        rests = put(dossier, replace(dossier.wish, standing=Talking.ENDED), dossier.listed, _SILENT)
        return closed(rests, now)
    # As if they had looked once more: who has not, since they were nudged, can be nudged again.
    helper = replace(dossier.listed, looks=dossier.listed.looks + 1)
    voices = (dossier.author, helper, *dossier.voices[2:])
    return replace(dossier, voices=voices, raised=helper.looks, look_at=now, raise_at=hour(now) + REST - AGAIN)


def _without(dossier: Dossier, now: datetime) -> Dossier:
    """Return a case in which nothing tells any more whom it asked, once no report about it waits."""
    helper, stays = dossier.listed, {about.id for about, _ in reported(dossier)}
    theirs = {helper.mark, *helper.also}
    voices = (_forgotten(one) if one.mark in theirs else one for one in dossier.voices[1:])
    kept = tuple(one for one in dossier.entries if one.voice != helper.id or one.id in stays)
    nobody = replace(dossier, voices=(dossier.author, *voices), entries=kept, left_out=_left_out(dossier))
    if dossier.wish and _live(dossier):
        over = put(nobody, replace(dossier.wish, standing=Talking.ENDED), nobody.listed, _PARTED)
        return closed(over, now)
    return given_back(nobody, nobody.request, _PARTED, now) if waits(nobody.request) else nobody


def _forgotten_words(dossier: Dossier) -> Dossier:
    """Return a case without what was kept for facilitators alone, once they have settled the reports about it.

    It is one that its author took away, or that asked somebody who has left.
    """
    stays = {about.id for about, _ in reported(dossier)}
    left = dossier.listed if dossier.listed.address is None else None

    def forgotten(one: Entry) -> Entry:
        theirs = one.standing is Standing.WITHDRAWN or (left and one.voice == left.id)
        over = theirs and one.kind in BETWEEN_TWO and one.id not in stays
        return replace(one, text="", standing=Standing.WITHDRAWN) if over else one

    entries = tuple(map(forgotten, dossier.entries))
    after = replace(dossier, entries=entries, left_out=_left_out(dossier) if left else dossier.left_out)
    return dossier if after == dossier else after


def _left_out(dossier: Dossier) -> tuple[str, ...]:
    """Return who does not look after a case of somebody who has left: they, while there is something to look after."""
    return dossier.left_out if reported(dossier) or any(map(proposed, dossier.blocks)) else ()


def _forgotten(voice: Voice) -> Voice:
    name = _SOMEBODY if voice.named else voice.name
    return replace(voice, mark=new_id(), also=(), name=name, address=None, moderation=None)


_SILENT = "They have not answered, which is no answer to you: people are busy. I have let it rest."
_PARTED = "They are not in the Directory any more, so I have let it rest."
_SOMEBODY = "Somebody who has left"
