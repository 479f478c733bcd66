"""A case as facilitators see it: what everybody reads, and what waits for them; no times, and no drafts."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.chat.calls import Call, call
from bot.chat.veil import Veil
from bot.chat.views import Actions, Block, Button, Heading, Note, Reply, Text, Tone
from bot.support import paging
from bot.support.blocks import days_left, days_until, in_force, is_blocked, meant, proposed, proposed_by
from bot.support.casebook import Opened
from bot.support.kept import Blocked
from bot.support.letters import waiting
from bot.support.model import BETWEEN_TWO, CAP, PUBLIC, Blocking, Dossier, Entry, Kind, Stage, Standing
from bot.support.paging import Item
from bot.support.telling import excerpt, told

_WHAT = {
    Kind.REQUEST: "the request",
    Kind.NOTE: "a note of the author",
    Kind.REPLY: "a reply of the author",
    Kind.ANSWER: "an answer without a name",
}
# How far one is that is not posted is its author's business: it would tell when they wrote, and that they are blocked.
_STAGES = {Stage.OPEN: "open", Stage.PAUSED: "paused", Stage.CLOSED: "closed"}


def stage_words(dossier: Dossier) -> str:
    if dossier.lapsed:
        return f"closed after {CAP.days} days"
    return _STAGES.get(dossier.stage, "not posted")


_ASK = {Kind.REPORT: "Ask who reported it", Kind.APPEAL: "Ask who appeals"}


def whom(dossier: Dossier, entry_id: str) -> str:
    """Say who is meant by whoever wrote something to facilitators, or in a case."""
    entry = dossier.entry(entry_id) if entry_id else dossier.request
    match entry.kind if entry else None:
        case Kind.REPORT:
            return "whoever reported it"
        case Kind.APPEAL:
            return "whoever appealed"
        case Kind.RESPONSE:
            return "whoever answered them"
        case Kind.REQUEST:
            return "the author of the request"
        case _:
            return "whoever wrote it"


def page(opened: Opened, readers: Sequence[Veil], now: datetime, *, end: int | None = None, lead: str = "") -> Reply:
    """Show a case, `lead` first; what needs somebody is at its end, which is shown unless `end` says otherwise.

    `readers` are the accounts of the facilitator who looks at it: nobody is offered what it takes another one to do.
    """
    dossier = opened.dossier
    shown = paging.page(list(_items(opened, readers, now)), end)
    turns: list[Button] = []
    if shown.earlier:
        turns.append(Button("‹ Before", call("support-look", case=dossier.id, end=shown.earlier)))
    if not shown.newest:
        turns.append(Button("To the end ›", call("support-look", case=dossier.id)))
    blocks: list[Block] = [Text((lead,))] if lead else []
    blocks.append(Heading(f"{dossier.name}: {stage_words(dossier)}"))
    blocks += [Note((_ASKED_ONE,))] if dossier.asks else []
    blocks += [block for item in shown.items for block in item] or [Text(("Nothing can be read in it now.",))]
    blocks.append(Actions((*turns, *_controls(dossier), Button("All cases", call("support-desk")))))
    blocks.append(Note((_NOTE,)))
    return Reply(tuple(blocks), replaces=True)


def really_settled(dossier: Dossier, entry: Entry, words: str) -> Reply:
    """Ask once more before whoever wrote something to facilitators is told these words, and it is out of sight."""
    settle = call("support-settle", case=dossier.id, entry=entry.id, sure=SURE)
    back = Button("Back to the case", call("support-look", case=dossier.id))
    return Reply(
        (
            Text((f"Is this seen to? “{excerpt(entry.text)}” They are told: “{words}”",)),
            Actions((Button("Settle it", settle, Tone.PRIMARY), back)),
            Note(("It cannot be undone, and it is not shown to facilitators any more.",)),
        ),
        replaces=True,
    )


SURE = "yes"
_ASKED_ONE = (
    "It was written to one person in the Directory, to be introduced to them. You see what was reported, and nothing "
    "else."
)
# What the one reads who proposed a block, and only they.
TWO = "You proposed it yourself; it takes a second facilitator to agree."
_NOTE = (
    "You see what was posted and what was written to facilitators: never who wrote it, when, or what was only begun. "
    "Whatever you decide, its author is told with your reason, and not who you are."
)


def _items(opened: Opened, readers: Sequence[Veil], now: datetime) -> Iterator[Item]:
    dossier = opened.dossier
    for entry in _public(dossier):
        yield _posted(dossier, entry)
    letters = waiting(dossier)
    said = [one for one in dossier.entries if one.kind is Kind.RESPONSE and one.standing is Standing.SAID]
    settled = {one.about for one in said if one not in letters}
    for entry in dossier.entries:
        if entry.kind is Kind.QUESTION and _stands(entry) and entry.id not in settled:
            yield told(f"Facilitators asked {whom(dossier, entry.about)}", entry.text)
    for entry in letters:
        yield from _letter(dossier, entry, now)
    for blocking in dossier.blocks:
        if proposed(blocking) or in_force(blocking, now):
            about = dossier.entry(blocking.entry)
            if about and about.kind in BETWEEN_TWO and _quoted(about):
                yield told("Written in a private talk", about.text)
            yield block_item(opened, blocking, readers, now)


def _public(dossier: Dossier) -> Sequence[Entry]:
    """List what everybody reads or could read, in the order of the posts: that of writing is nobody's business."""
    said = (Standing.SAID, Standing.REMOVED)
    found = [one for one in dossier.entries if one.kind in PUBLIC and one.standing in said]
    return sorted(found, key=lambda one: (one is not dossier.request, len(one.posted), one.posted))


