"""A case in words: who somebody is in it, how far it is, and what would help."""

from collections.abc import Collection

from bot.chat.views import Block, Button, Line, Moment, Strong, Text
from bot.support.model import Dossier, Kind, Need, Part, Stage, Standing, Talk, Talking, Voice

NEEDS = {
    Need.HEARD: "to be heard",
    Need.ADVICE: "advice",
    Need.EXPERIENCE: "what others have been through",
    Need.PRACTICAL: "practical help",
    Need.TALK: "somebody to talk to privately",
}
STAGES = {
    Stage.DRAFT: "not sent yet",
    Stage.HELD: "with a facilitator",
    Stage.WAITING: "waiting to be posted",
    Stage.UNPOSTED: "not posted",
    Stage.OPEN: "open",
    Stage.PAUSED: "paused",
    Stage.CLOSED: "closed",
}
TALKS = {
    Talking.OFFERED: "offered, not answered yet",
    Talking.ACCEPTED: "going on",
    Talking.DECLINED: "not taken up",
    Talking.ENDED: "ended",
    Talking.NAMED: "over, because whoever asked has said who they are",
}
_WISHES = {
    Talking.OFFERED: ("waits for an answer", "waits for your answer"),
    Talking.ACCEPTED: ("accepted", "accepted"),
    Talking.DECLINED: ("not now", "not now"),
    Talking.ENDED: ("over", "over"),
    Talking.NAMED: ("over, as you have said who you are", "over, as they have said who they are"),
}
_PASSED_ON = ("they suggest somebody else", "you suggested somebody else")
UNSENT = {
    Standing.DRAFT: "Not sent yet",
    Standing.HELD: "A facilitator reads this first",
    Standing.WAITING: "Waiting for its time to be posted",
    Standing.RELEASED: "Being posted just now",
    Standing.UNSAID: "This could not be posted",
}
BESIDE = {
    Kind.QUESTION: "Facilitators ask you",
    Kind.RESPONSE: "You wrote to the facilitators",
    Kind.REPORT: "You reported",
    Kind.APPEAL: "You asked for a second look",
    Kind.NOTICE: "For you alone",
}
YOU = "You"
# What whoever asks one person without a name has to know while they wait.
SILENCE = "If they say nothing within a week, I let it rest and say so in your inbox."
# Slack takes 3,000 characters in a paragraph, escaped, and the name before the words are some of them.
_PARAGRAPH = 2400
# Enough of a text to know it again.
_EXCERPT = 100

_UNHEARD, _TAKEN_BACK = "not with them yet", "taken back"
_HOW_FAR = {
    Stage.DRAFT: "This is a draft. Nobody but you can read it; if you leave it, it is forgotten after a week.",
    Stage.HELD: "A facilitator reads it before it is posted. They see your words, and not who wrote them.",
    Stage.WAITING: "It waits for its time to be posted, so that nobody can tell when you wrote it.",
    Stage.UNPOSTED: "It could not be posted. Your words are kept for a week, and you can send them again.",
    Stage.OPEN: "Your request is posted, and open for answers.",
    Stage.PAUSED: "Facilitators have paused this. Nothing new is posted until they let it go on.",
    Stage.CLOSED: "This is closed. You can still read it here for some days; then it is forgotten for good.",
}


def who(dossier: Dossier, voice_id: str, mine: Collection[Voice] = ()) -> str:
    """Name whoever said something, as a reader whose voices are `mine` knows them."""
    if any(voice.id == voice_id for voice in mine):
        return YOU
    voice = next((voice for voice in dossier.voices if voice.id == voice_id), None)
    match voice:
        case Voice(part=Part.AUTHOR):
            return f"{dossier.name}, who asked"
        case Voice(part=Part.HELPER):
            return f"{voice.name}, by name" if voice.named and not dossier.asks else voice.name
        case _:
            return "Facilitators"


def relation(dossier: Dossier, voices: Collection[Voice]) -> str:
    """Say in a few words what somebody is in a case."""
    if dossier.asks:
        return _wished(dossier, asking=dossier.author in voices)
    if dossier.author in voices:
        return f"Your request, {STAGES[dossier.stage]}"
    names = ["by name" if voice.named else f"as {voice.name}" for voice in voices if voice.part is Part.HELPER]
    return f"You take part {' and '.join(names)}" if names else "You reported something here"


def standing(dossier: Dossier, talk: Talk, *, asking: bool) -> str:
    """Say how far a private talk is; `asking` to whoever asked."""
    if not dossier.asks:
        return TALKS[talk.standing]
    to_asker, to_asked = _PASSED_ON if dossier.instead else _WISHES[talk.standing]
    return to_asker if asking else to_asked


def _wished(dossier: Dossier, *, asking: bool) -> str:
    """Say how far it is with something that one person alone is asked."""
    heard = dossier.wish if dossier.request.standing is Standing.SAID else None
    unheard = _TAKEN_BACK if dossier.request.standing is Standing.WITHDRAWN else _UNHEARD
    far = standing(dossier, heard, asking=asking) if heard else unheard
    lead = f"You asked {dossier.listed.name} without your name" if asking else "You are asked something without a name"
    return f"{lead}: {far}"


def how_far(dossier: Dossier, voices: Collection[Voice]) -> Line:
    """Say what somebody is in a case, and how far it is."""
    over: Line = (" That is on ", Moment(dossier.shred_at), ".") if dossier.closed and dossier.shred_at else ()
    if dossier.asks:
        return (f"{relation(dossier, voices)}.{f' {_HOW_FAR[Stage.CLOSED]}' if dossier.closed else ''}", *over)
    if dossier.author in voices:
        return (_HOW_FAR[dossier.stage], *over)
    far = f" {_HOW_FAR[dossier.stage]}" if dossier.stage in (Stage.PAUSED, Stage.CLOSED) else ""
    return (f"{relation(dossier, voices)}.{far}", *over)


def excerpt(text: str, length: int = _EXCERPT) -> str:
    """Return the beginning of a text on one line, in at most `length` characters."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"


def told(name: str, text: str, button: Button | None = None) -> tuple[Block, ...]:
    """Show words beneath the name of whoever said them, in as many paragraphs as they need to be shown whole."""
    first, *others = _cut(text)
    return (Text((Strong(name), f"\n{first}"), button), *(Text((other,)) for other in others))


def _cut(text: str) -> list[str]:
    """Cut a long text, between two words if it has any."""
    parts = []
    while len(text) > _PARAGRAPH:
        at = max(text.rfind(gap, _PARAGRAPH // 2, _PARAGRAPH) for gap in " \n")
        at = at if at > 0 else _PARAGRAPH
        parts.append(text[:at])
        text = text[at:].lstrip()
    return [*parts, text]
