"""The real program, living many short lives: started in no time, killed without warning."""

import asyncio
import os
import signal
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

# The server of forks loads the program once; each life is a fork of it, as fresh as a new process.
_FORKS = get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.chaos.lives", "config.run", "discord", "slack_bolt.async_app", "asyncpg"])


def live(env: Mapping[str, str], log: str, shift: float) -> None:
    """Run the program as `hirg-bot run` does, with its clock moved by so many seconds, until it is killed."""
    from config.logs import set_up_logs  # noqa: PLC0415 - settings are read in the life that they are meant for
    from config.run import run  # noqa: PLC0415
    from config.settings import load_settings  # noqa: PLC0415

    for name in [name for name in os.environ if name.startswith("HIRG_")]:
        del os.environ[name]
    os.environ.update(env)
    printed = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(printed, 1)
    os.dup2(printed, 2)
    settings = load_settings(_env_file=None)
    set_up_logs(settings.log)
    moved = timedelta(seconds=shift)
    asyncio.run(run(settings, lambda: datetime.now(UTC) + moved))


class Life:
    """One process of the program."""

    def __init__(self, env: Mapping[str, str], log: Path, shift: float = 0.0) -> None:
        self._process = _FORKS.Process(target=live, args=(dict(env), str(log), shift), daemon=True)
        self._process.start()

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

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
