"""Everything somebody can do with a secret on each platform, and everything that can go wrong with it."""

import asyncio
import json
import sqlite3
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from tests.adapters.web.server import Page
from tests.simulators import slack_payloads as payloads
from tests.simulators.discord import DiscordSimulator
from tests.simulators.discord_client import NoResponse
from tests.simulators.discord_client import Person as DiscordPerson
from tests.simulators.slack import Person as SlackPerson
from tests.simulators.slack import SlackPlatform

# What somebody types: with a space, a letter outside ASCII, and nothing that is a skill.
TYPED = "Kanarienvögel 7f3a zwitschern"
# Who types it.
NAME = "Wilhelmína Ptáčková"
SLACK_USER = "U0PTACKOVA"

BUTTON = {"type": "button", "block_id": "b", "action_id": "0:call", "text": {"type": "plain_text", "text": TYPED}}


async def on_slack(slack: SlackPlatform) -> SlackPerson:
    """Do what members do, and what no member does, on a Slack that has a good day."""
    member = SlackPerson(slack, SLACK_USER, NAME)
    await member.type(f"/find-skill {TYPED}")
    await member.sees("Nobody lists")
    await member.type(f"/find-skill nvivo setting:{TYPED.split(maxsplit=1)[0]}")
    await member.sees_form()
    member.close_modals()
    await member.type("/find-skill")
    await member.sees_form()
    await member.search("skill", TYPED)
    await member.submit(skill="?!")
    await member.submit(skill=TYPED)
    await slack.until(lambda: len(member.screen.messages) == 2)
    await member.type("/my-skills")
    await member.sees("You have no entry")
    await member.press("I have a code")
    await member.sees_form()
    await member.submit(code=TYPED)
    await slack.until(lambda: "code" in member.screen.errors)
    member.close_modals()
    for value in (TYPED, f"find-skill?skill={TYPED}&{TYPED}", f"skill-page?skill=x&start={TYPED}"):
        await member.use({**BUTTON, "value": value})
    await slack.until(lambda: len(member.screen.messages) == 6)
    await member.open_home()
    await member.sees("Welcome")
    return member


async def on_a_broken_slack(slack: SlackPlatform, member: SlackPerson) -> None:
    """Do the same while Slack limits, fails, refuses and hangs up."""
    for failure in (
        {"status": 429, "retry_after": 1},
        {"status": 500},
        {"status": 0},
        {"status": 400, "error": "invalid_blocks"},
        {"status": 404, "error": "used_url"},
    ):
        before = slack.count("response_url")
        slack.fail("response_url", **failure)
        await member.type(f"/find-skill {TYPED}")
        tries = 1 if failure["status"] == 404 else 2
        await slack.until(lambda: slack.count("response_url") == before + tries)  # noqa: B023 - waited for at once
    slack.fail("views.open", error="expired_trigger_id")
    slack.fail("views.publish", 500)
    await member.type("/find-skill")
    await member.open_home()
    await slack.until(lambda: slack.count("views.open") == 4 and slack.count("views.publish") == 3)
    for kind, payload in _unreadable(slack, member):
        await slack.deliver(kind, payload)
    slack.sockets.drop()


def _unreadable(slack: SlackPlatform, member: SlackPerson) -> list[tuple[str, dict[str, Any]]]:
    who, view = member.member, {"type": "modal", "id": TYPED, "private_metadata": TYPED, "blocks": [TYPED]}
    url = slack.response_url(who, "C1")
    return [
        ("slash_commands", {"command": "/find-skill", "text": TYPED}),
        ("slash_commands", {"command": TYPED, "text": TYPED, "user_id": SLACK_USER, "response_url": url}),
        ("interactive", {"type": TYPED, "user": {"name": NAME}}),
        ("interactive", {"type": "block_actions", "user": NAME, "actions": [], "response_url": url}),
        ("interactive", {"type": "block_actions", "user": {"id": SLACK_USER}, "actions": [TYPED], "response_url": url}),
        ("interactive", {"type": "view_submission", "user": {"id": SLACK_USER, "name": NAME}, "view": view}),
        ("interactive", {"type": "block_suggestion", "user": {"id": SLACK_USER}, "value": TYPED, "view": view}),
        ("events_api", payloads.event_callback({"type": "app_home_opened", "tab": "home", "user": [TYPED]})),
        ("events_api", payloads.event_callback({"type": "message", "text": TYPED, "user": SLACK_USER})),
    ]


