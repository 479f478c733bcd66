"""One neutral sentence in private, that there is something to read; taken back when the case is over."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from bot.chat.calls import call
from bot.chat.views import Actions, Button, Text
from bot.delivery.courier import Composer, Removal, Said, Unsaid, Words
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import ENDED, Delivery, Draft, State
from bot.support.casebook import Casebook
from bot.support.model import Dossier, Voice
from bot.support.relay import sealed_address
from bot.support.vault import LockedAway, Shredded

# Kept in the database: do not rename.
NUDGE, NUDGE_BACK = "support-nudge", "support-nudge-back"
# Somebody who cannot be reached so long finds it in the inbox all the same.
_EXPIRES = timedelta(days=3)
# Taking it back matters for longer.
_BACK = timedelta(days=7)

# The same for everybody and everything, whether it is good news or bad: whoever sees the screen learns nothing.
_SENTENCE = "There is something new for you. Type /inbox to read it; only you can see it."


class Nudges:
    """Tells voices of a case that something waits for them, at most once until they have looked."""

    def __init__(self, casebook: Casebook, letterbox: Letterbox, now: Callable[[], datetime]) -> None:
        self._casebook = casebook
        self._letterbox = letterbox
        self._now = now

    def composers(self) -> Mapping[str, Composer]:
        return {NUDGE: self._nudge, NUDGE_BACK: self._back}

    async def tell(self, dossier: Dossier, *voices: Voice) -> None:
        """Nudge those who want to be told, and were not since they last looked."""
        drafts = [
            self._draft(NUDGE, dossier, one, f"{one.seen}.{one.heard}", _EXPIRES) for one in voices if one.address
        ]
        await self._letterbox.put(*drafts)

    async def take_back(self, dossier: Dossier) -> bool:
        """Take back every nudge about a case that was put before; those not sent yet never are.

        False while that goes on: its keys have to stay until then.
        """
        sent = [one for one in await self._letterbox.about(_about(dossier)) if one.kind == NUDGE]
        named = {sealed_address(dossier, voice): voice for voice in dossier.voices}
        drafts = [self._draft(NUDGE_BACK, dossier, named[one.to], one.id, _BACK) for one in sent if one.to in named]
        await self._letterbox.put(*drafts)
        return await self.settled(dossier)

    async def settled(self, dossier: Dossier) -> bool:
        """Whether nothing is under way to anybody any more, so that nothing is lost with the keys of the case."""
        return all(one.state in ENDED for one in await self._letterbox.about(_about(dossier)))

    def _draft(self, kind: str, dossier: Dossier, voice: Voice, which: str, expires: timedelta) -> Draft:
        now = self._now()
        return Draft(
            key=f"{kind}/{dossier.id}/{voice.id}/{which}",
            kind=kind,
            payload=f"{dossier.id}.{voice.id}.{which}",
            to=sealed_address(dossier, voice),
            due_at=now,
            expires_at=now + expires,
            about=_about(dossier),
        )

    async def _nudge(self, delivery: Delivery, now: datetime) -> Said:
        del now
        case_id, voice_id, which = delivery.payload.split(".", 2)
        try:
            opened = await self._casebook.find(case_id)
        except (Shredded, LockedAway):
            return _NO_MORE
        voice = next((voice for voice in opened.dossier.voices if voice.id == voice_id), None)
        if voice is None or which != _looked(voice) or await self._taken_back(delivery):
            return _NO_MORE
        return Words([Text((_SENTENCE,)), Actions((Button("Open my inbox", call("inbox")),))])

    async def _back(self, delivery: Delivery, now: datetime) -> Said:
        """Take one back; one that was never sent finds out by itself."""
        del now
        nudge = _nudge_of(delivery)
        about = await self._letterbox.about(delivery.about)
        posted = next((one.posted for one in about if one.id == nudge and one.posted), "")
        return Removal(posted) if posted else _NO_MORE

    async def _taken_back(self, nudge: Delivery) -> bool:
        about = await self._letterbox.about(nudge.about)
        return any(one.kind == NUDGE_BACK and _nudge_of(one) == nudge.id for one in about)


def _nudge_of(back: Delivery) -> str:
    """Name the delivery that is taken back."""
    return back.payload.rpartition(".")[2]


def _looked(voice: Voice) -> str:
    return f"{voice.seen}.{voice.heard}"


def _about(dossier: Dossier) -> str:
    return f"{dossier.id}/nudges"


_NO_MORE = Unsaid(State.UNWANTED, "There is nothing new for them any more.")
