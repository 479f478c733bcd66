"""How a case ends: closed, withdrawn, or never sent; and what is left of it until it is destroyed."""

from dataclasses import replace
from datetime import datetime

from bot.support.grammar import TAKEN_BACK
from bot.support.model import CAP, DRAFTS, KEEP, SENT, Dossier, Entry, Kind, Standing, Talking
from bot.support.names import new_id

_OVER = frozenset({Talking.DECLINED, Talking.NAMED})
_CLOSED = "The request was closed before what you wrote could be posted."


def hour(now: datetime) -> datetime:
    """Return the hour that has begun: nothing about a case is known more closely."""
    return now.replace(minute=0, second=0, microsecond=0)


def waits(entry: Entry) -> bool:
    """Whether something is to go out, and is not on its way yet; what is for facilitators alone is not meant."""
    return entry.kind in SENT and entry.standing in TAKEN_BACK


def noticed(dossier: Dossier, voice_id: str, text: str) -> Dossier:
    """Return a case in which the bot itself tells a voice something."""
    notice = Entry(id=new_id(), voice="", kind=Kind.NOTICE, text=text, standing=Standing.SAID, to=voice_id)
    return replace(dossier, entries=(*dossier.entries, notice))


def given_back(dossier: Dossier, entry: Entry, why: str) -> Dossier:
    """Return a case in which words that could not be posted are their author's again, who is told why."""
    back = replace(entry, standing=Standing.UNSAID, release_at=None, posted="", moderation=None)
    entries = tuple(back if one.id == entry.id else one for one in dossier.entries)
    return noticed(replace(dossier, entries=entries), entry.voice, f"{why} Your words are kept; nobody saw them.")


def closed(dossier: Dossier, now: datetime) -> Dossier:
    """Return a case in which nothing more is said; what waited is given back to who wrote it, and can be read.

    What was written to facilitators reaches them all the same.
    """
    for entry in filter(waits, dossier.entries):
        dossier = given_back(dossier, entry, _CLOSED)
    talks = tuple(one if one.standing in _OVER else replace(one, standing=Talking.ENDED) for one in dossier.talks)
    over = replace(dossier, talks=talks, closed=True, close_at=None, raise_at=None)
    return replace(over, look_at=now, shred_at=hour(now) + KEEP)


def closed_by_itself(dossier: Dossier) -> bool:
    """Whether a closed case had been open for as long as any may, so that nobody closed it."""
    return dossier.shred_at is not None and dossier.shred_at - KEEP >= dossier.opened + CAP


def withdrawn(dossier: Dossier, now: datetime) -> Dossier:
    """Return a case without words, to be destroyed as soon as its posts and nudges are taken away."""
    gone = tuple(
        replace(one, text="", standing=Standing.WITHDRAWN, release_at=None, moderation=None) for one in dossier.entries
    )
    over = replace(dossier, entries=gone, talks=(), closed=True, close_at=None, raise_at=None, introduction=None)
    return replace(over, look_at=now, shred_at=now)


def forgotten_in_time(dossier: Dossier, now: datetime) -> Dossier:
    """Return a case whose request is a draft: unless it is sent, it is destroyed after some days, without a warning."""
    return replace(dossier, close_at=min(hour(now) + DRAFTS, dossier.opened + CAP), warned=True)
