"""What can be done with a private talk in which state; everything else gets a sentence."""

from collections.abc import Collection
from dataclasses import replace

from bot.chat.calls import call
from bot.chat.errors import Refusal
from bot.chat.views import Button, Diverted
from bot.support import grammar
from bot.support.answering import own_request
from bot.support.model import Dossier, Entry, Kind, Part, Standing, Talk, Talking, Voice
from bot.support.names import new_id

LIVE = frozenset({Talking.OFFERED, Talking.ACCEPTED})
INBOX = Button("Open my inbox", call("inbox"))


def check_offer(dossier: Dossier, mine: Collection[Voice]) -> None:
    """Raise `Refusal` when somebody with these voices cannot offer a talk."""
    if dossier.author in mine:
        raise own_request(dossier.id, "A private talk is for two, so somebody else has to offer it.")
    grammar.check_open(dossier)
    own = {voice.id for voice in mine}
    for talk in dossier.talks:
        if talk.helper not in own:
            continue
        if talk.standing in LIVE:
            raise Diverted(
                "You have offered to talk already.", "Go on with it, or take it back, in your inbox.", ways=(INBOX,)
            )
        if _ender(dossier, talk) == dossier.author.id:
            raise Refusal(
                "You have offered it before, and whoever asked let it rest.",
                "That says nothing about you. You can still answer in the thread.",
            )


def check_can_be(dossier: Dossier, talk: Talk, *standings: Talking) -> None:
    """Raise `Refusal` when nothing can be done with a talk any more, or not yet."""
    if dossier.closed:
        raise Refusal(
            "This is closed, so nothing more can be written in it.", "You can read it in your inbox for some days."
        )
    if talk.standing not in standings:
        raise Refusal(_AS_IT_IS[talk.standing], "Type /inbox to see how it stands.")


_AS_IT_IS = {
    Talking.OFFERED: "This offer has not been accepted yet.",
    Talking.ACCEPTED: "This offer was accepted already.",
    Talking.DECLINED: "This offer was let rest, so there is nothing more to do.",
    Talking.ENDED: "This talk has ended.",
    Talking.NAMED: "This talk is over here: whoever asked has said who they are.",
}


def current(dossier: Dossier, talk: Talk) -> Talk:
    """Return a talk as it is in a dossier."""
    return next(one for one in dossier.talks if one.id == talk.id)


def put(dossier: Dossier, talk: Talk, by: Voice, told: str) -> Dossier:
    """Change a talk, and note for the other what was done: it counts as news, so that they can be nudged again."""
    other = talk.helper if by.part is Part.AUTHOR else dossier.author.id
    notice = Entry(
        id=new_id(), voice=by.id, kind=Kind.NOTICE, text=told, standing=Standing.SAID, talk=talk.id, to=other
    )
    talks = tuple(talk if one.id == talk.id else one for one in dossier.talks)
    return replace(dossier, talks=talks, entries=(*dossier.entries, notice))


def spoken(voice: Voice, talk: Talk, words: str) -> Entry:
    """Make what somebody says in a talk, which is said at once."""
    return Entry(id=new_id(), voice=voice.id, kind=Kind.PRIVATE, text=words, standing=Standing.SAID, talk=talk.id)


def _ender(dossier: Dossier, talk: Talk) -> str:
    """Say which voice ended a talk, or did not accept it."""
    notices = [entry.voice for entry in dossier.entries if entry.talk == talk.id and entry.kind is Kind.NOTICE]
    return notices[-1] if notices else ""
