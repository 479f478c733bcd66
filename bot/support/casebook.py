"""Every case, opened with its key and sealed again: the one way from the store to a dossier."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.chat.veil import Lock, Veil
from bot.support.book import Book, Form
from bot.support.codec import asks_one, pack, speaks_of, unpack
from bot.support.kept import Cases, Kept
from bot.support.model import CAP, Dossier, Part, Standing, Voice
from bot.support.vault import Vault

# Every case is looked at some day, so that none is forgotten without being shredded.
_FORM = Form("dossier", pack, unpack, lambda dossier: dossier.act_at or dossier.opened + CAP)


@dataclass(frozen=True, slots=True)
class Opened:
    """A dossier, and the lock of its case; printed without either."""

    dossier: Dossier = field(repr=False)
    lock: Lock = field(repr=False)

    def voice_of(self, veil: Veil) -> Voice | None:
        """Find the first voice that somebody has in this case, which is the author's if they are the author."""
        return next(iter(self.voices_of(veil)), None)

    def voices_of(self, veil: Veil) -> tuple[Voice, ...]:
        """Find every voice that somebody has in this case: what they say by name stays apart from what they do not.

        Whom it asks alone has none before it is with them, nor when it is taken back, but that of a report.
        """
        hidden = self.dossier.asks and self.dossier.request.standing is not Standing.SAID
        voices = [one for one in self.dossier.voices if not hidden or one.part in (Part.AUTHOR, Part.REPORTER)]
        return tuple(one for one in voices if any(veil.made(mark, self.lock) for mark in (one.mark, *one.also)))


class Casebook(Book[Dossier]):
    """The book of all cases."""

    def __init__(
        self, cases: Cases, vault: Vault, wake: Callable[[], None] = lambda: None, beside: Sequence[Kept] = ()
    ) -> None:
        """Like `Book`."""
        super().__init__(cases, vault, _FORM, wake, beside)

    async def change(self, case_id: str, edit: Callable[[Dossier], Dossier], *, for_good: bool = False) -> Dossier:
        """Like `Book.change`; with `for_good`, what it was is kept nowhere any more."""
        return await self._change(case_id, edit, for_good=for_good)

    async def find(self, case_id: str) -> Opened:
        """Open a case. Raises `Shredded` and `LockedAway`."""
        return Opened(*await self.open(case_id))

    async def reach(self, case_id: str, within: str) -> tuple[Lock, bytes | None]:
        """Implements `bot.support.relay.Whereabouts`: `within` is the id of a voice."""
        opened = await self.find(case_id)
        voice = next((one for one in opened.dossier.voices if one.id == within), None)
        return opened.lock, voice.address if voice else None

    async def all(self) -> Sequence[Opened]:
        """Open every case that can be opened."""
        return [Opened(*one) for one in await self.open_all()]

    async def mine(self, veil: Veil) -> Sequence[tuple[Opened, Voice]]:
        """Find the cases in which somebody has a voice, and which: each is asked, because no list of them is kept."""
        likely = await self.open_all(lambda plain, lock: speaks_of(veil.mark(lock), plain))
        return [(opened, voice) for one in likely if (voice := (opened := Opened(*one)).voice_of(veil))]

    async def wishes(self) -> Sequence[Opened]:
        """Open the cases that ask one person alone."""
        found = [Opened(*one) for one in await self.open_all(lambda plain, _: asks_one(plain))]
        return [one for one in found if one.dossier.asks]

    async def due(self, now: datetime) -> Sequence[Opened]:
        """Open the cases that have to be looked at by now."""
        return [Opened(*one) for one in await self.open_due(now)]
