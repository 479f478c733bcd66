"""The real program, living many short lives by a clock that jumps: started in no time, killed without warning."""

import asyncio
import ctypes
import os
import signal
import sys
from collections.abc import Collection, Mapping
from ctypes import c_double
from datetime import UTC, datetime, timedelta
from multiprocessing import forkserver, get_context
from multiprocessing.sharedctypes import RawValue
from pathlib import Path

# The server of forks loads the program once; each life is a fork of it, as fresh as a new process.
_FORKS = get_context("forkserver")
_FORKS.set_forkserver_preload(
    ["tests.chaos.lives", "tests.chaos.warm", "config.run", "discord", "slack_bolt.async_app", "asyncpg"]
)
_PARENT_DEATH = 1  # PR_SET_PDEATHSIG, https://man7.org/linux/man-pages/man2/pr_set_pdeathsig.2const.html


class WorldClock:
    """The time in one world, the same for every life and platform there: it runs like everybody's, and jumps."""

    def __init__(self, start: datetime) -> None:
        self._ahead = RawValue(c_double, (start - datetime.now(UTC)).total_seconds())

    @property
    def ahead(self) -> float:
        """How many seconds it is ahead of this machine's clock."""
        return float(self._ahead.value)

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.ahead)

    def jump(self, seconds: float) -> None:
        self._ahead.value += seconds

    def loop(self) -> asyncio.AbstractEventLoop:
        """Make an event loop whose timers go by this clock: who stands still while it jumps is late for them, too."""
        return _Loop(self)


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self, clock: WorldClock) -> None:
        self._clock = clock
        super().__init__()

    def time(self) -> float:
        return super().time() + self._clock.ahead


def live(env: Mapping[str, str], log: str, clock: WorldClock, without: Collection[str]) -> None:
    """Run the program as `hirg-bot run` does, until it is killed. `without`: the kinds that its version cannot word."""
    from bot.meetings.announcements import Announcements  # noqa: PLC0415 - only lives need the program
    from config.logs import set_up_logs  # noqa: PLC0415
    from config.run import run  # noqa: PLC0415
    from config.settings import load_settings  # noqa: PLC0415

    _die_with_parent()
    for name in [name for name in os.environ if name.startswith("HIRG_")]:
        del os.environ[name]
    os.environ.update(env)
    printed = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(printed, 1)
    os.dup2(printed, 2)
    every = Announcements.composers
    Announcements.composers = lambda self: {  # type: ignore[method-assign] # another version of the program
        kind: compose for kind, compose in every(self).items() if kind not in without
    }
    settings = load_settings(_env_file=None)
    set_up_logs(settings.log)
    with asyncio.Runner(loop_factory=clock.loop) as runner:
        runner.run(run(settings, clock.now))


def _die_with_parent() -> None:
    """See to it that no life outlasts the tests, though these be killed, and it stand still."""
    # The server of forks ends with the tests, unless somebody else holds this end of its pipe.
    os.close(forkserver._forkserver._forkserver_alive_fd)  # type: ignore[attr-defined] # there is no public name
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PARENT_DEATH, signal.SIGKILL)


class Life:
    """One process of the program."""

    def __init__(self, env: Mapping[str, str], log: Path, clock: WorldClock, without: Collection[str] = ()) -> None:
        arguments = (dict(env), str(log), clock, tuple(without))
        self._process = _FORKS.Process(target=live, args=arguments, daemon=True)
        self._process.start()

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    @property
    def killed(self) -> bool:
        """Whether `kill −9` was its end."""
        return self._process.exitcode == -signal.SIGKILL

    def kill(self) -> None:
        """End it as `kill -9` does: nothing is finished, nothing is told."""
        self._process.kill()

    def stall(self) -> None:
        """Let it stand still, as a machine that swaps does."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._signal(signal.SIGCONT)

    async def over(self) -> None:
        """Wait until it is gone."""
        await asyncio.to_thread(self._process.join, 30)

    def _signal(self, number: signal.Signals) -> None:
        if self._process.pid and self.alive:
            os.kill(self._process.pid, number)
