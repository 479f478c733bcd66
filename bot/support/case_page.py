"""The page of one case: everything in it that is somebody's to read, and what they can do."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.chat.calls import call
from bot.chat.views import Actions, Block, Button, Heading, Line, Moment, Note, Reply, Strong, Text, Tone
from bot.support.blocks import in_force
from bot.support.casebook import Opened
from bot.support.leads import Reach
from bot.support.model import Dossier, Entry, Kind, Part, Stage, Standing, Talk, Talking, Voice
from bot.support.paging import Item, page
from bot.support.reading import News, beside, news, public, reader_of, talks_of, unsent
from bot.support.safety import not_safe_button
from bot.support.telling import BESIDE, NEEDS, UNSENT, YOU, excerpt, how_far, standing, told, who

TO_INBOX = Button("‹ My inbox", call("inbox-page"))

# What an author reads on the button that leads to `bot.support.introducing`.
SHARE = "Share who I am with the safeguarding lead"
# What they read in its place who left out the only ones whom they could tell, and what they can do all the same.
LEFT_OUT = "You left out everybody you could tell who you are, so I tell nobody."
INSTEAD = (
    "You can still speak with a safeguarding lead yourself, and leave open which request is yours; ask anew without "
    "leaving them out; or talk in private with somebody who answers you."
)
_LIVE = frozenset({Talking.OFFERED, Talking.ACCEPTED})


def case_page(
    opened: Opened,
    *voices: Voice,
    now: datetime,
    end: int | None = None,
    replaces: bool = False,
    reach: Reach = Reach.NOBODY,
) -> Reply:
    """Show a case to whoever has these voices in it; `end` is where to end among all there is, if not at the newest.

    `reach` says whether its author is offered to tell a safeguarding lead who they are, or reads why that cannot be.
    """
    dossier = opened.dossier
    new = news(dossier, voices)
    shown = page(list(_items(dossier, voices, new, now)), end)
    lead: list[Block] = [Heading(dossier.name), Text(how_far(dossier, voices))]
    if dossier.author in voices and dossier.introduction is not None and not dossier.introduced:
        lead.append(Note(("Who you are is on its way to the safeguarding lead.",)))
    if new.all:
        lead.append(Note((f"New since you looked: {counted(new)}.",)))
    if shown.earlier:
        lead.append(Actions((Button("Earlier", call("inbox-case", case=dossier.id, end=shown.earlier)),)))
    turn = () if shown.newest else (Button("Newest", call("inbox-case", case=dossier.id)),)
    controls = Actions((*turn, *_controls(dossier, voices, reach), not_safe_button(), TO_INBOX))
    left_out = dossier.author in voices and reach is Reach.LEFT_OUT
    why: list[Block] = [Note((f"{LEFT_OUT} {INSTEAD}",))] if left_out else []
    return Reply((*lead, *(block for item in shown.items for block in item), *why, controls), replaces)


def counted(new: News) -> str:
    """Say how much is new: “2 messages, 1 open reply in the thread”."""
    written, open_replies = new.entries + sum(new.talks.values()), new.replies
    told = [f"{written} message{'s' * (written > 1)}"] if written else []
    replies = f"{open_replies} open {'replies' if open_replies > 1 else 'reply'} in the thread"
    return ", ".join([*told, replies] if open_replies else told)


# What there is to read ---------------------------------------------------------------


def _items(dossier: Dossier, voices: Sequence[Voice], new: News, now: datetime) -> Iterator[Item]:
    for entry in public(dossier):
        yield _posted(dossier, entry, voices)
    if dossier.author in voices and dossier.replies:
        times = "once" if dossier.replies == 1 else f"{dossier.replies} times"
        yield (Note((f"People have answered openly, {times}; read that in the thread where it is posted.",)),)
    for entry in beside(dossier, voices):
        yield _beside(dossier, entry)
    for blocking in dossier.blocks:
        if blocking.until and in_force(blocking, now) and any(voice.id == blocking.voice for voice in voices):
            yield _blocked(dossier, blocking.until, blocking.reason)
    for entry in unsent(dossier, voices):
        look = Button("Look at it", call("support-draft", case=dossier.id, entry=entry.id))
        yield (Text((Strong(UNSENT[entry.standing]), f"\n{excerpt(entry.text)}"), look),)
    for talk in sorted(talks_of(dossier, voices), key=lambda talk: talk.standing in _LIVE):
        yield _talk(dossier, talk, voices, new.talks.get(talk.id, 0))


def _posted(dossier: Dossier, entry: Entry, mine: Sequence[Voice]) -> Item:
    """Show what everybody reads; what was taken away is shown to whoever wrote it alone."""
    name = who(dossier, entry.voice, mine)
    gone = {Standing.REMOVED: "Facilitators removed this.", Standing.WITHDRAWN: "This was taken back."}
    away = entry.standing is Standing.SAID and name == YOU and entry is not dossier.request
    which = {"case": dossier.id, "entry": entry.id}
    button = Button("Take it away", call("support-withdraw", **which)) if away else None
    shown = told(name, entry.text, button) if name == YOU or entry.standing not in gone else (Text((Strong(name),)),)
    after = [gone[entry.standing]] if entry.standing in gone else []
    if entry is dossier.request and dossier.needs:
        after.append(f"What would help: {', '.join(NEEDS[need] for need in dossier.needs)}.")
    return (*shown, *(Note((line,)) for line in after))


def _beside(dossier: Dossier, entry: Entry) -> Item:
    answered = any(one.kind is Kind.RESPONSE and one.about == entry.id for one in dossier.entries)
    asked = entry.kind is Kind.QUESTION and not answered and not dossier.closed
    which = {"case": dossier.id, "entry": entry.id}
    ways = (Actions((Button("Answer them", call("support-respond", **which)),)),) if asked else ()
    return (*told(BESIDE[entry.kind], entry.text), *ways)


def _blocked(dossier: Dossier, until: datetime, reason: str) -> Item:
    """Tell whoever is blocked, and nobody else, until when and why."""
    line: Line = (Strong("You cannot write without your name"), " until ", Moment(until), f".\nWhy: {reason}")
    return (Text(line, Button("Appeal without my name", call("support-appeal", case=dossier.id))),)


def _talk(dossier: Dossier, talk: Talk, mine: Sequence[Voice], new: int) -> Item:
    reader = reader_of(dossier, talk, mine)
    asking = reader is not None and reader.part is Part.AUTHOR
    other = talk.helper if asking else dossier.author.id
    far = standing(dossier, talk, asking=asking).capitalize()
    told = f", {new} new" if new else ""
    return (
        Text(
            (Strong(f"Private talk with {who(dossier, other)}"), f"\n{far}{told}"),
            Button("Open", call("inbox-talk", case=dossier.id, talk=talk.id)),
        ),
    )


# What they can do --------------------------------------------------------------------


def _controls(dossier: Dossier, voices: Sequence[Voice], reach: Reach) -> Iterator[Button]:
    if dossier.author in voices:
        yield from _author_controls(dossier)
        if reach is Reach.SOMEBODY:
            yield Button(SHARE, call("support-introduce", case=dossier.id))
    elif dossier.stage is Stage.OPEN and not dossier.asks and any(voice.part is Part.HELPER for voice in voices):
        yield Button("Answer without my name", call("support-answer", case=dossier.id))


def _author_controls(dossier: Dossier) -> Iterator[Button]:
    match dossier.stage:
        case Stage.OPEN if dossier.asks:
            pass
        case Stage.OPEN:
            yield Button("Reply as the author", call("support-reply", case=dossier.id), Tone.PRIMARY)
            yield Button("Add a note", call("support-note", case=dossier.id))
            yield Button("Close it", call("support-close", case=dossier.id))
        case Stage.PAUSED:
            yield Button("Close it", call("support-close", case=dossier.id))
        case Stage.DRAFT | Stage.HELD | Stage.WAITING | Stage.UNPOSTED | Stage.CLOSED:
            pass
    if dossier.stage is not Stage.DRAFT and dossier.request.standing is not Standing.WITHDRAWN:
        yield Button("Withdraw it", call("support-withdraw", case=dossier.id))
