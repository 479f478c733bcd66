"""One neutral sentence in private, that there is something to read; taken back when the case is over."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.chat.calls import call
from bot.chat.views import Actions, Button, Text
from bot.delivery.composers import Composer, Said, Words
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Delivery
from bot.support.asides import NO_MORE, Asides
from bot.support.casebook import Casebook
from bot.support.model import Dossier, Voice
from bot.support.vault import LockedAway, Shredded

# Kept in the database: do not rename.
NUDGE, NUDGE_BACK = "support-nudge", "support-nudge-back"

# The same for everybody and everything, whether it is good news or bad: whoever sees the screen learns nothing.
_SENTENCE = "There is something new for you. Type /inbox to read it; only you can see it."


class Nudges:
    """Tells voices of a case that something waits for them, at most once until they have looked."""

    def __init__(self, casebook: Casebook, letterbox: Letterbox, now: Callable[[], datetime]) -> None:
        self._casebook = casebook
        self._asides = Asides(letterbox, now, name="nudges", back=NUDGE_BACK)

    def composers(self) -> Mapping[str, Composer]:
        return {NUDGE: self._nudge, **self._asides.composers()}

    async def tell(self, dossier: Dossier, *voices: Voice) -> None:
        """Nudge those who want to be told, and were not since they last looked."""
        await self._asides.put(NUDGE, dossier.id, *((one.id, str(one.looks)) for one in voices if one.address))

    async def take_back(self, dossier: Dossier, *voices: Voice) -> bool:
        """Take back every nudge about a case, or those to some voices; like `Asides.take_back`."""
        return await self._asides.take_back(dossier.id, *(one.id for one in voices))

    async def _nudge(self, delivery: Delivery, now: datetime) -> Said:
        del now
        case_id, voice_id, which = delivery.payload.split(".", 2)
        try:
            opened = await self._casebook.find(case_id)
        except (Shredded, LockedAway):
            return NO_MORE
        voice = next((voice for voice in opened.dossier.voices if voice.id == voice_id), None)
        if voice is None or which != str(voice.looks) or await self._asides.taken_back(delivery):
            return NO_MORE
        return Words([Text((_SENTENCE,)), Actions((Button("Open my inbox", call("inbox")),))])
