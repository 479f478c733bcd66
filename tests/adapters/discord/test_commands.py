"""What Discord is told about commands and forms."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord import commands, credentials
from adapters.errors import Misconfigured
from bot.chat.calls import Call
from bot.chat.commands import PARAGRAPH_LENGTH, Catalog, Command, Form, Kind, Option
from bot.chat.requests import Request
from bot.chat.views import Choice, Reply, say
from tests.adapters.discord.house import House
from tests.contract.blocks import texts
from tests.simulators.discord import TOKEN
from tests.simulators.discord_command_rules import command_problems, completion_problems
from tests.simulators.discord_markdown import displayed
from tests.simulators.discord_payloads import APPLICATION
from tests.simulators.discord_rules import modal_problems
from tests.simulators.discord_spec import COMMAND, callback_schema, spec_problems

SETTINGS = (Choice("Academic", "academic"), Choice("Clinical", "clinical"))
CATALOG = House().bot.catalog


async def run(_: Request) -> Reply:
    return say("done")


async def complete(_: str, __: Request) -> list[Choice]:
    return []


def declared(name: str) -> dict[str, Any]:
    return next(command for command in commands.declare(CATALOG) if command["name"] == name)


def test_declares_what_discord_takes() -> None:
    whole = commands.declare(CATALOG)
    assert list(command_problems(whole)) == []
    assert [problem for command in whole for problem in spec_problems(COMMAND, command)] == []


def test_declares_listed_commands_for_servers_and_direct_messages_alike() -> None:
    assert [command["name"] for command in commands.declare(CATALOG)] == [c.name for c in CATALOG.listed]
    assert declared("find")["contexts"] == [0, 1]
    assert declared("organise")["default_member_permissions"] is None


def test_options_are_completed_or_chosen_from_where_they_can_be() -> None:
    skill, setting, start = declared("find")["options"]
    assert skill["autocomplete"] is True
    assert [choice["value"] for choice in setting["choices"]] == ["academic", "clinical"]
    assert "autocomplete" not in start


def test_a_bare_command_can_be_sent_so_that_its_form_opens() -> None:
    assert not any(option["required"] for command in commands.declare(CATALOG) for option in command["options"])


def test_prose_is_written_in_a_form_and_not_after_a_slash_command() -> None:
    say_it = Option("words", "What you would like to say", Kind.PARAGRAPH)
    aside = Option("note", "Anything else", Kind.PARAGRAPH, required=False)
    [open_command] = commands.declare(Catalog([Command("tell", "Tell", run, (say_it, aside))]))
    [veiled] = commands.declare(Catalog([Command("tell", "Tell", run, (say_it, aside), anonymous=True)]))
    assert [option["name"] for option in open_command["options"]] == ["note"]
    assert veiled["options"] == []


def test_knows_its_own_commands_again_after_the_server_added_to_them() -> None:
    ours = commands.declare(CATALOG)
    theirs = [
        {
            **command,
            "id": "1",
            "version": "2",
            "dm_permission": True,
            "nsfw": False,
            "contexts": [1, 0],
            "options": [{k: v for k, v in option.items() if v is not False} for option in command["options"]] or None,
        }
        for command in reversed(ours)
    ]
    assert commands.same(ours, theirs)


@pytest.mark.parametrize(
    "change", [{"description": "else"}, {"contexts": [0]}, {"options": []}, {"default_member_permissions": "8"}]
)
def test_sees_that_a_command_has_changed(change: dict[str, Any]) -> None:
    ours = commands.declare(CATALOG)
    assert not commands.same(ours, [{**ours[0], **change}, *ours[1:]])
    assert not commands.same(ours, ours[1:])


def test_a_form_asks_for_what_is_missing() -> None:
    command = CATALOG["write"]
    modal = commands.modal(Form(command.summary, Call("write", {"to": "7"}), command.options[1:]), command)
    assert modal["custom_id"] == "write?to=7"
    [label] = modal["components"]
    assert label["component"]["custom_id"] == "words"
    assert (label["component"]["style"], label["component"]["required"]) == (2, True)


def test_what_is_too_long_for_the_id_is_asked_for_again_already_filled_in() -> None:
    command = CATALOG["write"]
    to = "Amina & friends " * 10
    modal = commands.modal(Form("Write", Call("write", {"to": to}), command.options[1:]), command)
    assert modal["custom_id"] == "write"
    assert modal["components"][0]["component"]["value"] == to
    assert list(modal_problems(modal)) == []


def test_a_choice_made_before_is_still_made_in_the_form() -> None:
    option = Option("area", "Which area", choices=(Choice("Long", "x" * 99), Choice("Short", "y")))
    command = Command("pick", "Pick", run, (option, Option("word", "A word")))
    modal = commands.modal(Form("Pick", Call("pick", {"area": "x" * 99}), command.options[1:]), command)
    assert [o.get("default", False) for o in modal["components"][0]["component"]["options"]] == [True, False]


def field(option: Option, value: str = "") -> dict[str, Any]:
    command = Command("any", "Any", run, (option,))
    modal = commands.modal(Form("Any", Call("any"), (option,), {option.name: value}), command)
    assert list(modal_problems(modal)) == []
    found: dict[str, Any] = modal["components"][0]["component"]
    return found


def test_days_and_times_are_asked_for_in_the_one_way_that_is_understood() -> None:
    day = field(Option("date", "On which day", Kind.DATE), "2026-03-03")
    assert (day["style"], day["placeholder"], day["max_length"], day["value"]) == (1, "2026-03-10", 10, "2026-03-03")
    time = field(Option("time", "At what time", Kind.TIME))
    assert (time["placeholder"], time["max_length"]) == ("15:00", 5)


def test_several_choices_are_boxes_to_tick_and_those_made_before_are_ticked() -> None:
    ticks = field(Option("in", "Where", choices=SETTINGS, many=True, required=False), "clinical,academic")
    assert (ticks["type"], ticks["min_values"], ticks["max_values"], ticks["required"]) == (22, 0, 2, False)
    assert [option["default"] for option in ticks["options"]] == [True, True]


def test_more_choices_than_boxes_are_a_menu_of_which_several_can_be_chosen() -> None:
    many = tuple(Choice(f"Topic {n}", f"t{n}") for n in range(12))
    menu = field(Option("topics", "Topics", choices=many, many=True), "t3,t5")
    assert (menu["type"], menu["min_values"], menu["max_values"]) == (3, 1, 12)
    assert [o["value"] for o in menu["options"] if o.get("default")] == ["t3", "t5"]


def test_a_form_is_filled_in_with_what_is_there_already() -> None:
    assert field(Option("about", "About you", Kind.PARAGRAPH), "I count things.")["value"] == "I count things."
    assert [o.get("default") for o in field(Option("in", "Where", choices=SETTINGS), "clinical")["options"]] == [
        None,
        True,
    ]


@pytest.mark.parametrize(
    ("option", "value", "longest"),
    [
        (Option("organisation", "Where you work"), "o" * 260, 260),
        (Option("about", "About it", Kind.PARAGRAPH), "a" * 3500, 3500),
        (Option("about", "About it", Kind.PARAGRAPH), "a" * 4000, 4000),
        (Option("date", "On which day", Kind.DATE), "the 10th of March", 17),
        (Option("word", "A word"), "two\nlines", 200),
    ],
)
def test_what_stands_in_a_form_already_is_shown_whole_however_long(option: Option, value: str, longest: int) -> None:
    shown = field(option, value)
    assert (shown["value"], shown["max_length"]) == (value, longest)


def test_a_text_that_is_longer_than_a_line_stands_in_a_box_of_several() -> None:
    word = Option("word", "A word")
    assert [field(word, value)["style"] for value in ("one", "two\nlines", "w" * 201)] == [1, 2, 2]


def test_a_text_no_form_can_hold_is_told_and_not_cut() -> None:
    story = Option("story", "A story", Kind.PARAGRAPH)
    told = [commands.too_much(Form("Any", Call("any"), (story,), {"story": "x" * n})) for n in (4000, 4001)]
    assert told == ["", "“A story” holds 4,001 characters, and a form on Discord takes 4,000 at most."]


def test_what_a_control_carries_is_asked_for_nowhere() -> None:
    carried = Option("id", "Which", carried=True)
    command = Command("change", "Change it", run, (carried, Option("date", "On which day", Kind.DATE)))
    [declaration] = commands.declare(Catalog([command]))
    assert [option["name"] for option in declaration["options"]] == ["date"]
    modal = commands.modal(Form("Change", Call("change", {"id": "7"}), command.options[1:]), command)
    assert [label["component"]["custom_id"] for label in modal["components"]] == ["date"]
    assert modal["custom_id"] == "change?id=7"


def test_a_slash_option_says_how_it_is_written_where_only_one_way_is_understood() -> None:
    date, time, formats, _ = declared("plan")["options"]
    assert date["description"] == "On which day (2026-03-10)"
    assert time["description"] == "At what time (15:00)"
    assert formats["description"] == "How to take part (site,online,recorded)"
    assert "choices" not in formats


def test_a_form_takes_five_fields_and_none_that_is_required_is_left_out() -> None:
    options = [Option(f"o{n}", "Something", required=n > 3) for n in range(8)]
    command = Command("many", "Many", run, tuple(options))
    modal = commands.modal(Form("Many", Call("many"), command.options), command)
    assert [field["component"]["custom_id"] for field in modal["components"]] == ["o0", "o4", "o5", "o6", "o7"]


def test_a_form_leaves_out_empty_fields_before_those_that_hold_something() -> None:
    options = [Option(f"o{n}", "Something", required=n > 3) for n in range(8)]
    command = Command("many", "Many", run, tuple(options))
    modal = commands.modal(Form("Many", Call("many"), command.options, {"o2": "kept"}), command)
    assert [field["component"]["custom_id"] for field in modal["components"]] == ["o2", "o4", "o5", "o6", "o7"]


def test_a_menu_that_cannot_offer_everybody_says_so_and_keeps_who_is_chosen() -> None:
    many = tuple(Choice(f"Person {n}", f"p{n}") for n in range(31))
    without = Option("without", "Is there a facilitator who should not handle this?", choices=many, many=True)
    command = Command("ask", "Ask", run, (without,))
    form = Form("Ask", Call("ask"), command.options, {"without": "p30"})
    [field] = commands.modal(form, command)["components"]
    assert list(modal_problems(commands.modal(form, command))) == []
    assert field["description"] == f"{without.summary} Only 25 of 31 fit; not there? Ask an organiser."
    assert [one["value"] for one in field["component"]["options"] if one.get("default")] == ["p30"]
    [field] = commands.modal(Form("Ask", Call("ask"), (replace(without, choices=many[:25]),)), command)["components"]
    assert field["description"] == without.summary


option_lists = st.lists(
    st.builds(
        Option,
        st.from_regex(r"[a-z][a-z0-9-]{0,31}", fullmatch=True),
        texts,
        st.sampled_from(Kind),
        st.booleans(),
        st.lists(st.builds(Choice, texts, st.from_regex("[a-z]{1,120}", fullmatch=True)), max_size=3).map(tuple),
        st.none() | st.just(complete),
        texts,
        st.booleans(),
    ),
    min_size=1,
    max_size=7,
    unique_by=lambda option: option.name,
)


@given(texts, texts, option_lists, st.data())
def test_any_command_can_be_declared_and_asked_for(summary: str, title: str, options: list[Option], data: Any) -> None:
    command = Command("any", summary, run, tuple(options))
    given_before = data.draw(st.lists(st.sampled_from(options), unique=True))
    takeable = texts.filter(lambda text: len(text) <= PARAGRAPH_LENGTH)
    call = Call("any", {option.name: data.draw(takeable) for option in given_before})
    rest = tuple(option for option in options if option not in given_before) or tuple(options)
    modal = commands.modal(Form(title, call, rest), command)
    unanswerable = any(option.choices and not commands._choices(option.choices) for option in options)
    assert unanswerable or list(modal_problems(modal)) == []
    declaration = commands.declare(Catalog([command]))
    assert list(command_problems(declaration)) == []
    assert list(spec_problems(COMMAND, declaration[0])) == []


def test_a_form_is_what_the_specification_asks_for() -> None:
    command = CATALOG["find"]
    body = {"type": 9, "data": commands.modal(Form(command.summary, Call("find"), command.options), command)}
    assert list(spec_problems(callback_schema(body), body)) == []


@given(st.lists(st.builds(Choice, texts, texts), max_size=30))
def test_any_completions_can_be_offered(choices: list[Choice]) -> None:
    offered = commands.completions(choices)
    assert list(completion_problems(offered)) == []


def test_the_invitation_asks_for_what_speaking_unasked_needs_and_nothing_else() -> None:
    address = urlsplit(commands.invite(APPLICATION))
    assert (address.netloc, address.path) == ("discord.com", "/oauth2/authorize")
    asked = parse_qs(address.query)
    assert asked["client_id"] == [APPLICATION]
    assert asked["scope"] == ["bot applications.commands"]
    view, send, attach, history, threads, in_threads, events = (1 << bit for bit in (10, 11, 15, 16, 35, 38, 44))
    assert int(asked["permissions"][0]) == view | send | attach | history | threads | in_threads | events


def test_what_a_form_says_takes_the_room_of_one_question() -> None:
    command = Command("wordy", "Say it", run, tuple(Option(f"o{n}", "One", required=n > 2) for n in range(6)))
    form = Form("Say it", Call("wordy"), command.options, notice=(("Read this.",), ("\u200b",), ("And *this*.",)))
    said, *asked = commands.modal(form, command)["components"]
    assert displayed(said["content"], {}) == "Read this.\nAnd *this*."
    assert [label["component"]["custom_id"] for label in asked] == ["o0", "o3", "o4", "o5"]


def test_nothing_is_declared_for_what_takes_nothing_typed() -> None:
    assert declared("hush")["options"] == []
    assert declared("find")["options"] != []


def test_reads_the_application_out_of_the_token() -> None:
    assert credentials.application_id(TOKEN) == APPLICATION


@pytest.mark.parametrize(
    ("token", "says"),
    [
        ("", "is empty"),
        ("  ", "is empty"),
        (f" {TOKEN}", "a space or a line break"),
        (f"{TOKEN}\n", "a space or a line break"),
        (f'"{TOKEN}"', "quotation marks"),
        (f"Bot {TOKEN}", "Leave that word out"),
        ("correct horse battery", "a space in it"),
    ],
)
def test_a_token_that_cannot_be_one_is_told_how_to_mend_it(token: str, says: str) -> None:
    with pytest.raises(Misconfigured, match=says) as refused:
        credentials.check(token)
    assert refused.value.setting == "token"
    assert not token.strip() or token.strip() not in str(refused.value)


def test_a_token_of_another_shape_names_no_application() -> None:
    with pytest.raises(Misconfigured, match="another shape"):
        credentials.application_id("a" * 64)


def test_a_token_without_an_id_inside_says_so() -> None:
    with pytest.raises(Misconfigured, match="does not carry an application's id"):
        credentials.application_id("aaaaaaaaaaaaaaaa.bbbbbb.cccccccc")
