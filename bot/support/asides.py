"""Words aside to people whose address is sealed: handed in once, and taken back before the key of it is destroyed."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from bot.chat.requests import Address
from bot.delivery.composers import Composer, Removal, Said, Unsaid
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import ENDED, Delivery, Draft, State
from bot.support.relay import sealed_address

# A promise to forget outranks a word that a platform does not let go of: for so long shredding waits for it.
GRACE = timedelta(days=1)
# The reason that everything unsaid has in common, so that it tells nothing.
NO_MORE = Unsaid(State.UNWANTED, "There is nothing new for them any more.")
# Somebody who cannot be reached so long finds what is new by themselves.
_EXPIRES = timedelta(days=3)
# Taking it back matters for longer.
_BACK = timedelta(days=7)


class Asides:
    """Hands in what is said in private about cases, or sessions, and takes it back; whoever uses it words it.

    Each goes to one person, who is named as `bot.support.relay.Whereabouts` finds them.
    """

    def __init__(self, letterbox: Letterbox, now: Callable[[], datetime], *, name: str, back: str) -> None:
        """All are about `<id of the case>/<name>`. Both this and the kind `back` are kept in the database."""
        self._letterbox = letterbox
        self._now = now
        self._name = name
        self._back = back

    def composers(self) -> Mapping[str, Composer]:
        """Say how what was said is taken back."""
        return {self._back: self._take_one_back}

    async def put(self, kind: str, case_id: str, *told: tuple[str, str], due_at: datetime | None = None) -> None:
        """Hand in something for each of `told`: somebody, and which of all that is ever said to them this is."""
        due_at = due_at or self._now()
        places = ((sealed_address(case_id, within), which) for within, which in told)
        await self._letterbox.put(*(self._draft(kind, to, which, due_at, _EXPIRES) for to, which in places))

    async def sent(self, kind: str, case_id: str, within: str) -> Sequence[datetime]:
        """List when what was sent to somebody was due."""
        to = sealed_address(case_id, within)
        about = await self._letterbox.about(self._about(case_id))
        return [one.due_at for one in about if (one.kind, one.to, one.state) == (kind, to, State.SENT)]

    async def take_back(self, case_id: str, *within: str) -> bool:
        """Take back everything about a case that was put before, or what is to some alone; not sent yet, it never is.

        False while that goes on: its key, and their addresses, have to stay until then.
        """
        put = [one for one in await self._to(case_id, *within) if one.kind != self._back]
        await self._letterbox.put(*(self._draft(self._back, one.to, one.id, self._now(), _BACK) for one in put))
        return await self.settled(case_id, *within)

    async def settled(self, case_id: str, *within: str) -> bool:
        """Whether nothing is under way to anybody any more, so that nothing is lost with the key of the case."""
        return all(one.state in ENDED for one in await self._to(case_id, *within))

    async def _to(self, case_id: str, *within: str) -> Sequence[Delivery]:
        """List what is about a case, and to some of those in it, or to anybody."""
        places = {sealed_address(case_id, one) for one in within}
        return [one for one in await self._letterbox.about(self._about(case_id)) if not places or one.to in places]

    async def taken_back(self, delivery: Delivery) -> bool:
        """Whether something was taken back before it was sent."""
        about = await self._letterbox.about(delivery.about)
        return any(one.kind == self._back and _which(one) == delivery.id for one in about)

    def _draft(self, kind: str, to: Address, which: str, due_at: datetime, wanted: timedelta) -> Draft:
        case_id, _, within = to.channel.partition(".")
        return Draft(
            key=f"{kind}/{case_id}/{within}/{which}",
            kind=kind,
            payload=f"{case_id}.{within}.{which}",
            to=to,
            due_at=due_at,
            expires_at=due_at + wanted,
            about=self._about(case_id),
        )

    async def _take_one_back(self, delivery: Delivery, now: datetime) -> Said:
        """Take one back; one that was never sent finds out by itself."""
        del now
        about = await self._letterbox.about(delivery.about)
        posted = next((one.posted for one in about if one.id == _which(delivery) and one.posted), "")
        return Removal(posted) if posted else NO_MORE

    def _about(self, case_id: str) -> str:
        return f"{case_id}/{self._name}"


def _which(back: Delivery) -> str:
    """Name the delivery that is taken back."""
    return back.payload.rpartition(".")[2]
