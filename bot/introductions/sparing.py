"""Whether something that was written to somebody without a name may still reach them when its time has come."""

from dataclasses import dataclass

from bot.directory.model import Directory
from bot.introductions.weekly import Weekly


@dataclass(frozen=True, slots=True)
class Sparing:
    """Spares those who are not to be asked any more, or not so often: much can happen between a draft and its time.

    Only here is it counted, and not when something is sent: whoever may learn what waits learns when it was written.
    """

    directory: Directory
    weekly: Weekly

    async def hindrance(self, entry_id: str) -> str:
        """Say why nothing may reach an entry of the Directory now; empty when it may."""
        entry = await self.directory.find(entry_id)
        if entry is None or not entry.listed:
            return "They cannot be asked here any more."
        if not entry.unnamed:
            return "They are asked by name alone now."
        if await self.weekly.full(entry):
            return (
                "They have been asked as often this week as one person should be, so I have not sent it. Try again "
                "next week, or ask somebody else who lists it."
            )
        return ""
