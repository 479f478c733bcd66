"""Voices of people unseen, and what is theirs in a case."""

from dataclasses import replace

from bot.chat.errors import NotAllowed, NotFound
from bot.chat.veil import Epoch, Lock, Veil
from bot.support.casebook import Opened
from bot.support.model import SENT, Dossier, Entry, Part, Voice
from bot.support.names import new_id


def voice_behind(veil: Veil, lock: Lock, epoch: Epoch, *, part: Part, name: str, nudge: bool) -> Voice:
    """Make the voice that somebody unseen has in the case of a lock."""
    return Voice(
        id=new_id(),
        part=part,
        mark=veil.mark(lock),
        name=name,
        address=veil.address(lock) if nudge else None,
        moderation=veil.moderation(lock, epoch),
    )


def writing_voice(opened: Opened, veil: Veil) -> Voice | None:
    """Find the voice with which somebody writes without a name in a case; None when they have not done so yet."""
    mine = [voice for voice in opened.voices_of(veil) if not voice.named]
    return next((voice for voice in mine if voice.part in {Part.AUTHOR, Part.HELPER}), None)


def own_entry(opened: Opened, veil: Veil, entry_id: str) -> Entry:
    """Find somebody's own words that go out, or did. Raises `NotAllowed` for those of others, and `NotFound`."""
    entry = found(opened.dossier, entry_id)
    if entry.kind not in SENT:
        raise NotFound("That is not something to be posted.", "Type /inbox to see what is yours.")
    if entry.voice not in {voice.id for voice in opened.voices_of(veil)}:
        raise NotAllowed("Those are somebody else’s words.", "Type /inbox to see your own.")
    return entry


def changed(dossier: Dossier, entry: Entry) -> Dossier:
    """Return a dossier in which an entry is as given."""
    return replace(dossier, entries=tuple(entry if one.id == entry.id else one for one in dossier.entries))


def found(dossier: Dossier, entry_id: str) -> Entry:
    """Find an entry. Raises `NotFound` when it was discarded."""
    entry = dossier.entry(entry_id)
    if entry is None:
        raise NotFound("Those words were discarded.", "Nothing of them is kept. Type /inbox to see what is.")
    return entry
