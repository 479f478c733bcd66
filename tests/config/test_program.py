"""The whole program, in a process of its own, as an operator starts it."""

import asyncio
from pathlib import Path

import pytest
from aiohttp import ClientConnectorError, ClientSession

from bot.meetings.feeds import EVERYTHING
from store.database import open_database
from store.feeds import SqlTokens
from store.meetings import SqlCalendar
from tests.meetings import strict
from tests.meetings.series import network_meeting
from tests.program import environment, fill, free_port, started, stop
from tests.simulators.discord import open_simulator
from tests.simulators.discord_client import Person as DiscordPerson
from tests.simulators.slack import Person as SlackPerson
from tests.simulators.slack import SlackPlatform, read


async def test_answers_on_both_platforms_side_by_side_and_ends_when_told_to(tmp_path: Path) -> None:
    await fill(tmp_path, 21)
    async with SlackPlatform.running() as slack, open_simulator() as discord:
        env = environment(tmp_path, slack, discord)
        async with started("bot", "run", env=env, cwd=tmp_path) as program:
            await slack.sockets.until_open(seconds=30)
            await asyncio.wait_for(discord.declared.wait(), 30)
            person = SlackPerson(slack)
            await person.type("/find-skill nvivo")
            assert "1–3 of 3" in await person.sees("Person 000")

            member = DiscordPerson(discord, "Kim")
            assert "1–3 of 3" in member.read((await member.slash("find-skill", skill="nvivo")).shown)

            status, said = await stop(program)
    assert (status, discord.problems) == (0, [])
    assert "stopped" in said
    for word in ("nvivo", "Person", slack.bot_token, slack.app_token):
        assert word not in said


async def test_sees_what_another_process_imported_without_being_restarted(tmp_path: Path) -> None:
    async with SlackPlatform.running() as slack, open_simulator() as discord:
        env = environment(tmp_path, slack, discord)
        async with started("bot", "run", env=env, cwd=tmp_path) as program:
            await slack.sockets.until_open(seconds=30)
            person = SlackPerson(slack)
            await person.type("/find-skill nvivo")
            await person.sees("Nobody is listed in the Directory yet")

            await fill(tmp_path, 7)
            async with asyncio.timeout(20):
                while "One person found" not in await _asked(person):
                    pass
            await stop(program)


async def test_serves_calendars_beside_a_socket_wherever_there_is_a_public_address(tmp_path: Path) -> None:
    async with open_database(f"sqlite:///{tmp_path / 'hirg.db'}") as engine:
        await SqlCalendar(engine).save(network_meeting())
        token = await SqlTokens(engine).token(EVERYTHING)
    async with SlackPlatform.running() as slack, open_simulator() as discord:
        address = f"http://127.0.0.1:{free_port()}"
        http = {"HIRG_HTTP__HOST": "127.0.0.1", "HIRG_HTTP__PORT": address.rpartition(":")[2]}
        env = {**environment(tmp_path, slack, discord), **http, "HIRG_HTTP__PUBLIC_URL": address}
        async with started("bot", "run", env=env, cwd=tmp_path) as program, ClientSession() as session:
            await slack.sockets.until_open(seconds=30)
            content = await _fetched(session, f"{address}/calendar/{token}.ics")
            assert strict.parse(content).within("VEVENT")[0].text("SUMMARY") == "Network meeting"
            assert await _fetched(session, f"{address}/healthz") == b"ok\n"
            await stop(program)


async def _fetched(session: ClientSession, address: str) -> bytes:
    """Fetch something from a server that may be about to start."""
    async with asyncio.timeout(30):
        while True:
            try:
                async with session.get(address) as response:
                    assert response.status == 200
                    return await response.read()
            except ClientConnectorError:
                await asyncio.sleep(0.1)


async def _asked(person: SlackPerson) -> str:
    person.screen.messages.clear()
    await person.type("/find-skill nvivo")
    await person.slack.until(lambda: bool(person.screen.messages))
    return read(person.before)


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({"HIRG_SLACK__BOT_TOKEN": " xoxb-1", "HIRG_SLACK__APP_TOKEN": "xapp-1"}, "HIRG_SLACK__BOT_TOKEN: "),
        ({"HIRG_DISCORD__TOKEN": "abc.def.ghi "}, "HIRG_DISCORD__TOKEN: "),
        ({"HIRG_WEB__PORT": "many"}, "HIRG_WEB__PORT: "),
        ({"HIRG_DATABASE_URL": "mysql://x/y", "HIRG_DISCORD__TOKEN": "abc.def.ghi"}, "HIRG_DATABASE_URL: "),
    ],
)
async def test_says_which_setting_to_mend_and_gives_up(tmp_path: Path, env: dict[str, str], said: str) -> None:
    async with started("bot", "run", env={"HIRG_DATA_DIR": str(tmp_path), **env}, cwd=tmp_path) as program:
        output, _ = await asyncio.wait_for(program.communicate(), 30)
    assert program.returncode == 2
    assert said in output.decode()
    assert "Traceback" not in output.decode()
