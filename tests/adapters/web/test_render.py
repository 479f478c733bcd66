"""What is particular to the page; what every renderer promises is in tests/contract."""

from datetime import UTC, datetime
from typing import Any

from adapters.limits import MORE, NOTHING
from adapters.web import render as limits
from adapters.web.render import pictures, render, summary
from bot.chat.calls import call
from bot.chat.views import Actions, Block, Button, Divider, Heading, Image, Moment, Note, Text
from tests.adapters.web.fair import PICTURE


def test_labels_a_control_that_has_no_name() -> None:
    [block] = render([Actions((Button(" ", call("hirg")),))])

    assert block["controls"] == [{"type": "button", "label": "…", "call": "hirg", "tone": "plain"}]


def test_spells_an_answer_out_for_those_who_hear_it() -> None:
    assert summary([Heading("People"), Text(("Ada\x07",))]) == "People\nAda"
    assert summary([]) == NOTHING


def test_gives_times_as_instants_for_the_reader_s_own_zone() -> None:
    [block] = render([Note((Moment(datetime(2031, 7, 1, 14, 0, tzinfo=UTC)),))])

    assert block["line"] == [{"type": "time", "text": "Tue 1 Jul 2031, 14:00 UTC", "at": "2031-07-01T14:00:00+00:00"}]


def test_leaves_what_people_typed_as_it_stands() -> None:
    typed = "<script>alert(1)</script> <!channel> @everyone *bold* 🌻 שלום"

    [block] = render([Text((typed,))])

    assert block["line"] == [{"type": "plain", "text": typed}]


def test_clips_what_would_fill_the_page() -> None:
    many: list[Block] = [Heading("x" * 9999), Text(("a" * 9999, "b" * 9999)), *([Divider()] * 200)]

    tree: list[Any] = render(many)

    assert len(tree) == limits.MOST_BLOCKS
    assert len(tree[0]["text"]) == limits.HEADING
    assert sum(len(part["text"]) for part in tree[1]["line"]) == limits.TEXT / 2
    assert tree[-1]["line"] == [{"type": "plain", "text": MORE}]


def test_a_picture_is_named_so_that_nobody_can_guess_where_it_is() -> None:
    blocks = [Image(PICTURE, "Bars\x07 that rise")]
    [shown], [name] = render(blocks, b"one key"), pictures(blocks, b"one key")

    assert shown == {"type": "image", "src": f"/pictures/{name}", "alt": "Bars that rise", "width": 480, "height": 200}
    assert pictures(blocks, b"another key").keys().isdisjoint({name})


def test_what_is_no_picture_still_says_what_it_should_show() -> None:
    [shown] = render([Image(b"no picture", "Bars that rise")])

    assert (shown["alt"], shown["width"], shown["height"]) == ("Bars that rise", 0, 0)
