"""What was sent before its author was blocked, or somebody wanted no more of it, does not go out: they have it back."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

from bot.support.blocks import Blocks
from bot.support.casebook import Casebook, Opened
from bot.support.endings import given_back, waits
from bot.support.model import Dossier, Entry
from bot.support.nudges import Nudges


class HoldingBack:
    """Implements `bot.support.planner.Step`, and comes before what is due goes out, or is shown to facilitators.

    Nothing is taken back before its time: what vanished elsewhere as soon as somebody is blocked would tell
    facilitators that both are theirs.
    """

    def __init__(
        self, casebook: Casebook, blocks: Blocks, nudges: Nudges, sparing: Callable[[str], Awaitable[str]]
    ) -> None:
        """`sparing` says why nothing may reach an entry of the Directory now; empty when it may."""
        self._casebook = casebook
        self._sparing = sparing
        self._blocks = blocks
        self._nudges = nudges

    async def take(self, opened: Opened, now: datetime) -> None:
        """Give back what is due, and written by somebody who is blocked, or to somebody who is not to be asked now."""
        for entry in (one for one in opened.dossier.entries if _due(one, now)):
            voice = opened.dossier.voice(entry.voice)
            why = await self._blocks.hindrance(voice, entry, opened.lock)
            if not why and opened.dossier.asks:
                why = await self._sparing(opened.dossier.asks)
            if why:
                await self._nudges.tell(opened.dossier, voice)
                await self._casebook.change(opened.dossier.id, partial(_back, entry=entry, why=why, now=now))


def _back(dossier: Dossier, entry: Entry, why: str, now: datetime) -> Dossier:
    """Return a case with an entry given back; as it was when its author took it back meanwhile."""
    current = dossier.entry(entry.id)
    return given_back(dossier, current, why, now) if current and _due(current, now) else dossier


def _due(entry: Entry, now: datetime) -> bool:
    return waits(entry) and entry.release_at is not None and entry.release_at <= now
