"""What introductions hold about somebody by name."""

from collections.abc import Sequence

from bot.chat.requests import Account
from bot.introductions.farewell import Farewell
from bot.introductions.model import Introduction, Introductions, Watch, Watches
from bot.my_data.model import Held


class IntroductionHolding:
    """Implements `bot.my_data.model.Holding`: who somebody asked to meet, and who asked to meet them."""

    name = "Introductions"

    def __init__(self, introductions: Introductions, farewell: Farewell) -> None:
        self._introductions = introductions
        self._farewell = farewell

    async def show(self, accounts: Sequence[Account]) -> Sequence[Held]:
        found = {one.id: one for account in accounts for one in await self._introductions.of(account)}
        return [_introduction(one, accounts) for one in found.values()]

    async def erase(self, accounts: Sequence[Account]) -> None:
        for account in accounts:
            await self._farewell.part(account)


class WatchHolding:
    """Implements `bot.my_data.model.Holding`: skills that somebody waits for."""

    name = "Skills you wait for"

    def __init__(self, watches: Watches) -> None:
        self._watches = watches

    async def show(self, accounts: Sequence[Account]) -> Sequence[Held]:
        found = [one for account in accounts for one in await self._watches.of(account)]
        return [Held(_watched(one), {"skill": one.skill, "since": one.since.isoformat()}) for one in found]

    async def erase(self, accounts: Sequence[Account]) -> None:
        for account in accounts:
            await self._watches.forget_account(account)


def _introduction(one: Introduction, accounts: Sequence[Account]) -> Held:
    mine = any(account.same(one.asker) for account in accounts)
    said = f"{'You asked somebody' if mine else f'{one.asker_name} asked you'} on {one.asked_at:%d.%m.%Y}: {one.state}"
    return Held(
        said,
        {
            "asked by": one.asker_name,
            "reason": one.reason,
            "asked at": one.asked_at.isoformat(timespec="minutes"),
            "state": one.state.value,
            "remark": one.remark,
        },
    )


def _watched(one: Watch) -> str:
    return f"{one.skill}{', and you were told' if one.told else ''}"
