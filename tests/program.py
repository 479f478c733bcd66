"""The real program, started as an operator would, in a process of its own."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from bot.directory.model import Consent, Entry, Setting
from store.database import open_database
from store.directory import SqlDirectory
from tests.simulators.discord import TOKEN, DiscordSimulator
from tests.simulators.slack import SlackPlatform

_PATIENCE = 30.0
SKILLS = (
    "NVivo 14",
    "thematic analysis",
    "R",
    "multilevel modelling",
    "focus groups",
    "systematic reviews",
    "co-production",
)


def environment(folder: Path, slack: SlackPlatform, discord: DiscordSimulator) -> dict[str, str]:
    """The settings that point the program at both simulators."""
    return {
        "HIRG_DATA_DIR": str(folder),
        "HIRG_SLACK__BOT_TOKEN": slack.bot_token,
        "HIRG_SLACK__APP_TOKEN": slack.app_token,
        "HIRG_SLACK__API_URL": slack.api_url,
        "HIRG_DISCORD__TOKEN": TOKEN,
        "HIRG_DISCORD__API_URL": discord.api_url,
        "HIRG_DISCORD__GATEWAY_URL": discord.gateway_url,
    }


def free_port() -> int:
    """A port that nothing listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


async def fill(folder: Path, people: int) -> None:
    """Write a Directory of so many people, every seventh of whom lists any one skill first."""
    entries = [
        Entry(
            id=f"{number:05}",
            name=f"Person {number:05}",
            role="Member",
            settings=frozenset({list(Setting)[number % 3]}),
            skills=(SKILLS[number % 7], f"topic {number}"),
            email=f"p{number}@example.org",
            consent=Consent.GIVEN,
        )
        for number in range(people)
    ]
    async with open_database(f"sqlite:///{folder}/hirg.db") as engine:
        await SqlDirectory(engine).change(0, put=entries)


@asynccontextmanager
async def started(*arguments: str, env: Mapping[str, str], cwd: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run `python -m …` until the block ends; it is killed if it does not end by itself then."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("HIRG_")}
    root = str(Path(__file__).parents[1])
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        *arguments,
        env={**inherited, "PYTHONPATH": root, **env},
        cwd=cwd,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def stop(process: asyncio.subprocess.Process) -> tuple[int, str]:
    """Ask the program to end, as a service manager does; returns its exit status and all it said."""
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(_PATIENCE):
        said, _ = await process.communicate()
    return process.returncode or 0, said.decode()
