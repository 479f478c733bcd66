"""What a closed session still does until it is forgotten: it asks those who led it, and those who wanted it."""

from datetime import datetime

from bot.chat.views import Button
from bot.reflection.debrief import Debrief
from bot.reflection.model import Session, Stage
from bot.reflection.notes import notes_button
from bot.reflection.summing_up import summary_button
from bot.reflection.whispers import Whispers


class Afterwards:
    """Hands in what is asked in private; each of it once, however often a crash makes somebody try again."""

    def __init__(self, debrief: Debrief, whispers: Whispers) -> None:
        self._debrief = debrief
        self._whispers = whispers

    async def see_to(self, session: Session, now: datetime) -> None:
        """Ask facilitators how it was, and participants, when its time comes, what they tried."""
        if session.stage is Stage.CLOSED:
            await self._debrief.ask(session, now)
            await self._whispers.ask(session)

    async def take_back(self, session_id: str) -> bool:
        """Take back what was asked of those without a name; like `bot.support.asides.Asides.take_back`."""
        return await self._whispers.take_back(session_id)


def ending_buttons(session: Session) -> tuple[Button, ...]:
    """List what stands on the panel of a session that ends, or is over."""
    return (*summary_button(session), *notes_button(session))
