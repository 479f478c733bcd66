"""Where facilitators find cases: nobody finds one that they were left out of."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.chat.errors import NotAllowed, NotFound, Refusal
from bot.chat.requests import Account, Request
from bot.support.casebook import Casebook, Opened
from bot.support.facilitators import Facilitators, left_out
from bot.support.model import Dossier, Entry, Standing, Voice
from bot.support.vault import Shredded


class Desk:
    """Opens cases for facilitators. Whoever opens one is on the list that people choose from whom to leave out."""

    def __init__(self, casebook: Casebook, facilitators: Facilitators, now: Callable[[], datetime]) -> None:
        self.casebook = casebook
        self._facilitators = facilitators
        self.now = now

    async def all(self, request: Request) -> Sequence[Opened]:
        """List the cases that a facilitator may see, by their names, which say nothing of when they began."""
        accounts = await self._accounts(request)
        found = [one for one in await self.casebook.all() if not left_out(one.dossier, *accounts)]
        return sorted(found, key=lambda one: (one.dossier.name, one.dossier.id))

    async def open(self, request: Request) -> Opened:
        """Open the case that a request is about. Raises `NotAllowed`, `LockedAway`, and `NotFound` when it is over."""
        accounts = await self._accounts(request)
        try:
            opened = await self.casebook.find(request.text("case"))
        except Shredded:
            raise NotFound(_OVER, "Type /support-desk to see what there is.") from None
        if left_out(opened.dossier, *accounts):
            raise NotAllowed(_OTHERS, "There is nothing you need to do.")
        return opened

    async def change(self, case_id: str, edit: Callable[[Dossier], Dossier]) -> Dossier:
        """Change a case that was opened. Raises what `open` raises when it ended meanwhile."""
        try:
            return await self.casebook.change(case_id, edit)
        except Shredded:
            raise NotFound(_OVER, "Type /support-desk to see what there is.") from None

    async def _accounts(self, request: Request) -> Sequence[Account]:
        """Remember that somebody came as a facilitator; returns all accounts by which they may have been left out."""
        await self._facilitators.sign(request.actor)
        return await self._facilitators.selves(request.actor.account)


def entry_of(dossier: Dossier, entry_id: str) -> Entry:
    """Find an entry that facilitators may read. Raises `NotFound`, in the same words for all others."""
    entry = dossier.entry(entry_id)
    if entry is None or not _readable(entry):
        raise NotFound("That is not there, or its author took it back.", "There is nothing to do about it now.")
    return entry


def held(entry: Entry) -> bool:
    """Whether something waits for facilitators to read it; before they are told, it would show when it was sent."""
    return entry.standing is Standing.HELD and entry.release_at is None


def _readable(entry: Entry) -> bool:
    """Whether facilitators may know how it is with something.

    Of all else, nothing they do tells whether it is a draft, sent, or came back because its author is blocked: that
    would show when somebody wrote, and that two cases are one person's. What was taken back has words as long as a
    report about them is looked at.
    """
    kept = entry.standing is Standing.WITHDRAWN and bool(entry.text)
    return kept or held(entry) or entry.standing in (Standing.SAID, Standing.REMOVED)


def still_open(dossier: Dossier) -> None:
    """Raise `Refusal` when its author closed it."""
    if dossier.closed:
        raise Refusal("That case is closed.", "Nothing more is said in it; soon nothing of it will be kept.")


def writer_of(dossier: Dossier, entry: Entry) -> Voice:
    return dossier.voice(entry.voice)


_OVER = "That case is over, and nothing of it is kept any more."
_OTHERS = "Other facilitators handle this one."