async def on_discord(discord: DiscordSimulator) -> DiscordPerson:
    """Do what members do, and what no member does, on a Discord that has a good day."""
    member = DiscordPerson(discord, NAME, nick=NAME)
    await member.slash("find-skill", skill=TYPED)
    await member.type_ahead("find-skill", "skill", TYPED)
    refused = await member.submit(await member.slash("find-skill"), skill="?!")
    await member.submit(await member.press(refused.shown, "Open the form again"), skill=TYPED)
    claiming = await member.press((await member.slash("my-skills")).shown, "I have a code")
    await member.submit(claiming, code=TYPED)
    first = (await member.slash("hirg")).shown
    for custom_id in (TYPED, f"find-skill?skill={TYPED}", f"skill-page?skill=x&start={TYPED}", f"home#{TYPED}"):
        await member.press_id(first, custom_id)
    await member.send_form(TYPED, [{"type": 4, "custom_id": TYPED, "value": TYPED, "id": 1}])
    for words in (TYPED, f"/find-skill {TYPED}", f"peer-support {TYPED}", f"I want to die, {TYPED}", TYPED * 100, ""):
        await member.answer(await member.write(words))
    return member


async def on_a_broken_discord(discord: DiscordSimulator, member: DiscordPerson) -> None:
    """Do the same while Discord limits, fails, refuses and hangs up."""
    for status in (429, 500, 503, 0, 400):
        discord.fail("callback", status=status)
        await member.slash("find-skill", skill=TYPED)
    discord.fail("callback", status=400, times=2)
    discord.fail("callback", status=404, times=1)
    for _ in range(2):
        await _in_vain(member)
    await discord.gateway.dispatch("INTERACTION_CREATE", {"type": 2, "data": TYPED, "token": TYPED})
    _, payload = member.prepare(2, {"name": [TYPED], "options": TYPED})
    await discord.gateway.dispatch("INTERACTION_CREATE", payload)
    await discord.gateway.dispatch(TYPED.upper(), {"content": TYPED})
    await discord.gateway.dispatch("MESSAGE_CREATE", {"content": TYPED})
    for status in (429, 500, 503, 0, 400):
        discord.fail(r"POST /channels/\d+/messages", status=status)
        await member.answer(await member.write(TYPED))
    discord.gateway.drop()
    await member.slash("find-skill", skill=TYPED)


async def _in_vain(member: DiscordPerson) -> None:
    try:
        async with asyncio.timeout(0.5):
            await member.slash("find-skill", skill=TYPED)
    except (NoResponse, TimeoutError):
        pass


async def on_the_web(url: str) -> None:
    """Post, ask, press and fill in, and send what no page sends."""
    origin = {"Origin": url.rstrip("/")}
    async with ClientSession() as session, session.ws_connect(f"{url}socket", headers=origin) as socket:
        page = Page(socket)
        await page.hello("")
        await page.type(TYPED)
        seen = (await page.answer_to(f"/find-skill {TYPED}"))["id"]
        await page.ask("submit", place="general", call="find-skill", values={"skill": TYPED, TYPED: TYPED})
        await page.ask("submit", place="general", call="find-skill", values={"skill": "?!"})
        await page.ask("suggest", place="general", call="find-skill", option="skill", typed=TYPED)
        for call in (TYPED, f"skill-page?skill={TYPED}&start={TYPED}"):
            await page.ask("press", message=seen, call=call, values={TYPED: TYPED})
        await page.ask("preview", message=seen)
        for frame in (TYPED, json.dumps([TYPED]), json.dumps({"id": 900, "kind": TYPED, "text": TYPED})):
            await socket.send_str(frame)
            await page.until(lambda answer: answer["kind"] == "refused")
        await socket.send_str(TYPED * 10_000)
        await socket.receive()


def break_database(folder: Path) -> None:
    """Take away a table under the running program: whoever asks next gets an incident."""
    with sqlite3.connect(next(folder.rglob("hirg.db"))) as database:
        database.execute("DROP TABLE versions")
    database.close()
