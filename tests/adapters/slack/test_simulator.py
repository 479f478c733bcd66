"""The simulated Slack is as strict as the real one: what it lets pass must mean something."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.markup import label
from tests.simulators import slack_payloads as payloads
from tests.simulators.slack import Person, SlackPlatform
from tests.simulators.slack_limits import faults_in_message, faults_in_view

MODAL = {"type": "modal", "title": label("Hello", 24), "blocks": [{"type": "divider"}]}
BUTTON = {"type": "button", "action_id": "a", "text": label("Go", 75), "value": "go"}


@pytest.fixture
async def strict() -> AsyncIterator[SlackPlatform]:
    async with SlackPlatform.running() as platform:
        yield platform


@pytest.fixture
async def client(strict: SlackPlatform) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(strict.bot_token, base_url=strict.api_url, session=session, retry_handlers=[])


def said(refused: pytest.ExceptionInfo[SlackApiError]) -> str:
    return str(refused.value.response["error"])


@pytest.mark.parametrize(
    "block",
    [
        {"type": "header", "text": label("x" * 151, 999)},
        {"type": "section", "text": {"type": "mrkdwn", "text": ""}},
        {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}},
        {"type": "section", "fields": [label("x", 9)] * 11},
        {"type": "section", "text": label("x", 9), "accessories": []},
        {"type": "actions", "elements": []},
        {"type": "actions", "elements": [BUTTON, BUTTON]},
        {"type": "actions", "elements": [{**BUTTON, "text": label("x" * 76, 99)}]},
        {"type": "actions", "elements": [{**BUTTON, "value": "x" * 2001}]},
        {"type": "actions", "elements": [{**BUTTON, "style": "pink"}]},
        {"type": "actions", "elements": [{"type": "static_select", "action_id": "a", "options": []}]},
        {"type": "context", "elements": [label("x", 9)] * 11},
        {"type": "input", "label": label("x", 9), "element": {"type": "plain_text_input", "action_id": "a"}},
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": ""}]}]},
        {"type": "unheard-of"},
    ],
)
def test_a_block_slack_refuses_is_refused(block: dict[str, Any]) -> None:
    assert faults_in_message({"text": "x", "unfurl_links": False, "blocks": [block]})


@pytest.mark.parametrize(
    "change",
    [
        {"title": label("x" * 25, 99)},
        {"private_metadata": "x" * 3001},
        {"blocks": []},
        {"blocks": [{"type": "divider"}] * 101},
        {"blocks": [{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}]},
        {"type": "home"},
        {"colour": "red"},
    ],
)
def test_a_view_slack_refuses_is_refused(change: dict[str, Any]) -> None:
    assert faults_in_view(MODAL) == []
    assert faults_in_view({**MODAL, **change})


async def test_a_trigger_opens_one_view_within_three_seconds(strict: SlackPlatform, client: AsyncWebClient) -> None:
    ada = Person(strict).member
    trigger = strict.trigger(ada)
    await client.views_open(trigger_id=trigger, view=MODAL)
    with pytest.raises(SlackApiError) as refused:
        await client.views_open(trigger_id=trigger, view=MODAL)
    assert said(refused) == "exchanged_trigger_id"
    old = strict.trigger(ada)
    strict.pass_time(3.1)
    with pytest.raises(SlackApiError) as refused:
        await client.views_open(trigger_id=old, view=MODAL)
    assert said(refused) == "expired_trigger_id"


async def test_views_are_changed_under_their_hash(strict: SlackPlatform, client: AsyncWebClient) -> None:
    opened = await client.views_open(trigger_id=strict.trigger(Person(strict).member), view=MODAL)
    view = opened["view"]
    await client.views_update(view_id=view["id"], view=MODAL, hash=view["hash"])
    with pytest.raises(SlackApiError) as refused:
        await client.views_update(view_id=view["id"], view=MODAL, hash=view["hash"])
    assert said(refused) == "hash_conflict"


async def test_posting_takes_a_scope(strict: SlackPlatform, client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel="C0GENERAL", text="hello")
    assert refused.value.response["error"] == "missing_scope"
    assert refused.value.response["needed"] == "chat:write"
    assert refused.value.response["provided"] == "commands"
    strict.scopes.add("chat:write")
    await client.chat_postMessage(channel="C0GENERAL", text="hello", unfurl_links=False)
    await client.chat_postEphemeral(channel="C0GENERAL", user="U0MEMBER1", text="hello")
    assert Person(strict).message.text == "hello"


async def test_a_response_url_works_five_times_within_half_an_hour(strict: SlackPlatform) -> None:
    ada = Person(strict).member
    message = {"text": "hello", "response_type": "ephemeral", "unfurl_links": False}
    async with aiohttp.ClientSession() as session:

        async def post(url: str) -> str:
            async with session.post(url, json=message) as answer:
                return await answer.text()

        url = strict.response_url(ada, "C0GENERAL")
        assert [await post(url) for _ in range(6)] == [*["ok"] * 5, "used_url"]
        url = strict.response_url(ada, "C0GENERAL")
        strict.pass_time(30 * 60 + 1)
        assert await post(url) == "expired_url"


async def test_an_answer_that_others_could_see_is_a_violation(strict: SlackPlatform) -> None:
    url = strict.response_url(Person(strict).member, "C0GENERAL")
    async with aiohttp.ClientSession() as session:
        await session.post(url, json={"text": "hello", "response_type": "in_channel", "unfurl_links": False})
    assert strict.violations == ["response_url: an answer that others can see"]


async def test_a_socket_needs_a_fresh_ticket_and_there_are_ten_at_most(strict: SlackPlatform) -> None:
    async with aiohttp.ClientSession() as session:
        address = f"{strict.base}/link?ticket="
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(f"{address}guessed")
        sockets = [await session.ws_connect(address + strict.sockets.ticket()) for _ in range(11)]
        first = [await socket.receive_json() for socket in sockets]
        assert [message["type"] for message in first] == [*["hello"] * 10, "disconnect"]
        assert first[0]["connection_info"] == {"app_id": payloads.APP}
        await asyncio.gather(*(socket.close() for socket in sockets))


async def test_a_delivery_nobody_takes_is_missed(strict: SlackPlatform) -> None:
    delivery = await Person(strict).type("/hirg")
    assert not delivery.acknowledged
