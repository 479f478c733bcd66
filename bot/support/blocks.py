"""Whoever wrote something may write nothing unnamed for a while: who they are, nobody learns."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from bot.chat.calls import call
from bot.chat.errors import Refusal
from bot.chat.requests import Request, Selves, alone
from bot.chat.veil import Broken, Epoch, Lock, Veil, opened_moderation, salted
from bot.chat.views import Button, Diverted, Tone
from bot.support.casebook import Casebook, Opened
from bot.support.kept import Blocked, Cases
from bot.support.model import CAP, KEEP, Blocking, Dossier, Entry, Kind, Part, Standing, Voice
from bot.support.safety import not_safe_button
from bot.support.vault import LockedAway, Shredded, Vault

# The longest that two facilitators can decide on.
MOST_DAYS = 30
_DAY = timedelta(days=1)


class Blocks:
    """Blocks by marks that are alike in all cases for a while, and that no case shows: they lie in it sealed."""

    def __init__(
        self, cases: Cases, vault: Vault, casebook: Casebook, now: Callable[[], datetime], selves: Selves = alone
    ) -> None:
        self._cases = cases
        self._vault = vault
        self._casebook = casebook
        self._now = now
        self._selves = selves

    async def readers(self, request: Request) -> Sequence[Veil]:
        """Veil every account of a facilitator, the one they use first: with two of them they are one person still."""
        actor = request.actor
        others = [one for one in await self._selves(actor.account) if not one.same(actor.account)]
        return (request.veil, *(Veil(str(one), actor.name) for one in others))

    async def check(self, veil: Veil) -> None:
        """Raise `Refusal`, with the reason, the end and a way to appeal, when somebody is blocked.

        That they tried is kept nowhere.
        """
        rows = await self._cases.blocked(self._now())
        if not rows:
            return
        try:
            epochs = await self._vault.epochs(self._now())
        except LockedAway:
            return  # Without the keys, nobody can be recognised.
        found = [row for row in rows if veil.among([(row.epoch, row.mark)], epochs, row.case)]
        if found:
            raise await self._refusal(max(found, key=lambda row: row.until), veil)

    async def hindrance(self, voice: Voice, entry: Entry, lock: Lock) -> str:
        """Say why what a voice sent may not go out; empty when it may.

        A voice is known by its mark of the time in which it was first heard, and what waits by those of the time in
        which it was sent: only a block of a time that began since does not show.
        """
        rows = await self._cases.blocked(self._now())
        if not rows:
            return ""
        try:
            marks = {
                mark for sealed in (voice.moderation, entry.moderation) if sealed for mark in _opened(sealed, lock)
            }
        except LockedAway:
            return ""  # Nobody can be recognised by it.
        found = [row for row in rows if any((row.epoch, row.mark) == (at, salted(one, row.case)) for at, one in marks)]
        return (await self._why(max(found, key=lambda row: row.until)))[0] if found else ""

    async def known_until(self, voice: Voice, lock: Lock) -> datetime:
        """Return until when a voice is recognised. Raises `Refusal` when it could not be blocked by anything."""
        epoch, _ = await self._mark(voice, lock)
        return datetime.combine(epoch.ends, time(), UTC)

    async def enforce(self, opened: Opened, blocking: Blocking) -> None:
        """Let a block hold that two facilitators agreed on; once more is as good as once."""
        if blocking.until:
            epoch, mark = await self._mark(opened.dossier.voice(blocking.voice), opened.lock)
            # Salted, because one person blocked in two cases would have the same mark in both rows.
            mark = salted(mark, opened.dossier.id)
            row = Blocked(epoch=epoch.number, mark=mark, until=blocking.until, case=opened.dossier.id)
            await self._cases.block(row)

    async def lift(self, opened: Opened, blocking: Blocking) -> None:
        """Let it hold no more."""
        voice = opened.dossier.voice(blocking.voice)
        if voice.moderation is not None:
            marks = [salted(mark, opened.dossier.id) for _, mark in _opened(voice.moderation, opened.lock)]
            await self._cases.unblock(opened.dossier.id, marks)

    async def bereft(self) -> Sequence[Blocked]:
        """List the blocks in force whose case is gone, and with it their reason: nobody can appeal against them."""
        rows, gone = await self._cases.blocked(self._now()), list[Blocked]()
        for row in rows:
            try:
                await self._casebook.find(row.case)
            except Shredded:
                gone.append(row)
            except LockedAway:
                continue  # It may be there; without the keys, nobody can say.
        return gone

    async def lift_bereft(self, case_id: str) -> bool:
        """Let no block hold that came of a case that is gone; False when there is none."""
        marks = [row.mark for row in await self.bereft() if row.case == case_id]
        await self._cases.unblock(case_id, marks)
        return bool(marks)

    async def _mark(self, voice: Voice, lock: Lock) -> tuple[Epoch, str]:
        if voice.moderation is None:
            raise Refusal(
                "They wrote under their own name, so there is nothing to block.", "Speak with them, or remove the post."
            )
        [(number, mark)] = _opened(voice.moderation, lock)
        epoch = next((one for one in await self._vault.epochs(self._now()) if one.number == number), None)
        if epoch is None:
            raise Refusal("That was written too long ago for a block to hold.", "You can remove it.")
        return epoch, mark

    async def _refusal(self, row: Blocked, veil: Veil) -> Refusal:
        why, opened = await self._why(row)
        appeal = Button("Appeal without my name", call("support-appeal", case=row.case), Tone.PRIMARY)
        ways = (appeal,) if opened and opened.voice_of(veil) else ()
        return Diverted(why, _READ, ways=(*ways, not_safe_button()))

    async def _why(self, row: Blocked) -> tuple[str, Opened | None]:
        """Say what was decided, and why; and return the case that it came of, None when it is gone."""
        until = f"{row.until:%A} {row.until.day} {row.until:%B}"
        stopped = f"Two facilitators have decided that you cannot write here without your name until {until}."
        try:
            opened = await self._casebook.find(row.case)
        except LockedAway:
            return f"{stopped} Their reason cannot be read just now.", None
        except Shredded:
            return f"{stopped} {_BEREFT}", None
        reason = next((one.reason for one in opened.dossier.blocks if one.until == row.until and not one.lifted), "")
        return stopped + (f" Their reason: “{reason}”" if reason else ""), opened


_READ = "You can read and answer openly as before. The numbers under “I’m not safe” are there for you as always."

_BEREFT = "The request that it came of was withdrawn, and their reason with it; they have been asked to look again."


def _opened(sealed: bytes, lock: Lock) -> Sequence[tuple[int, str]]:
    try:
        return opened_moderation(sealed, lock)
    except Broken:
        raise LockedAway from None


def meant(dossier: Dossier, voice_id: str) -> str:
    """Say by which name facilitators know a voice: in a case with several, a block must not seem to be another's."""
    voice = dossier.voice(voice_id)
    if voice.part is Part.AUTHOR:
        return f"{dossier.name}, who asked"
    if voice.part is not Part.HELPER:
        return f"{voice.name}, in {dossier.name}"
    read = (Standing.SAID, Standing.REMOVED, Standing.WITHDRAWN)
    answers = any(one.kind is Kind.ANSWER and one.standing in read and one.voice == voice_id for one in dossier.entries)
    return f"{voice.name}, who {'answered' if answers else 'talked in private with'} {dossier.name}"


