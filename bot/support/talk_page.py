"""The page of a private talk, as one of the two reads it."""

from collections.abc import Iterator

from bot.chat.calls import call
from bot.chat.views import Actions, Block, Button, Heading, Note, Reply, Tone
from bot.support.case_page import TO_INBOX
from bot.support.model import CAP, KEEP, Dossier, Entry, Kind, Part, Talk, Talking, Voice
from bot.support.paging import page
from bot.support.reading import messages
from bot.support.safety import not_safe_button
from bot.support.telling import TALKS, told, who

_AUTHOR_UNNAMED = "They read you as {}, and learn no more than you tell them. "
_HELPER_UNNAMED = "You are read as {}. "
_HELPER_NAMED = "Your name stands beside what you write here. "
_BETWEEN = (
    f"Only the two of you read this. It is forgotten with the case, after {(CAP + KEEP).days} days at the latest."
)


def talk_page(dossier: Dossier, talk: Talk, reader: Voice, *, end: int | None = None, replaces: bool = False) -> Reply:
    """Show a talk to one of the two, the newest at the end; `end` is where to end among all that was said."""
    other = talk.helper if reader.part is Part.AUTHOR else dossier.author.id
    which = {"case": dossier.id, "talk": talk.id}
    shown = page([_message(dossier, one, reader) for one in messages(dossier, talk, reader)], end)
    lead: list[Block] = [
        Heading(f"Private talk with {who(dossier, other)}"),
        Note((f"{TALKS[talk.standing].capitalize()}. {_how_known(reader)}{_BETWEEN}",)),
    ]
    if shown.earlier:
        lead.append(Actions((Button("Earlier", call("inbox-talk", **which, end=shown.earlier)),)))
    turn = () if shown.newest else (Button("Newest", call("inbox-talk", **which)),)
    back = Button("‹ The whole case", call("inbox-case", case=dossier.id))
    report = _report(dossier, talk, reader)
    controls = Actions((*turn, *_controls(dossier, talk, reader), *report, not_safe_button(), back, TO_INBOX))
    return Reply((*lead, *(block for item in shown.items for block in item), controls), replaces)


def _how_known(reader: Voice) -> str:
    if reader.part is Part.AUTHOR:
        return _AUTHOR_UNNAMED.format(reader.name)
    return _HELPER_NAMED if reader.named else _HELPER_UNNAMED.format(reader.name)


def _message(dossier: Dossier, entry: Entry, reader: Voice) -> tuple[Block, ...]:
    if entry.kind is Kind.NOTICE:
        return (Note((entry.text,)),)
    return told(who(dossier, entry.voice, (reader,)), entry.text)


def _controls(dossier: Dossier, talk: Talk, reader: Voice) -> Iterator[Button]:
    which = {"case": dossier.id, "talk": talk.id}
    if dossier.closed:
        return
    match talk.standing:
        case Talking.OFFERED if reader.part is Part.AUTHOR:
            yield Button("Accept", call("support-accept", **which), Tone.PRIMARY)
            yield Button("Not now", call("support-decline", **which))
        case Talking.OFFERED:
            yield Button("Take the offer back", call("support-end-talk", **which))
        case Talking.ACCEPTED:
            yield Button("Write", call("support-write", **which), Tone.PRIMARY)
            yield Button("End this talk", call("support-end-talk", **which))
        case Talking.DECLINED | Talking.ENDED:
            return


def _report(dossier: Dossier, talk: Talk, reader: Voice) -> Iterator[Button]:
    """Let somebody report what the other wrote last, whatever became of the talk."""
    theirs = [one for one in messages(dossier, talk, reader) if one.kind is Kind.PRIVATE and one.voice != reader.id]
    for entry in theirs[-1:]:
        yield Button("Report what they wrote", call("support-report", case=dossier.id, entry=entry.id))
