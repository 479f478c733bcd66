"""Who of those who take part in sessions can be told something in private, by the places of their papers."""

from collections.abc import Sequence

from bot.chat.veil import Lock
from bot.reflection.contributions import Contribution
from bot.reflection.folder import Ear
from bot.reflection.sessionbook import SessionBook


class Ears:
    """Implements `bot.support.relay.Whereabouts` for sessions."""

    def __init__(self, book: SessionBook) -> None:
        self._book = book

    async def reach(self, case_id: str, within: str) -> tuple[Lock, bytes | None]:
        """Find the address of somebody; `within` is the place of their paper."""
        _, lock = await self._book.open(case_id)
        who = await (await self._book.folder(case_id)).somebody(within)
        return lock, who.address if who else None

    async def of(self, session_id: str, said: Contribution) -> Ear | None:
        """Name who is to be told what became of their words; None when they want no word about them."""
        folder = await self._book.folder(session_id)
        who = await folder.participant(said.by)
        return folder.ear(said) if who and who.address and who.tell else None

    async def curious(self, session_id: str) -> Sequence[str]:
        """List the places of those who want to be asked afterwards, ordered by what says nothing."""
        folder = await self._book.folder(session_id)
        people, _ = await folder.all()
        return sorted(folder.place(who.mark) for who in people if who.follow_up and who.address)
