"""What introductions hold about somebody by name."""

from collections.abc import Sequence

from bot.chat.requests import Account
from bot.directory.model import Directory, Entry
from bot.introductions.farewell import Farewell
from bot.introductions.model import Introduction, Introductions, State, Watch, Watches
from bot.my_data.model import Held, said_day

_GONE = "somebody who is not in the Directory any more"
# What became of an introduction: as the one who asked was told it, and as the one who was asked did it.
_ASKER = {
    State.ASKED: "They have not answered yet.",
    State.ACCEPTED: "They accepted.",
    State.SILENT: "They did not answer, and I let it rest.",
    State.UNREACHED: "I could not reach them, and let it rest.",
    State.WITHDRAWN: "You took it back.",
}
_ASKED = {
    State.ASKED: "You have not answered yet.",
    State.ACCEPTED: "You accepted.",
    State.DECLINED: "You said that it does not suit you now.",
    State.SILENT: "You did not answer, and they were told not to wait.",
    State.UNREACHED: "I could not reach you with it.",
    State.WITHDRAWN: "They took it back.",
}


class IntroductionHolding:
    """Implements `bot.my_data.model.Holding`: who somebody asked to meet, and who asked to meet them.

    What was asked without a name is no introduction until its author says who they are, and is not among these.
    """

    name = "Introductions"

    def __init__(self, introductions: Introductions, directory: Directory, farewell: Farewell) -> None:
        self._introductions = introductions
        self._directory = directory
        self._farewell = farewell

    async def show(self, accounts: Sequence[Account]) -> Sequence[Held]:
        found = {one.id: one for account in accounts for one in await self._introductions.of(account)}
        return [await self._held(one, accounts) for one in found.values()]

    async def _held(self, one: Introduction, accounts: Sequence[Account]) -> Held:
        """Name the other of the two, and whoever was suggested instead, as long as members can find them."""
        asked, other = await self._named(one.entry_id), await self._named(one.other)
        if any(account.same(one.asker) for account in accounts):
            said = f"You asked {asked or _GONE} for an introduction on {said_day(one.asked_at)}. {_told(one, other)}"
        else:
            said = f"{one.asker_name} asked you for an introduction on {said_day(one.asked_at)}. {_done(one, other)}"
        return Held(
            said,
            {
                "asked by": one.asker_name,
                "asked": asked,
                "found for": one.skill,
                "reason": one.reason,
                "asked at": one.asked_at.isoformat(timespec="minutes"),
                "state": one.state.value,
                "remark": one.remark,
            },
        )

    async def _named(self, entry_id: str) -> str:
        entry: Entry | None = await self._directory.find(entry_id) if entry_id else None
        return entry.name if entry and entry.listed else ""

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


def _told(one: Introduction, other: str) -> str:
    """Say what became of it in the sense in which the asker was told: why somebody said no is nobody's to know."""
    instead = f"They suggested {other} instead." if other else "They could not take it on."
    return _ASKER.get(one.state, instead)


def _done(one: Introduction, other: str) -> str:
    return _ASKED.get(one.state, f"You suggested {other or 'somebody else'} instead.")


def _watched(one: Watch) -> str:
    return f"{one.skill}{', and you were told' if one.told else ''}"