def _posted(dossier: Dossier, entry: Entry) -> Item:
    gone = "" if _stands(entry) else ", removed"
    remove = (_remove("Remove", dossier, entry),) if _stands(entry) else ()
    title = f"{dossier.voice(entry.voice).name}, {_WHAT[entry.kind]}{gone}"
    return (*told(title, entry.text), Actions((*remove, _block("Block who wrote this", dossier, entry))))


def _letter(dossier: Dossier, entry: Entry, now: datetime) -> Iterator[Item]:
    settle = Button("Settled", call("support-settle", case=dossier.id, entry=entry.id))
    ask = Button(_ASK.get(entry.kind, "Ask them more"), call("support-ask", case=dossier.id, entry=entry.id))
    # In a closed case, nobody could answer.
    open_to_ask = () if dossier.closed else (ask,)
    about = dossier.entry(entry.about) if entry.about else None
    match entry.kind:
        case Kind.REPORT:
            if about and about.kind in BETWEEN_TWO:
                yield told(f"Reported, from a private talk{_by_name(dossier, about)}", about.text)
            yield _report(dossier, entry, about, (settle, *open_to_ask))
        case Kind.APPEAL if not is_blocked(dossier, entry.voice, now):
            title = f"An appeal against a block that is over, by {meant(dossier, entry.voice)}"
            yield (*told(title, entry.text), Actions((settle, *open_to_ask)))
        case Kind.APPEAL:
            keep = Button("Keep the block", call("support-uphold", case=dossier.id, entry=entry.id))
            lift = Button("Lift it", call("support-unblock", case=dossier.id, voice=entry.voice), Tone.PRIMARY)
            title = f"An appeal against a block, by {meant(dossier, entry.voice)}"
            yield (*told(title, entry.text), Actions((lift, keep, *open_to_ask)))
        case _:
            asked = f", to “{excerpt(about.text)}”" if about else ""
            yield (*told(f"An answer to facilitators{asked}", entry.text), Actions((settle, *open_to_ask)))


def _by_name(dossier: Dossier, about: Entry) -> str:
    """Name whoever wrote something under their own name: there is nothing to block, and somebody to speak with."""
    voice = dossier.voice(about.voice)
    return f", written by {voice.name} under their own name" if voice.named else ""


def _report(dossier: Dossier, entry: Entry, about: Entry | None, controls: tuple[Button, ...]) -> Item:
    """Show a report with what can be done about its object; what was said in private cannot be removed."""
    if about is None:
        return (*told("Somebody reported something", entry.text), Actions(controls))
    public = about.kind in PUBLIC
    remove = (_remove("Remove it", dossier, about),) if public and _stands(about) else ()
    block = _block("Block who wrote it", dossier, about)
    title = f"Somebody reported “{excerpt(about.text)}”" if public else "Somebody reported that"
    return (*told(title, entry.text), Actions((*remove, block, *controls)))


def block_item(
    opened: Opened, blocking: Blocking, readers: Sequence[Veil], now: datetime, *, brief: bool = False
) -> Item:
    """Show a block, or the proposal of one: whose words it came of, the days, the reason, and nothing else."""
    dossier = opened.dossier
    who, about = meant(dossier, blocking.voice), dossier.entry(blocking.entry)
    which = {"case": dossier.id, "voice": blocking.voice}
    quoted = f"They wrote: “{excerpt(about.text)}”\n" if about and _quoted(about) else ""
    reason = f"{quoted}Reason: {excerpt(blocking.reason) if brief else blocking.reason}"
    if proposed(blocking):
        title = f"{who}: a block of {in_days(blocking.days)} is proposed"
        drop = Button("Drop it", Call("support-unblock", which))
        if proposed_by(blocking, readers, opened.lock):
            return (*told(title, reason), Note((f"{TWO} You can drop it.",)), Actions((drop,)))
        agree = Button("Agree", Call("support-block-confirm", which), Tone.DANGER)
        return (*told(title, reason), Actions((agree, drop)))
    title = f"{who}: blocked for {in_days(days_left(blocking, now))} more"
    return (*told(title, reason), Actions((Button("Lift it", Call("support-unblock", which)),)))


def bereft_item(row: Blocked, now: datetime) -> Item:
    """Show a block whose case is gone; who is meant, nobody can say any more."""
    title = f"A request that was withdrawn: somebody is blocked for {in_days(days_until(row.until, now))} more"
    lift = Button("Lift it", call("support-unblock", case=row.case))
    return (*told(title, "The reason is gone with it, and they cannot appeal."), Actions((lift,)))


def _quoted(entry: Entry) -> bool:
    """Whether facilitators may read what a block came of: once its author took it back, only if it was reported."""
    kept = entry.standing is Standing.WITHDRAWN and entry.kind in BETWEEN_TWO
    return bool(entry.text) and (kept or entry.standing in (Standing.SAID, Standing.REMOVED))


def _stands(entry: Entry) -> bool:
    return entry.standing is Standing.SAID


def _remove(label: str, dossier: Dossier, entry: Entry) -> Button:
    return Button(label, call("support-remove", case=dossier.id, entry=entry.id), Tone.DANGER)


def _block(label: str, dossier: Dossier, entry: Entry) -> Button:
    return Button(label, call("support-block", case=dossier.id, entry=entry.id))


def _controls(dossier: Dossier) -> Iterator[Button]:
    if dossier.stage not in (Stage.OPEN, Stage.PAUSED):
        return
    yield Button("Ask the author", call("support-ask", case=dossier.id))
    if dossier.request.standing is Standing.SAID and not dossier.asks:
        pause = ("Resume", "support-resume") if dossier.paused else ("Pause", "support-pause")
        yield Button(pause[0], call(pause[1], case=dossier.id))


def in_days(days: int) -> str:
    return f"{days} day{'s' * (days != 1)}"
