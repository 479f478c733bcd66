"""What somebody sees of their own words before they go out, and once they are sent: who reads what, and when."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.chat.calls import call
from bot.chat.veil import Veil
from bot.chat.views import Actions, Block, Button, Divider, Heading, Moment, Note, Strong, Text, Tone
from bot.support import grammar
from bot.support.audience import Audience
from bot.support.giveaways import Giveaway
from bot.support.model import DRAFTS, Dossier, Entry, Kind, Standing, Voice
from bot.support.posts import needs_in_words
from bot.support.release import Timing, When
from bot.support.screening import Screening, checklist
from bot.support.telling import told

# With fewer than the first somebody is warned; with fewer than the second it is not called anonymous.
FEW, TOO_FEW = 12, 5
# As long a text is cut on Discord, with all that stands around it.
_LONG = 1000

_UNSAID = (
    "It could not be posted: the channel could not be reached, or nothing was taken there any more. Nobody saw it, "
    "your words are kept, and whoever runs the bot was told that the channel needs looking at, not what was to be said."
)
_UNSENT = "It could not be sent. Nobody saw it, and your words are kept; your inbox says why."
_LEFT_OUT = " You left out {}: they handle none of it, but can read the post as everybody can, and may notice."
_TITLES = {
    Kind.REQUEST: "Your request, before anybody sees it",
    Kind.WISH: "Your request, before they see it",
    Kind.ANSWER: "Your answer, before anybody sees it",
    Kind.REPLY: "Your reply, before anybody sees it",
    Kind.NOTE: "Your note, before anybody sees it",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What is known of a draft beside its words.

    `audience` is how many people can see the channel, None when nobody says; `elsewhere` names the platform it is
    posted on when that is another than the one it was written on. `left_out` are the names of the facilitators who
    are not to handle it. `slot` is when the next slot begins; `reviewed` says
    that a facilitator reads it first. `help_lines` are shown above everything when they are `large`, or else below.
    """

    audience: int | None
    elsewhere: str
    left_out: Sequence[str]
    wait: tuple[timedelta, timedelta]
    slot: datetime | None
    reviewed: bool
    giveaways: Sequence[Giveaway]
    help_lines: Sequence[Block]
    large: bool


class Previews:
    """Looks up what is known of words, and shows it to who wrote them; nothing of it is kept."""

    def __init__(
        self,
        screening: Screening,
        audiences: Mapping[str, Audience],
        timing: Timing,
        *,
        facilitators: Callable[[], Awaitable[Sequence[tuple[str, str]]]],
        review: bool = False,
    ) -> None:
        """`review` says that `facilitators` read everything first."""
        self._screening = screening
        self._facilitators = facilitators
        self._audiences = audiences
        self._timing = timing
        self._review = review

    async def show(self, dossier: Dossier, entry: Entry, veil: Veil, now: datetime, platform: str) -> Sequence[Block]:
        """Show a draft; `platform` is where its author looks at it."""
        audience = None if dossier.asks else self._audiences.get(dossier.place.platform)
        outlook = Outlook(
            audience=await audience.size(dossier.place) if audience else None,
            left_out=[name for account, name in await self._facilitators() if account in dossier.left_out],
            elsewhere="" if platform == dossier.place.platform else dossier.place.platform.capitalize(),
            wait=self._timing.wait,
            slot=self._timing.next_slot(now),
            reviewed=self._review and not dossier.asks,
            giveaways=await self._screening.found(entry.text, veil, dossier.listed.name if dossier.asks else ""),
            **self._screening.help_lines(entry, short=entry.kind is not Kind.REQUEST),
        )
        return preview(dossier, entry, outlook)

    def sent(self, dossier: Dossier, entry: Entry, now: datetime) -> Sequence[Block]:
        """Say how far something is that was sent, with a few help lines beneath, because waiting is hard."""
        which = {"case": dossier.id, "entry": entry.id}
        standing = grammar.as_seen(entry, now)
        back = (Button("Take it back", call("support-take-back", **which)),) if standing in grammar.TAKEN_BACK else ()
        return (
            Heading(grammar.state(entry, standing)),
            Text(grammar.outlook(dossier, entry, self._timing.wait, now)),
            Actions((Button("Open my inbox", call("inbox")), *back)),
            Note((f"It goes by the name {dossier.voice(entry.voice).name}.",)),
            *self._screening.help_lines(entry, short=True)["help_lines"],
        )


def preview(dossier: Dossier, entry: Entry, outlook: Outlook) -> Sequence[Block]:
    """Show a draft as everybody will read it, with all there is to know before it is sent."""
    voice = dossier.voice(entry.voice)
    which = {"case": dossier.id, "entry": entry.id}
    change = Button("Change my words", call("support-edit", **which))
    discard = Button("Discard", call("support-discard", **which), Tone.DANGER)
    return (
        *(outlook.help_lines if outlook.large else ()),
        Heading(_TITLES[entry.kind]),
        *([Text((_UNSENT if dossier.asks else _UNSAID,))] if entry.standing is Standing.UNSAID else []),
        *_as_read(dossier, entry, voice),
        *(checklist(outlook.giveaways, change) if outlook.giveaways else ()),
        Divider(),
        Text((Strong("Who can see what"), *_who_sees_what(dossier, voice, outlook))),
        Text((_among(dossier) if dossier.asks else audience_in_words(outlook.audience),)),
        *(() if outlook.giveaways else checklist((), change)),
        Text((Strong("When it goes out"), *_when(outlook, _now_label(dossier)))),
        Actions((*_ways(dossier, entry, outlook), *(() if outlook.giveaways else (change,)), discard)),
        Note((_kept(dossier, entry, voice),)),
        *(() if outlook.large else outlook.help_lines),
    )


