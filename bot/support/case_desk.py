"""A case as facilitators see it: what everybody reads, and what waits for them; no times, and no drafts."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.chat.calls import Call, call
from bot.chat.views import Actions, Block, Button, Card, Heading, Note, Reply, Text, Tone, say
from bot.support.blocks import days_left, in_force, proposed
from bot.support.model import PUBLIC, Blocking, Dossier, Entry, Kind, Stage, Standing

# A card with three buttons is seven of the 40 parts that Discord takes, and of a long text the beginning is shown.
_SHOWN, _MOST = 4, 600
_PREVIEW = 80

_WHAT = {
    Kind.REQUEST: "the request",
    Kind.NOTE: "a note of the author",
    Kind.REPLY: "a reply of the author",
    Kind.ANSWER: "an answer without a name",
}
_STAGES = {
    Stage.HELD: "waits for a facilitator",
    Stage.WAITING: "will be posted soon",
    Stage.UNPOSTED: "could not be posted",
    Stage.OPEN: "open",
    Stage.PAUSED: "paused",
    Stage.CLOSED: "closed by its author",
}


def stage_words(dossier: Dossier) -> str:
    return _STAGES.get(dossier.stage, "not sent")


def preview(text: str, most: int = _PREVIEW) -> str:
    """Cut a text to its beginning."""
    text = text if most > _PREVIEW else " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def waiting(dossier: Dossier) -> Sequence[Entry]:
    """List the reports, appeals and answers that reached the facilitators and that none of them has settled."""
    settled = {one.about for one in dossier.entries if one.kind in (Kind.NOTICE, Kind.QUESTION)}
    kinds = {Kind.REPORT, Kind.APPEAL, Kind.RESPONSE}
    said = [one for one in dossier.entries if one.kind in kinds and one.standing is Standing.SAID]
    return [one for one in said if one.id not in settled]


def page(dossier: Dossier, now: datetime, *, start: int = 0, told: str = "") -> Reply:
    """Show a case, `told` first; from the `start`-th item on."""
    items = list(_items(dossier, now))
    start = min(start, max(len(items) - 1, 0) // _SHOWN * _SHOWN)
    return say(
        *([Text((told,))] if told else []),
        Heading(f"{dossier.name}: {stage_words(dossier)}"),
        *(items[start : start + _SHOWN] or [Text(("Nothing can be read in it now.",))]),
        Actions((*_turns(dossier, start, len(items)), *_controls(dossier), Button("All cases", call("support-desk")))),
        Note((_NOTE,)),
        replaces=True,
    )


_NOTE = (
    "You see what was posted and what was written to facilitators: never who wrote it, when, or what was only begun. "
    "Whatever you decide, its author is told with your reason, and not who you are."
)


def _items(dossier: Dossier, now: datetime) -> Iterator[Block]:
    for blocking in dossier.blocks:
        if proposed(blocking) or in_force(blocking, now):
            yield block_card(dossier, blocking, now)
    for entry in waiting(dossier):
        yield _letter(dossier, entry)
    for entry in dossier.entries:
        if entry.kind is Kind.QUESTION and not any(one.about == entry.id for one in dossier.entries):
            yield Text((f"Facilitators asked, and have no answer yet: {preview(entry.text, _MOST)}",))
    for entry in _public(dossier):
        yield _posted(dossier, entry)


def _public(dossier: Dossier) -> Sequence[Entry]:
    """List what everybody reads or could read, in the order of the posts: that of writing is nobody's business."""
    said = (Standing.SAID, Standing.REMOVED)
    found = [one for one in dossier.entries if one.kind in PUBLIC and one.standing in said]
    return sorted(found, key=lambda one: (one is not dossier.request, len(one.posted), one.posted))


