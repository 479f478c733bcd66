"""Who reads what of a case, and what of it is new to them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.support.model import BETWEEN_TWO, PUBLIC, SENT, Dossier, Entry, Kind, Part, Standing, Talk, Voice

# What goes between facilitators and one voice.
_BESIDE = frozenset({Kind.QUESTION, Kind.RESPONSE, Kind.REPORT, Kind.APPEAL, Kind.NOTICE})
_TAKEN_AWAY = frozenset({Standing.REMOVED, Standing.WITHDRAWN})
_UNSENT = frozenset({Standing.DRAFT, Standing.HELD, Standing.WAITING, Standing.RELEASED, Standing.UNSAID})


def said(entry: Entry) -> bool:
    """Whether others could read it once, though it may have been taken away since; a draft thrown away never was."""
    return entry.standing is Standing.SAID or (entry.standing in _TAKEN_AWAY and bool(entry.posted))


def public(dossier: Dossier) -> Sequence[Entry]:
    """List what everybody reads, or could, in the order it was posted: that in which it was written is nobody's."""
    found = [entry for entry in dossier.entries if entry.kind in PUBLIC and said(entry)]
    return sorted(found, key=lambda entry: (entry is not dossier.request, len(entry.posted), entry.posted))


def unsent(dossier: Dossier, voices: Collection[Voice]) -> Sequence[Entry]:
    """List what these voices wrote to be sent and is not there yet; nobody else reads it."""
    own = {voice.id for voice in voices}
    found = [entry for entry in dossier.entries if entry.voice in own and entry.standing in _UNSENT]
    return [entry for entry in found if entry.kind in SENT]


def beside(dossier: Dossier, voices: Collection[Voice]) -> Sequence[Entry]:
    """List what went between these voices and facilitators, oldest first."""
    own = {voice.id for voice in voices}
    return [
        entry
        for entry in dossier.entries
        if entry.kind in _BESIDE
        and entry.standing is not Standing.WITHDRAWN
        and not entry.talk
        and (entry.voice in own or (said(entry) and entry.to in own))
    ]


def talks_of(dossier: Dossier, voices: Collection[Voice]) -> Sequence[Talk]:
    """List the private talks that these voices take part in."""
    own = {voice.id for voice in voices}
    return [talk for talk in dossier.talks if own & {talk.helper, dossier.author.id}]


def messages(dossier: Dossier, talk: Talk, reader: Voice) -> Sequence[Entry]:
    """List what one of the two reads in a talk, oldest first."""
    every = [entry for entry in dossier.entries if entry.talk == talk.id and said(entry)]
    return [entry for entry in every if entry.kind in BETWEEN_TWO or entry.to == reader.id]


def reader_of(dossier: Dossier, talk: Talk, voices: Collection[Voice]) -> Voice | None:
    """Say which of somebody's voices takes part in a talk."""
    return next((voice for voice in voices if voice.id in (talk.helper, dossier.author.id)), None)


def opened_by_other(dossier: Dossier, talk: Talk, entry: Entry) -> bool:
    """Whether the other of the two has looked at a talk since something was said in it."""
    by_author = entry.voice == dossier.author.id
    other = dossier.voice(talk.helper) if by_author else dossier.author
    new = [one.id for one in _news_in(dossier, talk, other)]
    return entry.id in new[: _seen_in(talk, other)]


def concerned(dossier: Dossier, entry_id: str) -> Sequence[Voice]:
    """List the voices for whom it is news that an entry beside the talks was said: those to be nudged."""
    return [voice for voice in dossier.voices if any(one.id == entry_id for one in _news(dossier, voice))]


# What is new ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class News:
    """How much is new to somebody since they looked: beside their talks, in each talk by its id, and open replies."""

    entries: int
    talks: dict[str, int]
    replies: int

    @property
    def all(self) -> int:
        return self.entries + sum(self.talks.values()) + self.replies


def news(dossier: Dossier, voices: Sequence[Voice]) -> News:
    """Count what is new to somebody with these voices."""
    entries = max((len(_news(dossier, one)) - one.seen + _seen_in_talks(dossier, one) for one in voices), default=0)
    talks = {
        talk.id: max(len(_news_in(dossier, talk, reader)) - _seen_in(talk, reader), 0)
        for talk in talks_of(dossier, voices)
        if (reader := reader_of(dossier, talk, voices))
    }
    replies = max((dossier.replies - one.heard for one in voices if one.part is Part.AUTHOR), default=0)
    return News(max(entries, 0), talks, max(replies, 0))


def looked(dossier: Dossier, voices: Collection[Voice], talk_id: str | None = None) -> Dossier:
    """Note that somebody has looked: at a talk, or else at everything beside their talks."""
    own = {voice.id for voice in voices}
    talks = tuple(_seen_now(dossier, talk, voices) if talk.id == talk_id else talk for talk in dossier.talks)
    after = replace(dossier, talks=talks)
    read = tuple(_looked(dossier, after, one, talk_id) if one.id in own else one for one in dossier.voices)
    return replace(after, voices=read)


def _looked(before: Dossier, after: Dossier, voice: Voice, talk_id: str | None) -> Voice:
    beside = voice.seen - _seen_in_talks(before, voice) if talk_id else len(_news(before, voice))
    heard = voice.heard if talk_id or voice.part is not Part.AUTHOR else before.replies
    return replace(voice, seen=beside + _seen_in_talks(after, voice), heard=heard, looks=voice.looks + 1)


def _seen_now(dossier: Dossier, talk: Talk, voices: Collection[Voice]) -> Talk:
    reader = reader_of(dossier, talk, voices)
    if reader is None:
        return talk
    seen = len(_news_in(dossier, talk, reader))
    return replace(talk, author_seen=seen) if reader.part is Part.AUTHOR else replace(talk, helper_seen=seen)


def _seen_in_talks(dossier: Dossier, voice: Voice) -> int:
    return sum(_seen_in(talk, voice) for talk in talks_of(dossier, (voice,)))


def _seen_in(talk: Talk, reader: Voice) -> int:
    return talk.author_seen if reader.part is Part.AUTHOR else talk.helper_seen


def _news(dossier: Dossier, voice: Voice) -> Sequence[Entry]:
    """List what others said that is news to a voice, beside its talks."""
    told = [one for one in beside(dossier, (voice,)) if one.voice != voice.id]
    match voice.part:
        case Part.AUTHOR:
            return [*(one for one in public(dossier) if one.voice != voice.id), *told]
        case Part.HELPER:
            return [*(one for one in public(dossier) if one.kind in (Kind.NOTE, Kind.REPLY)), *told]
        case _:
            return told


def _news_in(dossier: Dossier, talk: Talk, reader: Voice) -> Sequence[Entry]:
    return [entry for entry in messages(dossier, talk, reader) if entry.voice != reader.id]
