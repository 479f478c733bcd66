"""Tried on a small feature: who asks without a name is found nowhere, and whoever is not is found everywhere."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.leaks.acts import Passing, Trouble, hears, hears_alone, presses, submits, types
from tests.leaks.halls import Watched, WatchedDiscord, WatchedSlack, WatchedWeb
from tests.leaks.world import World

HALLS: dict[str, Callable[[], Watched]] = {"slack": WatchedSlack, "discord": WatchedDiscord, "web": WatchedWeb}

STEPS = (
    types("Kim", "/whisper", sees="words"),
    submits("Kim", words="I failed at something today.", sees="posted in a moment"),
    Passing(1),
    hears("Robin", "I failed at something"),
    presses("Robin", "Answer without my name"),
    submits("Robin", words="So did I.", sees="Thank you"),
    Passing(1),
    hears_alone("Kim", "something new for you"),
    types("Kim", "/whispers", sees="So did I."),
    presses("Kim", "Fail at it", sees="went wrong"),
    Trouble("store breaks"),
    types("Kim", "/whispers", sees="went wrong"),
    Trouble("store mends"),
    Trouble("killed"),
    types("Kim", "/whispers", sees="So did I."),
    presses("Kim", "Close it", sees="closed"),
    Passing(5),
)


@pytest.mark.parametrize("alone", [False, True])
@pytest.mark.parametrize("platform", HALLS)
async def test_who_whispers_is_found_nowhere(platform: str, alone: bool, tmp_path: Path) -> None:
    hall = HALLS[platform]()
    hall.alone = alone
    async with World(hall, tmp_path).running() as world:
        await world.play(STEPS)
    verdict = world.verdict(("Kim", "Robin"))
    print(verdict)
    assert verdict.leaks == []
