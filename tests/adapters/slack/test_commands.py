"""The app's manifest and its forms follow from the declared commands."""

import json

import pytest

from adapters.slack import commands, inbound
from adapters.slack.options import Mode
from bot.chat.calls import Call
from bot.chat.commands import Catalog, Command, Form, Kind, Option
from bot.chat.requests import Request
from bot.chat.views import Choice, Reply, say
from tests.adapters.slack.desk import Desk
from tests.simulators.slack_conversations import HISTORY
from tests.simulators.slack_limits import faults_in_options, faults_in_view
from tests.simulators.slack_platform import NEEDS

URL = "https://bot.example.org/slack/events"


async def answer(_: Request) -> Reply:
    return say("fine")


def test_the_manifest_for_socket_mode_has_no_addresses() -> None:
    manifest = commands.manifest(Desk().bot.catalog, mode="socket")
    assert "http" not in json.dumps(manifest)
    assert manifest["settings"] == {
        "event_subscriptions": {"bot_events": ["app_home_opened"]},
        "interactivity": {"is_enabled": True},
        "org_deploy_enabled": False,
        "socket_mode_enabled": True,
        "token_rotation_enabled": False,
    }


@pytest.mark.parametrize("public", [URL, "https://bot.example.org", "https://bot.example.org/"])
def test_the_manifest_for_http_mode_sends_everything_to_one_address(public: str) -> None:
    manifest = commands.manifest(Desk().bot.catalog, mode="http", request_url=public)
    assert manifest["settings"]["socket_mode_enabled"] is False
    assert manifest["settings"]["event_subscriptions"]["request_url"] == URL
    assert manifest["settings"]["interactivity"] == {
        "is_enabled": True,
        "request_url": URL,
        "message_menu_options_url": URL,
    }
    assert {command["url"] for command in manifest["features"]["slash_commands"]} == {URL}


def test_the_manifest_lists_the_slash_commands_and_no_others() -> None:
    listed = commands.manifest(Desk().bot.catalog, mode="socket")["features"]["slash_commands"]
    assert [command["command"] for command in listed] == [
        *("/find-skill", "/hirg", "/echo", "/slow", "/note", "/hush"),
        *("/broken", "/undrawable", "/plan", "/map", "/members"),
    ]
    assert listed[0] == {
        "command": "/find-skill",
        "description": "Find people who can help with a skill",
        "usage_hint": "skill [setting]",
        "should_escape": False,
    }
    assert "usage_hint" not in listed[1]
    assert "usage_hint" not in next(command for command in listed if command["command"] == "/hush")


def test_the_bot_asks_for_no_more_than_it_uses() -> None:
    manifest = commands.manifest(Desk().bot.catalog, mode="socket")
    assert manifest["oauth_config"]["scopes"].keys() == {"bot"}
    asked = set(manifest["oauth_config"]["scopes"]["bot"])
    reads = {*HISTORY.values(), "channels:read", "groups:read", "users:read.email"}
    assert asked == {"commands", *NEEDS.values(), *reads, "im:write", "mpim:write"}
    assert manifest["features"]["app_home"]["messages_tab_read_only_enabled"] is True


def test_the_manifest_keeps_to_slacks_limits() -> None:
    about = commands.manifest(Desk().bot.catalog, mode="socket")["display_information"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140


@pytest.mark.parametrize(
    ("catalog", "mode", "sentence"),
    [
        (Catalog([]), "http", "public address"),
        (Catalog([Command(f"c{number}", "x", answer) for number in range(51)]), "socket", "50 commands at most"),
        (Catalog([Command("a" * 32, "x", answer)]), "socket", "32 characters"),
    ],
)
def test_a_manifest_slack_would_refuse_is_not_made(catalog: Catalog, mode: Mode, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        commands.manifest(catalog, mode=mode)


def test_every_kind_of_option_has_its_own_field() -> None:
    async def complete(_: str, __: Request) -> list[Choice]:
        return []

    options = (
        Option("word", "A word", placeholder="one"),
        Option("story", "A story", kind=Kind.PARAGRAPH, required=False),
        Option("setting", "Where", choices=(Choice("Any", ""), Choice("Clinic", "clinical"))),
        Option("skill", "Which", complete=complete),
    )
    view = commands.modal(Form("T" * 300, Call("x"), options), "{}")
    assert view
    assert faults_in_view(view) == []
    fields = {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}
    assert [fields[name]["element"]["type"] for name in ("word", "story", "setting", "skill")] == [
        *("plain_text_input", "plain_text_input", "static_select", "external_select"),
    ]
    assert fields["word"]["element"]["max_length"] == 200
    assert fields["story"]["element"]["multiline"]
    assert fields["story"]["optional"]
    assert [option["value"] for option in fields["setting"]["element"]["options"]] == ["clinical"]
    assert fields["skill"]["element"]["min_query_length"] == 1


def test_a_title_is_only_repeated_when_it_was_cut() -> None:
    view = commands.modal(Form("Short", Call("x"), (Option("word", "A word"),)), "{}")
    assert view
    assert [block["type"] for block in view["blocks"]] == ["input"]


def test_a_form_that_cannot_carry_its_call_is_not_made() -> None:
    assert commands.modal(Form("Short", Call("x"), ()), "x" * 3001) is None


@pytest.mark.parametrize("typed", ["", "  ", "nvivo", "x" * 150, "x" * 151, "<!channel>", "😀" * 100])
def test_suggestions_fit_and_begin_with_what_was_typed(typed: str) -> None:
    found = [Choice("y" * 200, str(number)) for number in range(120)] + [Choice("long", "v" * 151), Choice("none", "")]
    offered = commands.suggestions(typed, found)
    assert faults_in_options(offered) == []
    if typed.strip() and len(typed) <= 150:
        assert offered[0]["value"] == typed


def test_a_suggestion_that_equals_what_was_typed_is_offered_once() -> None:
    offered = commands.suggestions("R", [Choice("Rust", "Rust"), Choice("R", "R")])
    assert [option["value"] for option in offered] == ["R", "Rust"]
    assert "description" not in offered[0]


def test_says_beside_a_field_that_its_text_is_too_long_for_slack() -> None:
    call = Call("find-skill", {"skill": inbound.TOO_LONG, "setting": "clinical"})
    assert list(commands.too_long(call)) == ["skill"]
    assert "/find-skill followed by your words" in commands.too_long(call)["skill"]
    assert commands.too_long(Call("find-skill", {"skill": "too-long"})) == {}


def test_tells_about_the_fields_of_the_form_alone_and_briefly() -> None:
    assert commands.errors({"skill": "x" * 400, "other": "y"}, {"skill", "setting"}) == {"skill": "x" * 299 + "…"}
