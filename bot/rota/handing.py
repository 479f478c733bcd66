"""Telling a facilitator that they were handed a turn."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time, timedelta

from bot.chat.calls import call
from bot.chat.requests import Account, Address
from bot.chat.views import Actions, Button, Person, Text
from bot.delivery.composers import Composer, Said, Unsaid, Words
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Delivery, Draft, State
from bot.rota.model import Rota, Turn
from bot.rota.roster import Roster
from bot.rota.weeks import days

# Kept in the database: do not rename.
HANDED = "rota-handed"


class Handing:
    """Writes to whoever has a turn that was somebody else's."""

    def __init__(self, rota: Rota, roster: Roster, letterbox: Letterbox, now: Callable[[], datetime]) -> None:
        self._rota = rota
        self._roster = roster
        self._letterbox = letterbox
        self._now = now

    def composers(self) -> Mapping[str, Composer]:
        return {HANDED: self._compose}

    async def tell(self, turn: Turn, by: Account, to: Account) -> None:
        """Tell `to` that `by` handed them a turn."""
        now = self._now()
        draft = Draft(
            key=f"{HANDED}/{turn.id}/{to}/{now.timestamp():.0f}",
            kind=HANDED,
            payload=f"{turn.id} {by}",
            to=Address.of(to),
            due_at=now,
            # Told afterwards, it is no use.
            expires_at=datetime.combine(turn.end + timedelta(days=1), time(), UTC),
        )
        await self._letterbox.put(draft)

    async def _compose(self, delivery: Delivery, now: datetime) -> Said:
        del now
        turn_id, _, by = delivery.payload.partition(" ")
        turn = await self._rota.find(turn_id)
        if turn is None or Address.of(turn.account) != delivery.to:
            return Unsaid(State.UNWANTED, "The turn is somebody else's by now.")
        giver = next((one.name for one in await self._roster.known() if str(one.account) == by), "Another facilitator")
        line = (
            # Nobody is named any more when whoever it was erased what is held about them.
            Person(giver, Account.parse(by) if by else None),
            f" handed you their turn as a facilitator: {days(turn.start, turn.end)}.",
        )
        buttons = (Button("See the rota", call("rota")), Button("Give it up", call("rota-give-up", turn=turn.id)))
        return Words((Text(line), Actions(buttons)))