def audience_in_words(size: int | None) -> str:
    """Say among how many people somebody is hidden, and whether that can be called anonymous."""
    if size is None:
        return (
            "I cannot see how many people are in the channel, so I cannot tell how well you are hidden among them. "
            "Look at its list of members before you send this."
        )
    people = f"About {size} {'person' if size == 1 else 'people'} could have written this"
    if size < TOO_FEW:
        return (
            f"{people}. That is too few, and I do not call it anonymous: they may guess who you are. "
            "Write it only if you could live with that, or speak to somebody you trust instead."
        )
    if size < FEW:
        return f"{people}. That is few: leave out what only some of them could know, or wait until there are more."
    return f"{people}, and nothing in the post says which of them did."


def _whole(text: str, done: str) -> Sequence[Block]:
    """Say that nothing is lost where a platform has no room to show all of it."""
    if len(text) < _LONG:
        return ()
    return (Note((f"If its end is not shown here: all {len(text):,} characters are kept, and will be {done}.",)),)


def _as_read(dossier: Dossier, entry: Entry, voice: Voice) -> Sequence[Block]:
    needs = (Note((f"What would help: {needs_in_words(dossier.needs)}",)),) if dossier.needs else ()
    return (
        *told(voice.name, entry.text),
        *_whole(entry.text, "sent" if dossier.asks else "posted"),
        *(needs if entry.kind is Kind.REQUEST else ()),
    )


def _who_sees_what(dossier: Dossier, voice: Voice, outlook: Outlook) -> tuple[str, ...]:
    where = f"the channel for requests on {outlook.elsewhere}" if outlook.elsewhere else "the channel for requests"
    first = " They read it before it is posted." if outlook.reviewed else ""
    left_out = dossier.left_out and voice == dossier.author
    them = _LEFT_OUT.format(", ".join(outlook.left_out) or len(dossier.left_out)) if left_out else ""
    name = dossier.listed.name if dossier.asks else ""
    readers = (
        (
            f"\n• {name}: these words, under the name {voice.name}. They may copy them.",
            f"\n• Facilitators: nothing, unless {name} reports it; then the same words and name, never yours.",
        )
        if dossier.asks
        else (
            f"\n• Everybody in {where}: these words, under the name {voice.name}. They may copy them.",
            f"\n• Facilitators: the same words and name, never yours, nor when you wrote.{first}{them}",
        )
    )
    return (
        *readers,
        "\n• This bot: who you are, only so that you can come back to it; locked away, and destroyed with the request.",
        "\n• Whoever runs the bot or owns this chat: that you use it. With its keys they could work out more.",
        "\n• Your employer, if this chat is theirs: perhaps what I tell you in private. Nobody else gets your name.",
    )


def _among(dossier: Dossier) -> str:
    name = dossier.listed.name
    return (
        "Anybody who uses this bot could have written this, and nothing that I tell says which of them did. "
        f"{name} may still guess who you are, from what you ask and how you write."
    )


def _now_label(dossier: Dossier) -> str:
    return "Send now" if dossier.asks else "Post now"


def _when(outlook: Outlook, now: str) -> tuple[str | Moment, ...]:
    fewest, most = (int(span.total_seconds() // 60) for span in outlook.wait)
    soon = f"\n• Send: after a random {fewest} to {most} minutes, so that nobody can tell when you wrote."
    if outlook.reviewed:
        return (f"\n• A facilitator reads it first; it then goes out after a random {fewest} to {most} minutes.",)
    slot: tuple[str | Moment, ...] = ()
    if outlook.slot:
        slot = (
            "\n• In the next slot: with whatever else waits for ",
            Moment(outlook.slot),
            ", in random order; it hides best when you wrote.",
        )
    return (soon, *slot, f"\n• {now}: at once. Whoever saw you writing may put two and two together.")


def _ways(dossier: Dossier, entry: Entry, outlook: Outlook) -> tuple[Button, ...]:
    which = {"case": dossier.id, "entry": entry.id}

    def way(label: str, when: When, tone: Tone = Tone.PLAIN) -> Button:
        return Button(label, call("support-send", **which, when=when), tone)

    if outlook.reviewed:
        return (way("Send to the facilitators", When.SOON, Tone.PRIMARY),)
    slot = (way("In the next slot", When.SLOT),) if outlook.slot else ()
    send = "Try again" if entry.standing is Standing.UNSAID else "Send"
    return (way(send, When.SOON, Tone.PRIMARY), *slot, way(_now_label(dossier), When.NOW))


def _kept(dossier: Dossier, entry: Entry, voice: Voice) -> str:
    told = "I will tell you privately, in one neutral sentence, when there is something new." if voice.address else ""
    look = told or "You will look yourself: /inbox shows what is new."
    if entry == dossier.request:
        return f"{look} Not sent, it is kept sealed for {DRAFTS.days} days, and then forgotten."
    return f"{look} Not sent, it is kept sealed, for your eyes alone, until the request is closed and destroyed."
