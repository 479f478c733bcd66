"""Two who do the same leave the same behind: as much of everything, in the same columns, in files of the same size."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.leaks.acts import Act, Passing, Step, hears, presses, submits, types
from tests.leaks.halls import Watched
from tests.leaks.reflected import BRIEFLY
from tests.leaks.shapes import Shape, shape_of
from tests.leaks.world import World

STEPS = (
    types("Kim", "/peer-support", sees="needs"),
    submits("Kim", text="I failed at something today.", needs="heard", nudge="yes", sees="before anybody sees it"),
    presses("Kim", "Post now"),
    Passing(2),
    hears("Robin", "asks for support"),
    presses("Robin", "Answer without my name"),
    submits("Robin", text="So did I, and it passed.", nudge="yes", sees="before anybody sees it"),
    presses("Robin", "Post now"),
    Passing(2),
    types("Kim", "/inbox", sees="Open"),
    presses("Kim", "Open", sees="So did I"),
)
_SWAPPED = {"Kim": "Robin", "Robin": "Kim"}


@pytest.mark.parametrize("steps", [STEPS, BRIEFLY], ids=["in a case", "in a session"])
async def test_two_who_do_the_same_leave_the_same_shape(hall: Watched, tmp_path: Path, steps: tuple[Step, ...]) -> None:
    one = await _left(hall, tmp_path / "one", steps)
    other = await _left(type(hall)(), tmp_path / "other", [_swapped(step) for step in steps])
    assert len(one["papers" if steps is BRIEFLY else "cases"]) > 0
    assert one == other


async def _left(hall: Watched, folder: Path, steps: list[Step] | tuple[Step, ...]) -> Shape:
    """Play in a world of its own; returns the shape of both databases after it ended."""
    folder.mkdir()
    async with World(hall, folder).running() as world:
        await world.play(steps)
    keys = shape_of(folder / "keys" / "keys.db")
    return {**shape_of(folder / "hirg.db"), **{f"keys: {table}": rows for table, rows in keys.items()}}


def _swapped(step: Step) -> Step:
    return replace(step, who=_SWAPPED.get(step.who, step.who)) if isinstance(step, Act) else step
