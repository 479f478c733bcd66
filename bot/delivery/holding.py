"""What the outbox holds about somebody by name."""

from collections.abc import Callable, Sequence

from bot.chat.requests import Account
from bot.delivery.model import Delivery, Outbox, State
from bot.my_data.model import Held, said_day


class DeliveryHolding:
    """Implements `bot.my_data.model.Holding`: what is said to somebody in private, or names them; never its words.

    `name_of` says in words what a kind of delivery is to whom it goes.
    """

    name = "Messages to you or naming you"

    def __init__(self, outbox: Outbox, name_of: Callable[[str], str]) -> None:
        self._outbox = outbox
        self._name_of = name_of

    async def show(self, accounts: Sequence[Account]) -> Sequence[Held]:
        found = {one.id: one for account in accounts for one in await self._outbox.addressed(account)}
        latest_first = sorted(found.values(), key=lambda one: (one.due_at, one.id), reverse=True)
        return [self._held(one, any(one.goes_to(account) for account in accounts)) for one in latest_first]

    async def erase(self, accounts: Sequence[Account]) -> None:
        for account in accounts:
            await self._outbox.forget(account)

    def _held(self, one: Delivery, to_them: bool) -> Held:
        what = self._name_of(one.kind) if to_them else _elsewhere(one)
        due = one.due_at.isoformat(timespec="minutes")
        waits = "waits until" if one.state is State.WAITING else f"{one.state},"
        data = {"what": what, "kind": one.kind, "due": due, "state": one.state.value, "about": one.about}
        return Held(f"{what}: {waits} {said_day(one.due_at)}", data)


def _elsewhere(one: Delivery) -> str:
    """Name what goes to others; the name of its kind is worded for them."""
    return f"A message {'to somebody else' if one.to.people else 'in a channel'} that names you"
