"""Only what one person alone reads counts as theirs: an answer that others can see is caught, whatever it says."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.leaks.people import CANARIES
from tests.leaks.readers import OTHERS, Read, on_discord, on_slack
from tests.simulators.discord import TOKEN, DiscordSimulator, open_simulator
from tests.simulators.discord_client import Person as DiscordPerson
from tests.simulators.discord_payloads import APPLICATION, CHANNEL, THREAD
from tests.simulators.discord_state import Interaction, Place
from tests.simulators.slack import Person as SlackPerson
from tests.simulators.slack import SlackPlatform
from tests.simulators.slack_payloads import BOT_USER
from tests.simulators.slack_platform import GENERAL

KIM = CANARIES["discord"]["Kim"]
USER, OTHER = "U0KANARIE7F", "U0MEMBER2"
WORDS = [{"type": 10, "content": "words", "id": 1}]
PRIVATE, PUBLIC = 64, 0
SECTION = {"type": "section", "text": {"type": "plain_text", "text": "words"}}


class Wire:
    """Says to a simulator what a bot might say, right or wrong, and tells who reads it."""

    def __init__(self, session: aiohttp.ClientSession, base: str, token: str) -> None:
        self._session, self._base = session, base
        self._headers = {"Authorization": token}

    async def say(self, method: str, path: str, **body: Any) -> None:
        async with self._session.request(method, self._base + path, json=body, headers=self._headers):
            pass


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def discord() -> AsyncIterator[DiscordSimulator]:
    async with open_simulator(strict=False) as discord:
        discord.places.all[KIM.conversation] = Place(KIM.conversation, recipient=KIM.account.user)
        yield discord


def pressed(discord: DiscordSimulator, kind: int = 2, place: str = "guild") -> Interaction:
    """Let somebody do something, of which the bot hears nothing."""
    person = DiscordPerson(discord, KIM.name, id=KIM.account.user, place=place)
    interaction, _ = person.prepare(kind, {"name": "x"})
    discord.interactions[interaction.token] = interaction
    return interaction


def requests(reads: list[Read]) -> list[str]:
    return [read.reader for read in reads if read.kind == "requests"]


def shown(discord: DiscordSimulator) -> list[Read]:
    return [read for read in on_discord(discord) if read.kind.startswith("public")]


@pytest.mark.parametrize(
    ("flags", "place", "reader"),
    [(PRIVATE, "guild", KIM.account.user), (PUBLIC, "guild", OTHERS), (PUBLIC, "direct", KIM.account.user)],
)
async def test_an_answer_on_discord_is_theirs_when_it_is_private(
    discord: DiscordSimulator, session: aiohttp.ClientSession, flags: int, place: str, reader: str
) -> None:
    wire, acted = Wire(session, discord.api_url, f"Bot {TOKEN}"), pressed(discord, place=place)
    answer = {"type": 4, "data": {"flags": flags, "components": WORDS}}
    await wire.say("POST", f"/interactions/{acted.id}/{acted.token}/callback", **answer)
    assert requests(list(on_discord(discord))) == [reader]
    public = [read for read in shown(discord) if KIM.account.user.encode() in read.content]
    assert len(public) == (reader == OTHERS)


@pytest.mark.parametrize(("flags", "reader"), [(PRIVATE, KIM.account.user), (PUBLIC, OTHERS)])
async def test_a_follow_up_that_others_see_names_whom_it_answers(
    discord: DiscordSimulator, session: aiohttp.ClientSession, flags: int, reader: str
) -> None:
    wire, acted = Wire(session, discord.api_url, f"Bot {TOKEN}"), pressed(discord)
    await wire.say("POST", f"/interactions/{acted.id}/{acted.token}/callback", type=5, data={"flags": PRIVATE})
    await wire.say("POST", f"/webhooks/{APPLICATION}/{acted.token}", flags=flags, components=WORDS)
    assert requests(list(on_discord(discord))) == [KIM.account.user, reader]
    assert [KIM.name.encode() in ascii_free(read) for read in shown(discord)] == [True] * (reader == OTHERS)


def ascii_free(read: Read) -> bytes:
    return read.content.decode("unicode_escape").encode()


async def test_what_is_said_in_places_is_theirs_in_their_own_conversation_alone(
    discord: DiscordSimulator, session: aiohttp.ClientSession
) -> None:
    wire = Wire(session, discord.api_url, f"Bot {TOKEN}")
    for place in (KIM.conversation, CHANNEL, THREAD, "1"):
        body = {"components": WORDS, "flags": 1 << 15, "nonce": place, "enforce_nonce": True}
        await wire.say("POST", f"/channels/{place}/messages", **body)
    await wire.say("POST", "/users/@me/channels", recipient_id=KIM.account.user)
    await wire.say("POST", "/interactions/1/nobody-knows-this/callback", type=4)
    own = KIM.account.user
    assert requests(list(on_discord(discord))) == [own, OTHERS, OTHERS, OTHERS, own, OTHERS]


@pytest.fixture
async def slack() -> AsyncIterator[SlackPlatform]:
    async with SlackPlatform.running() as slack:
        SlackPerson(slack, USER)
        SlackPerson(slack, OTHER)
        slack.conversations.add("D0KAEFIG5Q2", "", "im", (BOT_USER, USER))
        slack.conversations.add("G0GROUP", "", "mpim", (BOT_USER, USER, OTHER))
        yield slack


@pytest.mark.parametrize(
    ("channel", "kind", "reader"),
    [(GENERAL, "ephemeral", USER), (GENERAL, "in_channel", OTHERS), ("D0KAEFIG5Q2", "in_channel", USER)],
)
async def test_an_answer_on_slack_is_theirs_when_it_is_private(
    slack: SlackPlatform, session: aiohttp.ClientSession, channel: str, kind: str, reader: str
) -> None:
    url = slack.response_url(SlackPerson(slack, USER).member, channel)
    await Wire(session, url, "").say("POST", "", response_type=kind, text="words", blocks=[])
    assert requests(list(on_slack(slack))) == [reader]


async def test_methods_of_slack_are_theirs_where_they_alone_look(
    slack: SlackPlatform, session: aiohttp.ClientSession
) -> None:
    wire = Wire(session, slack.api_url, f"Bearer {slack.bot_token}")
    view = {"type": "modal", "title": {"type": "plain_text", "text": "x"}, "blocks": [SECTION]}
    for channel in ("D0KAEFIG5Q2", "G0GROUP", GENERAL):
        await wire.say("POST", "chat.postMessage", channel=channel, text="x", blocks=[])
    trigger = slack.trigger(SlackPerson(slack, USER).member)
    await wire.say("POST", "views.open", trigger_id=trigger, view=view)
    opened = slack.screens[USER].modals[-1]["id"]
    for view_id in (opened, "V0NOBODY"):
        await wire.say("POST", "views.update", view_id=view_id, view=view)
    await wire.say("POST", "conversations.open", users=USER)
    await wire.say("POST", "conversations.open", users=f"{USER},{OTHER}")
    await wire.say("POST", "users.info", user=USER)
    assert requests(list(on_slack(slack))) == [USER, OTHERS, OTHERS, USER, USER, OTHERS, USER, OTHERS, USER]
