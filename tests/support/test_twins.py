"""Two worlds that differ only in who asks: whatever happens in whichever order, nobody can tell them apart."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.chat.requests import Actor
from tests.support.listening import Listening
from tests.support.twins import AUTHOR, AUTHORS, OTHERS, World

WHO = st.sampled_from([AUTHOR, *OTHERS])
PAGES = st.sampled_from(["inbox", "posts", "support-desk"])
# Where there is one, a folder in memory: what a disk loses is tested elsewhere.
_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder in it is made for each run
MINUTES = st.sampled_from([4, 25, 24 * 60, 8 * 24 * 60, 91 * 24 * 60])


class TwinLives(RuleBasedStateMachine):
    """Plays the same in two worlds with different authors, and compares all that others can get hold of."""

    world: type[World] = World
    authors: Sequence[Actor] = AUTHORS

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None)
        folders = (Path(self.folder.name) / str(number) for number in range(len(self.authors)))
        self.worlds = [self.world(folder, who) for folder, who in zip(folders, self.authors, strict=True)]
        self.listening = Listening()

    def teardown(self) -> None:
        self.listening.close()
        self.runner.close()
        self.folder.cleanup()

    def both(self, what: str, *args: object) -> str:
        """Let the same happen in both worlds; returns what was answered there, which has to be the same."""
        told = []
        for world in self.worlds:
            told.append(self.runner.run(getattr(world, what)(*args)))
            world.note(self.listening.heard())
        assert told[0] == told[1]
        assert "incident" not in told[0]
        return str(told[0])

    def cases(self) -> int:
        return len(self.runner.run(self.worlds[0].house.cases()))

    @initialize()
    def begin(self) -> None:
        self.ask()
        self.both("press", AUTHOR, 0)
        self.both("wait", 4)

    # Pages list cases in an order that is random on purpose: with one, two worlds have the same.
    @precondition(lambda self: not self.cases())
    @rule()
    def ask(self) -> None:
        self.both("ask")

    @rule(who=WHO, page=PAGES)
    def look(self, who: str, page: str) -> None:
        self.both("look", who, page)

    @rule(who=WHO, which=st.integers(0, 11))
    def press(self, who: str, which: int) -> None:
        self.both("press", who, which)

    @rule(who=WHO, page=PAGES, which=st.lists(st.integers(0, 11), min_size=1, max_size=3))
    def look_and_press(self, who: str, page: str, which: list[int]) -> None:
        self.both("look", who, page)
        for one in which:
            self.both("press", who, one)

    @rule(minutes=MINUTES)
    def wait(self, minutes: int) -> None:
        self.both("wait", minutes)

    @rule()
    def rotate(self) -> None:
        self.both("rotate")

    @rule()
    def crash(self) -> None:
        self.both("crash")

    @precondition(lambda self: any(one.closed for one in self.runner.run(self.worlds[0].house.cases())))
    @rule()
    def shred_by_halves(self) -> None:
        self.both("shred_by_halves")

    @invariant()
    def nobody_can_tell(self) -> None:
        one, other = self.worlds
        desks = [self.runner.run(world.desk()) for world in self.worlds]
        assert desks[0] == desks[1]
        assert one.public() == other.public()
        assert one.rows() == other.rows()
        assert one.logs == other.logs
        for world, desk in zip(self.worlds, desks, strict=True):
            assert world.leaks(desk, *world.public()) == []


def test_no_order_of_things_tells_one_author_from_another() -> None:
    run_state_machine_as_test(TwinLives, settings=settings(max_examples=4, stateful_step_count=15, deadline=None))


async def test_what_would_tell_is_found(tmp_path: Path) -> None:
    world = World(tmp_path, AUTHORS[1])
    await world.ask()
    assert world.leaks(*world.public(), str(world.rows())) == []
    assert world.leaks("Wilhelmína-Anastasia Ptáčková-Featherstonehaugh was here")
    assert world.leaks(f"<@{AUTHORS[1].account.user}>")
