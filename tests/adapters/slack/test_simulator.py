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
from tests.simulators.slack_files import PNG
from tests.simulators.slack_limits import faults_in_message, faults_in_view

MODAL = {"type": "modal", "title": label("Hello", 24), "blocks": [{"type": "divider"}]}
A, B = ({"text": label(letter, 9), "value": letter} for letter in "ab")
SAID = [{"type": "section", "text": label("hello", 99)}]
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
        {"type": "image", "slack_file": {"id": "F0PICTURE1"}, "alt_text": ""},
        {"type": "image", "slack_file": {"id": "F0PICTURE1"}, "alt_text": "x" * 2001},
        {"type": "image", "slack_file": {"id": "map.png"}, "alt_text": "A map"},
        {"type": "unheard-of"},
    ],
)
def test_a_block_slack_refuses_is_refused(block: dict[str, Any]) -> None:
    assert faults_in_message({"text": "x", "unfurl_links": False, "blocks": [block]})


@pytest.mark.parametrize(
    "element",
    [
        {"type": "datepicker", "initial_date": "10 March"},
        {"type": "timepicker", "initial_time": "25:00"},
        {"type": "plain_text_input", "max_length": 3, "initial_value": "four"},
        {"type": "plain_text_input", "max_length": 3001},
        {"type": "static_select", "options": [A], "initial_option": B},
        {"type": "static_select", "options": [A, A]},
        {"type": "checkboxes", "options": [A], "initial_options": []},
        {"type": "checkboxes", "options": [A], "initial_options": [B]},
        {"type": "checkboxes", "options": [A], "placeholder": label("x", 9)},
        {"type": "checkboxes", "options": [{**A, "value": str(number)} for number in range(11)]},
        {"type": "external_select", "initial_option": {**A, "value": "x" * 151}},
    ],
)
def test_a_field_slack_refuses_is_refused(element: dict[str, Any]) -> None:
    field = {"type": "input", "label": label("x", 9), "element": {"action_id": "a", **element}}
    assert faults_in_view({**MODAL, "submit": label("Send", 24), "blocks": [field]})


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


async def test_what_a_token_may_do_is_asked_of_it(strict: SlackPlatform, client: AsyncWebClient) -> None:
    strict.scopes.clear()
    strict.scopes.add("commands")
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel="C0GENERAL", text="hello")
    assert refused.value.response["error"] == "missing_scope"
    assert refused.value.response["needed"] == "chat:write"
    assert refused.value.response["provided"] == "commands"
    for method, arguments, scope in (
        ("conversations.history", {"channel": "C0GENERAL"}, "channels:history"),
        ("conversations.open", {"users": "U0MEMBER1"}, "im:write"),
        ("conversations.open", {"users": "U0MEMBER1,U0MEMBER2"}, "mpim:write"),
        ("users.info", {"user": "U0MEMBER1"}, "users:read"),
        ("users.list", {}, "users:read"),
        ("files.getUploadURLExternal", {"filename": "x.png", "length": "1"}, "files:write"),
    ):
        with pytest.raises(SlackApiError) as refused:
            await client.api_call(method, data=arguments)
        assert refused.value.response["needed"] == scope


async def test_what_everybody_sees_and_what_one_person_sees(strict: SlackPlatform, client: AsyncWebClient) -> None:
    ada = Person(strict)
    await client.chat_postMessage(channel="C0GENERAL", text="hello", blocks=SAID, unfurl_links=False)
    await client.chat_postEphemeral(channel="C0GENERAL", user="U0MEMBER1", text="psst")
    assert ada.message.text == "psst"
    assert (await ada.hears("hello", "general")).text == "hello"


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C0NOWHERE", "channel_not_found"),
        ("C0SECRET", "channel_not_found"),
        ("D0OTHERS", "channel_not_found"),
        ("C0OPEN", "not_in_channel"),
        ("C0OLD", "is_archived"),
        ("C0NEWS", "restricted_action_read_only_channel"),
    ],
)
async def test_a_place_that_lets_nobody_post_says_why(
    strict: SlackPlatform, client: AsyncWebClient, channel: str, error: str
) -> None:
    places, bot = strict.conversations, payloads.BOT_USER
    places.add("C0SECRET", "secret", "private", ["U0MEMBER1"])
    places.add("D0OTHERS", "", "im", ["U0MEMBER1", "U0MEMBER2"])
    places.add("C0OPEN", "open")
    places.add("C0OLD", "old", members=[bot]).archived = True
    places.add("C0NEWS", "news", members=[bot]).read_only = True
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=channel, text="hello", blocks=SAID, unfurl_links=False)
    assert said(refused) == error


