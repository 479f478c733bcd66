"""The letterbox: what features hand in is kept, and somebody is told."""

from datetime import UTC, datetime, timedelta

from bot.chat.requests import Address
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Draft
from tests.fakes import MemoryOutbox

NOON = datetime(2026, 3, 29, 12, tzinfo=UTC)
NOTE = Draft(
    key="a", kind="note", payload="", to=Address("slack", "C1"), due_at=NOON, expires_at=NOON + timedelta(1), about="7"
)


async def test_wakes_the_courier_for_what_is_new_and_for_nothing_else() -> None:
    woken: list[int] = []
    letterbox = Letterbox(MemoryOutbox(), lambda: woken.append(1))
    assert await letterbox.put(NOTE) == 1
    assert await letterbox.put(NOTE) == 0
    assert woken == [1]
    assert [one.key for one in await letterbox.about("7")] == ["a"]
