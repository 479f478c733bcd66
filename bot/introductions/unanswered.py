"""Introductions by name that wait for somebody's answer, for their inbox."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat.veil import Veil
from bot.directory.model import Directory
from bot.introductions import messages
from bot.introductions.model import Introduction, Introductions, State
from bot.support.inbox import CARDS, Waiting

_SECRET = 32
# How many cards' room a question takes without its reason, and for how many characters of that it takes one more.
_ROOM, _CHARACTERS = 3, 500


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Shows each reader of an inbox who waits for their answer; an inbox learns of nobody who its reader is."""

    introductions: Introductions
    directory: Directory

    async def waiting(self, reader: Veil) -> Sequence[Waiting]:
        """List what the reader is asked, by any of their accounts, oldest first."""
        secret = secrets.token_bytes(_SECRET)
        mine, found = reader.tally(secret), list[Waiting]()
        for one in await self.introductions.open():
            if one.state is State.ASKED and mine in await self._asked(one, secret):
                found.append(Waiting(messages.waits(one), _room(one)))
        return found

    async def _asked(self, one: Introduction, secret: bytes) -> set[bytes]:
        """Return what stands for those who may answer, as `Introduce` lets them; nobody, when the entry is gone."""
        entry = await self.directory.find(one.entry_id)
        accounts = {one.account, *entry.accounts} if entry else ()
        return {Veil(str(account), "").tally(secret) for account in accounts}


def _room(one: Introduction) -> int:
    return min(_ROOM + len(one.reason) // _CHARACTERS, CARDS)
