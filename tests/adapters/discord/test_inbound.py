"""Payloads as Discord sends them, and the requests they are."""

from typing import Any

import pytest

from adapters.discord import inbound
from adapters.discord.inbound import Home, Kind
from adapters.discord.render import render
from bot.chat.calls import Call, call
from bot.chat.errors import Unclear
from bot.chat.requests import Account, Address, Role
from bot.chat.roles import RoleBook
from bot.chat.views import Actions, Button, Choice, Select
from tests.simulators import discord_payloads as discord

ROLES = RoleBook({Role.ORGANISER: {"discord:role:55"}, Role.FACILITATOR: {f"discord:{discord.GUILD}:7"}})
KIM = discord.user("7", "Kim Lee")


def payload(kind: Kind, data: dict[str, Any], **more: Any) -> dict[str, Any]:
    person = (
        KIM if more.get("place") == "direct" else discord.member(KIM, more.pop("nick", None), more.pop("roles", ()))
    )
    return discord.interaction("1", "secret", kind, data, person, **more)


def command(**options: Any) -> dict[str, Any]:
    return {
        "id": "9",
        "name": "find",
        "type": 1,
        "options": [{"name": n, "type": 3, "value": v} for n, v in options.items()],
    }


def control(custom_id: str, *values: str) -> dict[str, Any]:
    return payload(Kind.CONTROL, {"component_type": 3 if values else 2, "custom_id": custom_id, "values": list(values)})


def test_reads_a_slash_command_with_its_options() -> None:
    request = inbound.request(payload(Kind.COMMAND, command(skill="nvivo", setting="clinical")), ROLES)
    assert request.call == Call("find", {"skill": "nvivo", "setting": "clinical"})


def test_reads_a_bare_command() -> None:
    assert inbound.request(payload(Kind.COMMAND, {"id": "9", "name": "find", "type": 1}), ROLES).call == Call("find")


def test_knows_a_member_by_server_and_id_and_by_the_name_shown_there() -> None:
    actor = inbound.request(payload(Kind.COMMAND, command(), nick="Kimmy"), ROLES).actor
    assert (actor.account, actor.name) == (Account("discord", discord.GUILD, "7"), "Kimmy")
    assert inbound.request(payload(Kind.COMMAND, command()), ROLES).actor.name == "Kim Lee"


def test_gives_roles_by_account_and_by_the_servers_roles() -> None:
    actor = inbound.request(payload(Kind.COMMAND, command(), roles=("54", "55")), ROLES).actor
    assert actor.roles == {Role.ORGANISER, Role.FACILITATOR}


def test_a_direct_message_belongs_to_no_server() -> None:
    request = inbound.request(payload(Kind.COMMAND, command(), place="direct"), ROLES)
    assert request.actor.account == Account("discord", "*", "7")
    assert request.place == Address.of(request.actor.account)


def test_a_direct_message_belongs_to_the_one_server_the_bot_is_in_with_the_roles_of_accounts_there() -> None:
    actor = inbound.request(payload(Kind.COMMAND, command(), place="direct"), ROLES, Home(discord.GUILD)).actor
    assert actor.account == Account("discord", discord.GUILD, "7")
    assert actor.roles == {Role.FACILITATOR}


def test_in_a_direct_message_the_roles_of_where_somebody_is_at_home_count_and_on_a_server_those_held_there() -> None:
    home = Home("1", ("55",))
    assert inbound.request(payload(Kind.COMMAND, command(), place="direct"), ROLES, home).actor.roles == {
        Role.ORGANISER
    }
    assert inbound.request(payload(Kind.COMMAND, command()), ROLES, home).actor.roles == {Role.FACILITATOR}


def test_a_thread_is_a_place_inside_its_channel() -> None:
    place = inbound.request(payload(Kind.COMMAND, command(), place="thread"), ROLES).place
    assert place == Address("discord", discord.CHANNEL, discord.THREAD)


