"""What became of what a session says in its channels, for those who lead it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bot.delivery.model import Delivery, State
from bot.reflection.boards import SAY
from bot.reflection.model import Session

_PLATFORMS = {"slack": "Slack", "discord": "Discord", "web": "the web chat"}
_UNDER_WAY = frozenset({State.WAITING, State.SENDING})
_FAILED = frozenset({State.FAILED, State.UNCERTAIN, State.MISSED, State.DROPPED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """How things stand in one channel: `since` is the number of the first thing that could not be said there.

    None when everything could; some may be `coming` still. `reason` is what the platform said to the last.
    """

    where: str
    since: int | None = None
    reason: str = ""
    coming: bool = False


def postings(session: Session, about: Collection[Delivery]) -> Sequence[Posting]:
    """Say how things stand in each channel of a session, in their order."""
    rows = {one.payload: one for one in about if one.kind == SAY}
    names = [_PLATFORMS.get(place.channel.platform, place.channel.platform) for place in session.places]
    found = list[Posting]()
    for number, name in enumerate(names):
        where = name if names.count(name) == 1 else f"{name}, channel {names[: number + 1].count(name)}"
        bare = dict(_bare(session, number, rows))
        failed = {saying: one for saying, one in bare.items() if one and one.state in _FAILED}
        reason = failed[max(failed)].reason if failed else ""
        coming = any(one.state in _UNDER_WAY if one else bool(session.look_at) for one in bare.values())
        found.append(Posting(where=where, since=min(failed, default=None), reason=reason, coming=coming))
    return found


def _bare(session: Session, place: int, rows: dict[str, Delivery]) -> Iterator[tuple[int, Delivery | None]]:
    """Go through what does not stand in a channel yet, as far as is known, with what became of it."""
    for saying in range(len(session.sayings)):
        one = rows.get(f"{session.id}.{place}.{saying}")
        if not session.places[place].posted(saying) and not (one and one.posted):
            yield saying, one
