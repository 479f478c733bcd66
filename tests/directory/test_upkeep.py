"""Codes and tries are forgotten by themselves, though nobody tries another one."""

from datetime import UTC, datetime, timedelta

from bot.chat.requests import Account
from bot.directory.codes import Code
from bot.directory.model import Entry
from bot.directory.upkeep import CodeUpkeep
from tests.fakes import MemoryCodes, MemoryDirectory

NOON = datetime(2026, 3, 29, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
KIM = Account("slack", "T1", "U1")


async def test_once_an_hour_what_is_over_is_forgotten() -> None:
    codes = MemoryCodes(MemoryDirectory([Entry(id="a1", name="Ana")]))
    upkeep = CodeUpkeep(codes)
    await codes.attempt(KIM, NOON, NOON - HOUR)
    await codes.keep(Code("d1", "a1", link=False, expires_at=NOON + HOUR))

    assert await upkeep.plan(NOON) == NOON + HOUR
    assert await codes.attempts(KIM) == 1
    assert await upkeep.plan(NOON + HOUR / 2) == NOON + HOUR

    assert await upkeep.plan(NOON + HOUR) == NOON + 2 * HOUR
    assert await codes.attempts(KIM) == 0
    assert await codes.valid(NOON) == []
