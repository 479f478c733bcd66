"""Things that are kept sealed, each under a key of its own: opened, changed and sealed again."""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from weakref import WeakValueDictionary

from bot.chat.errors import Refusal
from bot.chat.veil import Broken, Lock
from bot.support.kept import Kept, SealedCase
from bot.support.model import CAP, KEEP
from bot.support.tries import tries
from bot.support.vault import LockedAway, Shredded, Vault

log = logging.getLogger(__name__)

_ID_BYTES = 8
# Of many, so many are opened before others get their turn.
_AT_ONCE = 50

Content = TypeVar("Content")


class Unreadable(Exception):  # noqa: N818 - it is what it is
    """What was unsealed is nothing that this version has written."""


@dataclass(frozen=True, slots=True)
class Form(Generic[Content]):
    """How something becomes bytes, and what `purpose` those are sealed for.

    `act_at` says when it has to be looked at next. `unpack` raises `Unreadable`.
    """

    purpose: str
    pack: Callable[[Content], bytes]
    unpack: Callable[[bytes], Content]
    act_at: Callable[[Content], datetime | None]


class Book(Generic[Content]):
    """Opens what is kept, and lets it be changed; nobody else sees a key, or what is sealed."""

    def __init__(
        self,
        kept: Kept,
        vault: Vault,
        form: Form[Content],
        wake: Callable[[], None] = lambda: None,
        beside: Sequence[Kept] = (),
    ) -> None:
        """`wake` is called when something has to be looked at, perhaps earlier than was known.

        `beside` is what else has its keys in the vault, and is seen to by `expire`.
        """
        self._kept = kept
        self._vault = vault
        self._form = form
        self._wake = wake
        self._beside = beside
        self._turns = WeakValueDictionary[str, asyncio.Lock]()

    async def start(self, make: Callable[[str, Lock], Content]) -> Content:
        """Start something: `make` gets its random id and its lock."""
        case_id = secrets.token_hex(_ID_BYTES)
        lock = await self._vault.create(case_id)
        content = make(case_id, lock)
        await self._kept.add(self._seal(case_id, content, lock, 0))
        self._wake()
        return content

    async def open(self, case_id: str) -> tuple[Content, Lock]:
        """Open something. Raises `Shredded` and `LockedAway`."""
        content, lock, _ = await self._find(case_id)
        return content, lock

    async def change(self, case_id: str, edit: Callable[[Content], Content]) -> Content:
        """Let `edit` change something; it is asked again when somebody was quicker, and may refuse.

        Returns what it is then; when `edit` returns what it was given, nothing is written.
        """
        return await self._change(case_id, edit)

    async def open_all(
        self, wanted: Callable[[bytes, Lock], bool] = lambda _plain, _lock: True
    ) -> Sequence[tuple[Content, Lock]]:
        """Open everything that can be opened, and of which a look at its bytes says that it is wanted."""
        return [one async for one in self._open_all(await self._kept.all(), wanted)]

    async def open_due(self, now: datetime) -> Sequence[tuple[Content, Lock]]:
        """Open what has to be looked at by now."""
        return [one async for one in self._open_all(await self._kept.due(now), lambda _plain, _lock: True)]

    async def locked_away(self) -> int:
        """Count what cannot be opened any more, because its key is lost."""
        kept = await self._kept.all()
        return len(kept) - len(await self._vault.locks([case.id for case in kept]))

    async def next_due(self) -> datetime | None:
        return await self._kept.next_due()

    async def shred(self, *case_ids: str) -> None:
        """Forget things for good: first their keys, then the rest. What a crash leaves of it, `expire` sees to."""
        await self._vault.shred(*case_ids)
        await self._kept.remove(*case_ids)
        await self._vault.forget(*case_ids)

    async def expire(self, now: datetime) -> None:
        """Destroy the keys that are older than anything may be, and delete everything whose key was destroyed.

        What has no key may be something whose keys are elsewhere just now, so it is kept until no key could be left.
        """
        await self._vault.expire(now)
        over = await self._vault.shredded()
        for kept in (self._kept, *self._beside):
            late = {case.id for case in await kept.due(now - CAP - KEEP)}
            if gone := {*over, *(late - (await self._vault.locks(late)).keys())}:
                await kept.remove(*gone)
        await self._vault.forget(*over)

    async def _change(self, case_id: str, edit: Callable[[Content], Content], *, for_good: bool = False) -> Content:
        # Who changes it here waits for their turn; only other processes can be quicker.
        async with self._turns.setdefault(case_id, asyncio.Lock()):
            # Each change is made anew on what the others made of it.
            async for _ in tries():
                content, lock, version = await self._find(case_id)
                changed = edit(content)
                if changed is content:
                    return changed
                if await self._kept.save(self._seal(case_id, changed, lock, version), for_good=for_good):
                    self._wake()
                    return changed
        raise Refusal("Too many people are writing there just now.", "Please try again in a moment.")

    async def _open_all(
        self, cases: Sequence[SealedCase], wanted: Callable[[bytes, Lock], bool]
    ) -> AsyncIterator[tuple[Content, Lock]]:
        locks = await self._vault.locks([case.id for case in cases])
        for number, case in enumerate(cases, 1):
            if number % _AT_ONCE == 0:
                await asyncio.sleep(0)
            if not (lock := locks.get(case.id)):
                continue
            with suppress(LockedAway):
                plain = self._unseal(case, lock)
                if wanted(plain, lock):
                    yield self._read(plain), lock

    async def _find(self, case_id: str) -> tuple[Content, Lock, int]:
        case = await self._kept.find(case_id)
        if case is None:
            raise Shredded
        lock = await self._vault.lock(case.id)
        return self._read(self._unseal(case, lock)), lock, case.version

    def _seal(self, case_id: str, content: Content, lock: Lock, version: int) -> SealedCase:
        sealed = lock.seal(self._form.purpose, self._form.pack(content))
        return SealedCase(id=case_id, sealed=sealed, act_at=self._form.act_at(content), version=version)

    def _unseal(self, case: SealedCase, lock: Lock) -> bytes:
        try:
            return lock.open(self._form.purpose, case.sealed)
        except Broken:
            raise LockedAway from None

    def _read(self, plain: bytes) -> Content:
        try:
            return self._form.unpack(plain)
        except Unreadable:
            # Which one it is stays out of the log.
            log.error("a case cannot be read; a newer version may have written it")  # noqa: TRY400 - that says it
            raise LockedAway from None
