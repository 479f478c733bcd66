"""The page of a private talk, as one of the two reads it."""

from collections.abc import Iterator

from bot.chat.calls import call
from bot.chat.views import Actions, Block, Button, Heading, Note, Reply, Tone
from bot.support.case_page import TO_INBOX
from bot.support.model import BETWEEN_TWO, CAP, KEEP, Dossier, Entry, Kind, Part, Talk, Talking, Voice
from bot.support.paging import page
from bot.support.reading import messages
from bot.support.safety import not_safe_button
from bot.support.telling import SILENCE, standing, told, who

_AUTHOR_UNNAMED = "They read you as {}, and learn no more than you tell them. "
_HELPER_UNNAMED = "You are read as {}. "
_HELPER_NAMED = "Your name stands beside what you write here. "
_WHAT_ACCEPTING_MEANS = (
    "They found you in the Directory, and have not said who they are. If you accept, you two can write to each other "
    "here, and they may tell you their name then. If you do not, they hear that it does not suit you now, and nothing "
    "else. "
)
_ACCEPTED = "They know that you accepted, and you can both write here. "
_DECLINED = "They are told that it does not suit you now, and nothing else. "
_BETWEEN = (
    f"Only the two of you read this. It is forgotten with the case, {KEEP.days} days after that is closed; it closes "
    f"by itself after {CAP.days} days at the latest."
)
_BETWEEN_TWO = (
    f"Only the two of you read this. It is forgotten {KEEP.days} days after it is closed, and it closes by itself "
    f"after {CAP.days} days at the latest."
)


def talk_page(dossier: Dossier, talk: Talk, reader: Voice, *, end: int | None = None, replaces: bool = False) -> Reply:
    """Show a talk to one of the two, the newest at the end; `end` is where to end among all that was said."""
    other = talk.helper if reader.part is Part.AUTHOR else dossier.author.id
    which = {"case": dossier.id, "talk": talk.id}
    far = standing(dossier, talk, asking=reader.part is Part.AUTHOR)
    shown = page([_message(dossier, one, reader) for one in messages(dossier, talk, reader)], end)
    lead: list[Block] = [
        Heading(f"Private talk with {who(dossier, other)}" if not dossier.asks else _title(dossier, reader)),
        Note((f"{_capital(far)}. {_how_it_is(dossier, talk, reader)}",)),
    ]
    if shown.earlier:
        lead.append(Actions((Button("Earlier", call("inbox-talk", **which, end=shown.earlier)),)))
    turn = () if shown.newest else (Button("Newest", call("inbox-talk", **which)),)
    whole = "‹ The whole request" if dossier.asks else "‹ The whole case"
    back = Button(whole, call("inbox-case", case=dossier.id))
    report = _report(dossier, talk, reader)
    controls = Actions((*turn, *_controls(dossier, talk, reader), *report, not_safe_button(), back, TO_INBOX))
    return Reply((*lead, *(block for item in shown.items for block in item), controls), replaces)


def _title(dossier: Dossier, reader: Voice) -> str:
    if reader.part is Part.AUTHOR:
        return f"Your request to {dossier.listed.name}"
    return f"{dossier.name} would like to ask you something"


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _how_it_is(dossier: Dossier, talk: Talk, reader: Voice) -> str:
    """Say how the two know each other, and what becomes of it."""
    if not dossier.asks:
        return f"{_how_known(reader)}{_BETWEEN}"
    match talk.standing:
        case Talking.OFFERED if reader.part is talk.asked:
            return f"{_WHAT_ACCEPTING_MEANS}{_BETWEEN_TWO}"
        case Talking.OFFERED:
            return f"{SILENCE} {_how_known(reader)}{_BETWEEN_TWO}"
        case Talking.ACCEPTED:
            return f"{_ACCEPTED if reader.part is talk.asked else ''}{_how_known(reader)}{_BETWEEN_TWO}"
        case Talking.DECLINED if reader.part is talk.asked and not dossier.instead:
            return f"{_DECLINED}{_BETWEEN_TWO}"
        case Talking.DECLINED | Talking.ENDED | Talking.NAMED:
            return _BETWEEN_TWO


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
    asking = bool(dossier.asks) and reader.part is Part.AUTHOR
    if dossier.closed:
        yield from _instead(dossier) if asking else ()
        return
    match talk.standing:
        case Talking.OFFERED if reader.part is talk.asked:
            yield Button("Accept", call("support-accept", **which), Tone.PRIMARY)
            yield Button("Not now", call("support-decline", **which))
            if dossier.asks:
                yield Button("Suggest someone else", call("introduction-pass-on", **which))
        case Talking.OFFERED if asking:
            # Its words go with it: they may not have been read yet.
            yield Button("Take it back", call("support-withdraw", case=dossier.id))
        case Talking.OFFERED:
            yield Button("Take it back", call("support-end-talk", **which))
        case Talking.ACCEPTED:
            write = "support-write" if reader.named else "support-write-unnamed"
            yield Button("Write", call(write, **which), Tone.PRIMARY)
            yield Button("End this talk", call("support-end-talk", **which))
        case Talking.DECLINED | Talking.ENDED | Talking.NAMED:
            return
    if asking:
        yield Button("Say who I am", call("introduction-name", **which))


def _instead(dossier: Dossier) -> Iterator[Button]:
    """Lead whoever asked to somebody else: the one who was suggested, or a new search."""
    if dossier.instead:
        # They asked without their name before: a slip of the thumb is not to tell it.
        yield Button("Ask them without my name", call("introduce-unnamed", entry=dossier.instead), Tone.PRIMARY)
        yield Button("Ask them by name", call("introduce", entry=dossier.instead))
    elif dossier.wish and dossier.wish.standing is not Talking.NAMED:
        yield Button("Find somebody else", call("find-skill"))


def _report(dossier: Dossier, talk: Talk, reader: Voice) -> Iterator[Button]:
    """Let somebody report what the other wrote last, whatever became of the talk."""
    theirs = [one for one in messages(dossier, talk, reader) if one.kind in BETWEEN_TWO and one.voice != reader.id]
    for entry in theirs[-1:]:
        yield Button("Report what they wrote", call("support-report", case=dossier.id, entry=entry.id))
