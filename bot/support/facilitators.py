"""Facilitators in a case: who of them may see it, and the one voice in which they all speak."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from bot.chat.requests import Account, Actor
from bot.support.model import Dossier, Entry, Kind, Part, Standing, Voice
from bot.support.names import new_id

NAME = "The facilitators"


class Facilitators(Protocol):
    """Who the facilitators are, as far as anybody can know."""

    async def sign(self, actor: Actor) -> Account:
        """Remember that somebody acts as one, so that people can leave them out; returns the account they go by."""

    async def everyone(self) -> Sequence[Account]: ...

    async def on_duty(self) -> Sequence[Account]: ...

    async def selves(self, account: Account) -> Sequence[Account]:
        """List all accounts of whoever has this one, which comes first, as far as the Directory knows them."""


def left_out(dossier: Dossier, *accounts: Account) -> bool:
    """Whether the author wants somebody, who has these accounts, not to handle it."""
    return any(Account.parse(one).same(account) for one in dossier.left_out for account in accounts)


def told(dossier: Dossier, kind: Kind, to: str, text: str, *, about: str = "") -> Dossier:
    """Say something to the voice `to` as the facilitators.

    They have one voice, which is nobody's: who of them spoke is kept nowhere.
    """
    voice = next((one for one in dossier.voices if one.part is Part.FACILITATOR), None)
    voices = dossier.voices
    if voice is None:
        voice = Voice(id=new_id(), part=Part.FACILITATOR, mark="", name=NAME)
        voices = (*voices, voice)
    entry = Entry(id=new_id(), voice=voice.id, kind=kind, text=text, standing=Standing.SAID, to=to, about=about)
    return replace(dossier, voices=voices, entries=(*dossier.entries, entry))
