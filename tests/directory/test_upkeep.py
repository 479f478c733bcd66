"""What is over is forgotten by itself, though nobody tries another code or searches again."""

from datetime import UTC, datetime, timedelta

from bot.chat.requests import Account
from bot.directory.codes import Code
from bot.directory.gaps import DAYS, KEEP_DAYS
from bot.directory.model import Entry
from bot.directory.upkeep import DirectoryUpkeep
from tests.fakes import MemoryCodes, MemoryDirectory, MemoryGaps

NOON = datetime(2026, 3, 29, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
KIM = Account("slack", "T1", "U1")


async def test_once_an_hour_what_is_over_is_forgotten() -> None:
    codes = MemoryCodes(MemoryDirectory([Entry(id="a1", name="Ana")]))
    upkeep = DirectoryUpkeep(codes, MemoryGaps())
    await codes.attempt(KIM, NOON, NOON - HOUR)
    await codes.keep(Code("d1", "a1", link=False, expires_at=NOON + HOUR))

    assert await upkeep.plan(NOON) == NOON + HOUR
    assert await codes.attempts(KIM) == 1
    assert await upkeep.plan(NOON + HOUR / 2) == NOON + HOUR

    assert await upkeep.plan(NOON + HOUR) == NOON + 2 * HOUR
    assert await codes.attempts(KIM) == 0
    assert await codes.valid(NOON) == []


async def test_what_was_asked_in_vain_is_forgotten_though_nobody_searches_again() -> None:
    gaps = MemoryGaps()
    upkeep = DirectoryUpkeep(MemoryCodes(MemoryDirectory([])), gaps)
    for day in range(DAYS - 1):
        await gaps.note("wolof", NOON.date() + timedelta(days=day))

    await upkeep.plan(NOON + timedelta(days=KEEP_DAYS + DAYS))
    await gaps.note("wolof", NOON.date() + timedelta(days=KEEP_DAYS + DAYS))
    assert await gaps.open() == []
