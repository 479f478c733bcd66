"""What the rota holds about a facilitator by name."""

from collections.abc import Sequence
from datetime import date

from bot.chat.requests import Account
from bot.my_data.model import Held, said_day
from bot.rota.model import Facilitator, Rota, Turn


class RotaHolding:
    """Implements `bot.my_data.model.Holding`: that somebody acts as a facilitator, and when they are on duty."""

    name = "Your turns as a facilitator"

    def __init__(self, rota: Rota) -> None:
        self._rota = rota

    async def show(self, accounts: Sequence[Account]) -> Sequence[Held]:
        known = [_signed(one) for one in await self._rota.people() if _among(accounts, one.account)]
        turns = [_turn(one) for one in await self._rota.turns(date.min) if _among(accounts, one.account)]
        return [*known, *turns]

    async def erase(self, accounts: Sequence[Account]) -> None:
        kept = {one.account for one in await self._rota.people()}
        kept |= {turn.account for turn in await self._rota.turns(date.min)}
        for account in kept:
            if _among(accounts, account):
                await self._rota.forget(account)


def _among(accounts: Sequence[Account], account: Account) -> bool:
    return any(account.same(one) for one in accounts)


def _signed(one: Facilitator) -> Held:
    return Held(f"you are shown as {one.name}", {"account": str(one.account), "shown as": one.name})


def _turn(one: Turn) -> Held:
    days = {"from": one.start.isoformat(), "to": one.end.isoformat()}
    return Held(f"{said_day(one.start)} to {said_day(one.end)}", {"account": str(one.account), **days})
