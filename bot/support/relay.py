"""Carrying something to somebody whose address is sealed: opened at the last moment, and kept nowhere."""

import asyncio
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Protocol

from bot.chat.requests import Account, Address
from bot.chat.veil import Broken, Lock, opened_address
from bot.chat.views import Block
from bot.delivery.model import Gone, Later, Messenger, Refused, Unreadable
from bot.support.vault import LockedAway, OutOfOrder, Shredded

# What stands in the outbox where a platform's name would: whose conversation it is stays sealed.
SEALED = "sealed"
# Until the platform is there, see `Courier.absent`; and until the keys are put right.
_SOON, _LATER = 15.0, 300.0
# How many seconds it may take to find out whom an address stands for.
_FINDING = 5.0
_POSTED = "posted"
# Longer than any platform's reference: its length would tell which platform it is.
_PADDED = 128
# Stands for a message that could not be posted.
_NOWHERE = ""


def sealed_address(case_id: str, within: str) -> Address:
    """Name the private conversation with somebody of a case, or a session, as `Whereabouts` finds them."""
    return Address(SEALED, f"{case_id}.{within}")


class Whereabouts(Protocol):
    """Where addresses lie sealed, each under the lock of the case, or the session, that it was given to."""

    async def reach(self, case_id: str, within: str) -> tuple[Lock, bytes | None]:
        """Find the address of somebody, and the lock that opens it; None for who wants no word in private.

        `within` stands for them in this case alone. Raises `Shredded` for a case that is not here, or not any more,
        and `LockedAway` and `OutOfOrder` as `bot.support.vault.Vault` does.
        """


class Relay:
    """Implements `Messenger` for sealed addresses, by way of the platforms' own messengers.

    What a platform calls a message is sealed, too, because it may name the conversation, and so the person. Whether
    they could be reached is kept from everybody: a case whose author cannot be written to any more would be known for
    the case of whoever left last. They find what is new by themselves, should they come back.
    """

    pace = 1.0
    groups = False

    def __init__(
        self, cases: Whereabouts, messengers: Mapping[str, Messenger], beside: Sequence[Whereabouts] = ()
    ) -> None:
        """`messengers` are those of the platforms, now or later; `beside` is asked for what is no case."""
        self._whereabouts = (cases, *beside)
        self._messengers = messengers

    @property
    def patience(self) -> float:
        return _FINDING + max((messenger.patience for messenger in self._platforms.values()), default=1.0)

    async def post(self, to: Address, blocks: Sequence[Block], key: str) -> str:
        lock, person = await self._open(to)
        try:
            return _sealed(await self._messenger(person).post(person, blocks, key), lock)
        except Refused:
            return _sealed(_NOWHERE, lock)

    async def find(self, to: Address, key: str, since: datetime) -> str | None:
        lock, person = await self._open(to)
        try:
            posted = await self._messenger(person).find(person, key, since)
        except (Refused, Unreadable):
            posted = _NOWHERE
        return None if posted is None else _sealed(posted, lock)

    async def edit(self, to: Address, posted: str, blocks: Sequence[Block]) -> None:
        lock, person = await self._open(to)
        if (message := _opened(posted, lock)) != _NOWHERE:
            try:
                await self._messenger(person).edit(person, message, blocks)
            except (Refused, Gone):
                return

    async def remove(self, to: Address, posted: str) -> None:
        lock, person = await self._open(to)
        if (message := _opened(posted, lock)) != _NOWHERE:
            try:
                await self._messenger(person).remove(person, message)
            except (Refused, Gone):
                return

    async def replies(self, to: Address, posted: str) -> int:
        """Count none: what is said in a private conversation is no open answer."""
        del to, posted
        return 0

    @property
    def _platforms(self) -> Mapping[str, Messenger]:
        return {name: messenger for name, messenger in self._messengers.items() if name != SEALED}

    def _messenger(self, person: Address) -> Messenger:
        if person.platform not in self._platforms:
            raise Later(_SOON)
        return self._platforms[person.platform]

    async def _open(self, to: Address) -> tuple[Lock, Address]:
        """Find whom an address stands for. Raises `Gone` when their case is, and `Later` when the keys do not work."""
        case_id, _, within = to.channel.partition(".")
        try:
            async with asyncio.timeout(_FINDING):
                lock, address = await self._reach(case_id, within)
            if address is None:
                raise Gone
            return lock, Address.of(Account.parse(opened_address(address, lock)))
        except (OutOfOrder, TimeoutError):
            raise Later(_LATER) from None
        except (Shredded, LockedAway, Broken):
            raise Gone from None

    async def _reach(self, case_id: str, within: str) -> tuple[Lock, bytes | None]:
        # No id says what it is the id of, and none is of two things.
        for one in self._whereabouts:
            with suppress(Shredded):
                return await one.reach(case_id, within)
        raise Shredded


def _sealed(posted: str, lock: Lock) -> str:
    return b64encode(lock.seal(_POSTED, posted.encode().ljust(_PADDED))).decode()


def _opened(posted: str, lock: Lock) -> str:
    try:
        return lock.open(_POSTED, b64decode(posted)).decode().rstrip()
    except (Broken, ValueError):
        raise Gone from None
