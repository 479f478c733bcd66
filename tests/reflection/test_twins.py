"""Two worlds that differ only in who takes part: whatever happens in whichever order, nobody can tell them apart."""

import asyncio
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

from config.settings import load_settings
from config.wiring import build_catalog
from tests.reflection.twins import OPEN, World
from tests.support.listening import Listening
from tests.support.twins import AUTHOR, AUTHORS, OTHERS

# All that can be done about a session, by whoever may.
COMMANDS = sorted(
    command.name
    for command in build_catalog(load_settings(_env_file=None))
    if command.run.__module__.startswith("bot.reflection") and command.name not in OPEN
)
EVERYBODY = (AUTHOR, *OTHERS)
_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder in it is made for each run
MINUTES = st.sampled_from([12, 25, 24 * 60, 8 * 24 * 60, 91 * 24 * 60])


class Twins(RuleBasedStateMachine):
    """Plays the same in two worlds with different authors, and compares all that others can get hold of."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None)
        self.worlds = [World(Path(self.folder.name) / str(number), who) for number, who in enumerate(AUTHORS)]
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
        assert "incident" not in str(told[0])
        return str(told[0])

    def is_there(self) -> bool:
        return not self.runner.run(self.worlds[0].ended())

    @initialize(form=st.sampled_from(["rolfe", "balint"]))
    def begin(self, form: str) -> None:
        self.both("open", form)
        for who in EVERYBODY:
            self.both("act", who, "session-join", 0)
        if form == "balint":
            self.both("act", AUTHOR, "session-bring", 0)
        self.both("act", "Fay", "session-begin", 0)
        self.both("wait", 12)
        for who in EVERYBODY[: 1 if form == "balint" else None]:
            self.both("act", who, "session-contribute", 0)

    @precondition(is_there)
    @rule(who=st.sampled_from(EVERYBODY), command=st.sampled_from(COMMANDS), which=st.integers(0, 5))
    def act(self, who: str, command: str, which: int) -> None:
        self.both("act", who, command, which)

    @precondition(is_there)
    @rule(moves=st.sampled_from(["session-reveal", "session-next", "session-hold", "session-remove"]))
    def lead(self, moves: str) -> None:
        self.both("act", "Fay", moves, 0)

    @precondition(is_there)
    @rule(do=st.sampled_from(["session-contribute", "session-reply", "session-withdraw", "session-mine"]))
    def take_part(self, do: str) -> None:
        self.both("act", AUTHOR, do, 0)

    @rule(minutes=MINUTES)
    def wait(self, minutes: int) -> None:
        self.both("wait", minutes)

    @rule()
    def crash(self) -> None:
        self.both("crash")

    @invariant()
    def nobody_can_tell(self) -> None:
        one, other = self.worlds
        led = [self.runner.run(world.led()) if self.is_there() else "" for world in self.worlds]
        assert led[0] == led[1]
        assert one.public() == other.public()
        assert one.rows() == other.rows()
        assert one.logs == other.logs
        for world, pages in zip(self.worlds, led, strict=True):
            seen = (pages, *world.house.public())
            assert world.leaks(*seen) == []
            assert [paper for paper in world.papers if paper in world.carried()] == []
            names = self.runner.run(world.neutral_names()) if self.is_there() else []
            assert [name for name in names for text in seen if name in text] == []


def test_no_order_of_things_tells_one_who_takes_part_from_another() -> None:
    run_state_machine_as_test(Twins, settings=settings(max_examples=5, stateful_step_count=20, deadline=None))


async def test_a_session_with_names_tells_one_from_the_other_where_people_read_and_nowhere_else(tmp_path: Path) -> None:
    one, other = worlds = [World(tmp_path / str(number), who) for number, who in enumerate(AUTHORS)]
    for world in worlds:
        await world.open("rolfe", "names")
        for who in EVERYBODY:
            await world.act(who, "session-join-by-name", 0)
        await world.act("Fay", "session-begin", 0)
        for who in EVERYBODY:
            assert "Thank you" in await world.act(who, "session-contribute", 0)
        await world.act("Fay", "session-reveal", 0)
        await world.wait(12)
    assert AUTHORS[1].name in "".join(other.house.public())
    assert one.public() != other.public()
    assert other.leaks(*other.house.public())
    assert one.rows() == other.rows()
    assert other.leaks() == []
