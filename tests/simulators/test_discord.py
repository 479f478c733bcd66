"""The simulator itself refuses what Discord refuses."""

from typing import Any

import aiohttp
import pytest

from tests.simulators.discord import TOKEN, DiscordSimulator, open_simulator
from tests.simulators.discord_client import Person
from tests.simulators.discord_command_rules import command_problems
from tests.simulators.discord_payloads import APPLICATION
from tests.simulators.discord_rules import callback_problems, post_problems, upload_problems
from tests.simulators.discord_state import Interaction

TEXT = {"type": 10, "content": "hello"}
BUTTON = {"type": 2, "style": 1, "label": "Go", "custom_id": "go"}
OPTION = {"type": 3, "name": "word", "description": "A word"}


def body(*components: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"flags": 64 | 32768, "allowed_mentions": {"parse": []}, "components": list(components), **more}


def row(*components: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(components)}


def codes(answer: dict[str, Any], kind: int = 2, source: int | None = None) -> set[str]:
    return {problem.code for problem in callback_problems(kind, source, answer)}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (body(), "BASE_TYPE_REQUIRED"),
        (body({"type": 14}), "BASE_TYPE_REQUIRED"),
        (body({"type": 10, "content": "  "}), "BASE_TYPE_REQUIRED"),
        (body(TEXT, content="beside"), "HOUSE_RULE"),
        (body(TEXT, allowed_mentions={"parse": ["everyone"]}), "HOUSE_RULE"),
        (body(TEXT, flags=32768), "HOUSE_RULE"),
        (body(TEXT, flags=64), "MESSAGE_FLAGS"),
        (body(row(BUTTON, BUTTON)), "COMPONENT_CUSTOM_ID_DUPLICATED"),
        (body(row(*({**BUTTON, "custom_id": str(n)} for n in range(6)))), "BASE_TYPE_BAD_LENGTH"),
        (body(row({**BUTTON, "custom_id": "x" * 101})), "BASE_TYPE_MAX_LENGTH"),
        (body(row({k: v for k, v in BUTTON.items() if k != "custom_id"})), "BASE_TYPE_REQUIRED"),
        (body(row()), "BASE_TYPE_BAD_LENGTH"),
        (body(BUTTON), "UNION_TYPE_CHOICES"),
        (body(*[TEXT] * 41), "COMPONENT_MAX_COUNT"),
        (body({"type": 10, "content": "x" * 3000}, {"type": 10, "content": "x" * 1001}), "COMPONENT_MAX_TEXT"),
        (body(row({"type": 3, "custom_id": "s", "options": []})), "BASE_TYPE_BAD_LENGTH"),
    ],
)
def test_refuses_messages_that_discord_refuses(data: dict[str, Any], code: str) -> None:
    assert code in codes({"type": 4, "data": data})


def test_takes_a_message_that_discord_takes() -> None:
    assert codes({"type": 4, "data": body(TEXT, row(BUTTON))}) == set()


POST = {"flags": 32768, "nonce": "n", "enforce_nonce": True}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (body(TEXT), "MESSAGE_FLAGS_INVALID"),
        (body(TEXT, **{**POST, "nonce": ""}), "HOUSE_RULE"),
        (body(TEXT, **{**POST, "nonce": "n" * 26}), "HOUSE_RULE"),
        (body(TEXT, **{**POST, "enforce_nonce": False}), "HOUSE_RULE"),
        (body(TEXT, **POST, content="beside"), "HOUSE_RULE"),
        (body({**TEXT, "id": 1 << 31}, **POST), "NUMBER_TYPE_MAX"),
        (body({**TEXT, "id": 7}, {**TEXT, "id": 7}, **POST), "COMPONENT_ID_DUPLICATED"),
        (body({"type": 12, "items": []}, **POST), "BASE_TYPE_BAD_LENGTH"),
    ],
)
def test_refuses_posts_that_discord_refuses(data: dict[str, Any], code: str) -> None:
    assert code in {problem.code for problem in post_problems(data)}


def test_what_is_attached_uploaded_and_shown_has_to_be_the_same() -> None:
    gallery = {"type": 12, "items": [{"media": {"url": "attachment://a.png"}}]}
    whole = body(gallery, attachments=[{"id": "0", "filename": "a.png"}])
    assert list(upload_problems(whole, {"a.png": b"x"})) == []
    assert list(upload_problems(whole, {}))
    assert list(upload_problems(body(gallery), {"a.png": b"x"}))
    assert list(upload_problems({**whole, "components": [TEXT]}, {"a.png": b"x"}))


def test_an_answer_that_changes_a_public_message_is_no_answer_but_between_two_it_is() -> None:
    answer = {"type": 7, "data": body(TEXT, flags=32768, attachments=[])}
    assert "HOUSE_RULE" in codes(answer, kind=3, source=32768)
    assert list(callback_problems(3, 32768, answer, private=True)) == []


