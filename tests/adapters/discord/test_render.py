"""Every block, alone and in any company, is a message that Discord takes."""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings

from adapters.discord import render
from bot.chat.calls import Call, call
from bot.chat.views import (
    Actions,
    Block,
    Button,
    Card,
    Choice,
    Divider,
    Fields,
    Heading,
    Link,
    Note,
    Reply,
    Select,
    Strong,
    Text,
    Tone,
    say,
)
from tests.contract.blocks import answers
from tests.simulators.discord_client import read, walk
from tests.simulators.discord_rules import message_problems
from tests.simulators.discord_spec import EDIT, callback_schema, spec_problems
from tests.simulators.discord_state import Message

BUTTON = Button("Write", call("write", to="7"))
EVERY_BLOCK: list[Block] = [
    Heading("People"),
    Text(("a ", Strong("b"))),
    Text(("beside",), BUTTON),
    Fields((("Role", ("Lecturer",)), ("Page", (Link("here", "https://example.org"),)))),
    Card("Amina", ("Lecturer",), (("lists NVivo",), ("by e-mail",)), (BUTTON,)),
    Note(("Only you see this.",)),
    Divider(),
    Actions((BUTTON, Select("Setting", call("find"), "setting", (Choice("Academic", "academic"),)))),
]


def problems(body: dict[str, Any]) -> list[object]:
    callback = {"type": 4, "data": body}
    return [*message_problems(body, new=True), *spec_problems(callback_schema(callback), callback)]


def shown(drawn: Iterable[Block]) -> str:
    return read(Message("1", 0, render.render(drawn)), {})


@pytest.mark.parametrize("block", EVERY_BLOCK, ids=lambda block: type(block).__name__)
def test_every_block_is_a_message_by_itself(block: Block) -> None:
    assert problems(render.message(say(block))) == []


def test_every_block_at_once_is_a_message() -> None:
    assert problems(render.message(Reply(tuple(EVERY_BLOCK)))) == []


@given(answers)
@settings(max_examples=40, deadline=None)
def test_any_answer_at_all_is_what_the_specification_asks_for(blocks: tuple[Block, ...]) -> None:
    reply = Reply(blocks)
    assert problems(render.message(reply)) == []
    assert list(spec_problems(EDIT, render.change(reply.blocks))) == []


def test_is_private_and_pings_nobody() -> None:
    body = render.message(say("@everyone"))
    assert body["flags"] == render.EPHEMERAL | render.COMPONENTS_V2
    assert body["allowed_mentions"] == {"parse": []}
    assert render.change(say("@everyone").blocks)["allowed_mentions"] == {"parse": []}


def test_draws_a_card_as_a_unit_with_its_own_buttons() -> None:
    [container] = render.render([EVERY_BLOCK[4]])
    text, row = container["components"]
    assert text["content"] == "### Amina\nLecturer\nlists NVivo\nby e\\-mail".replace("\nLecturer", "\n-# Lecturer")
    assert row["components"] == [{"type": 2, "style": 2, "label": "Write", "custom_id": "write?to=7"}]


def test_puts_a_button_beside_its_text() -> None:
    [section] = render.render([Text(("beside",), BUTTON)])
    assert (section["type"], section["accessory"]["label"]) == (9, "Write")


def test_keeps_the_button_of_a_text_that_says_nothing() -> None:
    [row] = render.render([Text((" ",), BUTTON)])
    assert row["components"][0]["label"] == "Write"


def test_marks_every_line_of_small_print() -> None:
    assert render.render([Note(("a\nb",))])[0]["content"] == "-# a\n-# b"


def test_wraps_buttons_after_five_and_gives_a_menu_its_own_row() -> None:
    buttons = [Button(str(n), call("go", n=n)) for n in range(7)]
    menu = Select("Setting", call("find"), "setting", (Choice("Academic", "academic"),))
    rows = render.render([Actions((*buttons, menu, BUTTON))])
    assert [[c["type"] for c in row["components"]] for row in rows] == [[2] * 5, [2, 2], [3], [2]]


def test_shows_how_much_a_button_matters() -> None:
    tones = [Button(tone.value, call("go", tone=tone.value), tone) for tone in Tone]
    assert [b["style"] for b in render.render([Actions(tuple(tones))])[0]["components"]] == [2, 1, 4]


def test_twins_get_ids_of_their_own() -> None:
    menu = Select("Setting", call("find"), "setting", (Choice("Academic", "academic"),))
    ids = [c["custom_id"] for c in walk(render.render([Actions((BUTTON, BUTTON, menu, menu))])) if "custom_id" in c]
    assert ids == ["write?to=7", "write?to=7##1", "find#setting", "find#setting#1"]


def test_a_call_too_long_for_a_button_leaves_its_button_out_and_says_so() -> None:
    drawn = shown([Text(("Here.",)), Actions((Button("More", Call("find", {"skill": "x" * 90})),))])
    assert drawn == "Here.\nThere is more than fits here."


def test_a_menu_offers_25_choices_none_twice_and_says_when_there_were_more() -> None:
    choices = tuple(Choice(f"n{n}", f"v{n}") for n in range(30))
    row, notice = render.render([Actions((Select("Which", call("find"), "skill", choices),))])
    assert len(row["components"][0]["options"]) == 25
    assert "more than fits" in notice["content"]


def test_a_long_text_gives_way_and_short_ones_stay_whole() -> None:
    texts = [Text(("short",)), Text(("x" * 9000,)), Text(("also short",)), Text(("y" * 9000,))]
    contents = [component["content"] for component in render.render(texts)]
    assert (contents[0], contents[2]) == ("short", "also short")
    assert abs(len(contents[1]) - len(contents[3])) <= 1
    assert sum(map(len, contents)) == 4000


def test_more_cards_than_a_message_holds_are_cut_and_the_answer_says_so() -> None:
    cards = [Card(f"Person {n}", (), (("text",),), (BUTTON, BUTTON)) for n in range(20)]
    drawn = render.render(cards)
    assert len(list(walk(drawn))) <= 40
    assert "Person 6" in read(Message("1", 0, drawn), {})
    assert "more than fits" in drawn[-1]["content"]


def test_five_cards_with_two_buttons_each_and_more_fit_whole() -> None:
    cards = [Card(f"Person {n}", ("Lecturer",), (("text",),), (BUTTON, BUTTON)) for n in range(5)]
    drawn = shown([Heading("People"), *cards, Actions((BUTTON,)), Note(("Only you see this.",))])
    assert drawn.endswith("Only you see this.")


def test_texts_that_follow_each_other_become_one_before_a_button_is_left_out() -> None:
    cards = [Card(f"Person {n}", (), (("text",),), (BUTTON, BUTTON)) for n in range(5)]
    lines = [f"Line {n}" for n in range(12)]
    texts = [Text((line,)) for line in lines]
    drawn = render.render([Heading("People"), *texts, *cards, Actions((BUTTON,) * 8), Note(("Only you see this.",))])
    assert drawn[0]["content"] == "\n".join(["## People", *lines])
    assert drawn[-1]["content"] == "-# Only you see this."
    assert len([part for part in walk(drawn) if part.get("label") == "Write"]) == 18


def test_texts_stay_apart_where_there_is_room() -> None:
    assert len(render.render([Text((str(n),)) for n in range(40)])) == 40
