"""What everybody sees of a session: said once in every channel, in order, whatever becomes of another channel."""

from dataclasses import replace

import pytest

from bot.chat.views import calls, plain
from bot.delivery.courier import Unsaid, Words
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Delivery, State
from bot.reflection import course
from bot.reflection.boards import ANNOUNCE, PHASE, Boards
from bot.reflection.model import Place
from tests.fakes import MemoryKept, MemoryOutbox, MemoryPapers
from tests.reflection.sessions import NOW
from tests.reflection.test_planner import planned
from tests.reflection.test_sessionbook import House
from tests.reflection.test_whole_session import CHANNELS


class Wall:
    """A session that is announced in two channels, and the outbox."""

    def __init__(self) -> None:
        kept = MemoryKept()
        self.house = House(kept, MemoryPapers(kept))
        self.outbox = MemoryOutbox()
        self.boards = Boards(self.house.book, Letterbox(self.outbox))
        self.id = ""

    async def see_to(self) -> bool:
        return await self.boards.see_to(await self.house.book.find(self.id), NOW)

    async def put(self, kind: str) -> list[Delivery]:
        return [one for one in await self.outbox.about(self.id) if one.kind == kind]

    async def says(self, delivery: Delivery) -> str:
        said = await self.boards.composers()[delivery.kind](delivery, NOW)
        assert isinstance(said, Words)
        return plain(said.blocks)

    async def buttons(self, delivery: Delivery) -> set[str]:
        said = await self.boards.composers()[delivery.kind](delivery, NOW)
        assert isinstance(said, Words)
        return {one.command for one in calls(said.blocks)}

    def end(self, delivery: Delivery, state: State, posted: str = "") -> None:
        """Let something have ended so."""
        self.outbox.rows[delivery.id] = replace(delivery, state=state, posted=posted)


@pytest.fixture
async def wall() -> Wall:
    wall = Wall()
    wall.id = await planned(wall.house, places=tuple(Place(channel=one) for one in CHANNELS))
    return wall


async def test_it_is_announced_once_in_every_channel_with_the_ground_rules(wall: Wall) -> None:
    assert not await wall.see_to()
    assert not await wall.see_to()
    put = await wall.put(ANNOUNCE)
    assert {one.to for one in put} == set(CHANNELS)
    assert len(put) == 2
    assert "stays here" in await wall.says(put[0])
    assert "session-join" in await wall.buttons(put[0])


async def test_phases_follow_in_the_thread_in_order_where_the_announcement_stands(wall: Wall) -> None:
    await wall.see_to()
    slack, discord = sorted(await wall.put(ANNOUNCE), key=lambda one: str(one.to), reverse=True)
    wall.end(slack, State.SENT, "1.5")
    await wall.house.book.change(wall.id, lambda now: course.begin(now, NOW))
    assert not await wall.see_to()
    await wall.house.book.change(wall.id, lambda now: course.advance(now, 0, NOW))
    wall.end(discord, State.SENT, "77")
    assert await wall.see_to()
    put = sorted(await wall.put(PHASE), key=lambda one: (str(one.to), one.due_at))
    assert [str(one.to) for one in put] == ["discord:2:77"] * 2 + ["slack:C1:1.5"] * 2
    assert "This phase is over" in await wall.says(put[0])
    assert "session-contribute" in await wall.buttons(put[1])


async def test_a_channel_that_cannot_be_reached_holds_up_no_other(wall: Wall) -> None:
    await wall.see_to()
    first, second = await wall.put(ANNOUNCE)
    wall.end(first, State.FAILED)
    wall.end(second, State.SENT, "1.5")
    await wall.house.book.change(wall.id, lambda now: course.begin(now, NOW))
    assert await wall.see_to()
    assert [one.to.thread for one in await wall.put(PHASE)] == ["1.5"]


async def test_what_is_over_is_not_announced_any_more(wall: Wall) -> None:
    await wall.see_to()
    put = await wall.put(ANNOUNCE)
    await wall.house.book.change(wall.id, lambda now: course.close(now, NOW))
    assert isinstance(await wall.boards.composers()[ANNOUNCE](put[0], NOW), Unsaid)
    await wall.house.book.shred(wall.id)
    assert isinstance(await wall.boards.composers()[ANNOUNCE](put[1], NOW), Unsaid)
