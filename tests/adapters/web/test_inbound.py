import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web.inbound import LONGEST_POST, Post, Press, number_of, read, slash
from bot.chat.errors import Unclear


def frame(**fields: object) -> str:
    return json.dumps({"id": 7, **fields})


def test_reads_a_line_from_the_composer() -> None:
    assert read(frame(kind="post", place="general", text="Hello", key="k")) == (7, Post("general", None, "Hello", "k"))


def test_reads_a_reply_in_a_thread() -> None:
    _, wish = read(frame(kind="post", place="general", text="Hello", thread=3))

    assert wish == Post("general", 3, "Hello", "")


def test_reads_a_select_with_its_choice() -> None:
    assert read(frame(kind="press", message=4, call="x", values={"a": "b"})) == (7, Press(4, "x", {"a": "b"}))


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "{",
        "[]",
        "null",
        "7",
        "[" * 60000,
        frame(kind="dance"),
        frame(kind=None),
        frame(kind="post", place=3),
        frame(kind="post", place="general", text=["a"]),
        frame(kind="post", thread="x"),
        frame(kind="post", thread=-1),
        frame(kind="post", thread=True),
        frame(kind="press", values=["a"]),
        frame(kind="press", values={"a": 1}),
    ],
)
def test_refuses_what_cannot_be_read_with_a_sentence(broken: str) -> None:
    with pytest.raises(Unclear) as refusal:
        read(broken)

    assert str(refusal.value).endswith(".")


@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_any_json_is_read_or_refused(value: object) -> None:
    with contextlib.suppress(Unclear):
        read(json.dumps(value))


def test_says_how_long_a_line_may_be() -> None:
    with pytest.raises(Unclear, match="8,001 characters, and 8,000"):
        read(frame(kind="post", text="x" * (LONGEST_POST + 1)))


def test_mends_half_a_letter() -> None:
    _, wish = read('{"kind": "post", "text": "a\\ud83d"}')

    assert isinstance(wish, Post)
    assert wish.text == "a\N{REPLACEMENT CHARACTER}"


def test_finds_the_number_of_a_message_it_cannot_read() -> None:
    assert number_of('{"kind": 3, "id": 12, ') == 12
    assert number_of("nonsense") == 0


@pytest.mark.parametrize(
    "line",
    [
        "/find-skill nvivo",
        "  /find-skill nvivo",
        "\n/find-skill nvivo",
        "/ find-skill nvivo",
        "/Find-Skill  nvivo ",
        "\u200b/find-skill nvivo",
        "\ufeff /find-skill nvivo",
        "\u200f/find-skill\nnvivo",
        "／find-skill nvivo",
        "⁄find-skill nvivo",
        "/find-skill\u00a0nvivo",
        "/find-skill\tnvivo",
    ],
)
def test_reads_as_a_command_what_looks_like_one(line: str) -> None:
    assert slash(line) == ("find-skill", "nvivo")


@pytest.mark.parametrize("line", ["", "   ", "hello", "and/or", "1/2", "see /find-skill", "hello\n/find-skill nvivo"])
def test_reads_as_text_what_is_text(line: str) -> None:
    assert slash(line) is None


def test_reads_a_lone_slash_as_an_attempt_at_a_command() -> None:
    assert slash(" / ") == ("", "")