async def test_each_channel_and_the_workspace_have_a_limit(strict: SlackPlatform, client: AsyncWebClient) -> None:
    async def post(channel: str) -> None:
        await client.chat_postMessage(channel=channel, text="hello", blocks=SAID, unfurl_links=False)

    for _ in range(10):
        await post("C0GENERAL")
    with pytest.raises(SlackApiError) as refused:
        await post("C0GENERAL")
    assert (refused.value.response.status_code, refused.value.response.headers["Retry-After"]) == (429, "1")
    strict.pass_time(10)
    await post("C0GENERAL")
    strict.conversations.limit.burst = 0
    strict.conversations.add("C0QUIET", "quiet", members=[payloads.BOT_USER])
    with pytest.raises(SlackApiError) as refused:
        await post("C0QUIET")
    assert said(refused) == "ratelimited"


async def test_a_history_comes_in_parts_and_tells_metadata_when_asked(
    strict: SlackPlatform, client: AsyncWebClient
) -> None:
    told = {"event_type": "x", "event_payload": {"key": "k"}}
    await client.chat_postMessage(channel="C0GENERAL", text="1", blocks=SAID, unfurl_links=False, metadata=told)
    for number in range(2, 6):
        strict.conversations.say("C0GENERAL", "U0MEMBER1", str(number))
    page = await client.conversations_history(channel="C0GENERAL", limit=3)
    assert [message["text"] for message in page["messages"]] == ["5", "4", "3"]
    rest = await client.conversations_history(
        channel="C0GENERAL", limit=3, cursor=page["response_metadata"]["next_cursor"], include_all_metadata=True
    )
    assert [message.get("metadata") for message in rest["messages"]] == [None, told]
    bare = await client.conversations_history(channel="C0GENERAL")
    assert "metadata" not in bare["messages"][-1]
    late = await client.conversations_history(channel="C0GENERAL", oldest=rest["messages"][0]["ts"])
    assert len(late["messages"]) == 3
    strict.conversations.by_id["C0GENERAL"].lag = 1
    early = await client.conversations_history(channel="C0GENERAL")
    assert [message["text"] for message in early["messages"]] == ["5", "4", "3", "2"]


async def test_methods_that_read_take_no_json(client: AsyncWebClient) -> None:
    await client.conversations_history(channel="C0GENERAL")
    with pytest.raises(SlackApiError) as refused:
        await client.api_call("conversations.history", json={"channel": "C0GENERAL"})
    assert said(refused) == "channel_not_found"


async def test_a_picture_has_to_be_uploaded_completed_and_looked_at(
    strict: SlackPlatform, client: AsyncWebClient
) -> None:
    async def post(file_id: str) -> None:
        shown = [{"type": "image", "slack_file": {"id": file_id}, "alt_text": "A map"}]
        await client.chat_postMessage(channel="C0GENERAL", text="map", blocks=shown, unfurl_links=False)

    png = PNG + b"map"
    ticket = await client.files_getUploadURLExternal(filename="map.png", length=len(png))
    file_id = ticket["file_id"]
    with pytest.raises(SlackApiError):
        await client.files_completeUploadExternal(files=[{"id": file_id}])
    async with aiohttp.ClientSession() as session, session.post(ticket["upload_url"], data=png) as answer:
        assert answer.status == 200
    with pytest.raises(SlackApiError) as refused:
        await post(file_id)
    assert "invalid slack file" in refused.value.response["errors"][0]
    await client.files_completeUploadExternal(files=[{"id": file_id}])
    strict.files.processing = 1
    with pytest.raises(SlackApiError):
        await post(file_id)
    await post(file_id)


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