def in_force(blocking: Blocking, now: datetime) -> bool:
    return bool(blocking.confirmed) and not blocking.lifted and bool(blocking.until and blocking.until > now)


def is_blocked(dossier: Dossier, voice_id: str, now: datetime) -> bool:
    return any(one.voice == voice_id and in_force(one, now) for one in dossier.blocks)


def proposed(blocking: Blocking) -> bool:
    """Whether it waits for a second facilitator."""
    return not blocking.confirmed and not blocking.lifted


def proposed_by(blocking: Blocking, readers: Sequence[Veil], lock: Lock) -> bool:
    """Whether a facilitator proposed it, by any of their accounts."""
    return any(reader.made(blocking.proposed, lock) for reader in readers)


def days_left(blocking: Blocking, now: datetime) -> int:
    """Count the days that a block has left, a part of one as a whole."""
    return days_until(blocking.until, now) if blocking.until and blocking.until > now else 0


def days_until(end: datetime, now: datetime) -> int:
    """Count the days until then, a part of one as a whole."""
    return -(-(end - now) // _DAY)


def end_of(dossier: Dossier, days: int, now: datetime, known_until: datetime) -> datetime:
    """Say until when a block holds.

    Never longer than whoever is meant can be recognised, its reason be read, and an appeal be made.
    """
    return min(now + days * _DAY, latest(dossier), known_until).replace(second=0, microsecond=0)


def latest(dossier: Dossier) -> datetime:
    """Return when a case is shredded, whatever happens."""
    return dossier.opened + CAP + KEEP


class KeepingReasons:
    """Implements `bot.support.planner.Step`: a case is kept as long as somebody is blocked because of it.

    One that its author withdrew is not: that nothing of it stays was promised. Facilitators are asked to look at such a
    block again, because nobody can appeal against it any more. This comes before the step that shreds.
    """

    def __init__(self, casebook: Casebook, look_again: Callable[[Dossier], Awaitable[None]]) -> None:
        self._casebook = casebook
        self._look_again = look_again

    async def take(self, opened: Opened, now: datetime) -> None:
        """Put its end off to the end of the block, but never beyond the cap."""
        if opened.dossier.shred_at is None or opened.dossier.shred_at > now:
            return
        dossier = await self._casebook.change(opened.dossier.id, lambda one: _kept(one, now))
        withdrawn = dossier.request.standing is Standing.WITHDRAWN
        if withdrawn and any(in_force(one, now) for one in dossier.blocks):
            await self._look_again(dossier)


def _kept(dossier: Dossier, now: datetime) -> Dossier:
    ends = [one.until for one in dossier.blocks if in_force(one, now) and one.until]
    until = min(max(ends, default=now), latest(dossier))
    if (
        dossier.shred_at is None
        or dossier.request.standing is Standing.WITHDRAWN
        or until <= max(dossier.shred_at, now)
    ):
        return dossier
    return replace(dossier, shred_at=until)
