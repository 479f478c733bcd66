"""The whole program in a process of its own, with 300 people: start, answer, memory; beside bare SDKs."""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from tests.program import environment, fill, started
from tests.simulators.discord import DiscordSimulator, open_simulator
from tests.simulators.discord_client import Person as DiscordPerson
from tests.simulators.slack import Person as SlackPerson
from tests.simulators.slack import SlackPlatform

PEOPLE = 300
ONE_BY_ONE = 300
IN_FLIGHT = 50
ROUNDS = 6
IDLE_SECONDS = 5.0

Ask = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Figures:
    """Seconds, megabytes, and for each platform the milliseconds of every answer."""

    start: float
    idle: float
    answers: dict[str, list[float]]
    cpu: dict[str, float]
    missed: int


def main(arguments: list[str]) -> None:
    """Print the figures as a table; takes no arguments."""
    if arguments:
        raise SystemExit("usage: python -m tests.bench process")
    ours, bare = asyncio.run(_measure("bot", "run")), asyncio.run(_measure("tests.bench.bare"))
    print(f"{f'{PEOPLE} people, own process':<44}{'hirg-bot':>10}{'bare SDKs':>11}{'ratio':>8}")
    _row("start to first answer on both, s", ours.start, bare.start)
    _row(f"memory after {IDLE_SECONDS:.0f} s idle, MB", ours.idle, bare.idle)
    for name in ours.answers:
        for share in (0.5, 0.99):
            row = f"{name}: p{100 * share:.0f} ms"
            _row(row, _percentile(ours.answers[name], share), _percentile(bare.answers[name], share))
        _row(f"{name}: our processor time an answer, ms", ours.cpu[name], bare.cpu[name])
    print(f"{'missed 3-second acknowledgements':<44}{ours.missed:>10}{bare.missed:>11}")
    print("Times to an answer include the simulator's share, which runs in the other process; processor time does not.")


def _row(name: str, ours: float, bare: float) -> None:
    print(f"{name:<44}{ours:>10.2f}{bare:>11.2f}{ours / bare:>8.2f}")


def _percentile(values: list[float], share: float) -> float:
    return sorted(values)[math.ceil(share * len(values)) - 1]


async def _measure(*program: str) -> Figures:
    with TemporaryDirectory() as name:
        folder = Path(name)
        await fill(folder, PEOPLE)
        async with SlackPlatform.running() as slack, open_simulator(strict=False) as discord:
            slack.hasty = True
            began = time.perf_counter()
            async with started(*program, env=environment(folder, slack, discord), cwd=folder) as process:
                asks = await _first_answers(slack, discord)
                start = time.perf_counter() - began
                asyncio.get_running_loop().create_task(_drain(process))
                measured = psutil.Process(process.pid)
                answers, cpu = await _ask_all(asks, measured)
                await asyncio.sleep(IDLE_SECONDS)
                idle = measured.memory_info().rss / 1e6
            missed = sum(not delivery.acknowledged for delivery in slack.deliveries) + len(discord.missed)
    return Figures(start, idle, answers, cpu, missed)


async def _first_answers(slack: SlackPlatform, discord: DiscordSimulator) -> dict[str, list[Ask]]:
    """Wait until both platforms were answered once; returns how 50 people ask on each."""
    members = [SlackPerson(slack, f"U0BENCH{number:02}") for number in range(IN_FLIGHT)]
    people = [DiscordPerson(discord, f"Member {number}") for number in range(IN_FLIGHT)]
    asks: dict[str, list[Ask]] = {
        "Slack": [lambda member=member: _on_slack(member) for member in members],  # type: ignore[misc] # a default binds it
        "Discord": [lambda person=person: _on_discord(person) for person in people],  # type: ignore[misc] # likewise
    }
    await slack.sockets.until_open(seconds=60)
    await asyncio.wait_for(discord.gateway.identified.wait(), 60)
    await asyncio.gather(*(some[0]() for some in asks.values()))
    return asks


async def _on_slack(member: SlackPerson) -> None:
    member.screen.messages.clear()
    sent = asyncio.create_task(member.type("/find-skill nvivo"))
    await member.slack.until(lambda: bool(member.screen.messages), 60)
    await sent


async def _on_discord(person: DiscordPerson) -> None:
    await person.slash("find-skill", skill="nvivo")


async def _ask_all(
    asks: dict[str, list[Ask]], process: psutil.Process
) -> tuple[dict[str, list[float]], dict[str, float]]:
    answers: dict[str, list[float]] = {}
    cpu: dict[str, float] = {}
    for platform, people in asks.items():
        before = process.cpu_times()
        alone = [await _timed(people[0]) for _ in range(ONE_BY_ONE)]
        after = process.cpu_times()
        answers[f"{platform}, one by one"] = alone
        cpu[f"{platform}, one by one"] = _spent(before, after) / ONE_BY_ONE
        before = after
        together = [ms for _ in range(ROUNDS) for ms in await asyncio.gather(*map(_timed, people))]
        answers[f"{platform}, {IN_FLIGHT} in flight"] = together
        cpu[f"{platform}, {IN_FLIGHT} in flight"] = _spent(before, process.cpu_times()) / len(together)
    return answers, cpu


def _spent(before: psutil._ntuples.pcputimes, after: psutil._ntuples.pcputimes) -> float:
    """Return milliseconds of processor time between two readings."""
    return 1000 * (after.user + after.system - before.user - before.system)


async def _timed(ask: Ask) -> float:
    began = time.perf_counter()
    await ask()
    return 1000 * (time.perf_counter() - began)


async def _drain(process: asyncio.subprocess.Process) -> None:
    """Read what it says, so that it never waits for a reader."""
    assert process.stdout
    while await process.stdout.read(65536):
        pass
