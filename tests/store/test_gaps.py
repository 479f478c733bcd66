"""What was asked in vain is not to be read in the database until it was asked on several days."""

from datetime import date, timedelta
from pathlib import Path

from store.database import open_database
from store.gaps import SqlGaps

MONDAY = date(2026, 3, 2)


async def test_keeps_no_words_until_the_third_day(tmp_path: Path) -> None:
    async with open_database(f"sqlite:///{tmp_path}/t.db") as engine:
        gaps = SqlGaps(engine)
        for day in (0, 1):
            await gaps.note("canaryword", MONDAY + timedelta(days=day))
        assert b"canaryword" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
        await gaps.note("canaryword", MONDAY + timedelta(days=2))
        (gap,) = await gaps.open()
        await gaps.settle(gap.id)
        assert b"canaryword" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
