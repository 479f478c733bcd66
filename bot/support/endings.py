"""How a case ends: closed, withdrawn, or never sent; and what is left of it until it is destroyed."""

from dataclasses import replace
from datetime import datetime

from bot.support.grammar import TAKEN_BACK
from bot.support.letters import reported
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


def given_back(dossier: Dossier, entry: Entry, why: str, now: datetime) -> Dossier:
    """Return a case in which words that could not be posted are their author's again, who is told why."""
    back = replace(entry, standing=Standing.UNSAID, release_at=None, posted="", moderation=None)
    after = replace(dossier, entries=tuple(back if one.id == entry.id else one for one in dossier.entries))
    if entry.id == dossier.request.id:
        after = forgotten_in_time(after, now)
    return noticed(after, entry.voice, f"{why} Your words are kept; nobody saw them.")


def closed(dossier: Dossier, now: datetime) -> Dossier:
    """Return a case in which nothing more is said; what waited is given back to who wrote it, and can be read.

    What was written to facilitators reaches them all the same.
    """
    for entry in filter(waits, dossier.entries):
        dossier = given_back(dossier, entry, _CLOSED, now)
    talks = tuple(one if one.standing in _OVER else replace(one, standing=Talking.ENDED) for one in dossier.talks)
    over = replace(dossier, talks=talks, closed=True, close_at=None, raise_at=None)
    return replace(over, look_at=now, shred_at=hour(now) + KEEP)


def withdrawn(dossier: Dossier, now: datetime) -> Dossier:
    """Return a case without words, to be destroyed as soon as its posts and nudges are taken away.

    What came to one person alone is left empty as long as if it were closed: what they reported of its author's words
    stays with facilitators, and whoever takes it back cannot tell from its end whether there is any.
    """
    theirs = [pair for pair in reported(dossier) if pair[0].voice == dossier.author.id]
    words, reports = {about.id for about, _ in theirs}, {report.id for _, report in theirs}
    gone = tuple(one if one.id in reports else _gone(one, kept=one.id in words) for one in dossier.entries)
    over = replace(dossier, entries=gone, talks=(), closed=True, close_at=None, raise_at=None, introduction=None)
    return replace(over, look_at=now, shred_at=(dossier.shred_at or hour(now) + KEEP) if dossier.came else now)


def _gone(entry: Entry, *, kept: bool) -> Entry:
    text = entry.text if kept else ""
    return replace(entry, text=text, standing=Standing.WITHDRAWN, release_at=None, moderation=None)


def forgotten_in_time(dossier: Dossier, now: datetime) -> Dossier:
    """Return a case whose request is not sent: unless it is, it is destroyed after some days, without a warning."""
    return replace(dossier, close_at=min(hour(now) + DRAFTS, dossier.opened + CAP), warned=True)
