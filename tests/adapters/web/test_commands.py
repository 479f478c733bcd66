from dataclasses import replace
from typing import Any

from adapters.web.commands import form_json, nearest, palette, values_for
from bot.chat.calls import Call
from bot.chat.commands import Form
from bot.chat.requests import Address, Request, Role
from bot.support.answering import nudge_option
from tests.adapters.web.catalog import PEOPLE, build_bot

bot = build_bot()
FIND = bot.catalog["find-skill"]


def names(role: Role | None = None) -> list[object]:
    return [command["name"] for command in palette(bot.catalog, {role} if role else set())]


def test_offers_members_what_members_may_use() -> None:
    assert names() == ["find-skill", "note", "hirg"]


def test_offers_organisers_their_own_commands_besides() -> None:
    assert names(Role.ORGANISER) == ["find-skill", "note", "calendar", "calendar-log", "hirg"]


def test_tells_the_page_how_a_command_is_typed_and_who_sees_the_answer() -> None:
    first = palette(bot.catalog, ())[0]

    assert first["usage"] == "/find-skill skill [setting]"
    assert first["privacy"] == "Only you see the answer."


def test_tells_the_page_nothing_to_complete_after_an_anonymous_command() -> None:
    _, note, _ = palette(bot.catalog, ())

    assert (note["name"], note["usage"], note["options"]) == ("note", "/note", [])


async def test_describes_each_field_of_a_form() -> None:
    form = await bot.form_for(Request(Call("find-skill"), PEOPLE[0].actor, Address("web", "general")))
    assert form

    described = form_json(form, FIND)

    assert described["call"] == "find-skill"
    assert described["fields"] == [
        {
            "name": "skill",
            "summary": "What would you like help with?",
            "kind": "word",
            "required": True,
            "choices": [],
            "many": False,
            "settled": False,
            "completes": True,
            "placeholder": "NVivo, grant writing, R …",
            "maxLength": 200,
            "value": "",
        },
        {
            "name": "setting",
            "summary": "Only people who work in this setting",
            "kind": "word",
            "required": False,
            "choices": [
                {"label": "Academic", "value": "academic"},
                {"label": "Clinical", "value": "clinical"},
                {"label": "Community", "value": "community"},
            ],
            "many": False,
            "settled": False,
            "completes": False,
            "placeholder": "",
            "maxLength": 200,
            "value": "",
        },
    ]


def test_a_form_says_once_who_sees_what_comes_of_it() -> None:
    form = Form("", Call("find-skill"), FIND.options)
    assert form_json(form, FIND)["privacy"] == "Only you see the answer."
    assert form_json(replace(form, notice=(("Everybody in the channel reads it.",),)), FIND)["privacy"] == ""


def test_names_the_command_somebody_meant() -> None:
    assert nearest(bot.catalog, "Find-Skil") == "find-skill"
    assert nearest(bot.catalog, "zzz") == ""


def test_says_beside_each_field_what_is_wrong() -> None:
    wrong = FIND.problems(Call("find-skill", {"skill": " ", "setting": "lunar"}))

    assert wrong["skill"].startswith("Please fill this in")
    assert "Choose one of: Academic, Clinical, Community." in wrong["setting"]


def test_finds_nothing_wrong_with_a_good_form() -> None:
    assert FIND.problems(Call("find-skill", {"skill": "nvivo"})) == {}


def test_an_optional_field_left_empty_is_no_answer() -> None:
    assert values_for(FIND, {"skill": "nvivo", "setting": ""}) == {"skill": "nvivo"}


def test_a_form_promises_nothing_about_words_without_a_name() -> None:
    note = bot.catalog["note"]
    assert form_json(Form("", Call("note"), note.options), note)["privacy"] == ""


def test_a_choice_that_is_settled_cannot_be_undone() -> None:
    nudge = nudge_option()
    form: Any = form_json(Form("", Call("note"), (nudge,), {"nudge": "yes"}), bot.catalog["note"])
    assert [(one["settled"], one["value"]) for one in form["fields"]] == [(True, "yes")]