def test_a_form_is_no_answer_to_a_form_and_a_message_none_to_typing() -> None:
    modal = {"type": 9, "data": {"custom_id": "x", "title": "t", "components": []}}
    assert "BASE_TYPE_CHOICES" in codes(modal, kind=5)
    assert "BASE_TYPE_CHOICES" in codes({"type": 4, "data": body(TEXT)}, kind=4)
    assert "BASE_TYPE_CHOICES" in codes({"type": 6}, kind=2)
    assert codes({"type": 6}, kind=3, source=64) == set()


def test_refuses_commands_that_discord_refuses() -> None:
    command = {"name": "find", "description": "Find", "options": [OPTION]}
    assert list(command_problems([command])) == []
    for wrong in (
        {**command, "name": "Find People"},
        {**command, "description": ""},
        {**command, "options": [OPTION, OPTION]},
        {**command, "options": [OPTION, {**OPTION, "name": "b", "required": True}]},
        {**command, "options": [{**OPTION, "autocomplete": True, "choices": [{"name": "a", "value": "a"}]}]},
    ):
        assert list(command_problems([wrong])), wrong


async def respond(discord: DiscordSimulator, interaction: Interaction, answer: dict[str, Any]) -> tuple[int, Any]:
    path = f"{discord.api_url}/interactions/{interaction.id}/{interaction.token}/callback"
    async with aiohttp.ClientSession() as session, session.post(path, json=answer) as response:
        return response.status, await response.json() if response.status != 204 else None


async def test_takes_one_answer_in_time_and_no_second_one() -> None:
    async with open_simulator() as discord:
        interaction, payload = Person(discord).prepare(2, {"name": "x"})
        await discord.deliver(interaction, payload)
        answer = {"type": 4, "data": body(TEXT)}
        assert (await respond(discord, interaction, {"type": 4, "data": body()}))[1]["code"] == 50035
        assert (await respond(discord, interaction, answer))[0] == 204
        assert (await respond(discord, interaction, answer))[1]["code"] == 40060
        late, payload = Person(discord).prepare(2, {"name": "x"})
        await discord.deliver(late, payload)
        discord.shift = 3.1
        assert (await respond(discord, late, answer))[1]["code"] == 10062
        assert discord.missed == [late.id]


async def test_nests_errors_by_their_path_as_discord_does() -> None:
    async with open_simulator() as discord:
        interaction, payload = Person(discord).prepare(2, {"name": "x"})
        await discord.deliver(interaction, payload)
        answer = {"type": 4, "data": body({"type": 10, "content": ""})}
        _, error = await respond(discord, interaction, answer)
        assert error["errors"]["components"]["0"]["content"]["_errors"][0]["code"] == "BASE_TYPE_REQUIRED"


async def test_the_first_answer_can_be_read_edited_and_deleted() -> None:
    async with open_simulator() as discord, aiohttp.ClientSession() as session:
        interaction, payload = Person(discord).prepare(2, {"name": "x"})
        await discord.deliver(interaction, payload)
        original = f"{discord.api_url}/webhooks/{APPLICATION}/{interaction.token}/messages/@original"
        async with session.get(original) as response:
            assert (await response.json())["code"] == 10015
        await respond(discord, interaction, {"type": 5, "data": {"flags": 64}})
        edit = body(TEXT, flags=32768, attachments=[])
        async with session.patch(original, json=edit) as response:
            assert response.status == 200
        async with session.get(original) as response:
            assert (await response.json())["components"][0]["content"] == "hello"
        async with session.delete(original) as response:
            assert response.status == 204
        async with session.get(original) as response:
            assert (await response.json())["code"] == 10008
        assert discord.problems == []


async def identify(discord: DiscordSimulator, **changes: Any) -> int | None:
    """Return the code that the gateway closes with, or None when it says READY."""
    async with aiohttp.ClientSession() as session:
        address = f"{discord.gateway_url}?v=10&encoding=json"
        async with session.ws_connect(address) as socket:
            assert (await socket.receive_json())["op"] == 10
            await socket.send_json({"op": 2, "d": {"token": TOKEN, "intents": 1, **changes}})
            message = await socket.receive()
            return None if message.type is aiohttp.WSMsgType.TEXT else socket.close_code


async def test_the_gateway_lets_in_whom_discord_lets_in() -> None:
    async with open_simulator() as discord:
        assert await identify(discord) is None
        assert await identify(discord, token="wrong") == 4004
        assert await identify(discord, intents=1 << 15) == 4014
        assert await identify(discord, intents=1 << 30) == 4013


async def test_the_gateway_hangs_up_on_a_heart_that_stopped() -> None:
    async with (
        open_simulator(heartbeat=0.05) as discord,
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{discord.gateway_url}?v=10&encoding=json") as socket,
    ):
        await socket.receive_json()
        await socket.receive()
        assert socket.close_code == 4009