def test_every_control_that_is_drawn_comes_back_as_its_call() -> None:
    button = Button("a", call("find", skill="R & C#", x="a b"))
    menu = Select("b", call("find", skill="c%#?"), "setting", (Choice("Clinical", "clinical"),))
    for row in render([Actions((button, button, menu, menu))]):
        for drawn in row["components"]:
            if drawn["type"] == 2:
                assert inbound.request(control(drawn["custom_id"]), ROLES).call == button.call
            else:
                chosen = inbound.request(control(drawn["custom_id"], "clinical"), ROLES).call
                assert chosen == menu.call.with_args({"setting": "clinical"})


@pytest.mark.parametrize("made_up", ["", "#", "DROP TABLE", "find?=x", "find?a=1#b#c#d", "../etc", "😀", "#setting"])
def test_an_id_made_by_hand_is_unclear(made_up: str) -> None:
    with pytest.raises(Unclear):
        inbound.request(control(made_up, "x"), ROLES)


def test_a_menu_with_nothing_chosen_is_unclear() -> None:
    with pytest.raises(Unclear, match="Nothing was chosen"):
        inbound.request(control("find#setting"), ROLES)


def test_a_form_fills_in_its_call() -> None:
    fields = [
        {"type": 18, "id": 1, "component": {"type": 4, "id": 2, "custom_id": "words", "value": "a\nb"}},
        {"type": 18, "id": 3, "component": {"type": 3, "id": 4, "custom_id": "setting", "values": ["clinical"]}},
        {"type": 18, "id": 5, "component": {"type": 3, "id": 6, "custom_id": "none", "values": []}},
        {"type": 1, "id": 7, "components": [{"type": 4, "id": 8, "custom_id": "old", "value": "style"}]},
    ]
    sent = payload(Kind.FORM, {"custom_id": "write?to=7", "components": fields})
    filled = {"words": "a\nb", "setting": "clinical", "old": "style"}
    assert inbound.request(sent, ROLES).call == Call("write", {"to": "7", **filled})
    assert (inbound.form(sent), inbound.written(sent)) == (Call("write", {"to": "7"}), filled)


def test_knows_which_option_is_being_typed() -> None:
    options = [
        {"name": "setting", "type": 3, "value": "x"},
        {"name": "skill", "type": 3, "value": "nv", "focused": True},
    ]
    assert inbound.focus(payload(Kind.COMPLETION, {"id": "9", "name": "find", "options": options})) == ("skill", "nv")


@pytest.mark.parametrize(("flags", "in_place"), [(64, True), (64 | 32768, True), (32768, False), (0, False)])
def test_only_a_private_message_can_be_replaced(flags: int, in_place: bool) -> None:
    sent = payload(Kind.CONTROL, {"custom_id": "find", "component_type": 2}, message={"id": "3", "flags": flags})
    envelope = inbound.interaction(sent)
    assert (envelope.id, envelope.token, envelope.application) == ("1", "secret", discord.APPLICATION)
    assert envelope.in_place is in_place


@pytest.mark.parametrize(
    ("changed", "in_place"),
    [({}, True), ({"context": 2}, False), ({"guild_id": "1"}, False), ({"channel": {"id": "5", "type": 3}}, False)],
    ids=["with the bot", "with somebody else", "on a server", "of several people"],
)
def test_a_message_between_one_person_and_the_bot_can_be_replaced(changed: dict[str, Any], *, in_place: bool) -> None:
    message = {"id": "3", "flags": 0, "components": [{"type": 10, "id": 1234567}, {"type": 10, "id": 2}]}
    sent = payload(Kind.CONTROL, {"custom_id": "find", "component_type": 2}, message=message, place="direct")
    envelope = inbound.interaction({**sent, **changed})
    assert (envelope.in_place, envelope.marks) == (in_place, (1234567,))


def test_several_boxes_ticked_are_joined_by_commas() -> None:
    ticks = {"type": 22, "id": 2, "custom_id": "in", "values": ["a", "b"]}
    sent = payload(Kind.FORM, {"custom_id": "plan", "components": [{"type": 18, "id": 1, "component": ticks}]})
    assert inbound.written(sent) == {"in": "a,b"}


def test_a_slash_command_has_no_message_to_replace() -> None:
    assert not inbound.interaction(payload(Kind.COMMAND, command())).in_place
