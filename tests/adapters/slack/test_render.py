"""Any answer fits Slack's limits, and whatever is meant literally stays literal."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given

from adapters.slack import render
from adapters.slack.inbound import pressed
from bot.chat.calls import Call, call
from bot.chat.requests import Account
from bot.chat.roles import RoleBook
from bot.chat.views import (
    Actions,
    Block,
    Button,
    Card,
    Choice,
    Code,
    Divider,
    Emphasis,
    Fields,
    Heading,
    Line,
    Link,
    Moment,
    Note,
    Person,
    Reply,
    Select,
    Strong,
    Text,
    Tone,
    say,
)
from tests.contract.blocks import answers, lines, unhurried
from tests.simulators import slack_payloads as payloads
from tests.simulators.slack import controls, labels, read
from tests.simulators.slack_conversations import named
from tests.simulators.slack_limits import faults_in_message
from tests.simulators.slack_payloads import Json, Member


def drawn(*blocks: Block) -> list[Json]:
    message = render.message(Reply(blocks))
    assert faults_in_message(message) == []
    shown: list[Json] = message["blocks"]
    return shown


# Limits -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "block",
    [
        Heading("x" * 5000),
        Text(("x" * 5000,)),
        Text(("&" * 5000,), Button("x" * 500, call("hirg"))),
        Text((Strong("&" * 2900),), Button("x", call("hirg"))),
        Note((Strong("&" * 5000),)),
        Fields(tuple((f"{number}" * 200, ("x" * 3000,)) for number in range(12))),
        Card("x" * 5000, ("y" * 5000,), (("z" * 5000,),) * 9),
        Actions(tuple(Button(f"{number}", call("hirg")) for number in range(60))),
        Actions((Select("x" * 500, call("hirg"), "setting", tuple(Choice("y" * 99, "z" * n) for n in range(200))),)),
        Actions((Select("none", call("hirg"), "setting", ()),)),
        Actions(()),
        Heading(" "),
    ],
)
def test_a_block_that_is_too_much_or_too_little_is_made_to_fit(block: Block) -> None:
    assert drawn(block)


def test_an_empty_answer_is_announced_as_such() -> None:
    assert render.message(Reply(()))["text"] == "There is nothing to show."


def test_more_blocks_than_fit_are_announced() -> None:
    shown = drawn(*[Heading(str(number)) for number in range(60)])
    assert len(shown) == 50
    assert read(shown).endswith("48\nThere is more than fits here.")


def test_long_texts_give_way_to_one_another_and_short_ones_stay_whole() -> None:
    shown = drawn(*[Text(("x" * 3000,)) for _ in range(6)], Text(("short",)))
    lengths = [len(read([block])) for block in shown]
    assert sum(lengths) <= 12_000
    assert max(lengths) - min(lengths[:-1]) <= 1
    assert lengths[-1] == len("short")


# Shapes ---------------------------------------------------------------------------


def test_a_card_is_one_piece_set_apart_from_its_neighbours() -> None:
    card = Card("Ada", ("Fellow",), (("lists ", Strong("NVivo")),), (Button("About", call("hirg")),))
    shown = drawn(Heading("People"), card, card, Actions((Button("More", call("hirg")),)))
    kinds = [block["type"] for block in shown]
    one = ["rich_text", "actions"]
    assert kinds == ["header", "divider", *one, "divider", *one, "divider", "actions"]
    assert read(shown[2:3]) == "Ada\nFellow\nlists NVivo"


def test_dividers_are_not_doubled_around_cards() -> None:
    kinds = [block["type"] for block in drawn(Card("a"), Divider(), Card("b"))]
    assert kinds == ["rich_text", "divider", "rich_text"]


def test_a_button_stands_beside_its_text_when_slack_can_show_that_literally() -> None:
    beside = drawn(Text(("*stars*",), Button("Go", call("hirg"))))
    assert [block["type"] for block in beside] == ["section"]
    assert beside[0]["text"] == {"type": "plain_text", "text": "*stars*", "emoji": False}
    below = drawn(Text(("*stars*", Strong("bold")), Button("Go", call("hirg"))))
    assert [block["type"] for block in below] == ["rich_text", "actions"]


def test_fields_stand_in_columns() -> None:
    (section,) = drawn(Fields((("Role", ("Fellow",)), ("Setting", ()))))
    assert [field["text"] for field in section["fields"]] == ["*Role*\nFellow", "*Setting*\n–"]


def test_tones_of_buttons() -> None:
    (block,) = drawn(Actions(tuple(Button(tone.value, call("hirg"), tone) for tone in Tone)))
    assert [element.get("style") for element in block["elements"]] == [None, "primary", "danger"]


def test_everything_inline_has_its_own_element() -> None:
    line: Line = (
        Strong("b"),
        Emphasis("i"),
        Code("/hirg"),
        Link("page", "https://example.org/?a=1&b=2"),
        Person("Ada", Account("slack", "T1", "U0ADA")),
        Person("Bea", Account("discord", "1", "2")),
        Moment(datetime(2026, 3, 3, 15, 0, tzinfo=UTC)),
    )
    (block,) = drawn(Text(line))
    assert block["elements"][0]["elements"] == [
        {"type": "text", "text": "b", "style": {"bold": True}},
        {"type": "text", "text": "i", "style": {"italic": True}},
        {"type": "text", "text": "/hirg", "style": {"code": True}},
        {"type": "link", "url": "https://example.org/?a=1&b=2", "text": "page"},
        {"type": "user", "user_id": "U0ADA"},
        {"type": "text", "text": "Bea"},
        {
            "type": "date",
            "timestamp": 1772550000,
            "format": "{date_long_pretty}, {time}",
            "fallback": "Tue 03 Mar 15:00 UTC",
        },
    ]


# Literally ---------------------------------------------------------------------------

NASTY = [
    "<!channel>",
    "<@U0ADA>",
    "<https://x|y>",
    "*b*",
    "_i_",
    "~s~",
    "`c`",
    ":tada:",
    "> q",
    "&lt;",
    "@here",
    "a:b:c",
]


@pytest.mark.parametrize("nasty", NASTY)
def test_a_plain_string_is_read_back_to_the_letter_wherever_it_stands(nasty: str) -> None:
    button = Button(nasty, call("hirg"))
    for block in (
        Heading(nasty),
        Text((nasty,)),
        Text((nasty,), button),
        Text((nasty, Strong("b")), button),
        Note((nasty,)),
        Note((nasty, " ", Strong(nasty))),
        Card(nasty),
    ):
        assert read(drawn(block)).startswith(nasty)
    assert read(drawn(Fields(((nasty, (nasty,)),)))) == f"{nasty}\n{nasty}"
    assert labels(drawn(Actions((button,)))) == [nasty]


def test_a_word_in_two_strings_cannot_become_an_emoji() -> None:
    (block,) = drawn(Note((":ta", "da: ", Code("x"))))
    assert block["type"] == "rich_text"


@unhurried
@given(lines)
@example((Strong(":"), ":"))
@example((Emphasis(":"), ":"))
def test_mrkdwn_holds_no_marks_but_our_own(line: Line) -> None:
    for text in texts(drawn(Note(line)) + drawn(Text(line, Button("x", call("hirg")))) + drawn(Fields((("n", line),)))):
        if text["type"] != "mrkdwn":
            continue
        assert text["verbatim"] is True
        bare = re.sub(r"<[^<>]*>", "(a token)", text["text"]).removeprefix("*n*")
        for mark, kind in (("*", Strong), ("_", Emphasis), ("`", Code)):
            assert bare.count(mark) <= 2 * sum(isinstance(inline, kind) for inline in line)
        assert not re.search(r"~|:[^\s:]+:|^\s*(>|&gt;)", bare, re.MULTILINE)


@unhurried
@given(answers)
def test_the_fallback_mentions_nobody(blocks: tuple[Block, ...]) -> None:
    assert not re.search(r"[<>]", render.message(Reply(blocks))["text"])


def texts(shown: list[Json]) -> list[Json]:
    return [
        t for block in shown for t in [*block.get("elements", []), *block.get("fields", []), block.get("text")] if t
    ]


# There and back --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("control", "choice", "expected"),
    [
        (Button("x", Call("people", {"from": "5"})), None, Call("people", {"from": "5"})),
        (Button("x", Call("people", {"q": "a#b?c=d&e"})), None, Call("people", {"q": "a#b?c=d&e"})),
        (
            Select("x", call("find", skill="c#"), "setting", (Choice("A", "a"),)),
            0,
            call("find", skill="c#", setting="a"),
        ),
        (Select("x", call("find"), "setting", (Choice("Any", ""),)), 0, Call("find", {"setting": ""})),
    ],
)
def test_a_control_brings_back_its_call(control: Button | Select, choice: int | None, expected: Call) -> None:
    shown = named(render.message(say(Actions((control,))))["blocks"])
    block, element = next(controls(shown))
    option: Any = None if choice is None else element["options"][choice]
    action = payloads.action(element, block["block_id"], option)
    body = payloads.pressed_on_message(Member("U1", "a"), "C1", "1.1", action, trigger="t", response_url="r")
    assert pressed(body, RoleBook({})).call == expected
