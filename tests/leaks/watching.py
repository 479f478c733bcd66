"""The real program under watch: everything it prints is kept, and everything it keeps is searched."""

import asyncio
import signal
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from tests.leaks.canary import traces
from tests.program import started


class Watched:
    """A running program, and what it has printed."""

    def __init__(self, process: asyncio.subprocess.Process, folder: Path) -> None:
        self.printed = bytearray()
        self._process = process
        self._folder = folder
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self._process.stdout
        while more := await self._process.stdout.read(65536):
            self.printed += more

    async def until(self, said: str, times: int = 1, seconds: float = 30.0) -> None:
        """Wait until something was printed so many times."""
        async with asyncio.timeout(seconds):
            while self.printed.count(said.encode()) < times:  # noqa: ASYNC110 - a pipe has no event to wait for
                await asyncio.sleep(0.02)

    async def stop(self) -> int:
        """Ask it to end, and read to the end what it says."""
        self._process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(30):
            await self._reading
            return await self._process.wait()

    def leaks(self, secrets: Iterable[str]) -> list[str]:
        """Name the secrets found in what was printed or is kept, the database and its write-ahead log included."""
        kept = {path.name: path.read_bytes() for path in self._folder.rglob("*") if path.is_file()}
        places = {"what it printed": bytes(self.printed), **kept}
        return [
            f"{secret} in {place}, as {encoding}"
            for secret in secrets
            for place, data in places.items()
            for encoding in traces(data, secret)
        ]


@asynccontextmanager
async def watched(*arguments: str, env: Mapping[str, str], folder: Path) -> AsyncIterator[Watched]:
    """Run the program at its most talkative until the block ends."""
    async with started("bot", *arguments, env={"HIRG_LOG__LEVEL": "DEBUG", **env}, cwd=folder) as process:
        yield Watched(process, folder)
