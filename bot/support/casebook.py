"""Every case, opened with its key and sealed again: the one way from the store to a dossier."""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from bot.chat.errors import Refusal
from bot.chat.veil import Broken, Lock, Veil
from bot.support.codec import Unreadable, pack, speaks_of, unpack
from bot.support.model import CAP, KEEP, Cases, Dossier, SealedCase, Voice
from bot.support.vault import LockedAway, Shredded, Vault

log = logging.getLogger(__name__)

_DOSSIER = "dossier"
_ID_BYTES = 8
# Several people may act on one case at once; each change is made anew on what the others made of it.
_TRIES = 20
# Of many cases, so many are opened before others get their turn.
_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Opened:
    """A dossier, and the lock of its case; printed without either."""

    dossier: Dossier = field(repr=False)
    lock: Lock = field(repr=False)

    def voice_of(self, veil: Veil) -> Voice | None:
        """Find the first voice that somebody has in this case, which is the author's if they are the author."""
        return next(iter(self.voices_of(veil)), None)

    def voices_of(self, veil: Veil) -> tuple[Voice, ...]:
        """Find every voice that somebody has in this case: what they say by name stays apart from what they do not."""
        return tuple(voice for voice in self.dossier.voices if veil.made(voice.mark, self.lock))


class Casebook:
    """Opens cases, and lets them be changed; nobody else sees a key or a sealed dossier."""

    def __init__(self, cases: Cases, vault: Vault, wake: Callable[[], None] = lambda: None) -> None:
        """`wake` is called when a case has to be looked at, perhaps earlier than was known."""
        self._cases = cases
        self._vault = vault
        self._wake = wake

    async def begin(self, make: Callable[[str, Lock], Dossier]) -> Dossier:
        """Start a case: `make` gets its random id and its lock."""
        case_id = secrets.token_hex(_ID_BYTES)
        lock = await self._vault.create(case_id)
        dossier = make(case_id, lock)
        await self._cases.add(_seal(dossier, lock, 0))
        self._wake()
        return dossier

    async def find(self, case_id: str) -> Opened:
        """Open a case. Raises `Shredded` and `LockedAway`."""
        case = await self._cases.find(case_id)
        if case is None:
            raise Shredded
        return await self._open(case)

    async def change(self, case_id: str, edit: Callable[[Dossier], Dossier]) -> Dossier:
        """Let `edit` change a case; it is asked again when somebody was quicker, and may refuse.

        Returns the dossier as it is then; when `edit` returns the one it was given, nothing is written.
        """
        for _ in range(_TRIES):
            case = await self._cases.find(case_id)
            if case is None:
                raise Shredded
            opened = await self._open(case)
            changed = edit(opened.dossier)
            if changed is opened.dossier:
                return changed
            if await self._cases.save(_seal(changed, opened.lock, case.version)):
                self._wake()
                return changed
        raise Refusal("Too many people are writing there just now.", "Please try again in a moment.")

    async def all(self) -> Sequence[Opened]:
        """Open every case that can be opened."""
        return [opened async for opened in self._open_all(await self._cases.all())]

    async def mine(self, veil: Veil) -> Sequence[tuple[Opened, Voice]]:
        """Find the cases in which somebody has a voice, and which: each is asked, because no list of them is kept."""
        cases = self._open_all(await self._cases.all(), lambda plain, lock: speaks_of(veil.mark(lock), plain))
        return [(opened, voice) async for opened in cases if (voice := opened.voice_of(veil))]

    async def due(self, now: datetime) -> Sequence[Opened]:
        """Open the cases that have to be looked at by now."""
        return [opened async for opened in self._open_all(await self._cases.due(now))]

    async def next_due(self) -> datetime | None:
        return await self._cases.next_due()

    async def shred(self, *case_ids: str) -> None:
        """Forget cases for good: first their keys, then the rest. What a crash leaves of it, `expire` sees to."""
        await self._vault.shred(*case_ids)
        await self._cases.remove(*case_ids)
        await self._vault.forget(*case_ids)

    async def expire(self, now: datetime) -> None:
        """Destroy the keys that are older than any case may be, and delete every case whose key was destroyed.

        A case without a key may be one whose keys are elsewhere just now, so it is kept until no key could be left.
        """
        await self._vault.expire(now)
        if over := await self._vault.shredded():
            await self._cases.remove(*over)
            await self._vault.forget(*over)
        late = {case.id for case in await self._cases.due(now - CAP - KEEP)}
        if lost := late - (await self._vault.locks(late)).keys():
            await self._cases.remove(*lost)

    async def _open_all(
        self, cases: Sequence[SealedCase], wanted: Callable[[bytes, Lock], bool] = lambda _plain, _lock: True
    ) -> AsyncIterator[Opened]:
        """Open those that can be opened, and of which a look at the packed dossier says that they are wanted."""
        locks = await self._vault.locks([case.id for case in cases])
        for number, case in enumerate(cases, 1):
            if number % _AT_ONCE == 0:
                await asyncio.sleep(0)
            if not (lock := locks.get(case.id)):
                continue
            with suppress(LockedAway):
                plain = _unseal(case, lock)
                if wanted(plain, lock):
                    yield Opened(_read(plain), lock)

    async def _open(self, case: SealedCase) -> Opened:
        lock = await self._vault.lock(case.id)
        return Opened(_read(_unseal(case, lock)), lock)


def _seal(dossier: Dossier, lock: Lock, version: int) -> SealedCase:
    # Every case is looked at some day, so that none is forgotten without being shredded.
    act_at = dossier.act_at or dossier.opened + CAP
    return SealedCase(id=dossier.id, sealed=lock.seal(_DOSSIER, pack(dossier)), act_at=act_at, version=version)


def _unseal(case: SealedCase, lock: Lock) -> bytes:
    try:
        return lock.open(_DOSSIER, case.sealed)
    except Broken:
        raise LockedAway from None


def _read(plain: bytes) -> Dossier:
    try:
        return unpack(plain)
    except Unreadable:
        # Which one it is stays out of the log.
        log.error("a case cannot be read; a newer version may have written it")  # noqa: TRY400 - that says it
        raise LockedAway from None
