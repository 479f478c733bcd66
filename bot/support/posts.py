"""What stands in the channel and under its posts, who puts it there, and how it is taken away again."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.chat.calls import call
from bot.chat.requests import Address
from bot.chat.views import Actions, Block, Button, Note, Text, Tone
from bot.delivery.composers import Composer, Edit, Removal, Said, Unsaid, Words
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Delivery, Draft, State
from bot.support.casebook import Casebook
from bot.support.model import CAP, Dossier, Entry, Kind, Need, Standing
from bot.support.safety import not_safe_button
from bot.support.telling import NEEDS, told
from bot.support.vault import LockedAway, Shredded

# Kept in the database: do not rename.
POST, SAY, EDIT, REMOVE = "support-post", "support-say", "support-edit-post", "support-remove-post"
EDIT_BELOW = "support-edit-below"
_SAID = frozenset({POST, SAY})
# What may still be said, or taken away.
UNDER_WAY = frozenset({State.WAITING, State.SENDING})
# A bot that was down for so long says it all the same; what its author was told to expect is long past then.
_EXPIRES = timedelta(days=1)
# Taking something away is wanted for much longer.
_REMOVAL_EXPIRES = timedelta(days=30)


class Posts:
    """Puts what was released into the outbox, and words it when its time has come."""

    def __init__(self, casebook: Casebook, letterbox: Letterbox) -> None:
        self._casebook = casebook
        self._letterbox = letterbox

    def composers(self) -> Mapping[str, Composer]:
        return {
            POST: self._words,
            SAY: self._words,
            EDIT: self._edit,
            EDIT_BELOW: self._edit_below,
            REMOVE: self._remove,
        }

    async def put(self, dossier: Dossier, entry: Entry, now: datetime) -> Delivery | None:
        """Hand in an entry that was released, once for each time of release; returns what became of it so far."""
        post = entry == dossier.request
        key = f"{POST if post else SAY}/{dossier.id}/{entry.id}/{entry.release_at:%Y%m%d%H%M%S}"
        draft = Draft(
            key=key,
            kind=POST if post else SAY,
            payload=f"{dossier.id}.{entry.id}",
            to=_place(dossier, entry),
            due_at=now,
            expires_at=now + _EXPIRES,
            about=dossier.id,
        )
        await self._letterbox.put(draft)
        return next((one for one in await self._letterbox.about(dossier.id) if one.key == key), None)

    async def refresh(self, dossier: Dossier, now: datetime) -> None:
        """Let the post of a case say how the case stands now; nothing happens when there is none.

        It closes once, and is removed once, and so it does not matter how often that is asked for. What stands under it
        is edited once, when nobody can answer any more: a pause is too short for all that.
        """
        if not dossier.posted:
            return
        once = "removed" if dossier.request.standing is Standing.REMOVED else "closed" if dossier.closed else ""
        earlier = [one for one in await self._letterbox.about(dossier.id) if one.kind == EDIT]
        post = _edit(EDIT, dossier, str(once or len(earlier)), dossier.place, now)
        below = [one for one in dossier.entries[1:] if one.posted and one.standing is Standing.SAID] if once else []
        await self._letterbox.put(post, *(_edit(EDIT_BELOW, dossier, one.id, dossier.thread, now) for one in below))

    async def remove(self, dossier: Dossier, now: datetime, *entries: Entry) -> bool:
        """Take posts away, all of a case unless some are named; True when there is nothing left to take away.

        Can be asked again and again, and finds what was on its way at first.
        """
        about = await self._letterbox.about(dossier.id)
        which = entries or dossier.entries
        named = {f"{dossier.id}.{entry.id}" for entry in which}
        posts = [one for one in about if one.kind in _SAID and one.payload in named]
        # What was posted long ago is known from the case alone.
        known = {entry.posted: _place(dossier, entry) for entry in which if entry.posted}
        found = {one.posted: one.to for one in posts if one.state is State.SENT}
        drafts = [_removal(dossier, posted, to, now) for posted, to in {**found, **known}.items()]
        await self._letterbox.put(*drafts)
        keys = {draft.key for draft in drafts}
        removals = [one for one in await self._letterbox.about(dossier.id) if one.key in keys]
        return all(one.state not in UNDER_WAY for one in (*posts, *removals))

    async def _words(self, delivery: Delivery, now: datetime) -> Said:
        """Word an entry, if it is still to be said; an organiser may try to send one that failed long ago."""
        del now
        case_id, entry_id = delivery.payload.split(".")
        try:
            dossier = (await self._casebook.find(case_id)).dossier
        except (Shredded, LockedAway):
            return _NO_MORE
        entry = dossier.entry(entry_id)
        if entry and entry.standing is Standing.UNSAID:
            return _GIVEN_BACK
        if entry is None or entry.standing is not Standing.RELEASED or dossier.closed or dossier.paused:
            return _NO_MORE
        return Words(post_blocks(dossier) if entry == dossier.request else entry_blocks(dossier, entry))

    async def _edit(self, delivery: Delivery, now: datetime) -> Said:
        del now
        try:
            dossier = (await self._casebook.find(delivery.payload)).dossier
        except (Shredded, LockedAway):
            return _NO_MORE
        if not dossier.posted or dossier.request.standing not in (Standing.SAID, Standing.REMOVED):
            return _NO_MORE
        return Edit(dossier.posted, post_blocks(dossier))

    async def _edit_below(self, delivery: Delivery, now: datetime) -> Said:
        del now
        case_id, entry_id = delivery.payload.split(".")
        try:
            dossier = (await self._casebook.find(case_id)).dossier
        except (Shredded, LockedAway):
            return _NO_MORE
        entry = dossier.entry(entry_id)
        if entry is None or not entry.posted or entry.standing is not Standing.SAID:
            return _NO_MORE
        return Edit(entry.posted, entry_blocks(dossier, entry))

    async def _remove(self, delivery: Delivery, now: datetime) -> Said:
        """Take a post away, whatever became of the key of its case meanwhile."""
        del now
        return Removal(delivery.payload)


def post_blocks(dossier: Dossier) -> Sequence[Block]:
    """Show a request as everybody reads it, with what they can do about it as it stands."""
    if dossier.request.standing is Standing.REMOVED:
        return (Text((_REMOVED,)),)
    needs = (Note((f"What would help: {needs_in_words(dossier.needs)}",)),) if dossier.needs else ()
    said = (*told(f"{dossier.name} asks for support", dossier.request.text), *needs)
    report = Button("Report", call("support-report", case=dossier.id, entry=dossier.request.id))
    if dossier.closed:
        return (*said, Note((_closed(dossier),)), Actions((report, not_safe_button())))
    if dossier.paused:
        paused = Note(("Facilitators have paused this: nothing is posted here without a name meanwhile.",))
        return (*said, paused, Actions((report, not_safe_button())))
    controls = (
        Button("Answer without my name", call("support-answer", case=dossier.id), Tone.PRIMARY),
        Button("Offer to talk privately", call("support-offer", case=dossier.id)),
        Button("Reply as the author", call("support-reply", case=dossier.id)),
        report,
        not_safe_button(),
    )
    return (*said, Actions(controls), Note(("You can also simply answer here in the thread, under your own name.",)))


def entry_blocks(dossier: Dossier, entry: Entry) -> Sequence[Block]:
    """Show what was said under a request without a name, with what can still be done about it."""
    over = dossier.closed or dossier.request.standing is Standing.REMOVED
    controls = (
        *(() if over else (Button("Answer without my name", call("support-answer", case=dossier.id)),)),
        Button("Report", call("support-report", case=dossier.id, entry=entry.id)),
        not_safe_button(),
    )
    name = dossier.voice(entry.voice).name
    return (*told(f"{name}{_DOES[entry.kind]}", entry.text), Actions(controls))


def _closed(dossier: Dossier) -> str:
    by = f"Closed after {CAP.days} days, as every request is." if dossier.lapsed else "Closed by whoever asked."
    answers = (one for one in dossier.entries if one.kind is Kind.ANSWER and one.standing is Standing.SAID)
    return f"{by} Thank you to everybody who answered." if dossier.replies or any(answers) else by


def needs_in_words(needs: Sequence[Need]) -> str:
    return ", ".join(NEEDS[need] for need in needs)


def _place(dossier: Dossier, entry: Entry) -> Address:
    return dossier.place if entry == dossier.request else dossier.thread


def _edit(kind: str, dossier: Dossier, which: str, to: Address, now: datetime) -> Draft:
    return Draft(
        key=f"{kind}/{dossier.id}/{which}",
        kind=kind,
        payload=dossier.id if kind == EDIT else f"{dossier.id}.{which}",
        to=to,
        due_at=now,
        expires_at=now + _REMOVAL_EXPIRES,
        about=dossier.id,
    )


def _removal(dossier: Dossier, posted: str, to: Address, now: datetime) -> Draft:
    return Draft(
        key=f"{REMOVE}/{dossier.id}/{posted}",
        kind=REMOVE,
        payload=posted,
        to=to,
        due_at=now,
        expires_at=now + _REMOVAL_EXPIRES,
        about=dossier.id,
    )


# What is written under it stays readable; why it went is between facilitators and its author.
_REMOVED = "A request for support stood here. Facilitators removed it, and told its author why."
_DOES = {
    Kind.ANSWER: " answers without a name",
    Kind.REPLY: ", who asked, replies",
    Kind.NOTE: ", who asked, adds",
}
_GIVEN_BACK = Unsaid(State.UNWANTED, "Whoever wrote it was told, and can send it again themselves.")
_NO_MORE = Unsaid(State.UNWANTED, "It is not to be said any more.")