def block_card(dossier: Dossier, blocking: Blocking, now: datetime) -> Card:
    """Show a block, or the proposal of one: case, days, reason, and nothing else."""
    which = {"case": dossier.id, "voice": blocking.voice}
    lines = ((f"Reason: {preview(blocking.reason, _MOST)}",),)
    if proposed(blocking):
        title = f"{dossier.name}: a block of {_days(blocking.days)} is proposed"
        agree = Button("Agree", Call("support-block-confirm", which), Tone.DANGER)
        return Card(title, lines=lines, controls=(agree, Button("Drop it", Call("support-unblock", which))))
    title = f"{dossier.name}: blocked for {_days(days_left(blocking, now))} more"
    return Card(title, lines=lines, controls=(Button("Lift it", Call("support-unblock", which)),))


def _letter(dossier: Dossier, entry: Entry) -> Card:
    settle = Button("Settled", call("support-settle", case=dossier.id, entry=entry.id))
    ask = Button("Ask them", call("support-ask", case=dossier.id, entry=entry.id))
    lines = ((preview(entry.text, _MOST),),)
    about = dossier.entry(entry.about) if entry.about else None
    match entry.kind:
        case Kind.REPORT:
            return _report(dossier, entry, about, (settle, ask))
        case Kind.APPEAL:
            keep = Button("Keep the block", call("support-uphold", case=dossier.id, entry=entry.id))
            lift = Button("Lift it", call("support-unblock", case=dossier.id, voice=entry.voice), Tone.PRIMARY)
            return Card("An appeal against a block", lines=lines, controls=(lift, keep, ask))
        case _:
            asked = (f"you asked: {preview(about.text)}",) if about else ()
            return Card("An answer to facilitators", asked, lines, (settle, ask))


def _report(dossier: Dossier, entry: Entry, about: Entry | None, controls: tuple[Button, ...]) -> Card:
    """Show a report with what it is about: words from a private talk are read here alone, and cannot be removed."""
    if about is None:
        return Card("Somebody reported something", lines=((preview(entry.text, _MOST),),), controls=controls)
    private = about.kind is Kind.PRIVATE
    of = f"about, in a private talk: {preview(about.text, _MOST)}" if private else f"about: {preview(about.text)}"
    block = Button("Block who wrote it", call("support-block", case=dossier.id, entry=about.id))
    remove = () if private or not _stands(about) else (Button("Remove it", _remove(dossier, about), Tone.DANGER),)
    return Card("Somebody reported this", (of,), ((preview(entry.text, _MOST),),), (*remove, block, *controls))


def _posted(dossier: Dossier, entry: Entry) -> Card:
    name, what = dossier.voice(entry.voice).name, _WHAT[entry.kind]
    block = Button("Block who wrote this", call("support-block", case=dossier.id, entry=entry.id))
    if not _stands(entry):
        return Card(name, (f"{what}, removed",), ((preview(entry.text, _MOST),),), (block,))
    remove = Button("Remove", _remove(dossier, entry), Tone.DANGER)
    return Card(name, (what,), ((preview(entry.text, _MOST),),), (remove, block))


def _stands(entry: Entry) -> bool:
    return entry.standing is Standing.SAID


def _remove(dossier: Dossier, entry: Entry) -> Call:
    return call("support-remove", case=dossier.id, entry=entry.id)


def _controls(dossier: Dossier) -> Iterator[Button]:
    if dossier.stage not in (Stage.OPEN, Stage.PAUSED):
        return
    yield Button("Ask the author", call("support-ask", case=dossier.id))
    if dossier.request.standing is Standing.SAID:
        pause = ("Resume", "support-resume") if dossier.paused else ("Pause", "support-pause")
        yield Button(pause[0], call(pause[1], case=dossier.id))


def _turns(dossier: Dossier, start: int, total: int) -> Iterator[Button]:
    for label, to in (("‹ Before", start - _SHOWN), ("More ›", start + _SHOWN)):
        if 0 <= to < total:
            yield Button(label, call("support-look", case=dossier.id, start=to))


def _days(days: int) -> str:
    return f"{days} day{'s' * (days != 1)}"
