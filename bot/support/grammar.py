"""What can be done in which state of a case and of an entry; everything else gets a sentence."""

from datetime import datetime, timedelta

from bot.chat.errors import NotAllowed, NotFound, Refusal
from bot.chat.veil import Veil
from bot.chat.views import Line, Moment
from bot.support.casebook import Opened
from bot.support.model import Dossier, Entry, Kind, Part, Standing
from bot.support.telling import SILENCE

# What is seen by who wrote it alone; and what was sent, and can be taken back.
UNSENT = frozenset({Standing.DRAFT, Standing.UNSAID})
TAKEN_BACK = frozenset({Standing.HELD, Standing.WAITING})
# What everybody can read, or will in a moment.
_OUT = frozenset({Standing.RELEASED, Standing.SAID})

STATES = {
    Standing.DRAFT: "Not sent yet",
    Standing.HELD: "Sent: a facilitator reads it first",
    Standing.WAITING: "Sent: it waits for its time",
    Standing.RELEASED: "It is being posted",
    Standing.SAID: "It is posted",
    Standing.UNSAID: "It could not be posted",
    Standing.REMOVED: "It was taken away by facilitators",
    Standing.WITHDRAWN: "You took it away",
}


_WISHES = {
    Standing.RELEASED: "It is with them",
    Standing.SAID: "It is with them",
    Standing.UNSAID: "It could not be sent",
}


def state(entry: Entry, standing: Standing) -> str:
    """Say in a few words how far an entry is, for who wrote it."""
    return _WISHES.get(standing, STATES[standing]) if entry.kind is Kind.WISH else STATES[standing]


def as_seen(entry: Entry, now: datetime) -> Standing:
    """Return how far an entry is for who wrote it: what is due is as good as on its way."""
    due = entry.standing is Standing.WAITING and entry.release_at and entry.release_at <= now
    return Standing.RELEASED if due else entry.standing


def outlook(dossier: Dossier, entry: Entry, wait: tuple[timedelta, timedelta], now: datetime) -> Line:
    """Say what comes next for something that was sent."""
    fewest, most = (int(span.total_seconds() // 60) for span in wait)
    match as_seen(entry, now):
        case Standing.RELEASED | Standing.SAID if dossier.asks:
            return (f"Only {dossier.listed.name} reads it. What they say, you find in your inbox. {SILENCE}",)
        case Standing.HELD:
            return (
                "They see the words, not who you are nor when you wrote. If they have a question, you find it in your ",
                f"inbox. Once they agree, it goes out after a random {fewest} to {most} minutes.",
            )
        case Standing.WAITING:
            return (*_goes_out(entry, wait, now), " Until then nobody sees it, and you can take it back.")
        case Standing.RELEASED | Standing.SAID if entry == dossier.request:
            return ("Answers come in the thread under it and, if they are for you alone, in your inbox.",)
        case _:
            return ("Your inbox shows what became of it.",)


def _goes_out(entry: Entry, wait: tuple[timedelta, timedelta], now: datetime) -> Line:
    at, soon = entry.release_at or now, now + wait[1]
    if at <= soon:
        return (f"It goes out by itself within {int(wait[1].total_seconds() // 60)} minutes; you need not stay.",)
    return (
        "It goes out by itself within minutes of ",
        Moment(at.replace(minute=at.minute // 5 * 5, second=0, microsecond=0)),
        ".",
    )


def check_author(opened: Opened, veil: Veil) -> None:
    """Raise `NotAllowed` for anybody but whoever asked."""
    if not any(voice.part is Part.AUTHOR for voice in opened.voices_of(veil)):
        raise NotAllowed("Only whoever asked can do that.", "Type /inbox to see what is yours.")


def check_unsent(entry: Entry) -> None:
    """Raise `Refusal` for words that were sent already."""
    if entry.standing in UNSENT:
        return
    later = _LATER_UNNAMED if entry.kind is Kind.WISH else _LATER
    hint = "You can take it back until it is out: see your inbox." if entry.standing in TAKEN_BACK else later
    raise Refusal(_already(entry), hint)


def check_not_out(entry: Entry) -> None:
    """Raise `Refusal` for words that cannot be taken back, because they are out or were never sent."""
    if entry.standing in TAKEN_BACK:
        return
    if entry.standing in UNSENT:
        raise Refusal("It is a draft already; nobody else sees it.", "Type /inbox to change or send it.")
    raise Refusal(_already(entry), _LATER_UNNAMED if entry.kind is Kind.WISH else _LATER)


def check_open(dossier: Dossier) -> None:
    """Raise `Refusal` for a case in which nothing can be posted now."""
    if dossier.asks:
        raise NotFound("That is between two people, and nothing is posted about it.", "Type /inbox to see your own.")
    if dossier.closed:
        raise Refusal("That request is closed, so nothing more is posted under it.", "Type /peer-support to ask anew.")
    if dossier.paused:
        raise Refusal(
            "Facilitators have paused that request, so nothing is posted under it without a name.",
            "Try again later; whoever asked was told why.",
        )
    if dossier.request.standing not in _OUT:
        raise Refusal("That request is not posted yet, or any more.", "Type /inbox to see how it stands.")


def check_can_send(dossier: Dossier, entry: Entry) -> None:
    """Raise `Refusal` when an entry cannot go out in the case as it stands; the entry is kept as it is."""
    if dossier.closed and entry == dossier.request:
        raise Refusal("That request is closed.", "Type /peer-support to ask anew.")
    if entry != dossier.request:
        check_open(dossier)
    elif dossier.asks and dossier.listed.address is None:
        raise NotFound("They are not in the Directory any more.", "Type /find-skill to find somebody else.")


def _already(entry: Entry) -> str:
    if entry.kind is Kind.WISH and entry.standing in _OUT:
        return "It was sent already, and is with them."
    return _ALREADY[entry.standing]


_ALREADY = {
    Standing.HELD: "It was sent already; a facilitator reads it first.",
    Standing.WAITING: "It was sent already, and waits for its time.",
    Standing.RELEASED: "It was sent already, and is being posted just now.",
    Standing.SAID: "It is posted already.",
    Standing.REMOVED: "Facilitators took it away; the reason is in your inbox.",
    Standing.WITHDRAWN: "You took it away.",
}
_LATER_UNNAMED = "Type /inbox to see how it stands."
_LATER = "To add something, open your inbox: what is posted stays as it was read."
