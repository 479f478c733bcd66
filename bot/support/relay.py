"""Carrying something to somebody whose address is sealed: opened at the last moment, and kept nowhere."""

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from bot.chat.requests import Account, Address
from bot.chat.veil import Broken, Lock, opened_address
from bot.chat.views import Block
from bot.delivery.model import Gone, Later, Messenger, Refused, Unreadable
from bot.support.casebook import Casebook
from bot.support.model import Dossier, Voice
from bot.support.vault import LockedAway, Shredded

# What stands in the outbox where a platform's name would: whose conversation it is stays in the case.
SEALED = "sealed"
# Until the platform is there; see `Courier.absent`.
_SOON = 15.0
_POSTED = "posted"
# In place of a reference when they could not be reached.
_NOTHING = ""
# Longer than any reference, so that nothing tells one platform from another, or from none.
_PADDED = 64


def sealed_address(dossier: Dossier, voice: Voice) -> Address:
    """Name the private conversation with a voice of a case, without saying whose it is."""
    return Address(SEALED, f"{dossier.id}.{voice.id}")


class Relay:
    """Implements `Messenger` for sealed addresses, by way of the platforms' own messengers.

    What a platform calls a message is sealed, too, because it may name the conversation, and so the person. Whether
    they could be reached is kept from everybody: a case whose author cannot be written to any more would be known for
    the case of whoever left last. They find it in the inbox, should they come back.
    """

    pace = 1.0
    groups = False

    def __init__(self, casebook: Casebook, messengers: Mapping[str, Messenger]) -> None:
        """`messengers` are those of the platforms, now or later."""
        self._casebook = casebook
        self._messengers = messengers

    @property
    def patience(self) -> float:
        return max((messenger.patience for messenger in self._platforms.values()), default=1.0)

    async def post(self, to: Address, blocks: Sequence[Block], key: str) -> str:
        try:
            lock, person = await self._open(to)
        except Gone:
            # Whoever words it will notice, and leave it unsaid.
            raise Later(_SOON) from None
        try:
            return _seal(await self._messenger(person).post(person, blocks, key), lock)
        except Refused:
            return _seal(_NOTHING, lock)

    async def find(self, to: Address, key: str, since: datetime) -> str | None:
        try:
            lock, person = await self._open(to)
        except Gone:
            return None
        try:
            posted = await self._messenger(person).find(person, key, since)
        except (Refused, Unreadable):
            return _seal(_NOTHING, lock)
        return posted and _seal(posted, lock)

    async def edit(self, to: Address, posted: str, blocks: Sequence[Block]) -> None:
        lock, person = await self._open(to)
        if message := _opened(posted, lock):
            with suppress(Refused, Gone):
                await self._messenger(person).edit(person, message, blocks)

    async def remove(self, to: Address, posted: str) -> None:
        lock, person = await self._open(to)
        if message := _opened(posted, lock):
            with suppress(Refused, Gone):
                await self._messenger(person).remove(person, message)

    async def replies(self, to: Address, posted: str) -> int:
        lock, person = await self._open(to)
        try:
            return await self._messenger(person).replies(person, _opened(posted, lock))
        except (Refused, Unreadable):
            raise Unreadable("I cannot read what they answered.") from None

    @property
    def _platforms(self) -> Mapping[str, Messenger]:
        return {name: messenger for name, messenger in self._messengers.items() if name != SEALED}

    def _messenger(self, person: Address) -> Messenger:
        if person.platform not in self._platforms:
            raise Later(_SOON)
        return self._platforms[person.platform]

    async def _open(self, to: Address) -> tuple[Lock, Address]:
        """Find whom an address stands for. Raises `Gone` when their case is."""
        case_id, _, voice_id = to.channel.partition(".")
        try:
            opened = await self._casebook.find(case_id)
            voice = next((voice for voice in opened.dossier.voices if voice.id == voice_id), None)
            if voice is None or voice.address is None:
                raise Gone
            return opened.lock, Address.of(Account.parse(opened_address(voice.address, opened.lock)))
        except (Shredded, LockedAway, Broken):
            raise Gone from None


def _seal(posted: str, lock: Lock) -> str:
    return b64encode(lock.seal(_POSTED, posted.encode().ljust(_PADDED))).decode()


def _opened(posted: str, lock: Lock) -> str:
    try:
        return lock.open(_POSTED, b64decode(posted)).decode().rstrip()
    except (Broken, ValueError):
        raise Gone from None
