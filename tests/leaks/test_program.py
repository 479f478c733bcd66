"""What is typed, and who types it, is neither printed nor kept, however much goes wrong."""

import asyncio
import re
import socket
from pathlib import Path

import aiohttp
import pytest

from tests.leaks import flows
from tests.leaks.flows import NAME, SLACK_USER, TYPED
from tests.leaks.watching import Watched, watched
from tests.program import environment, fill
from tests.simulators.discord import TOKEN, DiscordSimulator, open_simulator
from tests.simulators.slack import Person as SlackPerson
from tests.simulators.slack import SlackPlatform
from tests.simulators.slack_transport import SignedRequests

PEOPLE = 7
# What is in the Directory is kept there, of course, and printed nowhere.
LISTED = ("Person 0000", "@example.org", "NVivo")


def tokens(slack: SlackPlatform, discord: DiscordSimulator) -> list[str]:
    """Whatever opens a door: of the bot, and of every interaction."""
    own = [slack.bot_token, slack.app_token, slack.signing_secret, TOKEN]
    return [*own, *slack.hooks, *discord.interactions]


def check(program: Watched, who: list[str], doors: list[str]) -> None:
    assert program.leaks([TYPED, TYPED.split()[0], NAME, NAME.split()[1], *who, *doors]) == []
    assert [listed for listed in LISTED if listed.encode() in program.printed] == []
    assert b"Traceback" not in program.printed
    assert b"never retrieved" not in program.printed


@pytest.mark.parametrize("log_format", ["text", "json"])
async def test_on_slack_and_discord_side_by_side(tmp_path: Path, log_format: str) -> None:
    await fill(tmp_path, PEOPLE)
    async with SlackPlatform.running() as slack, open_simulator() as discord:
        env = {**environment(tmp_path, slack, discord), "HIRG_LOG__FORMAT": log_format}
        async with watched("run", env=env, folder=tmp_path) as program:
            await slack.sockets.until_open(seconds=30)
            await asyncio.wait_for(discord.gateway.identified.wait(), 30)
            on_slack, on_discord = await asyncio.gather(flows.on_slack(slack), flows.on_discord(discord))
            await flows.on_a_broken_discord(discord, on_discord)
            await flows.on_a_broken_slack(slack, on_slack)
            await slack.sockets.until_open(2)
            flows.break_database(tmp_path)
            await _incidents(on_slack)
            await on_discord.slash("find-skill", skill=TYPED)
            await on_discord.type_ahead("find-skill", "skill", TYPED)
            await on_discord.answer(await on_discord.write(TYPED))
            assert await program.stop() == 0
        conversation = discord.places.private(on_discord.id).id
        check(program, [SLACK_USER, on_discord.id, conversation], tokens(slack, discord))
    assert program.printed.count(b"incident") >= 2


async def _incidents(member: SlackPerson) -> None:
    """Ask until the bot has noticed that its database is broken, which it looks at once a second."""
    while True:
        member.screen.messages.clear()
        await member.type(f"/find-skill {TYPED}")
        await member.slack.until(lambda: bool(member.screen.messages))
        if "Something went wrong" in member.message.text:
            return


async def test_on_slack_over_http_where_anybody_may_knock(tmp_path: Path) -> None:
    await fill(tmp_path, PEOPLE)
    async with SlackPlatform.running() as slack, open_simulator() as discord, aiohttp.ClientSession() as session:
        port = _free_port()
        http = {"HIRG_SLACK__MODE": "http", "HIRG_SLACK__SIGNING_SECRET": slack.signing_secret}
        env = {**environment(tmp_path, slack, discord), **http, "HIRG_HTTP__PORT": str(port), "HIRG_DISCORD__TOKEN": ""}
        async with watched("run", env=env, folder=tmp_path) as program:
            requests = slack.send_signed_requests_to(f"http://127.0.0.1:{port}/slack/events", session)
            await _answering(session, f"http://127.0.0.1:{port}/healthz")
            await slack.until(lambda: slack.count("auth.test") == 1)
            member = await flows.on_slack(slack)
            await _knock(requests)
            await flows.on_a_broken_slack(slack, member)
            flows.break_database(tmp_path)
            await _incidents(member)
            assert await program.stop() == 0
        check(program, [SLACK_USER], tokens(slack, discord))
    assert b"signature is forged or stale" in program.printed


async def _knock(requests: SignedRequests) -> None:
    for secret, stamp in (("0", None), (None, "1"), (None, TYPED.split()[0].encode("ascii", "ignore").decode())):
        await requests.post(f"text={TYPED}&user_name={NAME}", {}, secret=secret, stamp=stamp)
    for body in (f"payload={TYPED}", f'{{"type": "{TYPED}"', f"{TYPED}={TYPED}"):
        await requests.post(body, {"Content-Type": "application/json"})


async def _answering(session: aiohttp.ClientSession, url: str) -> None:
    async with asyncio.timeout(30):
        while True:
            try:
                async with session.get(url):
                    return
            except aiohttp.ClientConnectorError:
                await asyncio.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        port: int = line.getsockname()[1]
        return port


async def test_in_the_demo(tmp_path: Path) -> None:
    async with watched("demo", env={"HIRG_WEB__PORT": "0", "NO_COLOR": "1"}, folder=tmp_path) as program:
        await program.until("The demo is ready")
        await program.until("/\n")
        found = re.search(rb"http://[\d.:]+/", program.printed)
        assert found
        url = found[0].decode()
        await flows.on_the_web(url)
        flows.break_database(tmp_path)
        async with asyncio.timeout(20):
            while b"incident" not in program.printed:
                await flows.on_the_web(url)
        assert await program.stop() == 0
    assert program.leaks([TYPED, TYPED.split()[0]]) == []
    assert b"Traceback" not in program.printed
