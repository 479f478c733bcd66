"""Payloads as Slack sends them, read as requests."""

import json
from pathlib import Path
from typing import Any

import pytest

from adapters.slack import inbound
from adapters.slack.inbound import InMessage, InModal, OnHome
from bot.chat.errors import Unclear
from bot.chat.requests import Account, Actor, Address, Request, Role
from bot.chat.roles import RoleBook
from tests.adapters.slack.desk import Desk

FIXTURES = Path(__file__).parent / "payloads"
ROLES = RoleBook({Role.ORGANISER: ["slack:T0NETWORK:U0ADA"]})
CATALOG = Desk().bot.catalog


def payload(name: str) -> Any:
    return json.loads((FIXTURES / f"{name}.json").read_text())


ADA = Actor(Account("slack", "T0NETWORK", "U0ADA"), "ada", frozenset({Role.ORGANISER}))


def test_a_slash_command() -> None:
    request = inbound.typed(payload("slash_command"), CATALOG, ROLES)
    assert request.call.args == {"skill": "R&D <methods>", "setting": "clinical"}
    assert request.actor == ADA
    assert request.place == Address("slack", "C0GENERAL")
    assert inbound.origin(payload("slash_command")) == InMessage("https://hooks.slack.com/commands/T0NETWORK/1/x")


def test_a_button_on_a_private_message() -> None:
    request = inbound.pressed(payload("button_in_message"), ROLES)
    assert str(request.call) == "people?from=5"
    assert request.actor == ADA
    assert request.place == Address("slack", "C0GENERAL")
    source = inbound.origin(payload("button_in_message"))
    assert source == InMessage("https://hooks.slack.com/actions/T0NETWORK/1/x", ephemeral=True)


@pytest.mark.parametrize(("thread", "within"), [("1.5", "1.5"), ("1.7", ""), (None, "")])
def test_a_button_in_a_thread_is_answered_there_and_one_on_its_first_message_in_the_channel(
    thread: str | None, within: str
) -> None:
    body = payload("button_in_message")
    body["container"] |= {"message_ts": "1.7", "is_ephemeral": False, "thread_ts": thread}
    source = InMessage("https://hooks.slack.com/actions/T0NETWORK/1/x", thread=within)
    assert inbound.origin(body) == source
    request, form = inbound.pressed(body, ROLES), payload("view_submission")
    form["view"]["private_metadata"] = inbound.carry(request, source, now=1000)
    assert inbound.form_origin(form, now=1000) == source


def test_a_menu_in_a_modal() -> None:
    body = payload("menu_in_modal")
    request = inbound.pressed(body, ROLES)
    assert request.call.args == {"skill": "c#", "setting": "clinical"}
    assert request.place == Address.of(ADA.account)
    assert inbound.origin(body) == InModal("V0MODAL")


def test_the_private_conversation_with_the_bot_is_known_as_one_and_stays_it_in_a_form() -> None:
    body, form = payload("button_in_message"), payload("view_submission")
    body["channel"]["id"] = "D0ALONE"
    request = inbound.pressed(body, ROLES)
    assert request.place == Address.of(request.actor.account)
    form["view"]["private_metadata"] = inbound.carry(request, inbound.origin(body), now=1000)
    assert inbound.submitted(form, ROLES).place == request.place


def test_an_opened_app_home() -> None:
    body = payload("app_home_opened")
    request = inbound.opened_home(body, ROLES)
    assert str(request.call) == "home"
    assert request.actor.account == ADA.account
    assert inbound.origin(body) == OnHome("U0ADA")


def test_a_submitted_form() -> None:
    body = payload("view_submission")
    request = inbound.submitted(body, ROLES)
    assert str(request.call) == "find-skill?skill=thematic+analysis"
    assert request.place == Address("slack", "C0GENERAL")
    assert inbound.form_origin(body, now=1000) == InMessage("https://hooks.slack.com/commands/T0NETWORK/1/x")
    assert inbound.form_origin(body, now=3000) == InModal("V0FORM")


def test_type_ahead() -> None:
    request, option = inbound.completing(payload("block_suggestion"), ROLES)
    typed = inbound.typing(payload("block_suggestion"))
    assert (request.call.command, option, typed) == ("find-skill", "skill", "nviv")
    assert request.actor == ADA


@pytest.mark.parametrize("carried", ["", "null", "[]", "{", '{"call": "Nowhere!"}'])
def test_a_form_that_is_not_ours_is_unclear(carried: str) -> None:
    body = payload("view_submission")
    body["view"]["private_metadata"] = carried
    with pytest.raises(Unclear):
        inbound.submitted(body, ROLES)
    assert inbound.form_origin(body, now=0) == InModal("V0FORM")


def test_what_a_form_carries_comes_back() -> None:
    request = Request(CATALOG.read("find-skill", "x setting:clinical"), ADA, Address("slack", "C0GENERAL"))
    body = payload("view_submission")
    body["view"]["private_metadata"] = inbound.carry(request, InMessage("https://hooks.slack.com/x"), now=1000)
    body["view"]["state"]["values"] = {}
    assert inbound.submitted(body, ROLES) == request
    assert inbound.form_origin(body, now=1000 + 27 * 60) == InMessage("https://hooks.slack.com/x")
    assert inbound.form_origin(body, now=1000 + 29 * 60) == InModal("V0FORM")
