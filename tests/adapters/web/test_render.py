import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web import render as limits
from adapters.web.markup import is_safe
from adapters.web.render import NOTHING, render, summary
from bot.chat.calls import Call
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
    Inline,
    Link,
    Moment,
    Note,
    Person,
    Select,
    Strong,
    Text,
    Tone,
)

texts = st.text(max_size=30)
inlines: st.SearchStrategy[Inline] = st.one_of(
    texts,
    st.builds(Strong, texts),
    st.builds(Emphasis, texts),
    st.builds(Code, texts),
    st.builds(Person, texts),
    st.builds(Link, texts, st.one_of(texts, st.just("https://example.org"), st.just("javascript:alert(1)"))),
    st.builds(Moment, st.datetimes(timezones=st.just(UTC))),
)
lines = st.lists(inlines, max_size=4).map(tuple)
buttons = st.builds(Button, texts, st.just(Call("hirg")), st.sampled_from(Tone))
selects = st.builds(
    Select,
    texts,
    st.just(Call("hirg")),
    st.just("which"),
    st.lists(st.builds(Choice, texts, texts), max_size=3).map(tuple),
)
controls = st.lists(st.one_of(buttons, selects), max_size=30).map(tuple)
blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, texts),
    st.builds(Text, lines, st.none() | buttons),
    st.builds(Fields, st.lists(st.tuples(texts, lines), max_size=3).map(tuple)),
    st.builds(Card, texts, lines, st.lists(lines, max_size=3).map(tuple), controls),
    st.builds(Note, lines),
    st.builds(Divider),
    st.builds(Actions, controls),
)


def every_node(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        return [value, *(node for child in value.values() for node in every_node(child))]
    return [node for child in value for node in every_node(child)] if isinstance(value, list) else []


@given(st.lists(blocks, max_size=6))
def test_draws_any_combination_of_blocks_as_json_without_an_empty_text(parts: list[Block]) -> None:
    tree = render(parts)

    assert tree
    assert json.loads(json.dumps(tree)) == tree
    for node in every_node(tree):
        assert node.get("text") != ""
        assert node.get("label") != ""
        assert node.get("type") not in {"text", "note"} or node["line"] or node.get("controls")


@given(st.lists(blocks, max_size=6))
def test_never_passes_on_an_address_that_could_run_something(parts: list[Block]) -> None:
    assert not [n for n in every_node(render(parts)) if "url" in n and not is_safe(n["url"])]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        " JavaScript:alert(1)",
        "data:text/html,x",
        "//x",
        "x",
        "http://[",
        "",
    ],
)
def test_shows_an_unsafe_link_as_its_text_alone(url: str) -> None:
    [block] = render([Text((Link("a page", url),))])

    assert block["line"] == [{"type": "plain", "text": "a page"}]


@pytest.mark.parametrize("url", ["https://example.org/a?b=c", "http://localhost:1", "mailto:ada@example.org"])
def test_keeps_links_to_pages_and_letters(url: str) -> None:
    [block] = render([Text((Link("a page", url),))])

    assert block["line"] == [{"type": "link", "text": "a page", "url": url}]


def test_says_so_when_there_is_nothing_to_show() -> None:
    [block] = render([])

    assert block["line"] == [{"type": "plain", "text": NOTHING}]
    assert summary([]) == NOTHING


def test_gives_times_as_instants_for_the_reader_s_own_zone() -> None:
    [block] = render([Note((Moment(datetime(2031, 7, 1, 14, 0, tzinfo=UTC)),))])

    assert block["line"] == [{"type": "time", "text": "Tue 01 Jul 2031 14:00 UTC", "at": "2031-07-01T14:00:00+00:00"}]


def test_leaves_what_people_typed_as_it_stands() -> None:
    typed = "<script>alert(1)</script> <!channel> @everyone *bold* 🌻 שלום"

    [block] = render([Text((typed,))])

    assert block["line"] == [{"type": "plain", "text": typed}]


def test_clips_what_would_fill_the_page() -> None:
    many: list[Block] = [Heading("x" * 9999), Text(("a" * 9999, "b" * 9999)), *([Divider()] * 200)]

    tree: list[Any] = render(many)

    assert len(tree) == limits.MOST_BLOCKS
    assert len(tree[0]["text"]) == limits.HEADING
    assert sum(len(part["text"]) for part in tree[1]["line"]) == limits.TEXT
