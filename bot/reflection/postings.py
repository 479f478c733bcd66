"""What became of what a session says in its channels, for those who lead it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bot.delivery.model import GONE, Delivery, State
from bot.reflection.boards import EDIT, SAY, payload_of
from bot.reflection.model import Session, Stage

_PLATFORMS = {"slack": "Slack", "discord": "Discord", "web": "the web chat"}
_UNDER_WAY = frozenset({State.WAITING, State.SENDING})
_FAILED = frozenset({State.FAILED, State.UNCERTAIN, State.MISSED, State.DROPPED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """How things stand in one channel: `since` is the number of the first thing that could not be said there.

    None when everything could; some may be `coming` still. `reason` is what the platform said to the last. `place` is
    the number of the channel, and `round` how often all was said anew there.
    """

    where: str
    place: int
    round: int = 0
    since: int | None = None
    reason: str = ""
    coming: bool = False


def postings(session: Session, about: Collection[Delivery]) -> Sequence[Posting]:
    """Say how things stand in each channel of a session, in their order."""
    rows = {one.payload: one for one in about if one.kind == SAY}
    lost = {one.payload for one in about if one.kind == EDIT and _is_gone(one)}
    names = [_PLATFORMS.get(place.channel.platform, place.channel.platform) for place in session.places]
    found = list[Posting]()
    for number, name in enumerate(names):
        where = name if names.count(name) == 1 else f"{name}, channel {names[: number + 1].count(name)}"
        bare = dict(_bare(session, number, rows))
        failed = {saying: one.reason for saying, one in bare.items() if one and (one.state in _FAILED or _is_gone(one))}
        if payload_of(session, number, 0) in lost:
            failed[0] = GONE
        reason = failed[max(failed)].replace(GONE, _LOST) if failed else ""
        since, round_ = min(failed, default=None), session.places[number].round
        lives = session.stage is not Stage.CLOSED or session.look_at is not None
        coming = any(one.state in _UNDER_WAY if one else lives for one in bare.values())
        found.append(Posting(where=where, place=number, round=round_, since=since, reason=reason, coming=coming))
    return found


def _is_gone(one: Delivery) -> bool:
    """Whether what something was to be said under, or anew in, was taken away."""
    return one.state is State.UNWANTED and one.reason == GONE


def _bare(session: Session, place: int, rows: dict[str, Delivery]) -> Iterator[tuple[int, Delivery | None]]:
    """Go through what does not stand in a channel yet, as far as is known, with what became of it."""
    for saying in range(len(session.sayings)):
        one = rows.get(payload_of(session, place, saying))
        if not session.places[place].posted(saying) and not (one and one.posted):
            yield saying, one


_LOST = "The message that announces it is there no longer."
