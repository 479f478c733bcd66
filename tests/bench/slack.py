"""How long the bot takes on Slack, from the platform's delivery to the answer's arrival there, beside a bare echo."""

import asyncio
import math
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.service import Bot
from tests.adapters.slack.desk import Desk
from tests.simulators.slack import Person, SlackPlatform
from tests.simulators.slack_hosting import hosted
from tests.simulators.slack_limits import faults_in_message

LINE = "/find-skill nvivo"
ONE_BY_ONE = 200
ROUNDS = 6
IN_FLIGHT = 50


@dataclass(frozen=True)
class Figures:
    """Seconds per answer, sorted, and how many acknowledgements came too late or never."""

    name: str
    seconds: list[float]
    missed: int

    def percentile(self, share: float) -> float:
        """Return milliseconds within which `share` of the answers arrived."""
        return 1000 * self.seconds[math.ceil(share * len(self.seconds)) - 1]


Host = Callable[[SlackPlatform], AbstractAsyncContextManager[object]]


async def measure(make_bot: Callable[[], Bot] = lambda: Desk().bot) -> list[Figures]:
    """Measure the bot, then a bare slack-bolt echo, one by one and with 50 in flight, in the same run."""
    hosts: dict[str, Host] = {"hirg-bot": lambda slack: hosted(slack, make_bot()), "bare slack-bolt": _echo}
    figures: list[Figures] = []
    for name, host in hosts.items():
        async with SlackPlatform.running() as slack, host(slack):
            slack.hasty = True
            await _one_by_one(slack, 20)
            figures.append(await _measured(f"{name}, one by one", slack, _one_by_one(slack, ONE_BY_ONE)))
            figures.append(await _measured(f"{name}, {IN_FLIGHT} in flight", slack, _in_flight(slack)))
            _check_answers(name, slack)
    return figures


def _check_answers(name: str, slack: SlackPlatform) -> None:
    """Read some answers that the simulator took unread, because reading takes longer than answering."""
    answers = [body for method, body in slack.calls if method == "response_url"]
    if faults := [fault for body in answers[:IN_FLIGHT] for fault in faults_in_message(body)]:
        raise AssertionError(f"{name} sent what Slack refuses: {faults[0]}")


async def _measured(name: str, slack: SlackPlatform, work: Any) -> Figures:
    slack.deliveries.clear()
    seconds = await work
    return Figures(name, sorted(seconds), sum(not delivery.acknowledged for delivery in slack.deliveries))


async def _one_by_one(slack: SlackPlatform, times: int) -> list[float]:
    person = Person(slack)
    return [await _answered(person) for _ in range(times)]


async def _in_flight(slack: SlackPlatform) -> list[float]:
    people = [Person(slack, f"U0BENCH{number:02}") for number in range(IN_FLIGHT)]
    return [s for _ in range(ROUNDS) for s in await asyncio.gather(*map(_answered, people))]


async def _answered(person: Person) -> float:
    """Type, and wait for the answer to arrive and for the acknowledgement."""
    person.screen.messages.clear()
    started = time.perf_counter()
    sent = asyncio.create_task(person.type(LINE))
    await person.slack.until(lambda: bool(person.screen.messages), 60)
    taken = time.perf_counter() - started
    await sent
    return taken


@asynccontextmanager
async def _echo(slack: SlackPlatform) -> AsyncIterator[None]:
    """A slack-bolt app as its documentation shows it: acknowledge, then respond."""
    app = AsyncApp(name="echo", client=AsyncWebClient(token=slack.bot_token, base_url=slack.api_url))

    @app.command("/find-skill")
    async def echo(ack: Any, respond: Any, command: dict[str, str]) -> None:
        await ack()
        await respond(command["text"], unfurl_links=False, response_type="ephemeral")

    handler = AsyncSocketModeHandler(app, slack.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call] # the SDK has no annotation here
    try:
        await slack.sockets.until_open()
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call] # likewise


def main(arguments: list[str], make_bot: Callable[[], Bot] = lambda: Desk().bot) -> None:
    """Print the figures as a table; takes no arguments."""
    if arguments:
        raise SystemExit("usage: python -m tests.bench slack")
    figures = asyncio.run(measure(make_bot))
    print(f"{'Slack: delivery to answer':<32}{'p50 ms':>9}{'p99 ms':>9}{'missed':>8}{'p50 ratio':>11}{'p99 ratio':>11}")
    half = len(figures) // 2
    for place, row in enumerate(figures):
        base = figures[half + place % half]
        ratios = [f"{row.percentile(share) / base.percentile(share):>11.2f}" for share in (0.5, 0.99)]
        print(f"{row.name:<32}{row.percentile(0.5):>9.2f}{row.percentile(0.99):>9.2f}{row.missed:>8}{''.join(ratios)}")
