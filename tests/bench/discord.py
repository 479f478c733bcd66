"""From Discord's event to the bot's answer on the wire, beside a bare discord.py bot in the same run."""

import asyncio
import statistics
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from adapters.discord.app import Discord, DiscordOptions
from bot.chat.roles import RoleBook
from bot.service import Bot
from tests.adapters.discord.house import House
from tests.simulators.discord import TOKEN, DiscordSimulator, open_simulator
from tests.simulators.discord_client import NoResponse, Person

SEQUENTIAL = 500
IN_FLIGHT = 50
ROUNDS = 20

Figures = tuple[list[float], int]


def main(
    arguments: list[str], make_bot: Callable[[], Bot] = lambda: House().bot, command: str = "find", query: str = "nvivo"
) -> None:
    """Print figures for a bot that is asked `/command skill:query`; takes no arguments."""
    if arguments:
        raise SystemExit("usage: python -m tests.bench discord")
    asyncio.run(_main(make_bot, command, query))


async def _main(make_bot: Callable[[], Bot], command: str, query: str) -> None:
    async with open_simulator(strict=False) as simulator, _echo(simulator):
        bare = await _measure(simulator, "echo", "x")
    async with open_simulator(strict=False) as simulator, _hirg(simulator, make_bot()):
        ours = await _measure(simulator, command, query)
    print(f"{'':26}{'p50':>10}{'p99':>10}{'missed':>9}")
    for how, plain, full in zip(("one at a time", f"{IN_FLIGHT} in flight"), bare, ours, strict=True):
        _row(f"bare echo, {how}", plain)
        _row(f"hirg-bot, {how}", full)
        ratios = [_percentile(full[0], percent) / _percentile(plain[0], percent) for percent in (50, 99)]
        print(f"{'ratio':26}{ratios[0]:>9.2f}x{ratios[1]:>9.2f}x")


def _row(name: str, figures: Figures) -> None:
    times, missed = figures
    print(f"{name:26}{_percentile(times, 50):>8.1f}ms{_percentile(times, 99):>8.1f}ms{missed:>9}")


async def _measure(simulator: DiscordSimulator, command: str, query: str) -> tuple[Figures, Figures]:
    people = [Person(simulator, f"Member {number}") for number in range(IN_FLIGHT)]
    await asyncio.gather(*(_ask(person, command, query) for person in people))
    alone = [await _ask(people[0], command, query) for _ in range(SEQUENTIAL)]
    together: list[float | None] = []
    for _ in range(ROUNDS):
        together += await asyncio.gather(*(_ask(person, command, query) for person in people))
    return _figures(alone), _figures(together)


def _figures(times: list[float | None]) -> Figures:
    return [time for time in times if time is not None], times.count(None)


async def _ask(person: Person, command: str, query: str) -> float | None:
    """Return the milliseconds from the event to the first response, or None when it came too late."""
    try:
        return (await person.slash(command, skill=query)).interaction.took * 1000
    except NoResponse:
        return None


def _percentile(times: list[float], percent: int) -> float:
    return statistics.quantiles(times, n=100, method="inclusive")[percent - 1]


@asynccontextmanager
async def _hirg(simulator: DiscordSimulator, bot: Bot) -> AsyncIterator[None]:
    adapter = Discord(bot, DiscordOptions(TOKEN, simulator.api_url, simulator.gateway_url), RoleBook({}))
    running = asyncio.create_task(adapter.run())
    try:
        await asyncio.wait_for(adapter.ready.wait(), 15)
        yield
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


@asynccontextmanager
async def _echo(simulator: DiscordSimulator) -> AsyncIterator[None]:
    """The least a discord.py bot can be: it answers every interaction with the same words."""
    intents = discord.Intents.none()
    intents.guilds = True
    client = discord.Client(intents=intents)

    @client.event
    async def on_interaction(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("pong", ephemeral=True)

    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = simulator.api_url, URL(simulator.gateway_url)
    running = asyncio.create_task(client.start(TOKEN))
    try:
        await asyncio.wait_for(simulator.gateway.identified.wait(), 15)
        yield
    finally:
        await client.close()
        with suppress(asyncio.CancelledError):
            await running
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


if __name__ == "__main__":
    main(sys.argv[1:])
