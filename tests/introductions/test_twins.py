"""Who asks somebody listed without a name cannot be told from anybody else who might, whatever happens."""

from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from bot.support.model import Talking
from tests.introductions.twins import JO, OTHERS, WishWorld
from tests.support.test_twins import TwinLives
from tests.support.twins import AUTHOR


@pytest.mark.parametrize("who", OTHERS)
def test_nothing_that_happens_tells_one_who_asks_from(who: str) -> None:
    class TwinWishes(TwinLives):
        world = WishWorld
        authors = (JO, OTHERS[who])

    run_state_machine_as_test(TwinWishes, settings=settings(max_examples=3, stateful_step_count=12, deadline=None))


async def test_whoever_is_asked_gets_as_far_as_a_talk_in_these_worlds(tmp_path: Path) -> None:
    world = WishWorld(tmp_path, JO)
    await world.ask()
    assert "Sent" in await world.press(AUTHOR, 0)
    await world.wait(4)
    heard = len(world.public())
    assert "You are asked" in await world.look("Lee", "inbox")
    await world.press("Lee", 0)
    assert "Accepted" in await world.press("Lee", 0)
    await world.wait(4)
    assert (await world.house.case()).talks[0].standing is Talking.ACCEPTED
    assert len(world.public()) == heard, "only whoever asked is nudged"
