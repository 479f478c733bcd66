"""What every EventBoard promises: played over the fake and over each platform's real SDK."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery.model import Gone, Unknown
from bot.meetings.events import PublicEvent
from tests.contract.event_boards import WALLS, Wall

SOON = datetime.now(UTC).replace(microsecond=0) + timedelta(days=3)
MEETING = PublicEvent(title="Network meeting", start=SOON, end=SOON + timedelta(hours=1), place="Room 4")
RENAMED = replace(MEETING, title="Spring meeting")
KEY = "5e71e5/2026-03-03T15:00"


@pytest.fixture(params=WALLS)
async def wall(request: pytest.FixtureRequest) -> AsyncIterator[Wall]:
    async with WALLS[request.param]() as opened:
        yield opened


async def test_what_is_put_up_can_be_changed_and_called_off(wall: Wall) -> None:
    known = await wall.board.put(KEY, MEETING, "")
    assert wall.titles() == ["Network meeting"]
    assert await wall.board.put(KEY, RENAMED, known) == known
    assert wall.titles() == ["Spring meeting"]
    await wall.board.cancel(known)
    assert wall.titles() == []


async def test_putting_it_up_twice_under_one_key_is_as_good_as_once(wall: Wall) -> None:
    known = await wall.board.put(KEY, MEETING, "")
    assert await wall.board.put(KEY, RENAMED, "") == known
    assert wall.titles() == ["Spring meeting"]
    assert await wall.board.put("another", MEETING, "") != known
    assert sorted(wall.titles()) == ["Network meeting", "Spring meeting"]


async def test_after_a_lost_answer_it_may_be_done_again(wall: Wall) -> None:
    wall.lose_answer()
    with pytest.raises(Unknown):
        await wall.board.put(KEY, MEETING, "")
    known = await wall.board.put(KEY, MEETING, "")
    wall.lose_answer()
    with pytest.raises(Unknown):
        await wall.board.cancel(known)
    await wall.board.cancel(known)
    assert wall.titles() == []


async def test_what_was_called_off_can_be_put_up_anew(wall: Wall) -> None:
    await wall.board.cancel(await wall.board.put(KEY, MEETING, ""))
    await wall.board.put(KEY, RENAMED, "")
    assert wall.titles() == ["Spring meeting"]


async def test_what_somebody_deleted_is_gone_and_called_off_already(wall: Wall) -> None:
    known = await wall.board.put(KEY, MEETING, "")
    wall.wipe()
    with pytest.raises(Gone):
        await wall.board.put(KEY, MEETING, known)
    await wall.board.cancel(known)
    assert wall.titles() == []
