"""Telling facilitators that something needs them: those on duty first, and never who was left out."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from bot.chat.calls import call
from bot.chat.requests import Account, Address
from bot.chat.views import Actions, Button, Strong, Text, Tone
from bot.delivery.composers import Composer, Removal, Said, Unsaid, Words
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Delivery, Draft, State
from bot.support.blocks import meant
from bot.support.casebook import Casebook
from bot.support.facilitators import Facilitators, left_out
from bot.support.model import Dossier, Kind, Standing
from bot.support.vault import LockedAway, Shredded

log = logging.getLogger(__name__)

# Kept in the database: do not rename.
DUTY, DUTY_BACK = "support-duty", "support-duty-back"
_EXPIRES = timedelta(days=3)
# Taking it back matters for longer.
_BACK_EXPIRES = timedelta(days=7)


class News(StrEnum):
    """What facilitators are told of."""

    NEW = "new"
    HELD = "held"
    REPORT = "report"
    APPEAL = "appeal"
    RESPONSE = "response"
    PROPOSAL = "proposal"
    UNANSWERED = "unanswered"
    BEREFT = "bereft"


class Duty:
    """Writes to facilitators about cases. What it says holds no words of anybody, only which case it is."""

    def __init__(
        self, casebook: Casebook, facilitators: Facilitators, letterbox: Letterbox, now: Callable[[], datetime]
    ) -> None:
        self._casebook = casebook
        self._facilitators = facilitators
        self._letterbox = letterbox
        self._now = now

    def composers(self) -> Mapping[str, Composer]:
        return {DUTY: self._compose, DUTY_BACK: self._back}

    async def tell(
        self, dossier: Dossier, news: News, which: str, *, everyone: bool = False, beside: Account | None = None
    ) -> None:
        """Tell those on duty, or all when there are none or `everyone` is meant; but not `beside`, who knows it.

        `which` tells one piece of news from another of the same kind; the same one is told once.
        """
        now = self._now()

        async def may(account: Account) -> bool:
            accounts = await self._facilitators.selves(account)
            return not left_out(dossier, *accounts) and not (beside and any(one.same(beside) for one in accounts))

        chosen = [] if everyone else [one for one in await self._facilitators.on_duty() if await may(one)]
        chosen = chosen or [one for one in await self._facilitators.everyone() if await may(one)]
        if not chosen:
            # Which case it is stays out of the log.
            log.warning("there is no facilitator to tell", extra={"news": news.value})
        drafts = [
            Draft(
                key=f"{DUTY}/{dossier.id}/{news}/{which}/{account}",
                kind=DUTY,
                payload=f"{news}.{dossier.id}.{which}",
                to=Address.of(account),
                due_at=now,
                expires_at=now + _EXPIRES,
                about=dossier.id,
            )
            for account in chosen
        ]
        await self._letterbox.put(*drafts)

    async def take_back(self, dossier: Dossier, *news: News, but: str = "") -> None:
        """Take back news of these kinds about a case, other than which is `but`; what was not said yet never is."""
        told = [one for one in await self._letterbox.about(dossier.id) if one.kind == DUTY]
        for one in told:
            kind, _, which = one.payload.split(".", 2)
            if kind in news and not (but and which == but):
                await self._letterbox.put(self._taking_back(one))

    def _taking_back(self, told: Delivery) -> Draft:
        now = self._now()
        return Draft(
            key=f"{DUTY_BACK}/{told.id}",
            kind=DUTY_BACK,
            payload=told.id,
            to=told.to,
            due_at=now,
            expires_at=now + _BACK_EXPIRES,
            about=told.about,
        )

    async def _back(self, delivery: Delivery, now: datetime) -> Said:
        """Take one away; one that was never sent finds out by itself."""
        del now
        about = await self._letterbox.about(delivery.about)
        posted = next((one.posted for one in about if one.id == delivery.payload), "")
        return Removal(posted) if posted else _NO_NEED

    async def _taken_back(self, delivery: Delivery) -> bool:
        about = await self._letterbox.about(delivery.about)
        return any(one.kind == DUTY_BACK and one.payload == delivery.id for one in about)

    async def _compose(self, delivery: Delivery, now: datetime) -> Said:
        del now
        news, case_id, which = delivery.payload.split(".", 2)
        if news == News.BEREFT:
            return Words([Text((_BEREFT,)), Actions((Button("See the blocks", call("support-blocks"), Tone.PRIMARY),))])
        try:
            dossier = (await self._casebook.find(case_id)).dossier
        except (Shredded, LockedAway):
            return _NO_NEED
        if await self._taken_back(delivery) or not _needed(dossier, News(news), which):
            return _NO_NEED
        sentence, label = _SENTENCES[News(news)]
        look = call("support-review") if news == News.HELD else call("support-look", case=case_id)
        before, _, after = sentence.partition("{}")
        about = _named(dossier, News(news), which)
        return Words(
            [Text((before, Strong(about), after)), Actions((Button(label, look, Tone.PRIMARY),))],
        )


def _named(dossier: Dossier, news: News, which: str) -> str:
    """Say what the news is about: a case; or whoever is blocked, or may be, by the name they have in it."""
    thing = which.partition(".")[0]
    if news is News.PROPOSAL:
        return meant(dossier, thing)
    entry = dossier.entry(thing)
    return meant(dossier, entry.voice) if news is News.APPEAL and entry else dossier.name


def answered(dossier: Dossier) -> bool:
    """Whether anybody turned to the author, openly, unnamed or with an offer to talk."""
    own = [one for one in dossier.entries if one.voice == dossier.author.id]
    unnamed = [one for one in dossier.entries if one.kind is Kind.ANSWER and one not in own and one.standing in _COMING]
    return bool(dossier.replies or unnamed or dossier.talks)


def _needed(dossier: Dossier, news: News, which: str) -> bool:
    """Whether something still waits for a facilitator."""
    if news in (News.NEW, News.UNANSWERED):
        return not dossier.closed and not (news is News.UNANSWERED and answered(dossier))
    thing = which.partition(".")[0]
    if news is News.PROPOSAL:
        return any(one.voice == thing and not one.confirmed and not one.lifted for one in dossier.blocks)
    entry = dossier.entry(thing)
    if entry is None:
        return False
    return entry.standing in ({Standing.HELD} if news is News.HELD else {Standing.WAITING, Standing.SAID})


# The case that it is about is gone by then.
_BEREFT = (
    "Somebody is still blocked because of a request that was withdrawn. The reason is gone with it, and they cannot "
    "appeal any more: please look whether the block should stay."
)
_COMING = frozenset({Standing.HELD, Standing.WAITING, Standing.RELEASED, Standing.SAID})
_NO_NEED = Unsaid(State.UNWANTED, "It has been seen to.")
_LOOK = "Have a look"
_SENTENCES = {
    News.NEW: ("There is a new request for support: {}. You need do nothing unless you want to answer.", _LOOK),
    News.HELD: ("Something in {} waits for a facilitator before it is posted.", "Read it"),
    News.REPORT: ("Somebody reported something in {}.", _LOOK),
    News.APPEAL: ("There is an appeal against the block of {}.", _LOOK),
    News.RESPONSE: ("There is an answer to what facilitators asked in {}.", _LOOK),
    News.PROPOSAL: ("A facilitator proposes to block {}. It needs a second one to agree.", _LOOK),
    News.UNANSWERED: ("Nobody has answered {} yet. Perhaps you can, or know who could.", _LOOK),
}
